"""Judging: the one live check that is under way for the text in a field; whatever is older is dropped."""

from collections.abc import Callable
from functools import partial

from textual.message import Message
from textual.screen import Screen
from textual.timer import Timer

from screens.background import Background, Ended, Item, Task, post
from screens.tried import REFUSES
from wizard.engine.draft import Draft
from wizard.plan.result import Finding
from wizard.scenario.answers import Value
from wizard.scenario.model import SideName
from wizard.scenario.questions.question import Question

PAUSE_S = 0.6
"""How long after the last key a live check begins."""


class Began(Message, bubble=False):
    """A live check is under way."""

    def __init__(self, task: Task, code: str) -> None:
        super().__init__()
        self.task = task
        self.code = code


class Judging:
    """Belongs to one screen, to which all messages go; what is not of the task under way is for an older text."""

    def __init__(self, screen: Screen[None]) -> None:
        self._screen = screen
        self._pause: Timer | None = None
        self._task: Task | None = None
        self._discoveries: dict[SideName, Task] = {}
        self._again: dict[str, Task] = {}
        self.found: list[Finding] = []

    @property
    def under_way(self) -> bool:
        """True while findings are still to come."""
        return self._task is not None

    @property
    def decides(self) -> bool:
        """True while a secret is judged or a file is read: nothing goes on before that."""
        return self._task is not None and self._task.kind in ("secret", "file")

    def soon(self, begin: Callable[[], None]) -> None:
        """Begin after the pause, unless something newer comes."""
        self._pause = self._screen.set_timer(PAUSE_S, begin)

    def begin(self, draft: Draft, row: Question, *, value: Value | None = None, secret: str = "") -> None:
        """Look now."""
        self.drop()
        task = Task("secret" if secret else "look")
        judged = draft.judging.judge(
            row, value, secret=secret, on=lambda check: post(self._screen, Began(task, check.code))
        )
        self._task = Background.start(self._screen, lambda: judged, task)

    def again(self, draft: Draft, row: Question) -> None:
        """Try a secret that is kept, beside whatever else is judged."""
        self.forget(row.id)
        if draft.judging.codes(row):
            judged = draft.judging.judge(row)
            self._again[row.id] = Background.start(self._screen, lambda: judged, Task("again"))

    def forget(self, id: str) -> None:
        """What is heard of an older value of this secret is for nobody."""
        if older := self._again.pop(id, None):
            older.drop()

    def read(self, draft: Draft, row: Question, path: str) -> None:
        """Look at a file of this machine."""
        self.drop()
        self._task = Background.start(
            self._screen, partial(draft.judging.file_problem, row, path, draft.stage), Task("file")
        )

    def drop(self) -> None:
        """Whatever is under way is for something older. What a cluster says of itself is not, so that goes on."""
        self.found = []
        if self._pause:
            self._pause.stop()
        if self._task:
            self._task.drop()
        self._pause = self._task = None

    def leave(self) -> None:
        """The screen goes: nothing is wanted any more."""
        self.drop()
        for each in (*self._discoveries.values(), *self._again.values()):
            each.drop()

    def is_of(self, event: Item | Ended | Began) -> bool:
        """True for what comes from the check that is under way."""
        return event.task is self._task

    def takes(self, event: Item) -> Finding | None:
        """The finding, if it is for what stands there now."""
        if not self.is_of(event) or not isinstance(event.item, Finding):
            return None
        self.found.append(event.item)
        return event.item

    def ends(self, event: Ended) -> bool:
        """True when this was the end of what is under way."""
        if not self.is_of(event):
            return False
        self._task = None
        return True

    @property
    def likely(self) -> bool:
        """True when something was seen from this machine only."""
        return any(each.verdict.likely for each in self.found)

    @property
    def refusal(self) -> Finding | None:
        """What says that the secret is the wrong one."""
        return next((each for each in self.found if each.code in REFUSES and each.verdict.status == "fail"), None)

    @property
    def signed_in(self) -> SideName | None:
        """The side that accepted the login."""
        held = {REFUSES.get(each.code) for each in self.found if each.holds}
        return "local" if "local.secret" in held else "remote" if "remote.secret" in held else None

    def discover(self, draft: Draft) -> None:
        """Once a login is accepted, the cluster is asked for what nobody needs to type."""
        if side := self.signed_in:
            if older := self._discoveries.get(side):
                older.drop()
            found = draft.judging.discover(side)
            self._discoveries[side] = Background.start(self._screen, lambda: found, Task("discover"))
