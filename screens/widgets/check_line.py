"""CheckLine: one row of a list of checks: mark, text, and what stands at its right end."""

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Static

from screens.glyphs import GLYPHS, Mark
from screens.literal import literal


class CheckLine(Horizontal):
    """A mark and a text that wraps beside it; all three parts can change in place."""

    DEFAULT_CSS = """
    CheckLine { height: auto; width: 1fr; }
    CheckLine > .mark { width: 3; height: 1; }
    CheckLine > .text { width: 1fr; height: auto; }
    CheckLine > .right { width: auto; height: 1; color: $muted; padding: 0 0 0 1; }
    """

    def __init__(self, mark: Mark | None, text: str, right: str = "", *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._shown: tuple[Mark | None, str, str] = (mark, text, right)
        self._mark = Static(_drawn(mark), classes="mark")
        self._text = Static(_worded(mark, text), markup=False, classes="text")
        self._right = Static(Content(right), markup=False, classes="right")

    @property
    def shown(self) -> tuple[Mark | None, str, str]:
        """Mark, text and right end, as they are drawn."""
        return self._shown

    def compose(self) -> ComposeResult:
        """Mark, text, right end."""
        yield self._mark
        yield self._text
        yield self._right

    def set(self, mark: Mark | None, text: str, right: str = "") -> None:
        """Change it in place."""
        if (mark, text, right) == self._shown:
            return
        self._shown = (mark, text, right)
        self._mark.update(_drawn(mark))
        self._text.update(_worded(mark, text))
        self._right.update(Content(right))


def _drawn(mark: Mark | None) -> Content:
    return Content("") if mark is None else Content.styled(f" {GLYPHS[mark].char}", GLYPHS[mark].color)


def _worded(mark: Mark | None, text: str) -> Content:
    """A cluster may have its word in it."""
    text = literal(text)
    return Content.styled(text, "$muted") if mark in ("skip", "open", "undone") else Content(text)
