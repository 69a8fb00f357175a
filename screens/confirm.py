"""Confirm: asks before something that cannot be taken back lightly; the harmless answer is the default."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Button, Static

from screens.frame import Modal
from screens.glyphs import CURSOR


class Verb(Button):
    """A button that shows by a bar, not by colour alone, that Enter would press it."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter,space", "press", "Choose", key_display="⏎")]

    def __init__(self, verb: str, *, id: str) -> None:
        super().__init__(Content(f" {verb} "), id=id, compact=True)
        self._verb = verb

    def on_focus(self) -> None:
        """The bar comes."""
        self.label = Content(f"{CURSOR}{self._verb} ")

    def on_blur(self) -> None:
        """And goes."""
        self.label = Content(f" {self._verb} ")


class ConfirmModal(Modal):
    """Answers `verb` when the person agreed, else "". `lines` are what it would do."""

    DEFAULT_CSS = """
    ConfirmModal #text, ConfirmModal .line { height: auto; padding: 0 1; }
    ConfirmModal .effect { padding: 0 1 0 3; }
    ConfirmModal #buttons { height: 1; margin: 1 0; align-horizontal: right; }
    ConfirmModal Button { width: auto; margin: 0 1; }
    """
    window_title = "Confirm"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "app.focus_previous", show=False),
        Binding("right", "app.focus_next", show=False),
    ]

    def __init__(self, text: str, verb: str, *, lines: tuple[str, ...] = (), harmless: str = "Stay") -> None:
        super().__init__()
        self._text = text
        self._verb = verb
        self._lines = lines
        self._harmless = harmless

    def parts(self) -> ComposeResult:
        """The question, its effects, and two buttons that are verbs."""
        yield Static(Content(self._text), id="text", markup=False)
        for line in self._lines:
            yield Static(Content(line), classes="line effect", markup=False)
        with Horizontal(id="buttons"):
            yield Verb(self._harmless, id="harmless")
            yield Verb(self._verb, id="verb")

    def on_mount(self) -> None:
        """The harmless answer has the focus."""
        self.query_one("#harmless").focus()

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """A verb or nothing."""
        event.stop()
        self.dismiss(self._verb if event.button.id == "verb" else "")


class LeaveModal(ConfirmModal):
    """Asked at Ctrl-C, where nothing is being waited for. Again Ctrl-C leaves at once."""

    window_title = "Leave?"

    def __init__(self, *, practice: bool = False, unkept: bool = False, forgets: bool = False, out: str = "") -> None:
        """`practice`: it ends with the app. `unkept`: a route was chosen, and no question is answered yet.

        `forgets`: secrets are in memory alone. `out`: what was sent and is not answered.
        """
        text = "Leave? Everything is saved."
        if practice:
            text, out = "Leave? Practice ends with it; nothing of it stays.", ""
        elif unkept:
            text = "Leave? No question is answered yet, so nothing is kept."
        elif out:
            text = "Leave before the answer is there?"
        elif forgets:
            text = "Leave? Answers are saved; secrets in memory are asked again."
        super().__init__(text, "Leave", lines=(out,) if out else ())

    def dismiss(self, result: str | None = None) -> object:  # type: ignore[override]  # Textual's own is awaitable
        """Leaving is done here, since any screen may be under this window."""
        if result == "Leave":
            self.app.exit(return_code=0)
            return None
        return super().dismiss(result)
