"""Programs: what they are not told, and that they end whatever happens."""

import os
import subprocess
import sys

import pytest

from wizard.clients.processes import end_program, run_program


def test_no_variable_of_ours_reaches_a_program(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RCW_LOCAL_SECRET", "hunter22")
    monkeypatch.setenv("OF_THE_PERSON", "stays")
    script = "import os; print(*sorted(os.environ), *os.environ.values(), sep='\\n')"
    said = run_program([sys.executable, "-c", script], "", 20).out.splitlines()
    assert "RCW_LOCAL_SECRET" not in said
    assert "hunter22" not in said
    assert {"OF_THE_PERSON", "stays", "PATH"} <= set(said)
    assert os.environ["RCW_LOCAL_SECRET"] == "hunter22"


@pytest.mark.parametrize(
    "error", [subprocess.TimeoutExpired("taskkill", 2), ProcessLookupError(), FileNotFoundError("taskkill")]
)
def test_a_program_is_killed_even_where_what_it_started_cannot_be(error: Exception) -> None:
    def fails(pid: int) -> None:
        raise error

    with _sleeper() as process:
        end_program(process, fails)
        assert process.poll() is not None
        assert process.stdin
        assert process.stdin.closed


def test_an_interruption_while_killing_is_passed_on_after_the_kill() -> None:
    def interrupted(pid: int) -> None:
        raise KeyboardInterrupt

    with _sleeper() as process:
        with pytest.raises(KeyboardInterrupt):
            end_program(process, interrupted)
        assert process.wait(5) != 0


def _sleeper() -> "subprocess.Popen[bytes]":
    return subprocess.Popen(
        [sys.executable, "-c", "import time; time.sleep(60)"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=sys.platform != "win32",
    )
