"""One action and one step as plain text."""

import pytest

from tests.exporters.golden import assert_golden
from tests.exporters.sample import CLAIMS, KEYSTORE, SEARCH, sample_plan
from tests.exporters.test_quoting import HOSTILE
from wizard.exporters.plan_text import plan_as_text
from wizard.exporters.text import action_as_lines, actions_as_lines, step_as_text, step_headline
from wizard.plan.actions import Command, FileEdit, Instruction, Request
from wizard.scenario.model import KEY, Login


def test_the_whole_plan() -> None:
    assert_golden("sample.plan.txt", plan_as_text(sample_plan(), CLAIMS))


def test_the_plan_without_claims_names_the_codes() -> None:
    assert "\n  RC-USE-001\n" in plan_as_text(sample_plan())


@pytest.mark.parametrize("value", HOSTILE)
def test_hostile_values_stay_on_their_line(value: str) -> None:
    plain = plan_as_text(sample_plan(), CLAIMS).split("\n")
    lines = plan_as_text(sample_plan(alias=value, pattern=value, user=value), {"RC-USE-001": value}).split("\n")
    assert len([line for line in lines if line[:1].strip()]) == len([line for line in plain if line[:1].strip()])
    assert all(line.isprintable() for line in lines)


def test_a_command_without_the_switch_asks_by_itself() -> None:
    lines = action_as_lines(Command("local", "this-machine", ("tool", "it's"), stdin=(KEY,)))
    assert lines[1] == """    tool 'it'"'"'s'"""
    assert lines[-1] == "At a terminal it asks for the same values instead, in the same order."


def test_a_request_to_one_node_as_somebody_else() -> None:
    request = Request("read", "local", "GET", "/", at="https://n1:9200", login=Login("password", "jdoe", SEARCH))
    assert action_as_lines(request)[0] == (
        "To the node of the local cluster at https://n1:9200, signed in as jdoe with the password ${SEARCH_SECRET}:"
    )


def test_what_an_undo_puts_back() -> None:
    request = Request("put_role", "local", "PUT", "/r/x", keeps="/r/x", when_kept="present", restores="/x")
    assert action_as_lines(request)[:4] == [
        "Only if something stood at r/x before the step:",
        "To the local cluster:",
        "    PUT r/x",
        "Its body is the object at x that stood at r/x before the step.",
    ]


def test_a_request() -> None:
    request = Request("delete_role", "local", "DELETE", "/_security/role/x", expect=(200, 404))
    assert action_as_lines(request) == [
        "To the local cluster:",
        "    DELETE _security/role/x",
        "Expected answer: 200 or 404, with found true, or false if it was gone already.",
    ]


def test_a_command_reads_its_secrets_from_standard_input() -> None:
    tool, entry = "bin/elasticsearch-keystore", "cluster.remote.a.credentials"
    asking = (tool, "add", "-f", entry)
    command = Command("local", "every-node", (tool, "add", "-xf", entry), stdin=(KEYSTORE, KEY), asking=asking)
    lines = action_as_lines(command)
    assert lines == [
        "Run on every node of the local cluster:",
        "    bin/elasticsearch-keystore add -xf cluster.remote.a.credentials",
        "Expected: it ends with exit code 0.",
        "It reads from standard input, one per line: ${LOCAL_KEYSTORE_SECRET}, ${KEY}.",
        "At a terminal, this form asks for the same values instead, in the same order:",
        "    bin/elasticsearch-keystore add -f cluster.remote.a.credentials",
    ]


def test_the_words_of_a_command_are_not_interpreted() -> None:
    lines = action_as_lines(Command("local", "one-node", ("other-tool", "-x", "--stdin"), stdin=(KEY,)))
    assert lines[-1] == "At a terminal it asks for the same values instead, in the same order."


def test_a_file() -> None:
    edit = FileEdit("remote", "one-node", "config/x.yml", settings={"a.b": [1, "c"]}, remove=("d.e",), copy_of="f.crt")
    assert action_as_lines(edit) == [
        "Copy this file to config/x.yml on one node of the remote cluster:",
        "    f.crt",
        "Set in config/x.yml on one node of the remote cluster:",
        '    a.b: [1, "c"]',
        "Take these keys out of config/x.yml on one node of the remote cluster:",
        "    d.e",
    ]


def test_an_instruction() -> None:
    instruction = Instruction("local", "admin of the realm", "Kibana > Role mappings", ("Map it.", "Save."))
    assert action_as_lines(instruction) == [
        "Admin of the realm (local), at Kibana > Role mappings:",
        "    Map it.",
        "    Save.",
    ]


def test_actions_are_apart_by_a_blank_line() -> None:
    instruction = Instruction("local", "you", "here", ("Do.",))
    assert actions_as_lines((instruction, instruction)).count("") == 1


@pytest.mark.parametrize("number", range(1, 9))
def test_a_step_says_how_it_is_done_and_undone(number: int) -> None:
    step = sample_plan().steps[number - 1]
    text = step_as_text(step, number, 8)
    assert text.startswith(f"Step {number} of 8, {step.side}, ")
    assert "\nUndo" in text
    assert all(code in text for code in step.proof)
    assert not text.endswith("\n")


def test_the_headline_has_one_full_stop() -> None:
    step = sample_plan().steps[0]
    assert step_headline(step, 1, 8) == (
        "Step 1 of 8, remote, by hand, nodes restart. Open the remote cluster interface on every remote node."
    )
