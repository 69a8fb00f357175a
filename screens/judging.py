"""Judging: the one live check that is under way for the text in a field; whatever is older is dropped."""

from collections.abc import Callable
from functools import partial

from textual.message import Message
from textual.screen import Screen
from textual.timer import Timer

from screens.background import Background, Ended, Item, Task, post
from wizard.engine.draft import Draft
from wizard.plan.result import Finding
from wizard.scenario.answers import Value
from wizard.scenario.model import SideName
from wizard.scenario.questions.question import Question

PAUSE_S = 0.6
"""How long after the last key a live check begins."""
REFUSES = {"RC-LOCAL-002": "local", "RC-REMOTE-002": "remote"}
"""Checks whose failure says that a secret is the wrong one, and on which side."""
LOOK, SECRET, FILE = "look", "secret", "file"


class Began(Message, bubble=False):
    """A live check is under way."""

    def __init__(self, number: int, code: str) -> None:
        super().__init__()
        self.number = number
        self.code = code


class Judging:
    """Belongs to one screen, to which all messages go; each carries the number of what it was made for."""

    def __init__(self, screen: Screen[None]) -> None:
        self._screen = screen
        self._pause: Timer | None = None
        self._task: Task | None = None
        self.number = 0
        self.found: list[Finding] = []

    @property
    def under_way(self) -> bool:
        """True while findings are still to come."""
        return self._task is not None

    @property
    def decides(self) -> bool:
        """True while a secret is judged or a file is read: nothing goes on before that."""
        return self._task is not None and self._task.kind in (SECRET, FILE)

    def soon(self, begin: Callable[[], None]) -> None:
        """Begin after the pause, unless something newer comes."""
        self._pause = self._screen.set_timer(PAUSE_S, begin)

    def begin(self, draft: Draft, row: Question, *, value: Value | None = None, secret: str = "") -> None:
        """Look now."""
        self.drop()
        number = self.number
        judged = draft.judge(row, value, secret=secret, on=lambda check: post(self._screen, Began(number, check.code)))
        self._task = Background.start(self._screen, number, lambda: judged, SECRET if secret else LOOK)

    def read(self, draft: Draft, row: Question, path: str) -> None:
        """Look at a file of this machine."""
        self.drop()
        self._task = Background.start(self._screen, self.number, partial(draft.file_problem, row, path), FILE)

    def drop(self) -> None:
        """Whatever is under way is for something older."""
        self.number += 1
        self.found = []
        if self._pause:
            self._pause.stop()
        if self._task:
            self._task.drop()
        self._pause = self._task = None

    def takes(self, event: Item) -> Finding | None:
        """The finding, if it is for what stands there now."""
        if event.number != self.number or not isinstance(event.item, Finding):
            return None
        self.found.append(event.item)
        return event.item

    def ends(self, event: Ended) -> bool:
        """True when this was the end of what is under way."""
        if self._task is None or event.task is not self._task:
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
        code = next((each.code for each in self.found if each.code in REFUSES and each.holds), "")
        return None if not code else "remote" if REFUSES[code] == "remote" else "local"

    def discover(self, draft: Draft) -> None:
        """Once a login is accepted, the cluster is asked for what nobody needs to type."""
        if side := self.signed_in:
            Background.start(self._screen, self.number, partial(iter, draft.discover(side)), "discover")
