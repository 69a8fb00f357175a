"""A real terminal around a real process: keys go in, what it drew comes out."""

import contextlib
import fcntl
import os
import pty
import select
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Self

ROOT = Path(__file__).parents[2]
LIMIT_S = 20.0


class Terminal:
    """A running app in a terminal of 80x24."""

    def __init__(self, process: "subprocess.Popen[bytes]", master: int) -> None:
        self.process = process
        self.drawn = b""
        self.ended = 0.0
        """When the process was gone, by the clock of `time.monotonic`."""
        self._master = master

    def read(self, seconds: float) -> bool:
        """Take in what was drawn within this time; False when nothing was, or the process ended."""
        ready, _, _ = select.select([self._master], [], [], seconds)
        if not ready:
            return False
        try:
            data = os.read(self._master, 65536)
        except OSError:  # the other end is closed: this is how Linux says so
            return False
        self.drawn += data
        return bool(data)

    def until(self, text: str) -> Self:
        """Wait until it was drawn since the last key."""
        ends = time.monotonic() + LIMIT_S
        while text.encode() not in self.drawn:
            assert time.monotonic() < ends, f"{text!r} was not drawn; {self.drawn[-2000:]!r}"
            self.read(0.05)
        return self

    def press(self, keys: str) -> None:
        """Send keys."""
        self.drawn = b""
        os.write(self._master, keys.encode())

    def end(self) -> int:
        """Wait for the end; returns the exit code."""
        ends = time.monotonic() + LIMIT_S
        while self.process.poll() is None:
            assert time.monotonic() < ends, "it does not end"
            self.read(0.01)
        self.ended = time.monotonic()
        while self.read(0.05):
            pass
        return self.process.returncode


@contextmanager
def terminal(folder: Path, *, environ: Mapping[str, str] | None = None) -> Iterator[Terminal]:
    """The app in a terminal, with a state folder of its own and no keyring."""
    master, slave = pty.openpty()
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("RCW_", "TEXTUAL", "NO_COLOR"))}
    process = subprocess.Popen(
        [sys.executable, "-m", "wizard"],
        stdin=slave,
        stdout=slave,
        stderr=slave,
        cwd=ROOT,
        start_new_session=True,
        env={
            **kept,
            "TERM": "xterm-256color",
            "COLUMNS": "80",
            "LINES": "24",
            "PYTHONPATH": str(ROOT),
            "PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring",
            "RCW_STATE_DIR": str(folder),
            **(environ or {}),
        },
    )
    os.close(slave)
    try:
        yield Terminal(process, master)
    finally:
        if process.poll() is None:
            process.kill()
        process.wait()
        with contextlib.suppress(OSError):
            os.close(master)
