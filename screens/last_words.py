"""Last words: the few lines that stay on the normal screen after the app has left."""

from screens.work import Work
from wizard.plan.result import changed
from wizard.plan.standing import being_taken_back, left_by_taking_back, settled, taken_back, told_of
from wizard.version import PROGRAM

MOST = 8
FORGOTTEN = "  Secrets were in memory alone: the next start asks for them."
PRACTICE_ENDED = "Practice ended; nothing of it stays."


def last_words(work: Work) -> tuple[str, ...]:
    """What was reached and how to go on; empty when nothing was begun."""
    if work.practice:
        return (PRACTICE_ENDED,)
    if work.session is not None:
        return _of_session(work)[:MOST]
    draft = work.draft
    if draft is None or not draft.given:
        return ()
    if draft.record is None:
        return ("Nothing was kept: no question was answered yet.",)
    left = len(draft.missing("run"))
    touched = any(changed(outcome.state) for outcome in draft.record.outcomes.values())
    so_far = "steps of it were done" if touched else "nothing was changed"
    return (
        f"{draft.name}: {left} answer{'' if left == 1 else 's'} to go; {so_far}.",
        f"  Go on: {PROGRAM} --session {draft.record.id}",
        *([f"  Take back: {PROGRAM} undo --session {draft.record.id}{_memory(work)}"] if touched else []),
        *([FORGOTTEN] if work.forgets else []),
    )


def _of_session(work: Work) -> tuple[str, ...]:
    session = work.session
    assert session is not None
    plan, outcomes, id = session.plan, session.outcomes, session.record.id
    done = settled(plan, outcomes)
    touched = session.steps_to_undo()[::-1]
    left = left_by_taking_back(plan, outcomes)
    sure = [step.title for step in touched if outcomes[step.key].state == "done" and step not in left]
    perhaps = [step.title for step in touched if outcomes[step.key].state != "done" and step not in left]
    back = [step.title for step in plan.steps if step.key in outcomes and outcomes[step.key].state == "undone"]
    head = f"{plan.scenario.alias}: {len(done)} of {len(plan.steps)} steps done"
    lines = []
    if cut_off := being_taken_back(plan, outcomes):
        head += f", taking back was cut off at step {plan.steps.index(cut_off[0]) + 1}"
    elif taken_back(outcomes):
        head += ", taken back"
    match told_of(plan, outcomes):
        case (failed, "failed"):
            head += f", step {plan.steps.index(failed) + 1} failed"
            lines.append(f"  {outcomes[failed.key].saw}")
    if sure:
        lines.append("  Changed so far: " + "; ".join(sure))
    if back:
        lines.append("  Taken back: " + "; ".join(back))
    if left:
        lines.append("  Not taken back: " + "; ".join(step.title for step in left))
    if perhaps:
        lines.append("  Begun, perhaps changed: " + "; ".join(perhaps))
    if not touched and not done and not back:
        lines.append("  Nothing was changed.")
    lines.append(f"  Go on: {PROGRAM} --session {id}    Look: {PROGRAM} doctor --session {id}{_memory(work)}")
    if touched:
        lines.append(f"  Take back: {PROGRAM} undo --session {id}{_memory(work)}")
    if work.forgets:
        lines.append(FORGOTTEN)
    kept = len(session.secrets.names)
    if kept:
        where = work.library.keyring or "the keyring"
        lines.append(f"  Secrets: {kept} in {where} ({PROGRAM} secrets list)")
    return (head, *lines)


def _memory(work: Work) -> str:
    """What a command needs to run as it is printed where no keyring is used; the app finds out by itself."""
    return "" if work.library.uses_keyring else " --memory"
