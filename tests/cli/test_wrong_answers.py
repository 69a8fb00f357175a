"""Answers that are missing or wrong: all at once, each with its flag, before anything is begun."""

from pathlib import Path

import pytest

from tests.cli.shell import Shell

NOT_A_PASSWORD = "hunter2-in-the-open"


def usage(shell: Shell, *words: str) -> str:
    """What a command says that cannot begin: exit 2, nothing on stdout, nothing begun."""
    ran = shell.run(*words)
    assert ran.code == 2, ran.err
    assert not ran.out
    assert not shell.sessions
    return ran.err


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("localhost:9200", "The scheme is missing. Write https://localhost:9200, or http://localhost:9200"),
        ("ftp://h:9200", "ftp:// is not spoken by Elasticsearch. Write https://HOST:9200."),
        ("https://h:9300", "9300 is the transport port, where nodes talk to each other, not the REST API."),
        ("https://h:9443", "9443 is the remote cluster interface, not the REST API. That is usually 9200"),
        ("https://h:9200/_cluster/health", "Leave out what follows the port. Write https://h:9200."),
        ("https://h:92000", "A port is a number from 1 to 65535."),
    ],
)
@pytest.mark.parametrize("side", ["local", "remote"])
def test_addresses(url: str, said: str, side: str, shell: Shell) -> None:
    for command in (("doctor",), ("apply", "--yes", "--memory")):
        words = usage(shell, *command, "--answers", shell.answers(**{f"{side}__url": url}))
        assert words.startswith("remote-cluster-wizard: 1 answer is not usable.\n")
        assert f"{side}.url  --set {side}.url=https://HOST:9200" in words
        assert said in words


def test_password_in_an_address_is_not_repeated(shell: Shell) -> None:
    words = usage(shell, "doctor", "--answers", shell.answers(local__url=f"https://me:{NOT_A_PASSWORD}@h:9200"))
    assert "The address holds a user or password. Leave them out" in words
    assert NOT_A_PASSWORD not in words


@pytest.mark.parametrize("alias", ["Ana.lytics", "-analytics", "a b", "*"])
def test_illegal_alias(alias: str, shell: Shell) -> None:
    words = usage(shell, "apply", "--yes", "--memory", "--answers", shell.answers(alias=alias))
    assert "  alias  --set alias=NAME\n" in words
    assert "An alias " in words


def test_remote_login_by_key(shell: Shell) -> None:
    answers = shell.answers(remote__login="api-key", remote__user=None)
    words = usage(shell, "apply", "--yes", "--memory", "--answers", answers)
    assert "  remote.login  --set remote.login=password\n" in words
    assert "Only a user may create cross-cluster keys. Sign in with a user that has manage_security." in words


def test_unknown_ids_with_the_near_one(shell: Shell) -> None:
    answers = shell.answers(**{"remote.adress": "h:9443", "lokal.url": "https://h:9200", "zzz": "1"})
    words = usage(shell, "plan", "--answers", answers)
    assert words.startswith("remote-cluster-wizard: 3 answers are not usable.\n")
    assert "There is no answer called remote.adress. Did you mean remote.address?" in words
    assert "There is no answer called lokal.url. Did you mean local.url?" in words
    assert "There is no answer called zzz. The questions command lists all of them." in words


def test_all_missing_answers_at_once(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("RCW_REMOTE_SECRET")
    words = usage(shell, "apply", "--yes", "--set", "alias=analytics")
    first, *rest = words.splitlines()
    assert first == "remote-cluster-wizard: 10 answers are missing."
    ids = [line.split()[0] for line in rest[::2]]
    assert ids == [
        "local.environment",
        "remote.environment",
        "local.url",
        "local.user",
        "remote.url",
        "remote.user",
        "remote.secret",
        "remote.address",
        "remote.interface_ca",
        "access.search",
    ]
    for id, line in zip(ids, rest[::2], strict=True):
        assert ("RCW_REMOTE_SECRET" if id == "remote.secret" else f"--set {id}=") in line


def test_missing_for_a_run_only(shell: Shell) -> None:
    answers = shell.answers(local__url=None, remote__user=None)
    assert shell.run("plan", "--answers", answers).code == 0
    words = usage(shell, "doctor", "--answers", answers)
    assert words.startswith("remote-cluster-wizard: 2 answers are missing.\n")
    assert "local.url    --set local.url=https://HOST:9200" in words
    assert "remote.user  --set remote.user=USER" in words


@pytest.mark.parametrize("command", [("doctor",), ("apply", "--yes", "--memory")])
def test_missing_secrets_name_their_variables(
    command: tuple[str, ...], shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("RCW_LOCAL_SECRET", "RCW_SEARCH_SECRET"):
        monkeypatch.delenv(name)
    words = usage(shell, *command, "--answers", shell.answers())
    assert "answers are missing" in words or "answer is missing" in words
    assert "  local.secret" in words
    assert "RCW_LOCAL_SECRET" in words
    assert "remote.secret" not in words


def test_missing_secrets_take_no_earlier_session_away(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    words = ("apply", "--yes", "--memory", "--answers", shell.answers())
    assert shell.run(*words).code == 3
    begun = shell.sessions
    monkeypatch.delenv("RCW_LOCAL_SECRET")
    assert shell.run(*words).code == 2
    assert shell.sessions == begun != []


def test_secrets_are_refused_in_the_open(shell: Shell) -> None:
    said = "local.secret is a secret and is not taken here, where others could read it. Use the variable RCW_LOCAL_"
    for words in (
        ("--answers", shell.answers(), "--set", f"local.secret={NOT_A_PASSWORD}"),
        ("--answers", shell.answers(local__secret=NOT_A_PASSWORD)),
    ):
        seen = usage(shell, "plan", *words)
        assert said in seen
        assert NOT_A_PASSWORD not in seen


@pytest.mark.parametrize(
    ("text", "said", "hint"),
    [
        (None, "cannot be read: No such file or directory.", "Check its path and rights."),
        ("a: [1\nb: 2\n", "is not YAML in line 2, column 2.", "Indent with spaces"),
        ("just a text", "holds no map of answers.", "Write lines of the form ID: VALUE."),
        (b"alias: caf\xe9\n", "is not UTF-8 text (line 1).", "Save it as UTF-8."),
    ],
)
def test_answer_files(text: str | bytes | None, said: str, hint: str, shell: Shell) -> None:
    path = shell.folder / "mine.yaml"
    if text is not None:
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
    words = usage(shell, "plan", "--answers", str(path))
    assert f"{path} {said}" in words
    assert hint in words


def test_secret_file_that_is_not_there(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("RCW_LOCAL_SECRET")
    answers = shell.answers(local__secret={"file": "password.txt"})
    words = usage(shell, "apply", "--yes", "--memory", "--answers", answers)
    assert words == (
        f"remote-cluster-wizard: The file for LOCAL_SECRET is not there: {shell.folder / 'password.txt'}\n"
        "  Write the secret to it, or correct the path.\n"
    )


@pytest.mark.parametrize(
    ("words", "said", "hint"),
    [
        (("plan",), "No answers are given.", "Give --answers FILE, --set ID=VALUE, or --session ID"),
        (("plan", "--session", "x", "--set", "alias=y"), "--session brings its own answers.", "Leave out --answers"),
        (("apply", "--session", "x", "--answers", "f", "--yes"), "--session brings its own answers.", "Leave out"),
        (("apply", "--set", "alias=y"), "There is nobody to ask before each step.", "Give --yes"),
        (("undo", "--session", "x"), "There is nobody to ask.", "Give --yes"),
        (("scenarios", "S99"), "S99 is not a row.", "Rows go from S01 to S19."),
        (("checks", "RC-X"), "RC-X is not the code of a check.", "lists them."),
        (("doctor", "--set", "alias=y", "--only", "RC-X", "--skip", "RC-Y"), "RC-X, RC-Y (--only and --skip)", "lists"),
        (("export", "pdf", "--set", "alias=y"), "pdf is not a format.", "Formats: "),
        (("export", "all", "--set", "alias=y"), "`export all` writes several files.", "with -o FOLDER."),
        (("sessions", "remove"), "Which session?", "Name one, or give --all."),
        (("secrets", "forget"), "Whose secrets?", "Name a session, or give --all."),
        (("plan", "--bla"), "unrecognized arguments: --bla", "usage: "),
    ],
)
def test_words_that_do_not_fit(words: tuple[str, ...], said: str, hint: str, shell: Shell) -> None:
    seen = usage(shell, *words)
    assert said in seen
    assert hint in seen


def test_output_that_is_there_stays(shell: Shell) -> None:
    kept, answers = shell.folder / "plan.txt", shell.answers()
    kept.write_text("mine", "utf-8")
    words = usage(shell, "export", "console", "--answers", answers, "-o", str(kept))
    assert words.splitlines() == [
        f"remote-cluster-wizard: {kept} is there already. Nothing was written.",
        "  --force replaces what is there.",
    ]
    assert kept.read_text("utf-8") == "mine"


def test_all_outputs_or_none(shell: Shell) -> None:
    folder, answers = shell.folder / "out", shell.answers()
    assert shell.run("export", "all", "--answers", answers, "-o", str(folder)).code == 0
    first, *others = sorted(folder.iterdir())
    for path in others:
        path.unlink()
    words = usage(shell, "export", "all", "--answers", answers, "-o", str(folder))
    assert f"{first} is there already. Nothing was written." in words
    assert list(folder.iterdir()) == [first]


def test_output_into_a_folder_that_is_not_there(shell: Shell) -> None:
    path = shell.folder / "no" / "plan.txt"
    words = usage(shell, "export", "console", "--answers", shell.answers(), "-o", str(path))
    assert f"{path} cannot be written: No such file or directory." in words


def test_debug_log_that_cannot_be_written(shell: Shell) -> None:
    path = Path("no") / "debug.log"
    words = usage(shell, "doctor", "--debug-log", str(path), "--answers", shell.answers())
    assert f"The debug log {path} cannot be written: No such file or directory." in words
