"""Where a plan stands: the step that is named is the one it is about, whatever was done around it."""

import pytest

from tests.scenarios import answers
from wizard.plan.planner import make_plan
from wizard.plan.result import Outcome, State
from wizard.plan.standing import first_open, settled, told_of
from wizard.scenario.build import build

PLAN = make_plan(build(answers(remote__interface_ca="public")))
KEYS = [step.key for step in PLAN.steps]


def stands(*states: State | None) -> dict[str, Outcome]:
    return {key: Outcome(state) for key, state in zip(KEYS, states, strict=False) if state}


@pytest.mark.parametrize(
    ("states", "number", "state"),
    [
        ((), 1, None),
        (("done", "already"), 3, None),
        (("failed", "done"), 1, "failed"),
        (("handed", "done", "failed"), 3, "failed"),
        (("started", "handed"), 2, "handed"),
        (("done", "undone", "started"), 3, "started"),
        (("undone", "done"), 1, "undone"),
    ],
)
def test_the_worst_is_told_first(states: tuple[State, ...], number: int, state: State | None) -> None:
    told = told_of(PLAN, stands(*states))
    assert told is not None
    assert (PLAN.steps.index(told[0]) + 1, told[1]) == (number, state)


def test_a_run_goes_on_at_the_first_that_is_not_settled() -> None:
    outcomes = stands("done", "handed", "failed", "already")
    step = first_open(PLAN, outcomes)
    assert step is not None
    assert step.key == KEYS[1]
    assert [each.key for each in settled(PLAN, outcomes)] == [KEYS[0], KEYS[3]]


def test_of_a_plan_that_is_all_settled_nothing_is_told() -> None:
    outcomes = {key: Outcome("done") for key in KEYS}
    assert first_open(PLAN, outcomes) is None
    assert told_of(PLAN, outcomes) is None


def test_outcomes_of_steps_that_are_not_planned_any_more_settle_nothing() -> None:
    outcomes = {**stands("done"), "gone@local": Outcome("done")}
    assert len(settled(PLAN, outcomes)) == 1
