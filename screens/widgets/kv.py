"""KV: one row of a label and its text."""

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Static


class KV(Horizontal):
    """A short label in the muted colour and a text that wraps beside it; `right` stands at the end of its first row.

    `key_width` is in cells.
    """

    DEFAULT_CSS = """
    KV { height: auto; width: 1fr; }
    KV > .key { height: 1; color: $muted; }
    KV > .value { width: 1fr; height: auto; }
    KV > .right { width: auto; height: 1; padding: 0 0 0 1; }
    """

    def __init__(self, key: str, value: str, *, key_width: int = 9, right: str = "", id: str | None = None) -> None:
        super().__init__(id=id)
        self._key = Static(key, markup=False, classes="key")
        self._key.styles.width = key_width
        self._right = Static(Content(right), markup=False, classes="right") if right else None
        self._value = Static(Content(value), markup=False, classes="value")

    def compose(self) -> ComposeResult:
        """Label, text, and what stands at its end."""
        yield self._key
        yield self._value
        if self._right:
            yield self._right

    def set(self, value: str) -> None:
        """Change the text in place."""
        self._value.update(Content(value))
