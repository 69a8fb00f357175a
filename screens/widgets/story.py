"""Story: a pane of rows that is told anew as things happen.

All of it is one widget that breaks its lines itself: with a widget for each row, every key and every finding would
pay for a layout of all of them.
"""

from collections.abc import Iterable, Iterator, Sequence

from textual.content import Content
from textual.geometry import Size
from textual.reactive import Reactive
from textual.scroll_view import ScrollView
from textual.selection import Selection
from textual.strip import Strip
from textual.visual import Visual

from screens.glyphs import GLYPHS
from screens.literal import broken_at_joints
from screens.saying import Line, Pair, Row, Text
from screens.widgets.shell_lines import shell_lines

KEY_WIDTH = 6
LOOKS = {"title": "bold", "head": "$muted", "muted": "$muted", "block": "$secondary", "wrong": "bold $error"}
MARK_WIDTH = 3
BLOCK_INDENT = 3
SMALLEST = 8
"""Cells that a text keeps, however narrow the pane is."""


class Story(ScrollView, can_focus=True):
    """Rows below each other; takes the focus, so that keys scroll it."""

    DEFAULT_CSS = """
    Story { height: 1fr; width: 1fr; overflow-x: hidden; overflow-y: auto; scrollbar-gutter: stable;
        text-wrap: nowrap; background: transparent; }
    """

    virtual_size = Reactive(Size(0, 0))
    """Without a layout of the whole screen each time: another height of the text moves nothing but the scroll bar."""

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self.rows: tuple[Row, ...] = ()
        """What it tells."""
        self._broken: dict[tuple[Row, int], list[Content]] = {}
        self._strips: list[Strip] = []

    @property
    def text(self) -> str:
        """What it tells, as lines."""
        return "\n".join(_as_text(row) for row in self.rows)

    def tell(self, rows: Iterable[Row], *, follow: bool = False) -> None:
        """Tell these rows instead; `follow`: the end stays in sight."""
        wanted = tuple(rows)
        if wanted != self.rows:
            self.rows = wanted
            self._broken = {key: lines for key, lines in self._broken.items() if key[0] in wanted}
            self._draw()
            if self.styles.is_auto_height:
                self.refresh(layout=True)
        if follow:
            self.scroll_end(animate=False)

    def to_next(self, begins: Sequence[int]) -> None:
        """Scroll on to the next of these rows; from the last one back to the first."""
        here, end = self.scroll_offset.y, self.max_scroll_y
        places = (len(self._lines(self._width, at)) for at in begins)
        self.scroll_to(y=next((at for at in places if here < min(at, end)), 0), animate=False)

    def on_resize(self) -> None:
        """Lines are broken anew."""
        self._draw()

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """As many lines as there are at this width."""
        return len(self._lines(width - self.styles.scrollbar_size_vertical))

    def render_line(self, y: int) -> Strip:
        """One line of what is in sight."""
        if not self._strips and self.rows:
            told = Content("\n").join(self._lines(self._width))
            self._strips = Visual.to_strips(self, told, self._width, None, self.visual_style)
        at = self.scroll_offset.y + y
        style = self.rich_style
        if at >= len(self._strips):
            return Strip.blank(self.size.width, style)
        return self._strips[at].crop_extend(0, self.size.width, style)

    def get_selection(self, selection: Selection) -> tuple[str, str]:
        """The text that is marked with the mouse."""
        return selection.extract(Content("\n").join(self._lines(self._width)).plain), "\n"

    def selection_updated(self, selection: Selection | None) -> None:
        """Another text is marked."""
        self.notify_style_update()

    def notify_style_update(self) -> None:
        """Other colours."""
        self._strips = []
        super().notify_style_update()
        self.refresh()

    def watch_virtual_size(self, size: Size) -> None:
        """The scroll bar is as long as the text."""
        self._scroll_update(size)

    @property
    def _width(self) -> int:
        return self.scrollable_content_region.width

    def _draw(self) -> None:
        self._strips = []
        self.virtual_size = Size(self._width, len(self._lines(self._width)))
        self.refresh()

    def _lines(self, width: int, rows: int | None = None) -> list[Content]:
        """The lines of all rows, or of so many."""
        lines: list[Content] = []
        for row in self.rows[:rows]:
            if (key := (row, width)) not in self._broken:
                self._broken[key] = list(_lines(row, width))
            lines += self._broken[key]
        return lines


def _lines(row: Row, width: int) -> Iterator[Content]:
    """One row, broken where it is too long; what follows stands below the beginning of its text."""
    match row:
        case Line(mark, text, right):
            head = Content("   ")
            if mark is not None:
                head = Content.styled(f" {GLYPHS[mark].char} ", GLYPHS[mark].color)
            room = width - MARK_WIDTH - (Content(right).cell_length + 1 if right else 0)
            look = "$muted" if mark in ("skip", "open", "undone") else ""
            for at, line in enumerate(_broken(text, room, look)):
                first = right and not at
                end = (" " * (room - line.cell_length), (f" {right}", "$muted")) if first else ()
                yield Content.assemble(Content("   ") if at else head, line, *end)
        case Pair(key, value):
            for at, line in enumerate(_broken(value, width - KEY_WIDTH, "")):
                yield Content.assemble(("" if at else key).ljust(KEY_WIDTH), line).stylize("$muted", 0, KEY_WIDTH)
        case Text(text, "command"):
            for shown in shell_lines(text, width - BLOCK_INDENT):
                for line in _broken(shown, width - BLOCK_INDENT, LOOKS["block"]):
                    yield Content.assemble(" " * BLOCK_INDENT, line)
        case Text(text, look):
            if look == "head":
                yield Content(" ")
            indent = " " * BLOCK_INDENT if look == "block" else ""
            hang = "  " if text.startswith("- ") else ""
            for at, line in enumerate(
                _broken(text.removeprefix("- ") if hang else text, width - len(indent + hang), LOOKS.get(look, ""))
            ):
                yield Content.assemble(indent, ("  " if at else "- ") if hang else "", line)


def _broken(text: str, room: int, look: str) -> list[Content]:
    room = max(room, SMALLEST)
    text = broken_at_joints(text, room) or " "
    return (Content.styled(text, look) if look else Content(text)).wrap(room)


def _as_text(row: Row) -> str:
    match row:
        case Line(mark, text, right):
            return f"{mark or ''} {text} {right}".strip()
        case Pair(key, value):
            return f"{key} {value}"
        case Text(text):
            return text
