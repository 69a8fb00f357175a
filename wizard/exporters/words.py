"""The words for the closed sets of a plan: where, what a request means, what it answers, what a second run does."""

from collections.abc import Iterable
from typing import assert_never

from wizard.plan.actions import Action, Command, FileEdit, Instruction, Op, Request, Where
from wizard.scenario.model import Scenario, Security, Side, SideName


def cluster(side: SideName) -> str:
    """The side as a noun."""
    return f"the {side} cluster"


def place(where: Where, side: SideName) -> str:
    """Where something is done, as a noun."""
    match where:
        case "every-node":
            return f"every node of {cluster(side)}"
        case "one-node":
            return f"one node of {cluster(side)}"
        case "this-machine":
            return "the machine that runs the wizard"
        case _:
            assert_never(where)


def model(security: Security) -> str:
    """The trust model as a noun."""
    match security:
        case "api-key":
            return "API key"
        case "certificate":
            return "certificate"
        case _:
            assert_never(security)


def address(side: Side) -> str:
    """The REST address of a side, or that it is not known."""
    return side.url or "address not given"


def dialled(scenario: Scenario) -> str:
    """What the local cluster dials, comma-separated, or that it is not known."""
    return ", ".join(scenario.interface.addresses) or "address not given"


def answer(op: Op) -> str:
    """What stands in the answer when the request did what it means."""
    match op:
        case "read":
            return "what was asked for"
        case "create_key":
            return "with id and encoded; the key is shown this once"
        case "invalidate_key":
            return "with error_count 0"
        case "reload_secure_settings":
            return "with no reload_exception on any node"
        case "put_cluster_settings":
            return "with acknowledged true, which proves only that the settings are stored"
        case "put_role":
            return "with role.created true (new) or false (changed)"
        case "delete_role":
            return "with found true, or false if it was gone already"
        case "put_user":
            return "with created false: the user was there already"
        case _:
            assert_never(op)


def done_twice(actions: Iterable[Action]) -> str:
    """What happens when the actions are done a second time; each sentence once."""
    return " ".join(dict.fromkeys(map(_second_run, actions)))


def _second_run(action: Action) -> str:
    match action:
        case Request(op=op):
            return _second_request(op)
        case Command():
            return "The command: look at the proof first, and run it only where it is not yet true."
        case FileEdit():
            return "The file: safe to repeat; each key stands there once."
        case Instruction():
            return "By hand: look at the proof first."
        case _:
            assert_never(action)


def _second_request(op: Op) -> str:
    match op:
        case "read":
            return "Reading changes nothing."
        case "create_key":
            return "The key: every call makes one more; invalidate the one that is not used."
        case "invalidate_key":
            return "Invalidating a key again changes nothing."
        case "reload_secure_settings":
            return "The reload: safe to repeat."
        case "put_cluster_settings":
            return "The settings: safe to repeat; the same values are written."
        case "put_role":
            return "The role: safe to repeat; it is replaced by the same one."
        case "delete_role":
            return "Deleting the role again changes nothing."
        case "put_user":
            return "The user: safe to repeat; read it again each time."
        case _:
            assert_never(op)
