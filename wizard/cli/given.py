"""Answers as a command was given them: a file, single settings, variables that hold secrets."""

import argparse
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from wizard.errors import AnswerProblem, AnswersError, UsageError
from wizard.scenario.answers import Answers
from wizard.scenario.questions import QUESTIONS
from wizard.scenario.questions.asking import parse_settings, problems, settle
from wizard.scenario.questions.question import Stage
from wizard.version import PROGRAM


@dataclass(frozen=True, slots=True)
class Given:
    """Answers as they were given, wrong ones included, and files that hold secrets, by answer id."""

    answers: Answers
    secret_files: Mapping[str, Path]

    def usable(self, stage: Stage, *, asks: bool = True) -> Answers:
        """The answers with defaults. Raises AnswersError with all that is missing or wrong at this stage.

        Missing secrets alone are left to whoever needs their values; unless somebody `asks` for them later, they are
        named beside other answers.
        """
        if wrong := problems(self.answers, lambda _: True, stage):
            raise AnswersError(wrong if asks else problems(self.answers, stage=stage))
        return settle(self.answers)


def given_answers(options: argparse.Namespace) -> Given:
    """The answers of --answers and --set. Raises AnswersError with all that cannot be read."""
    answers = Answers()
    files: Mapping[str, Path] = {}
    unreadable: list[AnswerProblem] = []
    if options.answers:
        from wizard.engine.answer_file import read_answer_file

        try:
            file = read_answer_file(Path(options.answers))
        except AnswersError as error:
            unreadable += error.problems
        else:
            files = file.secret_files
            for key, value in file.answers.items():
                answers = answers.with_answer(key, value, "given")
    try:
        answers = parse_settings(options.settings, answers)
    except AnswersError as error:
        unreadable += error.problems
    if unreadable:
        raise AnswersError(unreadable)
    for row in QUESTIONS:
        if row.secret and row.variable in os.environ:
            answers = answers.with_answer(row.id, True, "found")
    return Given(answers, files)


def refuse_odd(options: argparse.Namespace) -> None:
    """A command works on a session or on answers: on one of the two. Raises UsageError."""
    answered = options.answers or options.settings
    if options.session and answered:
        raise UsageError(
            "--session brings its own answers.",
            hint="Leave out --answers and --set, or leave out --session to begin a new session.",
        )
    if not (options.session or answered):
        raise UsageError(
            "No answers are given.",
            hint=f"Give --answers FILE, --set ID=VALUE, or --session ID; `{PROGRAM} questions` lists what is asked.",
        )
