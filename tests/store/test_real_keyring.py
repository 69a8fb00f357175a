"""A real Secret Service: gnome-keyring in a D-Bus session and a home of its own, usable and in trouble."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TOOLS = ("dbus-run-session", "gnome-keyring-daemon", "bash")
LACKING = [tool for tool in TOOLS if shutil.which(tool) is None]

pytestmark = pytest.mark.keyring

UNLOCKED = "printf pw | gnome-keyring-daemon --unlock --components=secrets >/dev/null"
NEVER_UNLOCKED = "gnome-keyring-daemon --start --components=secrets >/dev/null"

PROBE = """
import json
from wizard.errors import VaultError
from wizard.store.keyring_vault import KeyringVault
vault = KeyringVault()
try:
    vault.probe()
    print(json.dumps({"kind": "usable", "description": vault.description}))
except VaultError as error:
    print(json.dumps({"kind": error.kind, "words": error.headline, "hint": error.hint}))
"""


@pytest.fixture
def private(tmp_path: Path) -> Mapping[str, str]:
    """An environment that shows nothing of the person's: no display, no bus, a new home."""
    if LACKING:
        reason = f"a real keyring cannot be started here: {', '.join(LACKING)} is missing"
        if os.environ.get("RCW_REQUIRE_KEYRING") == "1":
            pytest.fail(reason)
        pytest.skip(reason)
    home, runtime = tmp_path / "home", tmp_path / "run"
    home.mkdir()
    runtime.mkdir(mode=0o700)
    return {
        "PATH": os.environ["PATH"],
        "HOME": str(home),
        "XDG_RUNTIME_DIR": str(runtime),
        "LANG": "C.UTF-8",
        "PYTHONPATH": str(ROOT),
        "RCW_PRIVATE_KEYRING": "1",
    }


def run(private: Mapping[str, str], argv: list[str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(argv, env=private, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)


def probed(private: Mapping[str, str], before: str) -> dict[str, str]:
    """What a probe says inside a D-Bus session that begins with the command `before`."""
    done = run(private, ["dbus-run-session", "--", "bash", "-c", f'{before}; "$0" -c "$1"', sys.executable, PROBE])
    assert done.returncode == 0, done.stderr
    answer: dict[str, str] = json.loads(done.stdout.splitlines()[-1])
    return answer


def test_the_contract_holds_on_a_real_secret_service(private: Mapping[str, str]) -> None:
    suite = '"$0" -m pytest -q -p no:cacheprovider tests/store/real_keyring_suite.py'

    done = run(private, ["dbus-run-session", "--", "bash", "-c", f"{UNLOCKED}; {suite}", sys.executable])

    assert done.returncode == 0, done.stdout + done.stderr
    assert " passed" in done.stdout
    assert "skipped" not in done.stdout


def test_a_keyring_that_was_never_unlocked(private: Mapping[str, str]) -> None:
    answer = probed(private, NEVER_UNLOCKED)

    assert answer["kind"] == "locked"
    assert "Unlock the keyring" in answer["hint"]
    assert "memory for this run" in answer["hint"]


def test_a_bus_with_no_daemon_running(private: Mapping[str, str]) -> None:
    assert probed(private, "true")["kind"] == "locked"  # D-Bus starts one, and nobody can be asked for its password


def test_no_session_bus(private: Mapping[str, str]) -> None:
    done = run(private, [sys.executable, "-c", PROBE])
    answer = json.loads(done.stdout)

    assert answer["kind"] == "missing"
    assert "gnome-keyring" in answer["hint"]
    assert "memory for this run" in answer["hint"]


@pytest.mark.parametrize(
    ("backend", "kind"),
    [
        ("keyring.backends.null.Keyring", "unfit"),
        ("keyring.backends.fail.Keyring", "missing"),
        ("no.such.one", "missing"),
    ],
)
def test_a_backend_that_was_chosen_by_hand(private: Mapping[str, str], backend: str, kind: str) -> None:
    answer = probed({**private, "PYTHON_KEYRING_BACKEND": backend}, UNLOCKED)

    assert answer["kind"] == kind
    assert "memory for this run" in answer["hint"]
