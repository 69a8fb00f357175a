"""RunStatus: the one sentence under a run that says what goes on, or what Enter means."""

from screens.course import Course
from screens.courses import Courses
from screens.glyphs import GLYPHS, Mark
from screens.literal import short
from wizard.errors import UsageError, VaultError
from wizard.plan.result import settled
from wizard.runner.runner import look_s

BY_HAND_NEEDS = "By hand needs a keyring: a key in memory cannot be fetched. g chooses another way to the nodes."
UNUSUAL_S = 10
SAID_FROM_S = 2
"""Seconds are told from here on."""

Said = tuple[str, Mark | None]


def status_of(courses: Courses, row: str, now: float, since: float) -> Said:
    """What to say; `since`: when what is under way began, on the clock that says `now`."""
    seconds = now - since
    if courses.closing.working:
        return f"Checking the whole{_unanswered(seconds)}", "working"
    for course in courses.each:
        match course.phase:
            case "looking":
                return f"Looking at step {course.number}{_unanswered(seconds)}", "working"
            case "doing":
                return _doing(course, now, seconds), "working"
            case "stopping":
                stopped = "Stopped waiting. The request was sent; checking what became of it"
                return f"{stopped}{_seconds(seconds)}", "working"
            case "watching":
                last = "" if course.looked is None else f", last {int(now - course.looked)} s ago"
                often = f"Looks every {look_s(seconds):.0f} s{last}"
                return f"Waiting for you. {often}. Enter: I have done this.", "waits"
            case _:
                continue
    here = courses.of(row)
    if here is None:
        return _closing(courses)
    if courses.taking_back and courses.taking_back.of(row):
        return courses.taking_back.says
    return _standing(here)


def _doing(course: Course, now: float, seconds: float) -> str:
    if course.waits_for:
        waited = int(now - course.waits_since)
        many = f"{waited} of at most {course.step.waits_s:.0f} s"
        return f"Waiting until {course.waits_for}: {many}."
    return f"Working{_unanswered(seconds)} Ctrl-C stops waiting; what was sent stays."


def _closing(courses: Courses) -> Said:
    if courses.closing.through:
        text, mark = courses.closing.says
        return short(text), mark
    return "Looked at when all steps are done.", None


def _standing(course: Course) -> Said:
    number, step = course.number, course.step
    if course.failed:
        if course.failed_at_its_end and course.undoing:
            return f"Step {number} was not taken back. u tries again.", "fail"
        error = course.end.error if course.end else course.to_do.error if course.to_do else None
        if course.to_do and error:
            return f"Step {number} could not be looked at: {short(error.headline)} r looks again.", "fail"
        if isinstance(error, VaultError):
            way = " m keeps secrets in memory until you leave." if error.memory else ""
            return f"Step {number} failed. {short(error.headline)}{way}", "fail"
        if type(error) is UsageError:
            return f"Nothing of step {number} was sent. {BY_HAND_NEEDS}", "fail"
        return f"Step {number} failed. {short(course.if_stopped)}", "fail"
    if course.phase == "ready":
        word = "Enter begins." if step.automatic else "Enter hands it over."
        again = "is to do again" if settled(course.state) else "is still to do"
        why = f": {course.why_again}" if course.why_again else ""
        first = f"Step {number} {again}{why}." if course.state else f"Nothing of step {number} was sent yet."
        return f"{first} {word}", None
    if course.state is None:
        return f"Step {number} comes later.", None
    if course.state == "started":
        why = course.gave_up or "was begun, and its proof does not hold yet"
        return f"Step {number} {why}. r looks again.", course.mark
    return f"Step {number}: {GLYPHS[course.mark].word}", course.mark


def _seconds(seconds: float) -> str:
    return "." if seconds < SAID_FROM_S else f": {seconds:.0f} s."


def _unanswered(seconds: float) -> str:
    """Seconds of something that ends with an answer; late, that none has come."""
    late = " Longer than usual: no answer yet." if seconds >= UNUSUAL_S else ""
    return f"{_seconds(seconds)}{late}"
