"""Calls in the background: what is posted when they end, and when they break."""

import asyncio
from collections.abc import Iterable

import pytest
from textual import on
from textual.screen import Screen

from screens.app import WizardApp
from screens.background import Background, Ended, Task
from tests.screens.driving import drive, until
from tests.screens.world import World


class Listener(Screen[None]):
    """Keeps what ended."""

    def __init__(self) -> None:
        super().__init__()
        self.ended: list[Ended] = []

    @on(Ended)
    def _keep(self, event: Ended) -> None:
        self.ended.append(event)


def broken() -> Iterable[str]:
    raise ZeroDivisionError("a bug")


def test_a_bug_is_not_followed_by_an_end_and_reaches_the_test() -> None:
    listener, tasks = Listener(), list[Task]()

    async def run() -> None:
        app = WizardApp(World().library(), environ={"TERM": "xterm-256color"})
        async with app.run_test() as pilot:
            await app.push_screen(listener)
            tasks.append(Background.start(listener, broken, Task("look")))
            await until(pilot, lambda: tasks[0].done)
            await pilot.pause()

    with pytest.raises(ZeroDivisionError, match="a bug"):
        asyncio.run(run())
    assert tasks[0].done
    assert not listener.ended


def test_a_call_without_a_bug_ends_once() -> None:
    listener = Listener()

    async def test(app: WizardApp, pilot: object) -> None:
        await app.push_screen(listener)
        Background.start(listener, lambda: ("one",), Task("look"))
        await until(pilot, lambda: bool(listener.ended))  # type: ignore[arg-type]
        assert [event.error for event in listener.ended] == [None]

    drive(test)
