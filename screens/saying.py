"""Says what the engine told: events, findings and actions as rows of a pane. Pure: no widget, no engine call."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from screens.glyphs import Mark, mark_of_verdict
from screens.literal import literal, short
from wizard.errors import NodeCommandError, ReachError, ReplyError, WizardError
from wizard.exporters.text import action_as_lines
from wizard.plan.actions import Action
from wizard.plan.result import Event, Finding
from wizard.plan.step import Step
from wizard.runner.prepare import Prepared


@dataclass(frozen=True, slots=True)
class Line:
    """A mark, a text, and what stands at the right end."""

    mark: Mark | None
    text: str
    right: str = ""


@dataclass(frozen=True, slots=True)
class Pair:
    """A label and its text."""

    key: str
    value: str


@dataclass(frozen=True, slots=True)
class Text:
    """Words of their own line."""

    text: str
    look: str = ""
    """A class of the pane: `title`, `head`, `muted`, `block` or `wrong`."""


Row = Line | Pair | Text
GAP = Text("")


def action_rows(actions: Iterable[Action]) -> Iterator[Row]:
    """Actions in order: sentences, and blocks to copy; a gap between two actions."""
    first = True
    for action in actions:
        if not first:
            yield GAP
        first = False
        for line in action_as_lines(action):
            block = line.startswith("    ")
            yield Text(literal(line[4:] if block else line), "block" if block else "")


def prepared_rows(prepared: Iterable[Prepared]) -> Iterator[Row]:
    """What becomes different, given what stands there now."""
    for action in prepared:
        for line in action.difference:
            yield Line("warn" if " -> " in line and "not there ->" not in line else None, short(line))
        if action.nothing_to_do:
            yield Line("ok", f"Nothing to do: {short(action.nothing_to_do)}")


def finding_row(finding: Finding) -> Line:
    """One claim: as it stands, with the reason where it was left out and the code where it does not hold."""
    verdict = finding.verdict
    mark = mark_of_verdict(verdict)
    match mark:
        case "ok" | "likely":
            return Line(mark, finding.claim)
        case "skip":
            return Line(mark, f"{finding.claim}: {short(verdict.headline)}")
        case "warn":
            return Line(mark, short(verdict.headline), finding.code)
        case _:
            return Line(mark, finding.claim, finding.code)


def finding_rows(findings: Iterable[Finding]) -> Iterator[Row]:
    """Claims in order."""
    for finding in findings:
        yield finding_row(finding)


def failure_rows(headline: str, *, saw: str = "", who: str = "", fix: str = "", code: str = "") -> Iterator[Row]:
    """What went wrong: headline, what was seen, who acts, what to do, and where to read more."""
    yield Text(short(headline), "wrong")
    for key, value in (("Seen", saw), ("Who", who), ("Fix", fix)):
        if value:
            yield Pair(key, short(value))
    if code:
        yield Pair("Code", f"{code}   rcw checks {code} tells more")


def end_rows(end: Event, step: Step, numbers: Mapping[str, int]) -> Iterator[Row]:
    """How a step that failed ended."""
    finding = deciding(end.findings)
    if end.error is not None or finding is None:
        yield from failure_rows(end.text, saw=saw_of(end.error), who=step.who, fix=end.hint)
        return
    verdict = finding.verdict
    other = numbers.get(finding.fixed_by)
    fix = verdict.hint or end.hint
    if other and finding.fixed_by != step.id:
        fix = f"{fix.rstrip('.')} (plan step {other})" if fix else f"Plan step {other}."
    yield from failure_rows(verdict.headline, saw=verdict.saw, who=verdict.who or step.who, fix=fix, code=finding.code)


def deciding(findings: Sequence[Finding]) -> Finding | None:
    """The finding that a step failed on: the one that explains the others."""
    from wizard.doctor.root_cause import root_cause

    solid = [finding for finding in findings if not finding.verdict.likely]
    return root_cause(solid) or next((each for each in solid if not each.holds), None)


def saw_of(error: WizardError | None) -> str:
    """What was seen when it failed."""
    match error:
        case ReachError() | NodeCommandError():
            return error.saw
        case ReplyError():
            return error.reason
        case _:
            return ""


def said_of(end: Event) -> tuple[str, ...]:
    """How a step ended, in full: what the runner said, and what was seen."""
    return tuple(line for line in (end.text, saw_of(end.error), end.hint) if line)


def evidence_text(title: str, said: Iterable[str], findings: Iterable[Finding]) -> str:
    """All that was seen, in full: for the evidence and for a file."""
    lines = [title, *(f"  {line}" for line in said)]
    for finding in findings:
        verdict = finding.verdict
        word = "likely" if verdict.likely and verdict.status == "ok" else verdict.status
        lines += ["", f"{finding.code}  {finding.side}  {word}", f"  claim  {finding.claim}"]
        for key, value in (("says", verdict.headline), ("seen", verdict.saw), ("fix", verdict.hint)):
            if value:
                lines.append(f"  {key:<5}  {value}")
        for each in verdict.evidence:
            lines += [f"  {each.source}", *(f"    {line}" for line in each.excerpt.splitlines() or [""])]
    return literal("\n".join(lines)) + "\n"
