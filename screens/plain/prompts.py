"""Prompts on a terminal: one line each, nothing redrawn, secrets hidden."""

from collections.abc import Sequence

from wizard.errors import StoppedError


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


def ask_secret(answer_id: str, text: str, *, optional: bool = False) -> str:
    """A secret, typed hidden; `optional`: may be empty. Raises StoppedError when the input ends."""
    import questionary

    while True:
        try:
            typed = questionary.password(f"{answer_id}: {text}", qmark="").unsafe_ask()
        except EOFError:
            raise StoppedError("The input ended.") from None
        if typed or optional:
            return str(typed)
