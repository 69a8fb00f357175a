"""Draft: answers on their way to a session: each judged live while the scenario is incomplete, and kept at each Enter.

A route alone is not recorded. From the first answer on there is a session; until it has an alias, its name says which
cluster connects to which.
"""

import threading
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, replace

from wizard.doctor.check import Check
from wizard.doctor.examine import examine
from wizard.engine.ca_file import ca_file_problem
from wizard.engine.discover import SIDES, found_answers
from wizard.engine.draft_look import DraftLook
from wizard.engine.node_addresses import node_addresses
from wizard.engine.redacting import redacted
from wizard.engine.seams import Seams
from wizard.engine.session import OpenSession
from wizard.engine.sketch import complete
from wizard.errors import AnswersError, SessionError
from wizard.plan.result import Finding
from wizard.scenario.answers import Answers, Value
from wizard.scenario.build import build
from wizard.scenario.model import Login, Ref, Scenario, SideName, secret_ref
from wizard.scenario.naming import connection_name
from wizard.scenario.questions import QUESTIONS
from wizard.scenario.questions.asking import asked, next_question, problems, question, settle
from wizard.scenario.questions.question import Question, Stage
from wizard.scenario.questions.remote import MAKE
from wizard.store.secrets import Secrets
from wizard.store.session import Session
from wizard.store.vault import MemoryVault, Vault, kept_in

PLAN_ONLY_AT = ("local.url", "remote.url")
"""Where an empty answer means that there is no connection now."""
SEES_BY_ITSELF = ("RC-REACH-", "RC-TRUST-", "RC-LOCAL-001", "RC-REMOTE-001")
"""Checks that need no login."""


@dataclass(frozen=True, slots=True)
class Discovered:
    """What a side said of itself, by answer id, and where and as whom it was asked."""

    side: SideName
    answers: Mapping[str, Value]
    url: str
    login: Login | None


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
        self._tried: Mapping[str, str] = {}
        self._naming: tuple[str, ...] = ()
        self._held = ExitStack()
        self._writes = False
        self._lock = threading.RLock()
        self._secrets = self._made_secrets()
        if record:
            self._take_up(record)

    def _take_up(self, record: Session) -> None:
        self.record = record
        self._secrets = self._made_secrets()
        answers = Answers(record.answers)
        # A secret may have been in the environment or the memory of an earlier run alone.
        self.gone = tuple(id for id in answers if _is_secret(id) and answers.flag(id) and not self.has_secret(id))
        self._answers = answers.without(*self.gone)
        if not self.missing("plan"):
            # Nobody answers all the rest and only then wants a connection.
            self.left_empty = next((id for id in PLAN_ONLY_AT if not self._answers.text(id)), "")

    @property
    def seams(self) -> Seams:
        """What it works through."""
        return self._seams

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
        return id in self._tried or self._secrets.at_hand(secret_ref(id))

    def outside(self, id: str) -> bool:
        """True when the environment gives this secret, so that nobody is asked."""
        row = question(id)
        return row is not None and row.secret and bool(self._seams.environ.get(row.variable))

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
        if self._asked_of(found.side) != (found.url, found.login):
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

    def file_problem(self, row: Question, path: str) -> Iterator[tuple[str, bool]]:
        """What is wrong with a CA file of this machine, and whether that stops; read when it is iterated."""
        of_interface = row.id == "remote.interface_ca"
        made_later = self.stage == "plan" or self.answers.text("remote.interface_certificate") == MAKE

        def read() -> Iterator[tuple[str, bool]]:
            yield ca_file_problem(path, may_come=of_interface and made_later, leaf_ok=not of_interface)

        return read()

    def leave_out(self, id: str) -> None:
        """Remember that an optional secret was left out on purpose."""
        with self._lock:
            self._forget_tried(id)
            self._answers = self._answers.without(id).with_answer(id, "", "kept")
            self._save()

    def scenario(self, id: str = "", value: Value | None = None, *, tried: Collection[str] = ()) -> Scenario:
        """The scenario so far, with this answer in place; what is missing is stood in for. Raises AnswersError.

        `tried`: ids of secrets that count as given, besides those that are at hand.
        """
        answers = self._answers.with_answer(id, value, "given") if value is not None else self._answers
        # A user without a password would make every look fail for that reason alone.
        alone = (side for side in SIDES if f"{side}.secret" not in tried and not self.has_secret(f"{side}.secret"))
        return complete(answers.without(*(f"{side}.user" for side in alone)))

    def codes(self, row: Question) -> tuple[str, ...]:
        """The checks that can judge this answer now; what has to sign in is left out while it cannot."""
        return tuple(code for code in row.about if code.startswith(SEES_BY_ITSELF) or self._signs_in(row, code))

    def judge(
        self, row: Question, value: Value | None = None, *, secret: str = "", on: Callable[[Check], None] | None = None
    ) -> Iterator[Finding]:
        """Judge one answer by the checks that its question names. A secret is used for this and not kept.

        Only reads. The answers are those of this moment, however long the judgement takes.
        """
        codes = self.codes(row)
        tried = self._tried
        try:
            if row.secret and secret:
                self._seams.redactor.know(secret_ref(row.id).name, secret)
                tried = {**tried, row.id: secret}
                scenario = self.scenario(tried=tried)
            else:
                scenario = self.scenario(row.id, value)
        except AnswersError:
            return iter(())
        return self._judged(scenario, codes, tried, on)

    def discover(self, side: SideName) -> Iterator[Discovered]:
        """What a cluster says of itself: version, licence, and the addresses of its nodes if they answer from here."""
        scenario, tried = self.scenario(), self._tried
        url, login = scenario.side(side).url, scenario.side(side).login

        def look_round() -> Iterator[Discovered]:
            with self._look(scenario, tried) as look:
                found = {id: value for id, value in found_answers(look).items() if id.startswith(f"{side}.")}
                yield Discovered(side, found, url, login)
                if addresses := node_addresses(look, side):
                    yield Discovered(side, {f"{side}.node_urls": addresses}, url, login)

        return look_round()

    def try_secret(self, id: str, value: str) -> None:
        """Have a secret at hand that was judged; `keep_secrets` keeps it. Raises SessionError as `give` does."""
        self._seams.redactor.know(secret_ref(id).name, value)
        with self._lock:
            self._tried = {**self._tried, id: value}
            self._save()

    @property
    def unkept(self) -> tuple[str, ...]:
        """Secrets that are at hand and could be kept now."""
        return tuple(self._tried) if self.record else ()

    def keep_secrets(self) -> Iterator[str]:
        """Keep what is at hand, one by one, yielding the ids; asks the keyring, so not in the thread of a screen.

        What becomes of each is recorded here, since whoever asked for it may be gone. Raises VaultError, SessionError.
        """
        for id, value in self._tried.items():
            ref = secret_ref(id)
            with self._lock:
                if not self._writes:
                    return
                # The name first: a keyring cannot list, and what nobody can name can never be forgotten.
                self._naming = (ref.name,) if self._secrets.vault.lasting else ()
                self._save()
            try:
                self._secrets.keep(ref, value)
                self._note_kept(id, ref)
            finally:
                with self._lock:
                    self._naming = ()
                    self._save()
            yield id

    def use_memory(self, memory: Vault | None = None) -> None:
        """Keep secrets in memory for this run: in this one, if it is given. What is at hand stays so."""
        self._seams = replace(self._seams, vault=memory or MemoryVault())
        self._secrets.use(self._seams.vault)

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
            if not self._secrets.vault.lasting:
                opened.answer(dict.fromkeys(self._in_memory(), True), "found")
        except SessionError:
            opened.close()
            self._claim()
            raise
        return opened

    def _signs_in(self, row: Question, code: str) -> bool:
        side = "remote" if code.startswith("RC-REMOTE-") else "local"
        has_url = row.id == f"{side}.url" or bool(self._answers.text(f"{side}.url"))
        return has_url and (row.id == f"{side}.secret" or self.has_secret(f"{side}.secret"))

    def _asked_of(self, side: SideName) -> tuple[str, Login | None] | None:
        try:
            asked = self.scenario().side(side)
        except AnswersError:
            return None
        return asked.url, asked.login

    def _in_memory(self) -> tuple[str, ...]:
        """Secrets that this run alone knows and a plan would leave out if nothing spoke of them."""
        optional = (row.id for row in asked(self.answers) if row.secret and row.optional)
        return tuple(id for id in optional if self._secrets.at_hand(secret_ref(id)))

    def _forget_tried(self, id: str) -> None:
        self._tried = {other: value for other, value in self._tried.items() if other != id}

    def _note_kept(self, id: str, ref: Ref) -> None:
        """A mark outlives the run, so it is made only of what does."""
        with self._lock:
            self._forget_tried(id)
            if self._secrets.vault.lasting and ref.name in self._secrets.names:
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
            if self._tried or any(id not in _ROUTE for id in kept):
                self.record = self._seams.sessions.create(name, kept)
                self._secrets = self._made_secrets()
                self._claim()
            return
        names = tuple(dict.fromkeys((*self._secrets.names, *self._naming)))
        changed = replace(self.record, name=name, answers=kept, secrets=names)
        if self._writes and changed != self.record:
            self.record = self._seams.sessions.save(changed)

    def _made_secrets(self) -> Secrets:
        # No keyring is asked without a session: it holds nothing for one that is not there yet.
        return Secrets(
            self._seams.vault if self.record else MemoryVault(),
            self.record.id if self.record else "",
            environ=self._seams.environ,
            files={},
            names=self.record.secrets if self.record else (),
            redactor=self._seams.redactor,
        )

    def _judged(
        self, scenario: Scenario, codes: tuple[str, ...], tried: Mapping[str, str], on: Callable[[Check], None] | None
    ) -> Iterator[Finding]:
        with self._look(scenario, tried) as look:
            for finding in examine(look, codes, on=on):
                yield redacted(finding, self._seams.redactor)

    def _look(self, scenario: Scenario, tried: Mapping[str, str]) -> DraftLook:
        return DraftLook(self._seams, scenario, self._secrets, {secret_ref(id): value for id, value in tried.items()})


_ROUTE = frozenset(row.id for row in QUESTIONS if row.group == "Route")


def _is_secret(id: str) -> bool:
    row = question(id)
    return row is not None and row.secret
