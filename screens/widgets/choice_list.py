"""ChoiceList: rows of which one is under the cursor; Enter, a click or a press chooses it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.geometry import Size
from textual.message import Message
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from screens.glyphs import CURSOR, CURSOR_AWAY, GLYPHS, Mark
from screens.literal import cut

NARROWEST = 8


@dataclass(frozen=True, slots=True)
class Row:
    """One row: `text`, `note` beside it, `right` at the end. `chosen` None: no (•) is drawn.

    `able` False: it stands there to be read, with its reason, and cannot be chosen.
    """

    id: str
    text: str
    note: str = ""
    right: str = ""
    mark: Mark | None = None
    chosen: bool | None = None
    able: bool = True


class ChoiceList(OptionList):
    """A list whose cursor row has a bar before it, so that it is seen without colour."""

    DEFAULT_CSS = """
    ChoiceList { border: none; padding: 0; height: auto; max-height: 100%; background: transparent; width: 1fr; }
    ChoiceList:focus { border: none; background-tint: transparent 0%; }
    ChoiceList > .option-list--option { padding: 0; }
    ChoiceList > .option-list--option-highlighted { background: transparent; color: $foreground; text-style: none; }
    ChoiceList:focus > .option-list--option-highlighted { background: $panel; color: $foreground; text-style: bold; }
    ChoiceList:ansi:focus > .option-list--option-highlighted { background: ansi_default; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter,space", "select", "Choose", key_display="⏎")]

    @dataclass
    class Moved(Message):
        """The cursor stands on another row."""

        list: "ChoiceList"
        row: str

        @property
        def control(self) -> "ChoiceList":
            """The list."""
            return self.list

    @dataclass
    class Chosen(Message):
        """A row was chosen."""

        list: "ChoiceList"
        row: str

        @property
        def control(self) -> "ChoiceList":
            """The list."""
            return self.list

    def __init__(self, rows: Sequence[Row] = (), *, id: str | None = None, note_at: int = 0) -> None:
        """`note_at`: the column where notes begin; 0: straight after the text."""
        super().__init__(id=id, markup=False, compact=True)
        self._rows: tuple[Row, ...] = tuple(rows)
        self._note_at = note_at
        self._drawn: dict[int, tuple[Row, bool, int, bool]] = {}

    @property
    def rows(self) -> tuple[Row, ...]:
        """The rows as they are."""
        return self._rows

    @property
    def cursor(self) -> str:
        """The id of the row under the cursor; empty where there is none."""
        at = self.highlighted
        return self._rows[at].id if at is not None and at < len(self._rows) else ""

    def on_mount(self) -> None:
        """Fill it."""
        self.show(self._rows)

    def watch_has_focus(self, has_focus: bool) -> None:
        """The bar is whole with the focus, thin without."""
        super().watch_has_focus(has_focus)
        self._draw()

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """While the terminal is pulled smaller there may be no room at all for a moment, in which no row can be cut."""
        return super().get_content_height(container, viewport, max(width, NARROWEST))

    def on_resize(self) -> None:
        """Right ends move with the width; the row under the cursor stays in sight."""
        self._draw()
        self.call_after_refresh(self.scroll_to_highlight)

    def show(self, rows: Sequence[Row], *, cursor: str = "") -> None:
        """Replace the rows; the cursor goes to `cursor`, stays where it is, or goes to the first that can be chosen."""
        wanted = cursor or self.cursor
        same = [row.id for row in rows] == [option.id for option in self.options]
        self._rows = tuple(rows)
        with self.prevent(OptionList.OptionHighlighted):
            if not same:
                self._drawn = {}
                self.set_options([Option(Content(row.text), id=row.id, disabled=False) for row in self._rows])
            if not same or self.cursor != wanted:
                self._place(wanted)
        self._draw()

    def move_to(self, id: str) -> None:
        """Put the cursor on a row."""
        self._place(id)

    def _place(self, id: str) -> None:
        ids = [row.id for row in self._rows]
        if id in ids:
            self.highlighted = ids.index(id)
        elif ids:
            self.highlighted = next((at for at, row in enumerate(self._rows) if row.able), 0)

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        """Move the bar."""
        event.stop()
        self._draw()
        if event.option_id:
            self.post_message(self.Moved(self, event.option_id))

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Tell who asked."""
        event.stop()
        if event.option_id:
            self.post_message(self.Chosen(self, event.option_id))

    def _draw(self) -> None:
        width = self.scrollable_content_region.width or self.size.width
        at = self.highlighted
        for index, row in enumerate(self._rows):
            # Only what is another: each replacement makes the whole list be drawn anew.
            drawn = (row, index == at, width, self.has_focus)
            if self._drawn.get(index) != drawn:
                self._drawn[index] = drawn
                self.replace_option_prompt_at_index(index, self._content(row, index == at, width))

    def _content(self, row: Row, here: bool, width: int) -> Content:
        bar = Content.styled(CURSOR if self.has_focus else CURSOR_AWAY, "$primary") if here else Content(" ")
        if not row.able:
            mark = Content.styled(" ·  ", "$muted") if row.chosen is not None else Content.styled("· ", "$muted")
        elif row.chosen is not None:
            mark = Content("(•) " if row.chosen else "( ) ")
        elif row.mark is not None:
            mark = Content.styled(f"{GLYPHS[row.mark].char} ", GLYPHS[row.mark].color)
        else:
            mark = Content("")
        text = Content(row.text) if row.able else Content.styled(row.text, "$muted")
        used = 1 + mark.cell_length + text.cell_length
        gap = max(2, self._note_at - used) if row.note else 0
        note = Content.styled(row.note, "$muted")
        right = Content(row.right)
        room = width - used - gap - (right.cell_length + 2 if row.right else 0)
        if note.cell_length > room:
            # Its first clause is as good as all of it, and better than a part.
            clause = Content.styled(row.note.partition(";")[0], "$muted")
            note = (
                clause
                if clause.cell_length <= room
                else Content.styled(cut(row.note, room) if room > 1 else "", "$muted")
            )
        line = Content.assemble(bar, mark, text, " " * gap, note)
        if not row.right:
            return line
        return Content.assemble(line, " " * max(2, width - line.cell_length - right.cell_length - 1), right)
