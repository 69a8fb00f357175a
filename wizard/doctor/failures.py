"""Reads what a cluster says of a failure: collects its sentences, and finds the known cause among them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from wizard.doctor.causes import CAUSES, Cause
from wizard.doctor.wording import sentence
from wizard.plan.actions import Json

WORDY = ("reason", "additional_unsuccessful_credentials", "error", "error_message")
"""Fields in which Elasticsearch puts sentences; the deciding one may be in any of them, at any depth."""


@dataclass(frozen=True, slots=True)
class Explained:
    """A cause, its headline and hint with the names of this case, and the words that gave it away."""

    cause: Cause
    headline: str
    hint: str
    words: str


def words_in(tree: Json) -> tuple[str, ...]:
    """Every sentence in an answer, outermost first, each once: reason, causes, suppressed, credentials."""
    return tuple(dict.fromkeys(_sentences(tree)))


def explain(words: Sequence[str], names: Mapping[str, str]) -> Explained | None:
    """The first cause of the table that stands in the words; None where none does. Keys of `names`: see Cause."""
    for cause in CAUSES:
        for text in words:
            found = cause.pattern.search(text)
            if found:
                filled = {**names, **{key: _short(value) for key, value in found.groupdict().items()}}
                headline, hint = cause.headline.format_map(filled), cause.hint.format_map(filled)
                return Explained(cause, sentence(headline), hint, text)
    return None


def _sentences(tree: Json) -> Iterator[str]:
    if isinstance(tree, str):
        return
    if isinstance(tree, Mapping):
        for key, value in tree.items():
            if isinstance(value, str):
                if key in WORDY:
                    yield value
            else:
                yield from _sentences(value)
    elif isinstance(tree, Sequence):
        for element in tree:
            yield from _sentences(element)


def _short(text: str) -> str:
    shown = "".join(character for character in text if character.isprintable())
    return shown if len(shown) <= 60 else shown[:59] + "…"
