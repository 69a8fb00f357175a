"""Facts about our own login on a side: who we are there, and which cluster privileges we have."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import quote

from wizard.doctor.ask import Part, ask
from wizard.doctor.look import Look, Unseen, fact
from wizard.scenario.model import SideName

NEEDED: Mapping[SideName, tuple[str, ...]] = {
    "local": ("manage", "monitor", "manage_security"),
    "remote": ("manage_security", "monitor"),
}
"""Cluster privileges that a plan needs on each side."""


@dataclass(frozen=True, slots=True)
class Account:
    """Who a login is to the cluster; `by_key`: it signs in with an API key."""

    user: str
    realm: str
    by_key: bool


@fact("account")
def account(look: Look, side: SideName) -> Account:
    """Who our login is. Raises (as Unseen) LoginError where it is not accepted."""
    return _who(ask(look, side, "/_security/_authenticate").body)


@fact("searcher")
def searcher(look: Look) -> Account:
    """Who the user who will search is to the local cluster. Raises (as Unseen) LoginError where it is not accepted."""
    login = look.scenario.user_login
    if login is None:
        raise Unseen(f"the password of {look.scenario.access.user or 'the user who will search'} is not known")
    return _who(ask(look, "local", "/_security/_authenticate", login=login).body)


@fact("native_user")
def native_user(look: Look, name: str) -> bool:
    """Whether the local cluster has a native or built-in user of this name."""
    said = ask(look, "local", f"/_security/user/{quote(name, safe='')}", any_status=True)
    if said.status not in (200, 404):
        raise Unseen(f"{said.source} answered {said.status}")
    return said.status == 200


def _who(body: Part) -> Account:
    kind = body.find("authentication_type")
    return Account(
        user=body.at("username").text(),
        realm=body.at("authentication_realm").at("name").text(),
        by_key=kind is not None and kind.text() == "api_key",
    )


@fact("missing_privileges")
def missing_privileges(look: Look, side: SideName) -> tuple[str, ...]:
    """The cluster privileges that a plan needs on a side and our login lacks there."""
    needed = NEEDED[side]
    body = ask(look, side, "/_security/user/_has_privileges", method="POST", body={"cluster": list(needed)}).body
    granted = body.at("cluster")
    return tuple(name for name in needed if not granted.at(name).flag())
