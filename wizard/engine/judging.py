"""Judging: what can be said of answers that are not complete yet. Only reads."""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass

from wizard.doctor.check import Check
from wizard.doctor.examine import examine
from wizard.engine.ca_file import ca_file_problem
from wizard.engine.discover import SIDES, Discovered, found_answers
from wizard.engine.draft_look import DraftLook
from wizard.engine.draft_secrets import DraftSecrets
from wizard.engine.node_addresses import node_addresses
from wizard.engine.redacting import redacted
from wizard.engine.seams import Seams
from wizard.engine.sketch import complete
from wizard.errors import AnswersError
from wizard.plan.result import Finding
from wizard.scenario.answers import Answers, Value
from wizard.scenario.model import Login, Scenario, SideName, secret_ref
from wizard.scenario.questions.asking import settle
from wizard.scenario.questions.question import Question, Stage
from wizard.scenario.questions.remote import MAKE

SEES_BY_ITSELF = ("RC-REACH-", "RC-TRUST-", "RC-LOCAL-001", "RC-REMOTE-001")
"""Checks that need no login."""
SEARCHER = "search.secret"
SIGNS_IN_APART = "RC-LOCAL-009"
"""The check that signs in as the person who will search, with a password of their own."""


@dataclass(frozen=True, slots=True)
class Judging:
    """The answers of one moment, as given or found: they stay those, however long a judgement takes."""

    seams: Seams
    answers: Answers
    secrets: DraftSecrets

    def scenario(self, id: str = "", value: Value | None = None, *, tried: Collection[str] = ()) -> Scenario:
        """The scenario so far, with this answer in place; what is missing is stood in for. Raises AnswersError.

        `tried`: ids of secrets that count as given, besides those that are at hand.
        """
        answers = self.answers.with_answer(id, value, "given") if value is not None else self.answers
        # A user without a password would make every look fail for that reason alone.
        alone = (side for side in SIDES if f"{side}.secret" not in tried and not self.secrets.has(f"{side}.secret"))
        answers = answers.without(*(f"{side}.user" for side in alone))
        if SEARCHER in tried or self.secrets.has(SEARCHER):
            answers = answers.with_answer(SEARCHER, True, "kept")
        return complete(answers)

    def codes(self, row: Question) -> tuple[str, ...]:
        """The checks that can judge this answer now; what has to sign in is left out while it cannot."""
        return tuple(code for code in row.about if code.startswith(SEES_BY_ITSELF) or self._signs_in(row, code))

    def judge(
        self, row: Question, value: Value | None = None, *, secret: str = "", on: Callable[[Check], None] | None = None
    ) -> Iterator[Finding]:
        """Judge one answer by the checks that its question names. A secret is used for this and not kept."""
        codes = self.codes(row)
        tried = self.secrets.tried
        try:
            if row.secret and secret:
                self.seams.redactor.know(secret_ref(row.id).name, secret)
                tried = {**tried, row.id: secret}
                scenario = self.scenario(tried=tried)
            else:
                scenario = self.scenario(row.id, value)
        except AnswersError:
            return iter(())
        return self._judged(scenario, codes, tried, on)

    def discover(self, side: SideName) -> Iterator[Discovered]:
        """What a cluster says of itself: version, licence, and the addresses of its nodes if they answer from here."""
        scenario, tried = self.scenario(), self.secrets.tried
        url, login = scenario.side(side).url, scenario.side(side).login

        def look_round() -> Iterator[Discovered]:
            with self._look(scenario, tried) as look:
                found = {id: value for id, value in found_answers(look).items() if id.startswith(f"{side}.")}
                yield Discovered(side, found, url, login)
                if addresses := node_addresses(look, side):
                    yield Discovered(side, {f"{side}.node_urls": addresses}, url, login)

        return look_round()

    def asked_of(self, side: SideName) -> tuple[str, Login | None] | None:
        """Where, and as whom, that cluster is asked; None while the answers make no scenario."""
        try:
            asked = self.scenario().side(side)
        except AnswersError:
            return None
        return asked.url, asked.login

    def file_problem(self, row: Question, path: str, stage: Stage) -> Iterator[tuple[str, bool]]:
        """What is wrong with a CA file of this machine, and whether that stops; read when it is iterated."""
        of_interface = row.id == "remote.interface_ca"
        made_later = stage == "plan" or settle(self.answers).text("remote.interface_certificate") == MAKE

        def read() -> Iterator[tuple[str, bool]]:
            yield ca_file_problem(path, may_come=of_interface and made_later, leaf_ok=not of_interface)

        return read()

    def _signs_in(self, row: Question, code: str) -> bool:
        side = "remote" if code.startswith("RC-REMOTE-") else "local"
        if code == SIGNS_IN_APART and row.id != SEARCHER and not self.secrets.has(SEARCHER):
            return False
        has_url = row.id == f"{side}.url" or bool(self.answers.text(f"{side}.url"))
        return has_url and (row.id == f"{side}.secret" or self.secrets.has(f"{side}.secret"))

    def _judged(
        self, scenario: Scenario, codes: tuple[str, ...], tried: Mapping[str, str], on: Callable[[Check], None] | None
    ) -> Iterator[Finding]:
        with self._look(scenario, tried) as look:
            for finding in examine(look, codes, on=on):
                yield redacted(finding, self.seams.redactor)

    def _look(self, scenario: Scenario, tried: Mapping[str, str]) -> DraftLook:
        by_ref = {secret_ref(id): value for id, value in tried.items()}
        return DraftLook(self.seams, scenario, self.secrets.kept, by_ref)
