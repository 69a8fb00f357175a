"""Secrets that are gone are asked for again: a mark alone is no secret."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.engine.case import LastingVault, library
from tests.scenarios import answers
from wizard.engine.marks import lacking
from wizard.engine.session import OpenSession
from wizard.errors import VaultError
from wizard.plan.result import Finding, Outcome, Verdict
from wizard.runner.proof import blocking
from wizard.scenario.answers import Answers
from wizard.scenario.model import KEY, secret_ref
from wizard.store.vault import MemoryVault

SEARCH = secret_ref("search.secret")
MARKS = ("local.secret", "remote.secret", "search.secret")


def begun(folder: Path, vault: MemoryVault, environ: Mapping[str, str] | None = None) -> str:
    """A session whose secrets all have a mark; its id."""
    given = answers()
    for id in MARKS:
        given = given.with_answer(id, True, "found")
    session = library(folder, vault, environ).begin(given, {})
    session.close()
    return session.record.id


def _trouble(session: OpenSession) -> str:
    return session.vault_trouble.headline if session.vault_trouble else ""


def test_a_mark_whose_secret_was_in_memory_alone_is_gone_with_it(tmp_path: Path) -> None:
    id = begun(tmp_path, MemoryVault())
    again = library(tmp_path, MemoryVault()).open(id)
    assert not any(again.answers.flag(mark) for mark in MARKS)
    assert again.plan.scenario.user_login is None
    assert set(again.lacking) == {"local.secret", "remote.secret"}
    again.close()


def test_a_mark_whose_secret_the_keyring_or_a_variable_gives_stays(tmp_path: Path) -> None:
    vault = LastingVault()
    id = begun(tmp_path, vault)
    first = library(tmp_path, vault, {"RCW_LOCAL_SECRET": "pw", "RCW_REMOTE_SECRET": "pw"}).open(id)
    first.values.keep(SEARCH, "hunter22")
    first.answer({"search.secret": True}, "kept")
    first.close()
    again = library(tmp_path, vault, {"RCW_LOCAL_SECRET": "pw"}).open(id)
    assert again.answers.flag("search.secret")
    assert again.answers.flag("local.secret")
    assert again.lacking == ("remote.secret",)
    again.close()


def test_whoever_only_looks_beside_the_keyring_believes_the_record(tmp_path: Path) -> None:
    vault = LastingVault()
    first = library(tmp_path, vault).begin(answers(), {})
    first.values.keep(SEARCH, "hunter22")
    first.answer({"search.secret": True}, "kept")
    first.close()
    looking = library(tmp_path, MemoryVault()).open(first.record.id, hold=False)
    assert looking.plan.scenario.user_login is not None
    looking.close()


def test_a_secret_that_left_the_keyring_by_itself_is_lacking_once_it_was_asked_for(tmp_path: Path) -> None:
    vault = LastingVault()
    id = begun(tmp_path, vault)
    first = library(tmp_path, vault, {"RCW_LOCAL_SECRET": "pw"}).open(id)
    first.values.keep(secret_ref("remote.secret"), "hunter22")
    first.close()
    again = library(tmp_path, LastingVault(), {"RCW_LOCAL_SECRET": "pw"}).open(id)
    assert "remote.secret" not in again.lacking
    assert not again.values.has(secret_ref("remote.secret"))
    assert again.lacking == ("remote.secret",)
    again.close()


def test_a_step_names_the_secret_that_is_missing_and_no_check(tmp_path: Path) -> None:
    opened = library(tmp_path, MemoryVault()).open(begun(tmp_path, MemoryVault()))
    (end,) = opened.do(opened.plan.steps[0], watch=False)
    assert end.text == "The password or API key for the local cluster is not known here."
    assert end.state == "failed"
    assert opened.outcomes == {}
    opened.close()


def test_the_same_answers_are_the_same_session_wherever_its_secrets_come_from(tmp_path: Path) -> None:
    file = tmp_path / "password"
    file.write_text("hunter22\n", encoding="utf-8")
    file.chmod(0o600)
    given = answers().with_answer("search.secret", True, "given")
    first = library(tmp_path, MemoryVault()).begin(given, {"SEARCH_SECRET": file})
    first.close()
    later = library(tmp_path, MemoryVault()).open(first.record.id)
    later.answer({"local.version": "9.1.2"}, "found")
    later.close()
    again = library(tmp_path, MemoryVault()).begin(given, {"SEARCH_SECRET": file})
    assert again.record.id == first.record.id
    assert again.plan.scenario.user_login is not None
    again.close()


def test_only_named_clusters_lack_a_password() -> None:
    assert lacking(answers().without("local.url", "remote.url"), lambda _: False) == ()
    assert lacking(Answers().with_answer("local.url", "https://l:9200", "given"), lambda _: False) == ("local.secret",)


def test_what_had_to_be_seen_is_named_by_what_kept_it_unseen(tmp_path: Path) -> None:
    opened = library(tmp_path, MemoryVault()).begin(answers(), {})
    skipped = [
        Finding("RC-LOCAL-002", "signed in", "local", ("RC-LOCAL-001",), "", Verdict("skip", "The password is gone.")),
        Finding("RC-REG-001", "alias", "local", ("RC-LOCAL-002",), "", Verdict("skip", "needs RC-LOCAL-002")),
    ]
    (stop,) = blocking(skipped, opened.plan)
    assert stop.verdict.headline == "The password is gone."
    opened.close()


def test_over_memory_nothing_is_forgotten_that_a_keyring_holds(tmp_path: Path) -> None:
    vault = LastingVault()
    first = library(tmp_path, vault).begin(answers(), {})
    first.values.keep(KEY, "c2VjcmV0")
    first.close()
    in_memory = library(tmp_path, vault).over_memory()
    assert in_memory.forget(first.record.id) == ("KEY",)
    assert in_memory.remove(first.record.id) == ("KEY",)
    (kept,) = in_memory.secrets()
    assert "keyring that this run does not use" in kept.trouble
    assert library(tmp_path, vault).key_of(first.record.id) == "c2VjcmV0"


def test_a_session_moves_to_memory_with_all_it_has_read(tmp_path: Path) -> None:
    class Locks(LastingVault):
        locked = False

        def get(self, service: str) -> str | None:
            if self.locked:
                raise VaultError("The keyring is locked.", kind="locked")
            return super().get(service)

    vault = Locks()
    opened = library(tmp_path, vault).begin(answers(), {})
    opened.values.keep(secret_ref("local.secret"), "hunter22")
    vault.locked = True
    assert _trouble(opened) == ""
    with pytest.raises(VaultError):
        opened.values.value_of(secret_ref("remote.secret"))
    assert _trouble(opened) == "The keyring is locked."
    memory = MemoryVault()
    opened.use_memory(memory)
    assert _trouble(opened) == ""
    assert opened.values.value_of(secret_ref("local.secret")) == "hunter22"
    assert opened.lacking == ("remote.secret",)
    opened.values.keep(KEY, "c2VjcmV0")
    opened.close()
    assert library(tmp_path, vault).load(opened.record.id).secrets == ("LOCAL_SECRET",)


def test_a_key_that_is_gone_is_made_again_while_a_step_still_needs_it(tmp_path: Path) -> None:
    made, used = "create-cross-cluster-api-key@remote", "install-credentials-self@local"
    first = library(tmp_path, MemoryVault()).begin(answers(), {})
    first.values.keep(KEY, "c2VjcmV0")
    first.record_outcome(made, Outcome("done"))
    first.close()
    again = library(tmp_path, MemoryVault()).open(first.record.id)
    assert again.outcomes[made].state == "started"
    again.record_outcome(made, Outcome("done"))
    again.record_outcome(used, Outcome("done"))
    again.close()
    finished = library(tmp_path, MemoryVault()).open(first.record.id)
    assert finished.outcomes[made].state == "done"
    finished.close()
