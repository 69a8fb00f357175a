"""The support matrix as text fits a terminal and stays as it was agreed; as JSON it holds every column."""

import json
import os
from dataclasses import fields
from pathlib import Path

import pytest

from wizard.scenario.matrix import WIDTH, row_as_text, rows_as_json, rows_as_text
from wizard.scenario.pairs import PAIRS, Pair

GOLDEN = Path(__file__).parents[1] / "golden" / "scenarios.txt"
LONG_FORMS = ("S06", "S13", "S14", "S17", "S19")
"""Rows that differ most: no filter, the operator, both modes by condition, a filter with notes, and the one built."""


def test_text_is_the_golden_one() -> None:
    text = "\n".join([rows_as_text(PAIRS), *(row_as_text(pair) for pair in PAIRS if pair.row in LONG_FORMS)])
    if os.environ.get("WRITE_GOLDEN"):
        GOLDEN.write_text(text, encoding="utf-8")
    assert text == GOLDEN.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "text",
    [rows_as_text(PAIRS), *(row_as_text(pair) for pair in PAIRS)],
    ids=["table", *(pair.row for pair in PAIRS)],
)
def test_text_is_ascii_and_fits_80_columns(text: str) -> None:
    assert WIDTH == 80
    assert text.isascii()
    assert text.endswith("\n")
    assert [line for line in text.splitlines() if len(line) > 80 or line != line.rstrip()] == []


def test_table_has_one_line_per_row_and_says_what_this_version_does() -> None:
    lines = rows_as_text(PAIRS).splitlines()
    rows = [line[:3] for line in lines if line[:1] == "S" and line[1:3].isdigit()]
    assert sorted(rows) == [pair.row for pair in PAIRS]
    here, not_here = lines.index("This version: api-key"), lines.index("Not in this version")
    assert [line[:3] for line in lines[here + 2 : not_here - 1]] == ["S19"]


def test_table_of_nothing_keeps_the_legend() -> None:
    assert "Serverless" in rows_as_text([])


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: pair.row)
def test_long_form_holds_what_is_needed_and_every_note(pair: Pair) -> None:
    text = " ".join(row_as_text(pair).split())
    for method in pair.methods:
        for words in (method.address, method.trust.local, method.restarts.remote, *method.needs):
            assert " ".join(words.split()) in text
    for note in pair.notes:
        assert note.text in text
        assert f"Followed: {note.follows}" in text
    for words in (*pair.ways_out, pair.filter_refused):
        assert words in text


def test_json_holds_every_column_and_survives_a_round_trip() -> None:
    rows = rows_as_json(PAIRS)
    assert json.loads(json.dumps(rows)) == rows
    assert [row["row"] for row in rows] == [pair.row for pair in PAIRS]
    for row in rows:
        assert {column.name for column in fields(Pair)} <= set(row)


def test_json_says_what_is_supported_and_what_is_built() -> None:
    last = rows_as_json(PAIRS)[-1]
    assert last["built"] == ["api-key"]
    assert last["title"] == "Self-managed -> Self-managed"
    assert last["support"] == {
        "api-key": {"word": "supported", "reason": "API keys are recommended.", "built": True},
        "certificate": {
            "word": "deprecated",
            "reason": "TLS certificates are deprecated since 9.0; they still work.",
            "built": False,
        },
    }
