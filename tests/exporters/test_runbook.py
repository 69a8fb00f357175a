"""The runbook: whole, balanced, and no value becomes markup."""

import re

import pytest

from tests.exporters.golden import assert_golden
from tests.exporters.sample import CLAIMS, sample_plan
from tests.exporters.test_quoting import HOSTILE
from wizard.exporters.runbook import runbook_text


def outside_fences(text: str) -> list[str]:
    """The lines that are not within a fenced block. Raises AssertionError where a fence stays open."""
    lines: list[str] = []
    fence = ""
    for line in text.split("\n"):
        mark = re.match("`{3,}", line)
        if not fence and mark:
            fence = mark[0]
        elif fence and mark and line == mark[0] and len(mark[0]) >= len(fence):
            fence = ""
        elif not fence:
            lines.append(line)
    assert not fence
    return lines


def headings(text: str) -> list[str]:
    """The headings, without what is code in them."""
    return [re.sub("`.*`", "", line) for line in outside_fences(text) if re.match("#+ ", line)]


def test_golden() -> None:
    assert_golden("sample.runbook.md", runbook_text(sample_plan(), CLAIMS))


def test_the_order_of_its_sections() -> None:
    text = runbook_text(sample_plan(), CLAIMS)
    assert [line for line in headings(text) if line.startswith(("# ", "## "))] == [
        "# Connect the remote cluster ",
        "## What it does",
        "## Prerequisites",
        "## People",
        "## Remote cluster",
        "## Local cluster",
        "## Final checks",
        "## Roll back",
    ]


def test_the_roll_back_is_in_reverse_and_leaves_out_what_needs_none() -> None:
    text = runbook_text(sample_plan(), CLAIMS)
    numbers = re.findall(r"(?m)^### Roll back step (\d)", text)
    assert numbers == ["8", "7", "6", "5", "4", "3", "1"]
    assert text.count("Roll back: nothing to take back.") == 1


@pytest.mark.parametrize("value", HOSTILE)
def test_hostile_values_make_no_markup(value: str) -> None:
    plain = headings(runbook_text(sample_plan(), CLAIMS))
    text = runbook_text(sample_plan(alias=value, pattern=value, user=value), {"RC-USE-001": value})
    assert len(headings(text)) == len(plain)
    assert [line.split(" ")[0] for line in headings(text)] == [line.split(" ")[0] for line in plain]
    assert all(line.isprintable() for line in text.split("\n"))
