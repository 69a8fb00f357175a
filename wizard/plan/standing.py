"""Where a plan stands, by what became of its steps. Pure."""

from collections.abc import Mapping

from wizard.plan.result import Outcome, State, changed
from wizard.plan.result import settled as is_settled
from wizard.plan.step import Plan, Step

TOLD_FIRST: tuple[State, ...] = ("failed", "handed", "started")
"""What a person has to hear of, the worst first."""

Outcomes = Mapping[str, Outcome]


def settled(plan: Plan, outcomes: Outcomes) -> tuple[Step, ...]:
    """The steps that are done, or were found so."""
    return tuple(step for step in plan.steps if is_settled(_state(step, outcomes)))


def first_open(plan: Plan, outcomes: Outcomes) -> Step | None:
    """The first step that is not settled, where a run goes on; None when all are."""
    return next((step for step in plan.steps if not is_settled(_state(step, outcomes))), None)


def told_of(plan: Plan, outcomes: Outcomes) -> tuple[Step, State | None] | None:
    """The step to name, and its state: the first that failed, else waits, else was cut off, else is open.

    None when all are settled.
    """
    for state in TOLD_FIRST:
        for step in plan.steps:
            if _state(step, outcomes) == state:
                return step, state
    step_open = first_open(plan, outcomes)
    return (step_open, _state(step_open, outcomes)) if step_open else None


def being_taken_back(plan: Plan, outcomes: Outcomes) -> tuple[Step, ...]:
    """The steps whose way back was begun and did not come through, last first."""
    return tuple(step for step in reversed(plan.steps) if step.key in outcomes and outcomes[step.key].taking_back)


def left_by_taking_back(plan: Plan, outcomes: Outcomes) -> tuple[Step, ...]:
    """The steps that are still there though an earlier one was taken back, last first: taking back goes backwards."""
    undone = [at for at, step in enumerate(plan.steps) if _state(step, outcomes) == "undone"]
    first = undone[0] if undone else len(plan.steps)
    cut_off = being_taken_back(plan, outcomes)
    still = [
        step
        for at, step in enumerate(plan.steps)
        if step in cut_off or (at > first and (state := _state(step, outcomes)) is not None and changed(state))
    ]
    return tuple(reversed(still))


def taken_back(outcomes: Outcomes) -> bool:
    """True when something was taken back, and nothing that was changed is left."""
    states = [outcome.state for outcome in outcomes.values()]
    return "undone" in states and not any(map(changed, states))


def _state(step: Step, outcomes: Outcomes) -> State | None:
    outcome = outcomes.get(step.key)
    return outcome.state if outcome else None
