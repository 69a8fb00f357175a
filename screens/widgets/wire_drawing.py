"""How the wire is drawn: in four rows with boxes, or in one row; each hop by its glyph, for the eye without colour."""

from collections.abc import Sequence
from dataclasses import dataclass

from rich.cells import cell_len
from textual.content import Content

from screens.glyphs import GLYPHS
from screens.literal import cut
from screens.widgets.path import PASSES, Path

WIDE = 98
"""Cells from which hops stand two apart."""
BOXED = 72
"""Cells from which boxes are drawn."""
CAPTION = 18
"""Cells that a caption keeps where names are long."""


@dataclass(frozen=True, slots=True)
class Pen:
    """`here`: the hop under the cursor. `solid`: the line up to the break; ASCII has no other twin of it."""

    here: int | None = None
    solid: str = "─"


@dataclass(frozen=True, slots=True)
class Drawing:
    """What is drawn, and where each hop is to be clicked: its first cell and the one after its last."""

    content: Content
    spans: tuple[tuple[int, int], ...] = ()


PLAIN = Pen()


def in_one_row(path: Path, width: int, pen: Pen = PLAIN) -> Drawing:
    """Names, line and caption; hops two cells apart."""
    texts = [text for text in path.texts if text]
    if path.hops:
        columns = [index * 2 + 1 for index in range(len(path.hops))]
        line = _line(path, columns, len(path.hops) * 2 + 2, pen)
        local, remote = path.local, path.remote
        caption = _caption(path, pen) or " · ".join(texts)
    else:
        columns, line = [], Content.styled("╌╌╌╌▷", "$line")
        local, remote = path.kinds[0] or path.local, path.kinds[1] or path.remote
        fixed = line.cell_length + 5 + cell_len(texts[0] if texts else "")
        if cell_len(local) + cell_len(remote) + fixed > width:
            local, remote = path.shorts[0] or local, path.shorts[1] or remote
        room = width - cell_len(local) - cell_len(remote) - line.cell_length - 5
        caption = path.caption or _whole_parts(texts, room)
    mark = _mark(path, pen)
    local, remote = _names(local, remote, width - line.cell_length - 2, mark.cell_length + cell_len(caption))
    begins = cell_len(local) + 1
    head = Content.assemble((local, "bold"), " ", line, " ", (remote, "bold"))
    left = width - head.cell_length - 3 - mark.cell_length
    if caption and left > 6:
        head = Content.assemble(head, "   ", mark, cut(caption, left))
    return Drawing(head, tuple((begins + column, begins + column + 2) for column in columns))


def in_boxes(path: Path, width: int, pen: Pen = PLAIN) -> Drawing:
    """Four rows: a box on each side; between them the names of hops, the line, and what goes with it."""
    gap = 2 if width >= WIDE else 1
    columns: list[int] = []
    spans: list[tuple[int, int]] = []
    names = " "
    for hop in path.hops:
        columns.append(len(names) + (len(hop.name) - 1) // 2)
        spans.append((len(names), len(names) + len(hop.name)))
        names += hop.name + " " * gap
    middle = len(names) - gap + 2 if path.hops else (48 if width >= WIDE else 42)
    side = (width - middle) // 2
    middle = width - 2 * side
    over, on, under = path.texts
    if path.hops:
        top: Content = Content.assemble((names.ljust(middle)[:middle], "$muted"))
        line = _line(path, columns, middle, pen)
    else:
        top = Content.styled(_centred(over, middle), "$muted")
        bare = f" {on} " if on else ""
        left = (middle - 1 - len(bare)) // 2
        line = Content.assemble(
            ("╌" * left, "$line"), (bare, "$foreground"), ("╌" * (middle - 1 - left - len(bare)), "$line"), "▷"
        )
    below = Content.styled(_centred(under, middle), "$muted")
    if path.hops and pen.here is not None:
        mark = _mark(path, pen)
        said = cut(_caption(path, pen), middle - mark.cell_length - 2)
        below = Content.assemble(" ", mark, said, " " * (middle - 1 - mark.cell_length - cell_len(said)))
    kinds = [
        short if short and cell_len(kind) > side - 4 else kind
        for kind, short in zip(path.kinds, path.shorts, strict=True)
    ]
    floor = Content.styled(f"╰{'─' * (side - 2)}╯", "$line")
    rows = [
        (_edge("local", side), Content(" " * middle), _edge("remote", side)),
        (_inside(path.local, side, bold=bool(path.hops)), top, _inside(path.remote, side, bold=bool(path.hops))),
        (_inside(kinds[0], side, bold=not path.hops), line, _inside(kinds[1], side, bold=not path.hops)),
        (floor, below, floor),
    ]
    content = Content("\n").join(Content.assemble(*row) for row in rows)
    return Drawing(content, tuple((side + begin, side + end) for begin, end in spans))


def _line(path: Path, columns: Sequence[int], width: int, pen: Pen) -> Content:
    """Solid up to the first hop that does not hold, dashed behind it; the head is filled only when all hold."""
    at = dict(zip(columns, path.hops, strict=True))
    here = columns[pen.here] if pen.here is not None else -9
    parts: list[Content] = []
    solid, first = True, True
    for column in range(width - 1):
        hop = at.get(column)
        if hop is None:
            line = Content.styled(pen.solid, "$success") if solid and path.hops else Content.styled("╌", "$line")
            bracket = {here - 1: "[", here + 1: "]"}.get(column)
            parts.append(Content.styled(bracket, "bold $primary") if bracket else line)
            continue
        glyph = GLYPHS[hop.status]
        bold = column == here
        if hop.status not in PASSES:
            bold = bold or first
            solid = first = False
        parts.append(Content.styled(glyph.char, f"bold {glyph.color}" if bold else glyph.color))
    parts.append(Content.styled("▶", "$success") if path.holds else Content.styled("▷", "$line"))
    return Content("").join(parts)


def _caption(path: Path, pen: Pen) -> str:
    return path.caption if pen.here is None else path.hops[pen.here].caption


def _mark(path: Path, pen: Pen) -> Content:
    mark = path.caption_mark if pen.here is None else path.hops[pen.here].status
    if mark is None:
        return Content("")
    style = f"bold {GLYPHS[mark].color}" if mark in ("fail", "crash") else GLYPHS[mark].color
    return Content.styled(f"{GLYPHS[mark].char} ", style)


def _names(local: str, remote: str, room: int, caption: int) -> tuple[str, str]:
    """Both names, cut where they and what a caption needs at least do not fit."""
    wanted = caption + 3 if caption else 0
    both = cell_len(local) + cell_len(remote)
    spare = max(16, room - wanted, min(both, room - min(wanted, CAPTION)))
    first = min(cell_len(local), max(spare // 2, spare - cell_len(remote)))
    return cut(local, max(2, first)), cut(remote, max(2, spare - first))


def _whole_parts(texts: Sequence[str], room: int) -> str:
    """As many of the texts as stand there uncut; at least the first."""
    said = texts[0] if texts else ""
    for text in texts[1:]:
        if cell_len(f"{said} · {text}") > room:
            break
        said = f"{said} · {text}"
    return said


def _edge(title: str, width: int) -> Content:
    return Content.assemble(("╭ ", "$line"), (title, "$muted"), (f" {'─' * (width - len(title) - 4)}╮", "$line"))


def _inside(text: str, width: int, *, bold: bool) -> Content:
    room = width - 4
    kept = cut(text, room)
    pad = " " * (room - cell_len(kept))
    return Content.assemble(("│ ", "$line"), (kept, "bold" if bold else "$muted"), (f"{pad} │", "$line"))


def _centred(text: str, width: int) -> str:
    left = (width - cell_len(text)) // 2
    return " " * left + text + " " * (width - left - cell_len(text)) if left >= 0 else cut(text, width)
