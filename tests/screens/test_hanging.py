"""A check that hangs: its seconds, that it takes longer than usual, its end; and keys that work all the while."""

import re
import statistics
import time
from dataclasses import dataclass

from textual.pilot import Pilot

from screens.app import WizardApp
from screens.widgets.checks import LIMIT_S, Checks
from screens.widgets.field import Field
from tests.screens.driving import drive, seen, text_of, until
from tests.screens.test_first_screens import at_question, notes, put
from tests.screens.world import World
from wizard.clients.seen import Seen

HOST = "es.example.com"
REACTS_S = 0.1


@dataclass
class Silent(World):
    """A port that takes no connection: the probe comes back with that once it is let go."""

    def probe(self, host: str, port: int, *, server_name: str = "", ca_pem: str = "", timeout_s: float = 10.0) -> Seen:
        self.probed.append(f"{host}:{port}")
        assert self.let_go.wait(30)
        return Seen(host, port, ("10.0.0.9",), "10.0.0.9", "timeout", took_s=timeout_s)


def goes_by(app: WizardApp, seconds: float) -> None:
    """The checks under way began that much earlier."""
    checks = app.screen.query_one(Checks)
    for code in checks._begun:
        checks._begun[code] -= seconds
    checks.tick()


def test_a_check_that_hangs_ends_in_a_time_out_and_the_app_reacts_all_the_while() -> None:
    world = Silent()

    async def test(app: WizardApp, pilot: Pilot[None]) -> None:
        await at_question(app, pilot, "remote.address")
        put(app, f"{HOST}:9443")
        await until(pilot, lambda: bool(world.probed) and "working" in notes(app))
        field = app.screen.query_one(Field)
        took = []
        for at in range(9):
            began = time.perf_counter()
            await pilot.press("left")
            took.append(time.perf_counter() - began)
            assert field.cursor_position == len(field.value) - 1 - at
        assert statistics.median(took) < REACTS_S
        goes_by(app, 3)
        await until(pilot, lambda: bool(re.search(rf"[34] s of {LIMIT_S}", text_of(app))), "its seconds")
        goes_by(app, LIMIT_S - 2)
        await seen(pilot, "longer than usual")
        world.let_go.set()
        await until(pilot, lambda: "working" not in notes(app), "its end")
        await seen(pilot, f"No answer from {HOST}:9443 in {LIMIT_S} s.")
        # What the network says holds nobody up.
        await pilot.press("enter")
        await until(pilot, lambda: HOST not in app.screen.query_one(Field).value, "the next question")

    drive(test, world)
