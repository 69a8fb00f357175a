"""Framed: what every stage looks like: top bar, body, status line, footer; and the notice of a terminal too small."""

from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar, cast

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.events import Event, Mount
from textual.message_pump import MessagePump
from textual.screen import ModalScreen, Screen
from textual.widget import Widget
from textual.widgets import Static

from screens.glyphs import Mark
from screens.widgets.keys import Keys
from screens.widgets.stages import Stage, Stages
from screens.widgets.status_line import StatusLine

if TYPE_CHECKING:
    from screens.app import WizardApp
    from screens.widgets.path import Hop
    from screens.widgets.wire import Wire
    from screens.work import Work

SMALLEST = (60, 16)
"""Columns and rows that a terminal needs."""
TOO_SMALL = f"This terminal is too small.\nneeds {SMALLEST[0]}x{SMALLEST[1]}, or the commands plan, apply, doctor"

EXPLAINS_FROM = 20
"""Rows under which reasons would cover what they are about, so that they open on request alone."""
NARROW = 80
"""Cells under which columns are stacked."""
WIDTHS = [(0, "-tiny"), (SMALLEST[0], "-narrow"), (NARROW, "-normal"), (110, "-wide")]
HEIGHTS = [(0, "-flat"), (SMALLEST[1], "-short"), (30, "-tall")]


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


class InWizard(MessagePump):
    """What stages and windows alike reach of the app that they are in."""

    @property
    def wizard(self) -> "WizardApp":
        """The app, by its own type."""
        return cast("WizardApp", self.app)

    @property
    def work(self) -> "Work":
        """What is being worked on: answers, session, library."""
        return self.wizard.work


class Framed(InWizard, Screen[None]):
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
    Framed.presenting.-tall #body > * { margin: 0 0 1 0; }
    Framed #body { height: 1fr; width: 1fr; padding: 0 1; }
    """
    stage: ClassVar[Stage | None] = None
    help_text: ClassVar[str] = ""
    """What this screen is for, for its help; one or two sentences."""
    spare_keys: ClassVar[tuple[str, ...]] = ()
    """Actions that the footer leaves out first, where there is too little room for all."""

    @property
    def focus_chain(self) -> list[Widget]:
        """What takes the focus, in order; the wire comes last, wherever it stands."""
        return sorted(super().focus_chain, key=lambda widget: bool(getattr(widget, "focus_last", False)))

    def compose(self) -> ComposeResult:
        """The frame around the body."""
        self.set_class(self.wizard.present, "presenting")
        with Vertical(id="frame"):
            yield Stages()
            with Vertical(id="body"):
                yield from self.body()
            yield StatusLine()
            yield Keys()
        yield TooSmall()

    def body(self) -> ComposeResult:
        """The parts of this stage."""
        yield from ()

    def say(self, text: str, state: Mark | None = None) -> None:
        """Say what goes on, in the status line."""
        self.query_one(StatusLine).say(text, state)

    async def on_event(self, event: Event) -> None:
        """A stage that is replaced in the moment it mounts has lost its widgets: it has nothing left to set up."""
        if not isinstance(event, Mount) or self.query(Stages):
            await super().on_event(event)

    def after_paint(self, draw: Callable[[], object]) -> None:
        """Call this once what is there was painted; not at all if the stage was replaced meanwhile."""
        self.call_after_refresh(lambda: draw() if self.query(Stages) else None)

    def on_mount(self) -> None:
        """Draw the top bar; on a shared screen the reasons are open from the start."""
        self.draw_bar()
        if self.wizard.present:
            self.after_paint(self._open_explain)

    async def _open_explain(self) -> None:
        if self.has_class("-narrow") or self.size.height < EXPLAINS_FROM:
            return
        for explain in self.query("Explain"):
            if not explain.display:
                await self.run_action("explain")

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

    def place_of(self, hop: "Hop") -> str:
        """The row of this stage's list that a hop of the wire is about; empty where there is none."""
        return ""

    def on_wire_walked(self, event: "Wire.Walked") -> None:
        """Name the hop under the cursor, with its finding in full."""
        event.stop()
        self.say(event.hop.caption, event.hop.status)

    def on_wire_jumped(self, event: "Wire.Jumped") -> None:
        """Go to its row, or show what was seen of it."""
        from screens.hops import show_evidence
        from screens.widgets.choice_list import ChoiceList

        event.stop()
        if place := self.place_of(event.hop):
            rows = self.query_one("#list", ChoiceList)
            rows.move_to(place)
            rows.focus()
        else:
            show_evidence(self, event.hop)

    def action_help(self) -> None:
        """Show the keys of this screen."""
        from screens.help import HelpModal

        self.app.push_screen(HelpModal(self))


class Modal(InWizard, ModalScreen[str]):
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
            yield Keys()
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
