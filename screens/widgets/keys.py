"""Keys: the footer: a stage's own keys first, help and the way back last, and none of them cut."""

from rich.cells import cell_len
from textual.app import ComposeResult
from textual.widget import Widget
from textual.widgets import Footer

WIDEST = 76
"""Cells that all keys may take together."""
ENDS = {"help": 1, "stop": 2, "leave_field": 2, "back": 2, "close": 2, "app.leave": 2}
"""Actions that stand last, and in which order."""


class Keys(Footer):
    """Where there is too little room, keys before help are left out, from the last one on; help names them all."""

    def __init__(self) -> None:
        super().__init__(show_command_palette=False)

    def compose(self) -> ComposeResult:
        """One for each action that is shown."""
        first: dict[str, Widget] = {}
        for key in super().compose():
            # A key that stands twice is the one of what has the focus, which comes first.
            first.setdefault(_shown(key), key)
        keys = sorted(first.values(), key=lambda key: ENDS.get(_action(key), 0))
        room = min(self.size.width or WIDEST + 2, WIDEST + 2)
        spare = [key for action in getattr(self.screen, "spare_keys", ()) for key in keys if _action(key) == action]
        spare += [key for key in reversed(keys) if _action(key) not in ENDS and key not in spare]
        for key in spare[:-1]:
            if sum(map(_width, keys)) <= room:
                break
            keys.remove(key)
        yield from keys

    def on_resize(self) -> None:
        """More room, more keys."""
        self.call_after_refresh(self.recompose)


def _action(key: Widget) -> str:
    return str(getattr(key, "action", ""))


def _shown(key: Widget) -> str:
    return str(getattr(key, "key_display", ""))


def _width(key: Widget) -> int:
    return cell_len(f" {_shown(key)} {getattr(key, 'description', '')} ")
