"""Run: one step at a time, each looked at, shown, sent when Enter is pressed, and proved."""

import time
from collections.abc import Callable, Iterable
from typing import ClassVar

from textual import on
from textual.binding import Binding

from screens.background import Background, Ended, Item, Task
from screens.course import Course
from screens.courses import CLOSING
from screens.doing import STOPPED, GivenUp, Looking, ToDo, closing, doing, survey, undoing
from screens.give_key import COPIED, GiveKeyModal, key_command
from screens.literal import short
from screens.plan_texts import closing_title
from screens.run_view import RunView
from screens.saying import evidence_text, said_of
from screens.waiting import AppClock
from screens.widgets.choice_list import ChoiceList
from screens.widgets.explain import Explain
from wizard.exporters.text import actions_as_lines
from wizard.plan.result import Event, Finding
from wizard.plan.step import Step

SETTLE_S = 0.6
"""An Enter that was meant for a hand-over must not begin the step that came up when it ended by itself."""
OFFERED = (
    "begin",
    "look_now",
    "fix",
    "again",
    "go_on",
    "finish",
    "look",
    "copy",
    "give_key",
    "evidence",
    "undo",
    "stop",
)
"""Actions whose keys come and go."""

Call = Callable[[], Iterable[object]]


class RunScreen(RunView):
    """Stays alive as long as its session is open, so that the answer of a write always finds it."""

    BINDINGS: ClassVar = [
        Binding("enter", "begin", "Begin", key_display="⏎", priority=True),
        Binding("enter", "look_now", "Done, look", key_display="⏎", priority=True),
        Binding("enter", "fix", "Fix", key_display="⏎", priority=True),
        Binding("enter", "again", "Try again", key_display="⏎", priority=True),
        Binding("enter", "go_on", "Go on", key_display="⏎", priority=True),
        Binding("enter,n", "finish", "Export", key_display="⏎", priority=True),
        Binding("r", "look", "Check again"),
        Binding("c", "copy", "Copy"),
        Binding("k", "give_key", "Give key"),
        Binding("v", "evidence", "Evidence"),
        Binding("u", "undo", "Undo"),
        Binding("e,f2", "explain", "Explain", key_display="e"),
        Binding("question_mark,f1", "help", "Help", key_display="?"),
        Binding("escape,b", "stop", "Stop", key_display="esc"),
        Binding("escape,b", "back", "Back", key_display="esc"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._under_way: Task | None = None
        self._number = 0
        self._at = ""
        self._away = True
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

    def on_screen_resume(self) -> None:
        """Come from another stage, not from a window: look where the run stands, unless something is under way."""
        if not self._away:
            return
        self._away = False
        self.draw_list(cursor=self.work.unfinished_step or CLOSING)
        self.draw()
        if self._under_way is None:
            self.call_after_refresh(self._survey)

    # What Enter does.

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Keys that mean nothing now are not offered."""
        if action in ("begin", "look_now", "fix", "again", "go_on", "finish"):
            return self.courses.main(self.row) == action
        course = self.courses.of(self.row)
        match action:
            case "stop":
                return self.writing
            case "back":
                return not self.writing
            case "look":
                return self._under_way is None
            case "undo":
                return self._under_way is None and bool(self.session.steps_to_undo())
            case "copy":
                return course is not None and not course.step.automatic
            case "give_key":
                return course is not None and key_command(course.step) is not None
            case "evidence":
                if course is None:
                    return bool(self.courses.closing.findings)
                return course.phase not in ("open", "ready") and bool(course.findings or course.end)
        return True

    def offered(self) -> tuple[object, ...]:
        """Whether each key is."""
        return tuple(self.check_action(action, ()) for action in OFFERED)

    def action_begin(self) -> None:
        """Send what is shown."""
        course = self.courses.of(self.row)
        if course is None or course.to_do is None or self._under_way:
            return
        if self.fresh:
            self.mention("This step came up just now. Read it, then Enter begins it.")
            return
        session, step, shown, clock = self.session, course.step, course.to_do.prepared, self.clock
        course.begin()
        self._at = step.key
        self._watched = False
        clock.begin()
        self._start("do", lambda: doing(session, step, shown, clock))

    def action_look_now(self) -> None:
        """I have done this, look now."""
        self.clock.look_now()
        self.mention("Looking now.", "working")

    def action_fix(self) -> None:
        """The step that mends what this one failed on."""
        course = self.courses.of(self.row)
        if course and (other := self.courses.fix_of(course)):
            self.query_one(ChoiceList).move_to(other.step.key)
            self._survey(other.step.key)

    def action_again(self) -> None:
        """Another try: look, and show what it will send."""
        self.action_look()

    def action_go_on(self) -> None:
        """To the first step that is not settled, or to the closing checks."""
        self._survey()

    def action_finish(self) -> None:
        """On to the export."""
        self._away = True
        self.wizard.go("export")

    # The other keys.

    def action_look(self) -> None:
        """Look again at the step under the cursor, or at the whole."""
        if self._under_way:
            return
        if self.courses.of(self.row) is None and self.courses.unfinished is None:
            self._close()
        else:
            self._survey(self.row)

    def action_copy(self) -> None:
        """The lines of the step to the terminal's clipboard; never a secret: they hold names only."""
        course = self.courses.of(self.row)
        if course:
            self.app.copy_to_clipboard("\n".join(actions_as_lines(course.handed or course.step.actions)) + "\n")
            self.mention(COPIED)

    def action_give_key(self) -> None:
        """The pipe that takes the key to a node."""
        course = self.courses.of(self.row)
        if course:
            self.app.push_screen(GiveKeyModal(self.session, course.step))

    def action_evidence(self) -> None:
        """All that was seen, in full."""
        from screens.evidence import EvidenceModal

        course, alias = self.courses.of(self.row), self.session.plan.scenario.alias
        if course is None:
            text = evidence_text(closing_title(self.session.plan), (), self.courses.closing.findings)
        else:
            said = said_of(course.end) if course.end else ()
            text = evidence_text(f"{course.number}  {course.step.title}", said, course.findings)
        text += "\n" + "\n".join(["What happened", *(f"  {line}" for line in self.log_lines)]) + "\n"
        text = self.work.library.seams.redactor.redact(text)
        safe = "".join(character if character.isalnum() else "_" for character in alias)
        self.app.push_screen(EvidenceModal(text, f"{safe or 'remote'}.evidence.txt"))

    def action_undo(self) -> None:
        """Take back, after a question."""
        from screens.take_back import ALL, TakeBackModal

        steps = self.session.steps_to_undo()
        if self._under_way or not steps:
            return

        def agreed(answer: str | None) -> None:
            if answer and self._under_way is None:
                session, clock = self.session, self.clock
                wanted = steps if answer == ALL else steps[:1]
                self.work.findings = {}
                clock.begin()
                self._start("undo", lambda: undoing(session, wanted, clock))

        numbered, outcomes = self.courses.changed(steps), self.session.outcomes
        handed = [number for number, step in numbered if outcomes[step.key].undoing]
        self.app.push_screen(TakeBackModal(numbered, handed), agreed)

    def action_explain(self) -> None:
        """Why, in a column of its own."""
        explain = self.query_one(Explain)
        explain.turn()
        self.set_class(explain.has_class("open"), "explaining")

    def action_stop(self) -> None:
        """Stop waiting."""
        if not self.stop_waiting():
            self.mention("The answer to what was sent is still awaited. Ctrl-C again asks whether to leave.")

    def action_back(self) -> None:
        """Back to the plan; what is only being looked at is let go."""
        self._drop()
        self._away = True
        self.wizard.go("plan")

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
        if event.number != self._number:
            return
        courses, item = self.courses, event.item
        match item:
            case Looking(step=step, undo=undo):
                course = self._course(step)
                if undo:
                    course.begin(undo=True)
                    self.note(step.side, f"taking back: {step.title}")
                else:
                    course.look()
                self.query_one(ChoiceList).move_to(step.key)
            case ToDo(step=step):
                self._course(step).offer(item)
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
        if event.number != self._number:
            return
        self._under_way = None
        courses = self.courses
        for course in courses.each:
            if course.phase in ("looking", "doing", "watching", "stopping"):
                course.phase = "open"
        if event.kind == "closing":
            courses.closing.working, courses.closing.through = False, event.error is None
        self.draw()
        if event.error:
            self.mention(f"{short(event.error.headline)} {short(event.error.hint)}", "fail")
            return
        ended = courses.of(self._at)
        if event.kind == "do" and ended and ended.settled:
            self._by_itself = self._watched
            self._survey()
        elif event.kind == "look" and courses.unfinished is None and not courses.closing.through:
            self._close()

    def _told(self, event: Event) -> None:
        course = self.courses.of(event.step)
        if course is None:
            return
        stopping = course.phase == "stopping"
        self._watched = self._watched or event.kind == "handed"
        course.take(event, self.clock.now())
        if stopping and course.phase != "ended":
            course.phase = "stopping"
        for finding in event.findings:
            self.work.found(finding)
        if event.kind != "looked":
            self.note(event.side, f"step {course.number}: {event.text}" if event.kind == "ended" else event.text)
        if event.kind == "ended" and event.state in ("done", "undone"):
            self.courses.closing.through = False

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

    def _start(self, kind: str, call: Call) -> None:
        self._number += 1
        self.forget_mention()
        self.since = self.clock.now()
        self._under_way = Background.start(self, self._number, call, kind)
        self.draw()

    def _drop(self) -> None:
        if self._under_way and not self.writing:
            self._under_way.drop()
            self._under_way = None
            self._number += 1
            self.courses.closing.working = False
            for course in self.courses.each:
                if course.phase == "looking":
                    course.phase = "open"

    def _course(self, step: Step) -> Course:
        course = self.courses.of(step.key)
        assert course is not None
        return course
