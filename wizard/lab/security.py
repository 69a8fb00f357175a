"""Security: who a request comes from, what they may do here, and what the cluster says of that."""

import base64
import binascii
import hmac
from collections.abc import Mapping

from wizard.lab.asked import Asked, Caller, Reply
from wizard.lab.errors import Json, Refused, forbidden, not_practised, refused, unauthenticated
from wizard.lab.state import Cluster, Key

NOBODY = "unable to authenticate with provided credentials and anonymous access is not allowed for this request"
SUPERUSER = "superuser"
_OF_SUPERUSER = (
    {"names": ["*"], "privileges": ["all"], "allow_restricted_indices": False},
    {
        "names": ["*"],
        "privileges": ["monitor", "read", "read_cross_cluster", "view_index_metadata"],
        "allow_restricted_indices": True,
    },
)
_IMPLIED = {"all": {"manage", "manage_security", "monitor"}, "manage": {"monitor"}}


def caller_of(cluster: Cluster, headers: Mapping[str, str], path: str) -> Caller:
    """Who signs in with these headers (lower-case names). Raises Refused."""
    scheme, _, value = headers.get("authorization", "").partition(" ")
    match scheme.lower():
        case "basic":
            return _by_password(cluster, value, path)
        case "apikey":
            return _by_key(cluster, value)
    raise unauthenticated(f"missing authentication credentials for REST request [{path}]")


def _by_password(cluster: Cluster, value: str, path: str) -> Caller:
    try:
        name, _, password = base64.b64decode(value, validate=True).decode().partition(":")
    except ValueError:
        name, password = "", ""
    user = cluster.users.get(name)
    if user is None or not user.enabled or not hmac.compare_digest(user.password.encode(), password.encode()):
        raise unauthenticated(f"unable to authenticate user [{name}] for REST request [{path}]")
    return Caller(name, tuple(user.roles), "reserved" if user.reserved else "default_native")


def _by_key(cluster: Cluster, value: str) -> Caller:
    try:
        key = known_key(cluster, value)
    except ValueError as error:
        raise unauthenticated(NOBODY, str(error)) from None
    if key.type != "rest":
        raise unauthenticated(
            f"authentication expected API key type of [rest], but API key [{key.id}] has type [{key.type}]"
        )
    owner = cluster.users.get(key.owner)
    return Caller(key.owner, tuple(owner.roles) if owner else (), "_es_api_key", key)


def known_key(cluster: Cluster, encoded: str) -> Key:
    """The key that is alive under this encoded form, whatever its type and dates. ValueError with what is wrong."""
    id, secret = split_key(encoded)
    key = cluster.keys.get(id)
    if key is None:
        raise ValueError(f"unable to find apikey with id {id}")
    if key.invalidated:
        raise ValueError(f"api key [{id}] has been invalidated")
    if not hmac.compare_digest(key.secret.encode(), secret.encode()):
        raise ValueError(f"invalid credentials for API key [{id}]")
    return key


def split_key(encoded: str) -> tuple[str, str]:
    """Id and secret. ValueError in the words of the JVM's decoder and of Elasticsearch."""
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/="
    for character in encoded:
        if character not in alphabet:
            raise ValueError(f"Illegal base64 character {ord(character):x}")
    try:
        text = base64.b64decode(encoded + "=" * (-len(encoded) % 4)).decode()
    except (binascii.Error, UnicodeDecodeError):
        raise ValueError("invalid ApiKey value") from None
    id, colon, secret = text.partition(":")
    if not id or not colon:
        raise ValueError("invalid ApiKey value")
    return id, secret


def granted(cluster: Cluster, caller: Caller) -> set[str]:
    """The cluster privileges of a caller, implied ones included."""
    found: set[str] = {"all"} if SUPERUSER in caller.roles else set()
    for role in caller.roles:
        found |= set(cluster.roles.get(role, {}).get("cluster", ()))
    return found | {implied for name in found for implied in _IMPLIED.get(name, ())}


def grants(cluster: Cluster, caller: Caller) -> list[Json]:
    """The `remote_indices` entries of a caller."""
    if SUPERUSER in caller.roles:
        return [{**entry, "clusters": ["*"]} for entry in _OF_SUPERUSER]
    return [entry for role in caller.roles for entry in cluster.roles.get(role, {}).get("remote_indices", ())]


def require(asked: Asked, privilege: str, action: str) -> None:
    """Raises Refused where the caller lacks a cluster privilege."""
    if not privilege or privilege in granted(asked.cluster, asked.caller):
        return
    by = ",".join(dict.fromkeys((privilege, *(name for name, more in _IMPLIED.items() if privilege in more))))
    by = ",".join(sorted(by.split(","), key=lambda name: name == "all"))
    raise forbidden(
        f"action [{action}] is unauthorized for user [{asked.caller.user}] "
        f"with effective roles [{','.join(asked.caller.roles)}], "
        f"this action is granted by the cluster privileges [{by}]"
    )


def who_am_i(asked: Asked) -> Reply:
    """`GET /_security/_authenticate`."""
    caller = asked.caller
    user = asked.cluster.users.get(caller.user)
    kinds = {"reserved": "reserved", "default_native": "native", "_es_api_key": "_es_api_key"}
    realm = {"name": caller.realm, "type": kinds[caller.realm]}
    reserved = {"_reserved": True} if user and user.reserved else {}
    found = {
        "username": caller.user,
        "roles": [] if caller.key else list(caller.roles),
        "full_name": user.full_name if user else None,
        "email": user.email if user else None,
        "metadata": reserved or (user.metadata if user else {}),
        "enabled": True,
        "authentication_realm": realm,
        "lookup_realm": realm,
        "authentication_type": "api_key" if caller.key else "realm",
    }
    if caller.key:
        found["api_key"] = {"name": caller.key.name, "id": caller.key.id}
    return 200, found


def has_privileges(asked: Asked) -> Reply:
    """`POST /_security/user/_has_privileges`, of cluster privileges alone."""
    wanted = asked.fields("cluster").get("cluster")
    if wanted is None:
        words = (
            f"failed to parse privileges check [{asked.caller.user}/has_privileges]. "
            "All privilege fields [cluster,index,applications] are missing"
        )
        raise refused(400, "parse_exception", words)
    own = granted(asked.cluster, asked.caller)
    for name in wanted:
        if name not in ("all", *_IMPLIED["all"]):
            raise not_practised(f"the cluster privilege [{name}]")
    answers = {name: name in own for name in wanted}
    return 200, {
        "username": asked.caller.user,
        "has_all_requested": all(answers.values()),
        "cluster": answers,
        "index": {},
        "application": {},
    }


def privileges(asked: Asked) -> Reply:
    """`GET /_security/user/_privileges`: the caller's own, remote ones included."""
    cluster, caller = asked.cluster, asked.caller
    remote = grants(cluster, caller)
    if SUPERUSER in caller.roles:
        return 200, {
            "cluster": ["all"],
            "global": [],
            "indices": list(_OF_SUPERUSER),
            "applications": [{"application": "*", "privileges": ["*"], "resources": ["*"]}],
            "run_as": ["*"],
            "remote_indices": remote,
            "remote_cluster": [{"privileges": ["monitor_enrich", "monitor_stats"], "clusters": ["*"]}],
        }
    found: dict[str, Json] = {
        "cluster": sorted({name for role in caller.roles for name in cluster.roles.get(role, {}).get("cluster", ())}),
        "global": [],
        "indices": [],
        "applications": [],
        "run_as": [],
    }
    return 200, found | ({"remote_indices": remote} if remote else {})


def refused_key(key_id: str, action: str, words: str) -> Refused:
    """401 for a key of another cluster: the general sentence, with the deciding one beside it (8.2, note 1)."""
    return unauthenticated(f"unable to authenticate user [{key_id}] for action [{action}]", words)
