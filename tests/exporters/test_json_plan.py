"""The JSON shape of a plan."""

import json

from tests.exporters.golden import assert_golden
from tests.exporters.sample import CLAIMS, sample_plan
from wizard.exporters.json_plan import json_text, plan_as_json


def test_golden() -> None:
    assert_golden("sample.plan.json", json_text(sample_plan(), CLAIMS))


def test_the_text_is_the_tree() -> None:
    assert json.loads(json_text(sample_plan(), {})) == plan_as_json(sample_plan())


def test_the_promised_keys_in_order() -> None:
    tree = json.loads(json_text(sample_plan(), {}))
    assert list(tree) == ["version", "scenario", "before", "steps", "after", "warnings"]
    assert list(tree["steps"][0]) == [
        "id", "title", "why", "side", "who", "restart", "kind", "changes", "actions", "undo", "proof", "docs",
    ]  # fmt: skip
    assert tree["version"] == 1
    assert tree["scenario"]["row"] == "S19"
    assert [step["kind"] for step in tree["steps"]] == ["hand"] * 2 + ["auto", "hand"] + ["auto"] * 4


def test_actions_carry_their_kind_at_any_depth() -> None:
    steps = json.loads(json_text(sample_plan(), {}))["steps"]
    kinds = {action["kind"] for step in steps for action in (*step["actions"], *step["undo"])}
    assert kinds == {"request", "command", "file", "instruction"}
    assert steps[7]["actions"][0]["onto"]["otherwise"]["kind"] == "instruction"
