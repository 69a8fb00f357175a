"""Plan is left while its checks run: what they still say is for nobody."""

import asyncio
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from textual.pilot import Pilot

from screens.app import WizardApp
from screens.ask import AskScreen
from screens.home import HomeScreen
from screens.plan import PlanScreen
from tests.screens.clusters import Clusters
from tests.screens.driving import under_way, until
from tests.screens.running import drive
from wizard.store.sessions import MemorySessions


class LetsGo(MemorySessions):
    """Once it is armed, whoever claims or lists a session waits until the checks have said all they say."""

    def __init__(self) -> None:
        super().__init__()
        self.armed = False
        self.let_go = threading.Event()

    @contextmanager
    def claim(self, id: str) -> Iterator[None]:
        """In the mount of Ask: the session is closed already, and Plan hears it all at once."""
        if self.armed:
            self.armed = False
            self.let_go.set()
            ends = time.monotonic() + 30
            while under_way("before"):
                assert time.monotonic() < ends
                time.sleep(0.005)
        with super().claim(id):
            yield


@pytest.mark.parametrize("stuck", ["GET /_license", "GET /_security/_authenticate"])
def test_checks_that_end_while_ask_comes_up_draw_nothing_of_a_session_that_is_closed(stuck: str) -> None:
    sessions = LetsGo()
    clusters = Clusters(sessions=sessions, stuck={stuck}, let_go=sessions.let_go)

    async def test(app: WizardApp, pilot: Pilot[None]) -> None:
        await until(pilot, clusters.held.is_set, "a check")
        sessions.armed = True
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, AskScreen), "Ask")
        assert sessions.let_go.is_set()
        await pilot.pause()

    drive(clusters, test)


def test_checks_of_a_plan_that_was_left_are_let_go() -> None:
    clusters = Clusters(stuck={"GET /_license"})

    async def test(app: WizardApp, pilot: Pilot[None]) -> None:
        await until(pilot, clusters.held.is_set, "a check")
        app.go(None)
        await until(pilot, lambda: isinstance(app.screen, HomeScreen), "Home")
        await pilot.pause()
        asked = len(clusters.asked)
        clusters.let_go.set()
        await until(pilot, lambda: not under_way("before"))
        # The look that was under way is finished; no other begins.
        assert len(clusters.asked) <= asked + 2

    drive(clusters, test)


def test_a_stage_that_is_replaced_in_the_moment_it_mounts_is_no_bug() -> None:
    async def test(app: WizardApp, pilot: Pilot[None]) -> None:
        await until(pilot, lambda: not under_way("before"), "the checks")
        for turns in range(8):
            for stage in ("export", "plan"):
                app.go(stage)
                for _ in range(turns):
                    await asyncio.sleep(0)
        await until(pilot, lambda: isinstance(app.screen, PlanScreen), "Plan")
        await pilot.pause()

    drive(Clusters(), test)
