"""Home, Route and Ask as a person meets them: keys only, at the smallest usual size."""

import pytest
from textual.pilot import Pilot

from screens.app import WizardApp
from screens.ask import AskScreen
from screens.home import HomeScreen
from screens.route import RouteScreen
from screens.verdict import Way, verdict_on
from screens.widgets.checks import Checks
from screens.widgets.choice_list import ChoiceList
from screens.widgets.field import Field
from screens.widgets.stages import HEAD
from screens.widgets.wire import Wire
from tests.screens.clusters import Keyring
from tests.screens.driving import drive, put_in, seen, text_of, type_in, under_way, until
from tests.screens.world import PASSWORD, World
from wizard.scenario.model import Security
from wizard.scenario.pairs import PAIRS


async def to_route(pilot: Pilot[None]) -> None:
    await seen(pilot, "No connections yet")
    await pilot.press("enter")
    await until(pilot, lambda: isinstance(pilot.app.screen, RouteScreen))
    await pilot.pause()


async def to_ask(pilot: Pilot[None]) -> None:
    await to_route(pilot)
    await pilot.press("n")
    await until(pilot, lambda: isinstance(pilot.app.screen, AskScreen))
    await pilot.pause()


async def answer(pilot: Pilot[None], asks: str, text: str) -> None:
    await seen(pilot, asks)
    await until(pilot, lambda: isinstance(pilot.app.focused, Field))
    await put_in(pilot, text)
    await pilot.press("enter")


async def sign_in(pilot: Pilot[None], side: str, port: int) -> None:
    await answer(pilot, f"REST address of the {side}", f"http://127.0.0.1:{port}")
    await answer(pilot, "As which user", "elastic")
    await answer(pilot, "What is the password", PASSWORD)


def lists(app: WizardApp) -> list[ChoiceList]:
    return list(app.screen.query(ChoiceList))


def put(app: WizardApp, text: str) -> None:
    """Replace all of the field, as an edit does."""
    app.screen.query_one(Field).value = text


def notes(app: WizardApp) -> str:
    return "\n".join(f"{mark} {text} {right}" for mark, text, right in app.screen.query_one(Checks).lines)


@pytest.mark.parametrize("security", ["api-key", "certificate"])
@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: pair.row)
def test_each_row_has_a_verdict_and_a_reason(pair: object, security: Security) -> None:
    row = next(each for each in PAIRS if each == pair)
    verdict = verdict_on(Way(row.local, row.remote, row.relation, security))
    assert verdict.headline.startswith(("Supported. ", "Deprecated. ", "Unsupported. "))
    assert verdict.row == row.row
    assert bool(verdict.refused) == (security not in row.built)


def test_the_wire_and_the_verdict_follow_the_cursor_and_serverless_cannot_be_chosen() -> None:
    async def test(app: WizardApp, pilot: Pilot[None]) -> None:
        await to_route(pilot)
        assert app.screen.query_one(Wire).path.kinds == ("Self-managed", "Self-managed")
        await pilot.press("up")
        await seen(pilot, "Elastic Cloud on Kubernetes → Self-managed")
        assert app.screen.query_one(Wire).path.kinds[0] == "Elastic Cloud on Kubernetes"
        await pilot.press("down", "down")
        await seen(pilot, "Serverless projects have no remote clusters")
        await pilot.press("enter", "n")
        await pilot.pause()
        assert isinstance(app.screen, RouteScreen)
        assert "(•)" not in text_of(app)

    drive(test)


def test_a_whole_draft_with_enter_and_typing_only() -> None:
    world = World(vault=Keyring())

    async def test(app: WizardApp, pilot: Pilot[None]) -> None:
        await to_route(pilot)
        for name in ("local", "remote", "model"):
            await until(pilot, lambda name=name: app.focused is not None and app.focused.id == name)  # type: ignore[misc]
            await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, AskScreen))
        await sign_in(pilot, "local", 9200)
        await seen(pilot, "How do commands reach")
        await seen(pilot, "Found: ")
        await pilot.press("enter")
        await sign_in(pilot, "remote", 9201)
        await answer(pilot, "On which address do the remote nodes listen", "10.0.0.9")
        await answer(pilot, "What is the connection called", "analytics")
        await seen(pilot, f"{HEAD}analytics")
        draft = app.work.draft
        assert draft is not None
        assert draft.record is not None
        assert draft.record.name == "analytics"
        await until(pilot, lambda: not draft.unkept)
        assert set(draft.record.secrets) == {"LOCAL_SECRET", "REMOTE_SECRET"}
        found = draft.answers
        assert found["local.version"].source == "found"
        assert found["local.license"].value == "enterprise"
        assert found["local.node_urls"].value == ("http://127.0.0.1:9200",)
        assert PASSWORD not in repr(draft.record)

    app = drive(test, world)
    assert not [line for line in world.asked if " PUT " in line or " DELETE " in line]
    assert any("Go on:" in line for line in app.words)
    assert len(app.words) <= 8


def test_a_wrong_secret_is_not_kept_and_never_shown() -> None:
    async def test(app: WizardApp, pilot: Pilot[None]) -> None:
        await to_ask(pilot)
        await answer(pilot, "REST address of the local", "http://127.0.0.1:9200")
        await answer(pilot, "As which user", "elastic")
        await seen(pilot, "What is the password")
        await type_in(pilot, "wrong-9x")
        assert "wrong-9x" not in text_of(app)
        await pilot.press("enter")
        await seen(pilot, "Not kept. The local cluster does not accept the password.")
        assert not app.work.draft or not app.work.draft.has_secret("local.secret")
        assert app.screen.query_one(Field).value == ""

    drive(test)


def test_escape_stops_a_judgement_and_the_secret_is_not_kept() -> None:
    world = World()

    async def test(app: WizardApp, pilot: Pilot[None]) -> None:
        await to_ask(pilot)
        await answer(pilot, "REST address of the local", "http://127.0.0.1:9200")
        await answer(pilot, "As which user", "elastic")
        world.hang.add("local")
        await answer(pilot, "What is the password", PASSWORD)
        await seen(pilot, "Trying it before it is kept")
        await pilot.press("escape")
        await seen(pilot, "Stopped waiting")
        assert PASSWORD not in vars(app.screen).values()
        world.let_go.set()
        await until(pilot, lambda: not under_way("secret"))
        await pilot.pause()
        assert app.work.draft is not None
        assert not app.work.draft.has_secret("local.secret")
        assert "What is the password" in text_of(app)

    drive(test, world)


def test_what_the_network_says_holds_nobody_up() -> None:
    world = World(down={"local"})

    async def test(app: WizardApp, pilot: Pilot[None]) -> None:
        await to_ask(pilot)
        await seen(pilot, "REST address of the local")
        await put_in(pilot, "http://127.0.0.1:9200")
        await seen(pilot, "Nothing listens at http://127.0.0.1:9200.")
        await pilot.press("enter")
        await answer(pilot, "As which user", "elastic")
        await answer(pilot, "What is the password", PASSWORD)
        await until(pilot, lambda: "What is the password" not in text_of(app))
        assert app.work.draft is not None
        assert app.work.draft.has_secret("local.secret")

    drive(test, world)


async def at_question(app: WizardApp, pilot: Pilot[None], id: str) -> None:
    await to_ask(pilot)
    app.ask_about(id)
    await until(pilot, lambda: isinstance(app.screen, AskScreen) and isinstance(app.focused, Field))
    await pilot.pause()


def test_f4_takes_the_fix_and_the_warning_goes() -> None:
    async def test(app: WizardApp, pilot: Pilot[None]) -> None:
        await at_question(app, pilot, "remote.address")
        put(app, "es.example.com:9400")
        await seen(pilot, "Port 9400 belongs to the certificate model")
        await seen(pilot, "F4 Take the fix")
        await pilot.press("f4")
        await until(pilot, lambda: app.screen.query_one(Field).value == "es.example.com:9443")
        await until(pilot, lambda: "9400" not in text_of(app))

    drive(test)


def test_a_hanging_check_says_so_and_keys_work_all_the_while() -> None:
    world = World(hang={"interface"})

    async def test(app: WizardApp, pilot: Pilot[None]) -> None:
        await at_question(app, pilot, "remote.address")
        put(app, "es.example.com:9443")
        await until(pilot, lambda: "working" in notes(app))
        checks = app.screen.query_one(Checks)
        for code in checks._begun:
            checks._begun[code] -= 3
        checks.tick()
        await seen(pilot, "3 s of 10")
        for code in checks._begun:
            checks._begun[code] -= 10
        checks.tick()
        await seen(pilot, "longer than usual")
        await pilot.press("x")
        assert app.screen.query_one(Field).value == "es.example.com:9443x"
        world.let_go.set()

    drive(test, world)


def test_ctrl_c_stops_waiting_then_asks_then_leaves() -> None:
    world = World(hang={"interface"})

    async def test(app: WizardApp, pilot: Pilot[None]) -> None:
        await at_question(app, pilot, "remote.address")
        put(app, "es.example.com:9443")
        await until(pilot, lambda: "working" in notes(app))
        await pilot.press("ctrl+c")
        await seen(pilot, "Stopped waiting")
        assert app.screen.query_one(Field).value == "es.example.com:9443"
        await pilot.press("ctrl+c")
        await seen(pilot, "Leave?")
        await pilot.press("escape")
        await until(pilot, lambda: "Leave?" not in text_of(app))
        await pilot.press("ctrl+c")
        await seen(pilot, "Leave?")
        await pilot.press("ctrl+c")
        await pilot.pause()

    app = drive(test, world)
    world.let_go.set()
    assert app.return_code == 130


KEY = "VnVhQ2ZHY0JDZGJrUW0tZTVhT3g6dWkybHAyYXhUTm1zeWFrdzl0dk5udw=="


@pytest.mark.parametrize("pasted", [KEY, "-----BEGIN PRIVATE KEY-----"])
def test_a_key_in_a_plain_field_is_cleared(pasted: str) -> None:
    async def test(app: WizardApp, pilot: Pilot[None]) -> None:
        await at_question(app, pilot, "alias")
        put(app, pasted)
        await seen(pilot, "That was a key.")
        assert app.screen.query_one(Field).value == ""
        assert pasted[:12] not in text_of(app)

    drive(test)


def test_letters_typed_in_a_field_are_text() -> None:
    async def test(app: WizardApp, pilot: Pilot[None]) -> None:
        await at_question(app, pilot, "alias")
        await type_in(pilot, "fabenmq")
        assert app.screen.query_one(Field).value == "fabenmq"
        assert isinstance(app.screen, AskScreen)

    drive(test)


def test_escape_goes_back_step_by_step_and_loses_nothing() -> None:
    async def test(app: WizardApp, pilot: Pilot[None]) -> None:
        await to_ask(pilot)
        await answer(pilot, "REST address of the local", "http://127.0.0.1:9200")
        await seen(pilot, "As which user")
        await pilot.press("escape")
        await seen(pilot, "Letters are keys now")
        await pilot.press("escape")
        await seen(pilot, "REST address of the local")
        await pilot.pause()
        assert app.screen.query_one(Field).value == "http://127.0.0.1:9200"
        await type_in(pilot, "1")
        assert app.screen.query_one(Field).value == "http://127.0.0.1:92001"  # the first key wipes nothing
        await pilot.press("backspace", "escape", "escape")
        await until(pilot, lambda: isinstance(app.screen, RouteScreen))
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, HomeScreen))
        await seen(pilot, "questions open")
        await pilot.press("tab", "enter")
        await seen(pilot, "As which user")

    drive(test)


def test_resize_keeps_what_was_typed() -> None:
    async def test(app: WizardApp, pilot: Pilot[None]) -> None:
        await at_question(app, pilot, "alias")
        await type_in(pilot, "analy")
        await pilot.resize_terminal(59, 15)
        await seen(pilot, "needs 60x16")
        assert "What is the connection" not in text_of(app)
        await pilot.resize_terminal(60, 16)
        await seen(pilot, "What is the connection")
        assert app.screen.query_one(Field).value == "analy"
        await type_in(pilot, "tics")
        assert app.screen.query_one(Field).value == "analytics"
        await pilot.resize_terminal(120, 36)
        await seen(pilot, "Explain")

    drive(test)


@pytest.mark.parametrize("size", [(60, 16), (80, 24), (120, 36)])
def test_nothing_is_drawn_beyond_ascii_when_asked(size: tuple[int, int]) -> None:
    async def test(app: WizardApp, pilot: Pilot[None]) -> None:
        await seen(pilot, "No connections yet")
        assert text_of(app).isascii()
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, RouteScreen))
        await pilot.pause()
        assert text_of(app).isascii()
        await pilot.press("n")
        await seen(pilot, "REST address of the")
        assert text_of(app).isascii()

    drive(test, size=size, ascii=True)


def test_a_session_is_taken_up_where_it_was_left() -> None:
    world = World()

    async def begin(app: WizardApp, pilot: Pilot[None]) -> None:
        await at_question(app, pilot, "alias")
        await type_in(pilot, "dr")
        await pilot.press("enter")
        await seen(pilot, f"{HEAD}dr")

    drive(begin, world)

    async def go_on(app: WizardApp, pilot: Pilot[None]) -> None:
        await until(pilot, lambda: isinstance(app.screen, AskScreen))
        await seen(pilot, f"{HEAD}dr")

    drive(go_on, world, session="dr")

    async def listed(app: WizardApp, pilot: Pilot[None]) -> None:
        await seen(pilot, "questions open")
        await pilot.press("tab", "enter")
        await until(pilot, lambda: isinstance(app.screen, AskScreen))

    drive(listed, world)


def test_an_unknown_session_ends_with_its_error() -> None:
    async def test(app: WizardApp, pilot: Pilot[None]) -> None:
        await until(pilot, lambda: app.failure is not None)

    app = drive(test, session="nowhere")
    assert app.return_code == 2
    assert "nowhere" in str(app.failure)
