"""What is drawn says all there is to say without colour: every state has a text of its own; foreign text is literal."""

import asyncio

import pytest
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.pilot import Pilot
from textual.screen import Screen

from screens.app import WizardApp
from screens.glyphs import GLYPHS
from screens.widgets.check_line import CheckLine
from screens.widgets.checks import Checks
from screens.widgets.choice_list import ChoiceList, Row
from screens.widgets.path import Hop, Path
from screens.widgets.wire import Wire
from tests.screens.driving import drive, seen, text_of
from tests.screens.test_first_screens import at_question
from tests.screens.world import World
from wizard.plan.result import Finding, Verdict

SAME = "the same words"
UGLY = "no [bold]such[/] host \x1b[31m\x07\x00 [@click=app.bell]here[/] " + "x" * 4000


class States(Screen[None]):
    """Every state with the same words beside it: as a check, and as rows that are chosen, not, and not to be had."""

    def compose(self) -> ComposeResult:
        """One row each."""
        with Vertical():
            for mark in GLYPHS:
                yield CheckLine(mark, SAME)
            yield ChoiceList(
                (
                    Row("here", SAME, chosen=False),
                    Row("chosen", SAME, chosen=True),
                    Row("not", SAME, chosen=False),
                    Row("unable", SAME, chosen=False, able=False),
                )
            )


@pytest.mark.parametrize("ascii", [False, True])
def test_each_state_can_be_told_apart_in_the_text_alone(ascii: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    app = WizardApp(World().library(), ascii=ascii, environ={"TERM": "xterm-256color"})
    rows: list[str] = []

    async def run() -> None:
        async with app.run_test(size=(80, 24)) as pilot:
            await app.push_screen(States())
            await seen(pilot, SAME)
            await pilot.pause()
            rows.extend(line for line in text_of(app).split("\n") if SAME in line)

    asyncio.run(run())
    assert len(rows) == len(GLYPHS) + 4
    states, choices = rows[: len(GLYPHS)], rows[len(GLYPHS) :]
    assert len(set(states)) == len(states), states
    assert len(set(choices)) == len(choices), choices
    if ascii:
        assert all(line.isascii() and "?" not in line for line in rows), rows


def test_each_state_of_a_hop_can_be_told_apart_in_the_text_alone() -> None:
    async def test(app: WizardApp, pilot: Pilot[None]) -> None:
        await at_question(app, pilot, "alias")
        drawn = []
        for mark in ("ok", "likely", "fail", "open", "working", "skip", "warn", "crash"):
            app.screen.query_one(Wire).show(Path("a", "b", (Hop("DNS", mark),)))
            await pilot.pause()
            drawn.append(next(line for line in text_of(app).split("\n") if line.strip().startswith("a ")))
        assert len(set(drawn)) == len(drawn), drawn

    drive(test)


def test_what_a_cluster_says_is_shown_as_it_is_while_it_is_asked_for() -> None:
    async def test(app: WizardApp, pilot: Pilot[None]) -> None:
        await at_question(app, pilot, "alias")
        checks = app.screen.query_one(Checks)
        checks.begin({"RC-REACH-001": "the address resolves"})
        checks.found(Finding("RC-REACH-001", "it resolves", "local", (), "", Verdict("fail", UGLY, hint=UGLY)))
        app.screen.say(UGLY, "fail")  # type: ignore[attr-defined]  # every stage can say something
        await seen(pilot, "no [bold]such[/] host")
        await seen(pilot, "[@click=app.bell]here[/]")
        frame = text_of(app)
        assert not {"\x1b", "\x07", "\x00"} & set(frame)
        assert max(map(len, frame.split("\n"))) <= 80
        assert len(frame.split("\n")) <= 24
        assert "What is the connection called" in frame

    drive(test)
