"""The plan of the answers a command was given, or of a session; nothing is connected to."""

import argparse

from wizard.cli.given import given_answers, refuse_odd
from wizard.plan.planner import make_plan
from wizard.plan.step import Caution, Plan
from wizard.scenario.answers import Answers
from wizard.scenario.build import build
from wizard.scenario.questions.asking import cautions


def planned(options: argparse.Namespace) -> tuple[Plan, Answers]:
    """The plan and the answers it is made of. Raises AnswersError with all that is missing or wrong, SessionError."""
    refuse_odd(options)
    if options.session:
        from wizard.cli.opening import open_library

        session = open_library(memory=True).open(options.session, hold=False)
        return session.plan, session.answers
    answers = given_answers(options).usable("plan")
    return make_plan(build(answers)), answers


def notes(plan: Plan, answers: Answers) -> tuple[Caution, ...]:
    """What is odd about single answers, though they may stand; what the plan itself warns of is not said again."""
    said = {caution.text for caution in plan.warnings}
    return tuple(Caution(f"{row.id}: {text}") for row, text in cautions(answers) if text not in said)
