"""Sessions on disk: the contract, and what files meet: damage, newer versions, other runs, kill -9, no room."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from threading import Timer
from typing import Any

import pytest
from filelock import FileLock

from tests.contract.sessions_contract import ANSWERS, Clock, SessionsContract, full
from wizard.errors import SessionError
from wizard.scenario.model import secret_ref
from wizard.store.disk_sessions import DiskSessions, state_folder
from wizard.store.secrets import Secrets
from wizard.store.session import BrokenSession, Session
from wizard.store.sessions import Sessions
from wizard.store.vault import MemoryVault


class TestDiskSessions(SessionsContract):
    @pytest.fixture
    def sessions(self, tmp_path: Path) -> Sessions:
        return DiskSessions(tmp_path, now=Clock())


@pytest.fixture
def sessions(tmp_path: Path) -> DiskSessions:
    return DiskSessions(tmp_path)


def file_of(folder: Path, session: Session) -> Path:
    return folder / "sessions" / f"{session.id}.json"


def test_another_run_reads_what_this_one_wrote(sessions: DiskSessions, tmp_path: Path) -> None:
    saved = sessions.save(full(sessions.create("orders", ANSWERS)))

    assert DiskSessions(tmp_path).load("orders") == saved


@pytest.mark.skipif(os.name != "posix", reason="modes mean something on POSIX only")
def test_only_the_owner_may_look(sessions: DiskSessions, tmp_path: Path) -> None:
    (tmp_path / "sessions").mkdir(mode=0o755)
    session = sessions.create("orders", ANSWERS)
    with sessions.claim(session.id):
        sessions.save(session)
        modes = {path.suffix: path.stat().st_mode & 0o777 for path in (tmp_path / "sessions").iterdir()}

    assert (tmp_path / "sessions").stat().st_mode & 0o777 == 0o700
    assert (modes[".json"], modes[".lock"]) == (0o600, 0o600)


def test_never_a_secret_in_any_file(sessions: DiskSessions, tmp_path: Path) -> None:
    session = sessions.create("orders", ANSWERS)
    secrets = Secrets(MemoryVault(), session.id, environ={"RCW_SEARCH_SECRET": "correct horse"}, files={})
    secrets.keep(secret_ref("local.secret"), "hunter22")
    secrets.value_of(secret_ref("search.secret"))
    with sessions.claim(session.id):
        sessions.save(replace(session, secrets=("LOCAL_SECRET", *secrets.names)))

        written = "".join(path.read_text() for path in tmp_path.rglob("*") if path.is_file())
    assert "LOCAL_SECRET" in written
    assert "hunter22" not in written
    assert "correct horse" not in written


def edited(change: Callable[[dict[str, Any]], object]) -> Callable[[str], str]:
    """A damage that changes the JSON of a session file."""

    def damage(text: str) -> str:
        tree = json.loads(text)
        change(tree)
        return json.dumps(tree)

    return damage


DAMAGE: dict[str, tuple[Callable[[str], str], str]] = {
    "cut off": (lambda text: text[:-30], "not JSON"),
    "empty": (lambda _: "", "not JSON"),
    "a list": (lambda _: "[]", "cannot be used"),
    "no id": (edited(lambda tree: tree.pop("id")), "id"),
    "unknown field": (edited(lambda tree: tree.update(colour="red")), "colour"),
    "unknown field in an answer": (edited(lambda tree: tree["answers"]["alias"].update(more=1)), "more"),
    "unknown field in an outcome": (edited(lambda tree: tree["outcomes"]["connect@local"].update(more=1)), "more"),
    "unknown state": (edited(lambda tree: tree["outcomes"]["connect@local"].update(state="odd")), "state"),
    "wrong type": (edited(lambda tree: tree["values"].update(KEY_ID=1)), "KEY_ID"),
    "version as text": (edited(lambda tree: tree.update(version="1")), "version"),
    "another's file": (edited(lambda tree: tree.update(id="00000000")), "00000000"),
    "newer": (edited(lambda tree: tree.update(version=2, colour="red")), "newer version"),
}


@pytest.mark.parametrize(("damage", "words"), DAMAGE.values(), ids=DAMAGE.keys())
def test_a_file_that_cannot_be_used_says_so_and_is_never_overwritten(
    sessions: DiskSessions, tmp_path: Path, damage: Callable[[str], str], words: str
) -> None:
    good = sessions.create("good", {})
    session = sessions.save(full(sessions.create("orders", ANSWERS)))
    path = file_of(tmp_path, session)
    path.write_text(damage(path.read_text()))
    damaged = path.read_bytes()

    calls: tuple[Callable[[], object], ...] = (lambda: sessions.load(session.id), lambda: sessions.save(session))
    for call in calls:
        with pytest.raises(SessionError, match=words) as seen:
            call()
        assert str(path) in seen.value.headline
        assert "was not changed" in seen.value.hint
    assert path.read_bytes() == damaged

    listed = sessions.all()
    assert listed[0] == good
    assert isinstance(listed[1], BrokenSession)
    assert (listed[1].id, listed[1].path) == (session.id, path)
    with pytest.raises(SessionError) as unknown:
        sessions.load("orders")
    assert str(path) in unknown.value.hint
    sessions.remove(session.id)
    assert sessions.all() == (good,)


def test_bytes_that_are_no_text(sessions: DiskSessions, tmp_path: Path) -> None:
    session = sessions.create("orders", {})
    file_of(tmp_path, session).write_bytes(b'{"id": "\xff"}')

    with pytest.raises(SessionError, match="UTF-8"):
        sessions.load(session.id)


def test_an_answer_that_is_no_text_loses_nothing(sessions: DiskSessions) -> None:
    session = sessions.create("orders", ANSWERS)

    with pytest.raises(SessionError, match="not valid Unicode"):
        sessions.save(replace(session, values={"KEY_ID": "\udc80"}))
    assert sessions.load(session.id) == session


HOLDER = """
import sys
from pathlib import Path
from wizard.store.disk_sessions import DiskSessions
with DiskSessions(Path(sys.argv[1])).claim(sys.argv[2]):
    print("held", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def holder(sessions: DiskSessions, tmp_path: Path) -> Iterator[tuple[subprocess.Popen[str], Session]]:
    """Another process that has claimed a session."""
    session = sessions.create("orders", ANSWERS)
    argv = [sys.executable, "-c", HOLDER, str(tmp_path), session.id]
    with subprocess.Popen(argv, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        assert process.stdout.readline() == "held\n"
        yield process, session
        process.kill()


def test_a_session_that_another_process_has_open(
    sessions: DiskSessions, holder: tuple[subprocess.Popen[str], Session]
) -> None:
    process, session = holder

    for call in (
        lambda: sessions.claim(session.id).__enter__(),
        lambda: sessions.save(session),
        lambda: sessions.remove(session.id),
    ):
        with pytest.raises(SessionError, match=rf"open in another run, process {process.pid}\."):
            call()
    assert sessions.load(session.id) == session


def test_a_killed_process_holds_no_session(
    sessions: DiskSessions, holder: tuple[subprocess.Popen[str], Session]
) -> None:
    process, session = holder
    process.kill()
    process.wait(10)

    with sessions.claim(session.id):
        assert sessions.load(session.id) == session


KILLED = """
import os, signal, sys
from dataclasses import replace
from pathlib import Path
from wizard.store.disk_sessions import DiskSessions

def at_once(event, arguments):
    # Python announces every replacing of a file just before it happens.
    if event == "os.rename":
        os.kill(os.getpid(), signal.SIGKILL)

sessions = DiskSessions(Path(sys.argv[1]))
session = sessions.load(sys.argv[2])
sys.addaudithook(at_once)
sessions.save(replace(session, name="changed"))
"""


@pytest.mark.skipif(os.name != "posix", reason="needs SIGKILL")
def test_killed_between_write_and_replace_nothing_is_lost(sessions: DiskSessions, tmp_path: Path) -> None:
    session = sessions.save(full(sessions.create("orders", ANSWERS)))
    done = subprocess.run([sys.executable, "-c", KILLED, str(tmp_path), session.id], timeout=20, check=False)
    assert done.returncode == -9
    assert list((tmp_path / "sessions").glob(".*.tmp"))

    assert sessions.load(session.id) == session
    assert sessions.all() == (session,)
    sessions.save(session)
    assert not list((tmp_path / "sessions").glob(".*.tmp"))


def test_a_folder_that_cannot_be_made_names_the_way_out(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")

    with pytest.raises(SessionError, match="state folder cannot be used") as seen:
        DiskSessions(tmp_path / "file").create("orders", {})
    assert "RCW_STATE_DIR" in seen.value.hint


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root and Windows write everywhere")
def test_a_folder_that_may_not_be_written_names_the_way_out(tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o500)

    with pytest.raises(SessionError) as seen:
        DiskSessions(closed).create("orders", {})
    assert "RCW_STATE_DIR" in seen.value.hint


FULL = """
import resource, signal, sys
from pathlib import Path
from wizard.errors import SessionError
from wizard.store.disk_sessions import DiskSessions
sessions = DiskSessions(Path(sys.argv[1]))
session = sessions.load(sys.argv[2])
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (100, 100))
try:
    sessions.save(session)
except SessionError as error:
    print(error, error.hint)
"""


@pytest.mark.skipif(os.name != "posix", reason="needs a limit on file sizes")
def test_no_room_leaves_the_old_file_and_no_half_one(sessions: DiskSessions, tmp_path: Path) -> None:
    session = sessions.save(full(sessions.create("orders", ANSWERS)))
    argv = [sys.executable, "-c", FULL, str(tmp_path), session.id]
    done = subprocess.run(argv, capture_output=True, text=True, timeout=20, check=True)

    assert "RCW_STATE_DIR" in done.stdout
    assert sessions.load(session.id) == session
    assert not list((tmp_path / "sessions").glob(".*.tmp"))


def test_the_state_folder(tmp_path: Path) -> None:
    assert state_folder({"RCW_STATE_DIR": str(tmp_path)}) == tmp_path
    assert state_folder({"RCW_STATE_DIR": "~/x"}) == Path.home() / "x"
    assert "remote-cluster-wizard" in state_folder({}).parts


def test_nothing_heavy_is_imported_before_it_is_needed() -> None:
    program = (
        "import sys\n"
        "import wizard.store.disk_sessions, wizard.store.secrets, wizard.store.keyring_vault\n"
        "print([name for name in ('pydantic', 'keyring', 'platformdirs', 'filelock') if name in sys.modules])\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=20, check=True)

    assert done.stdout == "[]\n"


def test_who_has_a_session_open(sessions: DiskSessions, holder: tuple[subprocess.Popen[str], Session]) -> None:
    process, session = holder
    assert sessions.writer(session.id) == str(process.pid)
    process.kill()
    process.wait()
    assert sessions.writer(session.id) == ""
    with sessions.claim(session.id):
        assert sessions.writer(session.id) == ""


def test_a_folder_that_takes_no_file_is_known_before_anything_is_asked(tmp_path: Path) -> None:
    DiskSessions(tmp_path).try_writing()
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]
    file = tmp_path / "file"
    file.write_text("", encoding="utf-8")
    with pytest.raises(SessionError, match="cannot be used"):
        DiskSessions(file).try_writing()


def had_for_a_moment(folder: Path, session: Session) -> Timer:
    """The lock of that session, as a run has it that only looks who writes."""
    lock = FileLock(folder / "sessions" / f"{session.id}.lock", thread_local=False)
    lock.acquire()
    moment = Timer(0.02, lock.release)
    moment.start()
    return moment


def test_whoever_looks_who_writes_stands_in_nobodys_way(sessions: DiskSessions, tmp_path: Path) -> None:
    session = sessions.create("orders", ANSWERS)
    moment = had_for_a_moment(tmp_path, session)

    with sessions.claim(session.id):
        sessions.save(session)
    moment.join()


def test_whoever_looks_is_not_taken_for_the_writer(sessions: DiskSessions, tmp_path: Path) -> None:
    session = sessions.create("orders", ANSWERS)
    left_over = file_of(tmp_path, session).with_suffix(".owner")
    left_over.write_text("99999\n", encoding="ascii")
    moment = had_for_a_moment(tmp_path, session)

    assert sessions.writer(session.id) == ""
    moment.join()
    assert not left_over.exists()
