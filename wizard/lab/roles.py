"""Roles and users of the native realm: put, read, delete."""

from wizard.lab.asked import Asked, Reply
from wizard.lab.errors import Json, not_practised, refused
from wizard.lab.state import User

ROLE = ("cluster", "indices", "applications", "run_as", "metadata", "transient_metadata", "remote_indices")
USER = ("password", "roles", "full_name", "email", "metadata", "enabled")
BUILT_IN = ("superuser",)


def get_roles(asked: Asked) -> Reply:
    """`GET /_security/role/NAMES`: those that are there; 404 where none is."""
    names = asked.parts[0].split(",")
    found = {name: asked.cluster.roles[name] for name in names if name in asked.cluster.roles}
    return (200 if found else 404), found


def put_role(asked: Asked) -> Reply:
    """`PUT /_security/role/NAME`."""
    name, body = asked.parts[0], asked.fields(*ROLE)
    if name in BUILT_IN:
        raise not_practised("a change of a reserved role")
    role: dict[str, Json] = {
        "cluster": body.get("cluster", []),
        "indices": [_with_restricted(each) for each in body.get("indices", [])],
        "applications": body.get("applications", []),
        "run_as": body.get("run_as", []),
        "metadata": body.get("metadata", {}),
        "transient_metadata": {"enabled": True},
    }
    if remote := body.get("remote_indices"):
        role["remote_indices"] = [_with_restricted(each) for each in remote]
    cluster = asked.cluster
    created = name not in cluster.roles
    cluster.roles = {**cluster.roles, name: role}
    return 200, {"role": {"created": created}}


def delete_role(asked: Asked) -> Reply:
    """`DELETE /_security/role/NAME`."""
    cluster, name = asked.cluster, asked.parts[0]
    found = name in cluster.roles
    cluster.roles = {key: role for key, role in cluster.roles.items() if key != name}
    return (200 if found else 404), {"found": found}


def get_user(asked: Asked) -> Reply:
    """`GET /_security/user/NAME`."""
    name = asked.parts[0]
    user = asked.cluster.users.get(name)
    if user is None:
        return 404, {}
    return 200, {
        name: {
            "username": name,
            "roles": list(user.roles),
            "full_name": user.full_name,
            "email": user.email,
            "metadata": {"_reserved": True} if user.reserved else user.metadata,
            "enabled": user.enabled,
        }
    }


def put_user(asked: Asked) -> Reply:
    """`PUT /_security/user/NAME`; the password stays where none is given."""
    name, body = asked.parts[0], asked.fields(*USER)
    cluster = asked.cluster
    former = cluster.users.get(name)
    if former and former.reserved:
        raise not_practised("a change of a reserved user")
    if former is None and not body.get("password"):
        words = "Validation Failed: 1: password must be specified unless you are updating an existing user;"
        raise refused(400, "validation_exception", words)
    user = User(
        body.get("password") or (former.password if former else ""),
        list(body.get("roles", [])),
        body.get("full_name"),
        body.get("email"),
        body.get("metadata") or {},
        body.get("enabled", True),
    )
    cluster.users = {**cluster.users, name: user}
    return 200, {"created": former is None}


def delete_user(asked: Asked) -> Reply:
    """`DELETE /_security/user/NAME`."""
    cluster, name = asked.cluster, asked.parts[0]
    found = name in cluster.users
    if found and cluster.users[name].reserved:
        raise not_practised("a change of a reserved user")
    cluster.users = {key: user for key, user in cluster.users.items() if key != name}
    return (200 if found else 404), {"found": found}


def _with_restricted(entry: Json) -> Json:
    return {"allow_restricted_indices": False, **entry}
