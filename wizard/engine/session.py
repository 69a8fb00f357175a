"""One open session: answers, plan and record together, and all that may be done with them."""

import logging
import threading
from collections.abc import Generator, Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from wizard.doctor.examine import examine
from wizard.doctor.look import Look
from wizard.doctor.sources import Sources
from wizard.engine.discover import found_answers
from wizard.engine.marks import lacking, with_marks, without_lost
from wizard.engine.pool import ConnectionPool
from wizard.engine.record import Record
from wizard.engine.redacting import redacted
from wizard.engine.seams import Seams
from wizard.engine.values import Values
from wizard.errors import UsageError, VaultError
from wizard.plan.planner import make_plan
from wizard.plan.result import Event, Finding, Outcome, Verdict, settled
from wizard.plan.step import Plan, Step
from wizard.runner.ports import Ports
from wizard.runner.prepare import Prepared
from wizard.runner.proof import blocking, made_secrets, writes_made_secret
from wizard.runner.runner import Runner
from wizard.runner.undo import prepare_step_undo, steps_to_undo, undo_step
from wizard.scenario.answers import Answers, Source, Value
from wizard.scenario.build import build
from wizard.scenario.model import KEY, secret_ref
from wizard.scenario.questions.asking import asked, problems, question, settle
from wizard.store.secrets import Secrets
from wizard.store.session import Session
from wizard.store.vault import Vault

_log = logging.getLogger(__name__)

GONE = "the key of the last run was in its memory alone"
NOT_USED = "its key is in a keyring that this run does not use"
BY_HAND = ""
"""The code of the finding that a key cannot be fetched: no check of the clusters, so it has none."""


class OpenSession:
    """A session in use. It is written only while it is held, until `close`. `recorded`: a later run finds it."""

    def __init__(
        self, seams: Seams, record: Session, *, files: Mapping[str, Path] | None = None, recorded: bool = True
    ) -> None:
        self._seams = seams
        self._files = files or {}
        self._recorded = recorded
        self._record = Record(seams.sessions, record)
        self._turn = threading.Lock()
        """A look that nobody waits for any more may still run when a step begins: one at a time records outcomes."""
        self._before: tuple[Finding, ...] | None = None
        self._seen: list[Finding] = []
        self._pool = ConnectionPool(seams.connect)
        self._take(record)

    def _take(self, record: Session) -> None:
        secrets = Secrets(
            self._seams.vault,
            record.id,
            environ=self._seams.environ,
            files=self._files,
            names=record.secrets,
            redactor=self._seams.redactor,
        )
        self.values = Values(self._record, secrets)
        # Whoever only looks may do so beside the keyring, and takes its word for what is there.
        named = () if self._record.held else record.secrets
        answers = with_marks(
            Answers(record.answers),
            outside=secrets.given_outside,
            at_hand=lambda ref: ref.name in named or secrets.at_hand(ref),
        )
        self.plan: Plan = make_plan(build(answers))
        outcomes = record.outcomes
        if self._record.held:
            in_keyring = KEY.name in record.secrets
            why = NOT_USED if in_keyring else GONE
            outcomes = without_lost(outcomes, self.plan, secrets.at_hand, why=why)
        self._record.kept = replace(record, answers=dict(answers), outcomes=outcomes)

    @property
    def record(self) -> Session:
        """What is kept of it."""
        return self._record.kept

    @property
    def secrets(self) -> Secrets:
        """Its secrets."""
        return self.values.secrets

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
        with self._record.lock:
            self._record.hold()
            self._take(self._record.kept)

    def close(self) -> None:
        """Give back sockets and lock. Whatever is still under way writes nothing any more."""
        self._pool.close()
        self._record.release()

    def answer(self, found: Mapping[str, Value], source: Source) -> None:
        """Keep answers; the plan is derived again from them."""
        with self._record.lock:
            answers = Answers(self.record.answers)
            for key, value in found.items():
                answers = answers.with_answer(key, value, source)
            if dict(answers) != dict(self.record.answers):
                self._record.change(lambda record: replace(record, answers=answers.to_keep()))
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
            value_of=self.values.value_of,
            has_value=self.values.has,
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
        if error := self.unfetchable:
            found.append(_by_hand(error))
            yield found[-1]
        self._before = tuple(found)

    def prepare(self, step: Step) -> tuple[Prepared, ...]:
        """What a step will do, given what stands there now."""
        return self._runner().prepare(step)

    def look_at(self, step: Step, *, word: bool = False) -> Event | None:
        """Whether there is nothing to do for a step. `word`: a person says that what was handed to them is done."""
        with self._turn:
            self._seen = []
            return self._runner().look(step, word=word)

    @property
    def seen(self) -> tuple[Finding, ...]:
        """What the last `look_at` found of the proof of its step."""
        return tuple(self._seen)

    def do(self, step: Step, *, watch: bool, shown: tuple[Prepared, ...] | None = None) -> Generator[Event, None, None]:
        """Do one step and prove it. Nothing is sent unless what must hold before holds, and a key can be kept.

        Heard to its end, or closed: nothing else of the session is looked at or done before.
        """
        with self._turn:
            self._seen = []
            yield from self._do(step, watch, shown)

    def _do(self, step: Step, watch: bool, shown: tuple[Prepared, ...] | None) -> Iterator[Event]:
        try:
            self._refuse_without_secrets()
        except VaultError as error:
            yield Event("ended", step.key, step.side, error.headline, state="failed", hint=error.hint, error=error)
            return
        if trouble := self.unfetchable:
            text, hint = trouble.headline, trouble.hint
            yield Event("ended", step.key, step.side, text, state="failed", hint=hint, error=trouble)
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
        with self._turn:
            yield from undo_step(step, self.plan, self._ports(), word=word)

    def record_outcome(self, key: str, outcome: Outcome) -> None:
        """Keep what became of a step, at once."""
        _log.debug("%s: %s", key, outcome.state)
        self._record.change(lambda record: replace(record, outcomes={**record.outcomes, key: outcome}))

    @property
    def vault_trouble(self) -> VaultError | None:
        """What the keyring refused last, while there is no way round it but `use_memory`."""
        return self.secrets.trouble

    @property
    def unfetchable(self) -> UsageError | None:
        """Why nothing is sent where keystores are filled by hand: memory ends with this run, and no other can read it.

        None where the wizard puts the key there, a keyring holds it, or every keystore was filled before.
        """
        plan, outcomes = self.plan, self.outcomes
        if self.secrets.vault.lasting or plan.scenario.local.nodes.access != "by-hand":
            return None
        filled = (outcomes.get(step.key) for step in plan.steps if writes_made_secret(step, plan))
        if all(outcome is not None and settled(outcome.state) for outcome in filled):
            return None
        return UsageError(
            "The key would be made in the memory of this run, where nobody can fetch it for keystores filled by hand.",
            side="local",
            hint="Set local.nodes to local or ssh, so that the wizard puts it there, or use a keyring.",
        )

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

    def _refuse_without_secrets(self) -> None:
        """Raises VaultError naming the first secret that is nowhere, so that nobody has to find it behind checks."""
        for problem in problems(self.answers, lambda id: self.values.has(secret_ref(id)), "run"):
            row = question(problem.id)
            if problem.missing and row is not None and row.secret:
                self.values.value_of(secret_ref(row.id))

    def _runner(self) -> Runner:
        return Runner(self.plan, self._ports())

    def _prove(self, codes: tuple[str, ...]) -> Iterator[Finding]:
        for finding in self.examine(codes):
            self._seen.append(finding)
            yield finding

    def _ports(self) -> Ports:
        return Ports(
            connect=self._pool.connect,
            shell=self._seams.shell,
            value_of=self.values.value_of,
            keep=self.values.keep,
            forget=self.values.forget,
            prove=self._prove,
            journal=_Journal(self),
            clock=self._seams.clock,
        )


def _by_hand(error: UsageError) -> Finding:
    """What keeps anything from being sent, as a finding beside those of the checks."""
    verdict = Verdict("fail", error.headline, hint=error.hint, who="whoever runs this wizard")
    return Finding(BY_HAND, "a key that is made can be fetched for the keystores", "local", (), "", verdict)


class _Journal:
    """The runner's view of the record: outcomes, kept at once."""

    def __init__(self, session: OpenSession) -> None:
        self._session = session

    @property
    def outcomes(self) -> Mapping[str, Outcome]:
        return self._session.outcomes

    def record(self, key: str, outcome: Outcome) -> None:
        self._session.record_outcome(key, outcome)
