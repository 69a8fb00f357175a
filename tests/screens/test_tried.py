"""Secrets in Ask: kept at Enter, forgotten on purpose, tried as soon as somebody can, and open again once refused."""

from textual.pilot import Pilot

from screens.answers import AnswersModal
from screens.app import WizardApp
from screens.needs import in_app
from screens.widgets.choice_list import ChoiceList
from screens.widgets.field import Field
from tests.screens.clusters import Keyring
from tests.screens.driving import drive, put_in, seen, text_of, type_in, until
from tests.screens.test_asking import asks, field
from tests.screens.test_first_screens import answer, at_question, notes, to_ask
from tests.screens.world import PASSWORD, World
from wizard.engine.draft import Draft
from wizard.scenario.model import secret_ref
from wizard.store.secrets import service_of


def draft_of(app: WizardApp) -> Draft:
    assert app.work.draft is not None
    return app.work.draft


async def at_search(app: WizardApp, pilot: Pilot[None], *, kept: bool) -> None:
    """At the password of a user who searches and is not the one who signs in."""
    await to_ask(pilot)
    draft = draft_of(app)
    for id, value in (("local.url", "http://127.0.0.1:9200"), ("local.user", "elastic"), ("search.user", "jdoe")):
        draft.give(id, value)
    for id in ("local.secret", "search.secret")[: 2 if kept else 1]:
        draft.try_secret(id, PASSWORD)
        list(draft.keep_secrets())
    app.ask_about("search.secret")
    await until(pilot, lambda: asks(app) == "search.secret" and isinstance(app.focused, Field))


def test_enter_keeps_a_password_that_is_kept() -> None:
    async def test(app: WizardApp, pilot: Pilot[None]) -> None:
        await at_search(app, pilot, kept=True)
        await seen(pilot, "Enter keeps it.")
        assert "Empty: it is left out" not in text_of(app)
        await pilot.press("enter")
        await until(pilot, lambda: asks(app) != "search.secret")
        assert draft_of(app).has_secret("search.secret")
        assert draft_of(app).given.flag("search.secret")

    drive(test, World(vault=Keyring()))


def test_forgetting_a_password_is_an_act_of_its_own() -> None:
    vault = Keyring()

    async def test(app: WizardApp, pilot: Pilot[None]) -> None:
        await at_search(app, pilot, kept=True)
        record = draft_of(app).record
        assert record is not None
        await pilot.press("f8")
        await seen(pilot, "Forgotten: it is left out.")
        assert not draft_of(app).has_secret("search.secret")
        assert vault.get(service_of(record.id, secret_ref("search.secret"))) is None
        await pilot.press("f6")
        await until(pilot, lambda: isinstance(app.screen, AnswersModal))
        await seen(pilot, "left out")

    drive(test, World(vault=vault))


def test_the_password_for_the_search_is_tried_before_it_is_kept() -> None:
    async def test(app: WizardApp, pilot: Pilot[None]) -> None:
        await at_search(app, pilot, kept=False)
        await put_in(pilot, "wrong-9x")
        await pilot.press("enter")
        await seen(pilot, "Not kept. prod [local] does not accept the password of jdoe.")
        assert "RCW_" not in text_of(app)
        assert not draft_of(app).has_secret("search.secret")
        await put_in(pilot, PASSWORD)
        await pilot.press("enter")
        await until(pilot, lambda: draft_of(app).has_secret("search.secret"))
        assert "search.secret" not in app.work.tried.untried

    drive(test, World(vault=Keyring()))


def test_a_new_password_that_is_refused_leaves_the_old_one() -> None:
    async def test(app: WizardApp, pilot: Pilot[None]) -> None:
        await at_search(app, pilot, kept=True)
        await put_in(pilot, "wrong-9x")
        await pilot.press("enter")
        await seen(pilot, "The new one was not kept; the old one stays.")
        await pilot.press("enter")
        await until(pilot, lambda: asks(app) != "search.secret")  # the old one is not said to be wrong

    drive(test, World(vault=Keyring()))


async def untried(app: WizardApp, pilot: Pilot[None], password: str) -> None:
    """A password of a cluster that does not answer, kept; then the next question."""
    await to_ask(pilot)
    await answer(pilot, "REST address of the local", "http://127.0.0.1:9200")
    await answer(pilot, "As which user", "elastic")
    await answer(pilot, "What is the password", password)
    await seen(pilot, "not tried: Nothing listens at")
    await until(pilot, lambda: asks(app) == "local.nodes")


def test_a_password_that_could_not_be_tried_says_so_and_is_tried_later() -> None:
    world = World(vault=Keyring(), down={"local"})

    async def test(app: WizardApp, pilot: Pilot[None]) -> None:
        await untried(app, pilot, PASSWORD)
        await pilot.press("f6")
        await until(pilot, lambda: isinstance(app.screen, AnswersModal))
        await seen(pilot, "kept, not tried")
        await pilot.press("escape")
        await until(pilot, lambda: asks(app) == "local.nodes")
        world.down.clear()
        await pilot.press("enter")
        await seen(pilot, "Tried now, and accepted")
        assert not app.work.tried.untried

    drive(test, world)


def test_a_kept_password_that_is_refused_later_is_open_again() -> None:
    world = World(vault=Keyring(), down={"local"})

    async def test(app: WizardApp, pilot: Pilot[None]) -> None:
        await untried(app, pilot, "wrong-9x")
        world.down.clear()
        await pilot.press("enter")
        await seen(pilot, "It is asked again next")
        await pilot.press("f6")
        await until(pilot, lambda: isinstance(app.screen, AnswersModal))
        await seen(pilot, "refused")
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.focused, Field))
        await put_in(pilot, "http://127.0.0.1:9201")
        await pilot.press("enter")
        await until(pilot, lambda: asks(app) == "local.secret")
        await pilot.press("enter")
        await seen(pilot, "was refused by the cluster")
        await pilot.pause()
        assert asks(app) == "local.secret"  # nobody jumps past it
        await put_in(pilot, PASSWORD)
        await pilot.press("enter")
        await until(pilot, lambda: asks(app) not in ("local.secret", ""))
        assert not app.work.refused

    drive(test, world)


def test_another_user_name_has_the_kept_password_tried_anew() -> None:
    async def test(app: WizardApp, pilot: Pilot[None]) -> None:
        await at_search(app, pilot, kept=True)
        app.ask_about("search.user")
        await until(pilot, lambda: asks(app) == "search.user" and isinstance(app.focused, Field))
        await put_in(pilot, "jdo")
        await pilot.press("enter")
        await seen(pilot, "Tried now, and accepted")

    drive(test, World(vault=Keyring()))


def test_a_password_that_stands_as_the_user_name_is_said_to_be_on_disk() -> None:
    async def test(app: WizardApp, pilot: Pilot[None]) -> None:
        await to_ask(pilot)
        await answer(pilot, "REST address of the local", "http://127.0.0.1:9200")
        await answer(pilot, "As which user", PASSWORD)
        await answer(pilot, "What is the password", PASSWORD)
        await seen(pilot, "stands as the user name (local.user) and is on disk")
        assert not draft_of(app).has_secret("local.secret")
        await pilot.press("f4")
        await until(pilot, lambda: asks(app) == "local.user")

    drive(test, World(vault=Keyring()))


def test_the_footer_says_what_escape_does_and_the_field_ends_the_letters() -> None:
    async def test(app: WizardApp, pilot: Pilot[None]) -> None:
        await at_question(app, pilot, "alias")
        await seen(pilot, "esc Leave field")
        await pilot.press("escape")
        await seen(pilot, "Letters are keys now")
        await seen(pilot, "esc Back")
        assert "Leave field" not in text_of(app)
        await pilot.press("tab")
        await until(pilot, lambda: isinstance(app.focused, Field))
        await until(pilot, lambda: "Letters are keys now" not in text_of(app))

    drive(test)


def test_what_was_cleared_is_said_until_something_else_is_typed() -> None:
    async def test(app: WizardApp, pilot: Pilot[None]) -> None:
        await at_question(app, pilot, "local.user")
        field(app).value = "-----BEGIN PRIVATE KEY-----"
        await seen(pilot, "That was a key.")
        field(app)._refused_at = None  # the person paused
        await type_in(pilot, "e")
        await until(pilot, lambda: "That was a key." not in text_of(app))

    drive(test)


def test_the_list_of_answers_opens_at_the_question_and_shows_what_fails() -> None:
    path = "/home/admin/very/long/folder/of/certificates/and/more/http_ca.crt"

    async def test(app: WizardApp, pilot: Pilot[None]) -> None:
        await to_ask(pilot)
        await put_in(pilot, "https://127.0.0.1:9200")
        await seen(pilot, "Nothing listens at")
        await pilot.press("enter")
        await until(pilot, lambda: asks(app) == "local.ca_file")
        draft_of(app).give("local.ca_file", path)
        await pilot.press("f6")
        await until(pilot, lambda: isinstance(app.screen, AnswersModal))
        rows = app.screen.query_one(ChoiceList)
        await until(pilot, lambda: rows.cursor == "local.ca_file")
        shown = {row.id: row for row in rows.rows}
        assert shown["local.url"].mark == "fail"
        assert shown["local.ca_file"].note.startswith("/home/")
        assert shown["local.ca_file"].note.endswith("http_ca.crt")

    drive(test, World(vault=Keyring(), down={"local"}))


def test_an_address_of_this_machine_is_offered_with_the_port_of_nodes() -> None:
    async def test(app: WizardApp, pilot: Pilot[None]) -> None:
        await to_ask(pilot)
        await put_in(pilot, "127.0.0.1")
        await until(pilot, lambda: "use https://127.0.0.1:9200 instead" in notes(app))

    drive(test)


def test_in_the_app_hints_name_keys_instead_of_variables() -> None:
    wrong = "Give the right password of jdoe: RCW_SEARCH_SECRET takes it."
    assert in_app(wrong) == "g: give the password of jdoe again."
    assert in_app(wrong, key="") == "Give the password of jdoe again."
    other = "Check local.user and the password; RCW_LOCAL_SECRET gives another one. A locked user looks the same."
    assert in_app(other, key="") == "Check local.user and the password. A locked user looks the same."
