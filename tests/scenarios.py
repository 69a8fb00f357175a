"""Scenarios for tests, made the way the product makes them: from answers."""

from wizard.plan.planner import make_plan
from wizard.plan.step import Plan
from wizard.scenario.answers import Answers, Value
from wizard.scenario.build import build
from wizard.scenario.model import Scenario
from wizard.scenario.questions.asking import settle

ANSWERS: dict[str, Value] = {
    "local.environment": "self",
    "remote.environment": "self",
    "security": "api-key",
    "purpose": "search",
    "alias": "analytics",
    "mode": "proxy",
    "remote.address": ("remote.example.com:9443",),
    "remote.interface_ca": "remote-ca.crt",
    "access.search": ("logs-*",),
    "local.url": "https://local.example.com:9200",
    "local.node_urls": ("https://l1.example.com:9200", "https://l2.example.com:9200"),
    "local.user": "admin",
    "remote.url": "https://remote.example.com:9200",
    "remote.user": "elastic",
    "search.user": "jdoe",
}


def answers(**changes: Value) -> Answers:
    """The answers of two self-managed clusters; `changes` by id, with `__` for a dot."""
    given = ANSWERS | {key.replace("__", "."): value for key, value in changes.items()}
    made = Answers()
    for key, value in given.items():
        made = made.with_answer(key, value, "given")
    return settle(made)


def scenario(**changes: Value) -> Scenario:
    """The scenario of these answers."""
    return build(answers(**changes))


def plan(**changes: Value) -> Plan:
    """The plan of these answers."""
    return make_plan(scenario(**changes))
