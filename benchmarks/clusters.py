"""Two clusters that run in a process of their own, as a person's do, and the app opened on them."""

import re
import subprocess
from pathlib import Path
from types import TracebackType
from typing import Self

from benchmarks.processes import ROOT, environ, wizard
from benchmarks.pseudo_terminal import PseudoTerminal

READY = "sessions remove"
"""In the last line of what `lab` says."""
ANSWERS = re.compile(r"apply --answers (\S+)")
PASSWORD = re.compile(r"^ +(local|remote|search)\.secret +(\S+)$", re.MULTILINE)


class Clusters:
    """The command `lab`, from its start to the end of the block."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lab = subprocess.Popen(
            wizard("lab"), cwd=ROOT, env=environ(folder), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )
        self._said = ""

    def __enter__(self) -> Self:
        assert self._lab.stdout is not None
        for line in self._lab.stdout:
            self._said += line
            if READY in line:
                return self
        raise RuntimeError(f"`lab` ended: {self._said}")

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._lab.terminate()
        self._lab.communicate()

    def opened(self) -> PseudoTerminal:
        """The app on them, at their plan."""
        answers = ANSWERS.search(self._said)
        assert answers is not None, self._said
        secrets = {f"RCW_{name.upper()}_SECRET": value for name, value in PASSWORD.findall(self._said)}
        return PseudoTerminal(wizard("--answers", answers[1]), {**environ(self._folder), **secrets})
