"""Schema: the answer file as JSON Schema (draft 2020-12), made from the questions."""

from typing import Any

from wizard.scenario.answers import Answers
from wizard.scenario.questions import QUESTIONS
from wizard.scenario.questions.question import Question
from wizard.version import PROGRAM

JsonObject = dict[str, Any]


def answers_schema() -> JsonObject:
    """What an answer file may hold: each id as a dotted key or nested in maps, a secret only as `{"file": PATH}`."""
    tree: JsonObject = _map(f"Answers for {PROGRAM}")
    for question in QUESTIONS:
        schema = _value(question)
        tree["properties"][question.id] = schema
        *maps, last = question.id.split(".")
        place = tree
        for name in maps:
            place = place["properties"].setdefault(name, _map(f"Answers that begin with {name}."))
        place["properties"][last] = schema
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **tree}


def _map(title: str) -> JsonObject:
    return {"title": title, "type": "object", "properties": {}, "additionalProperties": False}


def _value(question: Question) -> JsonObject:
    return {"title": question.text, "description": f"{question.why} {question.where}", **_form(question)}


def _form(question: Question) -> JsonObject:
    match question.kind:
        case "secret":
            file = {"type": "string", "minLength": 1, "description": "A file that holds the secret and nothing else."}
            return {
                "type": "object",
                "properties": {"file": file},
                "required": ["file"],
                "additionalProperties": False,
            }
        case "choice":
            names = [choice.value for choice in question.choices(Answers()) if not choice.refused]
            # The choices of some questions depend on other answers; those are judged when the file is read.
            return {"enum": [*names, ""] if question.optional else names} if names else {"type": "string"}
        case "list":
            return {"anyOf": [{"type": "array", "items": {"type": "string"}}, {"type": "string"}]}
        case "flag":
            return {"type": "boolean"}
        case "number":
            return {"type": "integer", "minimum": 0}
        case "text" | "file":
            return {"type": "string"}
