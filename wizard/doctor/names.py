"""What clusters and their admins are called in messages."""

from wizard.doctor.facts.cluster import identity
from wizard.doctor.look import Look, Unseen
from wizard.scenario.model import SideName


def called(look: Look, side: SideName) -> str:
    """The name of a cluster; `the local cluster` where it could not be seen."""
    try:
        return look.get(identity, side, "").cluster
    except Unseen:
        return f"the {side} cluster"


def who_acts(look: Look, side: str) -> str:
    """Whoever acts on that side; without one, the admins of both."""
    match side:
        case "local" | "remote":
            return f"admin of {called(look, side)}"
        case "tool":
            return "whoever runs this wizard"
        case _:
            return f"admins of {called(look, 'local')} and {called(look, 'remote')}"
