"""Answers: all that was answered so far, with where each came from; one of them to go to."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from screens.frame import Modal
from screens.typed import as_text
from screens.widgets.choice_list import ChoiceList, Row
from screens.work import Work
from wizard.scenario.answers import Source
from wizard.scenario.questions.asking import asked

WORDS: dict[Source, str] = {"given": "", "found": "found", "kept": "kept", "default": "default"}


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

    def parts(self) -> ComposeResult:
        """One row for each question that these answers call for."""
        yield ChoiceList(_rows(self.app.work), note_at=30)  # type: ignore[attr-defined]  # the app is WizardApp

    def on_mount(self) -> None:
        """The list has the focus."""
        self.query_one(ChoiceList).focus()

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
            rows.append(Row(row.id, row.id, "••••" if known else "", "kept" if known else "not given"))
        elif work.draft and row.id == work.draft.left_empty:
            rows.append(Row(row.id, row.id, "", "left empty: plan and export only"))
        elif answer is None:
            rows.append(Row(row.id, row.id, "", "open" if not row.optional else ""))
        else:
            rows.append(Row(row.id, row.id, as_text(answer.value) or "left out", WORDS[answer.source]))
    return rows
