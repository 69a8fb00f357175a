"""Ask while something is under way: late answers, secrets that are being kept, sessions that others hold."""

import threading
from dataclasses import dataclass, field

import pytest
from textual.pilot import Pilot

from screens.app import WizardApp
from screens.ask import AskScreen
from screens.background import Ended, Item, Task
from screens.route import RouteScreen
from screens.widgets.choice_list import ChoiceList
from screens.widgets.field import Field
from screens.work import Work
from tests.screens.clusters import Clusters, Keyring
from tests.screens.driving import drive, seen, text_of, under_way, until
from tests.screens.test_first_screens import at_question, notes, put
from tests.screens.world import PASSWORD, World
from wizard.clients.seen import Seen
from wizard.engine.draft import Draft
from wizard.errors import SessionError

URL = "http://127.0.0.1:9200"


@dataclass
class TwoHosts(World):
    """The port of each host waits to be let go for itself."""

    gates: dict[str, threading.Event] = field(
        default_factory=lambda: {"old.example.com": threading.Event(), "new.example.com": threading.Event()}
    )

    def probe(self, host: str, port: int, *, server_name: str = "", ca_pem: str = "", timeout_s: float = 10.0) -> Seen:
        seen = super().probe(host, port, server_name=server_name, ca_pem=ca_pem, timeout_s=timeout_s)
        self.gates[host].wait(30)
        return seen


def test_a_late_answer_of_an_older_text_changes_nothing() -> None:
    world = TwoHosts()

    async def test(app: WizardApp, pilot: Pilot[None]) -> None:
        await at_question(app, pilot, "remote.address")
        put(app, "old.example.com:9400")
        await until(pilot, lambda: world.probed == ["old.example.com:9400"])
        put(app, "new.example.com:9443")
        await until(pilot, lambda: world.probed[1:] == ["new.example.com:9443"])
        world.gates["new.example.com"].set()
        await seen(pilot, "new.example.com has an address")
        await until(pilot, lambda: "working" not in notes(app))
        before = notes(app)
        world.gates["old.example.com"].set()
        await until(pilot, lambda: not under_way("look"))
        await pilot.pause()
        assert notes(app) == before
        assert "old.example.com" not in before

    drive(test, world)


class SlowKeyring(Keyring):
    """A keyring that waits to be let go before it keeps anything."""

    def __init__(self) -> None:
        super().__init__()
        self.let_go = threading.Event()
        self.sets: list[str] = []

    def set(self, service: str, value: str) -> None:
        self.sets.append(service)
        self.let_go.wait(30)
        super().set(service, value)


async def keeping(app: WizardApp, pilot: Pilot[None], vault: SlowKeyring) -> Draft:
    """At a choice, with a password that the keyring is keeping."""
    await seen(pilot, "No connections yet")
    draft = app.work.begin()
    given = {"local.environment": "self", "remote.environment": "self", "security": "api-key", "local.url": URL}
    for id, value in {**given, "local.user": "elastic", "alias": "analytics"}.items():
        draft.give(id, value)
    draft.try_secret("local.secret", PASSWORD)
    app.ask_about("mode")
    await until(pilot, lambda: isinstance(app.focused, ChoiceList))
    await pilot.press("enter")
    await until(pilot, lambda: bool(vault.sets))
    return draft


@pytest.mark.parametrize("key", ["enter", "space", "escape", "b", "f6", "a", "n"])
def test_no_key_goes_on_while_secrets_are_kept(key: str) -> None:
    vault = SlowKeyring()

    async def test(app: WizardApp, pilot: Pilot[None]) -> None:
        draft = await keeping(app, pilot, vault)
        screen = app.screen
        await pilot.press(key, key)
        await pilot.pause()
        assert app.screen is screen
        assert isinstance(app.focused, ChoiceList)
        vault.let_go.set()
        await until(pilot, lambda: not draft.unkept and "How do commands reach" in text_of(app))
        await until(pilot, lambda: not under_way("keep"))
        assert len(vault.sets) == 1

    drive(test, World(vault=vault))


def test_what_is_kept_is_recorded_though_its_screen_is_gone() -> None:
    vault = SlowKeyring()
    world = World(vault=vault)

    async def test(app: WizardApp, pilot: Pilot[None]) -> None:
        draft = await keeping(app, pilot, vault)
        app.go("route")
        await until(pilot, lambda: isinstance(app.screen, RouteScreen))
        assert draft.record is not None
        assert world.library().load(draft.record.id).secrets == ("LOCAL_SECRET",)
        vault.let_go.set()
        await until(pilot, lambda: not draft.unkept)
        await until(pilot, lambda: not under_way("keep"))
        assert world.library().load(draft.record.id).answers["local.secret"].value is True

    drive(test, world)


def test_a_late_answer_of_a_cluster_does_not_close_the_session() -> None:
    clusters = Clusters()
    id = clusters.begun()
    app = WizardApp(clusters.library(), environ={"TERM": "xterm-256color"})

    async def test(app: WizardApp, pilot: Pilot[None]) -> None:
        await seen(pilot, "analytics")
        app.work.resume(id)
        app.ask_about("alias")
        await until(pilot, lambda: isinstance(app.screen, AskScreen) and isinstance(app.focused, Field))
        draft = app.work.draft
        assert draft is not None
        late = list(draft.judging.discover("local"))
        session = app.work.open()
        app.screen.post_message(Item(Task("discover"), late[0]))
        app.screen.post_message(Ended(Task("discover"), None))
        await pilot.press("enter")
        await pilot.pause()
        assert app.work.session is session
        assert app.work.draft is None
        assert "local.version" not in draft.given

    drive(test, app=app)


def test_a_session_that_another_run_holds_is_not_taken_up() -> None:
    clusters = Clusters()
    id = clusters.begun()
    work = Work(clusters.library())
    with clusters.sessions.claim(id), pytest.raises(SessionError):
        work.resume(id)
    assert (work.draft, work.session) == (None, None)
    work.resume(id)
    assert work.session is not None
    work.close()
