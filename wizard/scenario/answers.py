"""Answers: what was said or found, per question id, with its source. Immutable."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

Value = str | bool | int | tuple[str, ...]
Source = Literal["default", "found", "kept", "given"]

STRENGTH: tuple[Source, ...] = ("default", "found", "kept", "given")
"""Weakest first: an answer is replaced only by one that is at least as strong."""


@dataclass(frozen=True, slots=True)
class Answer:
    """One value and where it came from. A secret is never a value here."""

    value: Value
    source: Source


class Answers(Mapping[str, Answer]):
    """An immutable map of question id to Answer; changes return a new one."""

    __slots__ = ("_answers",)

    def __init__(self, answers: Mapping[str, Answer] | None = None) -> None:
        self._answers = dict(answers or {})

    def __getitem__(self, key: str) -> Answer:
        return self._answers[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._answers)

    def __len__(self) -> int:
        return len(self._answers)

    def __repr__(self) -> str:
        return f"Answers({self._answers!r})"

    def with_answer(self, key: str, value: Value, source: Source) -> "Answers":
        """A copy with this answer, unless a stronger one is there."""
        present = self._answers.get(key)
        if present and STRENGTH.index(present.source) > STRENGTH.index(source):
            return self
        return Answers({**self._answers, key: Answer(value, source)})

    def without(self, *keys: str) -> "Answers":
        """A copy that lacks these answers."""
        return Answers({key: answer for key, answer in self._answers.items() if key not in keys})

    def to_keep(self) -> dict[str, Answer]:
        """What a session keeps of them: defaults are made anew whenever it is opened."""
        return {key: answer for key, answer in self._answers.items() if answer.source != "default"}

    def text(self, key: str, default: str = "") -> str:
        """The answer as text; the default where there is none."""
        answer = self._answers.get(key)
        if answer is None:
            return default
        if isinstance(answer.value, tuple):
            return ",".join(answer.value)
        return str(answer.value)

    def items_of(self, key: str) -> tuple[str, ...]:
        """The answer as a list of texts; empty where there is none."""
        answer = self._answers.get(key)
        if answer is None or answer.value == "":
            return ()
        return answer.value if isinstance(answer.value, tuple) else (str(answer.value),)

    def flag(self, key: str, default: bool = False) -> bool:
        """The answer as a yes or no."""
        answer = self._answers.get(key)
        return default if answer is None else answer.value is True
