"""Wire: the line from the local to the remote cluster, with each hop that a request meets on its way."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from rich.cells import cell_len
from textual.content import Content
from textual.widgets import Static

from screens.glyphs import GLYPHS, Mark, mark_of_verdict
from wizard.plan.result import Finding, Status
from wizard.scenario.model import Scenario, Side

HopStatus = Status | Literal["open", "working", "likely", "waits"]

HOPS: tuple[tuple[str, str], ...] = (
    ("keystore", "keystore"),
    ("dns", "DNS"),
    ("tcp", "TCP"),
    ("tls", "TLS"),
    ("filter", "filter"),
    ("auth", "auth"),
    ("access", "access"),
)
"""Hops in the order in which a request meets them: the name that checks give them, and how it is written."""

PASSES: frozenset[HopStatus] = frozenset({"ok", "likely", "warn", "skip"})
WIDE = 98
"""Cells from which hops stand two apart."""
BOXED = 72
"""Cells from which boxes are drawn."""


@dataclass(frozen=True, slots=True)
class Hop:
    """One hop as it is written, and how it stands."""

    name: str
    status: HopStatus


@dataclass(frozen=True, slots=True)
class Path:
    """The whole line. Without hops the three texts stand over, on and under it.

    `kinds` say what each cluster is, `shorts` the same where there is less room.
    """

    local: str
    remote: str
    hops: tuple[Hop, ...] = ()
    caption: str = ""
    caption_mark: Mark | None = None
    kinds: tuple[str, str] = ("", "")
    shorts: tuple[str, str] = ("", "")
    texts: tuple[str, str, str] = ("", "", "")

    @property
    def holds(self) -> bool:
        """True when every hop does."""
        return bool(self.hops) and all(hop.status in PASSES for hop in self.hops)


class Wire(Static):
    """Four rows with boxes where there is room for them, else one row. Its height is the style sheet's matter."""

    DEFAULT_CSS = """
    Wire { height: 1; padding: 0 1; text-wrap: nowrap; text-overflow: ellipsis; }
    """

    def __init__(self, path: Path | None = None, *, id: str | None = None) -> None:
        super().__init__("", markup=False, id=id)
        self.path = path or Path("local", "remote")

    def show(self, path: Path) -> None:
        """Draw this path."""
        self.path = path
        self._draw()

    def on_resize(self) -> None:
        """Boxes or one row."""
        self._draw()

    def _draw(self) -> None:
        width, height = self.content_size
        self.update(_boxes(self.path, width) if height >= 4 and width >= BOXED else _row(self.path, width))


def path_of(scenario: Scenario, findings: Sequence[Finding], *, working: Iterable[str] = (), caption: str = "") -> Path:
    """The path of a scenario as these findings show it; `working` are codes that are being looked at.

    A hop is ok only when the side that knows proved it; the first one that failed is the caption.
    """
    from wizard.doctor.checks import CHECKS

    hop_of = {check.code: check.hop for check in CHECKS}
    busy = {hop_of.get(code, "") for code in working}
    hops, broken = [], ""
    for id, name in HOPS:
        mine = [finding for finding in findings if hop_of.get(finding.code) == id]
        status: HopStatus = "working" if id in busy and not mine else _status(mine)
        if id == "filter" and not mine:
            status = "skip"
        if status in ("fail", "crash") and not broken:
            first = next(each for each in mine if each.verdict.status == status)
            broken = f"{name}: {first.verdict.headline}"
        hops.append(Hop(name, status))
    side_names = tuple(_called(side.url) or side.name for side in (scenario.local, scenario.remote))
    return Path(
        side_names[0], side_names[1], tuple(hops), broken or caption, "fail" if broken else None,
        kinds=(_kind(scenario.local), _kind(scenario.remote)),
        shorts=(_kind(scenario.local, short=True), _kind(scenario.remote, short=True)),
        texts=("", "", _below(scenario)),
    )  # fmt: skip


def _status(findings: Sequence[Finding]) -> HopStatus:
    marks = [mark_of_verdict(finding.verdict) for finding in findings]
    for worst in ("fail", "crash", "warn", "ok", "likely", "skip"):
        if worst in marks:
            return worst
    return "open"


def _called(url: str) -> str:
    from wizard.scenario.addresses import is_ip, url_host

    host = url_host(url)
    return host if is_ip(host) else host.partition(".")[0]


def _kind(side: Side, *, short: bool = False) -> str:
    from wizard.scenario.environments import ENVIRONMENTS

    row = ENVIRONMENTS[side.environment]
    return f"{row.word if short else row.title} {side.version}".strip()


def _below(scenario: Scenario) -> str:
    port = scenario.interface.addresses[0].rpartition(":")[2] if scenario.interface.addresses else ""
    model = "API key" if scenario.security == "api-key" else "TLS certificate"
    return " · ".join(part for part in (model, scenario.mode, f":{port}" if port else "") if part)


def _row(path: Path, width: int) -> Content:
    line = _line(path, [index * 2 + 1 for index in range(len(path.hops))], len(path.hops) * 2 + 2)
    if not path.hops:
        line = Content.styled("╌╌╌╌▷", "$line")
        path = replace(path, local=path.kinds[0] or path.local, remote=path.kinds[1] or path.remote)
    caption = path.caption or " · ".join(text for text in path.texts if text)
    mark = Content("")
    if path.caption_mark:
        glyph = GLYPHS[path.caption_mark]
        mark = Content.styled(f"{glyph.char} ", glyph.color)
    room = width - line.cell_length - 2
    both = cell_len(path.local) + cell_len(path.remote)
    spare = max(16, room - (cell_len(caption) + mark.cell_length + 3 if caption else 0))
    each = max(8, spare // 2) if both > spare else max(both, 1)
    head = Content.assemble((_cut(path.local, each), "bold"), " ", line, " ", (_cut(path.remote, each), "bold"))
    if not caption:
        return head
    left = width - head.cell_length - 3 - mark.cell_length
    return Content.assemble(head, "   ", mark, _cut(caption, left)) if left > 6 else head


def _boxes(path: Path, width: int) -> Content:
    gap = 2 if width >= WIDE else 1
    columns: list[int] = []
    names = " "
    for hop in path.hops:
        columns.append(len(names) + (len(hop.name) - 1) // 2)
        names += hop.name + " " * gap
    middle = len(names) - gap + 2 if path.hops else (48 if width >= WIDE else 42)
    side = (width - middle) // 2
    middle = width - 2 * side
    over, on, under = path.texts
    if path.hops:
        top: Content = Content.assemble((names.ljust(middle)[:middle], "$muted"))
        line = _line(path, columns, middle)
    else:
        top = Content.styled(_centred(over, middle), "$muted")
        bare = f" {on} " if on else ""
        left = (middle - 1 - len(bare)) // 2
        line = Content.assemble(
            ("╌" * left, "$line"), (bare, "$foreground"), ("╌" * (middle - 1 - left - len(bare)), "$line"), "▷"
        )
    kinds = [
        short if short and cell_len(kind) > side - 4 else kind
        for kind, short in zip(path.kinds, path.shorts, strict=True)
    ]
    rows = [
        (_edge("local", side), Content(" " * middle), _edge("remote", side)),
        (_inside(path.local, side, bold=bool(path.hops)), top,
         _inside(path.remote, side, bold=bool(path.hops))),
        (_inside(kinds[0], side, bold=not path.hops), line, _inside(kinds[1], side, bold=not path.hops)),
        (Content.styled(f"╰{'─' * (side - 2)}╯", "$line"), Content.styled(_centred(under, middle), "$muted"),
         Content.styled(f"╰{'─' * (side - 2)}╯", "$line")),
    ]  # fmt: skip
    return Content("\n").join(Content.assemble(*row) for row in rows)


def _line(path: Path, columns: Sequence[int], width: int) -> Content:
    """Solid up to the first hop that does not hold, dashed behind it; the head is filled only when all hold."""
    at = dict(zip(columns, path.hops, strict=True))
    parts: list[Content] = []
    solid, first = True, True
    for column in range(width - 1):
        hop = at.get(column)
        if hop is None:
            parts.append(Content.styled("─" if solid and path.hops else "╌", "$success" if solid else "$line"))
            continue
        glyph = GLYPHS[hop.status]
        if hop.status not in PASSES:
            bold = "bold " if first else ""
            solid = first = False
            parts.append(Content.styled(glyph.char, f"{bold}{glyph.color}"))
        else:
            parts.append(Content.styled(glyph.char, glyph.color))
    parts.append(Content.styled("▶", "$success") if path.holds else Content.styled("▷", "$line"))
    return Content("").join(parts)


def _edge(title: str, width: int) -> Content:
    return Content.assemble(("╭ ", "$line"), (title, "$muted"), (f" {'─' * (width - len(title) - 4)}╮", "$line"))


def _inside(text: str, width: int, *, bold: bool) -> Content:
    room = width - 4
    cut = _cut(text, room)
    pad = " " * (room - cell_len(cut))
    return Content.assemble(("│ ", "$line"), (cut, "bold" if bold else "$muted"), (f"{pad} │", "$line"))


def _centred(text: str, width: int) -> str:
    left = (width - cell_len(text)) // 2
    return " " * left + text + " " * (width - left - cell_len(text)) if left >= 0 else text[:width]


def _cut(text: str, room: int) -> str:
    """Cut from the right; never wider than the room."""
    if cell_len(text) <= room:
        return text
    kept = text[: max(0, room - 1)]
    while cell_len(kept) > max(0, room - 1):
        kept = kept[:-1]
    return f"{kept}…"
