"""Answers for tests: a complete set for two self-managed clusters, with changes on top."""

from wizard.scenario.answers import Answers, Value
from wizard.scenario.questions.asking import filled

ROUTE: dict[str, Value] = {"local.environment": "self", "remote.environment": "self"}
PLANNED: dict[str, Value] = {
    **ROUTE,
    "alias": "analytics",
    "remote.address": ("seed-1.example:9443",),
    "remote.interface_ca": "remote-ca.crt",
    "access.search": ("logs-*",),
    "search.user": "jo",
}
RUN: dict[str, Value] = {
    **PLANNED,
    "local.url": "https://prod-emea.example:9200",
    "local.user": "admin",
    "remote.url": "https://10.0.0.7:9200",
    "remote.user": "keeper",
}


def given(values: dict[str, Value], **changes: Value | None) -> Answers:
    """The values as given answers; in a change `__` stands for the dot of an id, and None takes the answer out."""
    merged = {**values, **{name.replace("__", "."): value for name, value in changes.items()}}
    answers = Answers()
    for id, value in merged.items():
        if value is not None:
            answers = answers.with_answer(id, value, "given")
    return answers


def complete(values: dict[str, Value], **changes: Value | None) -> Answers:
    """The same with defaults filled in."""
    return filled(given(values, **changes))
