"""A whole practice connection from Home to a saved export: with Enter, arrows and typing; and with the mouse."""

import asyncio
from pathlib import Path
from typing import Protocol

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from screens.app import WizardApp
from screens.ask import AskScreen
from screens.export import ExportScreen
from screens.plan import PlanScreen
from screens.route import RouteScreen
from screens.run import RunScreen
from screens.widgets.choice_list import ChoiceList
from tests.screens.driving import put_in, seen, type_in, until
from tests.screens.ground import Ground, ground
from tests.screens.tour import shows
from wizard.scenario.answers import Value


class Hand(Protocol):
    """How a person acts on what is shown."""

    async def choose(self, among: ChoiceList, row: str) -> None:
        """Choose a row of a list."""
        ...

    async def fill(self, field: Input, text: str) -> None:
        """Put a text into the field, which has the focus."""
        ...

    async def main(self) -> None:
        """The main action: what the footer names first."""
        ...


class Keyboard:
    """Enter, arrows and letters; no other key."""

    def __init__(self, pilot: Pilot[None]) -> None:
        self.pilot = pilot
        self.typed = False

    async def choose(self, among: ChoiceList, row: str) -> None:
        """Arrows to it, Enter."""
        assert self.pilot.app.focused is among
        rows = [each.id for each in among.rows]
        way = rows.index(row) - rows.index(among.cursor)
        for _ in range(abs(way)):
            await self.pilot.press("down" if way > 0 else "up")
        await self.pilot.press("enter")

    async def fill(self, field: Input, text: str) -> None:
        """Letter by letter the first time; what is there already is rubbed out, unless it is right."""
        assert self.pilot.app.focused is field
        if field.value == text:
            return
        if self.typed:
            await put_in(self.pilot, text)
        else:
            await self.pilot.press(*["backspace"] * len(field.value))
            await type_in(self.pilot, text)
            self.typed = True

    async def main(self) -> None:
        """Enter."""
        await self.pilot.press("enter")


class Mouse:
    """The left button; typing excepted."""

    def __init__(self, pilot: Pilot[None]) -> None:
        self.pilot = pilot

    async def choose(self, among: ChoiceList, row: str) -> None:
        """A click on it."""
        at = [each.id for each in among.rows].index(row)
        await self.pilot.click(among, offset=(4, at - among.scroll_offset.y))

    async def fill(self, field: Input, text: str) -> None:
        """A click into it, then typing."""
        await self.pilot.click(field)
        if field.value != text:
            await put_in(self.pilot, text)

    async def main(self) -> None:
        """A click on the first key of the footer."""
        await self.pilot.click(self.pilot.app.screen.query("FooterKey").first())


async def go(pilot: Pilot[None], hand: Hand, at: Ground) -> None:
    """From Home to the end."""
    app = pilot.app
    assert isinstance(app, WizardApp)
    await seen(pilot, "No connections yet")
    await pilot.pause()
    await hand.choose(app.screen.query_one("#start", ChoiceList), "new")
    route = await shows(pilot, RouteScreen)
    for name, value in (("local", "self"), ("remote", "self"), ("model", "api-key")):
        await hand.choose(route.query_one(f"#{name}", ChoiceList), value)
        await pilot.pause()
    await shows(pilot, AskScreen)
    wanted = values(at)
    while isinstance(app.screen, AskScreen):
        await answer(pilot, hand, app.screen, wanted)
    plan = await shows(pilot, PlanScreen)
    await until(pilot, lambda: not plan.checking, "the checks")
    await pilot.pause()
    await hand.main()
    run = await shows(pilot, RunScreen)
    begun: set[str] = set()
    while await next_step(pilot, run):
        row = run.row
        begun.add(row)
        await hand.main()
        await until(pilot, lambda: run.row != row or run.courses.closing.through, "the end of the step")  # noqa: B023
    assert len(begun) == 4, "what was still to do on practice clusters"
    await seen(pilot, "Done. jdoe searched analytics:logs-*: 12 documents.")
    await hand.main()
    await shows(pilot, ExportScreen)
    await hand.main()
    await seen(pilot, "Saved as")


async def next_step(pilot: Pilot[None], run: RunScreen) -> bool:
    """Wait for a step that can be begun; False once the whole is proved."""
    await until(pilot, lambda: run.courses.closing.through or run.courses.main(run.row) == "begin", "a step")
    await pilot.pause()
    return not run.courses.closing.through


async def answer(pilot: Pilot[None], hand: Hand, screen: AskScreen, wanted: dict[str, Value]) -> None:
    """Answer what is asked."""
    row = screen._row
    assert row is not None
    value = wanted[row.id]
    if row.kind in ("choice", "flag"):
        word = str(value).lower() if row.kind == "flag" else str(value)
        await hand.choose(screen.query_one("#choices", ChoiceList), word)
    else:
        await hand.fill(screen.query_one("#field", Input), ", ".join(value) if isinstance(value, tuple) else str(value))
        await hand.main()
    app = pilot.app
    await until(
        pilot, lambda: not isinstance(app.screen, AskScreen) or screen._row is not row, f"an answer to {row.id}"
    )
    await pilot.pause()


def values(at: Ground) -> dict[str, Value]:
    """What a person knows of the practice clusters."""
    passwords = at.practice.lab.passwords
    return {id: each.value for id, each in at.practice.answers.items()} | {
        "local.secret": passwords["local admin"],
        "remote.secret": passwords["remote admin"],
        "search.secret": passwords["jdoe"],
        "remote.interface_host": "127.0.0.1",
    }


@pytest.mark.parametrize("hand", [Keyboard, Mouse])
def test_a_whole_practice_connection(
    hand: type[Keyboard] | type[Mouse], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with ground(logins_known=False) as at:
        app = WizardApp(at.library, practice=True, environ={"TERM": "xterm-256color"})

        async def run() -> None:
            async with app.run_test(size=(80, 24)) as pilot:
                await go(pilot, hand(pilot), at)

        asyncio.run(run())
    assert len(list(tmp_path.iterdir())) == 1
