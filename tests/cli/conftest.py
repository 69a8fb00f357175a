"""A person's desk for the command line: a state folder and a home of their own, no keyring, passwords given."""

import os
from pathlib import Path

import pytest

from tests.cli.shell import Shell


@pytest.fixture
def shell(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Shell:
    """The command in this process, with nothing of the real person's in reach."""
    for variable in [name for name in os.environ if name.startswith(("RCW_", "XDG_", "DBUS_"))]:
        monkeypatch.delenv(variable)
    monkeypatch.chdir(tmp_path)
    made = Shell(tmp_path)
    for name, value in made.environ.items():
        monkeypatch.setenv(name, value)
    return made
