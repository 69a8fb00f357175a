"""Plan, Export and the windows, at every size that is promised, by keys and by mouse."""

import pytest
from textual.geometry import Region
from textual.pilot import Pilot
from textual.widgets import Footer

from screens.app import WizardApp
from screens.ask import AskScreen
from screens.confirm import ConfirmModal
from screens.export import ExportScreen
from screens.home import HomeScreen
from screens.plan import PlanScreen
from screens.plan_rows import BEFORE
from screens.plan_texts import TABS
from screens.run import RunScreen
from screens.secrets import SecretsModal
from screens.widgets.choice_list import ChoiceList
from screens.widgets.story import Story
from tests.screens.clusters import Clusters
from tests.screens.driving import seen, text_of, until
from tests.screens.running import KEY, comes, drive
from wizard.errors import LoginError


def plan_of(pilot: Pilot[None]) -> PlanScreen:
    screen = pilot.app.screen
    assert isinstance(screen, PlanScreen)
    return screen


async def checked(pilot: Pilot[None]) -> PlanScreen:
    screen = plan_of(pilot)
    await until(pilot, lambda: not screen.checking, "the checks")
    await pilot.pause()
    return screen


def test_the_plan_only_reads_and_says_that_nothing_is_sent() -> None:
    clusters = Clusters()

    async def test(app: WizardApp, pilot: Pilot[None]) -> None:
        screen = await checked(pilot)
        await seen(pilot, "nothing sent yet")
        await seen(pilot, "All that must hold before the first step holds.")
        await seen(pilot, "5 steps · 3 automatic · 2 by hand")
        texts = []
        screen.query_one(ChoiceList).move_to(KEY)
        for _ in TABS:
            await pilot.pause()
            texts.append(screen.query_one(Story).text)
            await pilot.press("t")
        assert "POST _security/cross_cluster/api_key" in texts[0]
        assert "The remote cluster has a key named" in texts[1]
        assert "DELETE _security/api_key" in texts[2]
        assert "Who may do this" in texts[3]
        assert clusters.writes == []

    drive(clusters, test)


def test_what_blocks_is_shown_and_keeps_the_run_shut_until_it_is_mended() -> None:
    refused = LoginError(
        "The local cluster does not accept the password of admin.", status=401, side="local", hint="Mend."
    )
    clusters = Clusters(refuses={"GET /_security/_authenticate": refused})

    async def test(app: WizardApp, pilot: Pilot[None]) -> None:
        screen = await checked(pilot)
        assert screen.blocks
        assert screen.query_one(ChoiceList).cursor == BEFORE
        await seen(pilot, "does not accept the password")
        await pilot.press("enter")
        await pilot.pause()
        assert isinstance(app.screen, PlanScreen)
        clusters.refuses.clear()
        await pilot.press("r")
        await checked(pilot)
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, RunScreen), "Run")

    drive(clusters, test)


def test_enter_while_checks_run_opens_the_run_when_they_are_through() -> None:
    clusters = Clusters(stuck={"GET /_license"})

    async def test(app: WizardApp, pilot: Pilot[None]) -> None:
        await until(pilot, clusters.held.is_set, "a check")
        await pilot.press("enter")
        await seen(pilot, "Run opens when they are through")
        clusters.let_go.set()
        await until(pilot, lambda: isinstance(app.screen, RunScreen), "Run")

    drive(clusters, test)


def test_ctrl_c_lets_go_of_checks_that_hang() -> None:
    clusters = Clusters(stuck={"GET /_license"})

    async def test(app: WizardApp, pilot: Pilot[None]) -> None:
        await until(pilot, clusters.held.is_set, "a check")
        await pilot.press("ctrl+c")
        await seen(pilot, "Stopped. r checks again; nothing was sent.")
        assert isinstance(app.screen, PlanScreen)

    drive(clusters, test)


def test_back_leads_to_the_answers_and_loses_none() -> None:
    clusters = Clusters()

    async def test(app: WizardApp, pilot: Pilot[None]) -> None:
        await checked(pilot)
        before = dict(app.work.answers)
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, AskScreen), "Ask")
        assert before.items() <= dict(app.work.answers).items()

    drive(clusters, test)


@pytest.mark.parametrize("size", [(80, 24), (120, 36), (60, 16)])
def test_every_screen_fits_and_its_main_action_is_in_reach(size: tuple[int, int]) -> None:
    clusters = Clusters()

    async def test(app: WizardApp, pilot: Pilot[None]) -> None:
        whole = Region(0, 0, *size)

        def fits() -> None:
            for widget in app.screen.query("ChoiceList, StatusLine, Footer, Panel, TextArea"):
                if widget.display and widget.is_on_screen and widget.size:
                    assert whole.contains_region(widget.region), widget
            last = text_of(app).splitlines()[-1]
            assert last.strip()
            if size[0] >= 80:
                assert last.rstrip().endswith(("esc Back", "esc Stop")), last
            for row in text_of(app).splitlines():
                assert len(row) <= size[0]

        await checked(pilot)
        fits()
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, RunScreen), "Run")
        await pilot.pause()
        await comes(pilot, KEY, "ready")
        fits()
        await pilot.press("e")
        await pilot.pause()
        await pilot.press("e")
        await pilot.pause()
        fits()
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, PlanScreen), "Plan")
        await checked(pilot)
        await pilot.press("x")
        await until(pilot, lambda: isinstance(app.screen, ExportScreen), "Export")
        await pilot.pause()
        fits()

    drive(clusters, test, size=size)


def test_the_mouse_opens_run_and_begins_the_step() -> None:
    clusters = Clusters()

    async def click(pilot: Pilot[None], word: str) -> None:
        await seen(pilot, word)
        lines = text_of(pilot.app).splitlines()
        footer = pilot.app.screen.query_one(Footer).region.y
        await pilot.click(offset=(lines[footer].index(word) + 1, footer))
        await pilot.pause()

    async def test(app: WizardApp, pilot: Pilot[None]) -> None:
        await checked(pilot)
        await click(pilot, "Run  t")
        await until(pilot, lambda: isinstance(app.screen, RunScreen), "Run")
        await pilot.pause()
        await comes(pilot, KEY, "ready")
        await click(pilot, "Begin")
        await comes(pilot, KEY, "ended", "done")

    drive(clusters, test)


def test_secrets_are_listed_without_values_and_forgotten_after_a_question() -> None:
    clusters = Clusters()

    async def test(app: WizardApp, pilot: Pilot[None]) -> None:
        session = app.work.session
        assert session is not None
        from wizard.scenario.model import KEY as THE_KEY

        await checked(pilot)
        session.values.keep(THE_KEY, "a-value-of-the-key")
        app.go(None)
        await until(pilot, lambda: isinstance(app.screen, HomeScreen), "Home")
        await pilot.pause()
        await pilot.press("k")
        await seen(pilot, "analytics  KEY")
        assert "a-value" not in text_of(app)
        await pilot.press("f")
        await seen(pilot, "Connections go on working")
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, SecretsModal), "Secrets")
        assert app.work.library.secrets()
        await pilot.press("a")
        await until(pilot, lambda: isinstance(app.screen, ConfirmModal), "the question")
        await pilot.press("tab", "enter")
        await seen(pilot, "No secrets are kept.")
        assert not app.work.library.secrets()

    drive(clusters, test)
