"""Happened: what went on in a run: time, side, words, and how it was answered."""

from dataclasses import dataclass, replace

from rich.cells import cell_len

from screens.literal import cut, literal


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing. `at` is the time of day; `awaits`: an answer, which `status` says once it is there."""

    at: str
    side: str
    text: str
    status: str = ""
    awaits: bool = False

    def line(self, width: int = 0) -> str:
        """On one line; in that many cells the words are cut, never the status."""
        head = f"{self.at}  {self.side:<6}  "
        room = width - cell_len(head) - (cell_len(self.status) + 2 if self.status else 0)
        text = cut(self.text, room) if width else self.text
        if not self.status:
            return f"{head}{text}"
        return f"{head}{text}{' ' * max(2, room - cell_len(text) + 2 if width else 2)}{self.status}"


class Happened:
    """All of it, in order."""

    def __init__(self) -> None:
        self._entries: list[Entry] = []

    @property
    def lines(self) -> list[str]:
        """Every line, in full."""
        return [entry.line() for entry in self._entries]

    def last(self, many: int, width: int) -> list[str]:
        """The last lines, each at most this wide."""
        return [entry.line(width) for entry in self._entries[-many:]]

    def add(self, at: str, side: str, text: str, *, awaits: bool = False) -> None:
        """Something happened; the same twice in a row is one."""
        entry = Entry(at, side, _line(text), awaits=awaits)
        if not self._entries or replace(self._entries[-1], at=at) != entry:
            self._entries.append(entry)

    def answer(self, text: str, status: str) -> None:
        """How the last thing of this text was answered."""
        wanted = _line(text)
        for at in range(len(self._entries) - 1, -1, -1):
            if self._entries[at].text == wanted and self._entries[at].awaits:
                self._entries[at] = replace(self._entries[at], status=status, awaits=False)
                return

    def answer_last(self, status: str) -> None:
        """How it ended with what was sent last, unless that was answered."""
        if self._entries and self._entries[-1].awaits:
            self._entries[-1] = replace(self._entries[-1], status=status, awaits=False)


def _line(text: str) -> str:
    return " ".join(literal(text).split())
