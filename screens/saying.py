"""Says what the engine told: events, findings and actions as rows of a pane. Pure: no widget, no engine call."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from screens.glyphs import Mark, mark_of_verdict
from screens.literal import literal, short
from screens.needs import in_app, in_words
from screens.widgets.shell_lines import is_command
from wizard.doctor.root_cause import deciding
from wizard.errors import NodeCommandError, ReachError, ReplyError, SessionError, UsageError, WizardError
from wizard.exporters.pieces import Say, Show, pieces_of
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
    """A class of the pane: `title`, `head`, `muted`, `block`, `command` or `wrong`."""


Row = Line | Pair | Text
GAP = Text("")


def action_rows(actions: Iterable[Action]) -> Iterator[Row]:
    """Actions in order: sentences, and blocks to copy; a gap between two actions."""
    first = True
    for action in actions:
        if not first:
            yield GAP
        first = False
        for piece in pieces_of(action):
            match piece:
                case Say(text):
                    yield Text(literal(text))
                case Show(language, lines):
                    for line in lines:
                        command = language == "sh" or (language == "text" and is_command(line))
                        yield Text(literal(line), "command" if command else "block")


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
            return Line(mark, f"{finding.claim}: {short(in_words(verdict.headline))}")
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
    for key, value in (("Seen", saw), ("Who", who), ("Fix", in_app(fix))):
        if value:
            yield Pair(key, short(value))
    if code:
        yield Pair("Code", f"{code}   rcw checks {code} tells more")


def end_rows(end: Event, step: Step, numbers: Mapping[str, int]) -> Iterator[Row]:
    """How a step that failed ended."""
    finding = deciding(end.findings)
    if end.error is not None or finding is None:
        yield from failure_rows(end.text, saw=saw_of(end.error), who=who_of(end.error, step), fix=end.hint)
        return
    verdict = finding.verdict
    other = numbers.get(finding.fixed_by)
    fix = verdict.hint or end.hint
    if other and finding.fixed_by != step.id:
        fix = f"{fix.rstrip('.')} (plan step {other})" if fix else f"Plan step {other}."
    yield from failure_rows(verdict.headline, saw=verdict.saw, who=verdict.who or step.who, fix=fix, code=finding.code)


def who_of(error: WizardError | None, step: Step) -> str:
    """Who can mend it; no admin of a cluster for what keeps secrets and sessions: it is on the person's own machine."""
    if isinstance(error, SessionError):
        return "whoever runs this wizard"
    return "" if isinstance(error, UsageError) else step.who


def saw_of(error: WizardError | None) -> str:
    """What was seen when it failed."""
    match error:
        case ReachError() | NodeCommandError():
            return error.saw
        case ReplyError():
            return error.reason
        case _:
            return ""


def request_of(event: Event) -> str:
    """What was sent or run, without its side where that stands beside it."""
    return event.text.replace(f" at the {event.side} cluster", "")


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
