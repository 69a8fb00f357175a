"""The rows of the plan's list: what must hold first, the steps, and the search that proves the whole. Pure."""

from collections.abc import Iterator, Mapping

from rich.cells import cell_len

from screens.glyphs import GLYPHS, Mark, mark_of_state
from screens.literal import cut
from screens.plan_texts import closing_title
from screens.widgets.choice_list import Row
from wizard.plan.result import Outcome
from wizard.plan.step import Plan, Step

BEFORE, AFTER = "before", "after"
WORD_WIDTH = 11
"""Cells of what stands at the right end, so that all of it begins in one column."""
TAKEN = WORD_WIDTH + 4
"""Cells that the bar, the word and the room around it take from a title."""
AUTOMATIC = "automatic"
FIRST = "What must hold first"


def list_rows(plan: Plan, outcomes: Mapping[str, Outcome], checks: Mark, word: str, width: int) -> Iterator[Row]:
    """All rows at this width; `checks` and `word` say how what must hold first stands."""
    # A mark before one row alone would push it out of its column.
    marked = bool(outcomes)
    room = width - TAKEN - (2 if marked else 0)
    yield _row(BEFORE, f"    both    {FIRST}", f"{GLYPHS[checks].char} {word}", checks, room, marked)
    for number, step in enumerate(plan.steps, 1):
        outcome = outcomes.get(step.key)
        mark: Mark = mark_of_state(outcome.state) if outcome else "open"
        head = f"{number:>2}  {step.side:<7} "
        word = AUTOMATIC if step.automatic else f"{GLYPHS['waits'].char} by hand"
        yield _row(step.key, f"{head}{_title(step, room - cell_len(head))}", word, mark, room, marked)
    yield _row(AFTER, f"    local   {closing_title(plan)}", AUTOMATIC, "open", room, marked)


def _row(id: str, text: str, word: str, mark: Mark, room: int, marked: bool) -> Row:
    return Row(id, cut(text, room), right=f"{word:<{WORD_WIDTH}}", mark=mark if marked else None)


def _title(step: Step, room: int) -> str:
    """The title whole, or the short one: a title that is cut says less than either."""
    return step.title if cell_len(step.title) <= room else step.brief
