"""What a hop of the wire leads to: a step, the checks around the steps, or what was seen of it."""

from typing import TYPE_CHECKING

from screens.widgets.path import Hop
from wizard.plan.step import Plan

if TYPE_CHECKING:
    from screens.frame import Framed

BROKEN = ("fail", "crash", "warn")


def place_of(hop: Hop, plan: Plan, *, before: str, after: str) -> str:
    """The key of the step that this hop is about, or `before` or `after` for the checks around them; empty: none.

    A hop that breaks leads to where its finding belongs; any other to the step that makes it hold.
    """
    step_of = {code: step.key for step in reversed(plan.steps) for code in step.proof}
    places = {**dict.fromkeys(plan.after, after), **dict.fromkeys(plan.before, before), **step_of}
    if hop.status in BROKEN:
        return places.get(hop.codes[0], "") if hop.codes else ""
    found = [code for code in hop.codes if code in step_of] or [code for code in hop.codes if code in places]
    return places[found[0]] if found else ""


def show_evidence(screen: "Framed", hop: Hop) -> None:
    """All that was seen of this hop, in a window; where nothing was, the status line says so."""
    from screens.evidence import EvidenceModal
    from screens.saying import evidence_text

    work = screen.work
    findings = [work.findings[code] for code in hop.codes if code in work.findings]
    if not findings:
        screen.say(f"{hop.caption}. Nothing was seen of it yet.", hop.status)
        return
    text = evidence_text(hop.name, (), findings)
    screen.app.push_screen(EvidenceModal(text, f"{hop.name.lower()}.evidence.txt"))
