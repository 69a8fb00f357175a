"""Typed: what a text in a field means for its question: a value, or what is wrong with it; never both."""

from dataclasses import dataclass

from wizard.redact import MARK, Redactor
from wizard.scenario.answers import Answers, Value
from wizard.scenario.questions.question import Question

KEY_IN_THE_OPEN = "That was a key. It was cleared and kept nowhere: what stands in this field is shown and saved."
PASSWORD_IN_THE_OPEN = (
    "That held a password. It was cleared and kept nowhere: user and password have questions of their own."
)

_BY_SHAPE = Redactor()


@dataclass(frozen=True, slots=True)
class Typed:
    """`value` is None where `problem` says why. `caution` never blocks; `better` is the text that F4 puts there."""

    value: Value | None
    problem: str = ""
    caution: str = ""
    better: str = ""


def read_typed(row: Question, text: str, answers: Answers) -> Typed:
    """Judge a text by its looks alone: nothing is looked up."""
    try:
        value = row.parse(text)
    except ValueError as error:
        return Typed(None, str(error), better=_better(row, text.strip(), answers))
    if problem := row.problem(value, answers):
        return Typed(None, problem, better=_better(row, value, answers))
    if value in ("", ()):
        return Typed(value)
    return Typed(value, caution=row.caution(value, answers), better=_better(row, value, answers))


def secret_in(text: str) -> str:
    """What to say when a plain field holds a key, a private key or a password; "" when it does not."""
    if MARK not in text and MARK in _BY_SHAPE.redact(text):
        return PASSWORD_IN_THE_OPEN if "://" in text and "@" in text else KEY_IN_THE_OPEN
    return ""


def as_text(value: Value) -> str:
    """A value as it stands in a field."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return ", ".join(value) if isinstance(value, tuple) else str(value)


def _better(row: Question, value: Value, answers: Answers) -> str:
    if row.kind == "list" and isinstance(value, str):
        value = tuple(part.strip() for part in value.split(",") if part.strip())
    if value in ("", ()):
        return ""
    better = row.better(value, answers)
    return "" if better is None else as_text(better)
