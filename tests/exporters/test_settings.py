"""Dotted settings become nested objects that mean the same."""

import pytest

from wizard.exporters.settings import nested
from wizard.plan.actions import Json


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (
            {"persistent": {"cluster.remote.a.mode": "proxy", "cluster.remote.a.skip_unavailable": True}},
            {"persistent": {"cluster": {"remote": {"a": {"mode": "proxy", "skip_unavailable": True}}}}},
        ),
        ({"persistent": {"cluster.remote.a.*": None}}, {"persistent": {"cluster.remote.a.*": None}}),
        (
            {"persistent": {"cluster": {"remote": {"a": {"mode": "sniff"}}}}},
            {"persistent": {"cluster": {"remote": {"a": {"mode": "sniff"}}}}},
        ),
        (
            {"persistent": {"cluster.remote": {"a.mode": "proxy"}, "cluster.remote.b.mode": "sniff"}},
            {"persistent": {"cluster": {"remote": {"a": {"mode": "proxy"}, "b": {"mode": "sniff"}}}}},
        ),
        ({"persistent": {"a.b": 1, "a.b.c": 2}}, {"persistent": {"a": {"b": 1}, "a.b.c": 2}}),
        ({"persistent": {"a.b.c": 2, "a.b": 1}}, {"persistent": {"a": {"b": {"c": 2}}, "a.b": 1}}),
        ({"persistent": {"a..b": 1, ".c": 2}}, {"persistent": {"a..b": 1, ".c": 2}}),
        ({"transient": None}, {"transient": None}),
        (None, None),
    ],
)
def test_nested(body: Json, expected: Json) -> None:
    assert nested(body) == expected


def test_the_plan_keeps_its_own_body() -> None:
    inner: dict[str, Json] = {"a.b": {"c.d": 1}}
    nested({"persistent": inner})
    assert inner == {"a.b": {"c.d": 1}}
