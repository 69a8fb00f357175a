"""Plan: the steps, and of each what is sent, what becomes different, how it is taken back, and why."""

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Container
from textual.timer import Timer
from textual.widgets import Tab as TabTitle
from textual.widgets import Tabs

from screens.background import Background, Ended, Item, Task
from screens.doing import before
from screens.frame import Framed
from screens.glyphs import Mark
from screens.hops import place_of
from screens.keeping import WaysOn
from screens.literal import cut, short
from screens.plan_rows import AFTER, BEFORE, FIRST, list_rows
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
    questions_behind,
    stacked,
    why_closing,
)
from screens.widgets.choice_list import ChoiceList
from screens.widgets.panel import Panel
from screens.widgets.path import Hop, path_of
from screens.widgets.stages import Stage
from screens.widgets.step_list import StepList
from screens.widgets.story import Story
from screens.widgets.wire import Wire
from wizard.engine.session import OpenSession
from wizard.plan.result import Finding
from wizard.runner.proof import blocking

DRAW_S = 0.08
"""Seconds between two drawings of what the checks find: each may change list, wire, texts and status line."""


class PlanScreen(WaysOn, Framed):
    """Everything before anything is sent; the checks that must hold first run while it is read."""

    stage: ClassVar[Stage | None] = "plan"
    help_text = "Each step in order. Nothing is sent here: Enter opens the run, where each step waits for Enter again."
    DEFAULT_CSS = """
    PlanScreen #parts { layout: vertical; height: 1fr; width: 1fr; }
    PlanScreen #steps { height: auto; max-height: 60%; width: 1fr; }
    PlanScreen #texts { height: 1fr; width: 1fr; }
    PlanScreen #texts > Story { padding: 0 1; }
    PlanScreen.-short #steps { max-height: 50%; }
    PlanScreen.-wide #parts { layout: horizontal; }
    PlanScreen.-wide #steps { height: 1fr; max-height: 100%; width: 58%; }
    PlanScreen.-normal #texts, PlanScreen.-narrow #texts { border: none; padding: 0; }
    PlanScreen.-wide #texts > Tabs { display: none; }
    PlanScreen.-wide #texts > Story { padding: 0; }
    """
    BINDINGS: ClassVar = [
        Binding("enter,n", "run", "Run", key_display="⏎", priority=True),
        Binding("t", "next_tab", "Next tab"),
        Binding("g", "edit", "Edit"),
        Binding("x", "export", "Export only"),
        Binding("r", "look", "Check again"),
        Binding("m", "memory", "Keep in memory"),
        Binding("question_mark,f1", "help", "Help", key_display="?"),
        Binding("escape,b", "back", "Back", key_display="esc"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._found: list[Finding] = []
        self._asking: Task | None = None
        self._number = 0
        self._seconds = 0
        self._wants_run = False
        self._begins: tuple[int, ...] = ()
        self._drawing: Timer | None = None
        self._tab: Tab = TABS[0]
        self._offered: bool | None = False
        self._through = False
        """True when the checks were judged to their end; whoever stopped them knows nothing yet."""

    @property
    def session(self) -> OpenSession:
        """The session whose plan this is."""
        session = self.work.session
        assert session is not None
        return session

    @property
    def _left(self) -> bool:
        """True once the session was closed: what was to be drawn a moment later has nothing to say any more."""
        return self.work.session is None

    @property
    def blocks(self) -> tuple[Finding, ...]:
        """What has to be mended before anything is sent."""
        return blocking(self._found, self.session.plan)

    @property
    def checking(self) -> bool:
        """True while the checks run."""
        return self._asking is not None

    def body(self) -> ComposeResult:
        """The wire, the list, and the four texts: behind tabs, or below each other where there is room."""
        yield Wire()
        with Container(id="parts"):
            yield Panel(StepList(id="list"), title="Plan", subtitle="nothing sent yet", id="steps")
            yield Panel(
                Tabs(*(TabTitle(TITLES[tab], id=tab) for tab in TABS), active=TABS[0]), Story(id="told"), id="texts"
            )

    def on_mount(self) -> None:
        """Draw, then let the checks begin."""
        super().on_mount()
        self._draw_list(cursor=self.work.unfinished_step)
        self.query_one(ChoiceList).focus()
        self.set_interval(1.0, self._tick)
        self.call_after_refresh(self._first_look)

    def on_resize(self) -> None:
        """Titles are cut to the width."""
        self.call_after_refresh(self._draw)

    def _first_look(self) -> None:
        if not self._left and not self.checking and not self._through:
            self.action_look()

    def action_look(self) -> None:
        """Run the checks that must hold first, again."""
        if self._asking:
            self._asking.drop()
        self._number += 1
        self._found, self._seconds, self._wants_run, self._through = [], 0, False, False
        session = self.session
        self._asking = Background.start(self, self._number, lambda: before(session), "before")
        self._draw()

    def action_run(self) -> None:
        """On to the run, where nothing is sent either until Enter is pressed again."""
        if not self._through:
            if not self.checking:
                self.action_look()
            self._wants_run = True
            self._draw()
        elif self.blocks:
            self.query_one(ChoiceList).move_to(BEFORE)
            self._draw()
        else:
            self.wizard.go("run")

    def action_export(self) -> None:
        """Take the plan away as a file; no cluster is asked for it."""
        self.wizard.go("export")

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Keys that mean nothing now are not offered."""
        return action != "memory" or (not self.checking and self.way_on(action))

    def action_edit(self) -> None:
        """To the answer behind this row, first to a secret that is not known here any more."""
        if self.session.lacking:
            self.action_give_secret()
        else:
            row = self.query_one(ChoiceList).cursor
            wanted = questions_behind(self.session.plan, self.session.plan.step(row), self.blocks)
            asked = {each.id for each in self.work.edit().rows()}
            self.wizard.ask_about(next((id for id in wanted if id in asked), ""))

    def action_back(self) -> None:
        """Back to the answers."""
        if self.session.lacking:
            self.action_give_secret()
        else:
            self.wizard.go("ask")

    def action_next_tab(self) -> None:
        """The next of the four texts; where all are shown, scroll on to it."""
        if self.has_class("-wide"):
            self.query_one(Story).to_next(self._begins)
            return
        # At once, not when the tab says so: that would be another paint.
        self._show_tab(TABS[(TABS.index(self._tab) + 1) % len(TABS)])
        self.query_one(Tabs).active = self._tab

    def stop_waiting(self) -> bool:
        """Let go of the checks: they only read."""
        if self._asking is None:
            return False
        self._asking.drop()
        self._asking = None
        self._wants_run = False
        self._draw()
        self.say("Stopped. r checks again; nothing was sent.", "skip")
        return True

    @on(Item)
    def _on_item(self, event: Item) -> None:
        if event.number != self._number:
            return
        match event.item:
            case Finding() as finding:
                self._found.append(finding)
                self.work.found(finding)
            case _:
                pass
        self._draw_soon()

    @on(Ended)
    def _on_ended(self, event: Ended) -> None:
        if event.number != self._number:
            return
        self._asking = None
        self._draw_keys()
        if event.error:
            self.say(f"{short(event.error.headline)} {short(event.error.hint)}", "fail")
            return
        self._through = True
        if self.blocks:
            self.query_one(ChoiceList).move_to(BEFORE)
        elif self._wants_run:
            self.wizard.go("run")
            return
        self._draw()

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

    def _tick(self) -> None:
        if self._asking and not self._left:
            self._seconds += 1
            self._draw_status()

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
        if self._asking:
            done, total = len(self._found), len(self.session.plan.before)
            seconds = f", {self._seconds} s" if self._seconds >= 2 else ""
            unusual = " Longer than usual: a cluster does not answer at once." if self._seconds >= 10 else ""
            then = " Run opens when they are through." if self._wants_run else ""
            self.say(f"Checking before anything is sent: {done} of {total}{seconds}.{unusual}{then}", "working")
        elif trouble := self.session.vault_trouble:
            self.say(f"{short(trouble.headline)} m keeps secrets in memory until you leave; r tries again.", "fail")
        elif self.blocks:
            first = self.blocks[0]
            self.say(f"{short(first.verdict.headline)} To be mended before anything is sent; then r.", "fail")
        elif warnings := self.session.plan.warnings:
            self.say(short(warnings[0].text), "warn")
        elif self._found:
            self.say("All that must hold before the first step holds.", "ok")

    def _draw_list(self, *, cursor: str = "") -> None:
        plan, outcomes = self.session.plan, self.session.outcomes
        steps = self.query_one(ChoiceList)
        width = steps.scrollable_content_region.width or steps.size.width
        steps.show(list(list_rows(plan, outcomes, *self._checks_stand, width)), cursor=cursor)
        sent = any(outcome.state != "already" for outcome in outcomes.values())
        self.query_one("#steps", Panel).border_subtitle = "some steps were begun" if sent else "nothing sent yet"
        self._draw_texts()

    @property
    def _checks_stand(self) -> tuple[Mark, str]:
        if self._asking:
            return "working", "checking"
        if self.blocks:
            return "fail", f"{len(self.blocks)} to mend"
        return ("ok", "ok") if self._found else ("open", "not yet")

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
        return pages_of_checks(before_rows(plan, self._found, self.blocks, checking=self.checking), WHY_BEFORE)
