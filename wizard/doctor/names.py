"""What clusters and their admins are called in messages."""

from wizard.doctor.facts.cluster import identity
from wizard.doctor.look import Look, Unseen
from wizard.plan.result import Finding
from wizard.scenario.model import SideName

ANSWERS_AS = " answers as Elasticsearch "
"""Between a cluster's name and its version, in the finding that it answers."""


def called(look: Look, side: SideName) -> str:
    """The name of a cluster; `the local cluster` where it could not be seen."""
    try:
        return look.get(identity, side, "").cluster
    except Unseen:
        return f"the {side} cluster"


def name_in(finding: Finding) -> str:
    """The name of the cluster that answered; empty where this is another finding."""
    name, between, _ = finding.verdict.headline.rpartition(ANSWERS_AS)
    return name if between and finding.verdict.status == "ok" else ""


def who_acts(look: Look, side: str) -> str:
    """Whoever acts on that side; without one, the admins of both."""
    match side:
        case "local" | "remote":
            return f"admin of {called(look, side)}"
        case "tool":
            return "whoever runs this wizard"
        case _:
            return f"admins of {called(look, 'local')} and {called(look, 'remote')}"
