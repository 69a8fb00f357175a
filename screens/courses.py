"""Courses: all steps of a run and the closing checks, and what Enter means for the one that is looked at. No widget."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from screens.course import Course
from screens.glyphs import Mark
from screens.plan_texts import closing_rows, closing_title
from screens.saying import GAP, Line, Row, Text, failure_rows, finding_rows
from screens.taking_back import TakingBack
from wizard.doctor.root_cause import deciding
from wizard.plan.result import Finding, Outcome, changed
from wizard.plan.step import Plan, Step

CLOSING = "closing"
CONNECTED = ("RC-REG-003", "RC-REG-004")
"""Checks that saw the connection open."""
Main = Literal["", "begin", "look_now", "fix", "again", "go_on", "finish"]
"""What Enter does; empty: something is under way."""


@dataclass(slots=True)
class Closing:
    """The checks that prove the whole."""

    findings: list[Finding] = field(default_factory=list)
    working: bool = False
    through: bool = False

    @property
    def mark(self) -> Mark:
        """How it is drawn."""
        if self.working:
            return "working"
        if not self.through:
            return "open"
        if self.against:
            return "fail"
        return "skip" if self.findings[-1].verdict.status == "skip" else "ok"

    @property
    def against(self) -> tuple[Finding, ...]:
        """What stands against the whole, as seen by the side that knows."""
        failed = [each for each in self.findings if each.verdict.status in ("fail", "crash")]
        return tuple(each for each in failed if not each.verdict.likely)

    def begin(self) -> None:
        """A fresh look."""
        self.findings, self.working, self.through = [], True, False

    @property
    def says(self) -> tuple[str, Mark]:
        """The end of the run in one sentence."""
        if self.against:
            cause = deciding(self.findings) or self.against[0]
            connected = any(each.code in CONNECTED and each.proves for each in self.findings)
            other = {each.side for each in self.findings if each.verdict.away} - {cause.side}
            also = f" The {' and the '.join(sorted(other))} cluster did not answer, either." if other else ""
            return f"{'Connected, but not' if connected else 'Not'} proved: {cause.verdict.headline}{also}", "fail"
        last = self.findings[-1].verdict
        if last.status == "skip":
            return "Done, but not proved by a search: that check was left out.", "warn"
        return f"Done. {last.headline}", "ok"

    def rows(self, plan: Plan) -> Iterator[Row]:
        """What was found, the root cause first."""
        yield Text(closing_title(plan), "title")
        if not self.working and not self.through:
            yield from closing_rows(plan)
            return
        yield Text("read-only · both sides", "muted")
        if self.through:
            cause = deciding(self.findings) if self.against else None
            if cause:
                verdict = cause.verdict
                yield from failure_rows(
                    verdict.headline, saw=verdict.saw, who=verdict.who, fix=verdict.hint, code=cause.code
                )
            else:
                text, mark = self.says
                yield Line(mark, text)
            yield GAP
        yield from finding_rows(self.findings)
        if self.working:
            yield Line("working", f"{len(self.findings)} of {len(plan.after)}")


class Courses:
    """The steps of a plan in this run. `outcomes` are what earlier runs, and this one, recorded."""

    def __init__(self, plan: Plan, outcomes: Mapping[str, Outcome]) -> None:
        self.plan = plan
        self.each = [_course(step, number, outcomes.get(step.key)) for number, step in enumerate(plan.steps, 1)]
        self.closing = Closing()
        self.taking_back: TakingBack | None = None
        """What was taken back last, until something else is begun."""
        self.numbers = {step.id: number for number, step in enumerate(plan.steps, 1)}

    def of(self, key: str) -> Course | None:
        """The course of a step, by its key."""
        return next((course for course in self.each if course.step.key == key), None)

    @property
    def unfinished(self) -> Course | None:
        """The first step that is not settled."""
        return next((course for course in self.each if not course.settled), None)

    @property
    def at_work(self) -> tuple[Course, ...]:
        """The steps that are busy: one at most, or none; the closing checks are not among them."""
        return tuple(course for course in self.each if course.busy)

    @property
    def settled(self) -> int:
        """How many are."""
        return sum(course.settled for course in self.each)

    def ahead(self, key: str = "") -> tuple[Step, ...]:
        """The steps to be looked at: from the first that is not settled, or this one alone if it is settled."""
        wanted = self.of(key) if key else None
        if wanted and wanted.settled:
            return (wanted.step,)
        return tuple(course.step for course in self.each if not course.settled)

    def main(self, row: str) -> Main:
        """What Enter means while this row is under the cursor."""
        if self.closing.working or any(each.phase != "watching" for each in self.at_work):
            return ""
        if self.at_work:
            return "look_now"
        course = self.of(row)
        if course is None:
            if self.unfinished:
                return "go_on"
            return "finish" if self.closing.through and not self.closing.against else "again"
        if course.failed:
            return "fix" if self.fix_of(course) else "again"
        if course.phase == "ready" and self.unfinished is course:
            return "begin"
        return "go_on"

    def fix_of(self, course: Course) -> Course | None:
        """The other step that mends what this one failed on."""
        finding = course.cause
        number = self.numbers.get(finding.fixed_by) if finding else None
        other = self.each[number - 1] if number else None
        return None if other is course else other

    def cause_at(self, row: str) -> Finding | None:
        """What the step in this row, or the whole, failed on."""
        course = self.of(row)
        if course:
            return course.cause
        return deciding(self.closing.findings) if self.closing.through and self.closing.against else None

    def breaks_or_holds(self, finding: Finding) -> bool:
        """False for what does not hold only because the step that makes it true is still to come."""
        number = self.numbers.get(finding.fixed_by)
        course = self.each[number - 1] if number else None
        return finding.holds or course is None or course.settled or course.failed_at_its_end

    def recall(self, outcomes: Mapping[str, Outcome]) -> None:
        """Take in what a step made of others: a new key makes what holds the old one out of date."""
        for course in self.each:
            if outcome := outcomes.get(course.step.key):
                course.recall(outcome.state)

    def changed(self, steps: Sequence[Step]) -> tuple[tuple[int, Step], ...]:
        """Steps with their numbers."""
        return tuple((self.plan.steps.index(step) + 1, step) for step in steps)


def _course(step: Step, number: int, outcome: Outcome | None) -> Course:
    if outcome is None:
        return Course(step, number)
    why = outcome.saw if outcome.state == "started" else ""
    return Course(step, number, outcome.state, touched=changed(outcome.state), why_again=why)
