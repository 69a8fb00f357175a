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
    changed = [step for step in plan.steps if step.key in outcomes and outcomes[step.key].state in ("done", "failed")]
    head = f"{plan.scenario.alias}: {len(settled)} of {len(plan.steps)} steps done"
    failed = next((step for step in plan.steps if step.key in outcomes and outcomes[step.key].state == "failed"), None)
    lines = []
    if failed:
        head += f", step {plan.steps.index(failed) + 1} failed"
        lines.append(f"  {outcomes[failed.key].saw}")
    if changed:
        lines.append("  Changed so far: " + "; ".join(step.title for step in changed))
    elif not settled:
        lines.append("  Nothing was changed.")
    lines.append(f"  Go on: {PROGRAM} --session {id}    Look: {PROGRAM} doctor --session {id}")
    if changed:
        lines.append(f"  Take back: {PROGRAM} undo --session {id}")
    kept = len(session.secrets.names)
    if kept:
        lines.append(f"  Secrets: {kept} in the keyring ({PROGRAM} secrets list)")
    return (head, *lines)
