"""Explain: the panel at the right that says why; open where there is room, and on request elsewhere."""

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

Paragraphs = Sequence[tuple[str, str]]
"""Heading and text of each."""


class Explain(VerticalScroll, can_focus=False):
    """A narrow column of short paragraphs. The frame shows it where there is room, and with the class `open`."""

    DEFAULT_CSS = """
    Explain { display: none; width: 36; height: 1fr; border: round $line; padding: 0 1; margin: 0 0 0 1;
        border-title-color: $foreground; }
    Explain > Static { height: auto; }
    """

    def __init__(self, paragraphs: Paragraphs = ()) -> None:
        super().__init__(id="explain")
        self.border_title = "Explain"
        self._text = Static(_drawn(paragraphs), markup=False)

    def compose(self) -> ComposeResult:
        """The text."""
        yield self._text

    def show(self, paragraphs: Paragraphs) -> None:
        """Replace it."""
        self._text.update(_drawn(paragraphs))
        self.scroll_home(animate=False)

    def turn(self) -> None:
        """On or off, from what it is now."""
        shown = bool(self.display) and self.styles.display != "none"
        self.set_class(shown, "shut")
        self.set_class(not shown, "open")


def _drawn(paragraphs: Paragraphs) -> Content:
    parts = [Content.assemble((heading, "bold"), "\n\n" if heading else "", text) for heading, text in paragraphs]
    return Content("\n\n").join(parts)
