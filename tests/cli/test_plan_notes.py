"""What is odd about single answers is said beside the plan; -v and --debug-log stand where they do something."""

import json

import pytest

from tests.cli.shell import Shell

ODD = "remote.address: Port 9400 belongs to the certificate model; an API key needs 9443."


def test_odd_answers_are_noted(shell: Shell) -> None:
    answers = shell.answers(remote__address="rcs.example.com:9400", local__version="8.10.0")
    assert f"\nNote: {ODD}\n" in shell.run("plan", "--answers", answers).out
    warnings = json.loads(shell.run("plan", "--answers", answers, "--json").out)["warnings"]
    texts = [each["text"] for each in warnings]
    assert ODD in texts
    assert sum("8.10.0" in text for text in texts) == 1, "said by the plan and not once more"


@pytest.mark.parametrize("command", ["plan", "export", "checks", "scenarios", "sessions", "secrets", "questions"])
def test_no_debug_log_where_nothing_is_logged(shell: Shell, command: str) -> None:
    assert "--debug-log" not in shell.run(command, "--help").out


@pytest.mark.parametrize("command", ["plan", "export", "checks", "scenarios", "sessions", "secrets"])
def test_no_verbose_where_there_is_no_more_to_say(shell: Shell, command: str) -> None:
    assert "--verbose" not in shell.run(command, "--help").out


def test_the_debug_log_of_the_doctor_tells_requests_and_checks(shell: Shell) -> None:
    log = shell.folder / "debug.log"
    shell.run_alone("doctor", "--answers", shell.answers(), "--debug-log", str(log), "--memory")
    text = log.read_text(encoding="utf-8")
    assert " DEBUG wizard.clients.cluster GET / to local (http://127.0.0.1:9): refused, " in text
    assert " DEBUG wizard.doctor.examine RC-LOCAL-001 (local): fail, " in text
