"""AskView: how a question is drawn: wire, groups, field or list, what was noted, and where to find the answer."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.events import Key
from textual.widgets import Static

from screens.frame import Framed
from screens.notes import Note
from screens.progress import strip
from screens.typed import as_text
from screens.widgets.checks import Checks
from screens.widgets.choice_list import ChoiceList, Row
from screens.widgets.explain import Explain
from screens.widgets.field import Field
from screens.widgets.panel import Panel
from screens.widgets.path import Path, path_of
from screens.widgets.wire import Wire
from wizard.engine.draft import Draft
from wizard.errors import WizardError
from wizard.scenario.answers import Value
from wizard.scenario.questions.question import Question


class Choices(ChoiceList):
    """The values of a choice; Enter keeps the one under the cursor. Keys behind it are for the next question."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter,space", "select", "Continue", key_display="⏎")]

    def on_key(self, event: Key) -> None:
        """Enter takes effect before the next key is looked at."""
        field = self.screen.query_one(Field)
        if field.take_ahead(event) or event.key not in ("enter", "space"):
            return
        event.stop()
        event.prevent_default()
        if self.highlighted is not None:
            field.hold()
            self.action_select()


class AskView(Framed):
    """Draws; what keys and findings do is the matter of AskScreen."""

    DEFAULT_CSS = """
    AskView.-tall Wire { margin: 1 0 0 0; }
    AskView #columns { height: 1fr; }
    AskView #groups { display: none; width: 25; padding: 1 1 0 1; }
    AskView #strip { height: 1; padding: 0 1; text-wrap: nowrap; text-overflow: ellipsis; }
    AskView.-wide #groups { display: block; }
    AskView.-wide #strip { display: none; }
    AskView #middle { width: 1fr; height: 1fr; }
    AskView #question { height: auto; padding: 0 1; text-style: bold; margin: 1 0 0 0; }
    AskView #why { height: auto; padding: 0 1; color: $muted; }
    AskView.-short.-narrow #why { max-height: 2; }
    AskView #field { margin: 1 0 0 0; }
    AskView.-short.-narrow #field { margin: 0; }
    AskView #choices { margin: 1 0 0 0; padding: 0 1; }
    AskView #where, AskView #where Static { height: auto; }
    AskView.-short.-narrow #where { display: none; }
    """
    stage = "ask"
    draft: Draft
    """The answers on their way: those of the moment when it was mounted, whatever is worked on later."""

    def body(self) -> ComposeResult:
        """Wire, groups, the question and what is around it."""
        yield Wire()
        yield Static("", id="strip", markup=False)
        with Horizontal(id="columns"):
            yield Static("", id="groups", markup=False)
            with Vertical(id="middle"):
                yield Static("", id="question", markup=False)
                yield Static("", id="why", markup=False)
                yield Field(id="field")
                yield Choices(id="choices", note_at=22)
                yield Checks(id="checks")
                yield Panel(Static("", id="where_text", markup=False), title="Where to find it", id="where")
            yield Explain()

    def draw(self, row: Question) -> str:
        """Draw a question; returns the text that stands in its field, or the row under the cursor."""
        answers = self.draft.answers
        self.query_one("#question", Static).update(Content(row.text))
        self.query_one("#why", Static).update(Content(row.why_now(answers)))
        self.query_one("#where_text", Static).update(Content(row.where))
        self.query_one(Explain).show(
            (("What this is", row.what), ("What becomes of it", row.then), ("If you stop here", row.stop))
        )
        self.draw_bar()
        self.draw_progress(row)
        field, choices = self.query_one(Field), self.query_one(Choices)
        listed = row.kind in ("choice", "flag")
        field.display, choices.display = not listed, listed
        value = answers[row.id].value if row.id in answers and not row.secret else ""
        if listed:
            choices.show(_rows(row, self.draft, value), cursor=as_text(value))
            choices.focus()
            field.drop_held()
            return choices.cursor
        self.put(row, "" if row.secret else as_text(value))
        field.take_held()
        field.focus()
        return field.value

    def put(self, row: Question, text: str) -> None:
        """Fill the field without judging what stands in it."""
        with self.prevent(Field.Changed):
            self.query_one(Field).put(text, hidden=row.secret, placeholder=self._placeholder(row))

    def _placeholder(self, row: Question) -> str:
        if row.secret:
            return "kept; type to replace it" if self.draft.has_secret(row.id) else "typed hidden"
        return row.form

    def note(self, notes: list[Note]) -> None:
        """Replace what stands under the field."""
        self.query_one(Checks).notes(notes)

    def draw_progress(self, row: Question) -> None:
        """How far the questions are."""
        refused = self.work.tried.refused
        self.query_one("#strip", Static).update(strip(self.draft, row, tall=False, refused=refused))
        self.query_one("#groups", Static).update(strip(self.draft, row, tall=True, refused=refused))

    def draw_wire(self, working: tuple[str, ...] = ()) -> None:
        """The path as what was found shows it."""
        try:
            findings = tuple(self.work.findings.values())
            path = path_of(self.draft.judging.scenario(), findings, working=working, names=self.work.names)
        except WizardError:
            path = Path("local", "remote")
        self.query_one(Wire).show(path)


def _rows(row: Question, draft: Draft, value: Value) -> list[Row]:
    chosen = as_text(value)
    return [
        Row(choice.value, choice.text, choice.note, chosen=chosen == choice.value, able=not choice.refused)
        for choice in row.choices(draft.answers)
    ]
