"""Plan: the steps, and of each what is sent, what becomes different, how it is taken back, and why."""

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Container
from textual.widgets import TabbedContent, TabPane

from screens.background import Background, Ended, Item, Task
from screens.doing import before
from screens.frame import Framed
from screens.glyphs import Mark, mark_of_state
from screens.literal import cut, short
from screens.plan_texts import READS, TABS, TITLES, before_rows, closing_rows, closing_title, step_rows
from screens.saying import GAP, Text
from screens.saying import Row as StoryRow
from screens.widgets.choice_list import ChoiceList, Row
from screens.widgets.panel import Panel, ScrollPanel
from screens.widgets.stages import Stage
from screens.widgets.step_list import StepList
from screens.widgets.story import Story
from screens.widgets.wire import Wire, path_of
from wizard.engine.session import OpenSession
from wizard.plan.result import Finding
from wizard.plan.step import Plan
from wizard.runner.proof import blocking

BEFORE, AFTER = "before", "after"


class PlanScreen(Framed):
    """Everything before anything is sent; the checks that must hold first run while it is read."""

    stage: ClassVar[Stage | None] = "plan"
    help_text = "Each step in order. Nothing is sent here: Enter opens the run, where each step waits for Enter again."
    DEFAULT_CSS = """
    PlanScreen #parts { layout: vertical; height: 1fr; width: 1fr; }
    PlanScreen #steps { height: auto; max-height: 60%; width: 1fr; }
    PlanScreen TabbedContent { height: 1fr; width: 1fr; }
    PlanScreen TabPane { padding: 0 1; height: 1fr; }
    PlanScreen #stacked { display: none; width: 1fr; height: 1fr; }
    PlanScreen #stacked Story { height: auto; overflow: hidden; }
    PlanScreen.-short #steps { max-height: 50%; }
    PlanScreen.-wide #parts { layout: horizontal; }
    PlanScreen.-wide #steps { height: 1fr; max-height: 100%; width: 58%; }
    PlanScreen.-wide TabbedContent { display: none; }
    PlanScreen.-wide #stacked { display: block; }
    """
    BINDINGS: ClassVar = [
        Binding("enter,n", "run", "Run", key_display="⏎", priority=True),
        Binding("t", "next_tab", "Next tab"),
        Binding("g", "edit", "Edit"),
        Binding("x", "export", "Export only"),
        Binding("r", "look", "Check again"),
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
        self._through = False
        """True when the checks were judged to their end; whoever stopped them knows nothing yet."""

    @property
    def session(self) -> OpenSession:
        """The session whose plan this is."""
        session = self.work.session
        assert session is not None
        return session

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
            with TabbedContent(initial="sent"):
                for tab in TABS:
                    with TabPane(TITLES[tab], id=tab):
                        yield Story(id=f"{tab}-text")
            yield ScrollPanel(Story(id="all-text"), id="stacked")

    def on_mount(self) -> None:
        """Draw, then let the checks begin."""
        super().on_mount()
        self._draw_list(cursor=self.work.unfinished_step)
        self.query_one(ChoiceList).focus()
        self.set_interval(1.0, self._tick)
        self.call_after_refresh(self._first_look)

    def on_resize(self) -> None:
        """Titles are cut to the width."""
        self.call_after_refresh(self._draw_list)

    def _first_look(self) -> None:
        if not self.checking and not self._through:
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

    def action_edit(self) -> None:
        """Back to the answers."""
        self.wizard.go("ask")

    def action_back(self) -> None:
        """The same."""
        self.action_edit()

    def action_next_tab(self) -> None:
        """The next of the four texts; where all are shown, scroll on."""
        if self.has_class("-wide"):
            self.query_one("#stacked", ScrollPanel).scroll_page_down(animate=False)
            return
        tabs = self.query_one(TabbedContent)
        tabs.active = TABS[(TABS.index(tabs.active) + 1) % len(TABS)]

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
            case Plan():
                self._draw_list()
        self._draw()

    @on(Ended)
    def _on_ended(self, event: Ended) -> None:
        if event.number != self._number:
            return
        self._asking = None
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

    @on(ChoiceList.Moved)
    def _on_moved(self) -> None:
        self._draw_texts()

    def _tick(self) -> None:
        if self._asking:
            self._seconds += 1
            self._draw_status()

    def _draw(self) -> None:
        self._draw_list()
        plan = self.session.plan
        hand = sum(not step.automatic for step in plan.steps)
        caption = f"{len(plan.steps)} steps · {len(plan.steps) - hand} automatic · {hand} by hand"
        self.query_one(Wire).show(path_of(plan.scenario, list(self.work.findings.values()), caption=caption))
        self._draw_status()

    def _draw_status(self) -> None:
        if self._asking:
            done, total = len(self._found), len(self.session.plan.before)
            seconds = f", {self._seconds} s" if self._seconds >= 2 else ""
            unusual = " Longer than usual: a cluster does not answer at once." if self._seconds >= 10 else ""
            then = " Run opens when they are through." if self._wants_run else ""
            self.say(f"Checking before anything is sent: {done} of {total}{seconds}.{unusual}{then}", "working")
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
        rows = [Row(BEFORE, cut("    both    What must hold first", width - 14), right=self._before_word())]
        for number, step in enumerate(plan.steps, 1):
            outcome = outcomes.get(step.key)
            right = "automatic" if step.automatic else "◆ by hand"
            mark: Mark | None = mark_of_state(outcome.state) if outcome else None
            text = f"{number:>2}  {step.side:<7} {step.title}"
            rows.append(Row(step.key, cut(text, width - (16 if mark else 14)), right=right, mark=mark))
        rows.append(Row(AFTER, cut(f"    local   {closing_title(plan)}", width - 14), right="automatic"))
        steps.show(rows, cursor=cursor)
        sent = any(outcome.state != "already" for outcome in outcomes.values())
        self.query_one("#steps", Panel).border_subtitle = "some steps were begun" if sent else "nothing sent yet"
        self._draw_texts()

    def _before_word(self) -> str:
        if self._asking:
            return "◐ checking"
        if self.blocks:
            return f"✗ {len(self.blocks)} to mend"
        return "✓ ok" if self._found else "○ not yet"

    def _draw_texts(self) -> None:
        row = self.query_one(ChoiceList).cursor
        step = self.session.plan.step(row) if row not in (BEFORE, AFTER) else None
        checks = tuple(
            closing_rows(self.session.plan)
            if row == AFTER
            else before_rows(self.session.plan, self._found, self.blocks, checking=self.checking)
        )
        texts = {tab: tuple(step_rows(tab, step)) if step else (checks if tab == "sent" else READS) for tab in TABS}
        for tab in TABS:
            self.query_one(f"#{tab}-text", Story).tell(texts[tab])
        stacked: list[StoryRow] = []
        for tab in TABS:
            if step or tab == "sent":
                stacked += [*([GAP] if stacked else []), Text(TITLES[tab] if step else "Checks", "title"), *texts[tab]]
        self.query_one("#all-text", Story).tell(stacked)
        number = f"{self.session.plan.steps.index(step) + 1}  {step.title}" if step else ""
        self.query_one("#stacked", ScrollPanel).border_title = cut(number, 50)
