"""`demo` and `lab` as commands: what they print, how they end, and that nothing outlives them."""

import argparse
import contextlib
import io
import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from wizard.cli import demo
from wizard.errors import UsageError
from wizard.practice import Practice, fault_named

ROOT = Path(__file__).parents[2]
LIMIT_S = 5.0
"""The whole process of `demo --yes`, on two cores."""


def options(**given: Any) -> argparse.Namespace:
    """What the parser hands over."""
    return argparse.Namespace(**{"yes": True, "json": False, "fault": None, "verbose": False, **given})


def run(**given: Any) -> tuple[int, str]:
    """The command in this process: exit code and stdout."""
    out = io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(io.StringIO()):
        code = demo.run(options(**given))
    return int(code), out.getvalue()


def test_the_whole_journey() -> None:
    code, said = run()
    assert code == 0, said
    assert said.startswith("PRACTICE: ")
    assert said.count("Step ") == 6
    assert "FAILED" not in said
    assert said.splitlines()[-1] == "Connected. jdoe searched analytics:logs-*: 12 documents."


def test_a_fault_after_the_journey() -> None:
    code, said = run(fault="key-missing-on-node")
    assert code == 1
    assert "Now a fault. key-missing-on-node: one local node has no key in its keystore." in said
    assert said.splitlines()[-1].startswith("First to mend: RC-TRUST-003. Node local-3 has no key")


def test_a_fault_before_it_changes_nothing() -> None:
    code, said = run(fault="alias-taken")
    assert code == 1
    assert "Step " not in said
    assert said.splitlines()[-1].startswith("Nothing was changed. First to mend: RC-REG-001.")


def test_as_json() -> None:
    code, said = run(json=True)
    report = json.loads(said)
    assert (code, report["verdict"], report["practice"], report["root_cause"]) == (0, "ok", True, None)
    assert [step["state"] for step in report["steps"]] == ["already", "done", "done", "already", "done", "done"]
    assert report["findings"][-1]["code"] == "RC-USE-002"

    code, said = run(json=True, fault="role-missing")
    report = json.loads(said)
    assert (code, report["verdict"], report["fault"]) == (1, "fail", "role-missing")
    assert report["root_cause"] == "RC-USE-001"


def test_an_unknown_fault_lists_all() -> None:
    with pytest.raises(UsageError, match="There is no fault called 'gremlins'") as caught:
        run(fault="gremlins")
    assert "key-missing-on-node" in caught.value.hint


def test_it_is_quick() -> None:
    script = "import argparse, sys\nfrom wizard.cli import demo\nsys.exit(demo.run(argparse.Namespace(**{!r})))"
    began = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-c", script.format(vars(options()))], cwd=ROOT, capture_output=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert time.monotonic() - began < LIMIT_S


def started() -> "subprocess.Popen[str]":
    """`lab` as a process of its own."""
    script = "import argparse, sys\nfrom wizard.cli import lab\nsys.exit(lab.run(argparse.Namespace(verbose=False)))"
    return subprocess.Popen(
        [sys.executable, "-c", script], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


def said_by(process: "subprocess.Popen[str]") -> str:
    """All it prints until it stands: the last line tells how to forget about it."""
    assert process.stdout
    said = ""
    while "sessions remove" not in said:
        line = process.stdout.readline()
        assert line, process.stderr.read() if process.stderr else said
        said += line
    return said


@pytest.mark.skipif(os.name == "nt", reason="Windows knows no such signals")
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_the_lab_runs_until_it_is_stopped(how: signal.Signals) -> None:
    with started() as process:
        said = said_by(process)
        urls = re.findall(r"https://127\.0\.0\.1:(\d+)", said)
        assert len(urls) == 4
        for port in urls:
            socket.create_connection(("127.0.0.1", int(port)), timeout=5).close()
        assert "admin, password" in said
        [answers] = set(re.findall(r"remote-cluster-wizard (?:apply )?--answers (\S+)", said))
        assert Path(answers).is_file()
        [folder] = set(re.findall(r"(\S*/remote-cluster-wizard-lab-[^/]+)/", said))
        process.send_signal(how)
        try:
            assert process.wait(10) == (-signal.SIGKILL if how == signal.SIGKILL else 0)
        finally:
            process.kill()
    for port in urls:
        with pytest.raises(ConnectionRefusedError):
            socket.create_connection(("127.0.0.1", int(port)), timeout=5)
    if how != signal.SIGKILL:
        assert not Path(folder).exists()


def test_the_app_opens_on_what_was_done_and_then_broken() -> None:
    with Practice() as practice:
        demo.begin_practice(practice, fault_named("key-left-over"))
        session = practice.begin()
        assert {outcome.state for outcome in session.outcomes.values()} <= {"done", "already"}
        assert len(session.outcomes) == len(session.plan.steps)
        (finding,) = session.examine(("RC-TRUST-009",))
        assert finding.verdict.status == "fail"
        assert 'DELETE _security/api_key with {"ids": ["' in finding.verdict.hint
        # What a cluster adds to a role by itself is no change of it.
        lines = [line for each in session.prepare(session.plan.steps[-1]) for line in each.difference]
        assert not any("transient_metadata" in line for line in lines)
        session.close()


def test_a_fault_that_is_there_from_the_start_finds_nothing_done() -> None:
    with Practice() as practice:
        demo.begin_practice(practice, fault_named("keystore-command-missing"))
        session = practice.begin()
        assert session.outcomes == {}
        session.close()
