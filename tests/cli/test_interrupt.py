"""Ctrl-C: back at the shell within a second with 130, whatever the clusters do."""

import os
import select
import signal
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from tests.cli.clusters import cluster
from tests.cli.shell import Shell
from tests.replay import listener, replay

WHAT_STAYS = "What was sent stays. To go on: apply --session ID (`sessions` lists them).\n"


@contextmanager
def frozen() -> Iterator[tuple[int, threading.Event]]:
    """A port that takes every request and never answers; the event tells of the first one."""
    asked = threading.Event()

    def behave(connection: socket.socket) -> None:
        while connection.recv(4096):
            asked.set()

    with listener(behave) as port:
        yield port, asked


@pytest.mark.parametrize("times", [1, 2])
@pytest.mark.parametrize("side", ["local", "remote"])
@pytest.mark.parametrize(
    ("command", "said"),
    [
        (("doctor",), "\nInterrupted.\n"),
        (("apply", "--yes", "--memory"), f"\nInterrupted. {WHAT_STAYS}"),
    ],
)
def test_frozen_cluster(command: tuple[str, ...], said: str, side: str, times: int, shell: Shell) -> None:
    with frozen() as (port, asked):
        answers = shell.answers(**{f"{side}__url": f"http://127.0.0.1:{port}"})
        with shell.spawn(*command, "--answers", answers) as process:
            assert asked.wait(10)
            began = time.monotonic()
            for _ in range(times):
                process.send_signal(signal.SIGINT)
            _, heard = process.communicate(timeout=20)
            took_s = time.monotonic() - began
    assert process.returncode == 130
    assert took_s < 1
    assert heard == said


def test_at_a_question(shell: Shell) -> None:
    import pty

    ours, theirs = pty.openpty()
    with replay(*cluster(name="local")) as local, replay(*cluster(name="remote")) as remote:
        answers = shell.answers(local__url=local.url, remote__url=remote.url)
        streams: dict[str, Any] = {"stdin": theirs, "stdout": theirs, "stderr": theirs}
        with shell.spawn("apply", "--memory", "--answers", answers, environ={"TERM": "dumb"}, **streams) as process:
            os.close(theirs)
            shown = _until(ours, b"Do this step?")
            began = time.monotonic()
            os.write(ours, b"\x03")
            shown += _until(ours, b"go on.")
            assert process.wait(10) == 130
            took_s = time.monotonic() - began
    os.close(ours)
    assert took_s < 1
    assert f"Interrupted. {WHAT_STAYS}".strip() in shown.decode()
    assert "Traceback" not in shown.decode()
    assert [seen.method for seen in remote.seen if seen.method != "GET"] in ([], ["POST"])


def _until(terminal: int, text: bytes) -> bytes:
    """What the terminal shows, up to a text; fails when that does not come within 10 s."""
    shown, ends = b"", time.monotonic() + 10
    while text not in shown:
        ready, _, _ = select.select([terminal], [], [], max(0.0, ends - time.monotonic()))
        assert ready, shown.decode()
        try:
            shown += os.read(terminal, 4096)
        except OSError:  # the other end is closed
            break
    return shown
