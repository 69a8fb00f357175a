"""One root cause: of the failed findings, the one that explains the others. Only declared needs decide."""

from collections.abc import Mapping, Sequence

from wizard.doctor.closure import closure
from wizard.plan.result import Finding


def root_cause(findings: Sequence[Finding]) -> Finding | None:
    """The failed finding that needs no other failed one and that most others need; None: nothing failed.

    Others are those that failed, crashed or were skipped. What no step of the plan mends comes first: no step is any
    use before it. What is seen from this machine only comes last. Of equals, the earlier one.
    """
    by_code = {finding.code: finding for finding in findings}
    failed = [finding for finding in findings if finding.verdict.status == "fail"]
    upstream = [one for one in failed if not any(other.code in _needs(one, by_code) for other in failed)]
    if not upstream:
        return None

    def explains(one: Finding) -> int:
        return sum(
            one.code in _needs(other, by_code)
            for other in findings
            if other.verdict.status in ("fail", "skip", "crash")
        )

    return min(upstream, key=lambda one: (one.verdict.likely, bool(one.fixed_by), -explains(one), findings.index(one)))


def deciding(findings: Sequence[Finding]) -> Finding | None:
    """What a proof failed on: the root cause as seen by the side that knows, else the first thing that is not so."""
    solid = [finding for finding in findings if not finding.verdict.likely]
    return root_cause(solid) or next((each for each in solid if not each.holds), None)


def _needs(finding: Finding, by_code: Mapping[str, Finding]) -> set[str]:
    """All codes that a finding needs, through others, too."""
    return closure(finding.needs, lambda code: by_code[code].needs if code in by_code else ())
