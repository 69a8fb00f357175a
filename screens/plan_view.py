"""PlanView: how a plan is drawn: the wire, the list, the four texts of a row, and what the checks say."""

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.containers import Container
from textual.timer import Timer
from textual.widgets import Tab as TabTitle
from textual.widgets import Tabs

from screens.frame import Framed
from screens.hops import place_of
from screens.literal import cut
from screens.plan_checks import PlanChecks
from screens.plan_rows import AFTER, BEFORE, FIRST, list_rows
from screens.plan_status import status_of
from screens.plan_texts import (
    TABS,
    TITLES,
    WHY_BEFORE,
    Pages,
    Tab,
    before_rows,
    closing_rows,
    closing_title,
    pages_of_checks,
    pages_of_step,
    stacked,
    why_closing,
)
from screens.ways_on import WaysOn
from screens.widgets.choice_list import ChoiceList
from screens.widgets.panel import Panel
from screens.widgets.path import Hop, path_of
from screens.widgets.stages import Stage
from screens.widgets.step_list import StepList
from screens.widgets.story import Story
from screens.widgets.wire import Wire
from wizard.engine.session import OpenSession
from wizard.plan.result import Finding

DRAW_S = 0.08
"""Seconds between two drawings of what the checks find: each may change list, wire, texts and status line."""


class PlanView(WaysOn, Framed):
    """Draws. What keys and checks do is the matter of PlanScreen."""

    stage: ClassVar[Stage | None] = "plan"
    DEFAULT_CSS = """
    PlanView #parts { layout: vertical; height: 1fr; width: 1fr; }
    PlanView #steps { height: auto; max-height: 60%; width: 1fr; }
    PlanView #texts { height: 1fr; width: 1fr; }
    PlanView #texts > Story { padding: 0 1; }
    PlanView.-short #steps { max-height: 50%; }
    PlanView.-wide #parts { layout: horizontal; }
    PlanView.-wide #steps { height: 1fr; max-height: 100%; width: 58%; }
    PlanView.-normal #texts, PlanView.-narrow #texts { border: none; padding: 0; }
    PlanView.-wide #texts > Tabs { display: none; }
    PlanView.-wide #texts > Story { padding: 0; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._checks = PlanChecks()
        self._begins: tuple[int, ...] = ()
        self._drawing: Timer | None = None
        self._tab: Tab = TABS[0]
        self._offered: bool | None = False

    @property
    def session(self) -> OpenSession:
        """The session whose plan this is."""
        session = self.work.session
        assert session is not None
        return session

    @property
    def _left(self) -> bool:
        """True once the session was closed: what still comes in is for nobody."""
        return self.work.session is None

    @property
    def blocks(self) -> tuple[Finding, ...]:
        """What has to be mended before anything is sent."""
        return self._checks.blocks(self.session.plan)

    @property
    def checking(self) -> bool:
        """True while the checks run."""
        return self._checks.running

    def body(self) -> ComposeResult:
        """The wire, the list, and the four texts: behind tabs, or below each other where there is room."""
        yield Wire()
        with Container(id="parts"):
            yield Panel(StepList(id="list"), title="Plan", subtitle="nothing sent yet", id="steps")
            yield Panel(Tabs(*(TabTitle(TITLES[tab], id=tab) for tab in TABS)), Story(id="told"), id="texts")

    def on_resize(self) -> None:
        """Titles are cut to the width."""
        self.after_paint(self._draw)

    def place_of(self, hop: Hop) -> str:
        """The row of the step or the checks that a hop is about."""
        return place_of(hop, self.session.plan, before=BEFORE, after=AFTER)

    @on(ChoiceList.Moved)
    def _on_moved(self) -> None:
        self._draw_texts()
        self.query_one(Story).scroll_home(animate=False)

    @on(Tabs.TabActivated)
    def _on_tab(self) -> None:
        # What is active now: between two quick keys the first one's message comes late.
        active = self.query_one(Tabs).active
        self._show_tab(next((tab for tab in TABS if tab == active), self._tab))

    def _show_tab(self, tab: Tab) -> None:
        if tab != self._tab:
            self._tab = tab
            self._draw_texts()
            self.query_one(Story).scroll_home(animate=False)

    def _draw_keys(self) -> None:
        # The footer is built anew each time, which is dear: only when another key is offered.
        if (offered := self.check_action("memory", ())) != self._offered:
            self._offered = offered
            self.refresh_bindings()

    def _draw_soon(self) -> None:
        """Draw once for all that is found meanwhile: keys are answered in between."""
        if self._drawing is None:
            self._drawing = self.set_timer(DRAW_S, self._draw)

    def _draw(self) -> None:
        if self._drawing is not None:
            self._drawing.stop()
            self._drawing = None
        if self._left:
            return
        self._draw_list()
        plan = self.session.plan
        hand = sum(not step.automatic for step in plan.steps)
        caption = f"{len(plan.steps)} steps · {len(plan.steps) - hand} automatic · {hand} by hand"
        findings = list(self.work.findings.values())
        self.query_one(Wire).show(path_of(plan.scenario, findings, caption=caption, names=self.work.names))
        self._draw_status()

    def _draw_status(self) -> None:
        if said := status_of(self.session.plan, self._checks, self.session.vault_trouble):
            self.say(*said)

    def _draw_list(self, *, cursor: str = "") -> None:
        plan, outcomes = self.session.plan, self.session.outcomes
        steps = self.query_one(ChoiceList)
        width = steps.scrollable_content_region.width or steps.size.width
        steps.show(list(list_rows(plan, outcomes, *self._checks.stand(plan), width)), cursor=cursor)
        sent = any(outcome.state != "already" for outcome in outcomes.values())
        self.query_one("#steps", Panel).border_subtitle = "some steps were begun" if sent else "nothing sent yet"
        self._draw_texts()

    def _draw_texts(self) -> None:
        if self._left:
            return
        row = self.query_one(ChoiceList).cursor
        step = self.session.plan.step(row)
        wide = self.has_class("-wide")
        pages = self._pages(row)
        rows, self._begins = stacked(pages) if wide else (pages[self._tab], ())
        self.query_one(Story).tell(rows)
        title = closing_title(self.session.plan) if row == AFTER else FIRST
        if step:
            title = f"{self.session.plan.steps.index(step) + 1}  {step.title}"
        texts = self.query_one("#texts", Panel)
        texts.border_title = cut(title, texts.size.width - 4) if wide else ""

    def _pages(self, row: str) -> Pages:
        plan = self.session.plan
        if row == AFTER:
            return pages_of_checks(closing_rows(plan), why_closing(plan))
        if step := plan.step(row):
            return pages_of_step(step)
        return pages_of_checks(before_rows(plan, self._checks.found, self.blocks, checking=self.checking), WHY_BEFORE)
