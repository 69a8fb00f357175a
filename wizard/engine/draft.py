"""Draft: answers on their way to a session: each judged live while the scenario is incomplete, and kept at each Enter.

A route alone is not recorded. From the first answer on there is a session; until it has an alias, its name says which
cluster connects to which.
"""

import threading
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace

from wizard.engine.discover import Discovered
from wizard.engine.draft_secrets import DraftSecrets, is_secret
from wizard.engine.judging import Judging
from wizard.engine.seams import Seams
from wizard.engine.session import OpenSession
from wizard.errors import AnswersError, SessionError
from wizard.scenario.answers import Answers, Value
from wizard.scenario.build import build
from wizard.scenario.model import secret_ref
from wizard.scenario.naming import connection_name
from wizard.scenario.questions import QUESTIONS
from wizard.scenario.questions.asking import asked, next_question, problems, settle
from wizard.scenario.questions.question import Question, Stage
from wizard.store.session import Session
from wizard.store.vault import MemoryVault, Vault, kept_in

PLAN_ONLY_AT = ("local.url", "remote.url")
"""Where an empty answer means that there is no connection now."""


class Draft:
    """Answers before a plan can be made of them. The session is written only while it is held, until `close`.

    Used in one thread, except for the iterators that it returns.
    """

    def __init__(self, seams: Seams, record: Session | None = None, *, answers: Answers | None = None) -> None:
        self._seams = seams
        self.record: Session | None = None
        self.left_empty = ""
        """The question whose empty answer says that no connection is wanted now, so nothing is asked for a run."""
        self._answers = answers or Answers()
        self.gone: tuple[str, ...] = ()
        """Secrets that an earlier run had, and nothing keeps."""
        self._held = ExitStack()
        self._writes = False
        self._lock = threading.RLock()
        self._secrets = DraftSecrets(seams, None)
        if record:
            self._take_up(record)

    def _take_up(self, record: Session) -> None:
        self.record = record
        self._secrets = DraftSecrets(self._seams, record, self._secrets.tried)
        answers = Answers(record.answers)
        # A secret may have been in the environment or the memory of an earlier run alone.
        self.gone = tuple(id for id in answers if is_secret(id) and answers.flag(id) and not self.has_secret(id))
        self._answers = answers.without(*self.gone)
        if not self.missing("plan"):
            # Nobody answers all the rest and only then wants a connection.
            self.left_empty = next((id for id in PLAN_ONLY_AT if not self._answers.text(id)), "")

    @property
    def seams(self) -> Seams:
        """What it works through."""
        return self._seams

    @property
    def judging(self) -> Judging:
        """What can be said of the answers of this moment."""
        return Judging(self._seams, self._answers, self._secrets)

    @property
    def answers(self) -> Answers:
        """The answers that stand, defaults filled in."""
        return settle(self._answers)

    @property
    def given(self) -> Answers:
        """The answers as they were given or found, those that do not stand any more included."""
        return self._answers

    @property
    def name(self) -> str:
        """The alias, or what a connection without one is called; empty while there is nothing of it."""
        return self.answers.text("alias") or (self.record.name if self.record else "")

    @property
    def stage(self) -> Stage:
        """`plan` while no connection is wanted: nothing is asked that only a run needs."""
        return "plan" if self.left_empty else "run"

    def hold(self) -> None:
        """Be the one writer of the session, as the last writer left it. Raises SessionError when another run has it."""
        if self.record is None:
            return
        with ExitStack() as claimed:
            claimed.enter_context(self._seams.sessions.claim(self.record.id))
            self._take_up(self._seams.sessions.load(self.record.id))
            self._held, self._writes = claimed.pop_all(), True

    def close(self) -> None:
        """Give the session back. Whatever is still under way writes nothing any more."""
        with self._lock:
            self._writes = False
        self._held.close()

    def rows(self) -> tuple[Question, ...]:
        """The questions that are asked at this stage, and whatever was answered or left empty before it."""
        return tuple(
            row for row in asked(self.answers) if self.stage == "run" or row.needed == "plan" or self.is_answered(row)
        )

    def is_answered(self, row: Question) -> bool:
        """True when the person, or a cluster, has answered it, or it was left empty on purpose."""
        if row.secret:
            return self.has_secret(row.id) or (row.optional and row.id in self._answers)
        answer = self.answers.get(row.id)
        return row.id == self.left_empty or (answer is not None and answer.source != "default")

    def next(self) -> Question | None:
        """The first question that is open; None when all that this stage needs is answered."""
        return next_question(self.answers, self.has_secret, self.stage)

    def missing(self, stage: Stage) -> tuple[str, ...]:
        """Ids that are missing or wrong at a stage."""
        return tuple(problem.id for problem in problems(self.answers, self.has_secret, stage))

    def has_secret(self, id: str) -> bool:
        """True when a value is at hand, as far as can be told without asking the keyring."""
        return self._secrets.has(id)

    def outside(self, id: str) -> bool:
        """True when the environment gives this secret, so that nobody is asked."""
        return is_secret(id) and self._secrets.kept.given_outside(secret_ref(id))

    def give(self, id: str, value: Value) -> None:
        """Take the person's answer. Raises SessionError when it cannot be kept; the answer stands all the same."""
        with self._lock:
            if id in PLAN_ONLY_AT:
                self.left_empty = ""
            self._answers = self._answers.with_answer(id, value, "given")
            self._save()

    def take(self, found: Discovered) -> tuple[str, ...]:
        """Take over what was found, where nobody said otherwise; returns the ids that changed.

        Nothing is taken of a cluster, or for a login, that is not the one of the answers any more.
        """
        if self.judging.asked_of(found.side) != (found.url, found.login):
            return ()
        with self._lock:
            before = self._answers
            for id, value in found.answers.items():
                self._answers = self._answers.with_answer(id, value, "found")
            changed = tuple(id for id in found.answers if before.get(id) != self._answers.get(id))
            if changed:
                self._save()
        return changed

    def leave_empty(self, id: str) -> None:
        """No connection is wanted now; an answer to this question wants one again. Raises SessionError as `give`."""
        with self._lock:
            self.left_empty = id
            self._answers = self._answers.without(id)
            self._save()

    def leave_out(self, id: str) -> None:
        """Remember that an optional secret was left out on purpose."""
        with self._lock:
            self._secrets.drop(id)
            self._answers = self._answers.without(id).with_answer(id, "", "kept")
            self._save()

    def forget_secret(self, id: str) -> Iterator[str]:
        """Leave out an optional secret that is kept, yielding its id; asks the keyring.

        Raises VaultError and SessionError.
        """
        self._secrets.kept.forget(secret_ref(id))
        self.leave_out(id)
        yield id

    def try_secret(self, id: str, value: str) -> None:
        """Have a secret at hand that was judged; `keep_secrets` keeps it. Raises SessionError as `give` does."""
        self._seams.redactor.know(secret_ref(id).name, value)
        with self._lock:
            self._secrets.have(id, value)
            self._save()

    @property
    def unkept(self) -> tuple[str, ...]:
        """Secrets that are at hand and could be kept now."""
        return tuple(self._secrets.tried) if self.record else ()

    def keep_secrets(self) -> Iterator[str]:
        """Keep what is at hand, one by one, yielding the ids; asks the keyring, so not in the thread of a screen.

        What becomes of each is recorded here, since whoever asked for it may be gone. Raises VaultError, SessionError.
        """
        for id, value in self._secrets.tried.items():
            ref = secret_ref(id)
            with self._lock:
                if not self._writes:
                    return
                self._secrets.name_first(ref)
                self._save()
            try:
                self._secrets.kept.keep(ref, value)
                self._note_kept(id)
            finally:
                with self._lock:
                    self._secrets.name_first(None)
                    self._save()
            yield id

    def use_memory(self, memory: Vault | None = None) -> None:
        """Keep secrets in memory for this run: in this one, if it is given. What is at hand stays so."""
        self._seams = replace(self._seams, vault=memory or MemoryVault())
        self._secrets.kept.use(self._seams.vault)

    @property
    def keeps_in(self) -> str:
        """Where secrets go, in words."""
        return kept_in(self._seams.vault)

    def open(self) -> OpenSession:
        """The session of these answers, held. Raises AnswersError with all that is missing, and SessionError."""
        build(self._answers, self.has_secret)
        with self._lock:
            self._answers = self.answers
            self._save()
        if self.record is None:
            raise AnswersError(problems(self._answers, self.has_secret, "plan"))
        opened = OpenSession(self._seams, self.record)
        self.close()
        try:
            opened.hold()
            if not self._secrets.kept.vault.lasting:
                opened.answer(dict.fromkeys(self._in_memory(), True), "found")
        except SessionError:
            opened.close()
            self._claim()
            raise
        return opened

    def _in_memory(self) -> tuple[str, ...]:
        """Secrets that this run alone knows and a plan would leave out if nothing spoke of them."""
        optional = (row.id for row in asked(self.answers) if row.secret and row.optional)
        return tuple(id for id in optional if self._secrets.kept.at_hand(secret_ref(id)))

    def _note_kept(self, id: str) -> None:
        """A mark outlives the run, so it is made only of what does."""
        with self._lock:
            self._secrets.drop(id)
            if self._secrets.lasts(id):
                self._answers = self._answers.without(id).with_answer(id, True, "kept")
            elif not self._answers.flag(id):
                self._answers = self._answers.without(id)

    def _claim(self) -> None:
        assert self.record is not None
        self._held.enter_context(self._seams.sessions.claim(self.record.id))
        self._writes = True

    def _save(self) -> None:
        """Create the record at the first answer that is more than a route, else keep it up to date."""
        kept, name = self._answers.to_keep(), connection_name(self.answers)
        if self.record is None:
            if self._secrets.tried or any(id not in _ROUTE for id in kept):
                self.record = self._seams.sessions.create(name, kept)
                self._secrets = DraftSecrets(self._seams, self.record, self._secrets.tried)
                self._claim()
            return
        changed = replace(self.record, name=name, answers=kept, secrets=self._secrets.names)
        if self._writes and changed != self.record:
            self.record = self._seams.sessions.save(changed)


_ROUTE = frozenset(row.id for row in QUESTIONS if row.group == "Route")
