"""What a person does in the app for row S19, counted: the guide's table says the same."""

import asyncio
from dataclasses import dataclass

from textual.pilot import Pilot
from textual.widgets import Input

from screens.app import WizardApp
from screens.ask import AskScreen
from screens.export import ExportScreen
from screens.plan import PlanScreen
from screens.route import RouteScreen
from screens.run import RunScreen
from screens.widgets.choice_list import ChoiceList
from tests.screens.driving import seen, under_way, until
from tests.screens.ground import BY_HAND, Ground, ground
from tests.screens.tour import shows
from tests.source import ROOT
from wizard.scenario.answers import Value

GUIDE = ROOT / "docs" / "first-connection.md"
NODES = ("local-1", "local-2", "local-3")
SERVER_IS_ON = 2
"""Enter presses (hand over, done) that the practice clusters spare: their remote cluster server is on."""


@dataclass
class Person:
    """Hands at the keyboard. A text put in whole is one paste."""

    pilot: Pilot[None]
    presses: int = 0
    pastes: int = 0
    questions: int = 0

    async def press(self, *keys: str) -> None:
        """Each key counts."""
        self.presses += len(keys)
        await self.pilot.press(*keys)
        await self.pilot.pause()

    async def paste(self, text: str) -> None:
        """Into the field that has the focus."""
        self.pastes += 1
        field = self.pilot.app.focused
        assert isinstance(field, Input)
        field.value = text
        await self.pilot.pause()


async def answer(person: Person, screen: AskScreen, value: Value) -> None:
    """Answer what is asked, with as few keys as one needs."""
    row = screen._row
    assert row is not None
    person.questions += 1
    if row.kind in ("choice", "flag"):
        wanted = str(value).lower() if row.kind == "flag" else str(value)
        choices = screen.query_one("#choices", ChoiceList)
        at = [each.id for each in choices.rows]
        for _ in range(abs(at.index(wanted) - at.index(choices.cursor))):
            await person.press("down" if at.index(wanted) > at.index(choices.cursor) else "up")
    else:
        text = ", ".join(value) if isinstance(value, tuple) else str(value)
        field = screen.query_one("#field", Input)
        if field.value != text and text:
            await person.paste(text)
    await until(person.pilot, lambda: not under_way("discover"))
    await person.press("enter")
    await until(
        person.pilot,
        lambda: not isinstance(person.pilot.app.screen, AskScreen) or screen._row is not row,
        f"an answer to {row.id}",
    )


async def go(person: Person, at: Ground) -> None:
    """From Home to the end."""
    pilot, app = person.pilot, person.pilot.app
    assert isinstance(app, WizardApp)
    values: dict[str, Value] = {id: each.value for id, each in at.practice.answers.items()} | dict(BY_HAND)
    passwords = at.practice.lab.passwords
    values |= {
        "local.secret": passwords["local admin"],
        "remote.secret": passwords["remote admin"],
        "search.secret": passwords["jdoe"],
        "remote.interface_host": "127.0.0.1",
    }
    await seen(pilot, "No connections yet")
    await person.press("enter")
    await shows(pilot, RouteScreen)
    await person.press("n")
    await shows(pilot, AskScreen)
    while isinstance(app.screen, AskScreen):
        row = app.screen._row
        assert row is not None
        await answer(person, app.screen, values[row.id])
    plan = await shows(pilot, PlanScreen)
    await until(pilot, lambda: not plan.checking)
    assert not plan.blocks
    await person.press("enter")
    run = await shows(pilot, RunScreen)
    while not run.courses.closing.through:
        await until(pilot, lambda: run.courses.closing.through or bool(run.courses.main(run.row) and not run.fresh))
        before = where(run)
        if before[1] == "watching":
            by_hand(at, run)
        if before[1] in ("ready", "watching"):
            await person.press("enter")
            await until(pilot, lambda: run.courses.closing.through or where(run) != before)  # noqa: B023  # awaited here
    await person.press("enter")
    await shows(pilot, ExportScreen)


def where(run: RunScreen) -> tuple[str, str]:
    """The row under the cursor, and how far its step is."""
    course = run.courses.of(run.row)
    return run.row, course.phase if course else ""


def by_hand(at: Ground, run: RunScreen) -> None:
    """What the admins do on the nodes meanwhile."""
    if run.row.startswith("install"):
        at.add_key(run.session.record.id, *NODES)
    else:
        at.practice.lab.local.trust(at.practice.lab.remote.interface_ca)


def test_the_guide_says_what_was_counted() -> None:
    with ground(logins_known=False) as at:
        for node in at.practice.lab.local.state.nodes:
            node.trusts = ()
        app = WizardApp(at.library, practice=True, environ={"TERM": "xterm-256color"})
        people: list[Person] = []

        async def run() -> None:
            async with app.run_test(size=(80, 24)) as pilot:
                people.append(Person(pilot))
                await go(people[0], at)

        asyncio.run(run())
    [person] = people
    guide = GUIDE.read_text(encoding="utf-8")
    assert f"{person.presses + SERVER_IS_ON} key presses and {person.pastes} pastes" in guide
    assert f"its {person.questions} questions" in " ".join(guide.split())
