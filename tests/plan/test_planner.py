"""Which steps a scenario needs, in which order, and which of them need a person."""

import pytest

from tests.plan.cases import ALL, case
from tests.scenarios import plan, scenario
from wizard.plan.planner import make_plan
from wizard.scenario.model import Scenario

BEGIN = ("enable-rcs-self", "create-cross-cluster-api-key", "install-credentials-self")
TRUST = ("trust-remote-ca-self",)
END = ("grant-roles-api-key",)

STEPS = {
    ("proxy", "private"): (*BEGIN, *TRUST, "connect-proxy", *END),
    ("proxy", "public"): (*BEGIN, "connect-proxy", *END),
    ("sniff", "private"): (*BEGIN, *TRUST, "connect-sniff", *END),
    ("sniff", "public"): (*BEGIN, "connect-sniff", *END),
}
BY_HAND = {"by-hand": {"enable-rcs-self", "install-credentials-self", "trust-remote-ca-self"}}
"""With a node shell only what restarts nodes is left to a person."""

every_scenario = pytest.mark.parametrize("of", ALL.values(), ids=ALL.keys())


@pytest.mark.parametrize("name", ALL)
def test_steps(name: str) -> None:
    route, authority, *_ = name.split("-")
    assert tuple(step.id for step in make_plan(ALL[name]).steps) == STEPS[route, authority]


@pytest.mark.parametrize("nodes", ["by-hand", "local", "ssh"])
def test_what_is_left_to_a_person(nodes: str) -> None:
    steps = make_plan(case("proxy", "private", "search", nodes)).steps
    by_hand = {step.id for step in steps if not step.automatic}
    assert by_hand == BY_HAND.get(nodes, {"enable-rcs-self", "trust-remote-ca-self"})


@every_scenario
def test_remote_comes_before_local_and_only_files_restart(of: Scenario) -> None:
    steps = make_plan(of).steps
    assert [step.side for step in steps] == sorted((step.side for step in steps), key=("remote", "local").index)
    assert {step.id for step in steps if step.restart} <= {"enable-rcs-self", "trust-remote-ca-self"}


@every_scenario
def test_equal_answers_give_equal_plans(of: Scenario) -> None:
    assert make_plan(of) == make_plan(of)


def test_the_plan_of_equal_answers_made_apart_is_equal() -> None:
    assert plan() == plan()
    assert plan() != plan(alias="other")


def test_a_key_for_replication_alone_is_not_proved_by_a_search() -> None:
    assert "RC-USE-002" in make_plan(case("proxy", "public", "search", "by-hand")).after
    assert "RC-USE-002" in make_plan(case("proxy", "public", "both", "by-hand")).after
    assert "RC-USE-002" not in make_plan(case("proxy", "public", "replication", "by-hand")).after


def test_the_password_of_another_user_is_tried_before_anything_is_changed() -> None:
    given = scenario(search__secret=True, search__user="jdoe", local__user="admin")
    assert "RC-LOCAL-009" in make_plan(given).before
    assert "RC-LOCAL-009" in make_plan(given).after
    left_out = scenario(search__secret="", search__user="jdoe", local__user="admin")
    assert "RC-LOCAL-009" not in make_plan(left_out).before


def test_a_public_ca_needs_no_check_of_a_private_one() -> None:
    public = make_plan(case("proxy", "public", "search", "by-hand"))
    private = make_plan(case("proxy", "private", "search", "by-hand"))
    assert set(private.before) - set(public.before) == {"RC-TRUST-008"}
    assert set(private.after) - set(public.after) == {"RC-TRUST-004"}


@pytest.mark.parametrize(
    ("versions", "words"),
    [
        (("", ""), ["local cluster is not known yet", "remote cluster is not known yet"]),
        (("8.19.21", ""), ["remote cluster is not known yet"]),
        (("8.13.4", "8.19.21"), ["The local cluster runs 8.13.4"]),
        (("8.19.21", "8.19.21"), []),
        (("9.5.3", "9.5.3"), []),
    ],
)
def test_versions_are_warned_of_and_never_change_the_steps(versions: tuple[str, str], words: list[str]) -> None:
    changes = {f"{side}__version": text for side, text in zip(("local", "remote"), versions, strict=True) if text}
    made = plan(**changes)
    about_versions = [caution.text for caution in made.warnings if "API keys" in caution.text]
    assert len(about_versions) == len(words)
    assert all(part in text for part, text in zip(words, about_versions, strict=True))
    assert made.steps == plan().steps


def test_without_addresses_of_nodes_a_warning_says_what_is_not_seen() -> None:
    assert any("local.node_urls" in caution.text for caution in plan(local__node_urls=()).warnings)
    assert not any("local.node_urls" in caution.text for caution in plan().warnings)


def test_a_step_is_found_by_key_and_by_id() -> None:
    made = plan()
    assert made.step("connect-proxy") is made.step("connect-proxy@local") is made.steps[4]
    assert made.step("connect-proxy@remote") is None


def test_the_scenario_is_row_19() -> None:
    assert scenario().row == "S19"


def test_every_step_has_a_short_name_that_fits_a_narrow_list() -> None:
    for each in ALL.values():
        names = [step.short for step in make_plan(each).steps]
        assert all(0 < len(name) <= 16 for name in names), names
        assert len(set(names)) == len(names)
