"""StatusLine: one row that says what is going on now."""

from textual.content import Content
from textual.widgets import Static

from screens.glyphs import GLYPHS, Mark


class StatusLine(Static):
    """Says one sentence; empty when nothing goes on."""

    DEFAULT_CSS = """
    StatusLine { height: auto; max-height: 4; min-height: 1; padding: 0 1; }
    """

    def __init__(self) -> None:
        super().__init__("", markup=False)
        self.said = ""

    def say(self, text: str, state: Mark | None = None) -> None:
        """Replace what it says; the state gives glyph and colour."""
        self.said = text
        if state is None or not text:
            self.update(Content(text))
            return
        glyph = GLYPHS[state]
        self.update(Content.assemble((f"{glyph.char} ", glyph.color), text))
