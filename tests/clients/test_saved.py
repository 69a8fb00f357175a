"""Values taken out of an answer: kept secrets first, and gone from what is handed on."""

import base64
from typing import Any

import pytest

from wizard.clients.saved import keep_saves, masked, value_at
from wizard.plan.actions import Save
from wizard.scenario.model import KEY, KEY_ID, Ref


@pytest.mark.parametrize(
    ("pointer", "value"),
    [
        ("", {"a": [{"b~/c": 1}], "": 2}),
        ("/a/0/b~0~1c", 1),
        ("/", 2),
        ("/a/1", None),
        ("/a/x", None),
        ("/a/0/b~0~1c/d", None),
        ("/none", None),
    ],
)
def test_value_at(pointer: str, value: Any) -> None:
    assert value_at({"a": [{"b~/c": 1}], "": 2}, pointer) == value


def test_secrets_are_kept_first_and_masked_everywhere() -> None:
    encoded = base64.b64encode(b"id-of-key:half-of-key").decode()
    body = {"id": "id-of-key", "encoded": encoded, "api_key": "half-of-key", "note": f"use {encoded} now"}
    kept: list[tuple[Ref, str]] = []
    cut, missing = keep_saves(
        body, (Save("/id", KEY_ID), Save("/encoded", KEY)), lambda ref, value: kept.append((ref, value))
    )
    assert kept == [(KEY, encoded), (KEY_ID, "id-of-key")]
    assert cut == {"id": "${KEY_ID}", "encoded": "${KEY}", "api_key": "${KEY}", "note": "use ${KEY} now"}
    assert missing == ()
    assert body["encoded"] == encoded


@pytest.mark.parametrize("value", [None, "", [], {}, True])
def test_what_is_missing(value: Any) -> None:
    cut, missing = keep_saves({"a": value}, (Save("/a", KEY), Save("/b", KEY_ID)), lambda ref, text: None)
    assert missing == ("/a", "/b")
    assert cut == {"a": value}


def test_numbers_are_kept_as_text() -> None:
    kept: list[str] = []
    assert keep_saves({"a": [0, 7]}, (Save("/a/1", KEY_ID),), lambda _, value: kept.append(value)) == (
        {"a": [0, "${KEY_ID}"]},
        (),
    )
    assert kept == ["7"]


def test_longer_secrets_are_masked_first_and_tiny_ones_never() -> None:
    assert masked(["secret-two", "secret", "ab"], {"secret": "${A}", "secret-two": "${B}", "ab": "${C}"}) == [
        "${B}",
        "${A}",
        "ab",
    ]
