"""Waiting for a proof: how long that is of use, and what stood in the way when it was not."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from wizard.doctor.checks import CHECKS
from wizard.doctor.root_cause import deciding
from wizard.doctor.upstream import with_upstream
from wizard.plan.result import HOP_ORDER, Finding
from wizard.plan.step import Step
from wizard.runner.ports import Clock
from wizard.runner.proof import first_open

_HOP_OF = {check.code: check.hop for check in CHECKS}


@dataclass(slots=True)
class Patience:
    """Ends when the step has had its time, or earlier when what fails cannot come true by itself any more."""

    clock: Clock
    limit_s: float
    _began: float = -1.0
    _since: float = 0.0
    _failing: tuple[str, str] = ("", "")

    def ended(self, open_one: Finding) -> bool:
        """Whether waiting for this one is of no use; asked once per look."""
        now = self.clock.now()
        if self._began < 0:
            self._began = now
        failing = (open_one.code, open_one.verdict.headline)
        if failing != self._failing:
            self._failing, self._since = failing, now
        worth = open_one.verdict.patience_s
        return now - self._began >= self.limit_s or (worth is not None and now - self._since >= worth)


def explained(
    step: Step, proof: tuple[Finding, ...], prove: Callable[[tuple[str, ...]], Iterable[Finding]]
) -> tuple[Finding, ...]:
    """The proof again, with all that comes before it: what does not hold there is the cause.

    What a request met on its way counts more than what would meet it only later: then the proof stands as it was.
    """
    found = tuple(prove(with_upstream(step.proof)))
    cause, met = deciding(found), first_open(proof)
    if cause is None or cause.verdict.status == "skip":
        return proof
    if met is not None and _comes_before(met, cause):
        return proof
    return tuple(finding for finding in found if finding.code in step.proof or not finding.holds)


def _comes_before(one: Finding, other: Finding) -> bool:
    """Only a known reason counts: of an unknown one nobody knows where it is."""
    first, second = one.verdict.hop, other.verdict.hop or _HOP_OF.get(other.code, "")
    known = one.verdict.patience_s is not None and first in HOP_ORDER
    return known and second in HOP_ORDER and HOP_ORDER.index(first) < HOP_ORDER.index(second)
