"""What holds for every plan: each step is whole, and each name in it is known."""

from collections.abc import Iterator

import pytest

from tests.plan.cases import ALL
from wizard.doctor.checks import CHECKS
from wizard.plan.actions import Action, Command, FileEdit, Instruction, Request
from wizard.plan.planner import make_plan
from wizard.plan.refs import names_in
from wizard.plan.step import Plan, Step
from wizard.scenario.model import SESSION, Ref, Scenario
from wizard.scenario.questions import QUESTIONS

CODES = {check.code for check in CHECKS}
PLANS = {name: make_plan(of) for name, of in ALL.items()}

every_plan = pytest.mark.parametrize("plan", PLANS.values(), ids=PLANS.keys())


STEPS = {step.id: step for plan in reversed(PLANS.values()) for step in plan.steps}
"""Each step of the catalogue once."""

each_step = pytest.mark.parametrize("step", STEPS.values(), ids=STEPS.keys())


@each_step
def test_a_step_says_all_that_a_person_asks(step: Step) -> None:
    assert step.title[0].isupper()
    assert not step.title.endswith(".")
    for sentence in (step.why, step.if_stopped, *step.changes):
        assert sentence.endswith("."), sentence
        assert sentence[0].isupper() or sentence.startswith(("jdoe", "from-")), sentence
    assert step.changes
    assert step.who
    assert not step.who.endswith(".")
    assert step.docs.startswith("https://www.elastic.co/docs/")


@every_plan
def test_a_step_has_a_side_actions_a_proof_and_a_way_back(plan: Plan) -> None:
    for step in plan.steps:
        assert step.side in ("local", "remote")
        assert step.actions
        assert step.undo
        assert step.proof
        assert step.waits_s > 0


@every_plan
def test_an_action_is_on_the_side_of_its_step(plan: Plan) -> None:
    for step in plan.steps:
        assert {action.side for action in (*step.actions, *step.undo)} == {step.side}


@every_plan
def test_an_automatic_step_leaves_nothing_to_a_person(plan: Plan) -> None:
    for step in plan.steps:
        by_hand = [action for action in step.actions if isinstance(action, FileEdit | Instruction)]
        assert not (step.automatic and by_hand)
        assert step.restart == any(isinstance(action, FileEdit) and action.restart for action in step.actions)


@every_plan
def test_steps_are_each_there_once(plan: Plan) -> None:
    keys = [step.key for step in plan.steps]
    assert len(keys) == len(set(keys))


@every_plan
def test_every_code_is_a_check(plan: Plan) -> None:
    codes = (*plan.before, *plan.after, *(code for step in plan.steps for code in step.proof))
    assert set(codes) <= CODES
    assert len(plan.before) == len(set(plan.before))
    assert len(plan.after) == len(set(plan.after))


@every_plan
def test_every_proof_is_looked_at_once_more_at_the_end(plan: Plan) -> None:
    assert {code for step in plan.steps for code in step.proof} <= set(plan.after)


@every_plan
def test_every_name_is_known_before_it_is_used(plan: Plan) -> None:
    known = {SESSION.name, *(ref.name for ref in own_secrets(plan.scenario))}
    for step in plan.steps:
        for action in step.actions:
            known |= found_first(action)
            assert mentioned(action) <= known, (step.id, action)
            known |= saved(action)
    for step in reversed(plan.steps):
        for action in step.undo:
            known |= found_first(action)
            assert mentioned(action) <= known, (step.id, action)


@every_plan
def test_no_secret_stands_where_it_could_be_read(plan: Plan) -> None:
    secret = {ref.name for ref in own_secrets(plan.scenario)} | {"KEY"}
    for step in plan.steps:
        for action in (*step.actions, *step.undo):
            match action:
                case Command():
                    assert not names_in(list(action.argv)) & secret
                case Request():
                    assert not names_in(action.path) & secret
                case _:
                    assert not mentioned(action) & secret
        assert not names_in([step.title, step.why, step.if_stopped, *step.changes])


def test_every_fix_of_a_check_is_a_step_of_some_plan() -> None:
    steps = {step.id for plan in PLANS.values() for step in plan.steps}
    fixes = {check.step(of) for check in CHECKS for of in ALL.values()} - {""}
    assert fixes <= steps


def test_what_checks_need_are_checks() -> None:
    assert {code for check in CHECKS for code in check.upstream} <= CODES


def test_questions_name_checks_that_exist_and_no_look_that_does_not() -> None:
    assert {code for row in QUESTIONS for code in row.about} <= CODES
    assert not [row.id for row in QUESTIONS if row.options], "there is no registry of looks yet"


def own_secrets(scenario: Scenario) -> Iterator[Ref]:
    for side in (scenario.local, scenario.remote):
        if side.login:
            yield side.login.secret
        if side.nodes.keystore_secret:
            yield side.nodes.keystore_secret
    if scenario.access.user_secret:
        yield scenario.access.user_secret


def mentioned(action: Action) -> set[str]:
    """The names that must be known when the action is done."""
    match action:
        case Request():
            looked_up = [action.finds.path, action.finds.body] if action.finds else []
            login = {action.login.secret.name} if action.login else set()
            return names_in([action.path, action.body, *looked_up]) | login
        case Command():
            return names_in(list(action.argv)) | {ref.name for ref in action.stdin}
        case FileEdit():
            return set(names_in([action.path, action.copy_of, action.settings]))
        case Instruction():
            return set(names_in([action.where, *action.lines]))


def found_first(action: Action) -> set[str]:
    return {action.finds.ref.name} if isinstance(action, Request) and action.finds else set()


def saved(action: Action) -> set[str]:
    return {save.ref.name for save in action.saves} if isinstance(action, Request) else set()
