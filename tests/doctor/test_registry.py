"""The registry: codes, their order, what they need, and a page for each."""

from itertools import pairwise

import pytest

from wizard.doctor.checks import CHECKS, check
from wizard.doctor.page import page, page_codes
from wizard.errors import UsageError
from wizard.plan.planner import AFTER, BEFORE, SEARCH

CODES = tuple(each.code for each in CHECKS)
TOPICS = ("tool", "local", "remote", "reach", "trust", "register", "use")


def test_the_codes_are_these() -> None:
    expected = {
        *(f"RC-LOCAL-{number:03}" for number in range(1, 10)),
        *(f"RC-REMOTE-{number:03}" for number in range(1, 11)),
        *(f"RC-REACH-{number:03}" for number in range(1, 4)),
        *(f"RC-TRUST-{number:03}" for number in range(1, 10)),
        *(f"RC-REG-{number:03}" for number in range(1, 6)),
        *(f"RC-USE-{number:03}" for number in range(1, 3)),
    }
    assert set(CODES) == expected
    assert len(CODES) == len(expected)


def test_topics_stand_in_dependency_order() -> None:
    assert all(TOPICS.index(one.topic) <= TOPICS.index(next_one.topic) for one, next_one in pairwise(CHECKS))


@pytest.mark.parametrize("each", CHECKS, ids=lambda each: each.code)
def test_needs_are_known_and_without_a_circle(each: object) -> None:
    ahead, seen = [each.code], set()  # type: ignore[attr-defined]
    while ahead:
        for code in check(ahead.pop()).upstream:
            assert code != each.code  # type: ignore[attr-defined]
            if code not in seen:
                seen.add(code)
                ahead.append(code)


def test_the_codes_of_the_plan_are_known() -> None:
    assert {*BEFORE, *AFTER, SEARCH} <= set(CODES)


def test_an_unknown_code_is_a_usage_error() -> None:
    with pytest.raises(UsageError, match="RC-NO-001"):
        check("RC-NO-001")


def test_each_code_has_a_page_and_each_page_a_code() -> None:
    assert set(page_codes()) == set(CODES)


@pytest.mark.parametrize("each", CHECKS, ids=lambda each: each.code)
def test_a_page_says_claim_why_how_and_fix(each: object) -> None:
    found = check(each.code)  # type: ignore[attr-defined]
    lines = page(found.code).splitlines()
    assert lines[0] == f"# {found.code}: {found.claim}"
    assert [line for line in lines if line.startswith("## ")] == [
        "## Why it matters",
        "## How it is seen",
        "## By hand",
    ]
    assert all(len(line) <= 120 for line in lines)
