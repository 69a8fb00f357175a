"""Driving a run in tests: the app over two small clusters, at the session that was begun."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

from textual.pilot import Pilot

from screens.app import WizardApp
from screens.course import Course
from screens.plan import PlanScreen
from screens.run import RunScreen
from tests.screens.clusters import Clusters
from tests.screens.driving import until
from wizard.plan.result import Outcome

Test = Callable[[WizardApp, Pilot[None]], Coroutine[Any, Any, None]]

STEPS = (
    "enable-rcs-self@remote",
    "create-cross-cluster-api-key@remote",
    "install-credentials-self@local",
    "connect-proxy@local",
    "grant-roles-api-key@local",
)
SERVER, KEY, KEYSTORE, CONNECT, GRANT = STEPS


def drive(clusters: Clusters, test: Test, *, size: tuple[int, int] = (80, 24), **how: Any) -> WizardApp:
    """Run the app on a new session of these clusters, and the test beside it."""
    outcomes: dict[str, Outcome] | None = how.pop("outcomes", None)
    app = WizardApp(clusters.library(), session=clusters.begun(outcomes), environ={"TERM": "xterm-256color"}, **how)

    async def run() -> None:
        async with app.run_test(size=size) as pilot:
            try:
                await until(pilot, lambda: isinstance(app.screen, PlanScreen | RunScreen), "the session")
                await test(app, pilot)
                await pilot.pause()
            finally:
                clusters.clock.stop()
                clusters.let_go.set()

    asyncio.run(run())
    return app


async def to_run(pilot: Pilot[None]) -> RunScreen:
    """From Plan to Run, the first step looked at."""
    screen = pilot.app.screen
    if isinstance(screen, PlanScreen):
        await until(pilot, lambda: not screen.checking, "the checks")
        await pilot.press("enter")
    await until(pilot, lambda: isinstance(pilot.app.screen, RunScreen), "Run")
    await pilot.pause()
    return run_of(pilot)


def run_of(pilot: Pilot[None]) -> RunScreen:
    """The run that is shown."""
    screen = pilot.app.screen
    assert isinstance(screen, RunScreen)
    return screen


def course(pilot: Pilot[None], key: str) -> Course:
    """One step of the run that is shown."""
    found = run_of(pilot).courses.of(key)
    assert found is not None
    return found


async def comes(pilot: Pilot[None], key: str, phase: str, state: str | None = None) -> Course:
    """Wait until a step is there."""
    await until(
        pilot,
        lambda: course(pilot, key).phase == phase and (state is None or course(pilot, key).state == state),
        f"{key} {phase} {state or ''}",
    )
    await pilot.pause()
    return course(pilot, key)


async def to_key(pilot: Pilot[None]) -> None:
    """The first step, already so; the key is ready to be made."""
    await to_run(pilot)
    await comes(pilot, KEY, "ready")


async def to_failed_key(pilot: Pilot[None], trouble: Callable[[], None]) -> None:
    """Trouble came before the key was made, and its step failed."""
    await to_key(pilot)
    trouble()
    await pilot.press("enter")
    await comes(pilot, KEY, "ended", "failed")


async def to_keystore(pilot: Pilot[None]) -> None:
    """The key, made; the keystores are ready to be handed over."""
    await to_key(pilot)
    await pilot.press("enter")
    await comes(pilot, KEYSTORE, "ready")


async def to_watching(pilot: Pilot[None]) -> None:
    """The keystores, handed over and watched."""
    await to_keystore(pilot)
    await pilot.press("enter")
    await comes(pilot, KEYSTORE, "watching")


async def to_connect(pilot: Pilot[None], clusters: Clusters) -> None:
    """The first three steps, done; the connection is ready to be sent."""
    await to_watching(pilot)
    clusters.add_key("l1", "l2")
    await comes(pilot, CONNECT, "ready")
    await until(pilot, lambda: not run_of(pilot).fresh)
