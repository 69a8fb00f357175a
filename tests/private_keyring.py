"""A real Secret Service for one test run: gnome-keyring on a D-Bus session and a home of its own, unlocked."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

TOOLS = ("dbus-daemon", "gnome-keyring-daemon")


def missing_tools() -> str:
    """What is not installed for it, as a reason; empty when all is there."""
    lacking = [tool for tool in TOOLS if shutil.which(tool) is None]
    return f"a real keyring cannot be started here: {', '.join(lacking)} is missing" if lacking else ""


@contextmanager
def private_keyring(folder: Path) -> Iterator[dict[str, str]]:
    """The environment in which that keyring is the person's; its daemons end with the block."""
    if reason := missing_tools():
        if os.environ.get("RCW_REQUIRE_KEYRING") == "1":
            pytest.fail(reason)
        pytest.skip(reason)
    home, runtime = folder / "home", folder / "run"
    home.mkdir(parents=True)
    runtime.mkdir(mode=0o700)
    environ = {
        "PATH": os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]]),
        "HOME": str(home),
        "XDG_RUNTIME_DIR": str(runtime),
        "LANG": "C.UTF-8",
        "RCW_STATE_DIR": str(folder / "state"),
        "PYTHONWARNINGS": "error",
    }
    bus = subprocess.Popen(
        ["dbus-daemon", "--session", "--nofork", "--print-address=1"], env=environ, stdout=subprocess.PIPE, text=True
    )
    assert bus.stdout
    environ["DBUS_SESSION_BUS_ADDRESS"] = bus.stdout.readline().strip()
    keyring = subprocess.Popen(
        ["gnome-keyring-daemon", "--foreground", "--unlock", "--components=secrets"],
        env=environ,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    assert keyring.stdin
    keyring.stdin.write(b"pw")
    keyring.stdin.close()
    try:
        yield environ
    finally:
        for process in (keyring, bus):
            process.terminate()
            process.wait(10)
            if process.stdout:
                process.stdout.close()
