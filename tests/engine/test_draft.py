"""Draft: answers before there is a plan: judged, kept, and turned into a session."""

import pytest

from tests.screens.world import PASSWORD, World
from wizard.engine.draft import Draft
from wizard.engine.sketch import sketch
from wizard.errors import AnswersError, SessionError
from wizard.plan.result import Finding
from wizard.scenario.answers import Value
from wizard.scenario.questions.asking import question
from wizard.scenario.questions.question import Question

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
    return {finding.code: finding for finding in draft.judge(row(id), value, secret=secret)}


def test_nothing_is_recorded_before_there_is_a_name() -> None:
    world = World()
    draft = draft_in(world, local__url=URL)
    assert world.sessions.all() == ()
    draft.give("alias", "not usable")
    assert world.sessions.all() == ()
    draft.give("alias", "analytics")
    assert [session.name for session in world.sessions.all() if hasattr(session, "name")] == ["analytics"]
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
    assert draft.codes(row("local.user")) == ()
    assert draft.codes(row("local.url")) == ("RC-LOCAL-001",)
    assert judged(draft, "local.url", URL)["RC-LOCAL-001"].holds
    draft.try_secret("local.secret", PASSWORD)
    assert draft.codes(row("local.user")) == ("RC-LOCAL-002", "RC-LOCAL-003")


def test_a_secret_is_judged_before_it_is_kept() -> None:
    world = World()
    draft = draft_in(world, local__url=URL, local__user="elastic", alias="analytics")
    assert judged(draft, "local.secret", secret="wrong")["RC-LOCAL-002"].verdict.status == "fail"
    assert not draft.has_secret("local.secret")
    assert judged(draft, "local.secret", secret=PASSWORD)["RC-LOCAL-002"].holds
    draft.try_secret("local.secret", PASSWORD)
    for id in draft.keep_secrets():
        draft.note_kept(id)
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
    assert draft.next() == row("local.secret")  # single nodes are asked for after the login, if at all
    draft.try_secret("local.secret", PASSWORD)
    for found in draft.discover("local"):
        draft.take(found.answers)
    assert draft.answers.text("local.version") == "9.1.2"
    assert draft.answers.text("local.license") == "enterprise"
    assert draft.answers.items_of("local.node_urls") == (URL,)


def test_what_was_found_never_replaces_what_was_said() -> None:
    draft = draft_in(World(), local__version="8.19.0")
    assert draft.take({"local.version": "9.1.2"}) == ()
    assert draft.answers.text("local.version") == "8.19.0"


def test_without_a_connection_nothing_of_a_login_is_asked() -> None:
    draft = draft_in(World())
    assert draft.next() == row("local.url")
    draft.stage = "plan"
    assert all(each.needed == "plan" for each in draft.rows())


def test_it_opens_when_all_that_a_plan_needs_is_there() -> None:
    world = World()
    draft = draft_in(world, alias="analytics")
    draft.stage = "plan"
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
