"""Evidence: all that was seen, in full and literally, to be read and saved."""

from pathlib import Path
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding
from textual.widgets import Static, TextArea

from screens.frame import Modal
from screens.saving import save


class EvidenceModal(Modal):
    """`text` is redacted already: evidence is, from where it is made. `name` is what a file of it is called."""

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
        yield TextArea(self._text, read_only=True, soft_wrap=True, show_line_numbers=False)
        yield Static("", id="said", markup=False)

    def on_mount(self) -> None:
        """Keys scroll it."""
        self.query_one(TextArea).focus()

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
            said = f"{path} cannot be written: {error.strerror}."
        else:
            said = f"Saved as {path}"
        self.query_one("#said", Static).update(said)
