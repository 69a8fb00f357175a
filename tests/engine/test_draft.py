"""Draft: answers before there is a plan: judged, kept, and turned into a session."""

import pytest

from tests.screens.clusters import Keyring
from tests.screens.world import PASSWORD, World
from wizard.engine.discover import Discovered
from wizard.engine.draft import Draft
from wizard.engine.sketch import sketch
from wizard.errors import AnswersError, SessionError, VaultError
from wizard.plan.result import Finding
from wizard.scenario.answers import Value
from wizard.scenario.model import secret_ref
from wizard.scenario.questions.asking import question
from wizard.scenario.questions.question import Question
from wizard.store.secrets import service_of
from wizard.store.session import Session

URL = "http://127.0.0.1:9200"


def draft_in(world: World, **answers: Value) -> Draft:
    """A draft of two self-managed clusters with these answers; `__` stands for a dot."""
    draft = Draft(world.library().seams)
    draft.give("local.environment", "self")
    draft.give("remote.environment", "self")
    for id, value in answers.items():
        draft.give(id.replace("__", "."), value)
    return draft


def row(id: str) -> Question:
    found = question(id)
    assert found is not None
    return found


def judged(draft: Draft, id: str, value: Value | None = None, *, secret: str = "") -> dict[str, Finding]:
    return {finding.code: finding for finding in draft.judging.judge(row(id), value, secret=secret)}


def names(world: World) -> list[str]:
    return [session.name for session in world.sessions.all() if isinstance(session, Session)]


def test_answers_are_recorded_from_the_first_one_on_that_is_more_than_a_route() -> None:
    world = World()
    draft = draft_in(world)
    assert world.sessions.all() == ()
    draft.give("local.url", "https://prod-emea.example.com:9200")
    assert names(world) == ["prod-emea to Self-managed"]
    draft.give("remote.url", "https://10.0.0.7:9200")
    assert names(world) == ["prod-emea to 10.0.0.7"]
    assert kept_in(world, draft).answers["local.url"].value == "https://prod-emea.example.com:9200"


def test_a_connection_without_an_alias_is_taken_up_where_it_was_left() -> None:
    world = World(vault=Keyring())
    draft = draft_in(world, local__url=URL, local__user="elastic")
    draft.try_secret("local.secret", PASSWORD)
    list(draft.keep_secrets())
    draft.close()  # or the run was killed: nothing is written here that was not before
    again = Draft(world.library().seams, kept_in(world, draft))
    again.hold()
    assert again.name == "127.0.0.1 to Self-managed"
    assert again.has_secret("local.secret")
    assert again.next() == row("local.nodes")


def test_a_secret_alone_is_recorded_too() -> None:
    world = World(vault=Keyring())
    draft = draft_in(world)
    draft.try_secret("local.secret", PASSWORD)
    assert list(draft.keep_secrets()) == ["local.secret"]
    assert kept_in(world, draft).secrets == ("LOCAL_SECRET",)


def test_an_alias_takes_the_place_of_the_name_it_had_without_one() -> None:
    world = World()
    draft = draft_in(world, local__url=URL)
    draft.give("alias", "not usable")
    assert names(world) == ["127.0.0.1 to Self-managed"]
    draft.give("alias", "analytics")
    assert names(world) == ["analytics"]
    with pytest.raises(SessionError):
        Draft(world.library().seams, draft.record).hold()
    draft.close()
    Draft(world.library().seams, draft.record).hold()


def test_a_new_name_renames_the_session() -> None:
    world = World()
    draft = draft_in(world, alias="analytics")
    draft.give("alias", "audit")
    assert world.library().load("audit").answers["alias"].value == "audit"


def test_an_answer_is_judged_while_the_rest_is_missing() -> None:
    draft = draft_in(World())
    found = judged(draft, "remote.address", ("es.example.com:9400",))
    assert list(found) == ["RC-REACH-001", "RC-REACH-002", "RC-REACH-003"]
    assert found["RC-REACH-003"].verdict.status == "fail"
    assert draft.answers.text("remote.address") == ""


def test_a_login_is_judged_only_when_it_is_whole() -> None:
    draft = draft_in(World(), local__url=URL, local__user="elastic")
    assert draft.judging.codes(row("local.user")) == ()
    assert draft.judging.codes(row("local.url")) == ("RC-LOCAL-001",)
    assert judged(draft, "local.url", URL)["RC-LOCAL-001"].holds
    draft.try_secret("local.secret", PASSWORD)
    assert draft.judging.codes(row("local.user")) == ("RC-LOCAL-002", "RC-LOCAL-003")


def test_a_secret_is_judged_before_it_is_kept() -> None:
    world = World(vault=Keyring())
    draft = draft_in(world, local__url=URL, local__user="elastic", alias="analytics")
    assert judged(draft, "local.secret", secret="wrong")["RC-LOCAL-002"].verdict.status == "fail"
    assert not draft.has_secret("local.secret")
    assert judged(draft, "local.secret", secret=PASSWORD)["RC-LOCAL-002"].holds
    draft.try_secret("local.secret", PASSWORD)
    assert list(draft.keep_secrets()) == ["local.secret"]
    assert draft.unkept == ()
    assert draft.has_secret("local.secret")
    assert draft.record is not None
    assert draft.record.answers["local.secret"].value is True
    assert PASSWORD not in repr(draft.record)


def test_a_secret_of_the_environment_is_not_asked_for() -> None:
    draft = draft_in(World(environ={"RCW_LOCAL_SECRET": PASSWORD}), local__url=URL, local__user="elastic")
    assert draft.outside("local.secret")
    assert judged(draft, "local.user", "elastic")["RC-LOCAL-002"].holds


def test_a_cluster_says_version_licence_and_nodes_itself() -> None:
    draft = draft_in(World(), local__url=URL, local__user="elastic")
    assert draft.next() == row("local.secret")
    draft.try_secret("local.secret", PASSWORD)
    for found in draft.judging.discover("local"):
        draft.take(found)
    assert draft.answers.text("local.version") == "9.1.2"
    assert draft.answers.text("local.license") == "enterprise"
    assert draft.answers.items_of("local.node_urls") == (URL,)


def test_what_was_found_never_replaces_what_was_said() -> None:
    draft = draft_in(World(), local__version="8.19.0")
    assert draft.take(Discovered("local", {"local.version": "9.1.2"}, "", None)) == ()
    assert draft.answers.text("local.version") == "8.19.0"


def test_without_a_connection_nothing_of_a_login_is_asked() -> None:
    draft = draft_in(World())
    assert draft.next() == row("local.url")
    draft.leave_empty("local.url")
    assert [each.id for each in draft.rows() if each.needed == "run"] == ["local.url"]
    draft.give("remote.url", URL)
    assert draft.stage == "run"
    assert draft.next() == row("local.url")


def test_without_a_connection_what_was_answered_before_can_still_be_gone_back_to() -> None:
    draft = draft_in(World(), local__url=URL, local__user="elastic", remote__url=URL)
    draft.leave_empty("remote.url")
    assert [each.id for each in draft.rows() if each.needed == "run"] == ["local.url", "local.user", "remote.url"]
    assert draft.answers.text("remote.url") == ""


def test_a_plan_without_addresses_is_taken_up_as_one() -> None:
    world = World()
    draft = finished(world)
    draft.leave_empty("local.url")
    again = Draft(world.library().seams, kept_in(world, draft))
    assert (again.stage, again.next()) == ("plan", row("local.nodes"))
    again.give("local.url", URL)
    assert again.next() == row("local.user")


def test_a_session_keeps_no_defaults_whoever_begins_it() -> None:
    world = World()
    draft = finished(world, local__url=URL, local__user="elastic")
    session = draft.open()
    given = session.answers
    session.close()
    begun = world.library().begin(given.with_answer("local.nodes", "by-hand", "given"), {})
    assert begun.record.id != session.record.id
    assert {id for id, each in begun.record.answers.items() if each.source == "default"} == set()
    assert set(begun.record.answers) - {"local.nodes"} == set(session.record.answers)
    assert begun.answers["role.name"].value == "remote-search-analytics"
    begun.close()


def test_it_opens_when_all_that_a_plan_needs_is_there() -> None:
    world = World()
    draft = draft_in(world, alias="analytics")
    draft.leave_empty("local.url")
    with pytest.raises(AnswersError):
        draft.open()
    answers: dict[str, Value] = {
        "mode": "proxy",
        "remote.address": ("es.example.com:9443",),
        "remote.interface_ca": "public",
        "access.search": ("logs-*",),
        "search.user": "jdoe",
    }
    for id, value in answers.items():
        draft.give(id, value)
    session = draft.open()
    assert session.plan.scenario.alias == "analytics"
    with pytest.raises(SessionError):
        world.library().open("analytics")
    session.close()


def test_a_sketch_stands_in_for_what_is_missing() -> None:
    scenario = sketch({"local.environment": "self", "remote.environment": "self", "security": ""})
    assert scenario.row == "S19"
    assert sketch({"local.environment": "ech", "alias": "Not usable"}).alias == "your-alias"


def kept_in(world: World, draft: Draft) -> Session:
    """The record as a later run finds it."""
    assert draft.record is not None
    return world.library().load(draft.record.id)


def finished(world: World, **more: Value) -> Draft:
    """A draft with all that a plan needs."""
    answers: dict[str, Value] = {
        "mode": "proxy",
        "remote__address": ("es.example.com:9443",),
        "remote__interface_ca": "public",
        "access__search": ("logs-*",),
        "search__user": "jdoe",
    }
    return draft_in(world, alias="analytics", **answers, **more)


def test_holding_takes_the_record_as_the_last_writer_left_it() -> None:
    world = World()
    first = draft_in(world, alias="analytics")
    assert first.record is not None
    late = Draft(world.library().seams, first.record)
    with pytest.raises(SessionError):
        late.hold()
    late.give("key.name", "mine")  # nothing is written by one that does not hold it
    assert "key.name" not in kept_in(world, first).answers
    first.give("key.name", "theirs")
    first.close()
    late.hold()
    assert late.answers.text("key.name") == "theirs"
    late.give("alias", "audit")
    assert kept_in(world, late).answers["key.name"].value == "theirs"


def test_a_draft_that_is_closed_writes_nothing() -> None:
    world = World()
    draft = draft_in(world, alias="analytics")
    draft.close()
    draft.give("alias", "audit")
    assert kept_in(world, draft).name == "analytics"


def test_the_name_of_a_secret_is_written_before_its_value() -> None:
    seen: list[tuple[str, ...]] = []

    class Watched(Keyring):
        def set(self, service: str, value: str) -> None:
            draft.give("remote.url", "https://r.example.com:9200")  # an answer meanwhile strikes nothing off
            seen.append(kept_in(world, draft).secrets)
            super().set(service, value)

    world = World(vault=Watched())
    draft = draft_in(world, alias="analytics")
    draft.try_secret("local.secret", PASSWORD)
    keeping = draft.keep_secrets()
    next(keeping)  # and whoever asked for it is gone
    assert seen == [("LOCAL_SECRET",)]
    assert kept_in(world, draft).secrets == ("LOCAL_SECRET",)
    assert kept_in(world, draft).answers["local.secret"].value is True


def test_a_name_is_struck_off_when_the_keyring_refused() -> None:
    class Refusing(Keyring):
        def set(self, service: str, value: str) -> None:
            raise VaultError("The keyring refused.", kind="refused")

    world = World(vault=Refusing())
    draft = draft_in(world, alias="analytics")
    draft.try_secret("local.secret", PASSWORD)
    with pytest.raises(VaultError):
        list(draft.keep_secrets())
    assert kept_in(world, draft).secrets == ()
    assert draft.unkept == ("local.secret",)


def test_keeping_ends_when_the_draft_is_closed() -> None:
    class Closing(Keyring):
        def set(self, service: str, value: str) -> None:
            super().set(service, value)
            draft.close()

    vault = Closing()
    world = World(vault=vault)
    draft = draft_in(world, alias="analytics")
    draft.try_secret("local.secret", PASSWORD)
    draft.try_secret("remote.secret", PASSWORD)
    list(draft.keep_secrets())
    assert kept_in(world, draft).secrets == ("LOCAL_SECRET",)
    assert draft.record is not None
    assert vault.get(service_of(draft.record.id, secret_ref("remote.secret"))) is None


def test_a_secret_that_was_forgotten_is_asked_for_again() -> None:
    world = World(vault=Keyring())
    draft = finished(world)
    for id in ("local.secret", "search.secret"):
        draft.try_secret(id, PASSWORD)
    list(draft.keep_secrets())
    draft.close()
    record = kept_in(world, draft)
    assert Draft(world.library().seams, record).has_secret("search.secret")
    assert world.library().forget(record.id) == ()
    record = kept_in(world, draft)
    assert "local.secret" not in record.answers
    assert "search.secret" not in record.answers
    assert not Draft(world.library().seams, record).has_secret("local.secret")


def test_a_secret_in_memory_counts_in_this_run_alone() -> None:
    world = World(vault=Keyring())
    draft = finished(world, local__url=URL, local__user="elastic")
    draft.use_memory()
    for id in ("local.secret", "search.secret"):
        draft.try_secret(id, PASSWORD)
    list(draft.keep_secrets())
    assert draft.has_secret("local.secret")
    assert kept_in(world, draft).secrets == ()
    assert "local.secret" not in kept_in(world, draft).answers
    again = Draft(draft.seams, kept_in(world, draft))
    assert again.has_secret("local.secret")
    session = draft.open()
    login = session.plan.scenario.user_login
    assert login is not None
    assert session.values.value_of(login.secret) == PASSWORD
    session.close()
    next_run = Draft(world.library().seams, kept_in(world, draft))
    assert not next_run.has_secret("local.secret")
    assert not next_run.has_secret("search.secret")
    assert "search.secret" not in next_run.given


def test_what_was_kept_before_the_keyring_failed_is_known_in_memory() -> None:
    world = World(vault=Keyring())
    draft = draft_in(world, alias="analytics")
    draft.try_secret("local.secret", PASSWORD)
    list(draft.keep_secrets())
    draft.use_memory()
    assert draft.record is not None
    assert Draft(draft.seams, draft.record).has_secret("local.secret")


def test_a_secret_that_is_typed_is_never_repeated() -> None:
    word = "pa55-hidden-word"
    draft = draft_in(World())
    list(draft.judging.judge(row("local.secret"), secret="tried-5Kd1"))
    draft.try_secret("remote.secret", word)
    assert draft.seams.redactor.redact(f"{word} tried-5Kd1") == "${REMOTE_SECRET} ${LOCAL_SECRET}"
    found = judged(draft, "remote.address", (f"{word}:9443",))  # a server may repeat it; here it is in the headline
    assert "${REMOTE_SECRET}" in repr(found)
    assert word not in repr([finding.verdict for finding in found.values()])


def test_what_is_kept_is_known_to_the_redactor() -> None:
    library = World(environ={"RCW_LOCAL_SECRET": "sommer-2024"}).library()
    draft = Draft(library.seams)
    for id, value in {"local.environment": "self", "remote.environment": "self", "local.url": URL}.items():
        draft.give(id, value)
    list(draft.judging.judge(row("local.user"), "elastic"))
    assert "sommer-2024" not in library.seams.redactor.redact("the password is sommer-2024")


@pytest.mark.parametrize(("id", "value"), [("local.url", "http://127.0.0.1:9299"), ("local.user", "other")])
def test_what_another_cluster_said_is_not_taken(id: str, value: str) -> None:
    draft = draft_in(World(), local__url=URL, local__user="elastic")
    draft.try_secret("local.secret", PASSWORD)
    found = list(draft.judging.discover("local"))
    draft.give(id, value)
    assert [draft.take(each) for each in found] == [(), ()]
    assert "local.version" not in draft.given
