"""RunView: how a run is drawn: the wire, the steps, the one under the cursor, why, and what happened."""

import time
from dataclasses import replace
from datetime import datetime
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.containers import Container
from textual.content import Content
from textual.widgets import Static

from screens.courses import CLOSING, Courses
from screens.frame import Framed
from screens.glyphs import GLYPHS, Mark
from screens.literal import cut, literal, short
from screens.plan_texts import closing_title
from screens.widgets.choice_list import ChoiceList, Row
from screens.widgets.explain import Explain
from screens.widgets.panel import Panel
from screens.widgets.stages import Stage
from screens.widgets.step_list import StepList
from screens.widgets.story import Story
from screens.widgets.wire import Wire, path_of
from wizard.engine.claims import claims
from wizard.engine.session import OpenSession

UNUSUAL_S = 10
MENTIONED_S = 4.0
LOG_LINES = 4


class RunView(Framed):
    """Draws what the courses say. What is done, and when, is its subclass's matter."""

    stage: ClassVar[Stage | None] = "run"
    help_text = "One step at a time. Each is looked at first, and begins when you press Enter; its proof ends it."
    DEFAULT_CSS = """
    RunView.-wide.-tall Wire { height: 4; }
    RunView #middle { layout: horizontal; height: 1fr; width: 1fr; }
    RunView #steps { width: 28; height: 1fr; }
    RunView #pane { width: 1fr; height: 1fr; }
    RunView.-wide #steps { width: 36; }
    RunView.explaining #steps { display: none; }
    RunView.explaining.-wide #steps { display: block; }
    RunView.-narrow.explaining #pane { display: none; }
    RunView.-narrow Explain { width: 1fr; margin: 0; }
    RunView.-narrow #middle { layout: vertical; }
    RunView.-narrow #steps { width: 1fr; height: 5; }
    RunView #log { display: none; height: 6; width: 1fr; }
    RunView.-tall #log { display: block; }
    RunView #log Static { width: 1fr; height: 4; text-wrap: nowrap; text-overflow: ellipsis; }
    """

    def __init__(self) -> None:
        super().__init__()
        self.since = 0.0
        self.log_lines: list[str] = []
        """What happened in this run: time, side, words."""
        self._courses: Courses | None = None
        self._session: OpenSession | None = None
        self._told_last = ""
        self._stale = False
        self._offered: tuple[object, ...] = ()
        self._mentioned: tuple[float, str, Mark | None] = (0.0, "", None)

    @property
    def session(self) -> OpenSession:
        """The session that is run: the one that was open when this screen came up."""
        if self._session is None:
            self._session = self.work.session
        assert self._session is not None
        return self._session

    @property
    def courses(self) -> Courses:
        """The steps as they stand in this run."""
        if self._courses is None:
            self._courses = Courses(self.session.plan, self.session.outcomes)
        return self._courses

    @property
    def row(self) -> str:
        """The step under the cursor, by its key; empty before the list is there: keys are judged earlier."""
        return next((each.cursor for each in self.query(ChoiceList)), "")

    @property
    def now(self) -> float:
        """Seconds that only ever grow."""
        return self.work.library.seams.clock.now()

    def body(self) -> ComposeResult:
        """The wire; the steps, the one looked at, why; and what happened."""
        yield Wire()
        with Container(id="middle"):
            yield Panel(StepList(id="list"), title="Steps", id="steps")
            yield Panel(Story(id="story"), id="pane")
            yield Explain()
        yield Panel(Static("", id="happened", markup=False), title="What happened", id="log")

    def on_mount(self) -> None:
        """Draw, and let time be seen."""
        super().on_mount()
        self.set_interval(1.0, self._tick)
        self.query_one(ChoiceList).focus()

    def on_resize(self) -> None:
        """Titles are cut to the width."""
        self.call_after_refresh(self.draw)

    @on(ChoiceList.Moved)
    def _on_moved(self) -> None:
        self._draw_pane()
        self._draw_status()
        self._draw_keys()

    def note(self, side: str, text: str) -> None:
        """Add a line to what happened."""
        said = f"{side:<6}  {literal(text)}"
        if self.log_lines and self.log_lines[-1].endswith(said):
            return
        at = datetime.fromisoformat(self.work.library.seams.clock.stamp()).astimezone()
        self.log_lines.append(f"{at:%H:%M:%S}  {said}")
        lines = "\n".join(self.log_lines[-LOG_LINES:])
        self.query_one("#happened", Static).update(Content(lines))

    def draw(self) -> None:
        """Draw everything anew, once for all that came in meanwhile."""
        if not self._stale:
            self._stale = True
            self.call_later(self._draw_now)

    def mention(self, text: str, mark: Mark | None = None) -> None:
        """Say something that stays for a few seconds, whatever goes on."""
        self._mentioned = (time.monotonic() + MENTIONED_S, text, mark)
        self._draw_status()

    def forget_mention(self) -> None:
        """What was said for a moment does not matter any more."""
        self._mentioned = (0.0, "", None)

    def offered(self) -> tuple[object, ...]:
        """What decides which keys the footer offers."""
        return ()

    def _draw_now(self) -> None:
        self._stale = False
        self.draw_list()
        self._draw_pane()
        self._draw_wire()
        self._draw_status()
        self.draw_bar()
        self._draw_keys()

    def draw_list(self, *, cursor: str = "") -> None:
        """The steps, with how each stands, and the closing checks, which have no number."""
        steps, courses = self.query_one(ChoiceList), self.courses
        width = steps.scrollable_content_region.width or steps.size.width
        rows = [
            Row(
                course.step.key,
                cut(f"{course.number} {course.step.side[0].upper()} {course.step.title}", width - 3),
                mark=course.mark,
            )
            for course in courses.each
        ]
        rows.append(Row(CLOSING, cut(f"    {closing_title(courses.plan)}", width - 3), mark=courses.closing.mark))
        steps.show(rows, cursor=cursor)
        self.query_one("#steps", Panel).border_subtitle = f"{courses.settled} of {len(courses.each)} done"

    def _draw_pane(self) -> None:
        course = self.courses.of(self.row)
        story, explain = self.query_one(Story), self.query_one(Explain)
        if course is None:
            closing = self.courses.closing
            story.tell(closing.rows(self.courses.plan), follow=closing.working)
            if not closing.working:
                self._begin_at_top(f"{self.row} {closing.through}")
            explain.show(
                [
                    ("The last word", "Settings that were accepted prove nothing yet. A real search, by the person who "
                     "will search, does."),
                    ("If it does not hold", "Nothing is taken back by itself. The first cause is named, with who can "
                     "mend it; r looks again."),
                ]
            )  # fmt: skip
            return
        story.tell(course.rows(self.now, self.courses.numbers))
        self._begin_at_top(f"{self.row} {course.phase}")
        step = course.step
        proof = ", and ".join(claims().get(code, code) for code in step.proof)
        explain.show(
            [
                ("What this step does", step.why),
                ("What proves it", f"That {proof}."),
                ("If you stop here", step.if_stopped),
            ]
        )

    def _begin_at_top(self, told: str) -> None:
        """Another step, or another phase of it, is read from its beginning."""
        if told != self._told_last:
            self._told_last = told
            self.query_one(Story).scroll_home(animate=False)

    def _draw_wire(self) -> None:
        courses = self.courses
        watching = any(each.phase == "watching" for each in courses.each)
        busy = [each for each in courses.each if each.phase in ("doing", "stopping", "looking", "watching")]
        working = [code for each in busy for code in each.step.proof]
        if courses.closing.working:
            working += courses.plan.after
        findings = [each for each in self.work.findings.values() if courses.breaks_or_holds(each)]
        course = courses.of(self.row)
        if course and course.failed:
            # What this machine alone sees must not draw another break than the one the step failed on.
            findings = [each for each in findings if each.holds or not each.verdict.likely]
        path = path_of(courses.plan.scenario, findings, working=working)
        if watching:
            hops = tuple(replace(hop, status="waits") if hop.status == "working" else hop for hop in path.hops)
            path = replace(path, hops=hops)
        self.query_one(Wire).show(path)

    def _draw_keys(self) -> None:
        # The footer is built anew each time, so only when another key is offered.
        if (offered := self.offered()) != self._offered:
            self._offered = offered
            self.refresh_bindings()

    def _draw_status(self) -> None:
        until, text, mark = self._mentioned
        self.say(*((text, mark) if time.monotonic() < until else self._status()))

    def _status(self) -> tuple[str, Mark | None]:
        courses = self.courses
        if courses.closing.working:
            return f"Checking the whole{self._seconds()}", "working"
        for course in courses.each:
            match course.phase:
                case "looking":
                    return f"Looking at step {course.number}{self._seconds()}", "working"
                case "doing":
                    return f"Working{self._seconds()} Ctrl-C stops waiting; what was sent stays.", "working"
                case "stopping":
                    return (
                        f"Stopped waiting. The request was sent; checking what became of it{self._seconds()}",
                        "working",
                    )
                case "watching":
                    return "Waiting for you. Looks every 15 s, done by itself. Enter: I have done this.", "waits"
                case _:
                    continue
        course_here = courses.of(self.row)
        if course_here is None:
            if courses.closing.through:
                text, mark = courses.closing.says
                return short(text), mark
            return "Looked at when all steps are done.", None
        number, end = course_here.number, course_here.end
        if course_here.failed:
            what = short(course_here.step.if_stopped) if end else "Nothing of it was sent."
            return f"Step {number} failed. {what}", "fail"
        if course_here.phase == "ready":
            word = "Enter begins." if course_here.step.automatic else "Enter hands it over."
            tried = course_here.state in ("started", "failed", "handed")
            first = f"Step {number} is still to do." if tried else f"Nothing of step {number} was sent yet."
            return f"{first} {word}", None
        if course_here.state is None:
            return f"Step {number} comes later.", None
        glyph = GLYPHS[course_here.mark]
        return f"Step {number}: {glyph.word}", course_here.mark

    def _seconds(self) -> str:
        seconds = int(self.now - self.since)
        if seconds < 2:
            return "."
        unusual = " Longer than usual: a cluster does not answer at once." if seconds >= UNUSUAL_S else ""
        return f": {seconds} s.{unusual}"

    def _tick(self) -> None:
        courses = self.courses
        if self._mentioned[0] and time.monotonic() >= self._mentioned[0]:
            self.forget_mention()
            self._draw_status()
        if courses.closing.working or any(
            each.phase in ("looking", "doing", "watching", "stopping") for each in courses.each
        ):
            self._draw_status()
            self._draw_pane()
