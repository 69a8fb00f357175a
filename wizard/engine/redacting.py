"""Redacting findings: what a cluster or a node says may repeat a secret of this run."""

from dataclasses import replace

from wizard.plan.result import Evidence, Finding
from wizard.redact import Redactor


def redacted(finding: Finding, redactor: Redactor) -> Finding:
    """The finding without any secret that the redactor knows."""
    verdict = finding.verdict
    clean = replace(
        verdict,
        headline=redactor.redact(verdict.headline),
        saw=redactor.redact(verdict.saw),
        hint=redactor.redact(verdict.hint),
        cluster=redactor.redact(verdict.cluster),
        evidence=tuple(Evidence(each.source, redactor.redact(each.excerpt)) for each in verdict.evidence),
        each=tuple(replace(each, text=redactor.redact(each.text)) for each in verdict.each),
    )
    return replace(finding, verdict=clean)
