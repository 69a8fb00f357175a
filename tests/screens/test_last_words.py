"""What stays on the normal screen after the app has left."""

import pytest

from screens.last_words import last_words
from screens.work import Work
from tests.screens.clusters import Clusters
from tests.screens.running import KEY, SERVER
from wizard.plan.result import Outcome, State


def said(outcomes: dict[str, Outcome] | None) -> str:
    clusters = Clusters()
    work = Work(clusters.library())
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
    words = said({KEY: Outcome("done"), SERVER: Outcome("already")})
    assert "Changed so far: " in words
    assert "perhaps" not in words
    assert "Take back" in words


@pytest.mark.parametrize("outcomes", [None, {KEY: Outcome("undone")}])
def test_nothing_of_ours_has_no_way_back(outcomes: dict[str, Outcome] | None) -> None:
    words = said(outcomes)
    assert "Nothing was changed." in words
    assert "Take back" not in words
