"""What is kept between runs, in trouble: session files, the state folder, the keyring, a session in use."""

import json
import os
from pathlib import Path

import pytest

from tests.cli.shell import SECRET, Shell
from tests.replay import listener, silent


@pytest.fixture
def begun(shell: Shell) -> str:
    """A session that a run has left: its clusters did not answer."""
    assert shell.run("apply", "--yes", "--memory", "--answers", shell.answers()).code == 3
    (name,) = shell.sessions
    return name.removesuffix(".json")


def test_unknown_session_with_the_near_one(begun: str, shell: Shell) -> None:
    for words in (("plan",), ("doctor",), ("apply", "--yes"), ("undo", "--yes"), ("export", "console")):
        ran = shell.run(*words, "--session", "analytic")
        assert ran.code == 2
        assert ran.err == (
            "remote-cluster-wizard: No session has the id or alias 'analytic'.\n  Near to it: analytics.\n"
        )
    for words in (("sessions", "show"), ("secrets", "send")):
        assert "No session has the id or alias 'nothing-like-it'." in shell.run(*words, "nothing-like-it").err


@pytest.mark.parametrize(
    ("damage", "said", "hint"),
    [
        ("{", "cannot be used: it is not JSON.", "Put a good copy back, or move the file away"),
        ('{"version": 1}', "cannot be used: ", "Put a good copy back, or move the file away"),
        (
            '{"version": 99, "later": 1}',
            "was written by a newer version of this tool.",
            "Update remote-cluster-wizard.",
        ),
    ],
)
def test_session_file_that_cannot_be_used(damage: str, said: str, hint: str, begun: str, shell: Shell) -> None:
    path = shell.state / "sessions" / f"{begun}.json"
    path.write_text(damage, "utf-8")
    for words in (("plan",), ("doctor",), ("apply", "--yes", "--memory"), ("undo", "--yes", "--memory")):
        ran = shell.run(*words, "--session", begun)
        assert ran.code == 2
        assert f"The session file {path} {said}" in ran.err
        assert hint in ran.err
    assert path.read_text("utf-8") == damage
    listed = shell.run("sessions", "list")
    assert listed.code == 0
    assert said in listed.out


def test_a_broken_session_can_be_removed(begun: str, shell: Shell) -> None:
    (shell.state / "sessions" / f"{begun}.json").write_text("{", "utf-8")
    assert shell.run("sessions", "remove", begun, "--yes").code == 0
    assert not shell.sessions


def test_two_runs_on_one_session(shell: Shell) -> None:
    with listener(silent) as port:
        answers = shell.answers(local__url=f"http://127.0.0.1:{port}")
        with shell.spawn("apply", "--yes", "--memory", "--answers", answers) as first:
            try:
                assert first.stdout
                assert first.stdout.readline().startswith("S19: ")
                for words in (("--answers", answers), ("--session", "analytics")):
                    ran = shell.run("apply", "--yes", "--memory", *words)
                    assert ran.code == 2
                    assert f" is open in another run, process {first.pid}.\n" in ran.err
                    assert "Nothing was done here. Go on in that terminal, or leave it there first." in ran.err
                for whom, code in (("--all", 1), ("analytics", 2)):
                    ran = shell.run("sessions", "remove", whom, "--yes")
                    assert ran.code == code
                    assert f" is open in another run, process {first.pid}.\n" in ran.err
                    assert "This deletes" not in ran.err
                assert shell.run("sessions", "list").code == 0
            finally:
                first.kill()
    assert len(shell.sessions) == 1


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may write anywhere")
def test_state_folder_that_may_not_be_written(shell: Shell) -> None:
    shell.state.mkdir(mode=0o500)
    _refused(shell, "Permission denied")


def test_state_folder_that_is_a_file(shell: Shell) -> None:
    shell.state.write_text("", "utf-8")
    _refused(shell, "Not a directory")


def _refused(shell: Shell, why: str) -> None:
    ran = shell.run("apply", "--yes", "--memory", "--answers", shell.answers())
    assert ran.code == 2
    assert f"The state folder cannot be used: {shell.state / 'sessions'} ({why})." in ran.err
    assert "set RCW_STATE_DIR to a folder that you may write to" in ran.err
    assert not ran.out


def test_no_keyring(shell: Shell) -> None:
    ran = shell.run("apply", "--yes", "--answers", shell.answers())
    assert ran.code == 2
    assert ran.err.startswith("remote-cluster-wizard: No keyring is there to keep secrets.\n")
    assert "Or keep secrets in memory for this run (--memory)." in ran.err
    assert not shell.sessions


def test_wrong_answers_are_named_before_a_missing_keyring(shell: Shell) -> None:
    ran = shell.run("apply", "--yes", "--answers", shell.answers(alias=None))
    assert ran.err.startswith("remote-cluster-wizard: 1 answer is missing.\n  alias ")


def test_looking_needs_no_keyring(shell: Shell) -> None:
    ran = shell.run("doctor", "--answers", shell.answers())
    assert ran.code == 1
    assert "Root cause: RC-LOCAL-001." in ran.out
    assert "keyring" not in ran.out + ran.err
    assert not shell.sessions


def test_nothing_to_take_back_needs_no_keyring(begun: str, shell: Shell) -> None:
    ran = shell.run("undo", "--yes", "--session", begun)
    assert ran.code == 0
    assert ran.out.startswith("Nothing to take back: ")


def test_keyring_that_loses_everything(shell: Shell) -> None:
    environ = {"PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring"}
    ran = shell.run_alone("apply", "--yes", "--answers", shell.answers(), environ=environ)
    assert ran.code == 2
    assert ran.err.startswith(
        "remote-cluster-wizard: The keyring (keyring.backends.null.Keyring) is not used: it loses everything"
    )
    assert "unset PYTHON_KEYRING_BACKEND" in ran.err
    assert not shell.sessions


KEYRINGS = """
from keyring.backend import KeyringBackend
from keyring.errors import KeyringLocked, PasswordSetError


class Locked(KeyringBackend):
    priority = 1

    def get_password(self, service, username):
        raise KeyringLocked("the collection is locked")

    set_password = delete_password = lambda self, *words: self.get_password(*words[:2])


class Denied(Locked):
    def get_password(self, service, username):
        raise PasswordSetError("not allowed by the person")


class Empty(Locked):
    def get_password(self, service, username):
        return None
"""


@pytest.mark.parametrize(("backend", "said"), [("Locked", "is locked."), ("Denied", "refused.")])
def test_keyring_that_does_not_open(backend: str, said: str, shell: Shell) -> None:
    ran = shell.run_alone("apply", "--yes", "--answers", shell.answers(), environ=_keyring(shell, backend))
    assert ran.code == 2
    assert f"The keyring (keyrings_of_tests.{backend}) {said} It was asked to take a test entry." in ran.err
    assert "(--memory)" in ran.err
    assert not shell.sessions


def _keyring(shell: Shell, backend: str) -> dict[str, str]:
    """The variables that make it the person's keyring."""
    (shell.folder / "keyrings_of_tests.py").write_text(KEYRINGS, "utf-8")
    return {
        "PYTHON_KEYRING_BACKEND": f"keyrings_of_tests.{backend}",
        "PYTHONPATH": os.pathsep.join([str(Path(__file__).parents[2]), str(shell.folder)]),
    }


def test_a_key_is_not_shown_on_a_terminal(begun: str, shell: Shell) -> None:
    import pty

    ours, theirs = pty.openpty()
    try:
        with shell.spawn("secrets", "send", begun, stdout=theirs) as process:
            assert process.stderr
            said = process.stderr.read()
            assert process.wait(10) == 2
    finally:
        os.close(theirs)
        shown = _left_in(ours)
        os.close(ours)
    assert said.startswith("remote-cluster-wizard: A key is not shown on a terminal.\n  Pipe it to the node: ")
    assert shown == b""


def _left_in(terminal: int) -> bytes:
    try:
        return os.read(terminal, 1000)
    except OSError:  # nobody ever wrote to it
        return b""


def test_no_key_to_send(begun: str, shell: Shell) -> None:
    ran = shell.run_alone("secrets", "send", begun, environ=_keyring(shell, "Empty"))
    assert ran.code == 2
    assert not ran.out
    assert ran.err == (
        f"remote-cluster-wizard: The session {begun} keeps no API key.\n"
        f"  Its step that makes one has not been done: remote-cluster-wizard apply --session {begun}\n"
    )


def test_nobody_to_ask(begun: str, shell: Shell) -> None:
    for words in (("sessions", "remove", begun), ("sessions", "remove", "--all")):
        ran = shell.run(*words)
        assert ran.code == 2
        assert ran.err.endswith("There is nobody to ask.\n  Give --yes to do it without asking.\n")
    assert shell.sessions


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("checks",), 0, ""),
        (("plan",), 0, ""),
        (("sessions", "list"), 0, ""),
        (("doctor", "--memory"), 1, ""),
        (
            ("apply", "--yes", "--memory"),
            1,
            "Stopped: nobody reads the output any more. What was sent stays. "
            "To go on: apply --session ID (`sessions` lists them).\n",
        ),
    ],
)
def test_reader_that_leaves(words: tuple[str, ...], code: int, said: str, begun: str, shell: Shell) -> None:
    if words[0] in ("plan", "doctor", "apply"):
        words = (*words, "--session", begun)
    read, write = os.pipe()
    os.close(read)
    with shell.spawn(*words, stdout=write) as process:
        os.close(write)
        _, heard = process.communicate(timeout=20)
    assert heard == said
    assert process.returncode == code


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full here")
@pytest.mark.parametrize(
    ("words", "more"),
    [
        (("plan",), ""),
        (("apply", "--yes", "--memory"), " What was sent stays. To go on: apply --session ID (`sessions` lists them)."),
    ],
)
def test_output_without_room(words: tuple[str, ...], more: str, begun: str, shell: Shell) -> None:
    with Path("/dev/full").open("w") as full, shell.spawn(*words, "--session", begun, stdout=full) as process:
        _, heard = process.communicate(timeout=20)
    assert heard == f"The output cannot be written: No space left on device.{more}\n"
    assert process.returncode == 1


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full here")
@pytest.mark.parametrize("words", ["--help", "--version", "demo --yes", "apply --help"])
def test_any_output_without_room(words: str, shell: Shell) -> None:
    quiet = {"PYTHONUNBUFFERED": None}
    with Path("/dev/full").open("w") as full, shell.spawn(*words.split(), stdout=full, environ=quiet) as process:
        _, heard = process.communicate(timeout=20)
    assert heard == "The output cannot be written: No space left on device.\n"
    assert process.returncode == 1


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such shell")
@pytest.mark.parametrize("words", ["", "scenarios", "demo --yes", "sessions list", "lab", "--version"])
def test_output_that_is_closed(words: str, shell: Shell) -> None:
    with shell.spawn(*words.split(), closed=">&-") as process:
        _, heard = process.communicate(timeout=20)
    assert heard.startswith("remote-cluster-wizard: stdout is closed, so there is nowhere to write to.\n")
    assert process.returncode == 2


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such shell")
@pytest.mark.parametrize(
    ("words", "code"), [("scenarios", 0), ("sessions show none", 2), ("apply", 2), ("", 2), ("checks", 0)]
)
def test_other_streams_that_are_closed(words: str, code: int, shell: Shell) -> None:
    with shell.spawn(*words.split(), closed="2>&- <&-") as process:
        process.communicate(timeout=20)
    assert process.returncode == code


def test_the_session_file_holds_no_secret(begun: str, shell: Shell) -> None:
    text = (shell.state / "sessions" / f"{begun}.json").read_text("utf-8")
    assert SECRET not in text
    assert json.loads(text)["secrets"] == []
