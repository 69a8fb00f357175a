"""What stays on the normal screen after the app has left."""

import pytest

from screens.last_words import last_words
from screens.work import Work
from tests.screens.clusters import Clusters
from tests.screens.running import GRANT, KEY, SERVER
from wizard.plan.result import Outcome, State
from wizard.scenario.model import KEY as MADE
from wizard.store.vault import MemoryVault


def said(outcomes: dict[str, Outcome] | None, *, practice: bool = False) -> str:
    clusters = Clusters()
    work = Work(clusters.library(), practice=practice)
    work.resume(clusters.begun(outcomes))
    try:
        return "\n".join(last_words(work))
    finally:
        work.close()


@pytest.mark.parametrize("state", ["started", "handed", "failed"])
def test_a_step_that_may_have_changed_something_is_told_with_the_way_back(state: State) -> None:
    words = said({KEY: Outcome(state)})
    assert "Nothing was changed" not in words
    assert "Begun, perhaps changed: " in words
    assert "Take back: remote-cluster-wizard undo" in words


def test_what_is_done_is_told_as_changed() -> None:
    words = said({GRANT: Outcome("done"), SERVER: Outcome("already")})
    assert "Changed so far: " in words
    assert "perhaps" not in words
    assert "Take back" in words


def test_nothing_of_ours_has_no_way_back() -> None:
    words = said(None)
    assert "Nothing was changed." in words
    assert "Take back" not in words


def test_what_was_taken_back_is_told_and_not_denied() -> None:
    words = said({KEY: Outcome("undone")})
    assert "Taken back: Create the cross-cluster API key" in words
    assert "Nothing was changed" not in words
    assert "Take back" not in words


def test_what_is_left_after_taking_back_is_told_beside_it() -> None:
    words = said({KEY: Outcome("undone"), GRANT: Outcome("done")})
    assert "Taken back: Create the cross-cluster API key" in words
    assert "Not taken back: " in words
    assert "Take back: remote-cluster-wizard undo" in words


def test_of_practice_nothing_stays_to_go_on_with() -> None:
    assert said({KEY: Outcome("done")}, practice=True) == "Practice ended; nothing of it stays."


def test_secrets_that_end_with_the_run_are_told() -> None:
    clusters = Clusters(vault=MemoryVault())
    work = Work(clusters.library())
    work.resume(clusters.begun())
    assert work.session is not None
    assert "in memory alone" not in "\n".join(last_words(work))
    work.session.values.keep(MADE, "c2VjcmV0")
    assert "Secrets were in memory alone: the next start asks for them." in "\n".join(last_words(work))
    work.close()


def test_questions_that_are_open_again_do_not_deny_what_was_changed() -> None:
    clusters = Clusters(vault=MemoryVault())
    work = Work(clusters.library())
    work.resume(clusters.begun({KEY: Outcome("done")}))
    work.edit()
    words = "\n".join(last_words(work))
    work.close()
    assert "steps of it were done" in words
    assert "Take back: remote-cluster-wizard undo" in words
