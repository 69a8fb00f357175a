"""Sketch: a scenario of answers that are not complete, so that one of them can be judged, or a plan be outlined."""

from collections.abc import Mapping

from wizard.scenario.answers import Answers, Value
from wizard.scenario.build import build
from wizard.scenario.model import Scenario
from wizard.scenario.questions.asking import problems, settle

STAND_INS: Mapping[str, Value] = {
    "local.environment": "self",
    "remote.environment": "self",
    "security": "api-key",
    "alias": "your-alias",
    "mode": "proxy",
    "purpose": "search",
    "remote.address": ("unknown.invalid:9443",),
    "remote.interface_ca": "public",
    "access.search": ("*",),
    "access.replication": ("*",),
    "role.follower_indices": ("*",),
    "search.user": "your-user",
}
"""What stands for an answer that a scenario needs and that nobody gave yet; no check of the live ones looks at it."""


def sketch(values: Mapping[str, Value]) -> Scenario:
    """The scenario of these values, empty ones left out and those that may not stand replaced. Raises AnswersError."""
    answers = Answers()
    for id, value in values.items():
        if value != "":
            answers = answers.with_answer(id, value, "given")
    return complete(answers)


def complete(answers: Answers) -> Scenario:
    """The scenario so far; what is missing, or may not stand, is stood in for. Raises AnswersError."""
    answers = settle(answers)
    for _ in STAND_INS:
        missing = [problem.id for problem in problems(answers, lambda _: True, "plan")]
        if not missing or any(id not in STAND_INS for id in missing):
            break
        for id in missing:
            answers = answers.without(id).with_answer(id, STAND_INS[id], "given")
        answers = settle(answers)
    return build(answers)
