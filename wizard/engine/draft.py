"""Draft: answers on their way to a session: each judged live while the scenario is incomplete, and kept at each Enter.

Until the alias is known nothing is recorded: answers and typed secrets live here. From then on there is a session.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, suppress
from dataclasses import dataclass, replace
from datetime import datetime

from wizard.doctor.check import Check
from wizard.doctor.examine import examine
from wizard.doctor.look import Look
from wizard.doctor.sources import Sources
from wizard.engine.discover import SIDES, found_answers
from wizard.engine.node_addresses import node_addresses
from wizard.engine.pool import ConnectionPool
from wizard.engine.seams import Seams
from wizard.engine.session import OpenSession
from wizard.engine.sketch import complete
from wizard.errors import AnswersError
from wizard.plan.result import Finding
from wizard.scenario.answers import Answers, Value
from wizard.scenario.build import build
from wizard.scenario.model import Ref, Scenario, SideName, secret_ref
from wizard.scenario.questions.asking import asked, next_question, problems, question, settle
from wizard.scenario.questions.question import Question, Stage
from wizard.store.secrets import Secrets
from wizard.store.session import Session
from wizard.store.vault import MemoryVault

SEES_BY_ITSELF = ("RC-REACH-", "RC-TRUST-", "RC-LOCAL-001", "RC-REMOTE-001")
"""Checks that need no login."""


@dataclass(frozen=True, slots=True)
class Discovered:
    """What a side said of itself, by answer id."""

    side: SideName
    answers: Mapping[str, Value]


class Draft:
    """Answers before a plan can be made of them. Used in one thread, except for the iterators that it returns."""

    def __init__(self, seams: Seams, record: Session | None = None, *, answers: Answers | None = None) -> None:
        self._seams = seams
        self.record = record
        self.stage: Stage = "run"
        """`plan`: the person wants no connection now, so nothing is asked that only a run needs."""
        self._answers = Answers(record.answers) if record else (answers or Answers())
        self._tried: dict[str, str] = {}
        self._held = ExitStack()
        self._secrets = self._made_secrets()

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
        """The alias; empty while it is not known."""
        return self._answers.text("alias")

    def hold(self) -> None:
        """Be the one writer of the session. Raises SessionError when another run has it."""
        if self.record:
            self._held.enter_context(self._seams.sessions.claim(self.record.id))

    def close(self) -> None:
        """Give the session back."""
        self._held.close()

    def rows(self) -> tuple[Question, ...]:
        """The questions that are asked at this stage, answered ones included."""
        return tuple(row for row in asked(self.answers) if self.stage == "run" or row.needed == "plan")

    def next(self) -> Question | None:
        """The first question that is open; None when all that this stage needs is answered.

        Addresses of single nodes wait until we signed in on their side, since the cluster may say them itself.
        """
        answers = self.answers
        row = next_question(answers, self.has_secret, self.stage)
        if row is None or not row.id.endswith(".node_urls"):
            return row
        later = next_question(answers.with_answer(row.id, (), "found"), self.has_secret, self.stage)
        return later if later is not None and later.group == row.group else row

    def missing(self, stage: Stage) -> tuple[str, ...]:
        """Ids that are missing or wrong at a stage."""
        return tuple(problem.id for problem in problems(self.answers, self.has_secret, stage))

    def has_secret(self, id: str) -> bool:
        """True when a value is at hand, as far as can be told without asking the keyring."""
        ref = secret_ref(id)
        kept = bool(self.record) and ref.name in self._secrets.names
        return id in self._tried or kept or self.outside(id) or (self.record is not None and self._answers.flag(id))

    def outside(self, id: str) -> bool:
        """True when the environment gives this secret, so that nobody is asked."""
        row = question(id)
        return row is not None and row.secret and bool(self._seams.environ.get(row.variable))

    def give(self, id: str, value: Value) -> None:
        """Take the person's answer. Raises SessionError when it cannot be kept; the answer stands all the same."""
        self._answers = self._answers.with_answer(id, value, "given")
        self._save()

    def take(self, found: Mapping[str, Value]) -> tuple[str, ...]:
        """Take over what was found, where nobody said otherwise; returns the ids that changed."""
        before = self._answers
        for id, value in found.items():
            self._answers = self._answers.with_answer(id, value, "found")
        changed = tuple(id for id in found if before.get(id) != self._answers.get(id))
        if changed:
            self._save()
        return changed

    def leave_out(self, id: str) -> None:
        """Remember that an optional secret was left out on purpose."""
        self._tried.pop(id, None)
        self._answers = self._answers.without(id).with_answer(id, "", "kept")
        self._save()

    def scenario(self, id: str = "", value: Value | None = None) -> Scenario:
        """The scenario so far, with this answer in place; what is missing is stood in for. Raises AnswersError."""
        answers = self._answers.with_answer(id, value, "given") if value is not None else self._answers
        # A user without a password would make every look fail for that reason alone.
        return complete(answers.without(*(f"{side}.user" for side in SIDES if not self.has_secret(f"{side}.secret"))))

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
        try:
            if row.secret and secret:
                self._tried, before = {**self._tried, row.id: secret}, self._tried
                scenario, tried, self._tried = self.scenario(), self._tried, before
            else:
                scenario, tried = self.scenario(row.id, value), dict(self._tried)
        except AnswersError:
            return iter(())
        return self._judged(scenario, codes, tried, on)

    def discover(self, side: SideName) -> Iterator[Discovered]:
        """What a cluster says of itself: version, licence, and the addresses of its nodes if they answer from here."""
        scenario, tried = self.scenario(), dict(self._tried)

        def look_round() -> Iterator[Discovered]:
            with self._look(scenario, tried) as look:
                found = {id: value for id, value in found_answers(look).items() if id.startswith(f"{side}.")}
                yield Discovered(side, found)
                if addresses := node_addresses(look, side):
                    yield Discovered(side, {f"{side}.node_urls": addresses})

        return look_round()

    def try_secret(self, id: str, value: str) -> None:
        """Have a secret at hand that was judged; `keep_secrets` keeps it."""
        self._tried[id] = value

    @property
    def unkept(self) -> tuple[str, ...]:
        """Secrets that are at hand and could be kept now."""
        return tuple(self._tried) if self.record else ()

    def keep_secrets(self) -> Iterator[str]:
        """Keep what is at hand, one by one, yielding the ids; asks the keyring, so not in the thread of a screen.

        Raises VaultError. Call `note_kept` with each id in the thread of the draft.
        """
        secrets, waiting = self._secrets, tuple(self._tried.items())
        for id, value in waiting:
            secrets.keep(secret_ref(id), value)
            yield id

    def note_kept(self, id: str) -> None:
        """Record that a secret is kept now."""
        self._tried.pop(id, None)
        self._answers = self._answers.without(id).with_answer(id, True, "kept")
        self._save()

    def use_memory(self) -> None:
        """Keep secrets in memory for this run."""
        self._seams = replace(self._seams, vault=MemoryVault())
        self._secrets.use(self._seams.vault)

    @property
    def keeps_in(self) -> str:
        """Who keeps the secrets, in words."""
        return self._seams.vault.description

    def open(self) -> OpenSession:
        """The session of these answers, held. Raises AnswersError with all that is missing, and SessionError."""
        build(self._answers, self.has_secret)
        self._answers = self.answers
        self._save()
        if self.record is None:
            raise AnswersError(problems(self._answers, self.has_secret, "plan"))
        self._held.close()
        opened = OpenSession(self._seams, self.record)
        opened.hold()
        return opened

    def _signs_in(self, row: Question, code: str) -> bool:
        side = "remote" if code.startswith("RC-REMOTE-") else "local"
        has_url = row.id == f"{side}.url" or bool(self._answers.text(f"{side}.url"))
        return has_url and (row.id == f"{side}.secret" or self.has_secret(f"{side}.secret"))

    def _save(self) -> None:
        """Create the record as soon as there is a name that may stand, else keep it up to date."""
        alias = self.answers.text("alias")
        kept = {id: answer for id, answer in self._answers.items() if answer.source != "default"}
        if self.record is None:
            if alias:
                self.record = self._seams.sessions.create(alias, kept)
                self._secrets = self._made_secrets()
                self.hold()
            return
        names = tuple(self._secrets.names)
        changed = replace(self.record, name=alias or self.record.name, answers=kept, secrets=names)
        if changed != self.record:
            self.record = self._seams.sessions.save(changed)

    def _made_secrets(self) -> Secrets:
        if self.record is None:
            # No keyring is asked: it holds nothing for a session that is not there yet.
            return Secrets(MemoryVault(), "", environ=self._seams.environ, files={})
        return Secrets(
            self._seams.vault, self.record.id, environ=self._seams.environ, files={}, names=self.record.secrets
        )

    def _judged(
        self, scenario: Scenario, codes: tuple[str, ...], tried: Mapping[str, str], on: Callable[[Check], None] | None
    ) -> Iterator[Finding]:
        with self._look(scenario, tried) as look:
            yield from examine(look, codes, on=on)

    def _look(self, scenario: Scenario, tried: Mapping[str, str]) -> "_DraftLook":
        return _DraftLook(self._seams, scenario, self._secrets, {secret_ref(id): value for id, value in tried.items()})


class _DraftLook:
    """One round of looking at a scenario that nobody has recorded."""

    def __init__(self, seams: Seams, scenario: Scenario, secrets: Secrets, tried: Mapping[Ref, str]) -> None:
        self._pool = ConnectionPool(seams.connect)
        self._look = Look(
            Sources(
                scenario=scenario,
                connect=self._pool.connect,
                shell=seams.shell,
                probe=seams.probe,
                value_of=lambda ref: tried[ref] if ref in tried else secrets.value_of(ref),
                has_value=lambda ref: ref in tried or secrets.has(ref),
                outcomes={},
                session="",
                clock=lambda: datetime.fromisoformat(seams.clock.stamp()),
            )
        )

    def __enter__(self) -> Look:
        return self._look

    def __exit__(self, *_ended: object) -> None:
        with suppress(OSError):
            self._look.close()
            self._pool.close()
