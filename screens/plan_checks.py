"""PlanChecks: the checks that must hold before the first step, as they come in. No widget."""

from screens.background import Ended, Item, Task
from screens.glyphs import Mark
from wizard.plan.result import Finding
from wizard.plan.step import Plan
from wizard.runner.proof import blocking


class PlanChecks:
    """Those of the look that is under way, or of the last one."""

    def __init__(self) -> None:
        self._task: Task | None = None
        self.found: list[Finding] = []
        self.seconds = 0
        self.wants_run = False
        """True when the run is to open as soon as they are through."""
        self.through = False
        """True when the checks were judged to their end; whoever stopped them knows nothing yet."""

    @property
    def running(self) -> bool:
        """True while findings are still to come."""
        return self._task is not None

    def begin(self, task: Task) -> None:
        """A fresh look takes the place of an older one."""
        self.drop()
        self._task, self.found, self.seconds, self.through = task, [], 0, False

    def drop(self) -> bool:
        """Let go of them: they only read. False when there was nothing."""
        self.wants_run = False
        if self._task is None:
            return False
        self._task.drop()
        self._task = None
        return True

    def are_of(self, event: Item | Ended) -> bool:
        """True for what comes from the look that is under way."""
        return event.task is self._task

    def end(self, *, through: bool) -> None:
        """Nothing more comes."""
        self._task, self.through = None, through

    def blocks(self, plan: Plan) -> tuple[Finding, ...]:
        """What has to be mended before anything is sent."""
        return blocking(self.found, plan)

    def stand(self, plan: Plan) -> tuple[Mark, str]:
        """How they are told in one or two words."""
        if self.running:
            return "working", "checking"
        if blocks := self.blocks(plan):
            return "fail", f"{len(blocks)} to mend"
        return ("ok", "ok") if self.found else ("open", "not yet")
