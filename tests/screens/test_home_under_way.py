"""Home while something is under way: a connection that is being opened, a keyring that answers late, or not at all."""

import asyncio
import threading
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field, replace
from typing import Any

from textual.pilot import Pilot

from screens.app import WizardApp
from screens.ask import AskScreen
from screens.help import HelpModal
from screens.home import HomeScreen
from screens.plan import PlanScreen
from tests.screens.clusters import SECRET, Clusters, Keyring
from tests.screens.driving import drive as drive_app
from tests.screens.driving import seen, under_way, until
from tests.screens.keyrings import Clinging
from tests.screens.running import drive as drive_session
from wizard.errors import VaultError
from wizard.store.session import BrokenSession, Session
from wizard.store.sessions import MemorySessions


@dataclass
class Gated(Keyring):
    """A keyring that answers once it is let go; then it refuses, if it is said to."""

    refuses: str = ""
    gate: threading.Event = field(default_factory=threading.Event)

    def __post_init__(self) -> None:
        super().__init__()

    def probe(self) -> None:
        assert self.gate.wait(30)
        if self.refuses:
            raise VaultError(self.refuses, kind="missing", hint="Get one.")

    def set(self, service: str, value: str) -> None:
        if self.refuses:
            raise VaultError(self.refuses, kind="missing", hint="Get one.")
        super().set(service, value)


class SlowSessions(MemorySessions):
    """While it is slow, a session is loaded once it is let go."""

    def __init__(self) -> None:
        super().__init__()
        self.slow = False
        self.let_go = threading.Event()

    def load(self, id_or_name: str) -> Session:
        if self.slow:
            assert self.let_go.wait(30)
        return super().load(id_or_name)


def drive(clusters: Clusters, test: Callable[[WizardApp, Pilot[None]], Coroutine[Any, Any, None]]) -> None:
    """Run the app at Home, one connection in the list under the cursor."""
    app = WizardApp(clusters.library(), environ={"TERM": "xterm-256color"})

    async def run() -> None:
        async with app.run_test(size=(80, 24)) as pilot:
            await seen(pilot, "analytics")
            app.screen.query_one("#sessions").focus()
            await pilot.pause()
            await test(app, pilot)
            await pilot.pause()

    asyncio.run(run())


def test_a_window_closed_over_home_does_not_begin_anything_beside_what_is_being_opened() -> None:
    sessions = SlowSessions()
    clusters = Clusters(sessions=sessions)
    id = clusters.begun()

    async def test(app: WizardApp, pilot: Pilot[None]) -> None:
        await until(pilot, lambda: not under_way("keyring"))
        sessions.slow = True
        await pilot.press("enter")
        await until(pilot, lambda: bool(under_way("resume")))
        await pilot.press("question_mark")
        await until(pilot, lambda: isinstance(app.screen, HelpModal))
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, HomeScreen))
        await pilot.press("n")
        await pilot.pause()
        assert isinstance(app.screen, HomeScreen)
        assert app.work.draft is None
        sessions.let_go.set()
        await until(pilot, lambda: isinstance(app.screen, PlanScreen), "Plan")
        assert app.work.session is not None
        assert app.work.session.record.id == id

    drive(clusters, test)


def test_a_session_opens_under_a_window_and_stays_open() -> None:
    sessions = SlowSessions()
    clusters = Clusters(sessions=sessions)
    clusters.begun()

    async def test(app: WizardApp, pilot: Pilot[None]) -> None:
        await until(pilot, lambda: not under_way("keyring"))
        sessions.slow = True
        await pilot.press("enter", "question_mark")
        await until(pilot, lambda: isinstance(app.screen, HelpModal))
        sessions.let_go.set()
        await until(pilot, lambda: isinstance(app.screen, PlanScreen), "Plan")
        await pilot.pause()
        assert [type(each) for each in app.screen_stack] == [HomeScreen, PlanScreen]
        assert app.work.session is not None

    drive(clusters, test)


def test_ctrl_c_lets_go_of_what_is_being_opened_and_a_late_answer_opens_nothing() -> None:
    sessions = SlowSessions()
    clusters = Clusters(sessions=sessions)
    id = clusters.begun()

    async def test(app: WizardApp, pilot: Pilot[None]) -> None:
        await until(pilot, lambda: not under_way("keyring"))
        sessions.slow = True
        await pilot.press("enter")
        await until(pilot, lambda: bool(under_way("resume")))
        await pilot.press("ctrl+c")
        await seen(pilot, "Stopped. Nothing was opened.")
        sessions.let_go.set()
        await until(pilot, lambda: not under_way("resume"))
        await pilot.pause()
        assert isinstance(app.screen, HomeScreen)
        assert app.work.session is None
        with sessions.claim(id):
            pass  # Nobody holds it.

    drive(clusters, test)


def test_a_session_named_at_the_start_waits_for_the_keyring_and_uses_memory_where_it_refuses() -> None:
    vault = Gated(refuses="No keyring is there.")
    vault.gate.set()
    clusters = Clusters(vault=vault)

    async def test(app: WizardApp, pilot: Pilot[None]) -> None:
        assert app.work.keyring_trouble.startswith("No keyring is there.")
        await until(pilot, lambda: isinstance(app.screen, PlanScreen), "Plan")
        session = app.work.session
        assert session is not None
        assert not session.secrets.vault.lasting
        # Keystores are filled by hand: nobody could fetch a key that is in memory, so nothing is sent.
        await seen(pilot, "By hand needs a keyring")
        await pilot.press("enter")
        await pilot.pause()
        assert isinstance(app.screen, PlanScreen)
        assert clusters.writes == []
        await pilot.press("g")
        await until(pilot, lambda: isinstance(app.screen, AskScreen), "Ask")
        await seen(pilot, "How do commands reach the local nodes?")

    drive_session(clusters, test)


def test_a_session_is_not_taken_up_before_the_keyring_has_answered() -> None:
    vault = Gated(refuses="No keyring is there.")
    clusters = Clusters(vault=vault)
    clusters.begun()

    async def test(app: WizardApp, pilot: Pilot[None]) -> None:
        await pilot.press("enter")
        await seen(pilot, "Opening analytics")
        assert not under_way("resume")
        vault.gate.set()
        await until(pilot, lambda: isinstance(app.screen, PlanScreen), "Plan")
        assert app.work.session is not None
        assert app.work.session.secrets.vault is app.work.library.seams.vault
        assert not app.work.session.secrets.vault.lasting

    drive(clusters, test)


def test_secrets_that_the_keyring_keeps_are_told_when_a_connection_is_deleted() -> None:
    clusters = Clusters(vault=Clinging())
    made = clusters.sessions.load(clusters.begun())
    clusters.vault.set(f"{made.id}/REMOTE_SECRET", SECRET)
    clusters.sessions.save(replace(made, secrets=("REMOTE_SECRET",)))

    async def test(app: WizardApp, pilot: Pilot[None]) -> None:
        await pilot.press("delete")
        await seen(pilot, "Delete the connection analytics?")
        await pilot.press("right", "enter")
        await seen(pilot, "did not let go of REMOTE_SECRET")
        await until(pilot, lambda: not under_way("remove"))
        assert clusters.sessions.load(made.id).secrets == ("REMOTE_SECRET",)

    drive(clusters, test)


class SlowFolder(MemorySessions):
    """While it is slow, the sessions are listed once it is let go."""

    def __init__(self) -> None:
        super().__init__()
        self.slow = False
        self.let_go = threading.Event()

    def all(self) -> tuple[Session | BrokenSession, ...]:
        if self.slow:
            assert self.let_go.wait(30)
        return super().all()


def test_a_row_can_be_chosen_while_the_list_is_read_again() -> None:
    sessions = SlowFolder()
    clusters = Clusters(sessions=sessions)
    clusters.begun()

    async def test(app: WizardApp, pilot: Pilot[None]) -> None:
        await until(pilot, lambda: not under_way("keyring"))
        sessions.slow = True
        await pilot.press("n", "escape")
        await until(pilot, lambda: isinstance(app.screen, HomeScreen) and bool(under_way("sessions")), "Home")
        app.screen.query_one("#sessions").focus()
        await pilot.press("enter")
        await seen(pilot, "Opening analytics")
        sessions.let_go.set()
        await until(pilot, lambda: isinstance(app.screen, PlanScreen), "Plan")

    drive(clusters, test)


def test_what_was_let_go_is_not_in_the_way_of_the_same_again() -> None:
    sessions = SlowSessions()
    clusters = Clusters(sessions=sessions)
    id = clusters.begun()

    async def test(app: WizardApp, pilot: Pilot[None]) -> None:
        await until(pilot, lambda: not under_way("keyring"))
        sessions.slow = True
        await pilot.press("enter")
        await until(pilot, lambda: bool(under_way("resume")))
        await pilot.press("ctrl+c")
        await seen(pilot, "Stopped. Nothing was opened.")
        await pilot.press("enter")
        await seen(pilot, "Opening analytics")
        assert len(under_way("resume")) == 1
        sessions.let_go.set()
        await until(pilot, lambda: isinstance(app.screen, PlanScreen), "Plan")
        assert app.work.session is not None
        assert app.work.session.record.id == id

    drive(clusters, test)


def test_what_was_let_go_by_its_alias_is_the_same_as_its_row() -> None:
    sessions = SlowSessions()
    clusters = Clusters(sessions=sessions)
    id = clusters.begun()
    sessions.slow = True

    async def test(app: WizardApp, pilot: Pilot[None]) -> None:
        await until(pilot, lambda: bool(under_way("resume")))
        await pilot.press("ctrl+c")
        await until(pilot, lambda: app.screen.query_one("#sessions").display, "the list")
        app.screen.query_one("#sessions").focus()
        await pilot.press("enter")
        await seen(pilot, "Opening analytics")
        assert len(under_way("resume")) == 1
        sessions.let_go.set()
        await until(pilot, lambda: isinstance(app.screen, PlanScreen), "Plan")
        assert app.work.session is not None
        assert app.work.session.record.id == id
        await pilot.pause()

    drive_app(test, app=WizardApp(clusters.library(), session="analytics", environ={"TERM": "xterm-256color"}))


def test_the_line_between_the_clusters_makes_room_where_there_is_little() -> None:
    async def narrow(app: WizardApp, pilot: Pilot[None]) -> None:
        await seen(pilot, "Connect one Elasticsearch cluster to another.")
        assert not app.screen.query_one("#line").display

    async def normal(app: WizardApp, pilot: Pilot[None]) -> None:
        assert app.screen.query_one("#line").display

    drive_app(narrow, size=(60, 16))
    drive_app(normal)
