"""Stopping in the middle: waits given up, answers that come late, looks that hang, runs that were cut off."""

import re

import pytest
from textual.pilot import Pilot

from screens.app import WizardApp
from screens.ask import AskScreen
from screens.confirm import LeaveModal
from screens.export import ExportScreen
from screens.help import HelpModal
from screens.home import HomeScreen
from screens.plan import PlanScreen
from screens.run import RunScreen
from tests.screens.clusters import Clusters
from tests.screens.driving import seen, text_of, until
from tests.screens.running import (
    CONNECT,
    GRANT,
    KEY,
    KEYSTORE,
    SERVER,
    comes,
    course,
    drive,
    run_of,
    to_connect,
    to_key,
    to_run,
    to_watching,
)
from wizard.plan.result import Outcome


@pytest.mark.parametrize("key", ["escape", "b", "ctrl+c"])
def test_a_hand_over_can_be_stopped_and_taken_up_again(key: str) -> None:
    clusters = Clusters()

    async def test(app: WizardApp, pilot: Pilot[None]) -> None:
        await to_watching(pilot)
        await pilot.press(key)
        await comes(pilot, KEYSTORE, "open")
        assert isinstance(app.screen, RunScreen)
        await pilot.press("r")
        await comes(pilot, KEYSTORE, "ready")
        await pilot.press("enter")
        await comes(pilot, KEYSTORE, "watching")

    drive(clusters, test)


def test_the_late_answer_of_a_write_is_recorded_and_shown_after_esc() -> None:
    clusters = Clusters(stuck={"POST /_security/cross_cluster/api_key"})

    async def test(app: WizardApp, pilot: Pilot[None]) -> None:
        await to_key(pilot)
        await pilot.press("enter")
        await until(pilot, clusters.held.is_set, "the request")
        await pilot.press("escape")
        await seen(pilot, "The request was sent; checking what became of it")
        # A second time changes nothing: it cannot be called back.
        await pilot.press("escape")
        assert isinstance(app.screen, RunScreen)
        clusters.let_go.set()
        # Nothing more is sent; the proof decides.
        assert (await comes(pilot, KEY, "ended")).state == "done"
        session = run_of(pilot).session
        assert session.outcomes[KEY].state == "done"
        assert session.record.values["KEY_ID"] == "k1"
        log = "\n".join(run_of(pilot).happened.lines)
        assert "POST /_security/cross_cluster/api_key" in log
        assert "Stopped waiting. The request was sent" in log
        assert "step 2: Done." in log

    drive(clusters, test)


def test_after_esc_nothing_more_of_the_step_is_sent() -> None:
    clusters = Clusters(stuck={"PUT /_security/role/remote-search-analytics"})

    async def test(app: WizardApp, pilot: Pilot[None]) -> None:
        await to_connect(pilot, clusters)
        await pilot.press("enter")
        await comes(pilot, GRANT, "ready")
        await pilot.press("enter")
        await until(pilot, clusters.held.is_set, "the request")
        await pilot.press("escape")
        clusters.let_go.set()
        await comes(pilot, GRANT, "open", "started")
        assert clusters.roles
        assert clusters.writes[-1] == "local PUT /_security/role/remote-search-analytics"
        # It stays begun: taken up again, it does what is left.
        await pilot.press("r")
        await comes(pilot, GRANT, "ready")
        await pilot.press("enter")
        await until(pilot, lambda: run_of(pilot).courses.closing.through, "the closing checks")
        assert clusters.user_roles == ["remote-search-analytics"]

    drive(clusters, test)


def test_a_look_that_hangs_shows_seconds_and_the_app_still_answers_keys() -> None:
    clusters = Clusters(stuck={"GET /_security/user/jdoe"})

    async def test(app: WizardApp, pilot: Pilot[None]) -> None:
        await to_connect(pilot, clusters)
        await pilot.press("enter")
        await until(pilot, clusters.held.is_set, "the look")
        screen = run_of(pilot)
        await seen(pilot, "Looking at step 5")
        screen.since -= 5
        screen._tick()
        await until(pilot, lambda: bool(re.search(r"Looking at step 5: \d+ s\.", text_of(app))), "the seconds")
        screen.since -= 6
        screen._tick()
        await seen(pilot, "Longer than usual")
        await pilot.press("up")
        assert screen.row == CONNECT
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, PlanScreen), "Plan")

    drive(clusters, test)


def test_a_step_that_was_cut_off_is_judged_by_its_proof_at_the_next_start() -> None:
    clusters = Clusters(keys_on={"l1", "l2"}, key_alive=True)
    clusters.settings = {
        "cluster.remote.analytics.mode": "proxy",
        "cluster.remote.analytics.proxy_address": "remote.example.com:9443",
        "cluster.remote.analytics.skip_unavailable": "true",
    }
    outcomes = {key: Outcome("done") for key in (SERVER, KEY, KEYSTORE)} | {CONNECT: Outcome("started")}

    async def test(app: WizardApp, pilot: Pilot[None]) -> None:
        await to_run(pilot)
        await comes(pilot, GRANT, "ready")
        assert course(pilot, CONNECT).state == "done"
        assert clusters.writes == []

    drive(clusters, test, outcomes=outcomes)


def test_ctrl_c_leaves_in_the_end_though_the_answer_of_a_write_never_comes() -> None:
    clusters = Clusters(stuck={"POST /_security/cross_cluster/api_key"})

    async def test(app: WizardApp, pilot: Pilot[None]) -> None:
        await to_key(pilot)
        await pilot.press("enter")
        await until(pilot, clusters.held.is_set, "the request")
        await pilot.press("ctrl+c")
        await seen(pilot, "The request was sent; checking what became of it")
        await pilot.press("ctrl+c")
        await until(pilot, lambda: isinstance(app.screen, LeaveModal), "the question")
        await seen(pilot, "Step 2: the answer to what was sent is still awaited")
        await pilot.press("ctrl+c")

    app = drive(clusters, test)
    assert app.return_code == 130
    words = "\n".join(app.words)
    assert "Nothing was changed" not in words
    assert "Take back" in words


def test_run_takes_the_place_of_its_stage_not_of_a_window_over_it() -> None:
    clusters = Clusters(stuck={"GET /_license"})

    async def test(app: WizardApp, pilot: Pilot[None]) -> None:
        assert isinstance(app.screen, PlanScreen)
        await until(pilot, clusters.held.is_set, "the checks")
        await pilot.press("enter", "question_mark")
        await until(pilot, lambda: isinstance(app.screen, HelpModal))
        clusters.let_go.set()
        await until(pilot, lambda: isinstance(app.screen, RunScreen), "Run")
        assert [type(each) for each in app.screen_stack] == [HomeScreen, RunScreen]
        app.go("export")
        await until(pilot, lambda: isinstance(app.screen, ExportScreen))
        await pilot.pause()
        app.go(None)
        await until(pilot, lambda: app.work.session is None)
        assert [type(each) for each in app.screen_stack] == [HomeScreen]

    drive(clusters, test)


def test_a_run_ends_with_its_session() -> None:
    clusters = Clusters()

    async def test(app: WizardApp, pilot: Pilot[None]) -> None:
        runs = []
        for _ in range(3):
            runs.append(await to_run(pilot))
            await comes(pilot, KEY, "ready")
            await pilot.press("escape")
            await until(pilot, lambda: isinstance(app.screen, PlanScreen))
            # The same session: the same run.
            assert await to_run(pilot) is runs[-1]
            await pilot.press("escape")
            await until(pilot, lambda: isinstance(app.screen, PlanScreen))
            await pilot.press("g")
            await until(pilot, lambda: isinstance(app.screen, AskScreen))
            await until(pilot, lambda: not any(run.is_running for run in runs), "the end of the run")
            app.work.open()
            app.go("plan")
            await until(pilot, lambda: isinstance(app.screen, PlanScreen))
            await pilot.pause()
        assert not [each for each in app._installed_screens.values() if isinstance(each, RunScreen)]

    drive(clusters, test)
