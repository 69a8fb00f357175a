"""Route: the whole verdict is read at every size that is promised, and the focus is seen without colour."""

import pytest
from textual.containers import VerticalScroll
from textual.pilot import Pilot

from screens.app import WizardApp
from screens.ask import AskScreen
from screens.route import RouteScreen
from screens.verdict import SHORTER, Way, verdict_on
from screens.widgets.choice_list import ChoiceList
from screens.widgets.kv import KV
from screens.widgets.panel import ScrollPanel
from tests.screens.driving import drive, seen, text_of, until
from tests.screens.test_first_screens import to_route
from wizard.scenario.environments import ENVIRONMENTS
from wizard.scenario.model import Security
from wizard.scenario.pairs import PAIRS, Pair


def said(app: WizardApp) -> str:
    """All of the screen as one line of words."""
    return " ".join(text_of(app).replace("│", " ").replace("┃", " ").split())


def in_sight(app: WizardApp) -> bool:
    """True when all of the verdict is on the screen and nothing of it is cut."""
    panel, choose = app.screen.query_one("#verdict", ScrollPanel), app.screen.query_one("#choose", VerticalScroll)
    return choose.region.contains_region(panel.region) and panel.max_scroll_y == 0


@pytest.mark.parametrize("size", [(80, 24), (120, 36)])
def test_the_verdict_of_the_built_row_is_seen_whole_at_once(size: tuple[int, int]) -> None:
    async def test(app: WizardApp, pilot: Pilot[None]) -> None:
        await to_route(pilot)
        await until(pilot, lambda: in_sight(app))
        verdict = verdict_on(Way("self", "self", "", "api-key"))
        for label, text in verdict.rows:
            assert f"{label} {' '.join(text.split())}".strip() in said(app), label
        assert "…" not in "\n".join(text_of(app).split("\n")[4:])

    drive(test, size=size)


def test_each_step_that_will_be_is_named_whole() -> None:
    async def test(app: WizardApp, pilot: Pilot[None]) -> None:
        await to_route(pilot)
        await seen(pilot, "The steps will be")
        await pilot.pause()
        steps = verdict_on(Way("self", "self", "", "api-key")).steps
        rows = list(app.screen.query("#step_lines KV").results(KV))
        assert len(rows) == len(steps)
        for step in steps:
            assert step.title in said(app)

    drive(test, size=(120, 36))


@pytest.mark.parametrize("size", [(60, 16), (80, 24)])
def test_the_verdict_is_reached_by_tab_and_read_to_its_end(size: tuple[int, int]) -> None:
    async def test(app: WizardApp, pilot: Pilot[None]) -> None:
        await to_route(pilot)
        await pilot.press("up", "tab", "tab", "tab")
        await until(pilot, lambda: isinstance(app.focused, ScrollPanel))
        verdict = verdict_on(Way("eck", "self", "", "api-key"))
        last = verdict.rows[-1][1].split()[-1]
        shown = [said(app)]
        for _ in range(40):
            await pilot.press("down")
            await pilot.pause()
            shown.append(said(app))
        assert any("Elastic Cloud on Kubernetes → Self-managed" in each for each in shown)
        assert any(each.rpartition("Restart")[2].count(last) for each in shown)
        assert "Not in this version." in " ".join(shown)

    drive(test, size=size)


def test_at_the_smallest_size_the_verdict_is_said_and_the_questions_are_reached() -> None:
    async def test(app: WizardApp, pilot: Pilot[None]) -> None:
        await to_route(pilot)
        await seen(pilot, "✓ Supported. API keys are recommended.")
        for name in ("local", "remote", "model"):
            focused = app.focused
            assert isinstance(focused, ChoiceList)
            assert focused.id == name
            row = focused.region.y + (focused.highlighted or 0)
            assert text_of(app).split("\n")[row].count("▌") == 1
            await pilot.press("enter")
            await pilot.pause()
        await until(pilot, lambda: isinstance(app.screen, AskScreen))

    drive(test, size=(60, 16))


@pytest.mark.parametrize("ascii", [False, True])
def test_the_part_that_has_the_focus_is_seen_without_colour(ascii: bool) -> None:
    frame, bar, thin = ("=", ">", ":") if ascii else ("━", "▌", "▏")

    async def test(app: WizardApp, pilot: Pilot[None]) -> None:
        await to_route(pilot)
        for name in ("local", "remote"):
            await until(pilot, lambda name=name: app.focused is not None and app.focused.id == name)  # type: ignore[misc]
            await pilot.pause()
            title = next(line for line in text_of(app).split("\n") if "sends the request" in line)
            assert (frame in title[:39], frame in title[41:]) == (name == "local", name == "remote")
            row = next(line for line in text_of(app).split("\n") if "( ) Self-managed" in line)
            assert row.index(f"{bar}( )") < row.index(f"{thin}( )") if name == "local" else True
            await pilot.press("tab")
        await until(pilot, lambda: app.focused is not None and app.focused.id == "model")
        await seen(pilot, f"{bar}( ) API key")
        await pilot.press("tab")
        await until(pilot, lambda: isinstance(app.focused, ScrollPanel))
        title = next(
            line for line in text_of(app).split("\n") if "Self-managed → " in line or "Self-managed > " in line
        )
        assert frame in title

    drive(test, ascii=ascii)


def test_each_row_shows_its_verdict_and_its_wire_before_enter() -> None:
    """As a person meets it: by moving the cursor alone."""
    ways = [(pair, security) for pair in PAIRS for security in pair.securities]
    assert len(ways) == 38

    async def shows(app: WizardApp, pilot: Pilot[None], pair: Pair, security: Security) -> None:
        for name, value in (("local", pair.local), ("remote", pair.remote), ("relation", pair.relation)):
            if value:
                app.screen.query_one(f"#{name}", ChoiceList).move_to(value)
                await pilot.pause()
        app.screen.query_one("#model", ChoiceList).move_to(security)
        headline = verdict_on(Way(pair.local, pair.remote, pair.relation, security)).headline
        await until(pilot, lambda: f"─ {pair.row} ─" in text_of(app) and headline[:40] in said(app), pair.row)
        assert not app.screen._chosen  # type: ignore[attr-defined]
        lines = text_of(app).split("\n")[1:5]
        for side in (pair.local, pair.remote):
            row = ENVIRONMENTS[side]
            assert any(row.title in line or row.word in line for line in lines)
        method = pair.method(security)
        assert method is not None
        assert any(f"port {method.port}" in line for line in lines)

    async def test(app: WizardApp, pilot: Pilot[None]) -> None:
        await to_route(pilot)
        for pair, security in ways:
            await shows(app, pilot, pair, security)

    drive(test, size=(120, 60))


def test_serverless_is_chosen_on_neither_side() -> None:
    async def test(app: WizardApp, pilot: Pilot[None]) -> None:
        await to_route(pilot)
        for name in ("local", "remote"):
            each = app.screen.query_one(f"#{name}", ChoiceList)
            each.focus()
            each.move_to("serverless")
            await pilot.press("enter")
            await seen(pilot, "Serverless projects have no remote clusters")
            assert not [row for row in each.rows if row.chosen]
            await pilot.press("n")
            await pilot.pause()
            assert isinstance(app.screen, RouteScreen)

    drive(test)


def test_fewer_words_keep_every_row_of_the_full_text() -> None:
    for pair in PAIRS:
        for security in pair.securities:
            verdict = verdict_on(Way(pair.local, pair.remote, pair.relation, security))
            assert [label for label, _ in verdict.rows] == [label for label, _ in verdict.full]
            assert not [text for _, text in verdict.rows if any(whole in text for whole, _ in SHORTER)]
