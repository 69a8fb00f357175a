"""Panel: a framed part of a screen with a title above and, where wanted, words below."""

from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widget import Widget


class Panel(Vertical):
    """A frame; `subtitle` stands at its lower right."""

    DEFAULT_CSS = """
    Panel {
        border: round $line; border-title-color: $foreground; border-subtitle-color: $muted;
        border-subtitle-align: right; padding: 0 1; height: auto;
    }
    Panel:focus-within { border: heavy $primary; }
    """

    def __init__(
        self, *children: Widget, title: str = "", subtitle: str = "", id: str | None = None, classes: str | None = None
    ) -> None:
        super().__init__(*children, id=id, classes=classes)
        self.border_title = Content(title)
        self.border_subtitle = Content(subtitle)


class ScrollPanel(VerticalScroll):
    """The same around more than fits; takes the focus, so that keys scroll it."""

    DEFAULT_CSS = """
    ScrollPanel {
        border: round $line; border-title-color: $foreground; border-subtitle-color: $muted;
        border-subtitle-align: right; padding: 0 1; height: 1fr;
    }
    ScrollPanel:focus, ScrollPanel:focus-within { border: heavy $primary; }
    """

    def __init__(
        self, *children: Widget, title: str = "", subtitle: str = "", id: str | None = None, classes: str | None = None
    ) -> None:
        super().__init__(*children, id=id, classes=classes)
        self.border_title = Content(title)
        self.border_subtitle = Content(subtitle)
