"""Checks of the local cluster: the one that asks."""

from functools import partial

from wizard.doctor.check import Check
from wizard.doctor.checks import sides
from wizard.doctor.facts.cluster import CLIENT_ROLE, identity, nodes
from wizard.doctor.facts.keystore import keystores
from wizard.doctor.facts.login import native_user, searcher
from wizard.doctor.look import Look, Unseen
from wizard.doctor.names import called
from wizard.doctor.wording import counted, listed, sentence
from wizard.errors import LoginError, ReachError, ReplyError
from wizard.plan.result import Verdict
from wizard.scenario.model import secret_ref, variable_of

AT_KEYBOARD = "whoever runs this wizard"


def _roles(look: Look) -> Verdict:
    coordinating = [node for node in look.get(nodes, "local") if node.coordinates]
    without = [node.name for node in coordinating if CLIENT_ROLE not in node.roles]
    local = called(look, "local")
    if len(without) == len(coordinating):
        return Verdict(
            "fail",
            f"No node of {local} has the role {CLIENT_ROLE}, so none opens connections.",
            saw=f"0 of {len(coordinating)} nodes",
            hint=f"Add {CLIENT_ROLE} to node.roles of each node that takes searches; each restarts once.",
        )
    if without:
        return Verdict(
            "warn",
            f"{sides.lacking(without, f'the role {CLIENT_ROLE}')}; searches through the connection fail there.",
            saw=f"{len(coordinating) - len(without)} of {len(coordinating)} nodes have it",
            hint=f"Send searches to the other nodes, or add the role to {listed(without)}.",
        )
    return Verdict(
        "ok", f"Every node of {local} that takes searches may open connections.", saw=counted(len(coordinating), "node")
    )


def _addresses(look: Look) -> Verdict:
    side, local = look.scenario.local, called(look, "local")
    own = look.get(identity, "local", "")
    seen: set[str] = set()
    for address in side.node_urls:
        try:
            found = look.get(identity, "local", address)
        except Unseen as unseen:
            match unseen.cause:
                case LoginError():
                    return _foreign(address, local, "it does not accept the login of the local cluster")
                case ReachError() as error:
                    return Verdict("fail", error.headline, saw=error.saw or address, hint=error.hint)
                case ReplyError() as error:
                    return Verdict("fail", error.headline, saw=error.reason or address, hint=error.hint)
                case _:
                    raise
        if found.uuid != own.uuid:
            return _foreign(address, local, f"cluster {found.cluster}, cluster_uuid {found.uuid}")
        seen.add(found.node)
    names = [node.name for node in look.get(nodes, "local") if node.coordinates]
    if not side.node_urls:
        seen.add(own.node)
    missing = [name for name in names if name not in seen]
    if missing:
        return Verdict(
            "warn",
            f"{len(missing)} of {len(names)} nodes of {local} cannot be asked by themselves: {listed(missing)}.",
            saw=f"known by an address of its own: {listed(sorted(seen))}",
            hint="Name every node's REST address in local.node_urls: keys, trust and connections are per node.",
        )
    return Verdict("ok", f"Every node of {local} answers at an address of its own.", saw=counted(len(names), "node"))


def _foreign(address: str, local: str, saw: str) -> Verdict:
    return Verdict(
        "fail",
        f"{address} does not belong to {local}.",
        saw=saw,
        hint="Take it out of local.node_urls, or correct it.",
    )


def _keystores_reached(look: Look) -> Verdict:
    local, command = called(look, "local"), look.scenario.local.nodes.keystore_command
    try:
        found = look.get(keystores)
    except Unseen as unseen:
        return Verdict(
            "fail",
            f"The keystores of {local} cannot be reached the way that local.nodes names.",
            saw=unseen.reason,
            hint=f"Check local.nodes, local.node_hosts and local.keystore_command ({command}), or choose by-hand.",
        )
    if not found.nodes:
        raise Unseen(f"no keystore of {local} was looked at")
    return Verdict("ok", f"The keystores of {local} can be reached.", saw=counted(len(found.nodes), "node"))


def _searcher(look: Look) -> Verdict:
    local, user = called(look, "local"), look.scenario.access.user
    try:
        found = look.get(searcher)
    except Unseen as unseen:
        if not isinstance(unseen.cause, LoginError):
            raise
        hint = f"Give the right password of {user}: {variable_of(secret_ref('search.secret'))} takes it."
        if _is_unknown(look, user):
            headline = f"There is no native user {user} on {local}; with that password nobody signs in."
            hint = f"Correct search.user if {user} is misspelt. {hint}"
        else:
            headline = f"{sentence(local)} does not accept the password of {user}."
        return Verdict("fail", headline, saw=unseen.cause.reason, hint=hint, who=AT_KEYBOARD)
    return Verdict("ok", f"{sentence(local)} accepts {user}.", saw=f"realm {found.realm}")


def _is_unknown(look: Look, user: str) -> bool:
    """False also where our own login may not see users."""
    try:
        return not look.get(native_user, user)
    except Unseen:
        return False


CHECKS = (
    Check(
        "RC-LOCAL-001", "local", "the local cluster answers as Elasticsearch", "local",
        partial(sides.answers, side="local"),
    ),
    Check(
        "RC-LOCAL-002", "local", "the local cluster accepts the login", "local",
        partial(sides.login_accepted, side="local"), needs=("RC-LOCAL-001",),
    ),
    Check(
        "RC-LOCAL-003", "local", "the login may do on the local cluster what the plan needs", "local",
        partial(sides.login_may, side="local"), needs=("RC-LOCAL-002",),
    ),
    Check(
        "RC-LOCAL-004", "local", "every local node runs 8.14 or later", "local",
        partial(sides.versions, side="local"), needs=("RC-LOCAL-002",),
    ),
    Check(
        "RC-LOCAL-005", "local", "the local licence allows API keys between clusters", "local",
        partial(sides.licensed, side="local"), needs=("RC-LOCAL-002",), hop="auth",
    ),
    Check(
        "RC-LOCAL-006", "local", "every local node that takes searches may open connections", "local",
        _roles, needs=("RC-LOCAL-002",),
    ),
    Check(
        "RC-LOCAL-007", "local", "every local node answers at an address of its own", "local",
        _addresses, needs=("RC-LOCAL-002",),
    ),
    Check(
        "RC-LOCAL-008", "local", "the wizard reaches the keystore of every local node", "local",
        _keystores_reached, hop="keystore",
    ),
    Check(
        "RC-LOCAL-009", "local", "the user who will search signs in with the password given", "local",
        _searcher, needs=("RC-LOCAL-001",),
    ),
)  # fmt: skip
