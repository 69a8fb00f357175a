"""The first moments of a command: Ctrl-C, and what the parser would have made of no words."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from wizard.cli.parser import make_parser
from wizard.cli.start import THE_APP

COMMAND = """
import os, sys
from wizard.cli.main import entry
class Words(list):
    def __getitem__(self, at):  # the first thing that the command asks for
        os.write(1, b"begun")
        return {argv!r}
sys.argv = Words()
entry()
"""
TRIES = 30


def interrupted_after(seconds: float, argv: list[str], folder: Path) -> tuple[int, str]:
    """Exit code and stderr of a command that gets SIGINT so long after its first line."""
    process = subprocess.Popen(
        (sys.executable, "-c", COMMAND.format(argv=argv)),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, "HOME": str(folder), "RCW_STATE_DIR": str(folder / "state")},
    )
    assert process.stdout is not None
    assert os.read(process.stdout.fileno(), 5) == b"begun"
    ends = time.perf_counter() + seconds
    while time.perf_counter() < ends:
        pass
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=30)
    return process.returncode, said.decode()


@pytest.mark.skipif(os.name != "posix", reason="SIGINT to another process")
@pytest.mark.parametrize("argv", [["--help"], ["checks"]])
def test_ctrl_c_at_any_moment_of_the_beginning_leaves_no_trace(argv: list[str], tmp_path: Path) -> None:
    codes = set()
    for at in range(TRIES):
        code, said = interrupted_after(at * 0.1 / TRIES, argv, tmp_path)
        assert "Traceback" not in said, said
        assert "KeyboardInterrupt" not in said, said
        codes.add(code)
    # The last one is Python's own end, once the command is over: a shell calls it 130, too.
    assert codes <= {0, 130, -signal.SIGINT}


def test_no_words_are_what_the_parser_makes_of_them() -> None:
    assert vars(make_parser([]).parse_args([])) == THE_APP
