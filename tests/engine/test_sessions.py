"""Open sessions and what is kept of them: one writer, nothing lost, nothing that nobody can name."""

from pathlib import Path
from threading import Event, Thread

import pytest

from tests.engine.case import LastingVault, library, nobody
from tests.scenarios import answers
from wizard.engine.clock import SystemClock
from wizard.engine.draft import Draft
from wizard.engine.library import Library
from wizard.engine.seams import Seams
from wizard.errors import SessionError, VaultError
from wizard.plan.result import Outcome
from wizard.scenario.model import KEY, KEY_ID, secret_ref
from wizard.store.disk_sessions import DiskSessions
from wizard.store.secrets import service_of
from wizard.store.session import Session
from wizard.store.vault import MemoryVault

REMOTE = secret_ref("remote.secret")


@pytest.fixture
def vault() -> LastingVault:
    return LastingVault()


def test_the_same_answers_go_on_with_the_same_session(tmp_path: Path, vault: LastingVault) -> None:
    first = library(tmp_path, vault).begin(answers(), {})
    first.record_outcome("a@local", Outcome("done"))
    first.close()
    second = library(tmp_path, vault).begin(answers(), {})
    assert second.outcomes == {"a@local": Outcome("done")}
    second.close()
    other = library(tmp_path, vault).begin(answers(alias="other"), {})
    assert other.record.id != first.record.id
    other.close()


def test_two_runs_that_begin_at_once_do_not_make_two_sessions(tmp_path: Path, vault: LastingVault) -> None:
    first = library(tmp_path, vault).begin(answers(), {})
    with pytest.raises(SessionError, match="open in another run"):
        library(tmp_path, vault).begin(answers(), {})
    first.close()


def test_holding_takes_the_record_as_the_last_writer_left_it(tmp_path: Path, vault: LastingVault) -> None:
    late = library(tmp_path, vault)
    first = late.begin(answers(), {})
    waiting = library(tmp_path, vault).open(first.record.id, hold=False)
    first.values.keep(KEY, "c2VjcmV0")
    first.record_outcome("a@local", Outcome("done"))
    first.close()
    waiting.hold()
    assert waiting.record.secrets == ("KEY",)
    assert waiting.outcomes == {"a@local": Outcome("done")}
    waiting.close()


def test_a_session_that_is_only_looked_at_is_never_written(tmp_path: Path, vault: LastingVault) -> None:
    begun = library(tmp_path, vault).begin(answers(), {})
    begun.close()
    looking = library(tmp_path, vault).open(begun.record.id, hold=False)
    looking.answer({"local.version": "8.19.0"}, "found")
    looking.record_outcome("a@local", Outcome("done"))
    looking.close()
    kept = library(tmp_path, vault).load(begun.record.id)
    assert "local.version" not in kept.answers
    assert kept.outcomes == {}


def test_a_key_that_was_kept_just_before_a_crash_is_named_by_the_next_run(tmp_path: Path, vault: LastingVault) -> None:
    begun = library(tmp_path, vault).begin(answers(), {})
    begun.close()
    vault.set(service_of(begun.record.id, KEY), "c2VjcmV0")  # and then the power went
    again = library(tmp_path, vault).open(begun.record.id)
    assert again.values.value_of(KEY) == "c2VjcmV0"
    again.close()
    assert library(tmp_path, vault).load(begun.record.id).secrets == ("KEY",)
    assert library(tmp_path, vault).key_of(begun.record.id) == "c2VjcmV0"


def test_the_name_is_written_before_the_secret(tmp_path: Path) -> None:
    class Broken(LastingVault):
        def set(self, service: str, value: str) -> None:
            assert library(tmp_path, self).load(begun.record.id).secrets == ("REMOTE_SECRET",)
            raise VaultError("The keyring is locked.", kind="locked")

    begun = library(tmp_path, Broken()).begin(answers(), {})
    with pytest.raises(VaultError):
        begun.values.keep(REMOTE, "hunter22")
    begun.close()


def test_a_run_with_secrets_in_memory_strikes_nothing_off(tmp_path: Path, vault: LastingVault) -> None:
    begun = library(tmp_path, vault).begin(answers(), {})
    begun.values.keep(KEY, "c2VjcmV0")
    begun.close()
    in_memory = library(tmp_path, MemoryVault()).open(begun.record.id)
    in_memory.values.keep(REMOTE, "hunter22")
    in_memory.values.forget(KEY)
    in_memory.close()
    assert library(tmp_path, vault).load(begun.record.id).secrets == ("KEY",)


def test_secrets_of_a_session_that_is_in_use_are_not_taken_away(tmp_path: Path, vault: LastingVault) -> None:
    using = library(tmp_path, vault).begin(answers(), {})
    using.values.keep(KEY, "c2VjcmV0")
    for removing in (library(tmp_path, vault).remove, library(tmp_path, vault).forget):
        with pytest.raises(SessionError, match="open in another run"):
            removing(using.record.id)
    assert using.values.value_of(KEY) == "c2VjcmV0"
    using.close()
    assert library(tmp_path, vault).remove(using.record.id) == ()
    assert vault.get(service_of(using.record.id, KEY)) is None
    assert library(tmp_path, vault).sessions() == ()


def test_a_password_that_is_given_later_counts(tmp_path: Path, vault: LastingVault) -> None:
    first = library(tmp_path, vault).begin(answers(), {})
    assert first.plan.scenario.user_login is None
    first.answer({"search.secret": ""}, "kept")
    first.close()
    environ = {"RCW_SEARCH_SECRET": "pw"}
    again = library(tmp_path, vault, environ).begin(answers(), {})
    assert again.record.id == first.record.id
    login = again.plan.scenario.user_login
    assert login is not None
    assert again.values.value_of(login.secret) == "pw"
    again.close()


def test_values_and_outcomes_survive_and_forgetting_a_value_does_too(tmp_path: Path, vault: LastingVault) -> None:
    begun = library(tmp_path, vault).begin(answers(), {})
    begun.values.keep(KEY_ID, "k1")
    begun.close()
    again = library(tmp_path, vault).open("analytics")
    assert again.values.value_of(KEY_ID) == "k1"
    again.values.forget(KEY_ID)
    again.close()
    last = library(tmp_path, vault).open("analytics")
    assert not last.values.has(KEY_ID)
    with pytest.raises(VaultError, match="not known yet"):
        last.values.value_of(KEY_ID)
    last.close()


def test_findings_repeat_no_secret_that_was_read(tmp_path: Path, vault: LastingVault) -> None:
    environ = {"RCW_LOCAL_SECRET": "sommer-2024"}
    opened = library(tmp_path, vault, environ).begin(answers(), {})
    assert opened.values.value_of(secret_ref("local.secret")) == "sommer-2024"
    findings = list(opened.examine(opened.plan.before))
    assert findings
    assert "sommer-2024" not in repr(findings)
    opened.close()


class HeldUp(DiskSessions):
    """A disk that is slow while `slow` is set: a write waits for `on`."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.slow, self.writing, self.on = False, Event(), Event()

    def save(self, session: Session) -> Session:
        if self.slow:
            self.slow = False
            self.writing.set()
            assert self.on.wait(10)
        return super().save(session)


def test_a_write_that_is_out_never_lands_on_what_the_next_writer_wrote(tmp_path: Path, vault: LastingVault) -> None:
    sessions = HeldUp(tmp_path)
    seams = Seams(nobody, lambda side: None, nobody, sessions, vault, SystemClock(), {})
    opened = Library(seams).begin(answers(), {})

    def go_back() -> None:
        opened.close()
        draft = Draft(seams, opened.record)
        draft.hold()
        draft.give("search.index", "mine-*")
        draft.close()

    sessions.slow = True
    checking = Thread(target=opened.answer, args=({"local.version": "8.19.0"}, "found"))
    person = Thread(target=go_back)
    checking.start()
    assert sessions.writing.wait(10)
    person.start()
    person.join(0.2)  # it waits for the write, so this time passes
    sessions.on.set()
    checking.join(10)
    person.join(10)
    kept = library(tmp_path, vault).load(opened.record.id).answers
    assert (kept["search.index"].value, kept["local.version"].value) == ("mine-*", "8.19.0")


def test_answers_of_two_threads_are_both_kept(tmp_path: Path, vault: LastingVault) -> None:
    sessions = HeldUp(tmp_path)
    opened = Library(Seams(nobody, lambda side: None, nobody, sessions, vault, SystemClock(), {})).begin(answers(), {})
    sessions.slow = True
    first = Thread(target=opened.answer, args=({"local.version": "8.19.0"}, "found"))
    second = Thread(target=opened.answer, args=({"remote.version": "8.19.0"}, "found"))
    first.start()
    assert sessions.writing.wait(10)
    second.start()
    second.join(0.2)
    sessions.on.set()
    first.join(10)
    second.join(10)
    kept = library(tmp_path, vault).load(opened.record.id).answers
    assert {"local.version", "remote.version"} <= set(kept)
    opened.close()


def test_a_keyring_that_is_silent_does_not_keep_a_session_from_being_closed(tmp_path: Path) -> None:
    class Silent(LastingVault):
        asked, answered = Event(), Event()

        def set(self, service: str, value: str) -> None:
            self.asked.set()
            assert self.answered.wait(10)
            super().set(service, value)

    vault = Silent()
    opened = library(tmp_path, vault).begin(answers(), {})
    keeping = Thread(target=opened.values.keep, args=(REMOTE, "hunter22"))
    keeping.start()
    assert vault.asked.wait(10)
    opened.close()
    assert library(tmp_path, vault).load(opened.record.id).secrets == (REMOTE.name,), "what may be there has a name"
    vault.answered.set()
    keeping.join(10)
