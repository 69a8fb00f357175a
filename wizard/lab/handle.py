"""Handle: one request to one node, answered without a socket of its own. What no test pins down is a 400."""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from urllib.parse import parse_qsl, unquote

from wizard.lab import documents, identity, keys, keystore, remote, roles, search, security, settings
from wizard.lab.asked import Asked, Dial, Reply
from wizard.lab.errors import Json, Refused, illegal, no_handler, wrong_method
from wizard.lab.state import Cluster, Node


@dataclass(frozen=True, slots=True)
class Route:
    """One kind of request: `parameters` it takes, the cluster `privilege` it needs, and its `action` in refusals.

    `reaches`: it waits for another cluster, so it runs beside other requests.
    """

    method: str
    path: re.Pattern[str]
    answer: Callable[[Asked], Reply]
    parameters: tuple[str, ...] = ()
    privilege: str = ""
    action: str = ""
    reaches: bool = False


def _route(method: str, path: str, answer: Callable[[Asked], Reply], *parameters: str, **more: Json) -> Route:
    """`*` in the path is one variable part."""
    return Route(method, re.compile(re.escape(path).replace(r"\*", "([^/]+)")), answer, parameters, **more)


_MONITOR = {"privilege": "monitor", "action": "cluster:monitor/main"}
_MANAGE = {"privilege": "manage", "action": "cluster:admin/settings/update", "reaches": True}
_SETTINGS = "/_cluster/settings"


def _security(action: str) -> dict[str, Json]:
    return {"privilege": "manage_security", "action": f"cluster:admin/xpack/security/{action}"}


ROUTES = (
    _route("GET", "/", identity.root, **_MONITOR),
    _route("GET", "/_license", identity.licence, **_MONITOR),
    _route("GET", "/_nodes/*", identity.nodes, **_MONITOR),
    _route("GET", "/_ssl/certificates", identity.certificates, **_MONITOR),
    _route("GET", "/_remote/info", remote.info, **_MONITOR),
    _route("GET", "/_resolve/cluster/*", remote.resolve, "timeout", reaches=True),
    _route("GET", _SETTINGS, settings.get, "include_defaults", "flat_settings", "filter_path", **_MONITOR),
    _route("PUT", _SETTINGS, settings.put, "flat_settings", **_MANAGE),
    _route("POST", "/_nodes/reload_secure_settings", keystore.reload, **_MANAGE),
    _route("GET", "/_security/_authenticate", security.who_am_i),
    _route("POST", "/_security/user/_has_privileges", security.has_privileges),
    _route("GET", "/_security/user/_privileges", security.privileges),
    _route("GET", "/_security/role/*", roles.get_roles, **_security("role/get")),
    _route("PUT", "/_security/role/*", roles.put_role, **_security("role/put")),
    _route("DELETE", "/_security/role/*", roles.delete_role, **_security("role/delete")),
    _route("GET", "/_security/user/*", roles.get_user, **_security("user/get")),
    _route("PUT", "/_security/user/*", roles.put_user, **_security("user/put")),
    _route("DELETE", "/_security/user/*", roles.delete_user, **_security("user/delete")),
    _route("POST", "/_security/api_key", keys.create_rest, **_security("api_key/create")),
    _route("POST", "/_security/cross_cluster/api_key", keys.create_cross_cluster,
           **_security("cross_cluster/api_key/create")),
    _route("GET", "/_security/api_key", keys.get, "id", **_security("api_key/get")),
    _route("POST", "/_security/_query/api_key", keys.query, **_security("api_key/query")),
    _route("DELETE", "/_security/api_key", keys.invalidate, **_security("api_key/invalidate")),
    _route("PUT", "/*/_doc/*", documents.put, "refresh", **_MONITOR),
    _route("DELETE", "/*", documents.delete_indices, **_MONITOR),
    _route("GET", "/*/_search", search.search, "size", "track_total_hits", reaches=True),
)  # fmt: skip
NO_OTHER_METHOD = ("/_remote/info",)
"""Paths of which a test pins down that there is no other method; of others real clusters know more."""


@dataclass(frozen=True, slots=True)
class Handler:
    """Answers requests to one node."""

    cluster: Cluster
    node: Node
    dial: Dial | None = None

    def handle(self, method: str, path: str, headers: Mapping[str, str], body: bytes) -> Reply:
        """Status and body. `path` as it was sent, with its query; header names in lower case."""
        try:
            return self._handle(method, path, headers, body)
        except Refused as refusal:
            return refusal.status, refusal.body

    def _handle(self, method: str, target: str, headers: Mapping[str, str], body: bytes) -> Reply:
        path, _, query = target.partition("?")
        with self.cluster.lock:
            caller = security.caller_of(self.cluster, headers, path)
        route, parts = route_of(method, path)
        sent = dict(parse_qsl(query, keep_blank_values=True))
        for name in sent:
            if name not in route.parameters:
                raise illegal(f"request [{path}] contains unrecognized parameter: [{name}]")
        asked = Asked(
            self.cluster,
            self.node,
            caller,
            method,
            path,
            parts,
            sent,
            _tree(body),
            self.dial if route.reaches else None,
        )
        security.require(asked, route.privilege, route.action)
        if route.reaches:
            return route.answer(asked)
        with self.cluster.lock:
            return route.answer(asked)


def route_of(method: str, path: str) -> tuple[Route, tuple[str, ...]]:
    """The route of a request and the variable parts of its path; one that begins with an underscore is never an index.

    Raises Refused.
    """
    others = []
    for route in ROUTES:
        found = route.path.fullmatch(path)
        if not found or (found.groups() and path[1] == "_" and not route.path.pattern.startswith("/_")):
            continue
        if route.method == method:
            return route, tuple(unquote(part) for part in found.groups())
        others.append(route.method)
    if path in NO_OTHER_METHOD:
        raise wrong_method(method, path, others)
    raise no_handler(method, path)


def _tree(body: bytes) -> Json:
    if not body:
        return None
    try:
        return json.loads(body)
    except ValueError:
        raise illegal("request body is not JSON") from None
