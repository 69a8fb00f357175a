"""What of the present screen is cut off: buttons, rows of lists, keys of the footer, fields, and what has the focus."""

from collections.abc import Iterator

from textual.app import App
from textual.css.query import NoMatches
from textual.errors import NoWidget
from textual.widget import Widget
from textual.widgets import Footer

from screens.app import WizardApp
from screens.widgets.choice_list import ChoiceList
from tests.screens.driving import text_of

WHOLE = "Button, ChoiceList, FooterKey, Input, StatusLine, Stages, Tab"
"""What has to be there in full, where it is there at all."""


def cut_off(app: WizardApp) -> Iterator[str]:
    """A line for each part that is cut. Rows that a list scrolls to are not; a row that is wider than its list is."""
    screen = app.screen
    width, height = app.size
    lines = text_of(app).split("\n")
    if len(lines) > height or max(map(len, lines)) > width:
        yield "the screen is larger than the terminal"
    for widget in screen.query(WHOLE):
        if shown(widget) and (seen := _seen(app, widget)) != widget.region.area:
            yield f"{widget}: {seen} cells of {widget.region}"
    for each in screen.query(ChoiceList):
        if shown(each):
            yield from _rows(each)
    with_focus = app.focused
    if with_focus is not None and shown(with_focus) and not _seen(app, with_focus):
        yield f"{with_focus} has the focus and is not to be seen"
    for footer in screen.query(Footer):
        if footer.virtual_size.width > footer.size.width:
            yield f"the footer's keys need {footer.virtual_size.width} columns"


def main_key_is_whole(app: WizardApp) -> bool:
    """The first key of the footer, which is the main one, is there in full."""
    keys = [key for key in app.screen.query("FooterKey") if shown(key)]
    return bool(keys) and _seen(app, keys[0]) == keys[0].region.area


def shown(widget: Widget) -> bool:
    """It takes up room on this screen."""
    return bool(widget.display and all(each.display for each in widget.ancestors_with_self if isinstance(each, Widget)))


def _rows(each: ChoiceList) -> Iterator[str]:
    room = each.scrollable_content_region.width
    for row in each.rows:
        needed = each._content(row, True, room).cell_length
        if needed > room or each.max_scroll_x:
            yield f"{each}: the row {row.text!r} needs {needed} of {room} columns"


def _seen(app: App[None], widget: Widget) -> int:
    try:
        found = app.screen.find_widget(widget)
    except (NoWidget, NoMatches):
        return 0
    return found.visible_region.area
