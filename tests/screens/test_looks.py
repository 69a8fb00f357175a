"""How things look in every colour mode and at every size: keys, scroll bars, failures, names, lines that go on."""

import os
from pathlib import Path

import pytest
from textual.color import Color
from textual.pilot import Pilot
from textual.widgets import TextArea

from screens.app import WizardApp
from screens.confirm import ConfirmModal
from screens.evidence import EvidenceModal, hung
from screens.frame import Framed, Modal
from screens.help import HelpModal
from screens.literal import broken_at_joints
from screens.route import RouteScreen
from screens.scroll_bars import THUMB, TRACK
from screens.themes import DARK, LIGHT, without_color
from screens.widgets.keys import ENDS, WIDEST, Keys
from screens.widgets.stages import HEAD
from screens.widgets.story import Story
from tests.screens.clusters import Clusters
from tests.screens.driving import drive, seen, text_of, until
from tests.screens.running import drive as drive_run
from tests.screens.test_everywhere import ask_about
from tests.screens.test_first_screens import to_route
from tests.screens.world import PASSWORD, World

SIZES = [(60, 16), (80, 24), (120, 36)]
LINES = ("The first effect of this is long enough to go on in another line of the window, whatever its width is.",)


def keys_of(app: WizardApp) -> list[tuple[str, str]]:
    """Key and action of each in the footer of the screen that is shown."""
    return [
        (str(getattr(key, "key_display", "")), str(getattr(key, "action", "")))
        for key in app.screen.query_one(Keys).children
    ]


def footer_of(app: WizardApp) -> str:
    """The footer as it is drawn."""
    region = app.screen.query_one(Keys).region
    return text_of(app).split("\n")[region.y][region.x : region.right]


@pytest.mark.parametrize("size", SIZES)
def test_keys_are_whole_own_ones_first_help_and_the_way_back_last(size: tuple[int, int]) -> None:
    async def right(app: WizardApp, pilot: Pilot[None]) -> None:
        await until(pilot, lambda: bool(keys_of(app)))
        await pilot.pause()
        ranks = [ENDS.get(action, 0) for _, action in keys_of(app)]
        assert ranks == sorted(ranks)
        assert ranks[-1] == 2, keys_of(app)
        footer = app.screen.query_one(Keys)
        assert footer.virtual_size.width <= size[0]
        assert len(footer_of(app).rstrip().removeprefix(" ")) <= WIDEST
        for key in footer.children:
            assert f"{getattr(key, 'key_display', '')} {getattr(key, 'description', '')}" in footer_of(app)

    async def test(app: WizardApp, pilot: Pilot[None]) -> None:
        await seen(pilot, "No connections yet")
        await right(app, pilot)
        await to_route(pilot)
        await right(app, pilot)
        assert "go_on" in [action for _, action in keys_of(app)]
        await pilot.press("question_mark")
        await until(pilot, lambda: isinstance(app.screen, HelpModal))
        await right(app, pilot)
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, RouteScreen))
        await pilot.press("ctrl+c")
        await until(pilot, lambda: isinstance(app.screen, ConfirmModal))
        await right(app, pilot)
        assert keys_of(app)[0][1] == "press"

    drive(test, size=size)


def test_keys_come_back_when_there_is_room_again() -> None:
    async def test(app: WizardApp, pilot: Pilot[None]) -> None:
        await to_route(pilot)
        await pilot.resize_terminal(60, 16)
        await until(pilot, lambda: "swap" not in [action for _, action in keys_of(app)])
        await pilot.resize_terminal(80, 24)
        await until(pilot, lambda: "swap" in [action for _, action in keys_of(app)])

    drive(test)


@pytest.mark.parametrize("ascii", [False, True])
def test_a_scroll_bar_is_seen_in_the_text_alone(ascii: bool) -> None:
    thumb, track = ("#", "|") if ascii else (THUMB, TRACK)

    async def test(app: WizardApp, pilot: Pilot[None]) -> None:
        await to_route(pilot)
        await pilot.press("question_mark")
        await until(pilot, lambda: isinstance(app.screen, HelpModal))
        await pilot.pause()
        bar = app.screen.query_one("VerticalScroll").vertical_scrollbar.region
        drawn = "".join(line[bar.x] for line in text_of(app).split("\n")[bar.y : bar.bottom])
        assert drawn == thumb * drawn.count(thumb) + track * drawn.count(track)
        assert thumb in drawn
        assert track in drawn
        assert text_of(app).isascii() == ascii
        await pilot.press(*["down"] * 40)
        await until(pilot, lambda: text_of(app).split("\n")[bar.bottom - 1][bar.x] == thumb)

    drive(test, size=(80, 16), ascii=ascii)


@pytest.mark.parametrize("theme", [DARK, LIGHT])
def test_without_colour_nothing_that_matters_is_dimmer_than_text(theme: object) -> None:
    assert theme in (DARK, LIGHT)
    plain = without_color(DARK if theme is DARK else LIGHT)
    assert {plain.error, plain.warning, plain.success, plain.primary} == {plain.foreground}
    background = Color.parse(plain.background or "").monochrome
    muted = Color.parse(plain.variables["muted"]).monochrome
    assert background.get_contrast_text(1.0) is not None
    high, low = sorted((_luminance(background), _luminance(muted)), reverse=True)
    assert (high + 0.05) / (low + 0.05) >= 4.5


def _luminance(color: Color) -> float:
    parts = [part / 255 for part in color.rgb]
    red, green, blue = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_a_failed_headline_is_bold_and_as_bright_as_text_without_colour() -> None:
    before = os.environ.pop("NO_COLOR", None)
    os.environ["NO_COLOR"] = "1"
    try:
        app = WizardApp(World().library(), environ={"TERM": "xterm-256color"})
    finally:
        os.environ.pop("NO_COLOR", None)
        if before is not None:
            os.environ["NO_COLOR"] = before

    async def test(app: WizardApp, pilot: Pilot[None]) -> None:
        from screens.saying import Text

        await to_route(pilot)
        story = Story()
        await app.screen.query_one("#body").mount(story)
        story.tell([Text("it broke here", "wrong"), Text("as plain as this", "")])
        await seen(pilot, "it broke here")
        styles = {}
        for strip in app.screen._compositor.render_strips():
            for segment in strip.apply_filter(app.get_line_filters()[-1], app.screen.background_colors[1]):
                for text in ("it broke here", "as plain as this"):
                    if text in segment.text:
                        styles[text] = segment.style
        broke, plain = styles["it broke here"], styles["as plain as this"]
        assert broke is not None
        assert plain is not None
        assert broke.bold
        assert broke.color == plain.color

    drive(test, app=app)


def test_the_top_bar_keeps_the_name_where_there_is_little_room() -> None:
    app = WizardApp(World().library(), practice=True, environ={})

    async def test(app: WizardApp, pilot: Pilot[None]) -> None:
        await to_route(pilot)
        bar = text_of(app).split("\n")[0]
        assert f"{HEAD}new connection  PRACTICE" in bar
        assert "● Route ○ ○ ○ ○" in bar
        await pilot.resize_terminal(120, 36)
        await seen(pilot, "● Route  ○ Ask  ○ Plan")

    drive(test, app=app, size=(60, 16))


@pytest.mark.parametrize("size", SIZES)
def test_an_effect_goes_on_below_its_beginning(size: tuple[int, int]) -> None:
    async def test(app: WizardApp, pilot: Pilot[None]) -> None:
        await seen(pilot, "No connections yet")
        app.push_screen(ConfirmModal("Do it?", "Do", lines=LINES))
        await seen(pilot, "The first effect")
        lines = text_of(app).split("\n")
        at = next(number for number, line in enumerate(lines) if "The first effect" in line)
        begins = lines[at].index("The first")
        window = lines[at].rindex("│", 0, begins) + 1
        assert not lines[at + 1][window:begins].strip()
        assert lines[at + 1][begins] not in " │"

    drive(test, size=size)


def test_evidence_goes_on_further_in_than_it_began_and_is_saved_unbroken() -> None:
    text = "title\n  claim  " + "word " * 40 + "\n" + "x" * 300 + "\n"

    async def test(app: WizardApp, pilot: Pilot[None]) -> None:
        await seen(pilot, "No connections yet")
        app.push_screen(EvidenceModal(text, "e.txt"))
        await until(pilot, lambda: isinstance(app.screen, Modal))
        await pilot.pause()
        area = app.screen.query_one(TextArea)
        lines = area.text.splitlines()
        assert max(map(len, lines)) < area.content_size.width
        assert lines[1].startswith("  claim  word")
        assert lines[2].startswith("    word")
        assert app.screen._text == text  # type: ignore[attr-defined]

    drive(test)


def test_evidence_takes_secrets_out_whoever_opens_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)

    async def test(app: WizardApp, pilot: Pilot[None]) -> None:
        await seen(pilot, "No connections yet")
        app.work.library.seams.redactor.know("LOCAL_SECRET", PASSWORD)
        app.push_screen(EvidenceModal(f"it said {PASSWORD}", "e.txt"))
        await seen(pilot, "it said ${LOCAL_SECRET}")
        await pilot.press("s")
        await seen(pilot, "Saved as")

    drive(test)
    assert (tmp_path / "e.txt").read_text() == "it said ${LOCAL_SECRET}"


@pytest.mark.parametrize("width", [10, 40, 76])
def test_what_is_hung_loses_no_word(width: int) -> None:
    text = "title\n\n  says   one two three, four five six seven eight nine ten eleven twelve thirteen\n"
    assert "".join(hung(text, width).split()) == "".join(text.split())
    assert hung("", width) == "\n"


def test_long_names_are_broken_behind_a_dot() -> None:
    name = "java.security.cert.CertPathValidatorException"
    broken = broken_at_joints(f"Caused by {name}: no path", 30)
    assert "".join(broken.split("\n")) == f"Caused by {name}: no path"
    assert "cert.\nCertPathValidatorException: no path" in broken
    assert broken_at_joints("cluster.remote.analytics.proxy_address", 24) == "cluster.remote.\nanalytics.proxy_address"
    assert broken_at_joints("short words only " * 9, 20) == "short words only " * 9
    assert broken_at_joints("x" * 90, 20) == "x" * 90


def test_an_empty_list_has_no_order() -> None:
    world = World()

    async def empty(app: WizardApp, pilot: Pilot[None]) -> None:
        await seen(pilot, "No connections yet")
        assert "newest first" not in text_of(app)

    async def filled(app: WizardApp, pilot: Pilot[None]) -> None:
        await seen(pilot, "newest first")

    drive(empty, world)
    world.sessions.create("old", {})
    drive(filled, world)


def test_every_part_that_takes_the_focus_shows_it_without_colour() -> None:
    async def test(app: WizardApp, pilot: Pilot[None]) -> None:
        await seen(pilot, "must hold before the first step")
        await pilot.pause()
        screen = app.screen
        assert isinstance(screen, Framed)
        shots = {}
        for part in screen.focus_chain:
            screen.set_focus(part)
            await until(pilot, lambda part=part: app.focused is part)  # type: ignore[misc]
            await pilot.pause()
            frame = screen._compositor.render_strips()
            # What is drawn, and what is drawn in reverse: never the colours.
            shots[part] = str([[(each.text, bool(each.style and each.style.reverse)) for each in row] for row in frame])
        assert len(shots) >= 3
        assert len(set(shots.values())) == len(shots)

    drive_run(Clusters(), test)


def test_the_field_that_has_the_focus_has_another_frame() -> None:
    async def test(app: WizardApp, pilot: Pilot[None]) -> None:
        await ask_about(app, pilot, "alias")
        await seen(pilot, "┏━")
        await pilot.press("escape")
        await until(pilot, lambda: app.focused is None)
        await until(pilot, lambda: "┏━" not in text_of(app))

    drive(test)
