"""Field: one line to type in, plain or hidden."""

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.widgets import Input


class Field(Input):
    """An Input whose Enter is named in the footer, and which a stray key does not wipe."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "submit", "Continue", key_display="⏎")]

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id, select_on_focus=False)
        self.cursor_blink = False

    def put(self, text: str, *, hidden: bool = False, placeholder: str = "") -> None:
        """Replace all of it; the cursor stands at the end."""
        self.password = hidden
        self.placeholder = placeholder
        self.value = text
        self.cursor_position = len(text)
