"""`doctor`: judge every check of a connection and name the one root cause. Only reads."""

import argparse
import time
from datetime import UTC, datetime

from wizard.cli.exits import Exit
from wizard.cli.opening import open_library, open_session
from wizard.cli.output import put, put_json
from wizard.doctor.checks import CHECKS
from wizard.doctor.report import report_as_json, report_lines
from wizard.errors import UsageError
from wizard.plan.step import Plan
from wizard.version import PROGRAM


def run(options: argparse.Namespace) -> Exit:
    """Print findings; exit 1 when one failed."""
    known = {check.code for check in CHECKS}
    asked = [*(("--only", code) for code in options.only), *(("--skip", code) for code in options.skip)]
    wrong = [(flag, code) for flag, code in asked if code.upper() not in known]
    if wrong:
        raise UsageError(
            f"No check has the code {', '.join(dict.fromkeys(code for _, code in wrong))} "
            f"({' and '.join(dict.fromkeys(flag for flag, _ in wrong))}).",
            hint=f"`{PROGRAM} checks` lists them.",
        )
    session = open_session(open_library(memory=options.memory), options, record=False)
    began, at = time.monotonic(), datetime.now(UTC)
    try:
        findings = tuple(session.examine(codes_to_judge(session.plan, options.only, options.skip)))
    finally:
        session.close()
    took_s = time.monotonic() - began
    if options.json:
        put_json(report_as_json({session.plan.scenario.alias: findings}, at=at, took_s=took_s))
    else:
        numbers = {step.id: number for number, step in enumerate(session.plan.steps, 1)}
        for line in report_lines(findings, verbose=options.verbose, step_numbers=numbers):
            put(line)
    nothing_seen = not any(each.holds for each in findings)
    failed = any(each.verdict.status in ("fail", "crash") for each in findings)
    return Exit.NOT_OK if failed or nothing_seen else Exit.OK


def codes_to_judge(plan: Plan, only: list[str], skip: list[str]) -> tuple[str, ...]:
    """Every code that the plan asks for, in the order of the registry; `only` and `skip` narrow them."""
    asked = {*plan.before, *plan.after, *(code for step in plan.steps for code in step.proof)}
    chosen = {code.upper() for code in only} or asked
    left_out = {code.upper() for code in skip}
    return tuple(check.code for check in CHECKS if check.code in chosen - left_out)
