"""Export: the plan in a format to keep: chosen, read, saved or copied. No cluster is asked for it."""

from pathlib import Path
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Container
from textual.widgets import Static, TextArea

from screens.confirm import ConfirmModal
from screens.frame import Framed
from screens.give_key import COPIED
from screens.saving import save
from screens.widgets.choice_list import ChoiceList, Row
from screens.widgets.panel import Panel
from screens.widgets.stages import Stage
from screens.widgets.step_list import StepList
from wizard.engine.claims import claims
from wizard.exporters import EXPORTERS
from wizard.exporters.exporter import Exporter
from wizard.exporters.placeholders import placeholders, sends_secret
from wizard.plan.step import Plan


class ExportScreen(Framed):
    """Formats at the left, what they hold at the right, and where it would be saved below."""

    stage: ClassVar[Stage | None] = "export"
    help_text = "The plan as a file: no secret is in it, only their names. Saving asks before it replaces a file."
    DEFAULT_CSS = """
    ExportScreen #parts { layout: horizontal; height: 1fr; width: 1fr; }
    ExportScreen #formats { width: 28; height: 1fr; }
    ExportScreen #preview { width: 1fr; height: 1fr; padding: 0; }
    ExportScreen TextArea { border: none; height: 1fr; width: 1fr; padding: 0 1; background: transparent; }
    ExportScreen TextArea:focus { border: none; }
    ExportScreen #where { height: auto; max-height: 2; padding: 0 1; }
    ExportScreen.-narrow #parts { layout: vertical; }
    ExportScreen.-narrow #formats { width: 1fr; height: 5; }
    """
    BINDINGS: ClassVar = [
        Binding("s,enter", "save", "Save", priority=True, key_display="s"),
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
    def path(self) -> Path:
        """Where."""
        return Path.cwd() / self.exporter.file_name(self.plan.scenario.alias)

    def body(self) -> ComposeResult:
        """Formats, preview, where it goes."""
        rows = [Row(each.name, each.title, right=f".{each.ending.rpartition('.')[2]}") for each in EXPORTERS]
        with Container(id="parts"):
            yield Panel(StepList(rows, id="list"), title="Format", id="formats")
            yield Panel(TextArea("", read_only=True, soft_wrap=False, show_line_numbers=False), id="preview")
        yield Static("", id="where", markup=False)

    def on_mount(self) -> None:
        """Show the first format."""
        super().on_mount()
        self.query_one(ChoiceList).focus()
        self._draw()

    @on(ChoiceList.Moved)
    def _on_moved(self) -> None:
        self._draw()

    def action_save(self) -> None:
        """Into the folder the app was started in; asks before it replaces a file."""
        path = self.path
        if not path.exists():
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
        """To the run where one was begun, else to the plan."""
        session = self.work.session
        self.wizard.go("run" if session and session.outcomes else "plan")

    def _save(self, path: Path) -> None:
        try:
            save(path, self.text)
        except OSError as error:
            self.say(f"{path} cannot be written: {error.strerror}.", "fail")
            return
        self.say(f"Saved as {path}, for your eyes only (mode 0600).", "ok")

    def _draw(self) -> None:
        exporter, plan = self.exporter, self.plan
        self.query_one(TextArea).load_text(self.text)
        panel = self.query_one("#preview", Panel)
        panel.border_title = self.path.name
        names = len(placeholders(plan))
        panel.border_subtitle = f"no secrets · {names} placeholder{'' if names == 1 else 's'}"
        self.query_one("#where", Static).update(f"Save to ./{self.path.name}")
        if exporter.name == "console" and sends_secret(plan):
            self.say("A request of it sends a secret: Dev Tools keeps what is typed there in its history.", "warn")
        else:
            self.say("")
