"""Framed: what every stage looks like: top bar, body, status line, footer; and the notice of a terminal too small."""

from typing import TYPE_CHECKING, ClassVar, cast

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen, Screen
from textual.widgets import Footer, Static

from screens.glyphs import Mark
from screens.widgets.stages import Stage, Stages
from screens.widgets.status_line import StatusLine

if TYPE_CHECKING:
    from screens.app import WizardApp
    from screens.work import Work

SMALLEST = (60, 16)
TOO_SMALL = "This terminal is too small.\nneeds 60x16, or the commands plan, apply, doctor"

WIDTHS = [(0, "-tiny"), (60, "-narrow"), (80, "-normal"), (110, "-wide")]
HEIGHTS = [(0, "-flat"), (16, "-short"), (30, "-tall")]


class TooSmall(Static):
    """Lies over everything, so that what is under it keeps its text and its focus."""

    DEFAULT_CSS = """
    TooSmall {
        layer: notice; display: none; width: 100%; height: 100%; background: $background; padding: 1 2;
        position: absolute; offset: 0 0;
    }
    .-tiny TooSmall, .-flat TooSmall { display: block; }
    """

    def __init__(self) -> None:
        super().__init__(TOO_SMALL, markup=False)


class Framed(Screen[None]):
    """A stage. Subclasses give `body`, name their `stage`, and have their own bindings, `? Help` and `esc Back` last.

    It has no bindings itself: the footer would put them after those of its subclasses.
    """

    HORIZONTAL_BREAKPOINTS = WIDTHS
    VERTICAL_BREAKPOINTS = HEIGHTS
    AUTO_FOCUS = None
    DEFAULT_CSS = """
    Framed { overflow: hidden; layers: base notice; }
    Framed > #frame { height: 1fr; width: 1fr; }
    Framed.-wide Explain, Framed Explain.open { display: block; }
    Framed.-wide Explain.shut { display: none; }
    Framed #body { height: 1fr; width: 1fr; padding: 0 1; }
    """
    stage: ClassVar[Stage | None] = None
    help_text: ClassVar[str] = ""
    """What this screen is for, for its help; one or two sentences."""

    @property
    def wizard(self) -> "WizardApp":
        """The app, by its own type."""
        return cast("WizardApp", self.app)

    @property
    def work(self) -> "Work":
        """What is being worked on: answers, session, library."""
        return self.wizard.work

    def compose(self) -> ComposeResult:
        """The frame around the body."""
        with Vertical(id="frame"):
            yield Stages()
            with Vertical(id="body"):
                yield from self.body()
            yield StatusLine()
            yield Footer(show_command_palette=False)
        yield TooSmall()

    def body(self) -> ComposeResult:
        """The parts of this stage."""
        yield from ()

    def say(self, text: str, state: Mark | None = None) -> None:
        """Say what goes on, in the status line."""
        self.query_one(StatusLine).say(text, state)

    def on_mount(self) -> None:
        """Draw the top bar."""
        self.draw_bar()

    def draw_bar(self) -> None:
        """Draw the top bar again, when the name or what is done changed."""
        self.query_one(Stages).set(self.work.name, self.stage, self.work.done, self.work.practice)

    def stop_waiting(self) -> bool:
        """Ctrl-C: stop what is being waited for; False when there is nothing."""
        return False

    @property
    def out(self) -> str:
        """What was sent and is not answered yet, told to one who leaves; empty when there is nothing."""
        return ""

    def action_help(self) -> None:
        """Show the keys of this screen."""
        from screens.help import HelpModal

        self.app.push_screen(HelpModal(self))


class Modal(ModalScreen[str]):
    """A window over a stage, at most 72 columns wide. Esc closes it with an empty answer; the focus returns."""

    HORIZONTAL_BREAKPOINTS = WIDTHS
    VERTICAL_BREAKPOINTS = HEIGHTS
    DEFAULT_CSS = """
    Modal { align: center middle; overflow: hidden; layers: base notice; background: $background 60%; }
    Modal:ansi { background: ansi_default; }
    Modal > #window {
        width: 72; max-width: 100%; height: auto; max-height: 100%; border: round $primary; background: $surface;
        padding: 0 1; border-title-color: $foreground; border-subtitle-color: $muted;
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [("escape", "close", "Close"), ("b", "close", "Close")]
    window_title: ClassVar[str] = ""

    def compose(self) -> ComposeResult:
        """The window around the parts, with its own footer."""
        window = Vertical(id="window")
        window.border_title = self.window_title
        with window:
            yield from self.parts()
            yield Footer(show_command_palette=False)
        yield TooSmall()

    def parts(self) -> ComposeResult:
        """What stands in the window."""
        yield from ()

    def stop_waiting(self) -> bool:
        """Ctrl-C: stop what is being waited for; False when there is nothing."""
        return False

    def action_close(self) -> None:
        """Close without an answer."""
        self.dismiss("")
