"""Prompts on a terminal: one line each, nothing redrawn, secrets hidden."""

import sys
from collections.abc import Sequence

from wizard.errors import StoppedError
from wizard.scenario.answers import Answers
from wizard.scenario.questions.asking import question


def confirm(text: str, *, default: bool) -> bool:
    """A yes or no. Raises StoppedError when the input ends."""
    return choose(f"{text} y yes, n no", ("y", "n") if default else ("n", "y")) == "y"


def choose(text: str, letters: Sequence[str]) -> str:
    """One of the letters, which the text explains; Enter takes the first. Raises StoppedError when the input ends."""
    import questionary

    while True:
        try:
            typed = questionary.text(f"{text} [{letters[0]}]:", qmark="").unsafe_ask()
        except EOFError:
            raise StoppedError("The input ended.") from None
        letter = (typed.strip() or letters[0])[:1].lower()
        if letter in letters:
            return letter
        text = f"Type one of {', '.join(letters)}."


def ask_secret(answer_id: str, text: str, *, optional: bool = False, answers: Answers | None = None) -> str:
    """A secret, typed hidden, as its question takes it; `optional`: may be empty. Raises StoppedError at the end.

    `answers`: those that its question looks at, such as how a side signs in.
    """
    import questionary

    row = question(answer_id)
    while True:
        try:
            typed = str(questionary.password(f"{answer_id}: {text}", qmark="").unsafe_ask())
        except EOFError:
            raise StoppedError("The input ended.") from None
        if not typed and not optional:
            continue
        if row is None or not typed:
            return typed
        try:
            value = str(row.parse(typed))
        except ValueError as error:
            wrong = str(error)
        else:
            wrong = row.rule(value, answers or Answers())
        if not wrong:
            return value
        sys.stderr.write(f"{wrong}\n")
