"""Help: what this screen is for, and its keys."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from screens.commands import commands
from screens.frame import Framed, Modal
from screens.glyphs import GLYPHS
from screens.widgets.kv import KV

EVERYWHERE = (
    ("Tab", "next part; Shift-Tab the one before"),
    ("Esc", "leave a field, close a window, one step back; b does the same where no field is typed in"),
    ("Ctrl-C", "stop waiting; else leave"),
    ("Ctrl-Q", "leave at once"),
    (": or F9", "all commands by name"),
    ("mouse", "does everything; hold Shift to select text (Option on macOS)"),
)


class HelpModal(Modal):
    """Keys of the screen below, as it offers them now."""

    window_title = "Help"
    DEFAULT_CSS = """
    HelpModal VerticalScroll { height: auto; max-height: 100%; }
    HelpModal #window { max-height: 90%; }
    HelpModal Static { height: auto; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter,question_mark,f1", "close", "Close", key_display="⏎")]

    def __init__(self, screen: Framed) -> None:
        super().__init__()
        self._about = screen.help_text
        self._commands = tuple(commands(screen))

    def parts(self) -> ComposeResult:
        """The purpose, the keys, the states."""
        with VerticalScroll():
            yield Static(Content(f"{self._about}\n"), markup=False)
            rows = [(" ".join(each.keys), each.name) for each in self._commands]
            for keys, text in (*rows, *EVERYWHERE):
                yield KV(f" {keys}", text, key_width=15)
            yield Static(
                Content("\n").join(
                    (
                        Content(""),
                        Content("   ").join(
                            Content.assemble((glyph.char, glyph.color), f" {glyph.word}") for glyph in GLYPHS.values()
                        ),
                    )
                ),
                markup=False,
            )
