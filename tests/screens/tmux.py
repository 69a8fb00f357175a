"""The app in a real terminal that a person could look at: tmux with a server of its own, a shell, keys and frames."""

import os
import secrets
import shlex
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Self

import pytest

ROOT = Path(__file__).parents[2]
LIMIT_S = 30.0
LOOK_S = 0.02
PROMPT = "RCW-SHELL>"
OURS = ("RCW_", "TEXTUAL", "NO_COLOR", "TMUX", "PYTHONWARNINGS", "COLUMNS", "LINES")


class Pane:
    """One terminal with a shell in it, in which the command can be started, watched and ended."""

    def __init__(self, socket: str, folder: Path, environ: Mapping[str, str]) -> None:
        self._tmux = ["tmux", "-L", socket, "-f", os.devnull]
        self._folder = folder
        self._environ = dict(environ)
        self._pid_file = folder / "pid"
        self.frames: dict[str, None] = {}
        """Every screen that was looked at."""

    def tmux(self, *words: str) -> str:
        """One order to this server; what it answers."""
        done = subprocess.run([*self._tmux, *words], env=self._environ, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def open(self, width: int, height: int) -> None:
        """A new terminal in place of what was there."""
        # The window belongs to the server's own session alone, which ends with the test.
        size = ("-x", str(width), "-y", str(height))
        self.tmux("new-session", "-d", "-s", "rcw", *size, "-c", str(self._folder), "env", f"PS1={PROMPT} ", "sh")
        self.until(PROMPT)

    def renew(self) -> None:
        """A fresh shell: the terminal of one that was killed is in no state to be used."""
        self.tmux("respawn-window", "-k", "-t", "rcw", "-c", str(self._folder), "env", f"PS1={PROMPT} ", "sh")
        self.until(PROMPT)

    def start(self, *words: str) -> Self:
        """Run the command in the shell, as a person does; afterwards the shell tells its exit code."""
        command = shlex.join([sys.executable, "-m", "wizard", *words])
        script = self._folder / "start.sh"
        script.write_text(f'echo $$ > "{self._pid_file}"\nexec {command}\n', encoding="utf-8")
        self._pid_file.unlink(missing_ok=True)
        self.type(f'clear; sh {script}; echo "left:$?"')
        self.press("Enter")
        return self

    @property
    def screen(self) -> str:
        """What is shown now."""
        screen = self.tmux("capture-pane", "-p", "-t", "rcw")
        self.frames[screen] = None
        return screen

    def shown(self, form: str) -> str:
        """What tmux knows of the terminal: a format such as `#{cursor_flag}`."""
        return self.tmux("display-message", "-p", "-t", "rcw", form).strip()

    def press(self, *keys: str) -> None:
        """Press keys by tmux's names."""
        self.tmux("send-keys", "-t", "rcw", *keys)

    def type(self, text: str) -> None:
        """Type text as it is."""
        self.tmux("send-keys", "-t", "rcw", "-l", text)

    def paste(self, text: str) -> None:
        """Paste it, as a password manager does: it stands in no command line, and tmux keeps it no longer than that."""
        loading = [*self._tmux, "load-buffer", "-b", "pasted", "-"]
        subprocess.run(loading, env=self._environ, input=text, text=True, check=True)
        self.tmux("paste-buffer", "-d", "-p", "-b", "pasted", "-t", "rcw")

    def size(self, width: int, height: int) -> None:
        """Pull the window to another size."""
        self.tmux("resize-window", "-t", "rcw", "-x", str(width), "-y", str(height))

    def until(self, *texts: str) -> str:
        """Wait until one of these stands on the screen; returns the screen."""
        ends = time.monotonic() + LIMIT_S
        while True:
            screen = self.screen
            if any(text in screen for text in texts):
                return screen
            assert time.monotonic() < ends, f"none of {texts} came; seen:\n{screen}"
            time.sleep(LOOK_S)

    def until_gone(self, text: str) -> None:
        """Wait until it stands on the screen no more."""
        self.until_true(lambda: text not in self.screen, f"the end of {text!r}")

    def until_true(self, true: Callable[[], bool], what: str) -> None:
        """Wait until something holds."""
        ends = time.monotonic() + LIMIT_S
        while not true():
            assert time.monotonic() < ends, f"{what} did not come about; seen:\n{self.screen}"
            time.sleep(LOOK_S)

    def left(self, code: int) -> list[str]:
        """Wait for the end with this exit code; the lines that the command left on the normal screen."""
        # The echo of the command line holds `left:$?`; only the shell's own word holds a number.
        screen = self.until(f"left:{code}\n").rstrip("\n").split("\n")
        return [line for line in screen[: screen.index(f"left:{code}")] if PROMPT not in line]

    @property
    def pid(self) -> int:
        """The process of the command."""
        self.until_true(lambda: self._pid_file.exists() and bool(self._pid_file.read_text()), "the process")
        return int(self._pid_file.read_text())

    def kill(self, how: signal.Signals) -> None:
        """Send the command a signal and wait until it is gone."""
        pid = self.pid
        os.kill(pid, how)
        self.until_true(lambda: _gone(pid), f"the end of {pid} by {how.name}")


@contextmanager
def tmux(
    folder: Path, environ: Mapping[str, str] | None = None, *, width: int = 80, height: int = 24
) -> Iterator[Pane]:
    """A terminal until the block ends. `environ`: for the shell and what runs in it, which has no keyring else."""
    if shutil.which("tmux") is None:
        if os.environ.get("RCW_REQUIRE_REAL") == "1":
            pytest.fail("tmux is missing")
        pytest.skip("tmux is missing: the app is not seen in a real terminal")
    folder.mkdir(exist_ok=True)
    kept = {name: value for name, value in os.environ.items() if not name.startswith(OURS)}
    given = {
        "RCW_STATE_DIR": str(folder / "state"),
        "LC_ALL": "C.UTF-8",
        "TERM": "xterm-256color",
        "PYTHONPATH": str(ROOT),
        **(environ or {}),
    }
    if "DBUS_SESSION_BUS_ADDRESS" not in (environ or {}):
        given["PYTHON_KEYRING_BACKEND"] = "keyring.backends.fail.Keyring"
    # A server leaves its socket behind, and a socket's path may not be long.
    with tempfile.TemporaryDirectory(prefix="rcw-") as sockets:
        pane = Pane(f"rcw-test-{secrets.token_hex(6)}", folder, kept | given | {"TMUX_TMPDIR": sockets})
        try:
            pane.open(width, height)
            yield pane
        finally:
            subprocess.run([*pane._tmux, "kill-server"], env=pane._environ, capture_output=True, check=False)


def _gone(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    return False
