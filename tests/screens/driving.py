"""Driving the app in tests: keys, waiting for what is to be seen, and the screen as text."""

import asyncio
import threading
import time
from collections.abc import Callable, Coroutine
from typing import Any

from textual.pilot import Pilot
from textual.widgets import Input

from screens.app import WizardApp
from tests.screens.world import World

LIMIT_S = 30.0


def drive(
    test: Callable[[WizardApp, Pilot[None]], Coroutine[Any, Any, None]],
    world: World | None = None,
    *,
    size: tuple[int, int] = (80, 24),
    session: str = "",
    ascii: bool = False,
    app: WizardApp | None = None,
) -> WizardApp:
    """Run the app and the test beside it; returns the app as it ended."""
    app = app or WizardApp(
        (world or World()).library(), session=session, ascii=ascii, environ={"TERM": "xterm-256color"}
    )

    async def run() -> None:
        async with app.run_test(size=size) as pilot:
            await pilot.pause()
            await test(app, pilot)

    asyncio.run(run())
    return app


async def until(pilot: Pilot[None], true: Callable[[], bool], what: str = "") -> None:
    """Wait until it is true; fails after a while with what was seen."""
    ends = time.monotonic() + LIMIT_S
    while not true():
        assert time.monotonic() < ends, f"{what or 'it'} did not come about; seen:\n{text_of(pilot.app)}"
        await pilot.pause(0.01)


async def seen(pilot: Pilot[None], text: str) -> None:
    """Wait until this stands on the screen."""
    await until(pilot, lambda: text in text_of(pilot.app), repr(text))


async def type_in(pilot: Pilot[None], text: str) -> None:
    """Type into what has the focus."""
    await pilot.press(*({" ": "space"}.get(character, character) for character in text))


async def put_in(pilot: Pilot[None], text: str) -> None:
    """The text at once into the field that has the focus, as a paste does: quicker than key by key."""
    field = pilot.app.focused
    assert isinstance(field, Input)
    field.value = text
    await pilot.pause()


def text_of(app: Any) -> str:
    """The screen as it is drawn, line by line."""
    return "\n".join(
        "".join(segment.text for segment in strip).rstrip() for strip in app.screen._compositor.render_strips()
    )


def under_way(kind: str) -> list[threading.Thread]:
    """The calls of this kind whose threads still run: once there are none, all they post was posted."""
    return [each for each in threading.enumerate() if each.name == f"rcw-{kind}"]
