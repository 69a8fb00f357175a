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
