"""Discover: what the clusters themselves say, so that nobody has to be asked."""

from collections.abc import Mapping

from wizard.doctor.facts.cluster import licence, nodes
from wizard.doctor.look import Look, Unseen
from wizard.scenario.answers import Value
from wizard.scenario.model import SideName
from wizard.scenario.versions import Version

SIDES: tuple[SideName, ...] = ("local", "remote")


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
