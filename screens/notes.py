"""Notes: what stands under a field before anything is looked up: what is wrong, odd, offered, or allowed."""

from screens.glyphs import Mark
from screens.tried import Tried
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

STANDS_IN_THE_OPEN = (
    "This text stands as the user name ({}) and is on disk with the answers. F4 leads there; Enter again keeps it as "
    "the password all the same."
)
REFUSED = "The one that is kept was refused by the cluster. Type the right one."


def notes_of_kept(row: Question, tried: Tried) -> list[Note]:
    """The notes for a secret that is kept, while nothing is typed."""
    notes: list[Note] = []
    if row.id in tried.refused:
        notes.append(("fail", REFUSED))
    elif why := tried.untried.get(row.id):
        notes.append(("warn", f"Kept, not tried: {why}"))
    if row.id not in tried.refused:
        notes.append((None, "Enter keeps it."))
    if row.optional:
        notes.append((None, "F8  forget it: it is left out then"))
    return notes


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
