"""Sections: the steps of a plan in order, grouped where the side changes, forwards and backwards."""

from collections.abc import Iterable, Iterator
from itertools import groupby

from wizard.plan.step import Plan, Step
from wizard.scenario.model import SideName

Numbered = tuple[int, Step]
Section = tuple[SideName, list[Numbered]]


def forward(plan: Plan) -> Iterator[Section]:
    """All steps in order, one section for each run of steps on the same side."""
    yield from _by_side(enumerate(plan.steps, start=1))


def backward(plan: Plan) -> Iterator[Section]:
    """The steps that can be undone, last first."""
    numbered = list(enumerate(plan.steps, start=1))
    yield from _by_side((number, step) for number, step in reversed(numbered) if step.undo)


def _by_side(steps: Iterable[Numbered]) -> Iterator[Section]:
    for side, group in groupby(steps, key=lambda numbered: numbered[1].side):
        yield side, list(group)
