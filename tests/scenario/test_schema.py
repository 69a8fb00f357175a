"""The schema of the answer file: valid itself, and of one mind with the questions."""

import subprocess
import sys
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from wizard.scenario.questions import QUESTIONS
from wizard.scenario.schema import answers_schema


@pytest.fixture(scope="module")
def validator() -> Draft202012Validator:
    schema = answers_schema()
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema)


@pytest.mark.parametrize(
    "file",
    [
        {},
        {"alias": "a", "remote.address": "h:9443", "remote.interface_port": 9443},
        {"remote": {"address": ["h:9443"], "interface_ca": "public", "secret": {"file": "x"}}},
        {"remote.secret": {"file": "x"}, "skip_unavailable": True, "local": {"license": ""}},
        {"local": {"environment": "self"}, "search": {"user": "jo"}},
    ],
)
def test_accepts(validator: Draft202012Validator, file: dict[str, Any]) -> None:
    assert validator.is_valid(file)


@pytest.mark.parametrize(
    "file",
    [
        [],
        {"aliass": "a"},
        {"remote": {"adress": "h:9443"}},
        {"remote.secret": "hunter2"},
        {"remote": {"secret": "hunter2"}},
        {"remote": {"secret": {"file": "x", "value": "hunter2"}}},
        {"remote.secret": {"file": ""}},
        {"security": "certificate"},
        {"local.version": 8.19},
        {"skip_unavailable": "perhaps"},
        {"access": {"search": [1]}},
    ],
)
def test_refuses(validator: Draft202012Validator, file: object) -> None:
    assert not validator.is_valid(file)


def test_every_question_is_there_in_both_forms() -> None:
    properties = answers_schema()["properties"]
    for row in QUESTIONS:
        place = {"properties": properties}
        for name in row.id.split("."):
            place = place["properties"][name]
        assert place is properties[row.id]
        assert place["title"] == row.text


def test_no_id_is_the_beginning_of_another() -> None:
    ids = {row.id for row in QUESTIONS}
    assert not {id for id in ids for other in ids if other.startswith(f"{id}.")}


def test_the_questionnaire_loads_no_heavy_module() -> None:
    modules = "wizard.scenario.build, wizard.scenario.schema, wizard.store.answer_file"
    heavy = "{'pydantic', 'yaml', 'urllib.request', 'elasticsearch', 'textual', 'questionary', 'keyring'}"
    run = subprocess.run(
        [sys.executable, "-c", f"import sys, {modules}; print(sorted({heavy} & set(sys.modules)))"],
        capture_output=True,
        text=True,
        check=True,
        timeout=20,
    )
    assert run.stdout.strip() == "[]"
