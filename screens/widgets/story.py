"""Story: a pane of rows that is told anew as things happen, and changes in place."""

from collections.abc import Iterable

from textual.containers import VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from screens.saying import Line, Pair, Row, Text
from screens.widgets.check_line import CheckLine
from screens.widgets.kv import KV

KEY_WIDTH = 6


class Story(VerticalScroll):
    """Rows below each other; takes the focus, so that keys scroll it."""

    DEFAULT_CSS = """
    Story { height: 1fr; width: 1fr; }
    Story > Static { width: 1fr; height: auto; }
    Story > .title { text-style: bold; }
    Story > .head { color: $muted; padding: 1 0 0 0; }
    Story > .muted { color: $muted; }
    Story > .block { padding: 0 0 0 3; color: $secondary; }
    Story > .wrong { color: $error; }
    """

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._rows: list[Row] = []
        self._parts: list[Widget] = []

    @property
    def rows(self) -> tuple[Row, ...]:
        """What it tells."""
        return tuple(self._rows)

    @property
    def text(self) -> str:
        """What it tells, as lines."""
        return "\n".join(_as_text(row) for row in self._rows)

    def tell(self, rows: Iterable[Row], *, follow: bool = False) -> None:
        """Tell these rows instead; `follow`: the end stays in sight."""
        wanted = list(rows)
        same = 0
        for part, before, row in zip(self._parts, self._rows, wanted, strict=False):
            if type(before) is not type(row):
                break
            if before != row:
                _change(part, row)
            same += 1
        for part in self._parts[same:]:
            part.remove()
        fresh = [_widget(row) for row in wanted[same:]]
        if fresh:
            self.mount_all(fresh)
        self._parts[same:] = fresh
        self._rows = wanted
        if follow:
            self.scroll_end(animate=False)


def _widget(row: Row) -> Widget:
    match row:
        case Line(mark, text, right):
            return CheckLine(mark, text, right)
        case Pair(key, value):
            return KV(key, value, key_width=KEY_WIDTH)
        case Text(text, look):
            return Static(Content(text or " "), markup=False, classes=look or None)


def _change(part: Widget, row: Row) -> None:
    match part, row:
        case CheckLine(), Line(mark, text, right):
            part.set(mark, text, right)
        case KV(), Pair(key, value):
            part.query_one(".key", Static).update(Content(key))
            part.set(value)
        case Static(), Text(text, look):
            part.set_classes(look)
            part.update(Content(text or " "))


def _as_text(row: Row) -> str:
    match row:
        case Line(mark, text, right):
            return f"{mark or ''} {text} {right}".strip()
        case Pair(key, value):
            return f"{key} {value}"
        case Text(text):
            return text
