"""Asking: which questions are open, which answers stand, and all that is missing or wrong at once."""

from collections.abc import Callable, Iterable

from wizard.errors import AnswerProblem, AnswersError
from wizard.scenario.answers import Answers, Value
from wizard.scenario.questions import QUESTIONS
from wizard.scenario.questions.question import Question, Stage

HasSecret = Callable[[str], bool]
"""True when a value for this secret id is at hand: in the vault, the environment or a file."""

_BY_ID = {question.id: question for question in QUESTIONS}
_ROUTE_PAIR = ("local.environment", "remote.environment", "pair.relation")


def question(id: str) -> Question | None:
    """The question of that id; None when there is none."""
    return _BY_ID.get(id)


def asked(answers: Answers) -> tuple[Question, ...]:
    """The questions that these answers call for, in order, answered ones included."""
    return tuple(question for question in QUESTIONS if question.when(answers))


def next_question(
    answers: Answers, has_secret: HasSecret | None = None, stage: Stage = "run", *, details: bool = False
) -> Question | None:
    """The first question that is still open; None when all that is needed is answered.

    Defaults that `settle` filled in are open until the person has confirmed them, except for details: those are passed
    over where the default or nothing will do (`details`: asked, too). At stage `plan` nothing is asked that only a run
    needs. A secret is answered when `has_secret` says so, or left out on purpose by an empty answer.
    """
    known = has_secret or _marked(answers)
    for row in asked(answers):
        if row.needed == "run" and stage == "plan":
            continue
        answer = answers.get(row.id)
        if known(row.id) if row.secret else answer is not None and answer.source != "default":
            continue
        if row.secret and row.optional and answer is not None:
            continue
        if not details and row.is_detail(answers) and (row.optional or row.default(answers) is not None):
            continue
        return row
    return None


def settle(answers: Answers) -> Answers:
    """The answers that stand, defaults filled in.

    Defaults are made anew; an answer whose question is not asked, is unknown, or no longer accepts it, is dropped. Of a
    secret only the mark that there is one (True), or that it was left out (""), is kept.
    """
    settled = Answers()
    for row in QUESTIONS:
        if not row.when(settled):
            continue
        answer = answers.get(row.id)
        if answer is not None and answer.source != "default" and _stands(row, answer.value, settled):
            settled = settled.with_answer(row.id, answer.value, answer.source)
        elif not row.secret:
            settled = _with_default(row, settled)
    return settled


def filled(answers: Answers) -> Answers:
    """The same answers with defaults where one is missing; nothing is dropped, so that all can be judged."""
    for row in QUESTIONS:
        if row.id not in answers and not row.secret and row.when(answers):
            answers = _with_default(row, answers)
    return answers


def problems(answers: Answers, has_secret: HasSecret | None = None, stage: Stage = "run") -> tuple[AnswerProblem, ...]:
    """All answers that are unknown, missing at this stage, or wrong; each with the flag or variable that sets it.

    Ask it before `settle`, which drops what is wrong. Only given answers can be wrong; others that no longer stand are
    as if they were not there. A pair that cannot be connected is reported alone: no other answer would help.
    """
    known = has_secret or _marked(answers)
    complete = filled(_without_stale(answers))
    found: dict[str, AnswerProblem] = {}
    for row in asked(complete):
        if (problem := _problem(row, complete, known, stage)) and not (
            problem.missing and any(id in found for id in row.follows)
        ):
            found[row.id] = problem
    unknown = (unknown_id(id) for id, answer in answers.items() if id not in _BY_ID and answer.source == "given")
    refused = tuple(found[id] for id in _ROUTE_PAIR if id in found and not found[id].missing)
    return refused or (*unknown, *found.values())


def cautions(answers: Answers) -> tuple[tuple[Question, str], ...]:
    """What to think about before going on, per question: answers that may stand but are often a mistake."""
    said = []
    for row in asked(answers):
        answer = answers.get(row.id)
        if answer is None or row.secret or row.problem(answer.value, answers):
            continue
        if text := row.caution(answer.value, answers):
            said.append((row, text))
    return tuple(said)


def unknown_id(id: str) -> AnswerProblem:
    """What to say of an id that no question has; the nearest one is offered."""
    from difflib import get_close_matches

    near = get_close_matches(id, _BY_ID, n=1, cutoff=0.6) or [known for known in _BY_ID if known.endswith(f".{id}")][:1]
    text = f"There is no answer called {id}."
    if not near:
        return AnswerProblem(id, f"{text} The questions command lists all of them.", "")
    return AnswerProblem(id, f"{text} Did you mean {near[0]}?", _BY_ID[near[0]].flag)


def plain_secret(row: Question) -> AnswerProblem:
    """What to say of a secret that was given in the open. The value is not repeated."""
    text = (
        f"{row.id} is a secret and is not taken here, where others could read it. "
        f"Use the variable {row.variable}, {{file: PATH}} in the answer file, or the keyring."
    )
    return AnswerProblem(row.id, text, row.variable)


def parse_setting(text: str) -> tuple[str, Value]:
    """The id and the value of one `id=value` of a command line. Raises AnswersError, which never repeats a secret."""
    id, equals, value = text.partition("=")
    id = id.strip()
    row = _BY_ID.get(id)
    if row is None:
        # Without an equals sign this may be anything, a secret included.
        raise AnswersError([unknown_id(id) if equals else AnswerProblem("", f"{_NO_EQUALS}.", "--set ID=VALUE")])
    if row.secret:
        raise AnswersError([plain_secret(row)])
    if not equals:
        raise AnswersError([AnswerProblem(id, f"{id} has no value. {_NO_EQUALS}.", row.flag)])
    try:
        return id, row.parse(value)
    except ValueError as error:
        raise AnswersError([AnswerProblem(id, str(error), row.flag)]) from None


def parse_settings(texts: Iterable[str], answers: Answers) -> Answers:
    """The answers with each `id=value` added as given, the last of an id winning. Raises AnswersError with all."""
    wrong: list[AnswerProblem] = []
    for text in texts:
        try:
            answers = answers.with_answer(*parse_setting(text), "given")
        except AnswersError as error:
            wrong += error.problems
    if wrong:
        raise AnswersError(wrong)
    return answers


_NO_EQUALS = "--set takes an id, an equals sign and the value"


def _marked(answers: Answers) -> HasSecret:
    return lambda id: answers.flag(id)


def _stands(row: Question, value: Value, answers: Answers) -> bool:
    if row.secret:
        return value is True or (row.optional and value == "")
    return not row.problem(value, answers)


def _without_stale(answers: Answers) -> Answers:
    stale = [
        row.id
        for row in QUESTIONS
        if (answer := answers.get(row.id)) and answer.source != "given" and not _stands(row, answer.value, answers)
    ]
    return answers.without(*stale, *(id for id, answer in answers.items() if answer.source == "default"))


def _with_default(row: Question, answers: Answers) -> Answers:
    value = row.default(answers)
    if value is None or row.problem(value, answers):
        return answers
    return answers.with_answer(row.id, value, "default")


def _problem(row: Question, answers: Answers, has_secret: HasSecret, stage: Stage) -> AnswerProblem | None:
    answer = answers.get(row.id)
    given = has_secret(row.id) if row.secret else answer is not None
    if not given:
        needed = not row.optional and not (row.needed == "run" and stage == "plan")
        return AnswerProblem(row.id, row.short, row.flag, missing=True) if needed else None
    if row.secret or answer is None:
        return None
    wrong = row.problem(answer.value, answers)
    return AnswerProblem(row.id, wrong, row.flag) if wrong else None
