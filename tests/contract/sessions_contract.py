"""What every keeper of sessions does; each one's test class inherits it."""

from collections.abc import Callable
from dataclasses import FrozenInstanceError, replace
from datetime import UTC, datetime, timedelta

import pytest

from wizard.errors import SessionError
from wizard.plan.result import Outcome
from wizard.scenario.answers import Answer, Answers
from wizard.store.session import Session
from wizard.store.sessions import Sessions

ANSWERS = Answers(
    {
        "alias": Answer("orders", "given"),
        "skip_unavailable": Answer(True, "default"),
        "remote.interface_port": Answer(9443, "default"),
        "access.search": Answer(("logs-*", "métrics"), "given"),
        "local.node_urls": Answer((), "found"),
        "key.expiration": Answer("1", "kept"),
    }
)

OUTCOMES = {
    "connect@local": Outcome(
        state="done",
        started_at="2026-01-02T03:04:05Z",
        kept={"/_cluster/settings": {"persistent": {"cluster": {"remote": {"a": [1, 1.5, None, True, "1"]}}}}},
        replies={"reload_secure_settings": {"nodes": {}}},
        saw="connected",
    ),
    "install-credentials@local": Outcome(state="handed"),
}


class Clock:
    """A second later each time it is asked."""

    def __init__(self) -> None:
        self.at = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)

    def __call__(self) -> datetime:
        self.at += timedelta(seconds=1)
        return self.at


def full(session: Session) -> Session:
    """The session with something in every field."""
    return replace(session, values={"KEY_ID": "abc"}, outcomes=OUTCOMES, secrets=("LOCAL_SECRET", "KEY"))


class SessionsContract:
    """Subclasses give `sessions`."""

    @pytest.fixture
    def sessions(self) -> Sessions:
        raise NotImplementedError

    def test_a_new_session_is_there_at_once_with_a_random_id(self, sessions: Sessions) -> None:
        first, second = sessions.create("orders", ANSWERS), sessions.create("orders", {})

        assert first.id != second.id
        assert len(first.id) == 8
        assert first.answers == dict(ANSWERS)
        assert (first.created_at, first.version) == (first.updated_at, 1)
        assert first.created_at.endswith("Z")
        assert sessions.load(first.id) == first

    def test_what_is_saved_comes_back_equal_and_of_the_same_types(self, sessions: Sessions) -> None:
        saved = sessions.save(full(sessions.create("orders", ANSWERS)))

        loaded = sessions.load(saved.id)
        assert loaded == saved
        assert repr(Answers(loaded.answers)) == repr(ANSWERS)  # True and 1, "1" and 1 are told apart
        assert loaded.outcomes == OUTCOMES
        assert type(loaded.outcomes["connect@local"]) is Outcome
        with pytest.raises(FrozenInstanceError):
            loaded.name = "other"  # type: ignore[misc]

    def test_saving_moves_the_time_of_last_use_only(self, sessions: Sessions) -> None:
        created = sessions.create("orders", ANSWERS)
        saved = sessions.save(created)

        assert saved.updated_at > created.updated_at
        assert replace(saved, updated_at=created.updated_at) == created

    def test_an_alias_that_one_session_has_is_as_good_as_its_id(self, sessions: Sessions) -> None:
        orders, stock = sessions.create("orders", {}), sessions.create("stock", {})

        assert sessions.load("orders") == orders
        assert sessions.load("stock") == stock

    def test_an_alias_that_several_have_lists_their_ids(self, sessions: Sessions) -> None:
        ids = [sessions.create("orders", {}).id for _ in range(2)]

        with pytest.raises(SessionError, match="2 sessions have the alias orders") as seen:
            sessions.load("orders")
        assert all(id in seen.value.hint for id in ids)

    @pytest.mark.parametrize("name", ["order", "", "../orders", "ffffffff"])
    def test_an_unknown_one_is_an_error(self, sessions: Sessions, name: str) -> None:
        sessions.create("orders", {})

        with pytest.raises(SessionError, match="No session has the id or alias"):
            sessions.load(name)

    def test_an_unknown_one_names_what_is_near(self, sessions: Sessions) -> None:
        sessions.create("orders", {})

        with pytest.raises(SessionError) as seen:
            sessions.load("order")
        assert "Near to it: orders." in seen.value.hint

    def test_the_last_used_comes_first(self, sessions: Sessions) -> None:
        first, second, third = (sessions.create(name, {}) for name in ("a", "b", "c"))
        sessions.save(first)

        assert [each.id for each in sessions.all()] == [first.id, third.id, second.id]

    def test_none_yet(self, sessions: Sessions) -> None:
        assert sessions.all() == ()

    def test_a_removed_one_is_gone(self, sessions: Sessions) -> None:
        session = sessions.create("orders", {})
        sessions.remove(session.id)

        assert sessions.all() == ()
        for call in self.calls(sessions, session.id):
            with pytest.raises(SessionError, match="No session has"):
                call()

    def calls(self, sessions: Sessions, id: str) -> tuple[Callable[[], object], ...]:
        return (
            lambda: sessions.load(id),
            lambda: sessions.remove(id),
            lambda: sessions.claim(id).__enter__(),
        )

    def test_one_writer_at_a_time(self, sessions: Sessions) -> None:
        session, other = sessions.create("orders", {}), sessions.create("stock", {})

        with sessions.claim(session.id):
            with pytest.raises(SessionError, match=r"is open in another run, process \d+"), sessions.claim(session.id):
                pass
            with pytest.raises(SessionError, match="is open in another run"):
                sessions.remove(session.id)
            with sessions.claim(other.id):
                assert sessions.save(replace(session, name="renamed")).name == "renamed"
        with sessions.claim(session.id):
            pass

    def test_a_claim_ends_with_its_block_even_on_an_error(self, sessions: Sessions) -> None:
        session = sessions.create("orders", {})
        with pytest.raises(RuntimeError, match="stop"), sessions.claim(session.id):
            raise RuntimeError("stop")

        with sessions.claim(session.id):
            pass
