"""Values taken out of an answer: kept secrets first, and gone from what is handed on."""

import base64
from typing import Any

import pytest

from wizard.clients.saved import keep_saves
from wizard.plan.actions import Save
from wizard.scenario.model import KEY, KEY_ID, Ref


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


def test_a_short_secret_and_its_encoded_forms_are_masked_too() -> None:
    body = {"key": "a/b", "note": "a/b, and a%2Fb in a path", "other": "ab"}
    cut, _ = keep_saves(body, (Save("/key", KEY),), lambda ref, text: None)
    assert cut == {"key": "${KEY}", "note": "${KEY}, and ${KEY} in a path", "other": "ab"}
