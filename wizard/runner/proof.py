"""What findings say of a step: proven, contradicted, or not to be seen from here."""

from collections.abc import Iterable, Mapping, Sequence

from wizard.plan.actions import Command, Request
from wizard.plan.result import Finding
from wizard.plan.step import Plan, Step
from wizard.scenario.model import Ref

MUST_BE_SEEN = frozenset({"RC-REG-001"})
"""Checks whose answer has to be known before anything is written: an alias that may be somebody else's."""


def proven(findings: Sequence[Finding]) -> bool:
    """True when the side that knows has shown every claim; what only this machine sees never counts against it."""
    deciding = [finding for finding in findings if not finding.verdict.likely]
    return bool(deciding) and all(finding.proves for finding in deciding)


def unseen(findings: Sequence[Finding]) -> bool:
    """True when nothing speaks against the step, but something that would prove it cannot be seen."""
    deciding = [finding for finding in findings if not finding.proves and not finding.verdict.likely]
    return bool(deciding) and all(finding.verdict.status == "skip" or finding.verdict.partial for finding in deciding)


def first_open(findings: Sequence[Finding]) -> Finding | None:
    """The finding to name when a step is not proven: a failed one before one that could not be seen."""
    deciding = [finding for finding in findings if not finding.proves and not finding.verdict.likely]
    failed = [finding for finding in deciding if finding.verdict.status in ("fail", "crash")]
    return next(iter(failed or deciding), None)


def made_secrets(step: Step) -> frozenset[Ref]:
    """The secrets that a step makes: what its requests save."""
    return frozenset(
        save.ref for action in step.actions if isinstance(action, Request) for save in action.saves if save.ref.secret
    )


def used_secrets(step: Step) -> frozenset[Ref]:
    """The secrets that a step writes onto nodes."""
    return frozenset(ref for action in step.actions if isinstance(action, Command) for ref in action.stdin)


def users_of(maker: Step, plan: Plan) -> tuple[Step, ...]:
    """The steps that write a secret which this step makes. Their proof sees a name, not whether the value is new."""
    made = made_secrets(maker)
    return tuple(step for step in plan.steps if made & used_secrets(step))


def writes_made_secret(step: Step, plan: Plan) -> bool:
    """True when the step writes a secret that an earlier step of the plan makes."""
    made = frozenset[Ref]().union(*(made_secrets(other) for other in plan.steps))
    return bool(made & used_secrets(step))


def blocking(findings: Iterable[Finding], plan: Plan) -> tuple[Finding, ...]:
    """Findings that stop a plan: failed, seen by the side that knows, and not what a step of the plan will mend.

    What has to be seen and was not is named by what kept it from being seen.
    """
    found = {finding.code: finding for finding in findings}
    stops = (
        _kept_unseen_by(finding, found) if finding.verdict.status == "skip" else finding
        for finding in found.values()
        if (
            finding.verdict.status in ("fail", "crash")
            or (finding.verdict.status == "skip" and finding.code in MUST_BE_SEEN)
        )
        and not finding.verdict.likely
        and not (finding.fixed_by and plan.step(finding.fixed_by))
    )
    return tuple({finding.code: finding for finding in stops}.values())


def _kept_unseen_by(finding: Finding, found: Mapping[str, Finding]) -> Finding:
    """The first finding on the way back that does not hold and needs none that does not."""
    while ahead := next((found[code] for code in finding.needs if code in found and not found[code].holds), None):
        finding = ahead
    return finding
