"""The answer file: JSON or YAML that a person wrote, read into answers by the questions' own rules."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from wizard.errors import AnswerProblem, AnswersError, UsageError
from wizard.scenario.answers import Answers, Value
from wizard.scenario.questions import QUESTIONS
from wizard.scenario.questions.asking import plain_secret, question, unknown_id
from wizard.scenario.questions.question import Question
from wizard.store.file_tree import Map, Tree, read_tree


@dataclass(frozen=True, slots=True)
class AnswerFile:
    """What a file answers, each value read by its question; of a secret the mark that there is one, and its file."""

    answers: Mapping[str, Value]
    secret_files: Mapping[str, Path]


def read_answer_file(path: Path) -> AnswerFile:
    """The answers of a file, dotted or nested. Relative paths in it are taken from its own folder.

    An empty value (null) is as if the key were not there. Raises UsageError where the file cannot be read at all, and
    AnswersError with every key that is unknown, doubled, a secret in the open, or not of its question's form.
    """
    tree = read_tree(path)
    if tree is None:
        return AnswerFile({}, {})
    if not isinstance(tree, Map):
        raise UsageError(f"{path} holds no map of answers.", hint="Write lines of the form ID: VALUE.")
    reading = _Reading(path.parent)
    for id, leaf in _leaves(tree):
        reading.take(id, leaf)
    if reading.problems:
        raise AnswersError(reading.problems)
    return AnswerFile(reading.answers, reading.secret_files)


@dataclass(slots=True)
class _Reading:
    """What has been read so far, and what is wrong with it."""

    folder: Path
    answers: dict[str, Value] = field(default_factory=dict)
    secret_files: dict[str, Path] = field(default_factory=dict)
    problems: list[AnswerProblem] = field(default_factory=list)
    seen: set[str] = field(default_factory=set)

    def take(self, id: str, leaf: Tree) -> None:
        """Read one leaf of the file."""
        row = question(id)
        if row is None:
            self.problems.append(unknown_id(id))
        elif id in self.seen:
            self.problems.append(AnswerProblem(id, f"{id} stands in the file twice. Keep one of them.", row.flag))
        elif leaf is not None:
            try:
                if row.secret:
                    self._take_secret(row, leaf)
                else:
                    self.answers[id] = self._on_this_machine(row, _value(row, leaf))
            except ValueError as error:
                self.problems.append(AnswerProblem(id, str(error), row.flag))
        self.seen.add(id)

    def _take_secret(self, row: Question, leaf: Tree) -> None:
        match leaf:
            case Map(pairs=(("file", str(file)),)) if file:
                self.secret_files[row.id] = self._path(file)
                self.answers[row.id] = True
            case Map():
                raise ValueError(f"{row.id} takes {{file: PATH}}, with the path of a file that holds the secret.")
            case _:
                self.problems.append(plain_secret(row))

    def _on_this_machine(self, row: Question, value: Value) -> Value:
        words = {choice.value for choice in row.choices(Answers())}
        is_path = row.kind == "file" and isinstance(value, str) and value and value not in words
        return str(self._path(str(value))) if is_path else value

    def _path(self, text: str) -> Path:
        try:
            return self.folder / Path(text).expanduser()
        except RuntimeError:
            raise ValueError(f"{text}: there is no such user on this machine. Write the whole path.") from None


def _leaves(tree: Map, prefix: str = "") -> Iterator[tuple[str, Tree]]:
    for key, value in tree.pairs:
        id = prefix + key
        if question(id) is None and isinstance(value, Map) and value.pairs:
            yield from _leaves(value, f"{id}.")
        elif not (_is_empty(value) and any(row.id.startswith(f"{id}.") for row in QUESTIONS)):
            yield id, value


def _is_empty(value: Tree) -> bool:
    return value is None or value == Map(())


def _value(row: Question, leaf: Tree) -> Value:
    """What a leaf means to its question. Raises ValueError with a sentence."""
    match leaf:
        case bool():
            if row.kind != "flag":
                raise ValueError(f"{row.id} is not a yes or no. Put quotes round the text: {row.form}.")
            return leaf
        case str():
            return row.parse(leaf)
        case list() if row.kind == "list":
            if all(isinstance(item, str) for item in leaf):
                return row.parse_items([item for item in leaf if isinstance(item, str)])
            raise ValueError(f"{row.id} is a list of texts: {row.form}.")
        case _:
            raise ValueError(f"{row.id} takes one value: {row.form}.")
