"""Runs one program with a total time limit: nothing it started outlives the limit, nothing secret is in its argv."""

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from wizard.clients.node_shell import Ran
from wizard.scenario.model import VARIABLES

REAP_S = 2.0
"""How long the end of a killed program is waited for; its pipes may be held open by what it started."""


if sys.platform == "win32":
    _GROUP: dict[str, Any] = {"creationflags": subprocess.CREATE_NEW_PROCESS_GROUP}
else:
    # A session of its own: no terminal to ask questions on, and one group to end all of it.
    _GROUP: dict[str, Any] = {"start_new_session": True}


class OutOfTimeError(Exception):
    """The program was ended because it ran past its time."""


def run_program(argv: Sequence[str], stdin: str, timeout_s: float) -> Ran:
    """Run it, feed `stdin` and close that, wait. Raises OSError when it cannot start, OutOfTimeError at the limit."""
    began = time.monotonic()
    process = _start(argv)
    try:
        out, err = process.communicate(stdin.encode(), timeout=timeout_s)
    except subprocess.TimeoutExpired:
        end_program(process)
        # Raised below, so that the error does not carry what the program was fed.
    except BaseException:
        end_program(process)
        raise
    else:
        return Ran(process.returncode, _text(out), _text(err), time.monotonic() - began)
    raise OutOfTimeError


def _start(argv: Sequence[str]) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        list(argv),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=_without_ours(os.environ),
        **_GROUP,
    )


def _without_ours(environ: Mapping[str, str]) -> dict[str, str]:
    """Secrets stand in variables of ours: no program needs them, and ssh may be told to send them on."""
    return {name: value for name, value in environ.items() if not name.startswith(VARIABLES)}


def _kill_all(pid: int) -> None:
    """Kill a program and all that it started."""
    if sys.platform == "win32":
        # Windows has no group to kill; taskkill follows the parents.
        subprocess.run(["taskkill", "/F", "/T", "/PID", str(pid)], capture_output=True, timeout=REAP_S, check=False)
    else:
        os.killpg(pid, signal.SIGKILL)


def end_program(process: subprocess.Popen[bytes], kill_all: Callable[[int], None] = _kill_all) -> None:
    """End it and what it started, and close its pipes; itself even where the rest cannot be killed."""
    try:
        with contextlib.suppress(OSError, subprocess.TimeoutExpired):
            kill_all(process.pid)
    finally:
        process.kill()
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(REAP_S)
    for pipe in (process.stdin, process.stdout, process.stderr):
        if pipe is not None:
            with contextlib.suppress(OSError):
                pipe.close()


def _text(raw: bytes) -> str:
    return raw.decode("utf-8", errors="replace")
