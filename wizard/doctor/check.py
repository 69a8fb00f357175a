"""Check: a claim that is true when all is well, and the plain function that judges it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from wizard.doctor.look import Look
from wizard.plan.result import Hop, Verdict
from wizard.scenario.model import Scenario

Topic = Literal["tool", "local", "remote", "reach", "trust", "register", "use"]
CheckSide = Literal["tool", "local", "remote"]
"""Where somebody acts when the claim does not hold; `tool` is this machine."""


@dataclass(frozen=True, slots=True)
class Check:
    """One row. `judge` raises Unseen where it cannot look.

    `needs`: codes without which there is nothing to judge: skipped when one of them failed or was skipped.
    `yields_to`: codes whose failure would be the cause of this one's: skipped when one of them failed, judged when it
    was skipped (nothing is known against it). `likely`: seen from this machine only, so it never proves a step.
    `fixed_by` is the id of the step that makes the claim true; `{mode}` in it stands for the scenario's mode.
    """

    code: str
    topic: Topic
    claim: str
    side: CheckSide
    judge: Callable[[Look], Verdict]
    needs: tuple[str, ...] = ()
    yields_to: tuple[str, ...] = ()
    fixed_by: str = ""
    hop: Hop = ""
    likely: bool = False

    @property
    def upstream(self) -> tuple[str, ...]:
        """All codes that come before this one."""
        return self.needs + self.yields_to

    def step(self, scenario: Scenario) -> str:
        """The id of the step that fixes it in this scenario; empty where none does."""
        return self.fixed_by.format(mode=scenario.mode)
