"""Progress: how far the questions are, group by group."""

from collections.abc import Collection, Sequence

from textual.content import Content

from wizard.engine.draft import Draft
from wizard.scenario.questions.question import GROUPS, Question


def shown_rows(draft: Draft, here: Question | None = None) -> tuple[Question, ...]:
    """The questions that are counted: those that are asked, and details that somebody answered."""
    given, answers = draft.given, draft.answers
    return tuple(
        row
        for row in draft.rows()
        if row.group != "Route"
        and (not row.is_detail(answers) or row == here or (row.id in given and given[row.id].source == "given"))
    )


def strip(draft: Draft, here: Question, *, tall: bool, refused: Collection[str] = ()) -> Content:
    """Groups in one row, or one below the other. `refused`: ids of secrets that count as open again."""
    rows = shown_rows(draft, here)
    parts = [_group(draft, rows, group, here, refused) for group in GROUPS if any(row.group == group for row in rows)]
    at = rows.index(here) + 1 if here in rows else 1
    where = f"{at} of {len(rows)}"
    if tall:
        done = round(18 * (at - 1) / max(1, len(rows)))
        bar = Content.assemble(("━" * done, "$primary"), ("─" * (18 - done), "$line"))
        return Content("\n").join((*parts, Content(""), Content(f"Question {where}"), bar))
    return Content.assemble(Content("  ").join(parts), (f"   {where}", "$muted"))


def _group(draft: Draft, rows: Sequence[Question], group: str, here: Question, refused: Collection[str]) -> Content:
    mine = [row for row in rows if row.group == group]
    answered = sum(draft.is_answered(row) and row.id not in refused for row in mine)
    if here.group == group:
        return Content.styled(f"● {group} {mine.index(here) + 1 if here in mine else 1}/{len(mine)}", "bold $primary")
    if answered == len(mine):
        return Content.styled(f"✓ {group} {len(mine)}", "$success")
    return Content.styled(f"○ {group} {len(mine)}", "$muted")
