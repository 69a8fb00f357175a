"""A tour of the app on practice clusters: every screen, as a person comes past it, with a stop where one looks."""

from collections.abc import AsyncIterator
from typing import TypeVar

from textual.pilot import Pilot

from screens.answers import AnswersModal
from screens.app import WizardApp
from screens.ask import AskScreen
from screens.confirm import ConfirmModal, LeaveModal
from screens.evidence import EvidenceModal
from screens.frame import Modal
from screens.give_key import GiveKeyModal
from screens.help import HelpModal
from screens.plan import PlanScreen
from screens.run import RunScreen
from screens.secrets import SecretsModal
from screens.take_back import TakeBackModal
from tests.screens.driving import put_in, seen, text_of, until
from tests.screens.ground import Ground
from tests.screens.running import comes, course
from wizard.practice import fault_named

KEY, KEYSTORE, CONNECT, GRANT = (
    "create-cross-cluster-api-key@remote",
    "install-credentials-self@local",
    "connect-proxy@local",
    "grant-roles-api-key@local",
)
S = TypeVar("S")


async def tour(pilot: Pilot[None], at: Ground, *, brief: bool = False) -> AsyncIterator[str]:
    """Goes round; yields the name of each stop while it is on the screen. The app opens `at.library`.

    `brief`: past every screen, without all that can be seen on it.
    """
    app = pilot.app
    assert isinstance(app, WizardApp)
    whole = (_first_screens, _routes, _questions, _windows, _plan, _plan_pages, _run, _failure, _export, _afterwards)
    for part in (_first_screens, _to_ask, _windows, _plan, _run, _take_back, _export, _afterwards) if brief else whole:
        async for name in part(app, pilot, at):
            yield name


async def _first_screens(app: WizardApp, pilot: Pilot[None], at: Ground) -> AsyncIterator[str]:
    await seen(pilot, "No connections yet")
    await seen(pilot, "keyring: ")
    yield "home-empty"
    await pilot.press("enter")
    await seen(pilot, "sends the request")
    yield "route"


async def _to_ask(app: WizardApp, pilot: Pilot[None], at: Ground) -> AsyncIterator[str]:
    await pilot.press("n")
    await shows(pilot, AskScreen)
    yield "ask-first"
    app.work.begin(at.practice.answers)
    await _ask(app, pilot, "alias")


async def _routes(app: WizardApp, pilot: Pilot[None], at: Ground) -> AsyncIterator[str]:
    await pilot.press("up")
    await pilot.pause()
    yield "route-not-yet"
    await pilot.press("down", "down")
    await pilot.pause()
    yield "route-serverless"
    await pilot.press("up", "tab", "tab", "down")
    await pilot.pause()
    yield "route-certificate"
    await pilot.press("up", "n")
    await shows(pilot, AskScreen)


async def _questions(app: WizardApp, pilot: Pilot[None], at: Ground) -> AsyncIterator[str]:
    yield "ask-first"
    await put_in(pilot, at.practice.lab.local.urls[0])
    await _judged(pilot)
    yield "ask-text-judged"
    app.work.begin(at.practice.answers)
    for id, name, text in (
        ("local.secret", "ask-secret", "sesame"),
        ("local.ca_file", "ask-file", ""),
        ("local.node_urls", "ask-list", ""),
        ("local.nodes", "ask-choice", ""),
        ("mode", "ask-mode", ""),
        ("alias", "ask-fix", "My Alias"),
        ("alias", "ask-refused", "-prod"),
        ("remote.address", "ask-port", "es.example.invalid:9400"),
        ("remote.address", "ask-address", at.practice.lab.remote.interface_address),
        ("skip_unavailable", "ask-flag", ""),
        ("access.search", "ask-indices", ""),
    ):
        await _ask(app, pilot, id)
        if text:
            await put_in(pilot, text)
        if name in ("ask-file", "ask-port", "ask-address"):
            await _judged(pilot)
        yield name
    await pilot.press("f2")
    await pilot.pause()
    yield "ask-explain"
    await pilot.press("f2")


async def _windows(app: WizardApp, pilot: Pilot[None], at: Ground) -> AsyncIterator[str]:
    await pilot.press("f1")
    await shows(pilot, HelpModal)
    yield "help"
    await pilot.press("escape")
    await over(pilot)
    await pilot.press("f6")
    await shows(pilot, AnswersModal)
    yield "answers"
    await pilot.press("escape")
    await over(pilot)
    await pilot.press("ctrl+c")
    await shows(pilot, LeaveModal)
    yield "leave"
    await pilot.press("escape")
    await over(pilot)


async def _plan(app: WizardApp, pilot: Pilot[None], at: Ground) -> AsyncIterator[str]:
    at.begun()
    app.go(None)
    await seen(pilot, "planned, nothing changed")
    await pilot.press("tab", "enter")
    plan = await shows(pilot, PlanScreen)
    await until(pilot, lambda: not plan.checking, "the checks")
    await pilot.press("home")
    await pilot.pause()
    yield "plan-before"


async def _plan_pages(app: WizardApp, pilot: Pilot[None], at: Ground) -> AsyncIterator[str]:
    plan = await shows(pilot, PlanScreen)
    for _ in range(3):
        await pilot.press("down")
    await pilot.pause()
    yield "plan-by-hand-sent"
    for tab in ("changes", "undo", "why"):
        await pilot.press("t")
        await pilot.pause()
        if not plan.has_class("-wide"):
            yield f"plan-by-hand-{tab}"
    await pilot.press("end")
    await pilot.pause()
    yield "plan-closing"
    await pilot.press("question_mark")
    await shows(pilot, HelpModal)
    yield "plan-help"
    await pilot.press("escape")
    await over(pilot)


async def _run(app: WizardApp, pilot: Pilot[None], at: Ground) -> AsyncIterator[str]:
    await pilot.press("enter")
    run = await shows(pilot, RunScreen)
    await comes(pilot, KEY, "ready")
    yield "run-ready"
    await pilot.press("enter")
    await comes(pilot, KEYSTORE, "ready")
    yield "run-by-hand"
    await pilot.press("enter")
    await comes(pilot, KEYSTORE, "watching")
    await until(pilot, lambda: course(pilot, KEYSTORE).looked is not None)
    session = run.session.record.id
    at.add_key(session, "local-1", "local-2")
    at.clock.look_now()
    await seen(pilot, "2 of 3 nodes")
    yield "run-watching"
    await pilot.press("k")
    await shows(pilot, GiveKeyModal)
    yield "give-key"
    await pilot.press("escape")
    await over(pilot)
    at.add_key(session, "local-3")
    await pilot.press("enter")
    await comes(pilot, CONNECT, "ready")
    await until(pilot, lambda: not run.fresh)
    yield "run-connect"


async def _take_back(app: WizardApp, pilot: Pilot[None], at: Ground) -> AsyncIterator[str]:
    await pilot.press("u")
    await shows(pilot, TakeBackModal)
    yield "take-back"
    await pilot.press("escape")
    await over(pilot)
    await pilot.press("up", "up")
    await pilot.press("v")
    await shows(pilot, EvidenceModal)
    yield "evidence"
    await pilot.press("escape")
    await over(pilot)
    app.go("export")


async def _failure(app: WizardApp, pilot: Pilot[None], at: Ground) -> AsyncIterator[str]:
    run = await shows(pilot, RunScreen)
    at.practice.put_in(fault_named("wrong-ca"))
    at.held = "PUT /_cluster/settings"
    await pilot.press("enter")
    await comes(pilot, CONNECT, "doing")
    await pilot.pause()
    yield "run-working"
    at.clock.hurries = True
    at.gate.set()
    await comes(pilot, CONNECT, "ended", "failed")
    at.clock.hurries = False
    yield "run-failed"
    await pilot.press("v")
    await shows(pilot, EvidenceModal)
    yield "evidence"
    await pilot.press("escape")
    await over(pilot)
    await pilot.press("e")
    await pilot.pause()
    yield "run-explain"
    await pilot.press("e")
    await pilot.press("u")
    await shows(pilot, TakeBackModal)
    yield "take-back"
    await pilot.press("escape")
    await over(pilot)
    at.practice.lab.local.trust(at.practice.lab.remote.interface_ca)
    await pilot.press("r")
    await comes(pilot, GRANT, "ready")
    while not run.courses.closing.through:
        if run.courses.main(run.row) in ("begin", "go_on"):
            await pilot.press("enter")
        await pilot.pause(0.01)
    await pilot.pause()
    yield "run-done"
    await pilot.press("enter")


async def _export(app: WizardApp, pilot: Pilot[None], at: Ground) -> AsyncIterator[str]:
    await seen(pilot, "Format")
    for name in ("runbook", "console", "json"):
        await pilot.pause()
        yield f"export-{name}"
        await pilot.press("down")
    await pilot.press("n")


async def _afterwards(app: WizardApp, pilot: Pilot[None], at: Ground) -> AsyncIterator[str]:
    await seen(pilot, "today")
    yield "home"
    app.screen.query_one("#sessions").focus()
    await pilot.press("delete")
    await shows(pilot, ConfirmModal)
    yield "confirm"
    await pilot.press("escape")
    await over(pilot)
    await pilot.press("k")
    await shows(pilot, SecretsModal)
    await seen(pilot, "Kept in")
    await until(pilot, lambda: "Asking the keyring" not in text_of(app))
    yield "secrets"
    await pilot.press("escape")
    await over(pilot)


async def over(pilot: Pilot[None]) -> None:
    """Wait until no window lies over the stage."""
    await until(pilot, lambda: not isinstance(pilot.app.screen, Modal), "the end of the window")
    await pilot.pause()


async def shows(pilot: Pilot[None], kind: type[S]) -> S:
    """Wait until this screen is there; returns it."""
    await until(pilot, lambda: isinstance(pilot.app.screen, kind), kind.__name__)
    await pilot.pause()
    screen = pilot.app.screen
    assert isinstance(screen, kind)
    return screen


async def _ask(app: WizardApp, pilot: Pilot[None], id: str) -> None:
    """Go to a question."""
    before = app.screen
    app.ask_about(id)
    await until(pilot, lambda: app.screen is not before and isinstance(app.screen, AskScreen) and bool(app.focused))
    await pilot.pause()


async def _judged(pilot: Pilot[None]) -> None:
    """Until the checks of what was typed are through."""
    screen = await shows(pilot, AskScreen)
    judging = screen._judging
    await until(pilot, lambda: bool(judging.found) and not judging.under_way, "a judgement")
    before = ""
    while before != (now := text_of(pilot.app)):
        before = now
        await pilot.pause(0.1)
