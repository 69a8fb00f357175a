"""JSON pointers: taken apart, made, and followed."""

from typing import Any

import pytest

from wizard.plan.pointer import escape, resolve, tokens_of


@pytest.mark.parametrize(
    ("pointer", "value"),
    [
        ("", {"a": [{"b~/c": 1}, {"b~/c": 3}], "": 2}),
        ("/a/0/b~0~1c", 1),
        ("/", 2),
        ("/a/2", None),
        ("/a/x", None),
        ("/a/0/b~0~1c/d", None),
        ("/none", None),
        ("/a/*/b~0~1c", [1, 3]),
        ("/none/*", []),
    ],
)
def test_resolve(pointer: str, value: Any) -> None:
    assert resolve({"a": [{"b~/c": 1}, {"b~/c": 3}], "": 2}, pointer) == value


@pytest.mark.parametrize("token", ["plain", "~1/", "a/b~c", ""])
def test_what_is_escaped_is_read_again(token: str) -> None:
    assert tokens_of(f"/x/{escape(token)}") == ["x", token]
