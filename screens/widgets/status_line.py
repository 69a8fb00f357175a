"""StatusLine: one row that says what is going on now."""

from rich.cells import cell_len
from textual.content import Content
from textual.widgets import Static

from screens.glyphs import GLYPHS, Mark
from screens.literal import literal


class StatusLine(Static):
    """Says one sentence; empty when nothing goes on."""

    DEFAULT_CSS = """
    StatusLine { height: auto; max-height: 4; min-height: 1; padding: 0 1; }
    """

    def __init__(self) -> None:
        super().__init__("", markup=False)
        self.said = ""
        self._state: Mark | None = None

    def say(self, text: str, state: Mark | None = None) -> None:
        """Replace what it says, in which a cluster may have its word; the state gives glyph and colour."""
        text = literal(text)
        if (text, state) == (self.said, self._state):
            return
        width = self.size.width - 4
        same_height = cell_len(text) < width and cell_len(self.said) < width
        self.said, self._state = text, state
        if state is None or not text:
            self.update(Content(text), layout=not same_height)
            return
        glyph = GLYPHS[state]
        self.update(Content.assemble((f"{glyph.char} ", glyph.color), text), layout=not same_height)
