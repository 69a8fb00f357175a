"""Does all steps of an open session, as a person would who says yes to each."""

from wizard.engine.session import OpenSession


def connect(session: OpenSession) -> None:
    """Every step of the plan."""
    session.discover()
    for step in session.plan.steps:
        end = session.look_at(step) or list(session.do(step, watch=False))[-1]
        assert end.state in ("done", "already"), end
