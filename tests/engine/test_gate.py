"""Nothing is sent unless what must hold before holds, whoever asks; and no key is made that cannot be kept."""

from threading import Thread

from wizard.engine.session import BY_HAND
from wizard.errors import VaultError
from wizard.plan.result import Event
from wizard.practice import Practice, fault_named
from wizard.runner.proof import blocking

CREATE = "create-cross-cluster-api-key"


def done(practice: Practice, step_id: str) -> Event:
    """What comes of a step that a front end asks for without having looked at anything."""
    session = practice.begin()
    try:
        step = session.plan.step(step_id)
        assert step is not None
        return list(session.do(step, watch=False))[-1]
    finally:
        session.close()


def test_a_foreign_alias_is_never_written_over() -> None:
    with Practice() as practice:
        practice.put_in(fault_named("alias-taken"))
        end = done(practice, "connect-proxy")
        assert (end.state, end.findings[0].code) == ("failed", "RC-REG-001")
        assert "other.example" in str(practice.lab.local.state.settings)


def test_without_a_fault_the_same_step_is_done() -> None:
    with Practice() as practice:
        assert done(practice, CREATE).state == "done"


def test_nothing_is_changed_while_the_password_for_the_search_is_wrong() -> None:
    with Practice() as practice:
        practice.put_in(fault_named("searcher-password-changed"))
        end = done(practice, CREATE)
        assert (end.state, end.findings[0].code) == ("failed", "RC-LOCAL-009")
        assert end.findings[0].verdict.who == "whoever runs this wizard"
        assert practice.lab.remote.state.keys == {}


def test_no_key_is_made_when_the_keyring_would_not_keep_it() -> None:
    class Locked:
        def probe(self) -> None:
            raise VaultError("The keyring is locked.", kind="locked", hint="Unlock it.")

    with Practice() as practice:
        vault = practice.seams.vault
        practice.library.seams.vault.probe = Locked().probe  # type: ignore[method-assign]
        end = done(practice, CREATE)
        assert (end.state, end.text) == ("failed", "The keyring is locked.")
        assert practice.lab.remote.state.keys == {}
        assert vault is practice.library.seams.vault


def test_by_hand_no_key_is_made_that_nobody_could_fetch() -> None:
    with Practice() as practice:
        practice.answers = practice.answers.with_answer("local.nodes", "by-hand", "given")
        session = practice.begin()
        step = session.plan.step(CREATE)
        assert step is not None
        stops = blocking(session.check_before(), session.plan)
        assert [each.code for each in stops] == [BY_HAND]
        end = list(session.do(step, watch=False))[-1]
        session.close()
        assert (end.state, practice.lab.remote.state.keys) == ("failed", {})
        assert "nobody can fetch it" in end.text
        assert "keyring" in end.hint


def test_a_look_waits_until_a_step_that_is_under_way_is_through() -> None:
    with Practice() as practice:
        session = practice.begin()
        step = session.plan.step(CREATE)
        assert step is not None
        events = session.do(step, watch=False)
        next(events)
        ends: list[Event | None] = []
        look = Thread(target=lambda: ends.append(session.look_at(step)))
        look.start()
        look.join(0.2)  # it waits, so this time passes
        assert ends == []
        list(events)
        look.join(10)
        assert [end.state for end in ends if end] == ["done"]
        session.close()
