"""The four texts of a step, and the checks around the steps, as rows of a pane. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Literal, assert_never

from screens.literal import short
from screens.saying import GAP, Line, Row, Text, action_rows, failure_rows, finding_row
from wizard.engine.claims import claims
from wizard.plan.result import Finding
from wizard.plan.step import Plan, Step

Tab = Literal["sent", "changes", "undo", "why"]
TABS: tuple[Tab, ...] = ("sent", "changes", "undo", "why")
TITLES: Mapping[Tab, str] = {"sent": "Sent", "changes": "Changes", "undo": "Undo", "why": "Why"}
READS: tuple[Row, ...] = (Text("Nothing: this only reads.", "muted"),)


def step_rows(tab: Tab, step: Step) -> Iterator[Row]:
    """One text of a step."""
    match tab:
        case "sent":
            if not step.automatic:
                yield Line("waits", f"By hand: {short(step.who)}.")
            yield from action_rows(step.actions)
        case "changes":
            yield from (Text(f"- {short(change)}") for change in step.changes)
            yield Text("- Nodes restart, one after the other." if step.restart else "- Nothing restarts.")
            if step.if_stopped:
                yield from (Text("If you stop here", "head"), Text(short(step.if_stopped)))
        case "undo":
            yield from action_rows(step.undo) if step.undo else (Text("Nothing to take back.", "muted"),)
        case "why":
            yield from (Text(short(step.why)), Text("Who may do this", "head"), Text(short(step.who)))
            yield Text("Proved by", "head")
            yield from (Line(None, claims().get(code, code), code) for code in step.proof)
        case _:
            assert_never(tab)


def before_rows(plan: Plan, found: Sequence[Finding], blocks: Sequence[Finding], *, checking: bool) -> Iterator[Row]:
    """What has to be mended, what is good to know, and every check that must hold first."""
    for finding in blocks:
        verdict = finding.verdict
        yield from failure_rows(verdict.headline, saw=verdict.saw, who=verdict.who, fix=verdict.hint, code=finding.code)
        yield GAP
    for caution in plan.warnings:
        yield Line("warn", short(caution.text))
        if caution.conflict:
            yield Line(None, f"Sources disagree: {short(caution.conflict)}")
    by_code = {finding.code: finding for finding in found}
    for code in plan.before:
        if finding_now := by_code.get(code):
            yield finding_row(finding_now)
        else:
            yield Line("working" if checking else "open", claims().get(code, code))


def closing_rows(plan: Plan) -> Iterator[Row]:
    """The checks that prove the whole."""
    yield Text("Looked at after the last step, by itself. The search comes last.", "muted")
    yield from (Line("open", claims().get(code, code)) for code in plan.after)


def closing_title(plan: Plan) -> str:
    """What the last row of the list is called: the real search, or a look at the whole where nothing is searched."""
    scenario = plan.scenario
    if not scenario.access.search:
        return "Check the whole"
    return f"Search {scenario.search_target} as {scenario.access.user}"
