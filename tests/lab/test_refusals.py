"""What no test pins down is refused, in the shape of Elasticsearch's errors."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.lab.asking import ask, register
from wizard.lab.handle import ROUTES, Route
from wizard.lab.start import Lab, start_lab


@pytest.fixture(scope="module")
def lab() -> Iterator[Lab]:
    with start_lab(patience_s=1) as lab:
        register(lab, lab.remote.interface_address)
        yield lab


KEYS = "/_security/cross_cluster/api_key"
ACCESS = {"search": [{"names": ["a"]}]}


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("GET", "/_cat/nodes", None),
        ("GET", "/_cluster/health", None),
        ("POST", "/_license/start_trial?acknowledge=true", None),
        ("GET", "/books/_search", None),
        ("POST", "/prod:books/_search", {"query": {"match_all": {}}}),
        ("GET", "/prod:books/_search", {"query": {"match_all": {}}}),
        ("GET", "/prod:books,prod:other/_search", None),
        ("GET", "/pro*:books/_search", None),
        ("GET", "/prod:books/_search?from=1", None),
        ("GET", "/prod:books/_search?size=x", None),
        ("GET", "/_resolve/cluster", None),
        ("GET", "/_resolve/cluster/prod:books?timeout=1m", None),
        ("GET", "/_resolve/cluster/pro*:books", None),
        ("GET", "/_resolve/cluster/prod:books?ignore_unavailable=true", None),
        ("GET", "/?pretty", None),
        ("GET", "/_nodes", None),
        ("GET", "/_nodes/os", None),
        ("GET", "/_license?local=true", None),
        ("GET", "/_security/api_key?name=x", None),
        ("GET", "/_security/api_key", None),
        ("DELETE", "/_security/api_key", {"name": "x"}),
        ("DELETE", "/_security/api_key", {"ids": "x"}),
        ("POST", "/_security/api_key", {"name": "x", "role_descriptors": {}}),
        ("POST", "/_security/_query/api_key", {"query": {"match_all": {}}}),
        ("POST", "/_security/_query/api_key", {"query": {"bool": {"should": []}}}),
        ("POST", "/_security/_query/api_key", {"query": {"term": {"realm": "x"}}}),
        ("POST", "/_security/_query/api_key", {"size": 1}),
        ("POST", KEYS, {"name": "x", "access": ACCESS, "certificate_identity": "CN=x"}),
        ("POST", KEYS, {"name": "x", "access": ACCESS, "expiration": "soon"}),
        ("POST", KEYS, {"name": "x", "access": {"search": [{"names": ["a"], "query": {}}]}}),
        ("POST", KEYS, {"access": ACCESS}),
        ("PUT", "/_cluster/settings", {"transient": {}}),
        ("PUT", "/_cluster/settings", {"persistent": {"cluster.routing.allocation.enable": "primaries"}}),
        ("PUT", "/_cluster/settings", {"persistent": {"cluster.remote.prod.transport.compress": "true"}}),
        ("PUT", "/_cluster/settings?timeout=1s", {"persistent": {}}),
        ("GET", "/_cluster/settings?flat_settings=yes", None),
        ("PUT", "/_security/user/elastic", {"roles": []}),
        ("DELETE", "/_security/user/elastic", None),
        ("PUT", "/_security/user/new", {"password": "x", "roles": [], "email_verified": True}),
        ("PUT", "/_security/role/superuser", {}),
        ("PUT", "/_security/role/new", {"remote_cluster": []}),
        ("POST", "/_security/user/_has_privileges", {"index": []}),
        ("POST", "/_security/user/_has_privileges", {"cluster": ["manage_ccr"]}),
        ("POST", "/_nodes/reload_secure_settings?timeout=1s", None),
        ("PUT", "/books/_doc/1?routing=x", {"a": 1}),
        ("PUT", "/books/_doc/1", None),
        ("PUT", "/books", {}),
    ],
)
def test_it_is_a_400(method: str, path: str, body: Any, lab: Lab) -> None:
    status, answer = ask(lab, method, path, body)
    assert (status, answer["status"]) == (400, 400), answer
    error = answer["error"]
    if not isinstance(error, str):
        assert error["root_cause"][0]["type"] == error["type"] == "illegal_argument_exception"
        assert error["reason"]


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: f"{route.method} {route.path.pattern}")
def test_what_stands_beside_a_route_is_a_400(route: Route, lab: Lab) -> None:
    """A parameter that no test knows, and every other method."""
    path = route.path.pattern.replace("\\", "").replace("([^/]+)", "prod:books")
    status, answer = ask(lab, route.method, f"{path}?human=true")
    assert status == 400
    assert "contains unrecognized parameter: [human]" in answer["error"]["reason"]
    known = {each.method for each in ROUTES if each.path.fullmatch(path)}
    for method in {"GET", "POST", "PUT", "DELETE", "PATCH", "HEAD"} - known:
        assert ask(lab, method, path)[0] == (405 if path == "/_remote/info" else 400), method


def test_a_body_that_is_not_json(lab: Lab) -> None:
    status, answer = ask(lab, "POST", KEYS, raw=b"{")
    assert status == 400
    assert answer["error"]["reason"] == "request body is not JSON"


def test_words_for_what_is_not_known(lab: Lab) -> None:
    assert ask(lab, "GET", "/_cat/nodes")[1]["error"] == "no handler found for uri [/_cat/nodes] and method [GET]"
    reason = ask(lab, "GET", "/_license?local=true")[1]["error"]["reason"]
    assert reason == "request [/_license] contains unrecognized parameter: [local]"
