"""Glyphs: the one place that says how a state is drawn and named; and plain ASCII for terminals that have no more."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, assert_never

from rich.segment import Segment
from textual.color import Color
from textual.filter import LineFilter

if TYPE_CHECKING:
    # Only their words are needed here, and the first screen is painted before anything of a plan is read.
    from wizard.plan.result import State, Verdict

Mark = Literal["ok", "likely", "warn", "fail", "crash", "working", "waits", "open", "skip", "undone"]
"""How something stands, for the eye. `likely`: true as seen from this machine only."""


@dataclass(frozen=True, slots=True)
class Glyph:
    """One mark: its character, its ASCII twin, its colour variable and its word."""

    char: str
    ascii: str
    color: str
    word: str


GLYPHS: Mapping[Mark, Glyph] = {
    "ok": Glyph("✓", "+", "$success", "ok"),
    "likely": Glyph("≈", "~", "$secondary", "likely"),
    "warn": Glyph("!", "!", "$warning", "warning"),
    "fail": Glyph("✗", "x", "$error", "failed"),
    "crash": Glyph("#", "#", "$error", "check crashed"),
    "working": Glyph("◐", "*", "$primary", "working"),
    "waits": Glyph("◆", "w", "$warning", "waits for you"),
    "open": Glyph("○", "o", "$muted", "not yet"),
    "skip": Glyph("·", "-", "$muted", "skipped"),
    "undone": Glyph("↶", "u", "$muted", "taken back"),
}

CURSOR, CURSOR_AWAY = "▌", "▏"
"""Before the row under the cursor, in a list that has the focus and in one that has not."""

_ASCII: Mapping[str, str] = {
    **{glyph.char: glyph.ascii for glyph in GLYPHS.values()},
    **dict.fromkeys("─╸╺", "-"),
    **dict.fromkeys("━═", "="),
    "╌": ".",
    **dict.fromkeys("│┃║", "|"),
    **dict.fromkeys("╭╮╰╯┌┐└┘├┤┬┴┼┏┓┗┛", "+"),
    **dict.fromkeys("▔▁▀▄▆▅▃▂▇", " "),
    "█": "#", "▏": ":",
    **dict.fromkeys("→▷▶\N{SINGLE RIGHT-POINTING ANGLE QUOTATION MARK}▸▌", ">"),
    **dict.fromkeys("←◀", "<"),
    "↑": "^", "↓": "v", "▼": "v", "▲": "^", "●": "@", "•": "*", "…": "~", "\N{EN DASH}": "-", "—": "-",
    "⏎": "~", "⇥": "~", "≥": ">", "≤": "<", "\u00a0": " ", "⇄": "~", "“": '"', "”": '"',
}  # fmt: skip


def mark_of_verdict(verdict: "Verdict") -> Mark:
    """How a finding is drawn: what holds as seen from this machine only is likely, not ok."""
    match verdict.status:
        case "ok":
            return "likely" if verdict.likely else "ok"
        case "warn" | "fail" | "crash" | "skip":
            return verdict.status
    assert_never(verdict.status)


def mark_of_state(state: "State | None") -> Mark:
    """How a step is drawn; None: it was not begun."""
    match state:
        case None:
            return "open"
        case "already" | "done":
            return "ok"
        case "started":
            return "working"
        case "handed":
            return "waits"
        case "failed":
            return "fail"
        case "undone":
            return "undone"
    assert_never(state)


def as_ascii(text: str) -> str:
    """The text with one ASCII character for each cell; what has no twin becomes a question mark."""
    if text.isascii():
        return text
    from rich.cells import cell_len

    return "".join(
        character if character.isascii() else _ASCII.get(character, "?" * max(1, cell_len(character)))
        for character in text
    )


class AsciiFilter(LineFilter):
    """The last thing before the terminal: every line in ASCII, so that no widget has to know of it."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """The same segments, the same cells."""
        return [
            segment if segment.text.isascii() else Segment(as_ascii(segment.text), segment.style, segment.control)
            for segment in segments
        ]
