"""Stages: the top bar with the name of the connection and the five stages."""

from typing import Literal

from rich.cells import cell_len
from textual.content import Content
from textual.widgets import Static

from screens.literal import cut

Stage = Literal["route", "ask", "plan", "run", "export"]
STAGES: tuple[Stage, ...] = ("route", "ask", "plan", "run", "export")
PRACTICE = "PRACTICE"
HEAD = "rcw \N{SINGLE RIGHT-POINTING ANGLE QUOTATION MARK} "


class Stages(Static):
    """One row: where we are, what is behind us, and what comes."""

    DEFAULT_CSS = """
    Stages { height: 1; padding: 0 1; color: $foreground; background: $panel; text-wrap: nowrap; }
    Stages:ansi { background: ansi_default; }
    """

    def __init__(self) -> None:
        super().__init__("", markup=False)
        self._shown: tuple[str, Stage | None, frozenset[str], bool, str] = ("", None, frozenset(), False, "")

    def set(self, name: str, stage: Stage | None, done: frozenset[str], practice: bool, right: str = "") -> None:
        """Draw it; `stage` None: no stages, `right` stands in their place."""
        self._shown = (name, stage, done, practice, right)
        self._draw()

    def on_resize(self) -> None:
        """The room between both ends changes with the width."""
        self._draw()

    def _draw(self) -> None:
        name, stage, done, practice, right_text = self._shown
        width = self.content_size.width
        right = Content(right_text) if stage is None else _stages(stage, done)
        mark = Content.styled(f"  {PRACTICE}", "bold $warning") if practice else Content("")
        head = f"{HEAD}{name}"
        if stage is not None and cell_len(head) + mark.cell_length + right.cell_length >= width:
            right = _stages(stage, done, brief=True)
        head = cut(head, width - right.cell_length - mark.cell_length - 1)
        gap = max(1, width - cell_len(head) - mark.cell_length - right.cell_length)
        self.update(Content.assemble((head, "bold"), mark, " " * gap, right))


def _stages(stage: Stage, done: frozenset[str], *, brief: bool = False) -> Content:
    """All five; `brief`: by name only the one where we are."""
    parts = []
    for each in STAGES:
        title = "" if brief and each != stage else f" {each.capitalize()}"
        if each == stage:
            parts.append(Content.styled(f"●{title}", "bold $primary"))
        elif each in done:
            parts.append(Content.styled(f"✓{title}", "$success"))
        else:
            parts.append(Content.styled(f"○{title}", "$muted"))
    return Content(" " if brief else "  ").join(parts)
