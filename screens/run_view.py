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

from screens.course_rows import course_rows
from screens.courses import CLOSING, Courses
from screens.frame import Framed
from screens.glyphs import Mark
from screens.happened import Happened
from screens.hops import place_of
from screens.literal import cut, short
from screens.plan_texts import closing_brief
from screens.run_status import status_of
from screens.saying import GAP, Line
from screens.widgets.choice_list import ChoiceList, Row
from screens.widgets.explain import Explain
from screens.widgets.panel import Panel
from screens.widgets.path import Hop, path_of
from screens.widgets.stages import Stage
from screens.widgets.step_list import StepList
from screens.widgets.story import Story
from screens.widgets.wire import Wire
from wizard.engine.claims import claims
from wizard.engine.session import OpenSession

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
        self.happened = Happened()
        self._steps = StepList(id="list")
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
        return self._steps.cursor

    @property
    def now(self) -> float:
        """Seconds that only ever grow."""
        return self.work.library.seams.clock.now()

    def body(self) -> ComposeResult:
        """The wire; the steps, the one looked at, why; and what happened."""
        yield Wire()
        with Container(id="middle"):
            yield Panel(self._steps, title="Steps", id="steps")
            yield Panel(Story(id="story"), id="pane")
            yield Explain()
        yield Panel(Static("", id="happened", markup=False), title="What happened", id="log")

    def on_mount(self) -> None:
        """Draw, and let time be seen."""
        self.set_interval(1.0, self._tick)
        self.query_one(ChoiceList).focus()

    def on_resize(self) -> None:
        """Titles and requests are cut to the width."""
        self.after_paint(self.draw)
        self.after_paint(self._draw_happened)

    def place_of(self, hop: Hop) -> str:
        """The step that a hop is about, or the closing checks."""
        return place_of(hop, self.courses.plan, before="", after=CLOSING)

    @on(ChoiceList.Moved)
    def _on_moved(self) -> None:
        self._draw_pane()
        self._draw_status()
        self._draw_keys()

    def note(self, side: str, text: str, *, awaits: bool = False) -> None:
        """Something happened; `awaits` an answer."""
        at = datetime.fromisoformat(self.work.library.seams.clock.stamp()).astimezone()
        self.happened.add(f"{at:%H:%M:%S}", side, text, awaits=awaits)
        self._draw_happened()

    def note_answer(self, text: str, status: str) -> None:
        """How the last thing of these words was answered."""
        self.happened.answer(text, status)
        self._draw_happened()

    def note_answer_to_last(self, status: str) -> None:
        """How it ended with what was sent last."""
        self.happened.answer_last(status)
        self._draw_happened()

    def _draw_happened(self) -> None:
        shown = self.query_one("#happened", Static)
        shown.update(Content("\n".join(self.happened.last(LOG_LINES, shown.size.width or 80))))

    def draw(self) -> None:
        """Draw everything anew, once for all that came in meanwhile."""
        if not self._stale:
            self._stale = True
            self.call_later(self._draw_now)

    def mention(self, text: str, mark: Mark | None = None) -> None:
        """Say something that stays for a few seconds, whatever goes on."""
        self._mentioned = (time.monotonic() + MENTIONED_S, text, mark)
        self._draw_status()

    def forget_mention(self, text: str = "") -> None:
        """What was said for a moment does not matter any more; with a text: if that is what was said."""
        if text in ("", self._mentioned[1]):
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
                cut(f"{course.number} {course.step.side[0].upper()} {course.step.brief}", width - 3),
                mark=course.mark,
            )
            for course in courses.each
        ]
        rows.append(Row(CLOSING, cut(f"    {closing_brief(courses.plan)}", width - 3), mark=courses.closing.mark))
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
        side = course.step.side
        rows = list(course_rows(course, self.now, self.courses.numbers, self.work.names.get(side, "")))
        if (round_ := self.courses.taking_back) and round_.of(course.step.key) and not self.courses.at_work:
            text, mark = round_.says
            rows[2:2] = [Line(mark, text), GAP]
        story.tell(rows)
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
            # After what still scrolls to the end while it is told.
            self.call_after_refresh(self.query_one(Story).scroll_home, animate=False)

    def _draw_wire(self) -> None:
        courses = self.courses
        watching = any(each.phase == "watching" for each in courses.each)
        working = [code for each in courses.at_work for code in each.step.proof]
        if courses.closing.working:
            working += courses.plan.after
        findings = [each for each in self.work.findings.values() if courses.breaks_or_holds(each)]
        cause = courses.cause_at(self.row)
        if cause:
            # One break: where the words beside it say that it is.
            findings = [cause, *(each for each in findings if each.verdict.status not in ("fail", "crash"))]
        path = path_of(courses.plan.scenario, findings, working=working, names=self.work.names)
        if cause and not path.caption_mark:
            path = replace(path, caption=short(cause.verdict.headline), caption_mark="fail")
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
        if time.monotonic() >= until:
            text, mark = status_of(self.courses, self.row, self.now, self.since)
        self.say(text, mark)

    def _tick(self) -> None:
        courses = self.courses
        if self._mentioned[0] and time.monotonic() >= self._mentioned[0]:
            self.forget_mention()
            self._draw_status()
        if courses.closing.working or courses.at_work:
            self._draw_status()
            self._draw_pane()
