"""Checks of the remote cluster: the one that answers."""

from functools import partial

from wizard.doctor.check import Check
from wizard.doctor.checks import sides
from wizard.doctor.facts.cluster import identity, nodes, read_version
from wizard.doctor.facts.login import account
from wizard.doctor.hosts import is_loopback, split
from wizard.doctor.look import Look
from wizard.doctor.names import called
from wizard.doctor.wording import counted, listed, nodes_named, sentence
from wizard.plan.result import AtNode, Verdict
from wizard.scenario.versions import replication_caution, search_caution


def _user_not_key(look: Look) -> Verdict:
    found, remote = look.get(account, "remote"), called(look, "remote")
    if found.by_key:
        return Verdict(
            "fail",
            f"You are signed in to {remote} with an API key. Only a user may create cross-cluster keys.",
            saw=f"API key of {found.user}",
            hint="Sign in with a user that has manage_security.",
        )
    return Verdict("ok", f"You are signed in to {remote} as the user {found.user}.", saw=f"realm {found.realm}")


def _server_on(look: Look) -> Verdict:
    found, remote = look.get(nodes, "remote"), called(look, "remote")
    off = [node.name for node in found if node.server is None]
    each = tuple(
        AtNode(node.name, "there", f"listens on {', '.join(node.server.bound)}")
        if node.server
        else AtNode(node.name, "not-there", "off")
        for node in found
    )
    if off:
        return Verdict(
            "fail",
            f"The remote cluster server of {remote} is off."
            if len(off) == len(found)
            else f"The remote cluster server of {remote} is off on {listed(off)}.",
            saw=f"on at {len(found) - len(off)} of {len(found)} nodes",
            hint=f"Set remote_cluster_server.enabled to true in the file of {listed(off)}, then restart, node by node.",
            each=each,
        )
    headline = f"The remote cluster server is on at every node of {remote}."
    return Verdict("ok", headline, saw=counted(len(found), "node"), each=each)


def _beyond_loopback(look: Look) -> Verdict:
    remote = called(look, "remote")
    dialled = [split(address)[0] for address in look.scenario.interface.addresses]
    servers = [(node.name, node.server) for node in look.get(nodes, "remote") if node.server is not None]
    bound = sorted({address for _, server in servers for address in server.bound})
    inside = [name for name, server in servers if all(is_loopback(split(address)[0]) for address in server.bound)]
    if inside and not all(is_loopback(host) for host in dialled):
        return Verdict(
            "warn",
            f"{nodes_named(inside)} of {remote} {'listen' if len(inside) > 1 else 'listens'} for other clusters on "
            f"loopback only, but {listed(dialled)} is dialled.",
            saw=f"bound to {', '.join(bound)}",
            hint=f"Set remote_cluster.host on {listed(inside)} to an address that the local nodes reach, then restart.",
        )
    return Verdict("ok", f"{sentence(remote)} listens where it is dialled.", saw=f"bound to {', '.join(bound)}")


def _versions_fit(look: Look) -> Verdict:
    found = look.get(identity, "local", ""), look.get(identity, "remote", "")
    local, remote = (read_version(each.version) for each in found)
    purpose = look.scenario.purpose
    cautions = (
        search_caution(local, remote) if purpose != "replication" else "",
        replication_caution(local, remote) if purpose != "search" else "",
    )
    saw = f"local {local}, remote {remote}"
    said = " ".join(caution for caution in cautions if caution)
    if said:
        return Verdict("warn", said, saw=saw, hint="Upgrade the cluster that is behind, or try it and watch.")
    return Verdict("ok", f"{found[0].cluster} {local} and {found[1].cluster} {remote} fit together.", saw=saw)


def _two_clusters(look: Look) -> Verdict:
    local, remote = look.get(identity, "local", ""), look.get(identity, "remote", "")
    if local.uuid == remote.uuid:
        return Verdict(
            "fail",
            f"Both addresses lead to the same cluster, {local.cluster}.",
            saw=f"cluster_uuid {local.uuid} on both sides",
            hint="Correct local.url or remote.url.",
        )
    return Verdict("ok", f"{local.cluster} and {remote.cluster} are two clusters.")


CHECKS = (
    Check(
        "RC-REMOTE-001", "remote", "the remote cluster answers as Elasticsearch", "remote",
        partial(sides.answers, side="remote"),
    ),
    Check(
        "RC-REMOTE-002", "remote", "the remote cluster accepts the login", "remote",
        partial(sides.login_accepted, side="remote"), needs=("RC-REMOTE-001",),
    ),
    Check(
        "RC-REMOTE-003", "remote", "the login may do on the remote cluster what the plan needs", "remote",
        partial(sides.login_may, side="remote"), needs=("RC-REMOTE-002",),
    ),
    Check(
        "RC-REMOTE-004", "remote", "every remote node runs 8.14 or later", "remote",
        partial(sides.versions, side="remote"), needs=("RC-REMOTE-002",),
    ),
    Check(
        "RC-REMOTE-005", "remote", "the remote licence allows API keys between clusters", "remote",
        partial(sides.licensed, side="remote"), needs=("RC-REMOTE-002",), hop="auth",
    ),
    Check(
        "RC-REMOTE-006", "remote", "the login on the remote cluster is a user, so it may create keys", "remote",
        _user_not_key, needs=("RC-REMOTE-002",),
    ),
    Check(
        "RC-REMOTE-007", "remote", "the remote cluster server is on at every remote node", "remote",
        _server_on, needs=("RC-REMOTE-002",), fixed_by="enable-rcs-self", hop="tcp",
    ),
    Check(
        "RC-REMOTE-008", "remote", "the remote cluster server listens where it is dialled", "remote",
        _beyond_loopback, needs=("RC-REMOTE-007",), fixed_by="enable-rcs-self", hop="tcp",
    ),
    Check(
        "RC-REMOTE-009", "remote", "the versions of the two clusters fit together", "remote",
        _versions_fit, needs=("RC-LOCAL-002", "RC-REMOTE-002"),
    ),
    Check(
        "RC-REMOTE-010", "remote", "local and remote are two different clusters", "remote",
        _two_clusters, needs=("RC-LOCAL-002", "RC-REMOTE-002"),
    ),
)  # fmt: skip
