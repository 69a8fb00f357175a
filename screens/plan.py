"""Plan: the steps, and of each what is sent, what becomes different, how it is taken back, and why."""

from typing import ClassVar

from textual import on
from textual.binding import Binding
from textual.widgets import Tabs

from screens.background import Background, Ended, Item, Task
from screens.doing import before
from screens.literal import short
from screens.plan_rows import BEFORE
from screens.plan_texts import TABS, questions_behind
from screens.plan_view import PlanView
from screens.widgets.choice_list import ChoiceList
from screens.widgets.story import Story
from wizard.plan.result import Finding


class PlanScreen(PlanView):
    """Everything before anything is sent; the checks that must hold first run while it is read."""

    help_text = "Each step in order. Nothing is sent here: Enter opens the run, where each step waits for Enter again."
    BINDINGS: ClassVar = [
        Binding("enter,n", "run", "Run", key_display="⏎"),
        Binding("t", "next_tab", "Next tab"),
        Binding("g", "edit", "Edit"),
        Binding("x", "export", "Export only"),
        Binding("r", "look", "Check again"),
        Binding("m", "memory", "Keep in memory"),
        Binding("question_mark,f1", "help", "Help", key_display="?"),
        Binding("escape,b", "back", "Back", key_display="esc"),
    ]

    def on_mount(self) -> None:
        """Draw, then let the checks begin."""
        self._draw_list(cursor=self.work.unfinished_step)
        self.query_one(ChoiceList).focus()
        self.set_interval(1.0, self._tick)
        self.after_paint(self._first_look)

    def on_unmount(self) -> None:
        """What is still being checked is for nobody."""
        self._checks.drop()

    def _first_look(self) -> None:
        if not self._left and not self.checking and not self._checks.through:
            self.action_look()

    def action_look(self) -> None:
        """Run the checks that must hold first, again."""
        session = self.session
        self._checks.begin(Background.start(self, lambda: before(session), Task("before")))
        self._draw()

    def action_run(self) -> None:
        """On to the run, where nothing is sent either until Enter is pressed again."""
        if not self._checks.through:
            if not self.checking:
                self.action_look()
            self._checks.wants_run = True
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
        if not self._checks.drop():
            return False
        self._draw()
        self.say("Stopped. r checks again; nothing was sent.", "skip")
        return True

    @on(Item)
    def _on_item(self, event: Item) -> None:
        if self._left or not self._checks.are_of(event):
            return
        if isinstance(event.item, Finding):
            self._checks.found.append(event.item)
            self.work.found(event.item)
        self._draw_soon()

    @on(Ended)
    def _on_ended(self, event: Ended) -> None:
        if self._left or not self._checks.are_of(event):
            return
        self._checks.end(through=event.error is None)
        self._draw_keys()
        if event.error:
            self.say(f"{short(event.error.headline)} {short(event.error.hint)}", "fail")
            return
        if self.blocks:
            self.query_one(ChoiceList).move_to(BEFORE)
        elif self._checks.wants_run:
            self.wizard.go("run")
            return
        self._draw()

    def _tick(self) -> None:
        if self.checking and not self._left:
            self._checks.seconds += 1
            self._draw_status()
