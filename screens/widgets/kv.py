"""KV: one row of a label and its text."""

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Static


class KV(Horizontal):
    """A short label in the muted colour and a text that wraps beside it. `key_width` is in cells."""

    DEFAULT_CSS = """
    KV { height: auto; width: 1fr; }
    KV > .key { height: 1; color: $muted; }
    KV > .value { width: 1fr; height: auto; }
    """

    def __init__(self, key: str, value: str, *, key_width: int = 9, id: str | None = None) -> None:
        super().__init__(id=id)
        self._key = Static(key, markup=False, classes="key")
        self._key.styles.width = key_width
        self._value = Static(Content(value), markup=False, classes="value")

    def compose(self) -> ComposeResult:
        """Label, text."""
        yield self._key
        yield self._value

    def set(self, value: str) -> None:
        """Change the text in place."""
        self._value.update(Content(value))
