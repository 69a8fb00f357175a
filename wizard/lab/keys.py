"""API keys: REST ones and cross-cluster ones; made, read, found and invalidated."""

import base64
import re
import secrets

from wizard.lab.asked import Asked, Reply
from wizard.lab.errors import Json, illegal, not_practised, unlicensed
from wizard.lab.state import DAY_MS, Key, made_id, now_ms

_UNITS = {"d": DAY_MS, "h": 3_600_000, "m": 60_000, "s": 1000}
_FIELDS = ("name", "invalidated", "username")


def create_rest(asked: Asked) -> Reply:
    """`POST /_security/api_key`: a key with the rights of whoever makes it."""
    body = asked.fields("name")
    return _made(asked, Key(made_id(), body["name"], "rest", _secret(), asked.caller.user, asked.caller.realm, {}))


def create_cross_cluster(asked: Asked) -> Reply:
    """`POST /_security/cross_cluster/api_key`."""
    if asked.caller.key:
        raise illegal(
            "authentication via API key not supported: An API key cannot be used to create a cross-cluster API key"
        )
    if not asked.cluster.licensed:
        raise unlicensed()
    body = asked.fields("name", "access", "expiration", "metadata")
    if "access" not in body:
        raise illegal("Required [access]")
    key = Key(
        made_id(), body.get("name", ""), "cross_cluster", _secret(), asked.caller.user, asked.caller.realm,
        body.get("metadata") or {}, access=_access(body["access"]),
    )  # fmt: skip
    if expiration := body.get("expiration"):
        key.expiration = key.creation + _milliseconds(expiration)
    return _made(asked, key)


def get(asked: Asked) -> Reply:
    """`GET /_security/api_key?id=ID`."""
    if "id" not in asked.query:
        raise not_practised("a list of all API keys")
    key = asked.cluster.keys.get(asked.query["id"])
    return (200 if key else 404), {"api_keys": [_shown(key)] if key else []}


def query(asked: Asked) -> Reply:
    """`POST /_security/_query/api_key`."""
    wanted = asked.fields("query").get("query", {})
    _fits(Key("", "", "", "", "", "", {}), wanted)  # A query is refused for what it asks, not for what there is.
    found = [_shown(key) for key in asked.cluster.keys.values() if _fits(key, wanted)]
    return 200, {"total": len(found), "count": len(found), "api_keys": found}


def invalidate(asked: Asked) -> Reply:
    """`DELETE /_security/api_key` with a list of ids."""
    ids = asked.fields("ids").get("ids")
    if not isinstance(ids, list):
        raise not_practised("invalidating keys by anything but a list of ids")
    alive = [key for id in ids if (key := asked.cluster.keys.get(id)) and not key.invalidated]
    for key in alive:
        key.invalidated = True
    return 200, {
        "invalidated_api_keys": [key.id for key in alive],
        "previously_invalidated_api_keys": [],
        "error_count": 0,
    }


def encoded(key: Key) -> str:
    """The form that goes into a keystore or a header."""
    return base64.b64encode(f"{key.id}:{key.secret}".encode()).decode()


def _made(asked: Asked, key: Key) -> Reply:
    if not key.name:
        raise illegal("Required [name]")
    asked.cluster.keys = {**asked.cluster.keys, key.id: key}
    answer: dict[str, Json] = {"id": key.id, "name": key.name}
    if key.expiration:
        answer["expiration"] = key.expiration
    return 200, {**answer, "api_key": key.secret, "encoded": encoded(key)}


def _secret() -> str:
    return secrets.token_urlsafe(16)


def _access(access: Json) -> Json:
    found = {}
    for kind, entries in access.items():
        if kind not in ("search", "replication"):
            raise not_practised(f"the access [{kind}] of a key")
        for entry in entries:
            for field in entry:
                if field != "names":
                    raise not_practised(f"[{field}] in the access of a key")
        found[kind] = [{"names": list(entry["names"]), "allow_restricted_indices": False} for entry in entries]
    if not any(found.values()):
        words = "must specify non-empty access for either [search] or [replication]"
        raise illegal(
            "Failed to build [access] after last required field arrived",
            caused_by={"type": "illegal_argument_exception", "reason": words},
        )
    return found


def _milliseconds(text: str) -> int:
    found = re.fullmatch(r"(\d+)([dhms])", text)
    if not found:
        raise illegal(
            f"failed to parse setting [expiration] with value [{text}] as a time value: unit is missing or unrecognized"
        )
    return int(found[1]) * _UNITS[found[2]]


def _shown(key: Key) -> Json:
    shown: dict[str, Json] = {"id": key.id, "name": key.name, "type": key.type, "creation": key.creation}
    if key.expiration:
        shown["expiration"] = key.expiration
    shown |= {
        "invalidated": key.invalidated,
        "username": key.owner,
        "realm": key.realm,
        "metadata": key.metadata,
        "role_descriptors": {},
    }
    if key.invalidated:
        shown["invalidation"] = now_ms()
    return shown | ({"access": key.access} if key.access is not None else {})


def _fits(key: Key, wanted: Json) -> bool:
    """Whether a key fits a query of the few kinds that are practised."""
    kind, inner = next(iter(wanted.items())) if len(wanted) == 1 else ("", {})
    match kind:
        case "bool":
            for clause in inner:
                if clause not in ("must", "filter", "must_not"):
                    raise not_practised(f"[{clause}] in a query for keys")
            wanted_all = [_fits(key, each) for each in (*inner.get("must", []), *inner.get("filter", []))]
            unwanted = [_fits(key, each) for each in inner.get("must_not", [])]
            return all(wanted_all) and not any(unwanted)
        case "ids":
            return key.id in inner["values"]
        case "term":
            [(field, value)] = inner.items()
            return bool(_value(key, field) == value)
    raise not_practised(f"such a query for keys: {', '.join(wanted)}")


def _value(key: Key, field: str) -> Json:
    if field.startswith("metadata."):
        return key.metadata.get(field.removeprefix("metadata."))
    if field not in _FIELDS:
        raise not_practised(f"[{field}] in a query for keys")
    return _shown(key)[field]
