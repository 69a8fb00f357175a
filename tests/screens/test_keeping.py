"""Secrets that nothing keeps, and a keyring that fails: what is gone is asked for again, and memory is a way on."""

import asyncio
import os
import threading
from collections.abc import Callable, Coroutine
from dataclasses import replace
from pathlib import Path
from typing import Any

from textual.pilot import Pilot
from textual.widgets import Input

from screens.app import WizardApp
from screens.ask import AskScreen
from screens.home import HomeScreen
from screens.plan import PlanScreen
from screens.work import Work
from tests.scenarios import answers
from tests.screens.clusters import SECRET, Clusters
from tests.screens.driving import put_in, seen, text_of, under_way, until
from tests.screens.keyrings import Clinging, Locking
from tests.screens.running import KEY, comes, run_of, to_key
from tests.screens.running import drive as drive_session
from tests.screens.test_home_under_way import Gated
from wizard.engine.library import Library
from wizard.scenario.answers import Answers
from wizard.scenario.model import KEY as MADE
from wizard.scenario.model import secret_ref
from wizard.store.disk_sessions import DiskSessions
from wizard.store.vault import MemoryVault, Vault


def alone(clusters: Clusters, vault: Vault | None = None) -> Library:
    """A library whose secrets come from nowhere but its vault."""
    return Library(replace(clusters.library().seams, environ={}, vault=vault or MemoryVault()))


def drive(app: WizardApp, test: Callable[[WizardApp, Pilot[None]], Coroutine[Any, Any, None]]) -> None:
    """Run the app, and the test beside it."""

    async def run() -> None:
        async with app.run_test(size=(80, 24)) as pilot:
            await pilot.pause()
            await test(app, pilot)

    asyncio.run(run())


def asks(app: WizardApp, text: str) -> Callable[[], bool]:
    """Whether Ask is at this question, its field empty."""
    return lambda: isinstance(app.screen, AskScreen) and text in text_of(app) and not app.screen.query_one(Input).value


def test_secrets_of_an_earlier_run_s_memory_are_asked_for_again() -> None:
    clusters = Clusters()
    id = clusters.begun()

    async def test(app: WizardApp, pilot: Pilot[None]) -> None:
        for what in ("for the local cluster?", "for the remote cluster?", "password of the user who will search?"):
            await until(pilot, asks(app, what), what)
            if "local" in what:
                await seen(pilot, "Asked again")
            assert "kept; type to replace it" not in text_of(app)
            await put_in(pilot, SECRET)
            await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, PlanScreen), "Plan")
        session = app.work.session
        assert session is not None
        assert session.values.value_of(secret_ref("remote.secret")) == SECRET
        assert session.plan.scenario.user_login is not None

    drive(WizardApp(alone(clusters), session=id, environ={"TERM": "xterm-256color"}), test)


def test_the_first_run_of_an_answer_file_speaks_of_no_last_run() -> None:
    clusters = Clusters()
    record = clusters.sessions.load(clusters.begun())
    given = Answers(record.answers).without("search.secret").with_answer("search.secret", True, "given")
    clusters.sessions.save(replace(record, answers=dict(given)))

    async def test(app: WizardApp, pilot: Pilot[None]) -> None:
        await until(pilot, asks(app, "for the local cluster?"), "Ask")
        await pilot.pause()
        assert "Asked again" not in text_of(app)

    drive(WizardApp(alone(clusters), session=record.id, environ={"TERM": "xterm-256color"}), test)


def test_a_keyring_that_locks_in_mid_run_is_left_for_memory_by_one_key() -> None:
    vault = Locking()
    clusters = Clusters(vault=vault)

    async def test(app: WizardApp, pilot: Pilot[None]) -> None:
        await to_key(pilot)
        assert "Keep in memory" not in text_of(app)
        vault.lock()
        await pilot.press("enter")
        await comes(pilot, KEY, "ended", "failed")
        await seen(pilot, "Step 2 failed. The keyring is locked. m keeps secrets in memory")
        await seen(pilot, "Keep in memory")
        await pilot.press("m")
        await comes(pilot, KEY, "ready")
        assert not run_of(pilot).session.secrets.vault.lasting
        assert run_of(pilot).session.secrets.vault is app.work.library.seams.vault
        # By hand, nobody could fetch the key from there.
        await pilot.press("enter")
        await comes(pilot, KEY, "ended", "failed")
        await seen(pilot, "Nothing of step 2 was sent. By hand needs a keyring")

    drive_session(clusters, test)


def test_a_secret_that_only_the_locked_keyring_has_is_asked_for_after_the_move_to_memory() -> None:
    vault = Locking()
    clusters = Clusters(vault=vault)
    first = alone(clusters, vault).open(clusters.begun())
    for id in ("local.secret", "remote.secret", "search.secret"):
        first.values.keep(secret_ref(id), SECRET)
        first.answer({id: True}, "kept")
    first.close()

    async def test(app: WizardApp, pilot: Pilot[None]) -> None:
        await until(pilot, lambda: isinstance(app.screen, PlanScreen), "Plan")
        vault.lock()
        await until(pilot, lambda: isinstance(app.screen, PlanScreen) and not app.screen.checking, "the checks")
        app.work.session.secrets._reads.clear()  # type: ignore[union-attr]
        await pilot.press("r")
        await seen(pilot, "m keeps secrets in memory until you leave")
        await pilot.press("m")
        await until(pilot, asks(app, "for the local cluster?"), "Ask")
        await seen(pilot, "Secrets stay in memory until you leave.")

    drive(WizardApp(alone(clusters, vault), session=first.record.id, environ={"TERM": "xterm-256color"}), test)


def test_run_says_which_secret_is_missing_and_leads_to_its_question() -> None:
    vault = Locking()
    clusters = Clusters(vault=vault)
    first = alone(clusters, vault).open(clusters.begun())
    for id in ("local.secret", "remote.secret"):
        first.values.keep(secret_ref(id), SECRET)
    first.close()

    async def test(app: WizardApp, pilot: Pilot[None]) -> None:
        await to_key(pilot)
        vault._values = {name: value for name, value in vault._values.items() if not name.endswith(":LOCAL_SECRET")}
        run_of(pilot).session.secrets._reads.clear()
        await pilot.press("enter")
        await comes(pilot, KEY, "ended", "failed")
        await seen(pilot, "The password or API key for the local")
        assert "needs RC-" not in text_of(app)
        await seen(pilot, "Give secret")
        await pilot.press("g")
        await until(pilot, asks(app, "for the local cluster?"), "Ask")

    drive(WizardApp(alone(clusters, vault), session=first.record.id, environ={"TERM": "xterm-256color"}), test)


def test_draft_session_and_library_share_one_memory() -> None:
    clusters = Clusters(vault=Locking())
    work = Work(alone(clusters, clusters.vault))
    id = clusters.begun()
    work.resume(id)
    assert work.draft is not None
    assert work.lacking == "local.secret"
    work.draft.try_secret("local.secret", SECRET)
    work.use_memory("The keyring is locked.")
    assert list(work.draft.keep_secrets()) == ["local.secret"]
    assert work.keyring_trouble == "The keyring is locked."
    assert work.open().secrets.vault is work.library.seams.vault
    assert work.edit().has_secret("local.secret")
    work.put_aside()
    work.resume(id)
    assert work.lacking == "remote.secret"
    work.close()


def test_a_session_that_was_opened_while_the_keyring_was_silent_moves_with_it() -> None:
    vault = Gated(refuses="No keyring is there.")
    clusters = Clusters(vault=vault)
    id = clusters.begun()

    async def test(app: WizardApp, pilot: Pilot[None]) -> None:
        await seen(pilot, "analytics")
        app.work.resume(id)  # what a draft does that was begun and answered meanwhile
        app.go("plan")
        await until(pilot, lambda: isinstance(app.screen, PlanScreen), "Plan")
        assert app.work.session is not None
        assert app.work.session.secrets.vault is vault
        vault.gate.set()
        await until(pilot, lambda: not app.work.library.seams.vault.lasting, "memory")
        assert app.work.session.secrets.vault is app.work.library.seams.vault

    drive(WizardApp(clusters.library(), environ={"TERM": "xterm-256color"}), test)


def test_why_no_keyring_is_used_is_told_at_home_and_in_its_window() -> None:
    vault = Gated(refuses="No keyring is there.")
    vault.gate.set()
    clusters = Clusters(vault=vault)
    clusters.begun()

    async def test(app: WizardApp, pilot: Pilot[None]) -> None:
        await seen(pilot, "! no keyring: secrets stay in memory until you leave")
        await seen(pilot, "No keyring is there. k says more.")
        await pilot.press("k")
        await seen(pilot, "Kept in memory until you leave.")
        await seen(pilot, "No keyring is there. Get one.")
        assert "Asking the keyring" not in text_of(app)

    drive(WizardApp(clusters.library(), environ={"TERM": "xterm-256color"}), test)


def test_what_the_keyring_does_not_let_go_of_is_not_called_forgotten() -> None:
    vault = Clinging()
    clusters = Clusters(vault=vault)
    first = alone(clusters, vault).open(clusters.begun())
    first.values.keep(secret_ref("local.secret"), SECRET)
    first.close()

    async def test(app: WizardApp, pilot: Pilot[None]) -> None:
        await seen(pilot, "✓ keyring")
        await pilot.press("k")
        await seen(pilot, "LOCAL_SECRET")
        await pilot.press("a")
        await seen(pilot, "Forget 1 secret?")
        await pilot.press("right", "enter")
        await seen(pilot, "Not forgotten: LOCAL_SECRET of analytics")
        await until(pilot, lambda: not under_way("secrets") and not under_way("forget"))
        await pilot.pause()
        assert "Not forgotten: LOCAL_SECRET" in text_of(app)
        assert "Forgotten." not in text_of(app)

    drive(WizardApp(alone(clusters, vault), environ={"TERM": "xterm-256color"}), test)


def test_a_session_that_another_run_has_open_says_so_in_its_row(tmp_path: Path) -> None:
    clusters = Clusters()
    here, there = (
        Library(replace(clusters.library().seams, sessions=DiskSessions(tmp_path), vault=MemoryVault()))
        for _ in range(2)
    )
    other = there.begin(answers(remote__interface_ca="public"), {})

    async def test(app: WizardApp, pilot: Pilot[None]) -> None:
        await seen(pilot, f"open in process {os.getpid()}")
        app.screen.query_one("#sessions").focus()
        await pilot.press("enter")
        await seen(pilot, f"is open in another run, process {os.getpid()}.")
        assert app.work.session is None
        assert app.work.draft is None

    drive(WizardApp(here, environ={"TERM": "xterm-256color"}), test)
    other.close()


def test_commands_are_verbs_and_only_those_of_the_screen() -> None:
    clusters = Clusters()
    clusters.begun()

    async def test(app: WizardApp, pilot: Pilot[None]) -> None:
        await seen(pilot, "analytics")
        titles = [each.title for each in app.get_system_commands(app.screen)]
        assert titles == [
            "Choose",
            "Connect two clusters",
            "See which secrets are kept, and forget them",
            "Show the keys of this screen",
            "Leave",
            "Choose a theme",
        ]
        await pilot.press("question_mark")
        await seen(pilot, "next part")
        assert "super" not in text_of(app)
        assert text_of(app).count("all commands by name") == 1

    drive(WizardApp(clusters.library(), environ={"TERM": "xterm-256color"}), test)


def test_leaving_practice_promises_nothing_and_leaving_memory_says_what_is_lost() -> None:
    clusters = Clusters(vault=MemoryVault())
    id = clusters.begun()

    async def leaves(app: WizardApp, pilot: Pilot[None], text: str) -> None:
        await until(pilot, lambda: isinstance(app.screen, PlanScreen) and not app.screen.checking, "Plan")
        await pilot.press("ctrl+c")
        await seen(pilot, text)
        await pilot.press("escape")

    async def practice(app: WizardApp, pilot: Pilot[None]) -> None:
        await leaves(app, pilot, "Leave? Practice ends with it; nothing of it stays.")

    async def memory(app: WizardApp, pilot: Pilot[None]) -> None:
        await until(pilot, lambda: app.work.session is not None)
        assert app.work.session is not None
        app.work.session.values.keep(MADE, "c2VjcmV0")
        await leaves(app, pilot, "Leave? Answers are saved; secrets in memory are asked again.")

    environ = {"TERM": "xterm-256color"}
    app = WizardApp(clusters.library(), session=id, practice=True, environ=environ)
    drive(app, practice)
    assert app.words == ("Practice ended; nothing of it stays.",)
    drive(WizardApp(clusters.library(), session=id, environ=environ), memory)


class Pondering(Clinging):
    """Lets go of nothing, and takes its time to say so."""

    def __init__(self) -> None:
        super().__init__()
        self.gate = threading.Event()

    def delete(self, service: str) -> None:
        """It refuses, later."""
        assert self.gate.wait(30)
        super().delete(service)


def test_a_keyring_that_refuses_late_is_heard_though_the_person_wants_to_close() -> None:
    vault = Pondering()
    clusters = Clusters(vault=vault)
    first = alone(clusters, vault).open(clusters.begun())
    first.values.keep(secret_ref("local.secret"), SECRET)
    first.close()

    async def test(app: WizardApp, pilot: Pilot[None]) -> None:
        await seen(pilot, "✓ keyring")
        await pilot.press("k")
        await seen(pilot, "LOCAL_SECRET")
        await pilot.press("a")
        await seen(pilot, "Forget 1 secret?")
        await pilot.press("right", "enter")
        await until(pilot, lambda: bool(under_way("forget")))
        await pilot.press("escape")
        await seen(pilot, "Not closed yet")
        vault.gate.set()
        await seen(pilot, "Not forgotten: LOCAL_SECRET of analytics")
        await until(pilot, lambda: not under_way("secrets"))
        await pilot.pause()
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, HomeScreen), "Home")

    drive(WizardApp(alone(clusters, vault), environ={"TERM": "xterm-256color"}), test)
