"""Ways in and out of the app in a real terminal."""

import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.screens.terminal import ROOT, terminal

if sys.platform == "win32":
    pytest.skip("no pseudo-terminals here", allow_module_level=True)

CTRL_C = "\x03"


@pytest.fixture
def frozen() -> Iterator[int]:
    """A port that takes connections and never answers."""
    kept: list[socket.socket] = []
    with socket.create_server(("127.0.0.1", 0)) as server:

        def take() -> None:
            try:
                while True:
                    kept.append(server.accept()[0])
            except OSError:
                return

        threading.Thread(target=take, daemon=True).start()
        yield server.getsockname()[1]
    for each in kept:
        each.close()


def test_ctrl_c_twice_leaves_at_once_though_a_cluster_is_frozen(frozen: int, tmp_path: Path) -> None:
    with terminal(tmp_path) as shown:
        shown.until("No connections yet")
        shown.press("\r")
        shown.until("Supported.")
        shown.press("n")
        shown.until("REST address")
        shown.press(f"http://127.0.0.1:{frozen}")
        shown.until(" s of 10")
        shown.press(CTRL_C)
        shown.until("Stopped waiting")
        shown.press(CTRL_C)
        shown.until("No question is answered yet")
        pressed = time.monotonic()
        shown.press(CTRL_C)
        code = shown.end()
    took = shown.ended - pressed
    assert code == 130
    assert took < 1.0
    words = shown.drawn.rpartition(b"\x1b[?1049l")[2]
    assert b"\x1b[?25h" in shown.drawn  # the cursor is back
    assert words.count(b"\n") <= 8


def test_a_state_folder_that_cannot_be_written_is_told_on_the_first_screen(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("no folder", encoding="utf-8")
    with terminal(file) as shown:
        shown.until("RCW_STATE_DIR")
        shown.press("q")
        assert shown.end() == 0


def test_no_connection_is_begun_that_cannot_be_kept(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("no folder", encoding="utf-8")
    with terminal(file) as shown:
        shown.until("RCW_STATE_DIR")
        shown.press("?")
        shown.until("next part")
        shown.press("\x1b")
        shown.until("Nothing is changed before")
        shown.press("\r")
        shown.until("RCW_STATE_DIR")
        shown.press("q")
        assert shown.end() == 0
    assert b"Supported." not in shown.drawn


def test_a_terminal_that_cannot_show_it_is_told_of_apply(tmp_path: Path) -> None:
    with terminal(tmp_path, environ={"TERM": "dumb"}) as shown:
        assert shown.end() == 2
    assert b"apply" in shown.drawn
    assert b"\x1b[" not in shown.drawn


def test_no_terminal_is_told_of_apply(tmp_path: Path) -> None:
    ran = subprocess.run(
        [sys.executable, "-m", "wizard"],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        cwd=ROOT,
        env={"PYTHONPATH": str(ROOT), "RCW_STATE_DIR": str(tmp_path), "PATH": "", "TERM": "xterm"},
        timeout=60,
        check=False,
    )
    assert ran.returncode == 2
    assert "apply" in ran.stderr
    assert not ran.stdout
