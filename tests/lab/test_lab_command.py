"""`lab` in one terminal, the wizard in another: the answer file it leaves leads to a whole connection."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.screens.tmux import tmux
from wizard.clients.processes import run_program
from wizard.engine.answer_file import read_answer_file
from wizard.lab.start import Lab
from wizard.practice import Practice, answer_file

ROOT = Path(__file__).parents[2]
ENTRY = "cluster.remote.analytics.credentials"


@pytest.fixture
def lab() -> Iterator[Lab]:
    with Practice() as practice:
        yield practice.lab


def test_its_answers_hold_no_secret_and_can_be_read(lab: Lab) -> None:
    file = answer_file(lab)
    text = file.read_text(encoding="utf-8")
    assert not [secret for secret in lab.passwords.values() if secret in text]
    read = read_answer_file(file)
    assert not read.secret_files
    assert read.answers["local.keystore_command"] == str(lab.local.make_command_of_all())


def test_one_keystore_command_for_all_nodes(lab: Lab) -> None:
    command, nodes = str(lab.local.make_command_of_all()), [node.name for node in lab.local.state.nodes]
    assert run_program([command, "add", "--stdin", "--force", ENTRY], "value\n", 10).code == 0
    for node in nodes:
        assert ENTRY in run_program([str(lab.local.command_of(node)), "list"], "", 10).out.split()
    assert ENTRY in run_program([command, "list"], "", 10).out.split()
    # What one node lacks is not held by all.
    assert run_program([str(lab.local.command_of(nodes[-1])), "remove", ENTRY], "", 10).code == 0
    assert ENTRY not in run_program([command, "list"], "", 10).out.split()
    assert run_program([command, "remove", ENTRY], "", 10).code == 0
    gone = run_program([command, "remove", ENTRY], "", 10)
    assert (gone.code, "does not exist in the keystore" in gone.err) == (78, True)


def test_apply_connects_them(lab: Lab, tmp_path: Path) -> None:
    environ = {name: value for name, value in os.environ.items() if not name.startswith("RCW_")}
    environ |= {"RCW_STATE_DIR": str(tmp_path), "RCW_LOCAL_SECRET": lab.passwords["local admin"]}
    environ |= {"RCW_REMOTE_SECRET": lab.passwords["remote admin"], "RCW_SEARCH_SECRET": lab.passwords["jdoe"]}
    words = ("apply", "--yes", "--memory", "--answers", str(answer_file(lab)))
    done = subprocess.run(
        [sys.executable, "-m", "wizard", *words], cwd=ROOT, env=environ, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "  24 ok (-v lists them)\n\nDone. jdoe searched analytics:logs-*: 12 documents." in done.stdout


def test_the_app_asks_for_the_passwords_alone(lab: Lab, tmp_path: Path) -> None:
    with tmux(tmp_path) as pane:
        pane.start("--answers", str(answer_file(lab)))
        pane.until("What is the password, or API key, for the local cluster?")
        pane.type(lab.passwords["local admin"])
        pane.press("Enter")
        pane.until("What is the password, or API key, for the remote cluster?")
        pane.type(lab.passwords["remote admin"])
        pane.press("Enter")
        pane.until("What is the password of the user who will search?")
        pane.type(lab.passwords["jdoe"])
        pane.press("Enter")
        pane.until("All that must hold before the first step holds.")
        pane.press("C-q")
        pane.left(0)
