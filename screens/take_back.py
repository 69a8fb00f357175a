"""TakeBack: asks what is to be taken back, with each effect; the harmless answer is the default."""

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding
from textual.widgets import Static

from screens.frame import Modal
from screens.saying import GAP, Row, Text, action_rows
from screens.widgets.choice_list import ChoiceList
from screens.widgets.choice_list import Row as Choice
from screens.widgets.story import Story
from wizard.plan.step import Step

KEEP, LAST, ALL = "", "last", "all"


class TakeBackModal(Modal):
    """Answers `last`, `all` or "". `steps` are those that changed something, last first, with their numbers."""

    window_title = "Take back"
    DEFAULT_CSS = """
    TakeBackModal #window { height: 90%; }
    TakeBackModal ChoiceList { height: auto; margin: 1 0; }
    TakeBackModal Static { height: auto; }
    """
    BINDINGS: ClassVar = [Binding("tab", "app.focus_next", "Read the effects", key_display="⇥")]

    def __init__(self, steps: Sequence[tuple[int, Step]], handed: Sequence[int] = ()) -> None:
        """`handed`: numbers of steps whose way back was handed to a person before."""
        super().__init__()
        self._steps = tuple(steps)
        self._handed = tuple(handed)

    def parts(self) -> ComposeResult:
        """The question, the answers, and what each step's way back does."""
        number, step = self._steps[0]
        yield Static("Take back what was done? It goes backwards; one that fails does not stop the next.", markup=False)
        if self._handed:
            numbers = ", ".join(map(str, self._handed))
            yield Static(f"By agreeing you say that what was handed to you for step {numbers} is done.", markup=False)
        rows = [Choice("keep", "Keep everything"), Choice(LAST, f"Take back step {number}, {step.title}")]
        if len(self._steps) > 1:
            rows.append(Choice(ALL, f"Take back steps {number} to {self._steps[-1][0]}"))
        yield ChoiceList(rows)
        yield Story()

    def on_mount(self) -> None:
        """The harmless answer has the cursor."""
        self.query_one(ChoiceList).focus()
        rows: list[Row] = []
        for number, step in self._steps:
            rows += [Text(f"{number}  {step.side}  {step.title}", "title"), *action_rows(step.undo), GAP]
        self.query_one(Story).tell(rows)

    def on_choice_list_chosen(self, event: ChoiceList.Chosen) -> None:
        """Answer."""
        event.stop()
        self.dismiss(KEEP if event.row == "keep" else event.row)
