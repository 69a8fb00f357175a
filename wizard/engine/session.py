"""One open session: answers, plan and record together, and all that may be done with them."""

import logging
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from wizard.doctor.examine import examine
from wizard.doctor.look import Look
from wizard.doctor.sources import Sources
from wizard.engine.discover import found_answers
from wizard.engine.marks import lacking, with_marks, without_lost
from wizard.engine.pool import ConnectionPool
from wizard.engine.redacting import redacted
from wizard.engine.seams import Seams
from wizard.errors import VaultError
from wizard.plan.planner import make_plan
from wizard.plan.result import Event, Finding, Outcome
from wizard.plan.step import Plan, Step
from wizard.runner.ports import Ports
from wizard.runner.prepare import Prepared
from wizard.runner.proof import blocking, made_secrets
from wizard.runner.runner import Runner
from wizard.runner.undo import prepare_step_undo, steps_to_undo, undo_step
from wizard.scenario.answers import Answers, Source, Value
from wizard.scenario.build import build
from wizard.scenario.model import KEY, SESSION, Ref, secret_ref
from wizard.scenario.questions.asking import asked, problems, question, settle
from wizard.store.secrets import Secrets
from wizard.store.session import Session
from wizard.store.vault import Vault

_log = logging.getLogger(__name__)


class OpenSession:
    """A session in use. It is written only while it is held, until `close`. `recorded`: a later run finds it."""

    def __init__(
        self, seams: Seams, record: Session, *, files: Mapping[str, Path] | None = None, recorded: bool = True
    ) -> None:
        self._seams = seams
        self._files = files or {}
        self._recorded = recorded
        self._writes = False
        self._held = ExitStack()
        self._lock = threading.RLock()
        self._tried: dict[Ref, str] = {}
        self._before: tuple[Finding, ...] | None = None
        self._pool = ConnectionPool(seams.connect)
        self._take(record)

    def _take(self, record: Session) -> None:
        self.secrets = Secrets(
            self._seams.vault,
            record.id,
            environ=self._seams.environ,
            files=self._files,
            names=record.secrets,
            redactor=self._seams.redactor,
        )
        # Whoever only looks may do so beside the keyring, and takes its word for what is there.
        named = () if self._writes else record.secrets
        answers = with_marks(
            Answers(record.answers),
            outside=self.secrets.given_outside,
            at_hand=lambda ref: ref.name in named or self.secrets.at_hand(ref),
        )
        self.record = replace(record, answers=dict(answers))
        self.plan: Plan = make_plan(build(answers))
        if self._writes:
            outcomes = without_lost(self.record.outcomes, self.plan, self.secrets.at_hand)
            self.record = replace(self.record, outcomes=outcomes)

    @property
    def answers(self) -> Answers:
        """All answers that stand, with their sources, defaults filled in."""
        return settle(Answers(self.record.answers))

    @property
    def outcomes(self) -> Mapping[str, Outcome]:
        """What became of each step, by its key."""
        return self.record.outcomes

    def hold(self) -> None:
        """Become its one writer, with the record as the last writer left it. Raises SessionError."""
        self._held.enter_context(self._seams.sessions.claim(self.record.id))
        self._writes = True
        self._take(self._seams.sessions.load(self.record.id))

    def close(self) -> None:
        """Give back sockets and lock."""
        self._pool.close()
        self._writes = False
        self._held.close()

    def answer(self, found: Mapping[str, Value], source: Source) -> None:
        """Keep answers; the plan is derived again from them."""
        answers = Answers(self.record.answers)
        for key, value in found.items():
            answers = answers.with_answer(key, value, source)
        if dict(answers) != dict(self.record.answers):
            self._rewrite(lambda record: replace(record, answers=answers.to_keep()))
            self.plan = make_plan(build(answers))

    def discover(self) -> None:
        """Take over what the clusters say of themselves. Cautions of the plan may change with it, steps never do."""
        look = self.look()
        try:
            self.answer(found_answers(look), "found")
        finally:
            look.close()

    def look(self) -> Look:
        """A fresh look at both sides. Close it after its round."""
        sources = Sources(
            scenario=self.plan.scenario,
            connect=self._pool.connect,
            shell=self._seams.shell,
            probe=self._seams.probe,
            value_of=self.value_of,
            has_value=self.has_value,
            outcomes=self.record.outcomes,
            session=self.record.id if self._recorded else "",
            clock=lambda: datetime.fromisoformat(self._seams.clock.stamp()),
        )
        return Look(sources)

    def examine(self, codes: tuple[str, ...]) -> Iterator[Finding]:
        """Judge these checks by a fresh look; findings come in declared order, as they are ready."""
        look = self.look()
        try:
            for finding in examine(look, codes):
                yield redacted(finding, self._seams.redactor)
        finally:
            look.close()

    def check_before(self) -> Iterator[Finding]:
        """Judge what must hold before anything is sent. Until this was heard to its end, nothing is."""
        self._before = None
        found = []
        for finding in self.examine(self.plan.before):
            found.append(finding)
            yield finding
        self._before = tuple(found)

    def prepare(self, step: Step) -> tuple[Prepared, ...]:
        """What a step will do, given what stands there now."""
        return self._runner().prepare(step)

    def look_at(self, step: Step, *, word: bool = False) -> Event | None:
        """Whether there is nothing to do for a step. `word`: a person says that what was handed to them is done."""
        return self._runner().look(step, word=word)

    def do(self, step: Step, *, watch: bool, shown: tuple[Prepared, ...] | None = None) -> Iterator[Event]:
        """Do one step and prove it. Nothing is sent unless what must hold before holds, and a key can be kept."""
        try:
            self._refuse_without_secrets()
        except VaultError as error:
            yield Event("ended", step.key, step.side, error.headline, state="failed", hint=error.hint, error=error)
            return
        if self._before is None:
            for _ in self.check_before():
                pass
        stops = blocking(self._before or (), self.plan)
        if stops:
            first = stops[0].verdict
            yield Event("ended", step.key, step.side, first.headline, stops, state="failed", hint=first.hint)
            return
        try:
            if made_secrets(step):
                self.secrets.probe()
        except VaultError as error:
            yield Event("ended", step.key, step.side, error.headline, state="failed", hint=error.hint, error=error)
            return
        yield from self._runner().do(step, watch=watch, shown=shown)

    def steps_to_undo(self) -> tuple[Step, ...]:
        """The steps that changed something, last first."""
        return steps_to_undo(self.plan, self._ports())

    def prepare_undo(self, step: Step) -> tuple[Prepared, ...]:
        """What the way back of a step will do."""
        return prepare_step_undo(step, self.plan, self._ports())

    def undo(self, step: Step, *, word: bool = False) -> Iterator[Event]:
        """Take one step back. `word`: a person says that what was handed to them is done."""
        return undo_step(step, self.plan, self._ports(), word=word)

    def record_outcome(self, key: str, outcome: Outcome) -> None:
        """Keep what became of a step, at once."""
        _log.debug("%s: %s", key, outcome.state)
        self._rewrite(lambda record: replace(record, outcomes={**record.outcomes, key: outcome}))

    def value_of(self, ref: Ref) -> str:
        """The value of a Ref: of a secret from the vault, else from the session."""
        if ref in self._tried:
            return self._tried[ref]
        if ref.secret:
            value = self.secrets.value_of(ref)
            self._note_names()
            return value
        if ref == SESSION:
            return self.record.id
        try:
            return self.record.values[ref.name]
        except KeyError:
            raise VaultError(
                f"{ref} is not known yet.",
                kind="missing",
                hint="An earlier step makes it; run the plan from its start.",
            ) from None

    def has_value(self, ref: Ref) -> bool:
        """True when `value_of` would answer."""
        if ref.secret:
            return ref in self._tried or self.secrets.has(ref)
        return ref == SESSION or ref.name in self.record.values

    @property
    def vault_trouble(self) -> VaultError | None:
        """What the keyring refused last, while there is no way round it but `use_memory`."""
        return self.secrets.trouble

    def use_memory(self, memory: Vault) -> None:
        """Keep secrets in this memory from now on, where the keyring fails. What was read stays known."""
        self._seams = replace(self._seams, vault=memory)
        self.secrets.use(memory)
        self._before = None

    @property
    def in_memory(self) -> bool:
        """True when a secret is in the memory of this run alone."""
        refs = (KEY, *(secret_ref(row.id) for row in asked(self.answers) if row.secret))
        secrets = self.secrets
        return not secrets.vault.lasting and any(
            secrets.at_hand(ref) and not secrets.given_outside(ref) for ref in refs
        )

    @property
    def lacking(self) -> tuple[str, ...]:
        """Ids of secrets that have to be asked for again; the keyring is not asked for them."""
        return lacking(self.answers, lambda id: self.secrets.at_hand(secret_ref(id)))

    def try_secret(self, ref: Ref, value: str) -> None:
        """Use a secret without keeping it, so that it can be judged first; `keep` keeps it."""
        self._tried[ref] = value

    def keep(self, ref: Ref, value: str) -> None:
        """Keep a value: a secret in the vault, its name and everything else in the session."""
        if ref.secret:
            self._tried.pop(ref, None)
            with self._lock:
                if self.secrets.vault.lasting and ref.name not in self.record.secrets:
                    # The name first: a keyring cannot list, and what nobody can name can never be forgotten.
                    self._rewrite(lambda record: replace(record, secrets=(*record.secrets, ref.name)))
                try:
                    self.secrets.keep(ref, value)
                finally:
                    self._note_names()
        else:
            self._rewrite(lambda record: replace(record, values={**record.values, ref.name: value}))

    def forget(self, ref: Ref) -> None:
        """Forget a value that a step made."""
        if ref.secret:
            self.secrets.forget(ref)
            self._note_names()
        else:
            self._rewrite(lambda record: replace(record, values=_without(record.values, ref.name)))

    def _refuse_without_secrets(self) -> None:
        """Raises VaultError naming the first secret that is nowhere, so that nobody has to find it behind checks."""
        for problem in problems(self.answers, lambda id: self.has_value(secret_ref(id)), "run"):
            row = question(problem.id)
            if problem.missing and row is not None and row.secret:
                self.value_of(secret_ref(row.id))

    def _note_names(self) -> None:
        """The record names what the keyring holds; a run with secrets in memory knows nothing of it."""
        with self._lock:
            names = self.secrets.names
            if self.secrets.vault.lasting and set(names) != set(self.record.secrets):
                self._rewrite(lambda record: replace(record, secrets=names))

    def _rewrite(self, change: Callable[[Session], Session]) -> None:
        """Change the record as it is now. Checks run in threads of their own, and what they read may be noted, too."""
        with self._lock:
            record = change(self.record)
            self.record = self._seams.sessions.save(record) if self._writes else record

    def _runner(self) -> Runner:
        return Runner(self.plan, self._ports())

    def _ports(self) -> Ports:
        return Ports(
            connect=self._pool.connect,
            shell=self._seams.shell,
            value_of=self.value_of,
            keep=self.keep,
            forget=self.forget,
            prove=self.examine,
            journal=_Journal(self),
            clock=self._seams.clock,
        )


def _without(values: Mapping[str, str], name: str) -> dict[str, str]:
    return {key: value for key, value in values.items() if key != name}


class _Journal:
    """The runner's view of the record: outcomes, kept at once."""

    def __init__(self, session: OpenSession) -> None:
        self._session = session

    @property
    def outcomes(self) -> Mapping[str, Outcome]:
        return self._session.outcomes

    def record(self, key: str, outcome: Outcome) -> None:
        self._session.record_outcome(key, outcome)
