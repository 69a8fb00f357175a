"""A terminal of 80x24 around a process: keys go in, what is drawn comes out, with the time at which it came."""

import fcntl
import os
import pty
import select
import struct
import subprocess
import termios
import time
from collections.abc import Mapping
from types import TracebackType
from typing import Self

from benchmarks.processes import ROOT, Run

KEYS = {"home": "\x1b[H", "down": "\x1b[B"}
LIMIT_S = 20.0


class PseudoTerminal:
    """Ends the process when the block ends: the time it takes to leave is not of interest here."""

    def __init__(self, run: Run, environ: Mapping[str, str]) -> None:
        self._master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
        self._process = subprocess.Popen(
            run,
            cwd=ROOT,
            env={**environ, "TERM": "xterm-256color", "COLORTERM": "truecolor", "LC_ALL": "C.UTF-8"},
            stdin=slave,
            stdout=slave,
            stderr=slave,
            start_new_session=True,
        )
        os.close(slave)
        self._drawn = bytearray()
        self._since = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._process.kill()
        self._process.wait()
        os.close(self._master)

    def press(self, key: str) -> float:
        """Send a key; returns when. What is waited for next is looked for in what is drawn from then on."""
        self._since = len(self._drawn)
        at = time.perf_counter()
        os.write(self._master, KEYS.get(key, key).encode())
        return at

    def read(self, seconds: float) -> bool:
        """Take in what is drawn; False when nothing was within this time."""
        ready, _, _ = select.select([self._master], [], [], seconds)
        if ready:
            self._drawn += os.read(self._master, 65536)
        return bool(ready)

    def until(self, word: bytes) -> float:
        """Wait until it was drawn since the last key; returns when. Raises TimeoutError."""
        ends = time.perf_counter() + LIMIT_S
        while self._drawn.find(word, self._since) < 0:
            if time.perf_counter() > ends:
                raise TimeoutError(f"{word!r} was not drawn: {bytes(self._drawn[-2000:])!r}")
            self.read(0.5)
        return time.perf_counter()

    def rest(self, seconds: float) -> None:
        """Take in what is drawn for so long."""
        ends = time.perf_counter() + seconds
        while (left := ends - time.perf_counter()) > 0:
            self.read(left)

    def quiet(self) -> None:
        """Wait until nothing more is drawn."""
        while self.read(0.1):
            pass

    def place(self) -> int:
        """Where in all that was drawn we are."""
        return len(self._drawn)

    def has(self, word: bytes, since: int) -> bool:
        """Whether it was drawn after that place."""
        return self._drawn.find(word, since) >= 0
