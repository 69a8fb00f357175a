"""A whole run as a person meets it: keys only, at the smallest usual size, over two small clusters."""

import time

from textual.events import Key
from textual.pilot import Pilot

from screens.app import WizardApp
from screens.courses import CLOSING
from screens.evidence import EvidenceModal
from screens.export import ExportScreen
from screens.run import RunScreen
from screens.take_back import TakeBackModal
from screens.waiting import AppClock
from screens.widgets.choice_list import ChoiceList
from screens.widgets.story import Story
from screens.widgets.wire import Wire
from tests.screens.clusters import ENCODED, SECRET, Clusters
from tests.screens.driving import LIMIT_S, seen, text_of, until
from tests.screens.running import (
    CONNECT,
    GRANT,
    KEY,
    KEYSTORE,
    SERVER,
    comes,
    course,
    drive,
    run_of,
    to_connect,
    to_key,
    to_run,
    to_watching,
)
from wizard.errors import ReplyError

UNTRUSTED = (
    "org.elasticsearch.transport.ConnectTransportException: PKIX path building failed: "
    "unable to find valid certification path to requested target"
)


def story(pilot: Pilot[None]) -> str:
    return run_of(pilot).query_one(Story).text


async def to_the_end(pilot: Pilot[None], clusters: Clusters) -> None:
    await to_connect(pilot, clusters)
    await pilot.press("enter")
    await comes(pilot, GRANT, "ready")
    await pilot.press("enter")
    await until(pilot, lambda: run_of(pilot).courses.closing.through, "the closing checks")
    await pilot.pause()


def test_a_whole_run_with_enter_alone_ends_with_the_search_and_the_export() -> None:
    clusters = Clusters()

    async def test(app: WizardApp, pilot: Pilot[None]) -> None:
        await to_run(pilot)
        # What is true already is not sent.
        assert (await comes(pilot, SERVER, "ended")).state == "already"
        await comes(pilot, KEY, "ready")
        assert clusters.writes == []
        await seen(pilot, "Nothing of step 2 was sent yet. Enter begins.")
        await pilot.press("enter")
        assert (await comes(pilot, KEY, "ended")).state == "done"
        await comes(pilot, KEYSTORE, "ready")
        assert clusters.writes == ["remote POST /_security/cross_cluster/api_key"]
        await pilot.press("enter")
        await comes(pilot, KEYSTORE, "watching")
        await seen(pilot, "Watching ")
        clusters.add_key("l1", "l2")
        await comes(pilot, CONNECT, "ready")
        # An Enter that was meant for the hand-over begins nothing; a busy machine may be slow to press it.
        run_of(pilot)._fresh_until = time.monotonic() + LIMIT_S
        sent = len(clusters.writes)
        await pilot.press("enter")
        await seen(pilot, "This step came up just now")
        assert len(clusters.writes) == sent
        run_of(pilot)._fresh_until = 0.0
        assert 'not there -> "proxy"' in story(pilot)
        await pilot.press("enter")
        await comes(pilot, GRANT, "ready")
        await pilot.press("enter")
        await until(pilot, lambda: run_of(pilot).courses.closing.through, "the closing checks")
        await seen(pilot, "Done. jdoe searched analytics:logs-*: 3 documents.")
        assert run_of(pilot).query_one(Wire).path.holds
        assert run_of(pilot).courses.closing.findings[-1].code == "RC-USE-002"
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, ExportScreen), "Export")

    drive(clusters, test)


def test_a_hand_over_ends_by_itself_when_the_last_node_has_the_entry() -> None:
    clusters = Clusters()

    async def test(app: WizardApp, pilot: Pilot[None]) -> None:
        await to_watching(pilot)
        await seen(pilot, "Watching prod-local  0 of 2 nodes")
        assert "◆ l2  no entry yet" in text_of(app)
        clusters.add_key("l1")
        await seen(pilot, "Watching prod-local  1 of 2 nodes")
        assert "✓ l1  entry present" in text_of(app)
        clusters.add_key("l2")
        assert (await comes(pilot, KEYSTORE, "ended")).state == "done"

    drive(clusters, test)


def test_enter_in_a_hand_over_looks_at_once() -> None:
    clusters = Clusters(clock=AppClock())

    async def test(app: WizardApp, pilot: Pilot[None]) -> None:
        await to_watching(pilot)
        await seen(pilot, "looked 0 s ago")
        clusters.add_key("l1", "l2")
        await pilot.press("enter")
        assert (await comes(pilot, KEYSTORE, "ended")).state == "done"

    drive(clusters, test)


def test_a_failed_step_says_what_was_seen_who_acts_and_what_to_do_on_one_hop() -> None:
    clusters = Clusters(untrusted=UNTRUSTED)

    async def test(app: WizardApp, pilot: Pilot[None]) -> None:
        await to_connect(pilot, clusters)
        await pilot.press("enter")
        ended = await comes(pilot, CONNECT, "ended", "failed")
        assert ended.end is not None
        shown = story(pilot)
        finding = next(each for each in ended.findings if each.verdict.status == "fail")
        assert finding.verdict.headline in shown
        for key in ("Seen", "Who", "Fix", f"Code {finding.code}"):
            assert key in shown, shown
        broken = [hop.name for hop in run_of(pilot).query_one(Wire).path.hops if hop.status == "fail"]
        assert broken == ["TLS"]
        assert finding.verdict.headline[:20] in run_of(pilot).query_one(Wire).path.caption
        await seen(pilot, "Step 4 failed")
        clusters.untrusted = ""
        await pilot.press("r")
        await comes(pilot, GRANT, "ready")
        assert course(pilot, CONNECT).state == "done"

    drive(clusters, test, size=(120, 36))


def test_a_refused_request_is_shown_literally_and_can_be_tried_again() -> None:
    ugly = "no [bold]such[/] setting \x1b[31m\x07 " + "x" * 4000
    refused = ReplyError("The local cluster refused.", status=400, side="local", hint="Look there.", reason=ugly)
    clusters = Clusters(refuses={"PUT /_cluster/settings": refused})

    async def test(app: WizardApp, pilot: Pilot[None]) -> None:
        await to_connect(pilot, clusters)
        await pilot.press("enter")
        await comes(pilot, CONNECT, "ended", "failed")
        await seen(pilot, "no [bold]such[/] setting \ufffd[31m\ufffd")
        assert "\x1b" not in text_of(app)
        await pilot.press("v")
        await until(pilot, lambda: isinstance(app.screen, EvidenceModal), "the evidence")
        await seen(pilot, "no [bold]such[/]")
        await pilot.press("escape")
        clusters.refuses.clear()
        await pilot.press("enter")
        await comes(pilot, CONNECT, "ready")
        await seen(pilot, "Step 4 is still to do. Enter begins.")
        await pilot.press("enter")
        assert (await comes(pilot, CONNECT, "ended")).state == "done"

    drive(clusters, test)


def test_undo_asks_runs_backwards_and_shows_it() -> None:
    clusters = Clusters()

    async def test(app: WizardApp, pilot: Pilot[None]) -> None:
        await to_the_end(pilot, clusters)
        before = len(clusters.writes)
        await pilot.press("u")
        await until(pilot, lambda: isinstance(app.screen, TakeBackModal), "the question")
        # The default is the harmless one.
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, RunScreen), "Run")
        assert len(clusters.writes) == before
        await pilot.press("u")
        await pilot.pause()
        await seen(pilot, "Take back steps 5 to 2")
        await pilot.press("down", "down", "enter")
        await until(pilot, lambda: not run_of(pilot).writing and course(pilot, KEY).state == "undone", "all taken back")
        await pilot.pause()
        undone = [each for each in clusters.writes[before:] if "reload" not in each]
        assert undone == [
            "local PUT /_security/user/jdoe",
            "local DELETE /_security/role/remote-search-analytics",
            "local PUT /_cluster/settings",
            "remote DELETE /_security/api_key",
        ]
        assert text_of(app).count("↶") >= 3
        # The keystores are a person's: handed over, and finished by saying so again.
        assert course(pilot, KEYSTORE).state == "handed"
        clusters.keys_on.clear()
        await pilot.press("u")
        await seen(pilot, "what was handed to you for step 3")
        await pilot.press("down", "enter")
        await until(pilot, lambda: course(pilot, KEYSTORE).state == "undone", "the keystores")

    drive(clusters, test)


def test_no_secret_is_on_any_screen_nor_in_what_is_copied() -> None:
    clusters = Clusters()
    frames: list[str] = []

    async def test(app: WizardApp, pilot: Pilot[None]) -> None:
        await to_key(pilot)
        frames.append(text_of(app))
        await pilot.press("enter")
        await comes(pilot, KEYSTORE, "ready")
        await pilot.press("enter")
        await comes(pilot, KEYSTORE, "watching")
        await pilot.press("c")
        await seen(pilot, "(not confirmed by the terminal)")
        copied = app.clipboard
        assert "elasticsearch-keystore add" in copied
        await pilot.press("k")
        await seen(pilot, "secrets send")
        frames.append(text_of(app))
        await pilot.press("c")
        await seen(pilot, "(not confirmed by the terminal)")
        assert "| ssh NODE" in app.clipboard
        frames.extend((copied, app.clipboard))
        await pilot.press("escape")
        clusters.add_key("l1", "l2")
        await comes(pilot, CONNECT, "ready")
        await until(pilot, lambda: not run_of(pilot).fresh)
        await pilot.press("enter")
        await comes(pilot, GRANT, "ready")
        await pilot.press("enter")
        await until(pilot, lambda: run_of(pilot).courses.closing.through, "the closing checks")
        for row in (*run_of(pilot).courses.numbers, CLOSING):
            run_of(pilot).query_one(ChoiceList).move_to(row)
            await pilot.press("v")
            await pilot.pause()
            frames.append(text_of(app))
            await pilot.press("escape")
        frames.extend(run_of(pilot).happened.lines)
        frames.append(repr(run_of(pilot).session.record))

    app = drive(clusters, test)
    frames.extend(app.words)
    for frame in frames:
        assert SECRET not in frame
        assert ENCODED not in frame


def test_keys_that_mean_nothing_now_are_not_offered() -> None:
    clusters = Clusters()

    async def test(app: WizardApp, pilot: Pilot[None]) -> None:
        await to_key(pilot)
        last = text_of(app).splitlines()[-1]
        assert "Begin" in last
        assert "Give key" not in last
        assert "Undo" not in last
        await pilot.press("k", "c")
        assert isinstance(app.screen, RunScreen)
        # A later step is not begun before its turn.
        await pilot.press("down", "down")
        assert run_of(pilot).row == CONNECT
        assert "Go on" in text_of(app).splitlines()[-1]
        await pilot.press("enter")
        await comes(pilot, KEY, "ready")
        assert clusters.writes == []

    drive(clusters, test)


def test_enter_does_not_overtake_the_arrow_key_before_it() -> None:
    clusters = Clusters()

    async def test(app: WizardApp, pilot: Pilot[None]) -> None:
        await to_key(pilot)
        await until(pilot, lambda: run_of(pilot).row == KEY and not run_of(pilot).fresh, "the key's step")
        for key in ("up", "enter"):
            app.post_message(Key(key, None))
        for _ in range(3):
            await pilot.pause()
        # On the first step it leads on to the next; on the one it was pressed away from it would have begun that.
        assert course(pilot, KEY).phase == "ready"
        assert clusters.writes == []

    drive(clusters, test)
