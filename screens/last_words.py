"""Last words: the few lines that stay on the normal screen after the app has left."""

from screens.work import Work

MOST = 8
PROGRAM = "remote-cluster-wizard"


def last_words(work: Work) -> tuple[str, ...]:
    """What was reached and how to go on; empty when nothing was begun."""
    if work.session is not None:
        return _of_session(work)[:MOST]
    draft = work.draft
    if draft is None or not draft.given:
        return ()
    if draft.record is None:
        return ("Nothing was kept: the connection had no name yet.",)
    left = len(draft.missing("run"))
    return (
        f"{draft.name}: {left} answer{'' if left == 1 else 's'} to go; nothing was changed.",
        f"  Go on: {PROGRAM} --session {draft.record.id}",
    )


def _of_session(work: Work) -> tuple[str, ...]:
    session = work.session
    assert session is not None
    plan, outcomes, id = session.plan, session.outcomes, session.record.id
    settled = [step for step in plan.steps if step.key in outcomes and outcomes[step.key].state in ("done", "already")]
    touched = session.steps_to_undo()[::-1]
    sure = [step.title for step in touched if outcomes[step.key].state == "done"]
    perhaps = [step.title for step in touched if outcomes[step.key].state != "done"]
    head = f"{plan.scenario.alias}: {len(settled)} of {len(plan.steps)} steps done"
    failed = next((step for step in plan.steps if step.key in outcomes and outcomes[step.key].state == "failed"), None)
    lines = []
    if failed:
        head += f", step {plan.steps.index(failed) + 1} failed"
        lines.append(f"  {outcomes[failed.key].saw}")
    if sure:
        lines.append("  Changed so far: " + "; ".join(sure))
    if perhaps:
        lines.append("  Begun, perhaps changed: " + "; ".join(perhaps))
    if not touched and not settled:
        lines.append("  Nothing was changed.")
    lines.append(f"  Go on: {PROGRAM} --session {id}    Look: {PROGRAM} doctor --session {id}")
    if touched:
        lines.append(f"  Take back: {PROGRAM} undo --session {id}")
    kept = len(session.secrets.names)
    if kept:
        lines.append(f"  Secrets: {kept} in the keyring ({PROGRAM} secrets list)")
    return (head, *lines)
