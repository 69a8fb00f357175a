"""Asking: what is open, what stands, and all problems at once."""

import pytest

from tests.scenario.questions.given import PLANNED, ROUTE, RUN, given
from wizard.errors import AnswersError
from wizard.scenario.answers import Answers, Value
from wizard.scenario.questions.asking import (
    asked,
    cautions,
    next_question,
    parse_setting,
    parse_settings,
    problems,
    question,
    settle,
    unknown_id,
)
from wizard.scenario.questions.question import Stage

SECRETS = {"local.secret", "remote.secret", "search.secret"}


def missing(answers: Answers, *secrets: str, stage: Stage = "run") -> list[str]:
    found = problems(answers, lambda id: id in secrets, stage)
    return [problem.id for problem in found if problem.missing]


def test_nothing_of_a_connection_is_needed_for_a_plan() -> None:
    assert problems(given(PLANNED), lambda _: False, "plan") == ()


def test_a_run_needs_both_addresses_and_logins() -> None:
    assert missing(given(PLANNED)) == [
        *("local.url", "local.user", "local.secret"),
        *("remote.url", "remote.user", "remote.secret"),
    ]
    assert missing(given(RUN), "local.secret", "remote.secret") == []


def test_all_that_is_missing_is_named_at_once_with_its_flag() -> None:
    found = problems(Answers(), lambda _: False, "plan")
    assert [(problem.id, problem.flag) for problem in found] == [
        ("local.environment", "--set local.environment=ech|ece|eck|self"),
        ("remote.environment", "--set remote.environment=ech|ece|eck|self"),
        ("alias", "--set alias=NAME"),
        ("remote.address", "--set remote.address=HOST:PORT"),
        ("remote.interface_ca", "--set remote.interface_ca=public|FILE.pem"),
        ("access.search", "--set access.search=PATTERN,..."),
        ("search.user", "--set search.user=USER"),
    ]
    assert all(problem.missing for problem in found)


def test_missing_and_wrong_come_together_in_order() -> None:
    answers = given(RUN, alias="No", remote__address=None, local__url="es:9200", local__fingerprint="x")
    found = problems(answers, lambda _: True, "run")
    assert [(problem.id, problem.missing) for problem in found] == [
        ("local.url", False),
        ("local.fingerprint", False),
        ("alias", False),
        ("remote.address", True),
    ]


def test_what_follows_from_a_missing_answer_is_not_missing_itself() -> None:
    assert missing(given(PLANNED, alias=None, access__search=None), stage="plan") == ["alias", "access.search"]
    assert missing(given(RUN, local__user=None, search__user=None), *SECRETS) == ["local.user"]
    assert missing(given(RUN, access__search=("/x/",)), *SECRETS) == ["search.index"]


def test_api_key_login_needs_no_user_but_names_who_searches() -> None:
    answers = given(RUN, local__login="api-key", local__user=None, search__user=None)
    assert missing(answers, *SECRETS) == ["search.user"]


@pytest.mark.parametrize(
    ("changes", "id"),
    [
        ({"local__environment": "ech"}, "local.environment"),
        ({"remote__environment": "eck"}, "remote.environment"),
        ({"remote__environment": "serverless"}, "remote.environment"),
    ],
)
def test_a_refused_pair_is_reported_alone(changes: dict[str, Value | None], id: str) -> None:
    found = problems(given(ROUTE, **changes), lambda _: False, "run")
    assert [problem.id for problem in found] == [id]
    assert not found[0].missing


def test_stale_answers_are_as_if_not_there() -> None:
    answers = given(RUN).with_answer("local.license", "dev", "found").with_answer("old.question", "x", "kept")
    assert problems(answers, lambda _: True, "run") == ()
    kept = given(PLANNED, alias=None).with_answer("alias", "Not This", "kept")
    assert missing(kept, stage="plan") == ["alias"]


def test_unknown_answers_are_named_with_the_nearest() -> None:
    found = problems(given(RUN, remote__adress="a:1"), lambda _: True, "run")
    assert [(problem.id, problem.flag) for problem in found] == [
        ("remote.adress", "--set remote.address=HOST:PORT"),
    ]


@pytest.mark.parametrize(
    ("id", "near"), [("aliass", "alias"), ("fingerprint", "local.fingerprint"), ("remote.adres", "remote.address")]
)
def test_unknown_id_offers_the_nearest(id: str, near: str) -> None:
    assert f"Did you mean {near}?" in unknown_id(id).text


def test_unknown_id_offers_nothing_where_nothing_is_near() -> None:
    assert "Did you mean" not in unknown_id("zzz").text
    assert unknown_id("zzz").flag == ""


def test_settle_fills_defaults_in() -> None:
    settled = settle(given(PLANNED))
    assert settled.text("mode") == "sniff"
    assert settled["mode"].source == "default"
    assert settled.text("role.name") == "remote-search-analytics"
    assert settle(settled) == settled


def test_settle_makes_defaults_anew() -> None:
    settled = settle(given(RUN))
    changed = settle(settled.with_answer("local.url", "https://dr-site.example:9200", "given"))
    assert changed.text("key.name") == "from-dr-site"


def test_settle_drops_what_is_not_asked_or_not_accepted() -> None:
    settled = settle(given(RUN, remote__server_name="x", alias="No", nonsense="x", mode="direct"))
    assert "remote.server_name" not in settled
    assert "alias" not in settled
    assert "role.name" not in settled
    assert "nonsense" not in settled
    assert settled.text("mode") == "sniff"


def test_settle_drops_what_depended_on_a_dropped_answer() -> None:
    assert "remote.server_name" not in settle(given(RUN, mode="Proxy!", remote__server_name="x"))


def test_settle_keeps_no_secret() -> None:
    settled = settle(given(RUN, local__secret="hunter2", remote__secret=True, search__secret=""))
    assert "local.secret" not in settled
    assert settled["remote.secret"].value is True
    assert settled["search.secret"].value == ""
    assert "hunter2" not in repr(settled)


def walk(stage: Stage, *, details: bool = False) -> list[str]:
    """Answers question after question as a person would who takes what is offered."""
    typed = {**RUN, "remote.node_urls": (), "local.node_urls": ()}
    answers, kept, ids = Answers(), set[str](), list[str]()
    while row := next_question(settle(answers), lambda id: id in kept, stage, details=details):
        assert row.id not in ids, "asked twice"
        ids.append(row.id)
        offered = settle(answers).get(row.id)
        if row.secret:
            kept.add(row.id)
        elif offered:
            answers = answers.with_answer(row.id, offered.value, "given")
        else:
            answers = answers.with_answer(row.id, typed.get(row.id, ""), "given")
    assert problems(answers, lambda id: id in kept, stage) == ()
    return ids


def test_a_person_is_asked_what_matters_in_order() -> None:
    assert walk("run") == [
        *("local.environment", "remote.environment"),
        *("local.url", "local.ca_file", "local.user", "local.secret", "local.nodes", "local.node_urls"),
        *("remote.url", "remote.ca_file", "remote.user", "remote.secret", "remote.interface_host"),
        *("alias", "mode", "remote.address", "remote.interface_ca", "purpose", "access.search", "search.user"),
    ]


def test_no_login_is_asked_for_a_plan() -> None:
    ids = walk("plan")
    assert not {id for id in ids if id.endswith((".url", ".secret", ".ca_file")) or id == "local.user"} - {
        "search.secret"
    }


def test_details_are_asked_on_request() -> None:
    ids = walk("run", details=True)
    answers = settle(given({**RUN, "search.user": "admin"}))
    assert ids == [row.id for row in asked(answers)]


@pytest.mark.parametrize(("nodes", "asked_for"), [("by-hand", False), ("local", True), ("ssh", True)])
def test_the_keystore_command_is_asked_for_where_the_wizard_runs_it(nodes: str, asked_for: bool) -> None:
    answers = given(RUN, local__ca_file="", local__node_urls=(), local__nodes=nodes, local__node_hosts=("es-1",))
    following = next_question(settle(answers), lambda _: True)
    assert following
    assert (following.id == "local.keystore_command") is asked_for
    assert settle(answers).text("local.keystore_command") == "bin/elasticsearch-keystore"


def test_an_optional_secret_may_be_left_out() -> None:
    kept = {"local.secret", "remote.secret"}
    answers = given(
        RUN,
        local__ca_file="",
        local__node_urls=(),
        local__nodes="by-hand",
        remote__ca_file="",
        remote__interface_host="",
        mode="sniff",
        purpose="search",
    )
    answers = settle(answers)
    open_question = next_question(answers, lambda id: id in kept)
    assert open_question
    assert open_question.id == "search.secret"
    assert next_question(answers.with_answer("search.secret", "", "given"), lambda id: id in kept) is None


def test_cautions_are_collected() -> None:
    settled = settle(given(RUN, remote__address=("a:9400",), remote__interface_host="h"))
    assert [(row.id, text) for row, text in cautions(settled)] == [
        ("remote.address", "Port 9400 belongs to the certificate model; an API key needs 9443."),
    ]


def test_setting_is_read_by_its_question() -> None:
    assert parse_setting("remote.address=a:1,b:2") == ("remote.address", ("a:1", "b:2"))
    assert parse_setting("key.name=a=b") == ("key.name", "a=b")
    assert parse_setting("skip_unavailable=no") == ("skip_unavailable", False)


@pytest.mark.parametrize(
    ("text", "said", "flag"),
    [
        (
            "remote.secret=hunter2",
            "the variable RCW_REMOTE_SECRET, {file: PATH} in the answer file, or the keyring",
            None,
        ),
        ("hunter2", "--set takes an id", "--set ID=VALUE"),
        ("alias", "alias has no value", "--set alias=NAME"),
        ("remote.secet=hunter2", "Did you mean remote.secret?", "RCW_REMOTE_SECRET"),
        ("skip_unavailable=hunter2", "Write true or false.", "--set skip_unavailable=true|false"),
        ("local.url=https://elastic:hunter2@a:9200", "Leave them out", "--set local.url=https://HOST:9200"),
    ],
)
def test_setting_that_cannot_be_taken(text: str, said: str, flag: str | None) -> None:
    with pytest.raises(AnswersError) as caught:
        parse_setting(text)
    (problem,) = caught.value.problems
    assert said in problem.text
    assert problem.flag == (flag or "RCW_REMOTE_SECRET")
    assert "hunter2" not in problem.text + str(caught.value) + repr(caught.value.__cause__)


def test_settings_are_all_read_before_any_is_refused() -> None:
    with pytest.raises(AnswersError) as caught:
        parse_settings(["alais=x", "alias=x", "remote.secret=x"], Answers())
    assert [problem.id for problem in caught.value.problems] == ["alais", "remote.secret"]
    assert parse_settings(["alias=x", "alias=y"], Answers()).text("alias") == "y"


def test_question_by_id() -> None:
    row = question("alias")
    assert row
    assert row.id == "alias"
    assert question("nothing") is None
