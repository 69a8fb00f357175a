"""TakingUp: a connection that is being opened from Home, from the press to the end of it."""

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING, cast

from screens.background import Background, Ended, Item, Task

if TYPE_CHECKING:
    from screens.frame import Framed
    from screens.work import Work


class TakingUp:
    """Belongs to Home. `wanted`: the id or alias that is being opened; empty when nothing is."""

    def __init__(self, screen: "Framed") -> None:
        self._screen = screen
        self._call: Task | None = None
        self.wanted = ""

    def open(self) -> None:
        """Read it; whoever asks for the keeper of secrets first calls this when it is known."""
        if self.wanted:
            self._call = Background.start(self._screen, 0, partial(self._opened, self.wanted), "resume")

    def takes(self, event: Item) -> bool:
        """True when it was opened, and taken over or, since nobody waits for it any more, closed again."""
        if event.kind != "resume":
            return False
        opened, work = cast("Work", event.item), self._screen.work
        if event.task is not self._call:
            opened.close()
        else:
            work.close()
            work.session, work.draft, work.findings, work.names = opened.session, opened.draft, {}, {}
        return True

    def ends(self, event: Ended) -> bool:
        """True when what was waited for has ended."""
        if event.kind != "resume" or event.task is not self._call:
            return False
        self.drop()
        return True

    def drop(self) -> bool:
        """Let go of it: it was only read. False when there was nothing."""
        waited, self.wanted, self._call = bool(self.wanted), "", None
        return waited

    def _opened(self, id_or_name: str) -> "Iterator[Work]":
        from screens.work import Work

        opened = Work(self._screen.work.library, practice=self._screen.wizard.practice)
        opened.resume(id_or_name)
        yield opened
