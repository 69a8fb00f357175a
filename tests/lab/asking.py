"""Asks nodes of a lab without a socket in between: the handler alone, which dials for itself where it has to."""

import base64
import json
from typing import Any

from wizard.lab.dialling import dial
from wizard.lab.handle import Handler
from wizard.lab.start import Lab


def ask(
    lab: Lab,
    method: str,
    path: str,
    body: Any = None,
    *,
    side: str = "local",
    node: int = 0,
    login: str = "",
    **more: Any,
) -> tuple[int, Any]:
    """Status and body of one request; `login` is an `Authorization` header, of `elastic` unless given."""
    cluster = lab.local if side == "local" else lab.remote
    handler = Handler(cluster.state, cluster.state.nodes[node], dial)
    sent = b"" if body is None else json.dumps(body).encode()
    headers = {"authorization": login or basic("elastic", lab.passwords[side])}
    return handler.handle(method, path, headers, more.get("raw", sent))


def basic(user: str, password: str) -> str:
    """The header of a password login."""
    return "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode()


def put_key(lab: Lab, encoded: str, alias: str = "prod") -> None:
    """Every local node holds this text as the key of an alias, and has loaded it."""
    for node in lab.local.state.nodes:
        node.loaded = {f"cluster.remote.{alias}.credentials": encoded} if encoded else {}


def register(lab: Lab, address: str, *, skip: bool = False, mode: str = "proxy", alias: str = "prod") -> None:
    """The alias leads there."""
    name = f"cluster.remote.{alias}"
    place = {f"{name}.proxy_address": address} if mode == "proxy" else {f"{name}.seeds": [address]}
    settings = {f"{name}.mode": mode, f"{name}.skip_unavailable": skip, **place}
    ask(lab, "PUT", "/_cluster/settings", {"persistent": {f"{name}.*": None}})
    status, answer = ask(lab, "PUT", "/_cluster/settings", {"persistent": settings})
    assert status == 200, answer


def make_key(lab: Lab, *names: str, kind: str = "search") -> tuple[str, str]:
    """Id and encoded form of a new key for these patterns."""
    body = {"name": "k", "access": {kind: [{"names": list(names)}]}}
    status, answer = ask(lab, "POST", "/_security/cross_cluster/api_key", body, side="remote")
    assert status == 200, answer
    return answer["id"], answer["encoded"]
