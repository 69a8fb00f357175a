"""Prompts on a terminal: one line each, nothing redrawn, secrets hidden."""

from collections.abc import Mapping

from wizard.errors import StoppedError


def confirm(text: str, *, default: bool) -> bool:
    """A yes or no. Raises StoppedError when the input ends."""
    chosen = choose(text, {"y": "yes", "n": "no"}, default="y" if default else "n")
    return chosen == "y"


def choose(text: str, choices: Mapping[str, str], *, default: str) -> str:
    """One of the letters. Enter takes the default. Raises StoppedError when the input ends."""
    import questionary

    listed = ", ".join(f"{letter} {words}" for letter, words in choices.items())
    while True:
        try:
            typed = questionary.text(f"{text} ({listed}) [{default}]", qmark="").unsafe_ask()
        except EOFError:
            raise StoppedError("The input ended.") from None
        letter = (typed.strip() or default)[:1].lower()
        if letter in choices:
            return letter


def ask_secret(answer_id: str, text: str) -> str:
    """A secret, typed hidden. Raises StoppedError when the input ends."""
    import questionary

    while True:
        try:
            typed = questionary.password(f"{answer_id}: {text}", qmark="").unsafe_ask()
        except EOFError:
            raise StoppedError("The input ended.") from None
        if typed:
            return str(typed)
