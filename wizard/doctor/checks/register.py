"""Checks of the connection itself: its alias, its settings, and whether it is open on every local node."""

from collections.abc import Mapping
from contextlib import suppress

from wizard.doctor.ask import quoted
from wizard.doctor.case import names_of
from wizard.doctor.causes import LASTING_S
from wizard.doctor.check import Check
from wizard.doctor.checks.reach import obstacle
from wizard.doctor.facts.cluster import identity
from wizard.doctor.facts.remote_info import Connected, links_provoked
from wizard.doctor.facts.resolve import resolved
from wizard.doctor.facts.search import Asker, searched
from wizard.doctor.facts.settings import Setting, alias_settings
from wizard.doctor.failures import Explained, explain
from wizard.doctor.look import Look, Unseen
from wizard.doctor.names import called, who_acts
from wizard.doctor.wording import counted, listed, nodes_named, sentence
from wizard.plan.actions import Json
from wizard.plan.result import Evidence, Hop, Verdict
from wizard.plan.settings_of_alias import DECIDING, settings_of_alias
from wizard.scenario.model import Mode, Scenario

CARRIERS = (
    "RC-TRUST-003", "RC-TRUST-004", "RC-TRUST-005", "RC-TRUST-006", "RC-REMOTE-007",
    "RC-LOCAL-004", "RC-LOCAL-005", "RC-LOCAL-006", "RC-REMOTE-004", "RC-REMOTE-005",
)  # fmt: skip
"""What a connection rests on. One of them failed: it cannot work, and saying so again helps nobody."""

UNDECIDED = ("D3-D6", "login")
"""Entries of the table of causes that leave the reason open."""
ASKER = ("E1", "login")
"""Entries that speak of who asked, not of the connection."""
STRATEGY: Mapping[Mode, str] = {"proxy": "ProxyConnectionStrategy", "sniff": "SniffConnectionStrategy"}
"""The loggers of Elasticsearch that say why a connection could not be opened."""

NO_CONNECTION: Hop = "tcp"
"""Where a connection breaks that does not come about for an unknown reason."""
NOT_OF_THE_WAY = ("E1", "E2", "E3", "404")
"""Refusals of what was asked for: the way to the remote cluster is not at fault."""

UNSAID: Mapping[str, tuple[str, ...]] = {"mode": ("sniff",)}
"""What counts where a setting is not there."""


def _differences(scenario: Scenario, found: Mapping[str, Setting]) -> list[str]:
    differing, planned = [], settings_of_alias(scenario)
    for name in DECIDING:
        wanted = _texts(planned.get(name))
        setting = found.get(name)
        now = tuple(text for text in setting.value if text) if setting else UNSAID.get(name, ())
        if name == "mode":
            now = tuple(text.lower() for text in now)
        if sorted(now) != sorted(wanted):
            differing.append(f"{name} is {','.join(now) or 'not set'}, planned {','.join(wanted) or 'not set'}")
    return differing


def _texts(value: Json) -> tuple[str, ...]:
    """A planned value as Elasticsearch shows it; empty where none is planned."""
    match value:
        case None:
            return ()
        case bool():
            return (str(value).lower(),)
        case list() | tuple():
            return tuple(map(str, value))
        case _:
            return (str(value),)


def _alias_free(look: Look) -> Verdict:
    found, alias, local = look.get(alias_settings), look.scenario.alias, called(look, "local")
    if not found:
        return Verdict("ok", f"The alias {alias} is free on {local}.")
    differing = _differences(look.scenario, found)
    if not differing and _not_ours(look):
        return Verdict(
            "fail",
            f"{alias} is registered on {local} already, and not by this session.",
            saw=_stands(found),
            hint="Going on would replace the key that it uses. Choose another alias, go on with the session that made "
            "it (`sessions` lists them), or remove the connection first; `doctor` looks at it as it is.",
        )
    if not differing:
        return Verdict("ok", f"{alias} is registered on {local} as planned.", saw=_stands(found))
    return Verdict(
        "fail",
        f"The alias {alias} is taken on {local}: it leads to {_leads_to(found)}.",
        saw=_stands(found),
        hint=f"Choose another alias, or remove this connection first. {quoted('; '.join(differing))}.",
    )


def _not_ours(look: Look) -> bool:
    """True in a session that has not sent these settings: somebody else's connection looks like the planned one."""
    step = f"connect-{look.scenario.mode}@local"
    outcome = look.sources.outcomes.get(step)
    return bool(look.sources.session) and (outcome is None or outcome.state in ("already", "undone"))


def _stored(look: Look) -> Verdict:
    found, alias, local = look.get(alias_settings), look.scenario.alias, called(look, "local")
    if not found:
        return Verdict("fail", f"{sentence(local)} has no connection called {alias}.", hint="Register it.")
    differing = _differences(look.scenario, found)
    if differing:
        return Verdict(
            "fail",
            f"The settings of {alias} on {local} are not the planned ones.",
            saw=_stands(found),
            hint=f"{quoted('; '.join(differing))}. Nothing was overwritten.",
        )
    return Verdict("ok", f"The settings of {alias} are stored on {local} as planned.", saw=_stands(found))


def _stands(found: Mapping[str, Setting]) -> str:
    return quoted(", ".join(f"{name}={','.join(each.value)} ({each.source})" for name, each in sorted(found.items())))


def _leads_to(found: Mapping[str, Setting]) -> str:
    addresses = [text for name in ("proxy_address", "seeds") if name in found for text in found[name].value if text]
    return quoted(listed(addresses)) if addresses else "nowhere yet"


def _nodes_connected(look: Look) -> Verdict:
    alias, remote = look.scenario.alias, called(look, "remote")
    found = _by_node(look)
    if not found:
        raise Unseen("no local node that was asked may open connections")
    absent = [node for node, link in found.items() if link is None]
    keyless = [node for node, link in found.items() if link is not None and not link.has_key]
    closed = [node for node, link in found.items() if link is not None and not link.connected]
    saw = f"{sum(1 for link in found.values() if link and link.connected and link.has_key)} of {len(found)} nodes"
    if absent:
        return Verdict("fail", f"{nodes_named(absent)} {_do(absent)} not know {alias}.", saw=saw, hint="Register it.")
    if keyless:
        return Verdict(
            "fail",
            f"{nodes_named(keyless)} {_do(keyless)} not use a key for {alias}, but the certificate model.",
            saw=saw,
            hint=f"Add the key to the keystore of {listed(keyless)} under {alias}, then reload.",
            hop="keystore",
            patience_s=LASTING_S,
        )
    refused = _refused(look)
    if refused:
        node, known = next(iter(refused.items()))
        return Verdict(
            "fail",
            f"Requests through {listed(list(refused))} do not reach {remote}. {known.headline}",
            saw=f"node {node}: {quoted(known.words)}",
            hint=f"Compare {listed(list(refused))} with the other nodes. {known.hint}",
            who=who_acts(look, known.cause.side),
            hop=known.cause.hop,
            patience_s=known.cause.patience_s,
        )
    if closed:
        return Verdict(
            "fail",
            f"{nodes_named(closed)} {'have' if len(closed) > 1 else 'has'} no open connection to {remote}.",
            saw=saw,
            hint=f"Look for what differs on {listed(closed)}: trusted CA, name resolution, firewall.",
            hop=NO_CONNECTION,
        )
    return Verdict("ok", f"Every node that was asked is connected to {remote} with its key.", saw=saw)


def _refused(look: Look) -> Mapping[str, Explained]:
    """The nodes through which requests are refused, and why. An open connection says nothing of a replaced key."""
    names, found = names_of(look), {}
    for address in look.scenario.local.addresses:
        with suppress(Unseen):
            said = look.get(resolved, address)
            known = None if said.connected else explain(said.words, names)
            if known is not None and known.cause.entry not in (*ASKER, *NOT_OF_THE_WAY):
                found[look.get(identity, "local", address).node] = known
    return found


def _by_node(look: Look) -> Mapping[str, Connected | None]:
    """The alias on each node that has the role; None where a node does not know it. Raises Unseen if one is silent."""
    found = {}
    for address in look.scenario.local.addresses:
        aliases = look.get(links_provoked, address).aliases
        if aliases is not None:
            found[look.get(identity, "local", address).node] = aliases.get(look.scenario.alias)
    return found


def _do(names: list[str]) -> str:
    return "do" if len(names) > 1 else "does"


def _reaches(look: Look) -> Verdict:
    found, scenario, remote = look.get(resolved, ""), look.scenario, called(look, "remote")
    if found.connected:
        saw = f"version {found.version}" if found.version else quoted(" ".join(found.words))
        return Verdict("ok", f"{scenario.alias} reaches {remote}.", saw=saw)
    names = names_of(look)
    known = explain(found.words, names)
    if known is not None and known.cause.entry == "E1":
        raise Unseen("the login used has no remote privileges for the alias, so nothing was sent")
    if known is not None and known.cause.entry in ("E2", "E3", "404"):
        # The remote itself said so: the connection carries requests.
        return Verdict("ok", f"{scenario.alias} reaches {remote}.", saw=quoted(known.words))
    if known is None or known.cause.entry in UNDECIDED:
        by_search, through = _by_search(look)
        if through:
            return Verdict("ok", f"{scenario.alias} reaches {remote}.", saw="a search came through")
        known = by_search or known
    source = f"GET _resolve/cluster/{scenario.search_target}"
    if known is not None:
        return Verdict(
            "fail", known.headline, saw=quoted(known.words), hint=known.hint,
            who=who_acts(look, known.cause.side), evidence=(Evidence(source, quoted(known.words)),),
            hop=known.cause.hop, patience_s=known.cause.patience_s,
        )  # fmt: skip
    said = quoted(" ".join(found.words)) or "connected: false, no reason given"
    return Verdict(
        "fail",
        f"{sentence(called(look, 'local'))} opens no connection to {remote} at {names['address']}.",
        saw=said,
        hint=f"{_seen_from_here(look)}The log of a local node names the reason: look for {STRATEGY[scenario.mode]}.",
        evidence=(Evidence(source, said),),
        hop=NO_CONNECTION,
    )


def _by_search(look: Look) -> tuple[Explained | None, bool]:
    """What a search says of the same connection: unlike `_resolve/cluster` it carries the whole chain of causes."""
    scenario = look.scenario
    same = scenario.user_login in (None, scenario.local.login)
    askers: tuple[Asker, ...] = ("admin",) if same else ("admin", "user")
    for who in askers:
        try:
            found = look.get(searched, who)
        except Unseen:
            continue
        if found.state == "successful":
            return None, True
        known = explain(found.words, names_of(look))
        if known is not None and known.cause.entry not in ASKER:
            return known, False
    return None, False


def _seen_from_here(look: Look) -> str:
    try:
        reason = obstacle(look)
    except Unseen:
        return ""
    return f"Seen from here: {reason} " if reason else ""


def _skip_in_force(look: Look) -> Verdict:
    alias, wanted = look.scenario.alias, look.scenario.skip_unavailable
    found = {node: link for node, link in _by_node(look).items() if link is not None}
    if not found:
        raise Unseen(f"no local node that was asked knows {alias}")
    other = [node for node, link in found.items() if link.skip_unavailable != wanted]
    asked, now = str(wanted).lower(), str(not wanted).lower()
    if other:
        return Verdict(
            "warn",
            f"skip_unavailable of {alias} is {now} in force on {listed(other)}; {asked} was asked for.",
            saw=f"{len(found) - len(other)} of {len(found)} nodes have {asked}",
            hint="Elasticsearch 8 falls back to true when another setting of the alias changes. "
            f"Set it to {now}, then to {asked}, in two requests; sending the same value again changes nothing.",
        )
    return Verdict("ok", f"skip_unavailable of {alias} is {asked} in force.", saw=counted(len(found), "node"))


CHECKS = (
    Check(
        "RC-REG-001", "register", "the alias is free, or registered as planned", "local",
        _alias_free, needs=("RC-LOCAL-002",),
    ),
    Check(
        "RC-REG-002", "register", "the settings of the alias are stored as planned", "local",
        _stored, needs=("RC-LOCAL-002",), yields_to=("RC-REG-001",), fixed_by="connect-{mode}",
    ),
    Check(
        "RC-REG-003", "register", "every local node is connected with its key", "local",
        _nodes_connected, needs=("RC-REG-002",), yields_to=(*CARRIERS, "RC-REG-004"), hop="auth",
    ),
    Check(
        "RC-REG-004", "register", "the connection reaches the remote cluster", "local",
        _reaches, needs=("RC-REG-002",), yields_to=CARRIERS, hop="auth",
    ),
    Check(
        "RC-REG-005", "register", "skip_unavailable in force is the one that was asked for", "local",
        _skip_in_force, needs=("RC-REG-002",), fixed_by="connect-{mode}",
    ),
)  # fmt: skip
