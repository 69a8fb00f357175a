"""Presenting: on a screen that others see, connections that this run did not open have no names."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from screens.widgets.choice_list import Row

if TYPE_CHECKING:
    from screens.work import Work

OTHERS = "others"
"""The id of the row that stands for all connections whose names are hidden."""
HIDDEN = "not named on a shared screen; Enter names them"


class Named:
    """Which connections may be named: those of this run, and all once that was asked for. One for the whole app."""

    def __init__(self) -> None:
        self._ids: set[str] = set()

    def __contains__(self, id: str) -> bool:
        return id in self._ids

    def add(self, ids: Iterable[str]) -> None:
        """These may be named."""
        self._ids.update(ids)

    def of(self, work: "Work") -> None:
        """What is open in this run is known to whoever looks on."""
        for opened in (work.session, work.draft):
            if opened is not None and opened.record is not None:
                self._ids.add(opened.record.id)

    def only(self, rows: Sequence[Row]) -> list[Row]:
        """The rows of connections that may be named, and one for all others."""
        shown = [row for row in rows if row.id in self]
        if hidden := len(rows) - len(shown):
            what = "connection" if hidden == 1 else "connections"
            text = f"{hidden} other {what}" if shown else f"{hidden} {what}"
            shown.append(Row(OTHERS, text, HIDDEN))
        return shown
