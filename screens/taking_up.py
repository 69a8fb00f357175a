"""TakingUp: a connection that is being opened from Home, from the press to the end of it."""

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING, cast

from screens.background import Background, Ended, Item, Task

if TYPE_CHECKING:
    from screens.frame import Framed
    from screens.work import Work


class TakingUp:
    """Belongs to Home. `wanted`: the id or alias that is being opened; empty when nothing is.

    A call that was let go may hold its session still, so who wants the same again waits for it: a second one would be
    refused by the first.
    """

    def __init__(self, screen: "Framed") -> None:
        self._screen = screen
        self._calls: dict[str, Task] = {}
        self.wanted = ""

    def want(self, id: str, alias: str = "") -> None:
        """Open this one, once `open` is called; `alias`: how it may have been called earlier."""
        self.wanted = id
        if id not in self._calls and alias in self._calls:
            self._calls[id] = self._calls.pop(alias)

    def open(self) -> None:
        """Read it; whoever asks for the keeper of secrets first calls this when it is known."""
        if self.wanted and self.wanted not in self._calls:
            call = partial(self._opened, self.wanted)
            self._calls[self.wanted] = Background.start(self._screen, call, Task("resume"))

    def takes(self, event: Item) -> bool:
        """True when it was opened, and taken over or, since nobody waits for it any more, closed again."""
        if event.kind != "resume":
            return False
        opened, work = cast("Work", event.item), self._screen.work
        if self._is_wanted(event):
            work.close()
            work.session, work.draft, work.findings, work.names = opened.session, opened.draft, {}, {}
            work.tried = opened.tried
        else:
            opened.close()
            self._forget(event)
        return True

    def ends(self, event: Ended) -> bool:
        """True when what was waited for has ended."""
        if event.kind != "resume":
            return False
        ended = self._is_wanted(event)
        self._forget(event)
        if ended:
            self.wanted = ""
        return ended

    def drop(self) -> bool:
        """Let go of it: it was only read. False when there was nothing."""
        waited, self.wanted = bool(self.wanted), ""
        return waited

    def _is_wanted(self, event: Item | Ended) -> bool:
        return self._calls.get(self.wanted) is event.task

    def _forget(self, event: Item | Ended) -> None:
        self._calls = {id: task for id, task in self._calls.items() if task is not event.task}

    def _opened(self, id_or_name: str) -> "Iterator[Work]":
        from screens.work import Work

        opened = Work(self._screen.work.library, practice=self._screen.wizard.practice)
        opened.resume(id_or_name)
        yield opened
