"""CourseRows: how a step of a run is told, in each phase. Pure: no widget, no engine call."""

from collections.abc import Iterator, Mapping
from typing import assert_never

from screens.course import Course
from screens.glyphs import Mark
from screens.literal import short
from screens.saying import (
    GAP,
    Line,
    Row,
    Text,
    action_rows,
    end_rows,
    failure_rows,
    finding_row,
    prepared_rows,
    saw_of,
    who_of,
)
from wizard.engine.claims import claims

AT_NODE: Mapping[str, Mark] = {"there": "ok", "not-there": "waits", "unseen": "skip"}


def course_rows(course: Course, now: float, numbers: Mapping[str, int], cluster: str = "") -> Iterator[Row]:
    """All there is to show of it. `cluster`: what the cluster of its side is called."""
    step = course.step
    yield Text(f"{course.number}  {short(step.title)}", "title")
    how = "automatic" if step.automatic else "by hand"
    yield Text(f"{step.side} · {how} · {'nodes restart' if step.restart else 'no restart'}", "muted")
    match course.phase:
        case "open":
            yield from _said_rows(course)
            yield from (GAP, Text(short(step.why)), GAP)
            yield from action_rows(step.actions)
        case "looking":
            yield Line("working", "Looking whether it is done already")
            yield from _proof_rows(course)
        case "ready":
            yield from _ready_rows(course)
        case "doing" | "stopping" | "watching":
            if course.phase == "watching":
                # Above the instructions, so that it is always in sight.
                yield from _watching_rows(course, now, cluster)
            yield from _said_rows(course)
            if course.waits_for:
                yield Line("working", f"waiting until {course.waits_for}", f"{int(now - course.waits_since)} s")
            yield from _handed_rows(course)
            if course.phase != "watching":
                yield from _proof_rows(course)
        case "ended":
            yield from _ended_rows(course, numbers)
        case _:
            assert_never(course.phase)


def _ready_rows(course: Course) -> Iterator[Row]:
    to_do = course.to_do
    assert to_do is not None
    if to_do.error:
        error = to_do.error
        yield Line("fail", "What stands there now could not be read")
        yield from failure_rows(error.headline, saw=saw_of(error), who=who_of(error, course.step), fix=error.hint)
        return
    different = list(prepared_rows(to_do.prepared or ()))
    if different:
        yield from (Text("Becomes different", "head"), *different)
    yield Text(
        "Enter sends this" if course.step.automatic else "Enter hands this over; it ends by itself once it is seen",
        "head",
    )
    yield from action_rows(course.step.actions)


def _said_rows(course: Course) -> Iterator[Row]:
    yield from (Line(line.mark, short(line.text), line.right) for line in course.said)


def _watching_rows(course: Course, now: float, cluster: str) -> Iterator[Row]:
    ago = f"looked {int(now - course.looked)} s ago" if course.looked is not None else "looking"
    nodes = [each for finding in course.findings for each in finding.verdict.each]
    there = sum(each.state == "there" for each in nodes)
    many = f"  {there} of {sum(each.many for each in nodes)} nodes" if nodes else ""
    yield Line("waits", f"Watching {cluster or f'the {course.step.side} cluster'}{many}", "" if nodes else ago)
    if course.missed:
        text, hint = course.missed
        yield Line("warn", f"The last looks failed. {short(text)}")
        if hint:
            yield Line(None, short(hint))
    width = max((len(each.node) for each in nodes), default=0)
    for at, each in enumerate(nodes):
        # The first of them is always in sight.
        yield Line(AT_NODE[each.state], f"{short(each.node):<{width}}  {short(each.text)}", "" if at else ago)
    yield from _finding_rows(course)


def _handed_rows(course: Course) -> Iterator[Row]:
    if not course.handed:
        return
    yield Text("For a person", "head")
    yield from action_rows(course.handed)


def _proof_rows(course: Course) -> Iterator[Row]:
    if course.findings:
        yield from (Text("Checks", "head"), *_finding_rows(course))
    elif course.phase != "looking":
        yield Text("Checks", "head")
        yield from (Line("open", claims().get(code, code)) for code in course.step.proof)


def _finding_rows(course: Course) -> Iterator[Row]:
    for finding in course.findings:
        verdict = finding.verdict
        if finding.code not in course.step.proof and verdict.status not in ("fail", "crash"):
            # What comes before the proof matters only where it is in the way.
            continue
        if course.waits_for and verdict.status in ("fail", "skip"):
            # It may come true yet: the last word is said when the wait is over.
            why = verdict.status == "fail" and not verdict.likely
            yield Line("working" if why else "open", finding.claim, finding.code if why else "")
            if why:
                yield Line(None, short(verdict.headline))
        elif course.phase != "watching":
            yield finding_row(finding)
        elif not verdict.each:
            # What is not true yet while a person works is no failure: it says what is still to be done.
            waits = verdict.status == "fail"
            yield Line("waits", short(verdict.headline), finding.code) if waits else finding_row(finding)
            if waits and not verdict.likely and verdict.hint:
                yield Line(None, short(verdict.hint))


def _ended_rows(course: Course, numbers: Mapping[str, int]) -> Iterator[Row]:
    end = course.end
    assert end is not None
    match end.state:
        case "failed":
            yield Line("fail", f"failed after {int(course.took_s)} s" if course.took_s >= 2 else "failed")
            yield from end_rows(end, course.step, numbers)
        case "handed":
            yield Line("waits", short(end.text))
            yield from _handed_rows(course)
            if end.hint:
                yield Text(short(end.hint))
        case "undone":
            yield Line("undone", short(end.text))
        case _:
            yield Line("ok", short(end.text))
    yield from _said_rows(course)
    if end.state != "undone":
        yield from _proof_rows(course)
    if end.state == "failed":
        yield from (Text("If you stop here", "head"), Text(short(course.if_stopped)))
