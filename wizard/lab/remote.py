"""Remote clusters as a node sees them: `_remote/info`, which opens nothing, and `_resolve/cluster`, which connects."""

from fnmatch import fnmatchcase

from wizard.lab.asked import Asked, Reply
from wizard.lab.errors import Json, Refused, forbidden, illegal, not_practised, refused, unlicensed
from wizard.lab.link import Alias, send
from wizard.lab.security import grants
from wizard.lab.serving import ACTIONS, GRANTED_BY
from wizard.lab.unreached import NotReached

TIMED_OUT = "Request timed out before receiving a response from the remote cluster"
READING = {"read", "all"}
CLIENT_ROLE = "remote_cluster_client"


def info(asked: Asked) -> Reply:
    """`GET /_remote/info`: the state of this one node."""
    cluster, node = asked.cluster, asked.node
    if CLIENT_ROLE not in node.roles:
        raise illegal(f"node [{node.name}] does not have the [{CLIENT_ROLE}] role")
    found = {}
    for name in cluster.aliases:
        alias = Alias.of(cluster, name)
        if alias is None or not alias.addresses:
            continue
        connected = node.connected.get(name, False)
        shown: dict[str, Json] = {"connected": connected, "mode": alias.mode}
        if alias.mode == "proxy":
            shown |= {
                "proxy_address": alias.addresses[0],
                "server_name": alias.server_name,
                "num_proxy_sockets_connected": alias.sockets if connected else 0,
                "max_proxy_socket_connections": alias.sockets,
            }
        else:
            shown |= {
                "seeds": list(alias.addresses),
                "num_nodes_connected": int(connected),
                "max_connections_per_cluster": 3,
            }
        shown |= {"initial_connect_timeout": "30s", "skip_unavailable": cluster.skip_in_force.get(name, True)}
        if node.key_of(name) is not None:
            shown["cluster_credentials"] = "::es_redacted::"
        found[name] = shown
    return 200, found


def resolve(asked: Asked) -> Reply:
    """`GET /_resolve/cluster/ALIAS:INDEX?timeout=20s`."""
    name, _, index = asked.parts[0].partition(":")
    if "," in asked.parts[0] or not index:
        raise not_practised(f"the expression [{asked.parts[0]}]")
    if "*" in name:
        if any(fnmatchcase(each, name) for each in asked.cluster.aliases):
            raise not_practised("a pattern that matches remote clusters")
        return 200, {}
    alias = known(asked, name, "resolve")
    skip = asked.cluster.skip_in_force.get(name, True)
    open_before = asked.node.connected.get(name, False)
    within_s = _seconds(asked.query.get("timeout", ""))
    answer: dict[str, Json] = {"connected": False, "skip_unavailable": skip}
    try:
        found = ask(asked, alias, "resolve", index, within_s)
    except NotReached as trouble:
        # An open connection to a remote that no longer answers; a new one says nothing.
        if open_before and trouble.kind == "frozen":
            answer["error"] = TIMED_OUT
    except Refused as refusal:
        answer["connected"] = refusal.status == 404
        answer["error"] = ("java.lang.IllegalArgumentException: " if refusal.status == 400 else "") + refusal.reason
    else:
        answer |= {"connected": True, **found}
    return 200, {name: answer}


def known(asked: Asked, name: str, action: str) -> Alias:
    """The alias that a request names. Raises Refused: 403 before 9, 404 since (8.8)."""
    alias = Alias.of(asked.cluster, name)
    if CLIENT_ROLE not in asked.node.roles:
        words = f"node [{asked.node.name}] does not have the remote cluster client role enabled"
        cause = {"type": "illegal_argument_exception", "reason": words}
        raise refused(403, "security_exception", _unauthorized(asked, action), caused_by=cause)
    if alias is not None and alias.addresses:
        return alias
    kind, words = "no_such_remote_cluster_exception", f"no such remote cluster: [{name}]"
    if asked.cluster.since(9, 0):
        raise refused(404, kind, words)
    cause = {"type": kind, "reason": words}
    raise refused(403, "security_exception", _unauthorized(asked, action), root=cause, caused_by=cause)


def ask(asked: Asked, alias: Alias, action: str, index: str, within_s: float = 0) -> Json:
    """Send an action to the remote cluster as the caller. Raises NotReached and Refused."""
    assert asked.dial is not None
    caller = asked.caller
    if not asked.cluster.licensed:
        raise unlicensed()
    entries = [
        entry
        for entry in grants(asked.cluster, caller)
        if any(fnmatchcase(alias.name, pattern) for pattern in entry["clusters"])
    ]
    if not entries:
        raise forbidden(
            f"action [{ACTIONS[action]}] towards remote cluster [{alias.name}] is unauthorized for user "
            f"[{caller.user}] with effective roles [{','.join(caller.roles)}] "
            "because no remote indices privileges apply for the target cluster"
        )
    names = [name for entry in entries if READING & set(entry["privileges"]) for name in entry["names"]]
    message = {"action": action, "user": caller.user, "roles": list(caller.roles), "names": names, "index": index}
    return send(asked.cluster, asked.node, alias, message, asked.dial, within_s)


def _unauthorized(asked: Asked, action: str) -> str:
    return (
        f"action [{ACTIONS[action]}] is unauthorized for user [{asked.caller.user}] "
        f"with effective roles [{','.join(asked.caller.roles)}], "
        f"this action is granted by the index privileges [{GRANTED_BY[action]}]"
    )


def _seconds(text: str) -> float:
    if not text:
        return 0
    if not text.endswith("s") or not text[:-1].isdecimal():
        raise not_practised(f"the time [{text}]")
    return float(text[:-1])
