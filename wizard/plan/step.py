"""Step and Plan: what will be done, in order, with its proof and its way back."""

from dataclasses import dataclass

from wizard.plan.actions import Action
from wizard.scenario.model import Scenario, SideName


@dataclass(frozen=True, slots=True)
class Step:
    """One change. `id` is the step catalogue's; `proof` are check codes that are true when the step is done.

    `automatic`: every action can be sent or run by the wizard. `waits_s`: seconds the proof may take to become true.
    `short`: the title in at most 16 characters.
    """

    id: str
    title: str
    why: str
    side: SideName
    who: str
    actions: tuple[Action, ...]
    proof: tuple[str, ...]
    undo: tuple[Action, ...]
    changes: tuple[str, ...]
    if_stopped: str
    docs: str
    automatic: bool = True
    restart: bool = False
    waits_s: float = 30.0
    short: str = ""

    @property
    def key(self) -> str:
        """The name under which its outcome is kept: an id may occur once on each side."""
        return f"{self.id}@{self.side}"

    @property
    def brief(self) -> str:
        """What it is called where there is little room."""
        return self.short or self.title


@dataclass(frozen=True, slots=True)
class Caution:
    """Something to know before the plan runs; `conflict` names the documents that disagree, if any do."""

    text: str
    conflict: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    """The ordered steps of a scenario, with the checks that must hold before and that prove the whole after."""

    scenario: Scenario
    before: tuple[str, ...]
    steps: tuple[Step, ...]
    after: tuple[str, ...]
    warnings: tuple[Caution, ...]

    def step(self, key: str) -> Step | None:
        """The step of that key (`id@side`) or id; None when the plan has none."""
        return next((step for step in self.steps if key in (step.key, step.id)), None)
