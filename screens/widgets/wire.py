"""Wire: the line from the local to the remote cluster, whose hops can be walked and clicked."""

from dataclasses import dataclass
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from screens.widgets.path import Hop, Path
from screens.widgets.wire_drawing import BOXED, Drawing, Pen, in_boxes, in_one_row

SOLID, SOLID_ASCII = "─", "="


class Wire(Static):
    """Four rows with boxes where there is room for them, else one row. Its height is the style sheet's matter.

    With hops it takes the focus, last of its screen: left and right walk them, Enter or a click goes where one leads.
    """

    DEFAULT_CSS = """
    Wire { height: 1; padding: 0 1; text-wrap: nowrap; text-overflow: ellipsis; }
    Wire.boxed { padding: 0; }
    """
    focus_last = True
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "walk(-1)", "Hop before", show=False),
        Binding("right", "walk(1)", "Hops", key_display="←→"),
        Binding("enter", "jump", "Go there", key_display="⏎"),
    ]

    @dataclass
    class Walked(Message):
        """The cursor stands on another hop."""

        hop: Hop

    @dataclass
    class Jumped(Message):
        """A hop was chosen: by Enter or by a click."""

        hop: Hop

    def __init__(self, path: Path | None = None, *, id: str | None = None) -> None:
        super().__init__("", markup=False, id=id)
        self.path = path or Path("local", "remote")
        self._at = 0
        self._drawn = Drawing(Content(""))

    @property
    def hop(self) -> Hop | None:
        """The hop under the cursor; None while it has not the focus."""
        return self.path.hops[self._at] if self.has_focus and self._at < len(self.path.hops) else None

    def show(self, path: Path) -> None:
        """Draw this path."""
        if path == self.path:
            return
        self.path = path
        self.can_focus = bool(path.hops)
        self._draw()

    def on_resize(self) -> None:
        """Boxes or one row."""
        self._draw()

    def watch_has_focus(self, has_focus: bool) -> None:
        """The cursor comes where the line breaks, and goes."""
        super().watch_has_focus(has_focus)
        if has_focus:
            broken = (at for at, hop in enumerate(self.path.hops) if hop.status in ("fail", "crash"))
            self._at = next(broken, min(self._at, max(0, len(self.path.hops) - 1)))
        self._draw()

    def on_click(self, event: events.Click) -> None:
        """The hop under the mouse."""
        offset = event.get_content_offset(self)
        if offset is None:
            return
        for at, (begin, end) in enumerate(self._drawn.spans):
            if begin <= offset.x < end:
                event.stop()
                self._at = at
                self._draw()
                self.action_jump()

    def action_walk(self, by: int) -> None:
        """To the hop at the left or right."""
        if self.path.hops:
            self._at = (self._at + by) % len(self.path.hops)
            self._draw()
            self.post_message(self.Walked(self.path.hops[self._at]))

    def action_jump(self) -> None:
        """To where this hop leads."""
        if self.path.hops:
            self.post_message(self.Jumped(self.path.hops[self._at]))

    def _draw(self) -> None:
        width, height = self.outer_size
        boxed = height >= 4 and width >= BOXED
        self.set_class(boxed, "boxed")
        here = self._at if self.hop else None
        pen = Pen(here, SOLID_ASCII if getattr(self.app, "ascii", False) else SOLID)
        self._drawn = in_boxes(self.path, width, pen) if boxed else in_one_row(self.path, width - 2, pen)
        self.update(self._drawn.content, layout=False)
        self.tooltip = f"{self.path.local} → {self.path.remote}" if self.path.hops else None
