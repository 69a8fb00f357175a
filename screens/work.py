"""Work: what is being worked on in this run: the library, and the draft or the open session of one connection."""

from collections.abc import Mapping

from screens.tried import Tried
from screens.widgets.stages import Stage
from wizard.engine.draft import Draft
from wizard.engine.library import Library
from wizard.engine.marks import lacking
from wizard.engine.session import OpenSession
from wizard.errors import WizardError
from wizard.plan.result import Finding
from wizard.plan.standing import first_open
from wizard.plan.step import Plan
from wizard.scenario.answers import Answers
from wizard.scenario.model import SideName
from wizard.scenario.questions.asking import asked


class Work:
    """Either a draft (Route, Ask) or an open session (Plan, Run, Export) at a time, never both."""

    def __init__(self, library: Library, *, practice: bool = False) -> None:
        self.library = library
        self.practice = practice
        self.draft: Draft | None = None
        self.session: OpenSession | None = None
        self.findings: Mapping[str, Finding] = {}
        """The last finding of each check, by code: what the wire shows."""
        self.tried = Tried()
        """What is known against secrets that are kept."""
        self.names: Mapping[SideName, str] = {}
        """What the clusters call themselves, once they were asked."""
        self.keyring_trouble = ""
        """Why the keyring is not used in this run; empty where it is, or where memory was wanted from the start."""

    @property
    def name(self) -> str:
        """What the top bar calls it."""
        if self.session:
            return self.session.plan.scenario.alias
        return self.draft.name if self.draft and self.draft.name else "new connection"

    @property
    def unkept(self) -> bool:
        """True when there are answers that nothing but this run remembers."""
        return self.draft is not None and self.draft.record is None and bool(self.draft.given)

    @property
    def plan(self) -> Plan | None:
        """The plan of the open session."""
        return self.session.plan if self.session else None

    @property
    def answers(self) -> Answers:
        """The answers that stand, of draft or session."""
        if self.session:
            return self.session.answers
        return self.draft.answers if self.draft else Answers()

    @property
    def done(self) -> frozenset[Stage]:
        """The stages that are behind us."""
        if self.session is None:
            answered = self.draft is not None and "remote.environment" in self.draft.given
            return frozenset({"route"}) if answered else frozenset()
        stages: set[Stage] = {"route", "ask"}
        if self.session.outcomes:
            stages.add("plan")
        if not self.unfinished_step:
            stages.add("run")
        return frozenset(stages)

    @property
    def unfinished_step(self) -> str:
        """The key of the first step that is not settled; empty when all are."""
        if self.session is None:
            return ""
        step = first_open(self.session.plan, self.session.outcomes)
        return step.key if step else ""

    def found(self, finding: Finding, *, typed: bool = False) -> None:
        """Remember what a check found last. `typed`: of an answer that is not kept yet."""
        self.findings = {**self.findings, finding.code: finding}
        if not typed:
            self.tried.heard(finding)
        if name := finding.verdict.cluster:
            self.names = {**self.names, "local" if finding.side == "local" else "remote": name}

    def begin(self, answers: Answers | None = None) -> Draft:
        """A new draft."""
        self.close()
        self.findings, self.names, self.tried = {}, {}, Tried()
        self.draft = Draft(self.library.seams, answers=answers)
        return self.draft

    @property
    def refused(self) -> str:
        """The first secret that is kept and that its cluster does not accept; empty when there is none."""
        ids = [row.id for row in asked(self.answers) if row.id in self.tried.refused]
        return next((id for id in ids if self.draft is None or self.draft.has_secret(id)), "")

    @property
    def lacking(self) -> str:
        """The first secret that has to be asked for again before anything can be run; empty when there is none."""
        if self.session is not None:
            return next(iter(self.session.lacking), "")
        return _lacking(self.draft) if self.draft is not None else ""

    @property
    def forgets(self) -> bool:
        """True when secrets are lost with this run, since they are in its memory alone."""
        if self.session is not None:
            return self.session.in_memory
        if self.draft is None or self.library.uses_keyring:
            return False
        ids = [row.id for row in self.draft.rows() if row.secret]
        return any(self.draft.has_secret(id) and not self.draft.outside(id) for id in ids)

    @property
    def had_secrets(self) -> bool:
        """True when an earlier run knew secrets of this draft: a mark of one, or a step that was begun, is left."""
        draft = self.draft
        return draft is not None and draft.record is not None and bool(draft.gone or draft.record.outcomes)

    @property
    def lost_secrets(self) -> bool:
        """True when an earlier run had secrets of this draft, and not only whoever wrote the answers spoke of them."""
        draft = self.draft
        if draft is None or draft.record is None:
            return False
        known = draft.record.answers
        return bool(draft.record.outcomes) or any(id in known and known[id].source != "given" for id in draft.gone)

    def use_memory(self, trouble: str = "") -> None:
        """Secrets stay in memory until the app is left: one memory for all that is open or will be opened."""
        if self.library.seams.vault.lasting:
            self.library = self.library.over_memory()
            self.keyring_trouble = trouble
        memory = self.library.seams.vault
        if self.draft is not None:
            self.draft.use_memory(memory)
        if self.session is not None:
            self.session.use_memory(memory)

    def resume(self, id_or_name: str) -> None:
        """Take up a session: its plan where answers and secrets are there, else the draft. Reads; raises SessionError.

        After it `lacking` names a secret that was in the memory of an earlier run, or in its environment.
        """
        self.close()
        self.findings, self.names, self.tried = {}, {}, Tried()
        draft = Draft(self.library.seams, self.library.load(id_or_name))
        draft.hold()
        try:
            session = None if draft.missing("plan") or _lacking(draft) else draft.open()
        except WizardError:
            draft.close()
            raise
        self.session, self.draft = session, None if session else draft

    def open(self) -> OpenSession:
        """From the draft to the session. Raises AnswersError and SessionError."""
        if self.session is None:
            assert self.draft is not None
            self.session, self.draft = self.draft.open(), None
        return self.session

    def edit(self) -> Draft:
        """From the session back to the draft."""
        if self.session is not None:
            record = self.session.record
            self.session.close()
            self.session = None
            draft = Draft(self.library.seams, record)
            draft.hold()
            self.draft = draft
        if self.draft is None:
            return self.begin()
        return self.draft

    def put_aside(self) -> None:
        """Close what is recorded; a draft that has no record yet stays, since nothing else remembers it."""
        if self.draft is None or self.draft.record is not None:
            self.close()

    def close(self) -> None:
        """Give back what is open."""
        if self.session:
            self.session.close()
        if self.draft:
            self.draft.close()
        self.session = self.draft = None


def _lacking(draft: Draft) -> str:
    answers = draft.answers
    gone = (id for id in draft.gone if id not in answers and not draft.has_secret(id))
    # While questions are under way, what is open was never answered: it is asked in its turn.
    called_for = () if draft.missing("plan") else lacking(answers, draft.has_secret)
    return next(iter((*called_for, *gone)), "")
