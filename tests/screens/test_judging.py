"""Judging belongs to its screen: what was begun for it ends with it."""

import pytest
from textual.pilot import Pilot
from textual.screen import Screen

from screens.app import WizardApp
from screens.judging import Judging
from tests.screens.driving import drive, under_way, until
from tests.screens.world import PASSWORD, World
from wizard.plan.result import Finding, Verdict

SIGNED_IN = Finding("RC-LOCAL-002", "the login is accepted", "local", (), "", Verdict("ok", "Accepted."))
NODES = "local GET /_nodes/http"


@pytest.mark.parametrize("leaves", [False, True])
def test_a_cluster_is_asked_no_more_of_itself_once_the_screen_is_gone(leaves: bool) -> None:
    world = World(hang={"local"})

    async def test(app: WizardApp, pilot: Pilot[None]) -> None:
        draft = app.work.begin()
        given = {"local.environment": "self", "remote.environment": "self", "security": "api-key"}
        for id, value in {**given, "local.url": "http://127.0.0.1:9200", "local.user": "elastic"}.items():
            draft.give(id, value)
        draft.try_secret("local.secret", PASSWORD)
        screen = Screen[None]()
        await app.push_screen(screen)
        judging = Judging(screen)
        judging.found.append(SIGNED_IN)
        judging.discover(draft)
        await until(pilot, lambda: bool(world.asked))
        if leaves:
            judging.leave()
        world.let_go.set()
        await until(pilot, lambda: not under_way("discover"))
        assert (NODES in world.asked) is not leaves

    drive(test, world)
