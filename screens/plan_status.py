"""PlanStatus: the one sentence under a plan that says what goes on, or what stands in the way."""

from screens.glyphs import Mark
from screens.literal import short
from screens.plan_checks import PlanChecks
from screens.run_status import BY_HAND_NEEDS
from wizard.engine.session import BY_HAND
from wizard.errors import VaultError
from wizard.plan.step import Plan

UNUSUAL_S = 10
SAID_FROM_S = 2
"""Seconds are told from here on."""


def status_of(plan: Plan, checks: PlanChecks, trouble: VaultError | None) -> tuple[str, Mark] | None:
    """What to say; `trouble`: what the keyring said. None: nothing new."""
    if checks.running:
        return _checking(plan, checks), "working"
    if trouble:
        return f"{short(trouble.headline)} m keeps secrets in memory until you leave; r tries again.", "fail"
    if blocks := checks.blocks(plan):
        if blocks[0].code == BY_HAND:
            return BY_HAND_NEEDS, "fail"
        return f"{short(blocks[0].verdict.headline)} To be mended before anything is sent; then r.", "fail"
    if plan.warnings:
        return short(plan.warnings[0].text), "warn"
    return ("All that must hold before the first step holds.", "ok") if checks.found else None


def _checking(plan: Plan, checks: PlanChecks) -> str:
    seconds = f", {checks.seconds} s" if checks.seconds >= SAID_FROM_S else ""
    unusual = " Longer than usual: a cluster does not answer at once." if checks.seconds >= UNUSUAL_S else ""
    then = " Run opens when they are through." if checks.wants_run else ""
    return f"Checking before anything is sent: {len(checks.found)} of {len(plan.before)}{seconds}.{unusual}{then}"
