"""Export: the plan in a format to keep: chosen, read, saved or copied. No cluster is asked for it."""

import os
from pathlib import Path
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Container, Horizontal
from textual.widgets import Button, Input, Static, TextArea

from screens.confirm import ConfirmModal, Verb
from screens.frame import Framed
from screens.give_key import COPIED
from screens.saving import place, save, why_not
from screens.widgets.choice_list import ChoiceList, Row
from screens.widgets.field import Field
from screens.widgets.panel import Panel
from screens.widgets.stages import Stage
from screens.widgets.step_list import StepList
from wizard.engine.claims import claims
from wizard.exporters import EXPORTERS
from wizard.exporters.exporter import Exporter
from wizard.exporters.placeholders import placeholders, sends_secret
from wizard.plan.step import Plan


class FormatList(StepList):
    """Formats; the one under the cursor is shown, and Enter saves it."""

    BINDINGS: ClassVar = [Binding("enter", "screen.save", show=False)]


class PathField(Field):
    """Where to save."""

    BINDINGS: ClassVar = [Binding("enter", "submit", "Save", key_display="⏎")]


class ExportScreen(Framed):
    """Formats at the left, what they hold at the right, and where it would be saved below."""

    stage: ClassVar[Stage | None] = "export"
    help_text = (
        "The plan as a file: no secret is in it, only their names. The line below says where it goes and can be "
        "changed. Saving asks before it replaces a file."
    )
    DEFAULT_CSS = """
    ExportScreen #parts { layout: horizontal; height: 1fr; width: 1fr; }
    ExportScreen #formats { width: 28; height: 1fr; }
    ExportScreen #preview { width: 1fr; height: 1fr; padding: 0; }
    ExportScreen TextArea { border: none; height: 1fr; width: 1fr; padding: 0 1; background: transparent; }
    ExportScreen TextArea:focus { border: none; }
    ExportScreen #where { height: 1; padding: 0 1; }
    ExportScreen #where Static { width: auto; }
    ExportScreen #where Button { width: auto; min-width: 0; margin: 0 0 0 2; }
    ExportScreen.-narrow #parts { layout: vertical; }
    ExportScreen.-narrow #formats { width: 1fr; height: 5; }
    """
    # The app's own rules for fields would win over a default.
    CSS = """
    ExportScreen #path, ExportScreen #path:focus {
        height: 1; width: 1fr; border: none; padding: 0; background: $panel;
    }
    ExportScreen #path:ansi { background: ansi_default; text-style: underline; }
    """
    BINDINGS: ClassVar = [
        Binding("s,enter", "save", "Save", key_display="s"),
        Binding("c", "copy", "Copy"),
        Binding("n", "home", "Home"),
        Binding("question_mark,f1", "help", "Help", key_display="?"),
        Binding("escape,b", "back", "Back", key_display="esc"),
    ]

    @property
    def plan(self) -> Plan:
        """The plan to export."""
        plan = self.work.plan
        assert plan is not None
        return plan

    @property
    def exporter(self) -> Exporter:
        """The format under the cursor."""
        row = self.query_one(ChoiceList).cursor
        return next((each for each in EXPORTERS if each.name == row), EXPORTERS[0])

    @property
    def text(self) -> str:
        """What would be saved."""
        return self.exporter.text(self.plan, claims())

    @property
    def file_name(self) -> str:
        """What the file is called, unless the person calls it otherwise."""
        return self.exporter.file_name(self.plan.scenario.alias)

    def body(self) -> ComposeResult:
        """Formats, preview, where it goes."""
        rows = [Row(each.name, each.title, right=f".{each.ending.rpartition('.')[2]}") for each in EXPORTERS]
        with Container(id="parts"):
            yield Panel(FormatList(rows, id="list"), title="Format", id="formats")
            yield Panel(TextArea("", read_only=True, soft_wrap=False, show_line_numbers=False), id="preview")
        with Horizontal(id="where"):
            yield Static("Save to ", markup=False)
            yield PathField(id="path")
            yield Verb("Save", id="save")
            yield Verb("Copy", id="copy")

    def on_mount(self) -> None:
        """Show the first format."""
        self.query_one(ChoiceList).focus()
        self.query_one(PathField).put(f"./{self.file_name}")
        self._draw()

    @on(ChoiceList.Moved)
    def _on_moved(self) -> None:
        # A folder that was chosen stays chosen; the name goes with the format.
        field = self.query_one(PathField)
        folder, slash, _ = field.value.rpartition("/")
        field.put(f"{folder}{slash}{self.file_name}")
        self._draw()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter in the field saves; nothing is held back behind it."""
        event.stop()
        self.query_one(PathField).drop_held()
        self.action_save()

    def on_field_refused(self, event: Field.Refused) -> None:
        """A secret came into the field."""
        event.stop()
        self.say(event.said, "warn")

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """With the mouse, or by Enter on the button."""
        event.stop()
        if event.button.id == "copy":
            self.action_copy()
        else:
            self.action_save()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """In the field letters are letters: the footer does not name them as keys."""
        return not (action in ("save", "copy", "home") and isinstance(self.focused, Input))

    def action_save(self) -> None:
        """Where the field says; asks before it replaces a file."""
        try:
            path = place(self.query_one(PathField).value)
        except ValueError as refused:
            self.say(str(refused), "fail")
            return
        if not os.path.lexists(path):
            self._save(path)
            return

        def agreed(answer: str | None) -> None:
            if answer:
                self._save(path)

        self.app.push_screen(
            ConfirmModal(f"{path.name} is there already.", "Replace", lines=(str(path.parent),), harmless="Keep"),
            agreed,
        )

    def action_copy(self) -> None:
        """To the terminal's clipboard."""
        self.app.copy_to_clipboard(self.text)
        self.say(COPIED)

    def action_home(self) -> None:
        """Done."""
        self.wizard.go(None)

    def action_back(self) -> None:
        """Out of the field; then to the run where one was begun, else to the plan."""
        if isinstance(self.focused, Input):
            self.query_one(ChoiceList).focus()
            return
        session = self.work.session
        self.wizard.go("run" if session and session.outcomes else "plan")

    def _save(self, path: Path) -> None:
        try:
            save(path, self.text)
        except OSError as error:
            self.say(why_not(path, error), "fail")
            return
        self.say(f"Saved as {path}, for your eyes only (mode 0600).", "ok")

    def _draw(self) -> None:
        exporter, plan = self.exporter, self.plan
        self.query_one(TextArea).load_text(self.text)
        panel = self.query_one("#preview", Panel)
        panel.border_title = self.file_name
        names = len(placeholders(plan))
        panel.border_subtitle = f"no secrets · {names} placeholder{'' if names == 1 else 's'}"
        if exporter.name == "console" and sends_secret(plan):
            self.say("A request of it sends a secret: Dev Tools keeps what is typed there in its history.", "warn")
        else:
            self.say("")
