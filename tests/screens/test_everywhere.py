"""What holds on every screen: help, answers, twins of keys, the mouse, foreign text, practice, colourless terminals."""

import pytest
from textual.pilot import Pilot
from textual.widget import Widget
from textual.widgets import Footer

from screens.answers import AnswersModal
from screens.app import WizardApp
from screens.ask import AskScreen
from screens.glyphs import GLYPHS, as_ascii
from screens.help import HelpModal
from screens.home import HomeScreen
from screens.route import RouteScreen
from screens.themes import theme_name
from screens.widgets.choice_list import ChoiceList, Row
from screens.widgets.explain import Explain
from screens.widgets.field import Field
from screens.widgets.path import Hop, Path
from screens.widgets.wire_drawing import in_boxes, in_one_row
from tests.screens.driving import drive, put_in, seen, text_of, until
from tests.screens.world import PASSWORD, World

WAYS_BACK = ("leave_field", "back")


async def ask_about(app: WizardApp, pilot: Pilot[None], id: str) -> None:
    await seen(pilot, "No connections yet")
    draft = app.work.begin()
    for side in ("local", "remote"):
        draft.give(f"{side}.environment", "self")
    app.ask_about(id)
    await until(pilot, lambda: isinstance(app.screen, AskScreen) and app.focused is not None)
    await pilot.pause()


@pytest.mark.parametrize("size", [(60, 16), (80, 24), (120, 36)])
def test_nothing_that_can_be_pressed_is_cut(size: tuple[int, int]) -> None:
    async def whole(app: WizardApp, pilot: Pilot[None]) -> None:
        await pilot.pause()
        lines = text_of(app).split("\n")
        assert len(lines) <= size[1]
        if size[0] >= 80:
            footer = app.screen.query_one(Footer)
            assert footer.virtual_size.width <= footer.size.width
        for each in app.screen.query(ChoiceList):
            if each.display and each.region:
                assert each.max_scroll_x == 0

    async def test(app: WizardApp, pilot: Pilot[None]) -> None:
        await seen(pilot, "No connections yet")
        await whole(app, pilot)
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, RouteScreen))
        await whole(app, pilot)
        await pilot.press("n")
        await until(pilot, lambda: isinstance(app.screen, AskScreen))
        await whole(app, pilot)
        await pilot.press("f1")
        await until(pilot, lambda: isinstance(app.screen, HelpModal))
        await whole(app, pilot)

    drive(test, size=size)


@pytest.mark.parametrize("key", ["question_mark", "f1"])
def test_help_names_the_keys_of_the_screen_below(key: str) -> None:
    async def test(app: WizardApp, pilot: Pilot[None]) -> None:
        await ask_about(app, pilot, "mode")
        await pilot.press(key)
        await until(pilot, lambda: isinstance(app.screen, HelpModal))
        await seen(pilot, "a F6")
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, AskScreen))
        assert app.focused is not None

    drive(test)


@pytest.mark.parametrize("key", ["a", "f6"])
def test_the_list_of_answers_goes_to_one_of_them(key: str) -> None:
    async def test(app: WizardApp, pilot: Pilot[None]) -> None:
        await ask_about(app, pilot, "mode")
        await pilot.press(key)
        await until(pilot, lambda: isinstance(app.screen, AnswersModal))
        await pilot.press("home")
        await seen(pilot, "local.url")
        await pilot.press("enter")
        await seen(pilot, "REST address of the local")

    drive(test)


@pytest.mark.parametrize("key", ["e", "f2"])
def test_explain_is_turned_on_and_off(key: str) -> None:
    async def test(app: WizardApp, pilot: Pilot[None]) -> None:
        await ask_about(app, pilot, "mode")
        explain = app.screen.query_one(Explain)
        assert not explain.display
        await pilot.press(key)
        await until(pilot, lambda: bool(explain.display))
        await pilot.press(key)
        await until(pilot, lambda: not explain.display)

    drive(test)


@pytest.mark.parametrize("key", ["f", "f4"])
def test_the_fix_has_two_keys(key: str) -> None:
    async def test(app: WizardApp, pilot: Pilot[None]) -> None:
        await ask_about(app, pilot, "alias")
        await put_in(pilot, "My Alias")
        await seen(pilot, "F4  use my-alias instead")
        await pilot.press("escape")
        await until(pilot, lambda: app.focused is None)
        await pilot.press(key)
        await until(pilot, lambda: app.screen.query_one(Field).value == "my-alias")

    drive(test)


def test_a_wrong_text_is_not_taken() -> None:
    async def test(app: WizardApp, pilot: Pilot[None]) -> None:
        await ask_about(app, pilot, "alias")
        await put_in(pilot, "-prod")
        await pilot.press("enter")
        await seen(pilot, "An alias does not begin with -")
        assert "What is the connection called" in text_of(app)

    drive(test)


def test_the_mouse_alone_does_it() -> None:
    async def test(app: WizardApp, pilot: Pilot[None]) -> None:
        await seen(pilot, "No connections yet")
        await pilot.click("#start", offset=(3, 0))
        await until(pilot, lambda: isinstance(app.screen, RouteScreen))
        await pilot.pause()
        await pilot.click("#remote", offset=(6, 3))
        await until(pilot, lambda: app.focused is not None and app.focused.id == "model")
        await pilot.click("#model", offset=(6, 0))
        await until(pilot, lambda: isinstance(app.screen, AskScreen))
        await pilot.pause()

        def back() -> Widget:
            return next(each for each in app.screen.query("FooterKey") if str(each.action) in WAYS_BACK)  # type: ignore[attr-defined]

        await pilot.click(back())  # leaves the field
        await until(pilot, lambda: app.focused is None)
        await pilot.pause()
        await pilot.click(back())
        await until(pilot, lambda: isinstance(app.screen, RouteScreen))

    drive(test)


def test_what_a_cluster_says_is_shown_as_it_is() -> None:
    async def test(app: WizardApp, pilot: Pilot[None]) -> None:
        await ask_about(app, pilot, "local.url")
        await put_in(pilot, "http://127.0.0.1:9200")
        await pilot.press("enter")
        await seen(pilot, "As which user")
        await put_in(pilot, "elastic")
        await pilot.press("enter")
        await seen(pilot, "What is the password")
        app.work.draft.try_secret("local.secret", PASSWORD)  # type: ignore[union-attr]
        app.ask_about("local.url")
        await seen(pilot, "prod [local] answers as Elasticsearch 9.1.2.")

    drive(test)


def test_practice_is_named_on_every_screen() -> None:
    app = WizardApp(World().library(), practice=True, environ={})

    async def test(app: WizardApp, pilot: Pilot[None]) -> None:
        await seen(pilot, "PRACTICE")
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, RouteScreen))
        await seen(pilot, "PRACTICE")

    drive(test, app=app)


def test_a_session_is_deleted_only_after_a_question() -> None:
    world = World()
    world.sessions.create("old", {})

    async def test(app: WizardApp, pilot: Pilot[None]) -> None:
        await seen(pilot, "questions open")
        await pilot.press("tab", "delete")
        await seen(pilot, "Delete the connection old?")
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, HomeScreen))
        assert world.sessions.all()
        await seen(pilot, "questions open")
        await pilot.press("delete")
        await seen(pilot, "Delete the connection old?")
        await pilot.press("right", "enter")
        await until(pilot, lambda: not world.sessions.all())
        await seen(pilot, "No connections yet")

    drive(test, world)


def test_each_state_has_a_glyph_an_ascii_twin_and_a_word_of_its_own() -> None:
    for part in ("char", "word"):
        assert len({getattr(glyph, part) for glyph in GLYPHS.values()}) == len(GLYPHS)
    assert len({glyph.ascii for glyph in GLYPHS.values()}) == len(GLYPHS)
    assert all(as_ascii(glyph.char) == glyph.ascii for glyph in GLYPHS.values())


@pytest.mark.parametrize(
    ("asked", "environ", "colors", "name"),
    [
        ("", {}, 256, "rcw-dark"),
        ("", {}, 16, "ansi-dark"),
        ("light", {}, 16, "rcw-light"),
        ("", {"TEXTUAL_THEME": "nord"}, 16, "nord"),
        ("dark", {"TEXTUAL_THEME": "nord"}, 256, "rcw-dark"),
    ],
)
def test_the_theme_is_what_was_asked_for_or_what_the_terminal_can(
    asked: str, environ: dict[str, str], colors: int, name: str
) -> None:
    assert theme_name(asked, environ, colors) == name


HOPS = (Hop("keystore", "ok"), Hop("DNS", "likely"), Hop("TCP", "fail"), Hop("TLS", "open"))


@pytest.mark.parametrize(
    ("path", "row"),
    [
        (Path("prod", "us", HOPS, "TCP: refused", "fail"), "prod ─✓─≈─✗╌○╌▷ us   ✗ TCP: refused"),
        (Path("prod", "us", (Hop("DNS", "ok"), Hop("filter", "skip"))), "prod ─✓─·─▶ us"),
        (Path("", "", kinds=("Self-managed", "ECH")), "Self-managed ╌╌╌╌▷ ECH"),
    ],
)
def test_the_wire_in_one_row(path: Path, row: str) -> None:
    assert str(in_one_row(path, 76).content) == row


def test_a_wire_is_never_wider_than_its_room() -> None:
    path = Path("a" * 40, "b" * 40, HOPS, "a caption that goes on and on " * 3, kinds=("k" * 40, "l" * 40))
    for width in range(60, 130):
        assert in_one_row(path, width).content.cell_length <= width
        if width >= 72:
            assert {line.cell_length for line in in_boxes(path, width).content.split("\n")} == {width}


def test_rows_show_their_state_without_colour() -> None:
    rows = (
        Row("a", "first", chosen=True),
        Row("b", "second", chosen=False),
        Row("c", "third", able=False, chosen=False),
    )

    async def test(app: WizardApp, pilot: Pilot[None]) -> None:
        await seen(pilot, "No connections yet")
        app.screen.query_one("#start", ChoiceList).show(rows)
        await seen(pilot, "▌(•) first")
        await seen(pilot, " ( ) second")
        await seen(pilot, "  ·  third")

    drive(test)
