"""Closes the person's own home, state folder and keyring to these tests."""

import os
from pathlib import Path

import pytest


@pytest.fixture(autouse=True)
def _closed(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    if "RCW_PRIVATE_KEYRING" in os.environ:  # the suite that runs in a D-Bus session and a home of its own
        return
    home: Path = tmp_path_factory.mktemp("home")
    for variable in [name for name in os.environ if name.startswith(("RCW_", "XDG_"))]:
        if variable != "RCW_REQUIRE_KEYRING":
            monkeypatch.delenv(variable)
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.fail.Keyring")
