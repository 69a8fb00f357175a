"""Shells of nodes: the local one for real, and ssh with a stand-in program or none (a real server: tests/real)."""

import os
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest

from wizard.clients.processes import OutOfTimeError, run_program
from wizard.clients.shells import LocalShell, SshShell, shell_for
from wizard.errors import NodeCommandError, UsageError
from wizard.scenario.model import NodeAccess, Nodes, Side

SECRET = "the-key-of-the-test"
LOCAL = Side("local", "self")

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="stand-ins are shell scripts")


def stand_in(folder: Path, monkeypatch: pytest.MonkeyPatch, script: str) -> None:
    """Puts a program called ssh first on the PATH."""
    program = folder / "ssh"
    program.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")


def test_local_run_gives_code_and_both_outputs() -> None:
    ran = LocalShell().run("this machine", ["sh", "-c", "cat; echo oops >&2; exit 3"], f"{SECRET}\n")
    assert (ran.code, ran.out, ran.err) == (3, f"{SECRET}\n", "oops\n")
    assert ran.took_s > 0


def test_stdin_is_closed_when_nothing_is_fed() -> None:
    assert LocalShell().run("this machine", ["cat"], timeout_s=5).out == ""


def test_local_shows_the_command_quoted() -> None:
    assert LocalShell().shown("this machine", ["add", "-x", "a b"]) == "add -x 'a b'"


def test_out_of_time_ends_the_whole_group(tmp_path: Path) -> None:
    pid_file = tmp_path / "pid"
    began = time.monotonic()
    with pytest.raises(NodeCommandError) as caught:
        LocalShell().run("n1", ["sh", "-c", f"sleep 60 & echo $! > {pid_file}; wait"], SECRET, timeout_s=0.3)
    assert time.monotonic() - began < 2
    assert "did not end within 0.3 s" in caught.value.headline
    assert (caught.value.node, caught.value.side) == ("n1", "local")
    assert SECRET not in repr(vars(caught.value))
    assert caught.value.__context__ is None
    child = int(pid_file.read_text(encoding="utf-8"))
    ends = time.monotonic() + 5
    while _runs(child):
        assert time.monotonic() < ends
        time.sleep(0.01)


def test_a_grandchild_that_leaves_the_group_does_not_hold_us() -> None:
    script = f"{sys.executable} -c 'import os, time; os.setsid(); print(os.getpid(), flush=True); time.sleep(5)' & wait"
    began = time.monotonic()
    with pytest.raises(OutOfTimeError):
        run_program(["sh", "-c", script], "", 0.4)
    assert time.monotonic() - began < 2


def test_a_program_that_is_not_there() -> None:
    with pytest.raises(NodeCommandError, match="no-such-program is not there") as caught:
        LocalShell().run("n1", ["/opt/es/bin/no-such-program", "list"])
    assert "local.keystore_command" in caught.value.hint


def test_a_program_that_may_not_be_run(tmp_path: Path) -> None:
    file = tmp_path / "plain.txt"
    file.write_text("x", encoding="utf-8")
    with pytest.raises(NodeCommandError, match="Permission denied"):
        LocalShell().run("n1", [str(file)])


def test_ssh_command_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stand_in(tmp_path, monkeypatch, 'for each; do echo "$each"; done; cat')
    shell = SshShell(("me@n1", "n2"), ("-F", "/etc/other config"))
    ran = shell.run("me@n1", ["bin/elasticsearch-keystore", "add", "-x", "it's $HOME"], SECRET)
    assert ran.out.splitlines() == [
        "-o",
        "BatchMode=yes",
        "-o",
        "ConnectTimeout=10",
        "-o",
        "ControlMaster=no",
        "-T",
        "-F",
        "/etc/other config",
        "me@n1",
        "--",
        """bin/elasticsearch-keystore add -x 'it'"'"'s $HOME'""",
        SECRET,
    ]
    assert shell.nodes == ("me@n1", "n2")
    assert SshShell(("n1",)).shown("n1", ["ks", "list"]) == "ssh n1 -- 'ks list'"


def test_a_bad_exit_code_of_the_command_is_no_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stand_in(tmp_path, monkeypatch, "exit 65")
    assert SshShell(("n1",)).run("n1", ["ks"]).code == 65


@pytest.mark.parametrize(
    ("said", "hint"),
    [
        ("No ED25519 host key is known for n1.\nHost key verification failed.", "confirm its key: ssh n1"),
        (
            "@ WARNING: REMOTE HOST IDENTIFICATION HAS CHANGED! @\nHost key verification failed.",
            "is another than before",
        ),
        ("me@n1: Permission denied (publickey).", "ssh-add"),
        ("ssh: Could not resolve hostname n1: Name or service not known", "local.node_hosts"),
        ("ssh: connect to host n1 port 22: Connection refused", "No ssh server"),
        ("ssh: connect to host n1 port 22: Connection timed out", "firewall"),
        ("something new", "ssh -v n1"),
    ],
)
def test_failures_of_ssh_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, said: str, hint: str) -> None:
    quoted = said.replace("\n", "\\n")
    stand_in(tmp_path, monkeypatch, f"printf '%b\\n' '{quoted}' >&2; exit 255")
    with pytest.raises(NodeCommandError) as caught:
        SshShell(("n1",)).run("n1", ["ks"], SECRET)
    assert caught.value.saw == said.splitlines()[-1]
    assert hint in caught.value.hint


@pytest.mark.parametrize("host", ["", "-oProxyCommand=x", "a b", "a\tb", "a\nb"])
def test_host_names_that_are_none(host: str) -> None:
    with pytest.raises(UsageError):
        SshShell((host,))


def test_a_command_is_logged_without_what_it_is_fed(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG", "wizard")
    LocalShell().run("n1", ["sh", "-c", "cat; exit 3"], SECRET)
    with pytest.raises(NodeCommandError):
        LocalShell().run("n1", ["/no/such program"], SECRET)
    first, second = caplog.messages
    assert first.startswith("sh -c 'cat; exit 3' on n1 (local): exit code 3, ")
    assert second.startswith("'/no/such program' on n1 (local): ")
    assert SECRET not in caplog.text


@pytest.mark.parametrize(
    ("access", "hosts", "nodes"),
    [
        ("by-hand", (), None),
        ("local", (), ("this machine",)),
        ("local", ("l1", "l2"), ("l1", "l2")),
        ("ssh", ("n1", "n2"), ("n1", "n2")),
    ],
)
def test_shell_for(access: NodeAccess, hosts: tuple[str, ...], nodes: tuple[str, ...] | None) -> None:
    shell = shell_for(replace(LOCAL, nodes=Nodes(access, hosts)))
    assert (shell and shell.nodes) == nodes


def _runs(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    # An orphan that nobody has reaped yet is dead all the same.
    stat = Path(f"/proc/{pid}/stat")
    return not (stat.exists() and stat.read_text(encoding="utf-8").rsplit(")", 1)[1].split()[0] == "Z")
