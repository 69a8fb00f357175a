"""The plan of the answers a command was given, or of a session; nothing is connected to."""

import argparse

from wizard.cli.given import given_answers, refuse_odd
from wizard.plan.planner import make_plan
from wizard.plan.step import Plan
from wizard.scenario.build import build


def planned(options: argparse.Namespace) -> Plan:
    """The plan. Raises AnswersError with all that is missing or wrong, and SessionError."""
    refuse_odd(options)
    if options.session:
        from wizard.cli.opening import open_library

        return open_library(memory=True).open(options.session, hold=False).plan
    return make_plan(build(given_answers(options).usable("plan")))
