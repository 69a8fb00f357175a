"""The app as a person has it: in a terminal, by keys alone, on practice clusters, and back at a sane shell."""

import time
from pathlib import Path

from tests.screens.tmux import Pane, tmux

MOST_WORDS = 8
STEPS = (2, 3, 5, 6)
"""What is still to be done on practice clusters; the others hold from the start."""


def to_the_end(pane: Pane, steps: tuple[int, ...] = STEPS) -> None:
    """From Plan to the export with Enter alone."""
    pane.until("All that must hold before the first step holds.")
    pane.press("Enter")
    for number in steps:
        pane.until(f"Nothing of step {number} was sent yet.")
        pane.press("Enter")
    pane.until("✓ Done. jdoe searched analytics:logs-*: 12 documents.")
    pane.press("Enter")
    pane.until("Format")


def is_sane(pane: Pane, folder: Path) -> None:
    """The terminal is as the shell wants it: normal screen, cursor, echo, lines, no mouse."""
    assert pane.shown("#{alternate_on} #{cursor_flag} #{mouse_any_flag}") == "0 1 0"
    pane.type(f"stty -a > {folder}/stty; echo seen:$((40 + 2))")
    pane.press("Enter")
    echoed = pane.until("seen:42").replace("\n", "")  # a long folder wraps the line
    assert "seen:$((40" in echoed, "what is typed is not echoed"
    flags = (folder / "stty").read_text(encoding="ascii").replace(";", " ").split()
    assert {"echo", "icanon", "isig", "icrnl", "opost"} <= set(flags)


def test_practice_from_the_plan_to_the_export_by_keys_alone(tmp_path: Path) -> None:
    with tmux(tmp_path) as pane:
        pane.start("demo")
        pane.until("analytics  PRACTICE")
        to_the_end(pane)
        pane.press("s")
        pane.until("Saved")
        pane.press("C-q")
        words = pane.left(0)
        assert len([line for line in words if line.strip()]) <= MOST_WORDS, words
        assert "Practice ended; nothing of it stays." in words
        is_sane(pane, tmp_path)
    assert [path.suffix for path in tmp_path.glob("*analytics*")]


def test_ctrl_c_twice_is_back_at_the_shell_at_once(tmp_path: Path) -> None:
    with tmux(tmp_path) as pane:
        pane.start("demo")
        pane.until("All that must hold before the first step holds.")
        pane.press("C-c")
        pane.until("Leave")
        pressed = time.monotonic()
        pane.press("C-c")
        words = pane.left(130)
        assert time.monotonic() - pressed < 1
        assert len(words) <= MOST_WORDS
        is_sane(pane, tmp_path)
