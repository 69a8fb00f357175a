"""Serving: what the remote cluster answers to messages that come in at its interface."""

from fnmatch import fnmatchcase

from wizard.lab.errors import Json, Refused, forbidden, illegal, refused, unauthenticated, unlicensed
from wizard.lab.identity import version_of
from wizard.lab.security import known_key, refused_key, split_key
from wizard.lab.state import Cluster, Key

ACTIONS = {
    "handshake": "cluster:internal/remote_cluster/handshake",
    "search": "indices:data/read/search",
    "resolve": "indices:admin/resolve/cluster",
}
GRANTED_BY = {"search": "read,all", "resolve": "view_index_metadata,manage,read,read_cross_cluster,all"}
SECRET_LENGTH = 22


def serve(cluster: Cluster, message: Json) -> Json:
    """The reply to one message: status and body."""
    try:
        with cluster.lock:
            return {"status": 200, "body": _served(cluster, message)}
    except Refused as refusal:
        return {"status": refusal.status, "body": refusal.body}


def _served(cluster: Cluster, message: Json) -> Json:
    action = message["action"]
    if message["key"] is None:
        raise illegal(
            "Cross cluster requests through the dedicated remote cluster server port require transport header "
            "[_cross_cluster_access_credentials] but none found. Please ensure you have configured remote cluster "
            "credentials on the cluster originating the request."
        )
    if action != "handshake" and not cluster.licensed:
        raise unlicensed()
    key = _key(cluster, message["key"], ACTIONS[action])
    if action == "handshake":
        return {}
    found = _indices(cluster, key, message)
    if action == "resolve":
        version = version_of(cluster)
        wanted = ("number", "build_flavor", "minimum_wire_compatibility_version", "minimum_index_compatibility_version")
        return {"matching_indices": bool(found), "version": {name: version[name] for name in wanted}}
    hits = [
        {"_index": index, "_id": id, "_score": 1.0, "_source": source}
        for index in found
        for id, source in cluster.indices[index].items()
    ]
    return {"hits": hits, "shards": len(found)}


def _key(cluster: Cluster, encoded: str, action: str) -> Key:
    """The key that may be used here. Raises Refused."""
    try:
        id, secret = split_key(encoded)
        if len(secret) != SECRET_LENGTH:
            raise ValueError("invalid cross-cluster API key value")
    except ValueError as error:
        raise _malformed(str(error)) from None
    try:
        key = known_key(cluster, encoded)
    except ValueError as error:
        raise refused_key(id, action, str(error)) from None
    if key.type != "cross_cluster":
        raise unauthenticated(
            f"authentication expected API key type of [cross_cluster], but API key [{id}] has type [{key.type}]"
        )
    if key.expired:
        raise refused_key(id, action, "api key is expired")
    return key


def _malformed(words: str) -> Refused:
    return refused(
        401,
        "security_exception",
        "error attempting to authenticate request",
        caused_by={
            "type": "illegal_argument_exception",
            "reason": "value must be a valid API key credential",
            "caused_by": {"type": "illegal_argument_exception", "reason": words},
        },
    )


def _indices(cluster: Cluster, key: Key, message: Json) -> list[str]:
    """The indices that an expression means to this key and user. Raises Refused."""
    wanted = message["index"]
    by_key = [name for entry in key.access.get("search", ()) for name in entry["names"]]

    def allowed(name: str) -> bool:
        """Key and role narrow each other."""
        return _fits(name, by_key) and _fits(name, message["names"])

    if "*" in wanted:
        if not by_key:
            raise _unauthorized(key, message)
        return sorted(name for name in cluster.indices if fnmatchcase(name, wanted) and allowed(name))
    if not allowed(wanted):
        raise _unauthorized(key, message)
    if wanted not in cluster.indices:
        raise refused(
            404,
            "index_not_found_exception",
            f"no such index [{wanted}]",
            index_uuid="_na_",
            **{"resource.type": "index_or_alias", "resource.id": wanted, "index": wanted},
        )
    return [wanted]


def _fits(name: str, patterns: list[str]) -> bool:
    return any(fnmatchcase(name, pattern) for pattern in patterns)


def _unauthorized(key: Key, message: Json) -> Refused:
    action = message["action"]
    return forbidden(
        f"action [{ACTIONS[action]}] towards remote cluster is unauthorized for user [{message['user']}] "
        f"with assigned roles [{','.join(message['roles'])}] authenticated by API key id [{key.id}] "
        f"of user [{key.owner}] on indices [{message['index']}], "
        f"this action is granted by the index privileges [{GRANTED_BY[action]}]"
    )
