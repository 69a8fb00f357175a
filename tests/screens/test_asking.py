"""Answering in Ask: what is pasted, what is typed ahead, what is left empty, and the way back from everywhere."""

import time
from pathlib import Path

import pytest
from textual.events import Key, Paste
from textual.pilot import Pilot
from textual.widgets import Static

from screens.app import WizardApp
from screens.ask import AskScreen
from screens.route import RouteScreen
from screens.widgets.choice_list import ChoiceList
from screens.widgets.explain import Explain
from screens.widgets.field import REST_S, Field
from screens.widgets.stages import HEAD
from screens.widgets.status_line import StatusLine
from tests.screens.clusters import Keyring
from tests.screens.driving import drive, put_in, seen, text_of, type_in, until
from tests.screens.test_first_screens import answer, at_question, notes, to_ask
from tests.screens.world import PASSWORD, World
from wizard.scenario.questions.asking import question
from wizard.store.session import Session

KEY = "VnVhQ2ZHY0JDZGJrUW0tZTVhT3g6dWkybHAyYXhUTm1zeWFrdzl0dk5udw=="
PEM = "-----BEGIN PRIVATE KEY-----"
WITH_PASSWORD = f"https://elastic:{PASSWORD}@es.example.com:9200"


def field(app: WizardApp) -> Field:
    return app.screen.query_one(Field)


def send(app: WizardApp, *keys: str) -> None:
    """Keys that all come at once, before the app has looked at the first."""
    for key in keys:
        app.post_message(Key(key, key if len(key) == 1 else None))


def asks(app: WizardApp) -> str:
    """The id of the question that is asked; empty where none is yet."""
    screen = app.screen
    return screen._row.id if isinstance(screen, AskScreen) and screen._row else ""


@pytest.mark.parametrize("pasted", [KEY, PEM, WITH_PASSWORD])
def test_a_pasted_secret_and_its_enter_answer_nothing(pasted: str) -> None:
    async def test(app: WizardApp, pilot: Pilot[None]) -> None:
        await at_question(app, pilot, "local.ca_file")  # which may be left empty
        # Without bracketed paste a terminal sends a paste as keys, its line end as Enter.
        send(app, *pasted, "enter", "enter")
        await seen(pilot, "was cleared and kept nowhere")
        await pilot.pause()
        assert asks(app) == "local.ca_file"
        assert field(app).value == ""
        assert app.work.draft is not None
        assert "local.ca_file" not in app.work.draft.given
        assert pasted[-8:] not in text_of(app)
        refused = time.monotonic()
        await until(pilot, lambda: time.monotonic() - refused > REST_S)
        send(app, *"ca.crt")
        await until(pilot, lambda: field(app).value == "ca.crt")  # it waits

    drive(test)


def test_a_secret_pasted_at_once_is_never_in_a_plain_field() -> None:
    async def test(app: WizardApp, pilot: Pilot[None]) -> None:
        await at_question(app, pilot, "local.ca_file")
        app.post_message(Paste(f"{KEY}\n"))
        send(app, "enter")
        await seen(pilot, "was cleared and kept nowhere")
        await pilot.pause()
        assert (asks(app), field(app).value) == ("local.ca_file", "")
        assert KEY[:8] not in text_of(app)

    drive(test)


def test_keys_typed_behind_enter_are_the_next_answer() -> None:
    world = World(vault=Keyring())

    async def test(app: WizardApp, pilot: Pilot[None]) -> None:
        await to_ask(pilot)
        await put_in(pilot, "http://127.0.0.1:9200")
        send(app, "enter", *"elastic", "enter")
        await seen(pilot, "What is the password")
        assert app.work.draft is not None
        assert app.work.draft.given.text("local.url") == "http://127.0.0.1:9200"
        assert app.work.draft.given.text("local.user") == "elastic"

    drive(test, world)


def test_what_is_typed_behind_a_choice_is_the_next_answer_and_acts_as_no_key() -> None:
    async def test(app: WizardApp, pilot: Pilot[None]) -> None:
        await to_ask(pilot)
        assert app.work.draft is not None
        app.work.draft.give("alias", "analytics")
        app.ask_about("mode")
        await until(pilot, lambda: isinstance(app.focused, ChoiceList))
        app.ask_about("local.nodes")
        await until(pilot, lambda: isinstance(app.focused, ChoiceList) and "How do commands" in text_of(app))
        send(app, "enter", *"bnme")
        await until(pilot, lambda: isinstance(app.focused, Field))
        await until(pilot, lambda: field(app).value == "bnme")
        assert isinstance(app.screen, AskScreen)

    drive(test)


def test_what_is_typed_behind_a_wrong_answer_goes_nowhere() -> None:
    async def test(app: WizardApp, pilot: Pilot[None]) -> None:
        await at_question(app, pilot, "alias")
        await put_in(pilot, "-prod")
        send(app, "enter", *"xyz")
        await seen(pilot, "An alias does not begin with -")
        await pilot.pause()
        await pilot.pause()
        assert field(app).value in ("-prod", "-prodxyz"[:5])
        await type_in(pilot, "a")
        assert field(app).value == "-proda"

    drive(test)


def test_an_impatient_enter_answers_no_question_that_was_not_seen() -> None:
    async def test(app: WizardApp, pilot: Pilot[None]) -> None:
        await to_ask(pilot)
        await put_in(pilot, "https://es.example.com:9200")
        send(app, "enter", "enter", "enter")
        await until(pilot, lambda: asks(app) == "local.ca_file")
        await pilot.pause()
        await pilot.pause()
        assert asks(app) == "local.ca_file"  # it may be left empty, and was not

    drive(test)


def test_an_empty_address_says_what_it_means_before_it_is_taken() -> None:
    async def test(app: WizardApp, pilot: Pilot[None]) -> None:
        await to_ask(pilot)
        await pilot.press("enter")
        await seen(pilot, "plan and export only")
        assert asks(app) == "local.url"
        await type_in(pilot, "h")
        await pilot.press("backspace", "enter")
        await pilot.pause()
        assert asks(app) == "local.url"  # a text in between begins anew
        await pilot.press("enter")
        await until(pilot, lambda: asks(app) == "local.nodes")
        await pilot.press("escape")
        await until(pilot, lambda: asks(app) == "local.url")
        await put_in(pilot, "http://127.0.0.1:9200")
        await pilot.press("enter")
        await until(pilot, lambda: asks(app) == "local.user")  # everything is open again

    drive(test)


def test_escape_leads_back_from_every_question_to_the_first_and_to_route() -> None:
    async def test(app: WizardApp, pilot: Pilot[None]) -> None:
        await to_ask(pilot)
        await answer(pilot, "REST address of the local", "https://es.example.com:9200")
        await answer(pilot, "Which file holds the CA", "")
        await answer(pilot, "As which user", "elastic")
        app.ask_about("access.search")
        await seen(pilot, "Which indices of the remote cluster may be searched")
        came = []
        while isinstance(app.screen, AskScreen):
            at = asks(app)
            came.append(at)
            assert app.work.draft is not None
            await pilot.press("escape")
            if app.focused is None:
                await pilot.press("escape")
            await until(pilot, lambda: not isinstance(app.screen, AskScreen) or asks(app) != at)  # noqa: B023
            await pilot.pause()
        assert isinstance(app.screen, RouteScreen)
        assert len(came) == len(set(came))
        assert came[-4:] == ["local.secret", "local.user", "local.ca_file", "local.url"]
        assert app.work.draft is not None
        assert app.work.draft.given.text("local.user") == "elastic"

    drive(test)


def test_escape_leads_back_from_a_question_that_is_not_asked_any_more() -> None:
    async def test(app: WizardApp, pilot: Pilot[None]) -> None:
        await at_question(app, pilot, "remote.server_name")
        assert app.work.draft is not None
        app.work.draft.give("mode", "sniff")  # in which no server name is asked for
        await pilot.press("escape", "escape")
        await until(pilot, lambda: isinstance(app.screen, AskScreen) and asks(app) == "remote.address")

    drive(test)


def test_the_first_escape_leaves_an_empty_field_and_letters_are_keys() -> None:
    async def test(app: WizardApp, pilot: Pilot[None]) -> None:
        await at_question(app, pilot, "alias")
        await pilot.press("escape")
        await seen(pilot, "Letters are keys now")
        assert asks(app) == "alias"
        await pilot.press("e")
        await until(pilot, lambda: bool(app.screen.query_one(Explain).display))

    drive(test)


def test_questions_are_counted_upwards() -> None:
    world = World(vault=Keyring())

    async def test(app: WizardApp, pilot: Pilot[None]) -> None:
        await to_ask(pilot)
        counted = [_number(app)]
        for asked, text in (
            ("REST address of the local", "http://127.0.0.1:9200"),
            ("As which user", "elastic"),
            ("What is the password", PASSWORD),
        ):
            await answer(pilot, asked, text)
            await until(pilot, lambda asked=asked: asked not in text_of(app))  # type: ignore[misc]
            counted.append(_number(app))
        assert counted == sorted(set(counted))

    drive(test, world)


def test_a_draft_is_on_disk_from_the_first_answer_on() -> None:
    world = World()

    async def test(app: WizardApp, pilot: Pilot[None]) -> None:
        await to_ask(pilot)
        await answer(pilot, "REST address of the local", "https://prod-emea.example.com:9200")
        await seen(pilot, "Which file holds the CA")
        # Were it killed now, this would be left.
        [kept] = world.sessions.all()
        assert isinstance(kept, Session)
        assert kept.name == "prod-emea to Self-managed"
        assert kept.answers["local.url"].value == "https://prod-emea.example.com:9200"
        await pilot.press("ctrl+c")
        await seen(pilot, "Leave? Everything is saved.")

    app = drive(test, world)
    assert any(kept in line for line in app.words for kept in ("prod-emea to Self-managed",))

    async def again(app: WizardApp, pilot: Pilot[None]) -> None:
        await seen(pilot, "prod-emea to Self-managed")
        await seen(pilot, "questions open")
        await pilot.press("tab", "enter")
        await seen(pilot, "Which file holds the CA")

    drive(again, world)


@pytest.mark.parametrize("id", ["local.ca_file", "remote.ca_file"])
@pytest.mark.parametrize(
    ("text", "said"),
    [
        (None, "does not exist."),
        ("hello", "holds no certificate."),
        ("-----BEGIN PRIVATE KEY-----\nx\n-----END PRIVATE KEY-----\n", "holds a private key."),
    ],
)
def test_a_ca_file_that_cannot_serve_is_refused_at_its_field(
    tmp_path: Path, id: str, text: str | None, said: str
) -> None:
    file = tmp_path / "ca.crt"
    if text:
        file.write_text(text, encoding="utf-8")

    async def test(app: WizardApp, pilot: Pilot[None]) -> None:
        await at_question(app, pilot, id)
        await put_in(pilot, str(file))
        await pilot.press("enter")
        await until(pilot, lambda: said in notes(app))
        assert asks(app) == id
        assert app.work.draft is not None
        assert id not in app.work.draft.given

    drive(test, size=(120, 36))


def test_a_file_that_steps_will_make_need_not_be_there_yet(tmp_path: Path) -> None:
    async def test(app: WizardApp, pilot: Pilot[None]) -> None:
        await at_question(app, pilot, "remote.interface_ca")
        await put_in(pilot, str(tmp_path / "later.crt"))
        await pilot.press("enter")
        said = app.screen.query_one(StatusLine)
        await until(pilot, lambda: said.said.endswith("It has to be there before the first step."))
        assert asks(app) != "remote.interface_ca"
        assert app.work.draft is not None
        app.work.draft.give("remote.interface_certificate", "certs/remote.crt")
        app.ask_about("remote.interface_ca")
        await until(pilot, lambda: isinstance(app.screen, AskScreen) and asks(app) == "remote.interface_ca")
        await pilot.pause()
        await pilot.press("enter")
        await until(pilot, lambda: "does not exist" in notes(app))
        assert asks(app) == "remote.interface_ca"

    drive(test, size=(120, 36))


def test_an_alias_that_is_too_long_is_said_to_be_and_the_app_goes_on() -> None:
    async def test(app: WizardApp, pilot: Pilot[None]) -> None:
        await at_question(app, pilot, "alias")
        await put_in(pilot, "a" * 300)
        await pilot.press("enter")
        await seen(pilot, "This is too long: 300 characters")
        assert asks(app) == "alias"
        await put_in(pilot, "analytics")
        await pilot.press("enter")
        await seen(pilot, f"{HEAD}analytics")

    drive(test)


@pytest.mark.parametrize("size", [(80, 24), (120, 36)])
def test_explain_says_other_things_than_the_screen(size: tuple[int, int]) -> None:
    async def test(app: WizardApp, pilot: Pilot[None]) -> None:
        await at_question(app, pilot, "alias")
        if size[0] < 110:
            await pilot.press("f2")
        for text in ("What this is", "What becomes of it", "If you stop here"):
            await seen(pilot, text)
        row = question("alias")
        assert row
        told = " ".join(str(each.render()) for each in app.screen.query_one(Explain).query(Static))
        assert all(part in told for part in (row.what, row.then, row.stop))
        beside = {id: str(app.screen.query_one(id, Static).render()) for id in ("#question", "#why", "#where_text")}
        assert beside == {"#question": row.text, "#why": row.why_now(app.work.answers), "#where_text": row.where}
        for text in beside.values():
            assert not [sentence for sentence in text.split(". ") if sentence.rstrip(".") in told]

    drive(test, size=size)


def test_a_check_that_was_left_out_says_why_in_words() -> None:
    world = World(down={"interface"})

    async def test(app: WizardApp, pilot: Pilot[None]) -> None:
        await at_question(app, pilot, "remote.address")
        await put_in(pilot, "es.example.com:9443")
        await until(pilot, lambda: "needs that" in notes(app))
        assert "needs RC-" not in notes(app)

    drive(test, world)


def test_notes_of_choices_are_whole_at_80_columns() -> None:
    async def test(app: WizardApp, pilot: Pilot[None]) -> None:
        await at_question(app, pilot, "alias")
        for id in ("mode", "skip_unavailable", "local.nodes"):
            app.ask_about(id)
            await until(pilot, lambda id=id: isinstance(app.focused, ChoiceList) and asks(app) == id)  # type: ignore[misc]
            await pilot.pause()
            assert "…" not in text_of(app)
        app.ask_about("skip_unavailable")
        await seen(pilot, "Skip it and go on")
        await seen(pilot, "Fail the search")

    drive(test)


def _number(app: WizardApp) -> int:
    """Which question of how many this is."""
    line = next(line for line in text_of(app).split("\n") if " of " in line and "Local" in line)
    return int(line.rsplit(" of ", 1)[0].split()[-1])
