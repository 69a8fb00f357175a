"""The rows of Home: where a connection stands, and between which clusters."""

import pytest
from textual.pilot import Pilot

from screens.app import WizardApp
from screens.connections import connections
from screens.last_words import last_words
from screens.work import Work
from tests.screens.clusters import Clusters
from tests.screens.driving import drive, seen, text_of
from tests.screens.running import KEY, KEYSTORE, SERVER
from wizard.plan.result import Outcome


def test_a_failed_step_has_the_same_number_here_and_in_the_last_words() -> None:
    clusters = Clusters()
    id = clusters.begun({SERVER: Outcome("handed"), KEY: Outcome("done"), KEYSTORE: Outcome("failed", saw="No.")})
    (row,) = connections(clusters.library())
    assert row.says == "step 3 of 5 failed"
    work = Work(clusters.library())
    work.resume(id)
    assert "step 3 failed" in last_words(work)[0]
    assert work.unfinished_step == SERVER
    work.close()


def test_an_outcome_of_a_step_that_is_not_planned_any_more_does_not_make_it_finished() -> None:
    clusters = Clusters()
    done = {key: Outcome("done") for key in ("a@local", "b@local", "c@local", "d@local", "e@local")}
    clusters.begun(done)
    (row,) = connections(clusters.library())
    assert not row.finished
    assert row.says == "planned, nothing changed"


@pytest.mark.parametrize(
    ("local", "remote", "between"),
    [
        ("https://local.example.com:9200", "https://remote.example.com:9200", "local → remote"),
        ("https://es.a.example:9200", "https://es.b.example:9200", "es.a.example → es.b.example"),
        ("http://127.0.0.1:9201", "http://127.0.0.1:9202", "127.0.0.1:9201 → :9202"),
        ("http://proxy:9200/a", "http://proxy:9200/b", "local → remote"),
        ("", "http://es1:9200", "local → es1"),
        ("", "", "local → remote"),
    ],
)
def test_the_two_sides_never_have_one_name(local: str, remote: str, between: str) -> None:
    clusters = Clusters()
    clusters.begun(local__url=local, remote__url=remote)
    (row,) = connections(clusters.library())
    assert row.between == between


def test_nothing_is_cut_in_the_smallest_terminal() -> None:
    clusters = Clusters()
    clusters.begun({SERVER: Outcome("done"), KEY: Outcome("failed")})

    async def test(app: WizardApp, pilot: Pilot[None]) -> None:
        await seen(pilot, "step 2 of 5 failed")
        await seen(pilot, "two simulated clusters")
        assert "…" not in text_of(app)
        await pilot.resize_terminal(80, 24)
        await seen(pilot, "local → remote")

    drive(test, app=WizardApp(clusters.library(), environ={"TERM": "xterm-256color"}), size=(60, 16))
