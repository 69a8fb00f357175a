"""RunCalls: what a run lets the engine do in the background, what comes back, and how it is stopped."""

import time
from collections.abc import Callable, Iterable

from textual import on

from screens.background import Background, Ended, Item, Kind, Task
from screens.course import Course
from screens.courses import CLOSING
from screens.doing import STOPPED, GivenUp, Looking, ToDo, closing, survey
from screens.literal import short
from screens.run_view import RunView
from screens.saying import request_of
from screens.waiting import AppClock
from screens.widgets.choice_list import ChoiceList
from wizard.errors import ReachError, ReplyError, WizardError
from wizard.plan.result import Event, Finding
from wizard.plan.step import Step

SETTLE_S = 0.6
"""An Enter that was meant for a hand-over must not begin the step that came up when it ended by itself."""
LOOKING_NOW = "Looking now."

Call = Callable[[], Iterable[object]]


class RunCalls(RunView):
    """At most one call is under way. A look may be let go; what may have sent something is heard to its end."""

    def __init__(self) -> None:
        super().__init__()
        self._under_way: Task | None = None
        self._at = ""
        self._fresh_until = 0.0
        self._watched = self._by_itself = False

    @property
    def clock(self) -> AppClock:
        """The clock that the engine waits by."""
        clock = self.work.library.seams.clock
        assert isinstance(clock, AppClock), "the app's library is opened with an AppClock"
        return clock

    @property
    def fresh(self) -> bool:
        """True for a moment after a hand-over ended by itself."""
        return time.monotonic() < self._fresh_until

    @property
    def writing(self) -> bool:
        """True while something may be sent, or is watched for."""
        return self._under_way is not None and self._under_way.kind in ("do", "undo")

    @property
    def out(self) -> str:
        """The step whose request may not have been answered."""
        sent = [course for course in self.courses.each if course.phase in ("doing", "stopping")]
        if not self.writing or not sent:
            return ""
        return f"Step {sent[0].number}: the answer to what was sent is still awaited. The next start looks at it."

    def stop_waiting(self) -> bool:
        """False when there is nothing to stop, or nothing more than was stopped already.

        Nothing more is sent; what is out cannot be called back, so the proof decides.
        """
        if self._under_way is None:
            return False
        if not self.writing:
            self._drop()
            self.draw()
            self.mention("Stopped. r looks again; nothing was sent.", "skip")
            return True
        if self.clock.stopped:
            return False
        self.clock.stop()
        for course in self.courses.each:
            if course.phase in ("doing", "watching"):
                self.note(course.step.side, STOPPED if course.phase == "doing" else "Stopped watching.")
                course.phase = "stopping"
        self.draw()
        return True

    # What comes from the background.

    @on(Item)
    def _on_item(self, event: Item) -> None:
        if event.task is not self._under_way:
            return
        courses, item = self.courses, event.item
        match item:
            case Looking(step=step, undo=undo):
                course = self._course(step)
                if undo:
                    course.begin(self.clock.now(), undo=True)
                    self.note(step.side, f"taking back: {step.title}")
                else:
                    course.look()
                self.query_one(ChoiceList).move_to(step.key)
            case ToDo(step=step):
                self._course(step).offer(item)
                if item.error and item.findings:
                    # Nobody answered: what was seen earlier says nothing of now.
                    self.work.findings = {}
                for finding in item.findings:
                    self.work.found(finding)
                if self._by_itself:
                    self._by_itself = False
                    self._fresh_until = time.monotonic() + SETTLE_S
            case GivenUp(step=step, settled=settled):
                self._course(step).give_up(settled=settled)
            case Event():
                self._told(item)
            case Finding():
                courses.closing.findings.append(item)
                self.work.found(item)
        self.draw()

    @on(Ended)
    def _on_ended(self, event: Ended) -> None:
        if event.task is not self._under_way:
            return
        self._under_way = None
        courses = self.courses
        if event.error:
            self._broken_off(event.error)
        for course in courses.at_work:
            course.phase = "open"
        courses.recall(self.session.outcomes)
        if event.kind == "closing":
            courses.closing.working, courses.closing.through = False, event.error is None
        self.draw()
        if event.error:
            return
        ended = courses.of(self._at)
        if event.kind == "do" and ended and ended.settled:
            self._by_itself = self._watched
            self._survey()
        elif event.kind == "look" and courses.unfinished is None and not courses.closing.through:
            self._close()

    def _broken_off(self, error: WizardError) -> None:
        """The engine could not go on: the step it was at says so until it is looked at again."""
        course = next(iter(self.courses.at_work), None)
        if course is None:
            self.mention(f"{short(error.headline)} {short(error.hint)}", "fail")
            return
        course.break_off(error, self.clock.now())
        self.note(error.side or course.step.side, f"step {course.number}: {error.headline}")

    def _told(self, event: Event) -> None:
        course = self.courses.of(event.step)
        if course is None:
            return
        if event.kind == "ended" and course.undoing and self.courses.taking_back:
            self.courses.taking_back.ends[event.step] = event
        stopping = course.phase == "stopping"
        self._watched = self._watched or event.kind == "handed"
        course.take(event, self.clock.now())
        if stopping and course.phase != "ended":
            course.phase = "stopping"
        for finding in event.findings:
            self.work.found(finding)
        if event.kind in ("looked", "missed", "ended"):
            self.forget_mention(LOOKING_NOW)
        self._note(event, course)
        if event.kind == "ended" and event.state in ("done", "undone"):
            self.courses.closing.through = False

    def _note(self, event: Event, course: Course) -> None:
        request = request_of(event)
        match event.kind:
            case "looked":
                pass
            case "answered":
                self.note_answer(request, f"{event.status}  {event.took_s:.1f} s")
            case "ended":
                if isinstance(event.error, ReachError | ReplyError):
                    status = str(event.error.status) if isinstance(event.error, ReplyError) else "no answer"
                    self.note_answer_to_last(status)
                self.note(event.side, f"step {course.number}: {event.text}")
            case _:
                self.note(event.side, request, awaits=event.kind in ("sending", "running"))

    # Starting things.

    def _survey(self, key: str = "") -> None:
        if self._under_way:
            return
        steps = self.courses.ahead(key)
        if not steps:
            if self.courses.closing.through:
                self.query_one(ChoiceList).move_to(CLOSING)
                self.draw()
            else:
                self._close()
            return
        session = self.session
        self._start("look", lambda: survey(session, steps))

    def _close(self) -> None:
        session = self.session
        self.courses.closing.begin()
        self.query_one(ChoiceList).move_to(CLOSING)
        self._start("closing", lambda: closing(session))

    def _start(self, kind: Kind, call: Call) -> None:
        self.forget_mention()
        if kind != "undo":
            self.courses.taking_back = None
        self.since = self.clock.now()
        self._under_way = Background.start(self, call, Task(kind))
        self.draw()

    def _drop(self) -> None:
        if self._under_way and not self.writing:
            self._under_way.drop()
            self._under_way = None
            self.courses.closing.working = False
            for course in self.courses.each:
                if course.phase == "looking":
                    course.phase = "open"

    def _course(self, step: Step) -> Course:
        course = self.courses.of(step.key)
        assert course is not None
        return course
