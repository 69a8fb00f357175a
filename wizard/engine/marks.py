"""Marks: which secrets there are, so that a plan knows of them without knowing them."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from wizard.plan.result import Outcome, settled
from wizard.plan.step import Plan
from wizard.runner.proof import made_secrets, users_of
from wizard.scenario.answers import Answers
from wizard.scenario.model import Ref, secret_ref
from wizard.scenario.questions import QUESTIONS
from wizard.scenario.questions.asking import asked


def with_marks(answers: Answers, *, outside: Callable[[Ref], bool], at_hand: Callable[[Ref], bool]) -> Answers:
    """The answers with a mark for each secret that is given from outside now, also if it was left out before.

    A mark with nothing behind it is dropped, so that its question is open again: the secret was in the environment or
    the memory of an earlier run alone. `outside`: a variable or a file gives it; `at_hand`: anything does.
    """
    for row in QUESTIONS:
        if not row.secret:
            continue
        ref = secret_ref(row.id)
        if answers.flag(row.id):
            answers = answers if at_hand(ref) else answers.without(row.id)
        elif outside(ref):
            answers = answers.without(row.id).with_answer(row.id, True, "found")
    return answers


def lacking(answers: Answers, at_hand: Callable[[str], bool]) -> tuple[str, ...]:
    """Ids of secrets that have to be asked for again: marked and gone, or called for by a cluster that is named.

    `at_hand`: by answer id.
    """
    return tuple(
        row.id
        for row in asked(answers)
        if row.secret
        and not at_hand(row.id)
        and (answers.flag(row.id) or (not row.optional and answers.text(f"{row.id.partition('.')[0]}.url")))
    )


def without_lost(
    outcomes: Mapping[str, Outcome], plan: Plan, at_hand: Callable[[Ref], bool], *, why: str = ""
) -> dict[str, Outcome]:
    """The outcomes, but a step that made a secret which is gone, and which a later step still needs, counts as begun.

    `why`: what is said of it. Its proof decides then, and it makes a new one. Where no step needs it any more,
    nobody does.
    """
    found = dict(outcomes)
    for step in plan.steps:
        outcome = found.get(step.key)
        if outcome is None or outcome.state != "done" or all(map(at_hand, made_secrets(step))):
            continue
        users = (found.get(user.key) for user in users_of(step, plan))
        if any(user is None or not settled(user.state) for user in users):
            found[step.key] = replace(outcome, state="started", saw=why)
    return found
