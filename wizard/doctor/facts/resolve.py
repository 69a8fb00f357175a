"""The fact that provokes a connection: `_resolve/cluster` asked of one local node."""

from dataclasses import dataclass

from wizard.doctor.ask import Said, ask
from wizard.doctor.facts.cluster import identity, read_version
from wizard.doctor.failures import words_in
from wizard.doctor.look import Look, Unseen, fact
from wizard.scenario.model import Login
from wizard.scenario.versions import RESOLVE_TIMEOUT

PROVOKED_S = 20
"""Seconds Elasticsearch itself may try; without a limit a frozen remote never answers."""
TOTAL_S = 30.0
NOTHING_SENT = "no remote indices privileges apply"
"""Said by the local cluster about a login that no role lets through: the remote was never asked."""


@dataclass(frozen=True, slots=True)
class Resolved:
    """How the alias answered. `words` are the texts of its error, if it gave one; `matching` None: not said."""

    connected: bool
    words: tuple[str, ...]
    matching: bool | None
    version: str


@fact("resolved")
def resolved(look: Look, address: str) -> Resolved:
    """The alias asked through the node at an address.

    As the admin; where their login has no remote privileges nothing is sent, so then as the person who will search.
    """
    found = _asked(look, address, None)
    login = look.scenario.user_login
    refused = any(NOTHING_SENT in text for text in found.words)
    return _asked(look, address, login) if refused and login is not None else found


def _asked(look: Look, address: str, login: Login | None) -> Resolved:
    scenario = look.scenario
    limited = read_version(look.get(identity, "local", address).version) >= RESOLVE_TIMEOUT
    said = ask(
        look,
        "local",
        f"/_resolve/cluster/{scenario.search_target}" + (f"?timeout={PROVOKED_S}s" if limited else ""),
        any_status=True,
        login=login,
        at=address,
        timeout_s=TOTAL_S,
    )
    return _read(said, scenario.alias)


def _read(said: Said, alias: str) -> Resolved:
    if said.status != 200:
        words = words_in(said.body.value)
        if not words:
            raise Unseen(f"{said.source} answered {said.status}")
        return Resolved(False, words, None, "")
    found = said.body.find(alias)
    if found is None:
        return Resolved(False, (f"no such remote cluster: [{alias}]",), None, "")
    error, matching, version = found.find("error"), found.find("matching_indices"), found.find("version")
    return Resolved(
        connected=found.at("connected").flag(),
        words=(error.text(),) if error else (),
        matching=matching.flag() if matching else None,
        version=version.at("number").text() if version else "",
    )
