"""Evidence: all that was seen, in full and literally, to be read and saved."""

from pathlib import Path
from textwrap import wrap
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding
from textual.widgets import Static, TextArea

from screens.frame import Modal
from screens.saving import save, why_not

MARGIN = 2
"""Cells for the cursor at the end of a line, and for the scroll bar."""


def hung(text: str, width: int) -> str:
    """The text with long lines broken; each goes on two cells further in than it began."""
    lines = []
    for line in text.splitlines():
        within = line[: len(line) - len(line.lstrip())]
        # A text that is all indentation would leave no room to go on in.
        further = within[: max(0, width // 2)] + "  "
        lines += wrap(line, max(width, 8), subsequent_indent=further, drop_whitespace=True) or [""]
    return "\n".join(lines) + "\n"


class EvidenceModal(Modal):
    """Redacts `text` itself, so that nobody who opens it has to. `name` is what a file of it is called."""

    window_title = "Evidence"
    DEFAULT_CSS = """
    EvidenceModal #window { width: 90%; max-width: 110; height: 90%; }
    EvidenceModal TextArea, EvidenceModal TextArea:focus { height: 1fr; border: none; padding: 0; }
    EvidenceModal #said { height: auto; max-height: 2; }
    """
    BINDINGS: ClassVar = [
        Binding("s", "save", "Save"),
        Binding("escape,b,v,enter", "close", "Close", key_display="esc"),
    ]

    def __init__(self, text: str, name: str) -> None:
        super().__init__()
        self._text = text
        self._name_of_file = name

    def parts(self) -> ComposeResult:
        """The text, and where it went."""
        self._text = self.work.library.seams.redactor.redact(self._text)
        yield TextArea("", read_only=True, soft_wrap=True, show_line_numbers=False)
        yield Static("", id="said", markup=False)

    def on_mount(self) -> None:
        """Keys scroll it."""
        self.query_one(TextArea).focus()

    def on_resize(self) -> None:
        """What is broken goes on below the beginning of its line."""
        area = self.query_one(TextArea)
        if (width := area.content_size.width - MARGIN) > 0:
            shown = hung(self._text, width)
            if shown != area.text:
                area.text = shown

    def action_save(self) -> None:
        """Into a file beside the person; never over one that is there."""
        path = Path.cwd() / self._name_of_file
        number = 1
        while path.exists():
            number += 1
            path = Path.cwd() / f"{Path(self._name_of_file).stem}-{number}.txt"
        try:
            save(path, self._text)
        except OSError as error:
            said = why_not(path, error)
        else:
            said = f"Saved as {path}"
        self.query_one("#said", Static).update(said)
