"""The check of the keystores: every local node holds the key under the alias."""

from collections.abc import Sequence
from dataclasses import replace

from wizard.doctor.check import Check
from wizard.doctor.facts.keystore import Keystores, NodeKeystore, keystores
from wizard.doctor.look import Look, Unseen
from wizard.doctor.names import called
from wizard.doctor.wording import listed, nodes_named
from wizard.plan.result import AtNode, Offer, Verdict

CANNOT_BE_SEEN = "cannot be seen"


def _nodes_hold_key(look: Look) -> Verdict:
    found = look.get(keystores)
    broken = [node for node in found.nodes if node.problem]
    without = [node for node in found.nodes if not node.holds]
    saw = f"{len(found.nodes) - len(without)} of {found.total} nodes, by {found.seen_by}"
    each = (*map(_at, found.nodes), *(AtNode(node, "unseen", CANNOT_BE_SEEN) for node in found.unseen))
    if found.more:
        each = (*each, AtNode(_more(found), "unseen", CANNOT_BE_SEEN, found.more))
    return replace(_judged(look, found, broken, without, saw), each=each)


def _more(found: Keystores) -> str:
    return f"{found.more} more node{'s' if found.more > 1 else ''}"


def _at(node: NodeKeystore) -> AtNode:
    if node.holds:
        return AtNode(node.node, "there", "entry present")
    return AtNode(node.node, "not-there", node.problem or "no entry yet")


def _judged(
    look: Look, found: Keystores, broken: Sequence[NodeKeystore], without: Sequence[NodeKeystore], saw: str
) -> Verdict:
    alias = look.scenario.alias
    if broken:
        return Verdict(
            "fail",
            f"The keystore of node {broken[0].node} cannot be used: {broken[0].problem}.",
            saw=saw,
            hint=f"Repair the keystore of {listed([node.node for node in broken])}, then reload.",
        )
    if without:
        return _missing(look, found, [node.node for node in without], saw)
    if not found.nodes:
        raise Unseen(f"no keystore could be seen by {found.seen_by}")
    if not found.all_seen:
        left_out = (*found.unseen, *([_more(found)] if found.more else []))
        return Verdict(
            "warn",
            f"{listed([node.node for node in found.nodes])} hold{'s' if len(found.nodes) == 1 else ''} a key for "
            f"{alias}; {listed(left_out)} could not be seen.",
            saw=saw,
            partial=True,
            hint="Name every node's REST address in local.node_urls, or give the wizard a way to the nodes.",
        )
    return Verdict("ok", f"Every node of {called(look, 'local')} holds a key for {alias} in its keystore.", saw=saw)


def _missing(look: Look, found: Keystores, without: Sequence[str], saw: str) -> Verdict:
    alias = look.scenario.alias
    others = {other for node in found.nodes if not node.holds for other in node.others}
    similar = sorted(other for other in others if other.lower() == alias.lower())
    if similar or (len(others) == 1 and len(without) == len(found.nodes)):
        other = (similar or sorted(others))[0]
        return Verdict(
            "fail",
            f"The keystore holds a key for {other}; the connection is called {alias}.",
            saw=saw,
            hint=f"The names must be equal. Add the entry under {alias} on {listed(without)}, then reload.",
            offer=Offer("alias", other) if similar else None,
        )
    return Verdict(
        "fail",
        f"{nodes_named(without)} {'have' if len(without) > 1 else 'has'} no key for alias {alias} in "
        f"{'their keystores' if len(without) > 1 else 'its keystore'}.",
        saw=saw,
        hint=f"Add it on {listed(without)}, then reload.",
    )


CHECKS = (
    Check(
        "RC-TRUST-003", "trust", "every local node holds the key", "local",
        _nodes_hold_key, needs=("RC-LOCAL-002",), fixed_by="install-credentials-self", hop="keystore",
    ),
)  # fmt: skip
