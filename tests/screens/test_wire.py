"""The wire: what both sides are called, states without colour, and walking its hops by keys and by mouse."""

from dataclasses import replace
from typing import get_args

import pytest
from textual.pilot import Pilot

from screens.app import WizardApp
from screens.evidence import EvidenceModal
from screens.glyphs import GLYPHS, Mark, as_ascii
from screens.plan import PlanScreen
from screens.plan_rows import BEFORE
from screens.run import RunScreen
from screens.widgets.choice_list import ChoiceList
from screens.widgets.field import Field
from screens.widgets.path import Hop, HopStatus, Path, names_of
from screens.widgets.wire import SOLID_ASCII, Wire
from screens.widgets.wire_drawing import Pen, in_boxes, in_one_row
from tests.screens.clusters import Clusters
from tests.screens.driving import seen, text_of, until
from tests.screens.running import CONNECT, KEY, KEYSTORE, comes, drive, to_run
from tests.screens.test_everywhere import ask_about
from wizard.engine.sketch import sketch

ASCII = Pen(solid=SOLID_ASCII)
STATUSES: tuple[HopStatus, ...] = ("ok", "likely", "warn", "fail", "crash", "working", "waits", "open", "skip")


def wire_of(app: WizardApp) -> Wire:
    return app.screen.query_one(Wire)


async def judged(app: WizardApp, pilot: Pilot[None]) -> PlanScreen:
    """The plan, once the checks are through."""
    screen = app.screen
    assert isinstance(screen, PlanScreen)
    await seen(pilot, "must hold before the first step")
    await until(pilot, lambda: not screen.checking)
    return screen


async def on_the_wire(app: WizardApp, pilot: Pilot[None]) -> Wire:
    wire = wire_of(app)
    wire.focus()
    await until(pilot, lambda: app.focused is wire)
    await pilot.pause()
    return wire


@pytest.mark.parametrize("ascii", [False, True])
def test_each_state_of_a_hop_is_told_apart_in_the_text_alone(ascii: bool) -> None:
    assert set(STATUSES) <= set(get_args(Mark))
    rows, boxes = set(), set()
    for status in STATUSES:
        path = Path("a", "b", (Hop("DNS", "ok"), Hop("TCP", status), Hop("TLS", "open")))
        row = str(in_one_row(path, 78, ASCII if ascii else Pen()).content)
        box = str(in_boxes(path, 78, ASCII if ascii else Pen()).content)
        rows.add(as_ascii(row) if ascii else row)
        boxes.add(as_ascii(box) if ascii else box)
    assert len(rows) == len(boxes) == len(STATUSES)


def test_in_ascii_no_part_of_the_line_is_drawn_like_a_state() -> None:
    bare = Path("a", "b", (Hop("DNS", "ok"), Hop("TCP", "fail")))
    row = as_ascii(str(in_one_row(bare, 78, ASCII).content))
    assert row == "a =+=x.> b"
    whole = as_ascii(str(in_one_row(replace(bare, hops=(Hop("DNS", "ok"), Hop("TCP", "skip"))), 78, ASCII).content))
    assert whole == "a =+=-=> b"
    assert not {"=", ".", ">"} & {glyph.ascii for glyph in GLYPHS.values()}


@pytest.mark.parametrize("width", [72, 78, 98, 118])
def test_each_hop_stands_under_its_name(width: int) -> None:
    hops = tuple(Hop(name, "ok") for name in ("keystore", "DNS", "TCP", "TLS", "filter", "auth", "access"))
    _, names, line, _ = str(in_boxes(Path("a", "b", hops), width).content).split("\n")
    places = [at for at, character in enumerate(line) if character == "✓"]
    assert len(places) == len(hops)
    for hop, place in zip(hops, places, strict=True):
        begin = names.index(hop.name)
        assert abs(place - (begin + (len(hop.name) - 1) / 2)) <= 0.5


def test_both_sides_are_never_called_the_same() -> None:
    scenario = sketch({"local.environment": "self", "remote.environment": "self"})
    local = replace(scenario.local, url="https://127.0.0.1:9200")
    remote = replace(scenario.remote, url="https://127.0.0.1:9201")
    same = replace(scenario, local=local, remote=remote)
    assert names_of(same, {}) == ("127.0.0.1:9200", "127.0.0.1:9201")
    assert names_of(same, {"local": "emea", "remote": "us"}) == ("emea", "us")
    assert names_of(same, {"local": "elasticsearch", "remote": "elasticsearch"}) == ("127.0.0.1:9200", "127.0.0.1:9201")
    named = replace(scenario, local=replace(local, url="https://emea.example.com:9200"))
    assert names_of(replace(named, remote=remote), {}) == ("emea", "127.0.0.1:9201")
    assert names_of(scenario, {}) == ("local", "remote")
    assert names_of(same, {"local": "em\x1bea", "remote": "us"})[0] == "em\ufffdea"


def test_names_stay_whole_where_a_caption_can_give_way() -> None:
    path = Path("prod-emea-1", "analytics-us", (Hop("DNS", "fail", "x" * 80),), f"DNS: {'x' * 80}", "fail")
    row = str(in_one_row(path, 76).content)
    assert row.startswith("prod-emea-1 ")
    assert " analytics-us   ✗ DNS: xxx" in row
    assert row.endswith("…")


def test_plan_left_and_right_walk_and_enter_goes_to_the_row() -> None:
    clusters = Clusters()

    async def test(app: WizardApp, pilot: Pilot[None]) -> None:
        screen = await judged(app, pilot)
        wire = await on_the_wire(app, pilot)
        await seen(pilot, "[")
        assert wire.hop is not None
        assert wire.hop.name == "keystore"
        await seen(pilot, f"keystore: {wire.hop.said or GLYPHS[wire.hop.status].word}")
        await pilot.press("enter")
        await until(pilot, lambda: screen.query_one(ChoiceList).cursor == KEYSTORE)
        assert isinstance(app.focused, ChoiceList)
        assert app.screen is screen
        await on_the_wire(app, pilot)
        await pilot.press("right", "right", "right", "right", "right")
        await until(pilot, lambda: wire.hop is not None and wire.hop.name == "auth")
        await seen(pilot, "auth: ")
        await pilot.press("left", "left", "left")
        await until(pilot, lambda: wire.hop is not None and wire.hop.name == "TCP")
        # Letters are still those of the stage.
        await pilot.press("n")
        await until(pilot, lambda: isinstance(app.screen, RunScreen))
        assert clusters.writes == []

    drive(clusters, test)


def test_plan_the_wire_comes_last_in_the_order_of_tab() -> None:
    async def test(app: WizardApp, pilot: Pilot[None]) -> None:
        await judged(app, pilot)
        await pilot.press("shift+tab")
        await until(pilot, lambda: app.focused is wire_of(app))
        await pilot.press("tab")
        await until(pilot, lambda: isinstance(app.focused, ChoiceList))

    drive(Clusters(), test)


def test_a_broken_check_is_what_its_hop_leads_to() -> None:
    clusters = Clusters(untrusted="l1")
    broken = Hop("auth", "fail", codes=("RC-LOCAL-005", "RC-REG-004"))
    whole = replace(broken, status="open")

    async def test(app: WizardApp, pilot: Pilot[None]) -> None:
        screen = await judged(app, pilot)
        assert screen.place_of(broken) == BEFORE
        assert screen.place_of(whole) == CONNECT
        assert screen.place_of(Hop("DNS", "open")) == ""

    drive(clusters, test)


@pytest.mark.parametrize("size", [(80, 24), (120, 36)])
def test_run_a_click_on_a_hop_goes_to_its_step_and_begins_nothing(size: tuple[int, int]) -> None:
    clusters = Clusters()

    async def test(app: WizardApp, pilot: Pilot[None]) -> None:
        run = await to_run(pilot)
        await comes(pilot, KEY, "ready")
        wire = wire_of(app)
        lines = text_of(app).split("\n")[wire.region.y : wire.region.bottom]
        at = next(index for index, hop in enumerate(wire.path.hops) if hop.name == "auth")
        begin, _ = wire._drawn.spans[at]
        padding = wire.content_region.x - wire.region.x
        row = 2 if len(lines) > 1 else 0
        assert await pilot.click(wire, offset=(begin + padding, row))
        await until(pilot, lambda: run.query_one(ChoiceList).cursor in (KEY, CONNECT))
        assert clusters.writes == []
        await until(pilot, lambda: isinstance(app.focused, ChoiceList))

    drive(clusters, test, size=size)


def test_run_enter_on_the_wire_begins_no_step() -> None:
    clusters = Clusters()

    async def test(app: WizardApp, pilot: Pilot[None]) -> None:
        run = await to_run(pilot)
        await comes(pilot, KEY, "ready")
        await on_the_wire(app, pilot)
        await pilot.press("enter")
        await until(pilot, lambda: run.query_one(ChoiceList).cursor == KEYSTORE)
        assert clusters.writes == []

    drive(clusters, test)


def test_ask_a_hop_shows_what_was_seen_of_it_or_says_that_nothing_was() -> None:
    from tests.screens.driving import drive as drive_app

    async def test(app: WizardApp, pilot: Pilot[None]) -> None:
        await ask_about(app, pilot, "remote.address")
        field = app.screen.query_one(Field)
        await on_the_wire(app, pilot)
        await pilot.press("enter")
        await seen(pilot, "keystore: not yet. Nothing was seen of it yet.")
        field.focus()
        field.value = "10.0.0.9:9443"
        await until(pilot, lambda: any(hop.name == "TCP" and hop.said for hop in wire_of(app).path.hops))
        await on_the_wire(app, pilot)
        await pilot.press("right", "right", "enter")
        await until(pilot, lambda: isinstance(app.screen, EvidenceModal))
        await seen(pilot, "RC-REACH-002")
        await pilot.press("escape")
        await until(pilot, lambda: app.focused is wire_of(app))

    drive_app(test)


def test_a_wire_of_cluster_names() -> None:
    async def test(app: WizardApp, pilot: Pilot[None]) -> None:
        await judged(app, pilot)
        path = wire_of(app).path
        assert path.local != path.remote
        assert {path.local, path.remote} == set(app.work.names.values())

    drive(Clusters(), test)
