"""How the plan reads: titles that fit, texts that hang, what the last row proves, the answer behind a row."""

import pytest
from textual.pilot import Pilot

from screens.app import WizardApp
from screens.ask import AskScreen
from screens.plan import PlanScreen
from screens.plan_rows import AFTER
from screens.widgets.choice_list import ChoiceList
from screens.widgets.story import Story
from tests.screens.clusters import Clusters
from tests.screens.driving import seen, text_of, until
from tests.screens.running import KEY, drive
from wizard.scenario.questions.asking import question


async def checked(pilot: Pilot[None]) -> PlanScreen:
    screen = pilot.app.screen
    assert isinstance(screen, PlanScreen)
    await until(pilot, lambda: not screen.checking, "the checks")
    await pilot.pause()
    return screen


@pytest.mark.parametrize("size", [(80, 24), (120, 36)])
def test_no_title_is_cut_and_what_is_by_hand_stands_in_a_column(size: tuple[int, int]) -> None:
    async def test(app: WizardApp, pilot: Pilot[None]) -> None:
        screen = await checked(pilot)
        list_at = screen.query_one("#steps").region
        lines = [line[list_at.x : list_at.right] for line in text_of(app).splitlines()[list_at.y : list_at.bottom]]
        steps = [line for line in lines if "automatic" in line or "by hand" in line]
        assert len(steps) == len(screen.session.plan.steps) + 1
        assert not [line for line in steps if "…" in line]
        assert len({line.index("automatic") if "automatic" in line else line.index("◆") for line in steps}) == 1

    drive(Clusters(), test, size=size)


def test_a_change_that_is_longer_than_the_pane_hangs_under_its_text() -> None:
    async def test(app: WizardApp, pilot: Pilot[None]) -> None:
        screen = await checked(pilot)
        screen.query_one(ChoiceList).move_to(KEY)
        await pilot.press("t")
        await seen(pilot, "- A key that this session")
        story = screen.query_one(Story).region
        lines = [line[story.x + 1 :] for line in text_of(app).splitlines()[story.y : story.bottom]]
        first = next(at for at, line in enumerate(lines) if line.startswith("- A key that this session"))
        assert lines[first + 1].startswith("  ")
        assert lines[first + 1].strip()[0].isalpha()

    drive(Clusters(), test)


def test_the_last_row_says_what_the_search_proves_and_what_it_does_not() -> None:
    async def test(app: WizardApp, pilot: Pilot[None]) -> None:
        screen = await checked(pilot)
        screen.query_one(ChoiceList).move_to(AFTER)
        await pilot.press("t", "t", "t")
        await seen(pilot, "What the search proves")
        assert "What it does not prove" in screen.query_one(Story).text

    drive(Clusters(), test)


def test_edit_goes_to_the_answer_behind_the_row() -> None:
    async def test(app: WizardApp, pilot: Pilot[None]) -> None:
        screen = await checked(pilot)
        screen.query_one(ChoiceList).move_to(KEY)
        await pilot.pause()
        await pilot.press("g")
        await until(pilot, lambda: isinstance(app.screen, AskScreen), "Ask")
        asked = question("access.search")
        assert asked is not None
        await seen(pilot, asked.text[:40])

    drive(Clusters(), test)


def test_another_text_and_a_finding_lay_nothing_out_anew() -> None:
    """What a key costs while checks run: a layout of the screen is dearer than all the rest of it."""

    async def test(app: WizardApp, pilot: Pilot[None]) -> None:
        screen = await checked(pilot)
        layouts: list[object] = []
        screen.screen_layout_refresh_signal.subscribe(screen, layouts.append, immediate=True)
        await pilot.press("r")
        await checked(pilot)
        screen.query_one(ChoiceList).move_to(KEY)
        await pilot.press("t")
        await seen(pilot, "A key that this session")
        assert not layouts

    drive(Clusters(), test)
