"""The fact which local nodes hold the key in their keystore, seen by the best means there is."""

from contextlib import suppress
from dataclasses import dataclass

from wizard.clients.node_shell import NodeShell
from wizard.doctor.ask import Part, quoted
from wizard.doctor.facts.cluster import CLIENT_ROLE, identity, nodes
from wizard.doctor.facts.remote_info import links
from wizard.doctor.look import Look, Unseen, fact
from wizard.plan.actions import Json

RELOAD = "reload_secure_settings"


@dataclass(frozen=True, slots=True)
class NodeKeystore:
    """One node: whether it holds the entry, other aliases it holds one for, and what is wrong with its keystore."""

    node: str
    holds: bool
    others: tuple[str, ...] = ()
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Keystores:
    """All nodes that could be seen, by which means, and the names of those that could not.

    `more`: how many others there are, whose names cannot be told, as shells name nodes their own way.
    """

    nodes: tuple[NodeKeystore, ...]
    seen_by: str
    unseen: tuple[str, ...] = ()
    more: int = 0

    @property
    def all_seen(self) -> bool:
        """True when no node was left out."""
        return not self.unseen and not self.more

    @property
    def total(self) -> int:
        """How many nodes there are, as far as is known."""
        return len(self.nodes) + len(self.unseen) + self.more


@fact("keystores")
def keystores(look: Look) -> Keystores:
    """A node shell, else the answer to the reload, else `_remote/info` of each node.

    Where a shell finds the key on its nodes and does not reach all there are, the cluster itself may know of the rest.
    """
    shell = look.sources.shell(look.scenario.local)
    if shell is None:
        return _by_cluster(look)
    found = _by_shell(look, shell)
    if not found.all_seen and all(node.holds for node in found.nodes):
        with suppress(Unseen):
            told = _by_cluster(look)
            return told if told.all_seen else found
    return found


def _by_cluster(look: Look) -> Keystores:
    replied = _reload_reply(look)
    if replied is not None:
        by_reload = _by_reload(look, replied)
        if by_reload is not None:
            return by_reload
    return _by_remote_info(look)


def _by_shell(look: Look, shell: NodeShell) -> Keystores:
    spec = look.scenario.local.nodes
    secret = look.sources.value_of(spec.keystore_secret) + "\n" if spec.keystore_secret else ""
    found = tuple(
        _listed(shell, node, (spec.keystore_command, "list"), secret, look.scenario.alias) for node in shell.nodes
    )
    return Keystores(found, f"{spec.keystore_command} list", more=_left_out(look, len(found)))


def _listed(shell: NodeShell, node: str, argv: tuple[str, ...], secret: str, alias: str) -> NodeKeystore:
    ran = shell.run(node, argv, secret)
    if ran.code == 0:
        return _entries(node, tuple(line.strip() for line in ran.out.splitlines()), alias)
    said = quoted(ran.err or ran.out)
    if "keystore not found" in said.lower():
        return NodeKeystore(node, False, problem="it has no keystore yet")
    raise Unseen(f"the keystore of node {node} could not be listed: {said or f'exit code {ran.code}'}")


def _left_out(look: Look, seen: int) -> int:
    """How many nodes no shell reaches."""
    try:
        return max(0, len(look.get(nodes, "local")) - seen)
    except Unseen:
        return 0


def _reload_reply(look: Look) -> Json:
    replies = [
        outcome.replies[RELOAD]
        for key, outcome in look.sources.outcomes.items()
        if key.endswith("@local") and RELOAD in outcome.replies
    ]
    return replies[-1] if replies else None


def _by_reload(look: Look, reply: Json) -> Keystores | None:
    """What the answer to a reload shows; None where it shows nothing (before 9.3 and no node complained)."""
    source = "the answer to the last reload"
    told, silent = [], []
    for _, part in Part(source, reply).at("nodes").members():
        name, names, problem = part.at("name").text(), part.find("secure_setting_names"), part.find("reload_exception")
        if problem is not None:
            told.append(NodeKeystore(name, False, problem=quoted(problem.at("reason").text())))
        elif names is not None:
            told.append(_entries(name, names.texts(), look.scenario.alias))
        else:
            silent.append(name)
    if not told:
        return None
    return Keystores(tuple(sorted(told, key=lambda node: node.node)), source, tuple(sorted(silent)))


def _by_remote_info(look: Look) -> Keystores:
    alias, found = look.scenario.alias, []
    reasons = []
    for address in look.scenario.local.addresses:
        try:
            aliases = look.get(links, address).aliases
            name = look.get(identity, "local", address).node
        except Unseen as unseen:
            reasons.append(unseen.reason)
            continue
        if aliases is not None and alias in aliases:
            found.append(NodeKeystore(name, aliases[alias].has_key))
    if not found:
        raise Unseen(
            reasons[0]
            if reasons
            else f"nothing shows the keystores of the nodes before {alias} is registered: give the wizard a way to the "
            "nodes, or go on and register it"
        )
    return Keystores(tuple(found), "_remote/info of each node", _not_asked(look, {node.node for node in found}))


def _not_asked(look: Look, asked: set[str]) -> tuple[str, ...]:
    try:
        return tuple(
            node.name
            for node in look.get(nodes, "local")
            if node.coordinates and CLIENT_ROLE in node.roles and node.name not in asked
        )
    except Unseen:
        return ()


def _entries(node: str, names: tuple[str, ...], alias: str) -> NodeKeystore:
    held = [name.removeprefix("cluster.remote.").removesuffix(".credentials") for name in names if _is_key(name)]
    return NodeKeystore(node, alias in held, tuple(sorted(other for other in held if other != alias)))


def _is_key(name: str) -> bool:
    return name.startswith("cluster.remote.") and name.endswith(".credentials")
