"""Findings as JSON and as lines of text. The shape of the JSON is a promise: others read it."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Literal

from wizard.doctor.checks import CHECKS
from wizard.doctor.root_cause import root_cause
from wizard.plan.actions import Json
from wizard.plan.result import HOP_ORDER, Finding, Status
from wizard.version import VERSION

Overall = Literal["ok", "warn", "fail"]

WORST: tuple[Status, ...] = ("crash", "fail", "warn", "skip", "ok")
WORDS: Mapping[Status, str] = {"ok": "ok", "warn": "WARNING", "fail": "FAILED", "skip": "skipped", "crash": "CRASHED"}


def overall(findings: Sequence[Finding]) -> Overall:
    """The verdict over all; a check that crashed counts as failed."""
    statuses = {finding.verdict.status for finding in findings}
    return "fail" if statuses & {"fail", "crash"} else "warn" if "warn" in statuses else "ok"


def docs(code: str) -> str:
    """Where the page of a check stands in the documentation."""
    return f"docs/checks.md#{code.lower()}"


def finding_as_json(finding: Finding) -> dict[str, Json]:
    """One finding."""
    verdict = finding.verdict
    return {
        "code": finding.code,
        "claim": finding.claim,
        "status": verdict.status,
        "headline": verdict.headline,
        "saw": verdict.saw,
        "hint": verdict.hint,
        "likely": verdict.likely,
        "side": finding.side,
        "who": verdict.who,
        "needs": list(finding.needs),
        "fixed_by": finding.fixed_by or None,
        "offer": {"answer": verdict.offer.answer, "value": verdict.offer.value} if verdict.offer else None,
        "docs": docs(finding.code),
        "evidence": [{"source": each.source, "excerpt": each.excerpt} for each in verdict.evidence],
    }


def path_as_json(findings: Sequence[Finding]) -> list[Json]:
    """The hops a request takes, each with the worst found there; `code` is None where nothing stands against it."""
    hop_of = {check.code: check.hop for check in CHECKS}
    path: list[Json] = []
    for hop in HOP_ORDER:
        here = [finding for finding in findings if (finding.verdict.hop or hop_of.get(finding.code)) == hop]
        worst = min(here, key=lambda finding: WORST.index(finding.verdict.status), default=None)
        status = worst.verdict.status if worst else "skip"
        path.append({"hop": hop, "status": status, "code": worst.code if worst and status != "ok" else None})
    return path


def report_as_json(
    findings_by_alias: Mapping[str, Sequence[Finding]], *, at: datetime, took_s: float
) -> dict[str, Json]:
    """The whole report; `at` is the beginning in UTC. The first alias that failed gives the root cause."""
    everything = [finding for findings in findings_by_alias.values() for finding in findings]
    counts = _counts(everything)
    aliases: list[Json] = []
    first_cause: str | None = None
    for alias, findings in findings_by_alias.items():
        cause = root_cause(findings)
        first_cause = first_cause or (cause.code if cause else None)
        aliases.append(
            {
                "alias": alias,
                "verdict": overall(findings),
                "root_cause": cause.code if cause else None,
                "path": path_as_json(findings),
                "findings": [finding_as_json(finding) for finding in findings],
            }
        )
    return {
        "version": 1,
        "tool": VERSION,
        "at": f"{at:%Y-%m-%dT%H:%M:%SZ}",
        "took_s": round(took_s, 1),
        "verdict": overall(everything),
        "root_cause": first_cause,
        "aliases": aliases,
        "counts": counts,
    }


def report_lines(
    findings: Sequence[Finding], *, verbose: bool = False, step_numbers: Mapping[str, int] | None = None
) -> Iterator[str]:
    """Short on success, long on failure: what failed with its fix, warnings, and a summary; `verbose` lists all.

    `step_numbers` maps a step's id to its number in the plan.
    """
    for finding in findings:
        if verbose or finding.verdict.status not in ("ok", "skip"):
            yield from finding_lines(finding, verbose=verbose, step_numbers=step_numbers)
    cause = root_cause(findings)
    if cause is not None and sum(finding.verdict.status == "fail" for finding in findings) > 1:
        yield f"Root cause: {cause.code}. {cause.verdict.headline}"
    yield summary(findings, verbose=verbose)


def finding_lines(
    finding: Finding, *, verbose: bool = False, step_numbers: Mapping[str, int] | None = None
) -> Iterator[str]:
    """One finding: its line, and its fix where it failed; `verbose`: what was seen, and the fix where it warns, too."""
    verdict = finding.verdict
    word = "likely" if verdict.status == "ok" and verdict.likely else WORDS[verdict.status]
    yield f"{word:<7} {finding.code:<13} {finding.side:<7} {verdict.headline}"
    if verbose and verdict.saw and verdict.status != "skip":
        yield f"        seen: {verdict.saw}"
    if not verdict.hint or not (verdict.status == "fail" or (verbose and verdict.status == "warn")):
        return
    number = (step_numbers or {}).get(finding.fixed_by)
    step = f" (plan step {number})" if number else ""
    offer = f", or set {verdict.offer.answer}={verdict.offer.value}" if verdict.offer else ""
    who = f"   who: {verdict.who}" if verdict.who else ""
    yield f"        fix: {verdict.hint.rstrip('.')}{step}{offer}{who}   more: rcw checks {finding.code}"


def summary(findings: Sequence[Finding], *, verbose: bool = False) -> str:
    """`15 ok, 1 warning, 1 failed, 6 skipped (-v lists them)`."""
    counts = _counts(findings)
    parts = [f"{counts['ok']} ok"]
    if counts["warn"]:
        parts.append(f"{counts['warn']} warning{'s' if counts['warn'] > 1 else ''}")
    parts += [f"{counts[status]} {word}" for status, word in _REST if counts[status]]
    hidden = not verbose and counts["ok"] + counts["skip"]
    return ", ".join(parts) + (" (-v lists them)" if hidden else "")


_REST: tuple[tuple[Status, str], ...] = (("fail", "failed"), ("crash", "crashed"), ("skip", "skipped"))


def _counts(findings: Sequence[Finding]) -> dict[str, int]:
    counted = Counter(finding.verdict.status for finding in findings)
    return {status: counted[status] for status in ("ok", "warn", "fail", "skip", "crash")}
