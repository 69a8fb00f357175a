"""Discover: what the clusters themselves say, so that nobody has to be asked."""

from collections.abc import Mapping
from dataclasses import dataclass

from wizard.doctor.facts.cluster import licence, nodes
from wizard.doctor.look import Look, Unseen
from wizard.scenario.answers import Value
from wizard.scenario.model import Login, SideName
from wizard.scenario.versions import Version

SIDES: tuple[SideName, ...] = ("local", "remote")


@dataclass(frozen=True, slots=True)
class Discovered:
    """What a side said of itself, by answer id, and where and as whom it was asked."""

    side: SideName
    answers: Mapping[str, Value]
    url: str
    login: Login | None


def found_answers(look: Look) -> Mapping[str, Value]:
    """Versions (of the oldest node) and licences, by answer id; what cannot be seen is left out."""
    found: dict[str, Value] = {}
    for side in SIDES:
        try:
            found[f"{side}.version"] = min((node.version for node in look.get(nodes, side)), key=Version.parse)
            found[f"{side}.license"] = look.get(licence, side).type
        except (Unseen, ValueError):
            # A cluster that does not answer, or not as expected, is named by the checks; here it adds nothing.
            continue
    return found
