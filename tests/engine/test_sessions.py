"""Open sessions and what is kept of them: one writer, nothing lost, nothing that nobody can name."""

from pathlib import Path

import pytest

from tests.engine.case import LastingVault, library
from tests.scenarios import answers
from wizard.errors import SessionError, VaultError
from wizard.plan.result import Outcome
from wizard.scenario.model import KEY, KEY_ID, secret_ref
from wizard.store.secrets import service_of
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
    first.keep(KEY, "c2VjcmV0")
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
    assert again.value_of(KEY) == "c2VjcmV0"
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
        begun.keep(REMOTE, "hunter22")
    begun.close()


def test_a_run_with_secrets_in_memory_strikes_nothing_off(tmp_path: Path, vault: LastingVault) -> None:
    begun = library(tmp_path, vault).begin(answers(), {})
    begun.keep(KEY, "c2VjcmV0")
    begun.close()
    in_memory = library(tmp_path, MemoryVault()).open(begun.record.id)
    in_memory.keep(REMOTE, "hunter22")
    in_memory.forget(KEY)
    in_memory.close()
    assert library(tmp_path, vault).load(begun.record.id).secrets == ("KEY",)


def test_secrets_of_a_session_that_is_in_use_are_not_taken_away(tmp_path: Path, vault: LastingVault) -> None:
    using = library(tmp_path, vault).begin(answers(), {})
    using.keep(KEY, "c2VjcmV0")
    for removing in (library(tmp_path, vault).remove, library(tmp_path, vault).forget):
        with pytest.raises(SessionError, match="open in another run"):
            removing(using.record.id)
    assert using.value_of(KEY) == "c2VjcmV0"
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
    assert again.value_of(login.secret) == "pw"
    again.close()


def test_values_and_outcomes_survive_and_forgetting_a_value_does_too(tmp_path: Path, vault: LastingVault) -> None:
    begun = library(tmp_path, vault).begin(answers(), {})
    begun.keep(KEY_ID, "k1")
    begun.close()
    again = library(tmp_path, vault).open("analytics")
    assert again.value_of(KEY_ID) == "k1"
    again.forget(KEY_ID)
    again.close()
    last = library(tmp_path, vault).open("analytics")
    assert not last.has_value(KEY_ID)
    with pytest.raises(VaultError, match="not known yet"):
        last.value_of(KEY_ID)
    last.close()


def test_findings_repeat_no_secret_that_was_read(tmp_path: Path, vault: LastingVault) -> None:
    environ = {"RCW_LOCAL_SECRET": "sommer-2024"}
    opened = library(tmp_path, vault, environ).begin(answers(), {})
    assert opened.value_of(secret_ref("local.secret")) == "sommer-2024"
    findings = list(opened.examine(opened.plan.before))
    assert findings
    assert "sommer-2024" not in repr(findings)
    opened.close()
