"""The ground of a tour: practice clusters whose writes can be made to wait, and on which a person's part is played."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from threading import Event as Gate

from screens.waiting import AppClock
from wizard.clients.connection import Connection, Keep, Reply, ValueOf
from wizard.clients.processes import run_program
from wizard.engine.library import Library
from wizard.plan.actions import Request
from wizard.practice import Practice, PracticeVault
from wizard.scenario.model import Side
from wizard.store.vault import Vault

BY_HAND = {"local.nodes": "by-hand"}
"""The keys are put on the nodes by a person, whose part the tour plays."""


class Lasting(PracticeVault):
    """Says that it lasts, as a keyring does: the way to hand a key to a node is offered only then."""

    description = "Secret Service"
    lasting = True


class TourClock(AppClock):
    """Its time goes by in waits alone, so that a slow machine draws the same seconds as a quick one.

    While it hurries, it waits a moment and says that all of the time went by.
    """

    def __init__(self) -> None:
        super().__init__()
        self.hurries = False
        self._waited = 0.0

    def now(self) -> float:
        """What was waited through."""
        return self._waited

    def wait(self, seconds: float) -> bool:
        """A wait, or a moment of one."""
        said = super().wait(0.05 if self.hurries else seconds)
        self._waited += 0.0 if said else seconds
        return said


@dataclass
class Ground:
    """Practice clusters to go round on. A request that starts with `held` waits until the gate is open."""

    practice: Practice
    vault: Vault
    library: Library
    clock: TourClock
    held: str = ""
    gate: Gate = field(default_factory=Gate)

    def add_key(self, session: str, *nodes: str) -> None:
        """What an admin of these local nodes does."""
        local, key = self.practice.lab.local, self.library.key_of(session)
        for node in nodes:
            add = ["add", "--stdin", "--force", "cluster.remote.analytics.credentials"]
            assert run_program([str(local.command_of(node)), *add], key, 10).code == 0

    def begun(self, *, by_hand: bool = True) -> str:
        """A session with all answers; returns its id."""
        answers = self.practice.answers
        for id, value in (BY_HAND if by_hand else {}).items():
            answers = answers.with_answer(id, value, "given")
        session = self.library.begin(answers, {})
        session.close()
        # The keyring of this person holds the passwords, as it does after a first run.
        sessions, names = self.practice.seams.sessions, ("LOCAL_SECRET", "REMOTE_SECRET", "SEARCH_SECRET")
        sessions.save(replace(sessions.load(session.record.id), secrets=names, answers=dict(answers)))
        return session.record.id


@dataclass(frozen=True, slots=True)
class _Held:
    """A connection whose writes can be made to wait, so that work under way can be looked at."""

    ground: Ground
    real: Connection

    def send(self, request: Request, value_of: ValueOf, keep: Keep, *, timeout_s: float = 10.0) -> Reply:
        if self.ground.held and f"{request.method} {request.path}".startswith(self.ground.held):
            assert self.ground.gate.wait(30)
        return self.real.send(request, value_of, keep, timeout_s=timeout_s)

    def close(self) -> None:
        self.real.close()


@contextmanager
def ground(*, logins_known: bool = True) -> Iterator[Ground]:
    """Clusters until the block ends. `logins_known`: the keyring holds the passwords already."""
    clock = TourClock()
    with Practice(clock=clock) as practice:
        logins = {
            f"{name}_SECRET": practice.lab.passwords[login]
            for name, login in (("LOCAL", "local admin"), ("REMOTE", "remote admin"), ("SEARCH", "jdoe"))
        }
        made = Ground(practice, Lasting(logins if logins_known else {}), practice.library, clock)
        connect = practice.seams.connect

        def held(side: Side) -> Connection:
            return _Held(made, connect(side))

        made.library = Library(replace(practice.seams, connect=held, vault=made.vault))
        try:
            yield made
        finally:
            made.gate.set()
            clock.stop()
