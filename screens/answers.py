"""Answers: all that was answered so far, with where each came from; one of them to go to."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from screens.frame import Modal
from screens.glyphs import Mark
from screens.literal import middle_cut
from screens.tried import REFUSES
from screens.typed import as_text
from screens.widgets.choice_list import ChoiceList, Row
from screens.work import Work
from wizard.scenario.answers import Source
from wizard.scenario.questions.asking import asked
from wizard.scenario.questions.question import Question

WORDS: dict[Source, str] = {"given": "", "found": "found", "kept": "kept", "default": "default"}
LONGEST = 28
"""Cells of an answer: its end tells more of a path than its middle."""


class AnswersModal(Modal):
    """Answers the id of the question to go to, or ""."""

    DEFAULT_CSS = """
    AnswersModal #window { height: 90%; }
    AnswersModal ChoiceList { height: 1fr; }
    """
    window_title = "Answers"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("a,f6", "close", "Close", show=False),
        Binding("escape,b", "close", "Back", key_display="esc"),
    ]

    def __init__(self, at: str = "") -> None:
        """`at`: the id of the question where the cursor begins."""
        super().__init__()
        self._at = at

    def parts(self) -> ComposeResult:
        """One row for each question that these answers call for."""
        yield ChoiceList(_rows(self.work), note_at=30)

    def on_mount(self) -> None:
        """The list has the focus, at the question that is asked."""
        rows = self.query_one(ChoiceList)
        rows.focus()
        if self._at:
            rows.move_to(self._at)

    def on_choice_list_chosen(self, event: ChoiceList.Chosen) -> None:
        """Go to it."""
        event.stop()
        self.dismiss(event.row)


def _rows(work: Work) -> list[Row]:
    answers = work.answers
    rows = []
    for row in asked(answers):
        answer = answers.get(row.id)
        if row.group == "Route":
            continue
        if row.secret:
            known = work.draft.has_secret(row.id) if work.draft else answers.flag(row.id)
            note = "kept" if known else "left out" if row.optional and answer is not None else "not given"
            mark: Mark | None = None
            if known and row.id in work.tried.refused:
                note, mark = "refused", "fail"
            elif known and row.id in work.tried.untried:
                note, mark = "kept, not tried", "warn"
            rows.append(Row(row.id, row.id, "••••" if known else "", note, mark))
        elif work.draft and row.id == work.draft.left_empty:
            rows.append(Row(row.id, row.id, "", "left empty: plan and export only"))
        elif answer is None:
            rows.append(Row(row.id, row.id, "", "open" if not row.optional else ""))
        else:
            text = middle_cut(as_text(answer.value), LONGEST) or "left out"
            rows.append(Row(row.id, row.id, text, WORDS[answer.source], "fail" if _fails(work, row) else None))
    return rows


def _fails(work: Work, row: Question) -> bool:
    """True when the check that this question is about first of all failed when it was made last."""
    code = row.about[0] if row.about else ""
    if code in REFUSES:
        return REFUSES[code] in work.tried.refused
    found = work.findings.get(code)
    return found is not None and found.verdict.status == "fail"
