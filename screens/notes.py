"""Notes: what stands under a field before anything is looked up: what is wrong, odd, offered, or allowed."""

from screens.glyphs import Mark
from screens.typed import Typed, as_text
from wizard.engine.draft import PLAN_ONLY_AT
from wizard.scenario.answers import Answers
from wizard.scenario.questions.question import Question

PLAN_ONLY = "Empty: no connection now, only plan and export."

Note = tuple[Mark | None, str]
LEFT_EMPTY: tuple[Note, ...] = (
    ("warn", "Left empty: plan and export only. No cluster is asked anything, and nothing can be run without it."),
    (None, "Enter again goes on so. An address here, now or later, opens everything again."),
)
"""At the first Enter there; the second one goes on."""


def notes_on(row: Question, text: str, typed: Typed, answers: Answers) -> list[Note]:
    """The notes for this text, the worst first."""
    notes = _of_text(typed) if text.strip() else _of_nothing(row, answers)
    found = answers.get(row.id)
    if found and found.source == "found" and as_text(found.value) == text.strip():
        notes.append(("ok", "found by asking the cluster"))
    return notes


def _of_text(typed: Typed) -> list[Note]:
    notes: list[Note] = []
    if typed.problem:
        notes.append(("fail", typed.problem))
    if typed.caution:
        notes.append(("warn", typed.caution))
    if typed.better:
        notes.append((None, f"F4  use {typed.better} instead"))
    return notes


def _of_nothing(row: Question, answers: Answers) -> list[Note]:
    notes: list[Note] = []
    if row.kind in ("text", "file"):
        notes += [(None, f"{each.value}: {each.text}, {each.note}".rstrip(", ")) for each in row.choices(answers)]
    if row.id in PLAN_ONLY_AT:
        notes.append((None, PLAN_ONLY))
    elif row.optional:
        notes.append((None, "Empty: it is left out."))
        if row.kind == "text" and (caution := row.caution("", answers)):
            notes.append(("warn", caution))
    return notes
