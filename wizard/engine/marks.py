"""Marks: which secrets are given from outside, so that a plan knows of them without knowing them."""

from collections.abc import Mapping
from pathlib import Path

from wizard.scenario.answers import Answers
from wizard.scenario.model import secret_ref
from wizard.scenario.questions import QUESTIONS


def with_marks(answers: Answers, environ: Mapping[str, str], files: Mapping[str, Path]) -> Answers:
    """The answers with a mark for each secret that a variable or a file gives now, also if it was left out before.

    `files`: by the name of a Ref.
    """
    for row in QUESTIONS:
        if row.secret and (environ.get(row.variable) or secret_ref(row.id).name in files) and not answers.flag(row.id):
            answers = answers.without(row.id).with_answer(row.id, True, "found")
    return answers
