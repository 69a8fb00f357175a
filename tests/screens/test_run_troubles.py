"""A run that meets trouble on this machine, and the words and keys of a run in each phase."""

from textual.pilot import Pilot

from screens.app import WizardApp
from screens.evidence import EvidenceModal
from screens.give_key import GiveKeyModal
from screens.run import RunScreen
from screens.run_calls import LOOKING_NOW
from screens.waiting import AppClock
from screens.widgets.story import Story
from tests.screens.clusters import Clusters
from tests.screens.driving import seen, text_of, until
from tests.screens.keyrings import Locking
from tests.screens.running import (
    CONNECT,
    KEY,
    KEYSTORE,
    SERVER,
    comes,
    course,
    drive,
    run_of,
    to_connect,
    to_failed_key,
    to_key,
    to_keystore,
    to_run,
)
from wizard.errors import SessionError
from wizard.plan.result import Outcome
from wizard.store.session import Session
from wizard.store.sessions import MemorySessions

MADE = "remote POST /_security/cross_cluster/api_key"


def story(pilot: Pilot[None]) -> str:
    return run_of(pilot).query_one(Story).text


class Full(MemorySessions):
    """A state folder that can be made unwritable."""

    full = False

    def fill(self) -> None:
        """From now on nothing can be written."""
        self.full = True

    def save(self, session: Session) -> Session:
        """Keep it, unless it is full."""
        if self.full:
            raise SessionError("The state folder cannot be used: /home/x (Read-only file system).", hint="Mend it.")
        return super().save(session)


def test_a_keyring_locked_before_the_key_is_made_sends_nothing_and_unlocking_goes_on() -> None:
    vault = Locking()
    clusters = Clusters(vault=vault)

    async def test(app: WizardApp, pilot: Pilot[None]) -> None:
        await to_failed_key(pilot, vault.lock)
        await until(pilot, lambda: "The keyring is locked." in story(pilot))
        assert "Unlock it." in story(pilot)
        assert "Who" not in story(pilot), "no admin of a cluster has to do with it"
        assert clusters.writes == []
        vault.unlock()
        await pilot.press("r")
        await comes(pilot, KEY, "ready")
        await pilot.press("enter")
        await comes(pilot, KEYSTORE, "ready")
        assert clusters.writes == [MADE]

    drive(clusters, test)


def test_memory_is_a_way_on_when_the_keyring_stays_locked() -> None:
    vault = Locking()
    clusters = Clusters(vault=vault)

    async def test(app: WizardApp, pilot: Pilot[None]) -> None:
        await to_failed_key(pilot, vault.lock)
        await seen(pilot, "Keep in memory")
        await pilot.press("m")
        await comes(pilot, KEY, "ready")
        # By hand nobody could fetch it from there: no key is made, and g leads on.
        await pilot.press("enter")
        await comes(pilot, KEY, "ended", "failed")
        await until(pilot, lambda: "Nothing of step 2 was sent. By hand needs a keyring" in text_of(app))
        assert clusters.writes == []
        await pilot.press("g")
        await until(pilot, lambda: "How do commands reach the local nodes?" in text_of(app), "local.nodes")

    drive(clusters, test)


def test_a_key_that_the_keyring_refuses_is_said_and_replaced() -> None:
    vault = Locking()
    clusters = Clusters(vault=vault)

    async def test(app: WizardApp, pilot: Pilot[None]) -> None:
        await to_failed_key(pilot, lambda: vault.lock("KEY"))
        await until(pilot, lambda: "The keyring is locked." in story(pilot))
        assert "the next run replaces it" in story(pilot)
        vault.unlock()
        await pilot.press("r")
        await comes(pilot, KEY, "ready")
        asked = len(clusters.asked)
        await pilot.press("enter")
        await comes(pilot, KEYSTORE, "ready")
        # The one whose secret was lost is looked for, to be invalidated.
        assert "remote POST /_security/_query/api_key" in clusters.asked[asked:]

    drive(clusters, test)


def test_nothing_is_sent_when_the_state_folder_cannot_be_written() -> None:
    sessions = Full()
    clusters = Clusters(sessions=sessions)

    async def test(app: WizardApp, pilot: Pilot[None]) -> None:
        await to_failed_key(pilot, sessions.fill)
        await until(pilot, lambda: "The state folder cannot be used" in story(pilot))
        assert "whoever runs this wizard" in story(pilot)
        assert "manage_security" not in story(pilot)
        assert "secret was not kept" not in text_of(app), "no key was made"
        await until(pilot, lambda: "Step 2 failed. Nothing of it was sent." in text_of(app))
        assert clusters.writes == []
        # Looking again says the same, and stays.
        await pilot.press("r")
        await until(pilot, lambda: course(pilot, KEY).phase in ("ready", "ended"))
        sessions.full = False
        await pilot.press("r")
        await comes(pilot, KEY, "ready")
        await pilot.press("enter")
        await comes(pilot, KEYSTORE, "ready")

    drive(clusters, test)


def test_a_look_whose_end_cannot_be_recorded_says_so_until_it_is_looked_at_again() -> None:
    sessions = Full()
    clusters = Clusters(sessions=sessions)

    async def test(app: WizardApp, pilot: Pilot[None]) -> None:
        await seen(pilot, "✓ ok")
        sessions.full = True
        await to_run(pilot)
        await comes(pilot, SERVER, "ended", "failed")
        await until(pilot, lambda: "Read-only file system" in story(pilot))
        assert "Step 1 failed" in text_of(app)
        sessions.full = False
        await pilot.press("r")
        await comes(pilot, KEY, "ready")
        assert clusters.writes == []

    drive(clusters, test)


def test_a_proof_that_is_waited_for_says_what_is_waited_for_and_never_that_it_came_true() -> None:
    clusters = Clusters(untrusted="the connection is being set up", clock=AppClock())

    async def test(app: WizardApp, pilot: Pilot[None]) -> None:
        await to_run(pilot)
        await comes(pilot, CONNECT, "ready")
        await pilot.press("enter")
        await seen(pilot, "Waiting until the connection reaches the remote cluster")
        run_of(pilot).since -= 20
        run_of(pilot)._tick()
        await pilot.pause()
        assert "Longer than usual" not in text_of(app)
        assert "working waiting until the connection reaches the remote cluster" in story(pilot)
        await pilot.press("escape")
        await comes(pilot, CONNECT, "open", "started")
        assert "ok wait" not in story(pilot)
        assert "skip Stopped waiting" in story(pilot)

    drive(clusters, test, outcomes={key: Outcome("done") for key in (SERVER, KEY, KEYSTORE)})


def test_what_does_not_come_true_is_told_as_such() -> None:
    clusters = Clusters(untrusted="the connection is being set up")

    async def test(app: WizardApp, pilot: Pilot[None]) -> None:
        await to_connect(pilot, clusters)
        await pilot.press("enter")
        await comes(pilot, CONNECT, "ended", "failed")
        assert "fail waited, and it did not come true: the connection reaches the remote cluster" in story(pilot)
        log = run_of(pilot).happened.lines
        assert any(line.endswith("PUT /_cluster/settings  200  0.0 s") for line in log)

    drive(clusters, test)


def test_looking_now_is_said_no_longer_than_it_is_so() -> None:
    clusters = Clusters(clock=AppClock())

    async def test(app: WizardApp, pilot: Pilot[None]) -> None:
        await to_keystore(pilot)
        await pilot.press("enter")
        await seen(pilot, "looked ")
        before = course(pilot, KEYSTORE).looked
        await pilot.press("enter")
        await until(pilot, lambda: course(pilot, KEYSTORE).looked != before, "a look")
        await until(pilot, lambda: "Waiting for you" in text_of(app))
        assert LOOKING_NOW not in text_of(app)

    drive(clusters, test)


def test_three_looks_that_fail_are_said_and_the_hand_over_still_ends_by_itself() -> None:
    clusters = Clusters()
    away = SessionError("The local cluster does not answer.", hint="Look at the network.")

    async def test(app: WizardApp, pilot: Pilot[None]) -> None:
        await to_keystore(pilot)
        await pilot.press("enter")
        await seen(pilot, "0 of 2 nodes")
        clusters.refuses["POST /_nodes/reload_secure_settings"] = away
        await until(pilot, lambda: "warn The last looks failed. The local cluster does not answer." in story(pilot))
        assert course(pilot, KEYSTORE).phase == "watching"
        clusters.refuses.clear()
        clusters.add_key("l1", "l2")
        assert (await comes(pilot, KEYSTORE, "ended")).state == "done"

    drive(clusters, test)


def test_keys_with_nothing_to_show_or_take_back_say_so() -> None:
    clusters = Clusters()

    async def test(app: WizardApp, pilot: Pilot[None]) -> None:
        await to_key(pilot)
        await pilot.press("u")
        await seen(pilot, "Nothing was changed, so there is nothing to take back.")
        await pilot.press("v")
        await seen(pilot, "Nothing was seen of this step yet")
        assert isinstance(app.screen, RunScreen)
        await pilot.press("enter")
        await comes(pilot, KEYSTORE, "ready")
        await pilot.press("up")
        await pilot.press("v")
        await until(pilot, lambda: isinstance(app.screen, EvidenceModal))

    drive(clusters, test)


def test_the_window_for_giving_the_key_offers_to_copy_only_what_there_is() -> None:
    clusters = Clusters()

    async def test(app: WizardApp, pilot: Pilot[None]) -> None:
        await to_keystore(pilot)
        app.work.use_memory()
        await pilot.press("k")
        await until(pilot, lambda: isinstance(app.screen, GiveKeyModal))
        await seen(pilot, "in the memory of this run")
        assert "Copy" not in text_of(app).splitlines()[-2]
        await pilot.press("c")
        await pilot.pause()
        assert app.clipboard == ""

    drive(clusters, test)


def test_a_fix_that_is_a_step_already_done_can_be_begun_again_and_what_it_outdates_is_open() -> None:
    clusters = Clusters()

    async def test(app: WizardApp, pilot: Pilot[None]) -> None:
        await to_connect(pilot, clusters)
        clusters.key_alive = False
        await pilot.press("enter")
        await comes(pilot, CONNECT, "ended", "failed")
        cause = course(pilot, CONNECT).cause
        assert cause
        assert cause.code == "RC-TRUST-005"
        await pilot.press("enter")
        await comes(pilot, KEY, "ready")
        await seen(pilot, "Step 2 is to do again. Enter begins.")
        await pilot.press("enter")
        # The keystores hold the old key.
        await comes(pilot, KEYSTORE, "ready")

    drive(clusters, test)
