"""`questions`: what has to be answered, and what is answered already."""

import argparse

from wizard.cli.exits import Exit
from wizard.cli.given import given_answers
from wizard.cli.output import put, put_json
from wizard.scenario.answers import Answers
from wizard.scenario.questions.asking import asked, filled
from wizard.scenario.questions.question import Question


def run(options: argparse.Namespace) -> Exit:
    """Print the questions that the answers so far lead to."""
    if options.schema:
        from wizard.scenario.schema import answers_schema

        put_json(answers_schema())
        return Exit.OK
    answers = filled(given_answers(options).answers)
    questions = asked(answers)
    if options.json:
        put_json({"version": 1, "questions": [_as_json(question, answers) for question in questions]})
        return Exit.OK
    group = ""
    for question in questions:
        if question.group != group:
            group = question.group
            put(f"{group}" if question is questions[0] else f"\n{group}")
        put(f"  {question.id:<30} {_state(question, answers)}")
        put(f"      {question.text}")
        if options.verbose:
            put(f"      why: {question.why_now(answers)}")
            put(f"      where: {question.where}")
    return Exit.OK


def _state(question: Question, answers: Answers) -> str:
    answer = answers.get(question.id)
    if question.secret:
        return f"a secret: {question.flag}"
    if answer is None:
        return "may be left out" if question.optional else "to be answered"
    shown = str(answer.value).lower() if isinstance(answer.value, bool) else answers.text(question.id)
    return f"{shown or '(none)'}  ({answer.source})"


def _as_json(question: Question, answers: Answers) -> dict[str, object]:
    answer = answers.get(question.id)
    return {
        "id": question.id,
        "group": question.group,
        "kind": question.kind,
        "text": question.text,
        "why": question.why_now(answers),
        "where": question.where,
        "flag": question.flag,
        "optional": question.optional,
        "choices": [choice.value for choice in question.choices(answers)],
        "value": answer.value if answer else None,
        "source": answer.source if answer else None,
    }
