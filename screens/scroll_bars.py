"""Scroll bars drawn with characters: seen where there is no colour, and with plain ASCII."""

from math import ceil

from rich.color import Color
from rich.segment import Segment, Segments
from rich.style import Style
from textual.scrollbar import ScrollBar, ScrollBarRender

TRACK, THUMB = "│", "█"
TRACK_FLAT, THUMB_FLAT = "─", "━"
GREY, WHITE = Color.parse("#555555"), Color.parse("#ffffff")


class DrawnBar(ScrollBarRender):
    """A line with a block on it, in whole cells."""

    @classmethod
    def render_bar(
        cls,
        size: int = 25,
        virtual_size: float = 50,
        window_size: float = 20,
        position: float = 0,
        thickness: int = 1,
        vertical: bool = True,
        back_color: Color = GREY,
        bar_color: Color = WHITE,
    ) -> Segments:
        """Clicks above and below the block scroll; the block can be dragged."""
        begin, end = 0, 0
        if window_size and size and virtual_size > window_size:
            length = max(1, min(size - 1, ceil(size * window_size / virtual_size)))
            begin = round((size - length) * position / (virtual_size - window_size))
            begin = max(0, min(size - length, begin))
            end = begin + length
        cells = []
        track, thumb = (TRACK * thickness, THUMB * thickness) if vertical else (TRACK_FLAT, THUMB_FLAT)
        for at in range(int(size)):
            within = begin <= at < end
            # Textual calls both directions up and down.
            meta = {"@mouse.down": "grab" if within else "scroll_up" if at < begin else "scroll_down"}
            style = Style(color=bar_color, bgcolor=back_color, meta=meta)
            cells.append(Segment(thumb if within else track, style))
        if vertical:
            return Segments(cells, new_lines=True)
        return Segments([*cells, Segment.line()] * thickness, new_lines=False)


def install() -> None:
    """All scroll bars of this process are drawn so."""
    ScrollBar.renderer = DrawnBar
