"""Taking back: what is said of a whole one, of one that failed in part, and of one that was cut off."""

import pytest
from textual.pilot import Pilot

from screens.app import WizardApp
from screens.connections import connections
from screens.last_words import last_words
from screens.take_back import TakeBackModal
from screens.work import Work
from tests.screens.clusters import Clusters
from tests.screens.driving import text_of, until
from tests.screens.running import CONNECT, GRANT, KEY, KEYSTORE, SERVER, comes, course, drive, run_of, to_connect
from wizard.errors import ReachError
from wizard.plan.result import Outcome, State
from wizard.store.vault import MemoryVault

FROZEN = ReachError("The local cluster did not answer within 10 s.", kind="timeout", side="local")


async def all_taken_back(pilot: Pilot[None]) -> str:
    await pilot.press("u")
    await until(pilot, lambda: isinstance(pilot.app.screen, TakeBackModal), "the question")
    await pilot.press("down", "down", "enter")
    await until(pilot, lambda: not isinstance(pilot.app.screen, TakeBackModal), "the answer")
    await until(pilot, lambda: run_of(pilot)._under_way is None, "the way back")
    await pilot.pause()
    return " ".join(text_of(pilot.app).split())


def test_a_way_back_that_failed_in_part_names_what_is_left_and_why() -> None:
    clusters = Clusters()

    async def test(app: WizardApp, pilot: Pilot[None]) -> None:
        await to_connect(pilot, clusters)
        await pilot.press("enter")
        await comes(pilot, GRANT, "ready")
        clusters.refuses["GET /_cluster/settings"] = FROZEN
        clusters.refuses["PUT /_cluster/settings"] = FROZEN
        shown = await all_taken_back(pilot)
        assert course(pilot, KEY).state == "undone"
        assert "Not taken back: 4: the local cluster did not answer" in shown
        assert "Step 2: taken back" not in shown
        words = " ".join(last_words(app.work))
        assert "Not taken back: " in words

    drive(clusters, test)


def test_a_whole_way_back_is_said_once() -> None:
    clusters = Clusters()

    async def test(app: WizardApp, pilot: Pilot[None]) -> None:
        await to_connect(pilot, clusters)
        await pilot.press("enter")
        await comes(pilot, GRANT, "ready")
        clusters.keys_on.clear()
        shown = await all_taken_back(pilot)
        assert shown.count("All 3 steps were taken back.") == 2

    drive(clusters, test)


@pytest.mark.parametrize(
    ("outcomes", "says"),
    [
        ({SERVER: "already", KEY: "undone", KEYSTORE: "undone"}, "taken back"),
        ({SERVER: "already", KEY: "done", KEYSTORE: "undone"}, "step 3 of 5 is next"),
    ],
)
def test_home_says_what_was_taken_back(outcomes: dict[str, State], says: str) -> None:
    clusters = Clusters()
    clusters.begun({key: Outcome(state) for key, state in outcomes.items()})
    assert [each.says for each in connections(clusters.library())] == [says]


def test_home_says_where_taking_back_was_cut_off() -> None:
    clusters = Clusters()
    clusters.begun({KEY: Outcome("done"), KEYSTORE: Outcome("done", taking_back=True), CONNECT: Outcome("undone")})
    assert [each.says for each in connections(clusters.library())] == ["taking back was cut off at step 3"]


def test_commands_in_the_last_words_run_as_they_are_without_a_keyring() -> None:
    for vault, memory in ((MemoryVault(), True), (Clusters().vault, False)):
        clusters = Clusters(vault=vault)
        work = Work(clusters.library())
        work.resume(clusters.begun({GRANT: Outcome("done")}))
        words = last_words(work)
        work.close()
        look = next(line for line in words if "doctor" in line)
        back = next(line for line in words if "undo" in line)
        assert (look.endswith(" --memory"), back.endswith(" --memory")) == (memory, memory)
