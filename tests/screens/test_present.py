"""A shared screen: reasons are open, blocks have room, and no connection is named that was not opened here."""

from dataclasses import replace

from textual.pilot import Pilot

from screens.app import WizardApp
from screens.home import HomeScreen
from screens.plan import PlanScreen
from screens.presenting import OTHERS
from screens.run import RunScreen
from screens.secrets import SecretsModal
from screens.widgets.choice_list import ChoiceList
from screens.widgets.explain import Explain
from tests.screens.clusters import SECRET, Clusters
from tests.screens.driving import drive, seen, text_of, until
from tests.screens.running import to_key


def presented(clusters: Clusters, session: str = "") -> WizardApp:
    return WizardApp(clusters.library(), session=session, present=True, environ={"TERM": "xterm-256color"})


def test_home_names_no_connection_until_it_is_asked_to() -> None:
    clusters = Clusters()
    clusters.begun()

    async def test(app: WizardApp, pilot: Pilot[None]) -> None:
        await seen(pilot, "1 connection")
        assert "analytics" not in text_of(app)
        rows = app.screen.query_one("#sessions", ChoiceList)
        assert rows.cursor == OTHERS
        rows.focus()
        await pilot.press("enter")
        await seen(pilot, "analytics")
        assert isinstance(app.screen, HomeScreen)

    drive(test, app=presented(clusters), size=(120, 36))


def test_what_was_opened_here_is_named_and_the_others_are_counted() -> None:
    clusters = Clusters()
    clusters.begun()
    mine = clusters.begun()

    async def test(app: WizardApp, pilot: Pilot[None]) -> None:
        await until(pilot, lambda: isinstance(app.screen, PlanScreen), "Plan")
        app.go(None)
        await seen(pilot, "1 other connection")
        rows = app.screen.query_one("#sessions", ChoiceList)
        assert [row.id for row in rows.rows] == [mine, OTHERS]

    drive(test, app=presented(clusters, mine), size=(120, 36))


def test_reasons_are_open_where_they_are_shut_otherwise() -> None:
    clusters = Clusters()
    session = clusters.begun()

    async def test(app: WizardApp, pilot: Pilot[None]) -> None:
        await until(pilot, lambda: isinstance(app.screen, PlanScreen), "Plan")
        await seen(pilot, "All that must hold")
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, RunScreen), "Run")
        await until(pilot, lambda: app.screen.query_one(Explain).display, "the reasons")
        await pilot.press("e")
        await until(pilot, lambda: not app.screen.query_one(Explain).display, "no reasons")

    drive(test, app=presented(clusters, session))


def test_blocks_have_a_blank_row_between_them_where_there_is_room() -> None:
    clusters = Clusters()
    session = clusters.begun()

    async def test(app: WizardApp, pilot: Pilot[None]) -> None:
        await until(pilot, lambda: isinstance(app.screen, PlanScreen), "Plan")
        await pilot.pause()
        wire, parts = app.screen.query_one("Wire").region, app.screen.query_one("#parts").region
        assert parts.y == wire.bottom + 1

    drive(test, app=presented(clusters, session), size=(120, 36))


def kept(clusters: Clusters, id: str) -> str:
    """A session with a secret in the keyring."""
    made = clusters.sessions.load(id)
    clusters.vault.set(f"{made.id}:LOCAL_SECRET", SECRET)
    clusters.sessions.save(replace(made, secrets=("LOCAL_SECRET",)))
    return made.id


def test_the_window_of_secrets_names_no_other_connection_either() -> None:
    clusters = Clusters()
    ids = [kept(clusters, clusters.begun()), kept(clusters, clusters.begun())]

    async def test(app: WizardApp, pilot: Pilot[None]) -> None:
        await seen(pilot, "2 connections")
        await pilot.press("k")
        await seen(pilot, "2 secrets of connections")
        await pilot.press("f")
        await seen(pilot, "Enter names them first.")
        await pilot.press("a")
        await seen(pilot, "Forget 2 secrets?")
        assert "analytics" not in text_of(app)
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, SecretsModal), "Secrets")
        await pilot.press("enter")
        await seen(pilot, "analytics  LOCAL_SECRET")
        assert len(app.screen.query_one(ChoiceList).rows) == 2
        await pilot.press("escape")
        await seen(pilot, "analytics")

    drive(test, app=presented(clusters), size=(120, 36))
    assert all(clusters.sessions.load(id).secrets for id in ids)


def test_the_window_of_secrets_names_what_was_opened_here() -> None:
    clusters = Clusters()
    kept(clusters, clusters.begun())
    mine = kept(clusters, clusters.begun())

    async def test(app: WizardApp, pilot: Pilot[None]) -> None:
        await until(pilot, lambda: isinstance(app.screen, PlanScreen), "Plan")
        app.go(None)
        await seen(pilot, "1 other connection")
        await pilot.press("k")
        await seen(pilot, "1 secret of others")
        assert [row.id for row in app.screen.query_one(ChoiceList).rows] == [f"{mine}/LOCAL_SECRET", OTHERS]

    drive(test, app=presented(clusters, mine), size=(120, 36))


def test_reasons_stay_shut_where_they_would_cover_what_they_are_about() -> None:
    clusters = Clusters()

    async def test(app: WizardApp, pilot: Pilot[None]) -> None:
        await to_key(pilot)
        assert not app.screen.query_one(Explain).display
        await until(pilot, lambda: "Create the cross-cluster" in text_of(app), "the step")

    drive(test, app=presented(clusters, clusters.begun()), size=(60, 16))
