"""Tried: which of the secrets that are kept a cluster refused, and which nobody could try yet. Pure: no widget."""

from collections.abc import Iterable, Mapping

from wizard.plan.result import Finding

REFUSES: Mapping[str, str] = {
    "RC-LOCAL-002": "local.secret",
    "RC-REMOTE-002": "remote.secret",
    "RC-LOCAL-009": "search.secret",
}
"""Checks whose failure says that a secret is the wrong one, and of which."""
NO_WAY_YET = "the {} cluster cannot be asked yet."


class Tried:
    """Belongs to one connection. `refused`: ids of kept secrets. `untried`: why, by id."""

    def __init__(self) -> None:
        self.refused: set[str] = set()
        self.untried: dict[str, str] = {}

    def heard(self, finding: Finding) -> None:
        """A check signed in with what is kept."""
        id = REFUSES.get(finding.code, "")
        if id and finding.verdict.status == "fail":
            self.untried.pop(id, None)
            self.refused.add(id)
        elif id and finding.holds:
            self.drop(id)

    def kept(self, id: str, why: str) -> None:
        """Another one was kept; `why` it was not tried, empty when it was."""
        self.drop(id)
        if why:
            self.untried[id] = why

    def drop(self, id: str) -> None:
        """Nothing is said against it."""
        self.untried.pop(id, None)
        self.refused.discard(id)


def can_be_tried(codes: Iterable[str]) -> bool:
    """True when one of these checks signs in with a secret."""
    return any(code in REFUSES for code in codes)


def side_of(id: str) -> str:
    """The side whose cluster knows whether a secret is the right one."""
    return "remote" if id.startswith("remote.") else "local"


def why_untried(id: str, found: Iterable[Finding]) -> str:
    """Why nobody knows whether this secret is the right one, by what was seen when it was tried; empty when it is."""
    seen = list(found)
    mine = [each for each in seen if REFUSES.get(each.code) == id]
    if any(each.holds for each in mine):
        return ""
    broken = [each for each in seen if each.verdict.status in ("fail", "crash") and each not in mine]
    return next((each.verdict.headline for each in (*broken, *mine)), NO_WAY_YET.format(side_of(id)))
