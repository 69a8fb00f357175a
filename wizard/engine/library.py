"""What is kept between runs, for a front end: sessions, their secrets, and answer files."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from wizard.engine.seams import Seams
from wizard.engine.session import OpenSession
from wizard.errors import SessionError, VaultError
from wizard.scenario.answers import Answer, Answers
from wizard.scenario.build import build
from wizard.scenario.model import KEY, Ref, secret_ref
from wizard.scenario.questions.asking import question
from wizard.store.secrets import Secrets, SecretSource
from wizard.store.session import BrokenSession, Session
from wizard.store.sessions import MemorySessions, open_elsewhere
from wizard.store.vault import MemoryVault, kept_in, keyring_name
from wizard.version import PROGRAM


@dataclass(frozen=True, slots=True)
class KeptSecret:
    """One secret that a session names: where its value comes from, or what is in the way. Never the value."""

    session: str
    alias: str
    name: str
    source: SecretSource | None
    trouble: str = ""


class Library:
    """Opens sessions and answers what is kept."""

    def __init__(self, seams: Seams) -> None:
        self.seams = seams

    def begin(self, answers: Answers, files: Mapping[str, Path]) -> OpenSession:
        """Open the session that these answers belong to: one that was begun with the same, else a new one.

        So the same command goes on where an earlier run of it stopped. Raises SessionError and AnswersError.
        """
        with self.seams.sessions.beginning():
            record = self._begun_with(answers) or self.seams.sessions.create(build(answers).alias, answers.to_keep())
            return self._open(record, files, hold=True)

    def open(self, id_or_name: str, *, hold: bool = True) -> OpenSession:
        """Open a session by its id or alias; `hold`: as its one writer. Raises SessionError."""
        return self._open(self.seams.sessions.load(id_or_name), {}, hold=hold)

    def over_memory(self) -> "Library":
        """The same, with secrets in memory for this run instead of the keyring."""
        return Library(replace(self.seams, vault=MemoryVault()))

    @property
    def keeps_in(self) -> str:
        """Where secrets go, in words."""
        return kept_in(self.seams.vault)

    @property
    def uses_keyring(self) -> bool:
        """False where secrets stay in memory."""
        return self.seams.vault.lasting

    @property
    def keyring(self) -> str:
        """What people call the keyring; empty where none is used, and before it was asked anything."""
        return keyring_name(self.seams.vault) if self.uses_keyring else ""

    def probe_vault(self) -> None:
        """Try the keyring before a secret is asked for or made. Raises VaultError with the ways to get one."""
        self.seams.vault.probe()

    def without_record(self, answers: Answers, files: Mapping[str, Path]) -> OpenSession:
        """For looking only: the session that was begun with these answers, else one that leaves nothing behind."""
        if begun := self._begun_with(answers):
            return self._open(begun, files, hold=False)
        sessions = MemorySessions()
        # No keyring is asked: it holds nothing for a session that nobody kept.
        seams = replace(self.seams, sessions=sessions, vault=MemoryVault())
        record = sessions.create(answers.text("alias"), answers.to_keep())
        return OpenSession(seams, record, files=files, recorded=False)

    def sessions(self) -> tuple[Session | BrokenSession, ...]:
        """Every session, the last used first, then what could not be read."""
        return self.seams.sessions.all()

    def load(self, id_or_name: str) -> Session:
        """One session, to be shown. Raises SessionError."""
        return self.seams.sessions.load(id_or_name)

    def open_in(self, session_id: str) -> str:
        """The process of another run that has this session open; empty when none has."""
        return self.seams.sessions.writer(session_id)

    def refuse_if_open(self, session_id: str) -> None:
        """Raises SessionError, naming the process, when another run has it open."""
        if process := self.open_in(session_id):
            raise open_elsewhere(session_id, process)

    def refuse_without_room(self) -> None:
        """Raises SessionError when no session could be kept, so that nobody answers questions for nothing."""
        self.seams.sessions.try_writing()

    def remove(self, id_or_name: str) -> tuple[str, ...]:
        """Delete a session and its secrets; returns the names of secrets that could not be deleted.

        While there are such, the session stays: it alone can name them. A session file that cannot be read is deleted
        by its id. Raises SessionError.
        """
        broken = next(
            (each for each in self.sessions() if isinstance(each, BrokenSession) and each.id == id_or_name), None
        )
        if broken:
            self.seams.sessions.remove(broken.id)
            return ()
        session = self.seams.sessions.load(id_or_name)
        left = self.forget(session.id)
        if not left:
            self.seams.sessions.remove(session.id)
        return left

    def secrets(self) -> tuple[KeptSecret, ...]:
        """Every secret that a session keeps in the keyring."""
        return tuple(
            self._kept(session, name)
            for session in self.sessions()
            if isinstance(session, Session)
            for name in session.secrets
        )

    def forget(self, session_id: str) -> tuple[str, ...]:
        """Delete a session's secrets from the keyring; returns the names of those that could not be deleted.

        With secrets in memory in this run the keyring cannot be asked, so all of them are left. Raises SessionError:
        unknown, or open in another run, which may need them.
        """
        with self.seams.sessions.claim(session_id):
            session = self.seams.sessions.load(session_id)
            kept = self._secrets_of(session)
            left = [] if self.seams.vault.lasting else list(session.secrets)
            for name in session.secrets if self.seams.vault.lasting else ():
                try:
                    kept.forget(Ref(name, secret=True))
                except VaultError:
                    left.append(name)
            answers = _unmarked(session, set(session.secrets) - set(left))
            self.seams.sessions.save(replace(session, secrets=tuple(left), answers=answers))
        return tuple(left)

    def key_of(self, id_or_name: str) -> str:
        """The cross-cluster API key that a session made, for a pipe to a node. Raises SessionError and VaultError."""
        session = self.seams.sessions.load(id_or_name)
        secrets = self._secrets_of(session)
        if not secrets.has(KEY):
            raise SessionError(
                f"The session {session.id} keeps no API key.",
                hint=f"Its step that makes one has not been done: {PROGRAM} apply --session {session.id}",
            )
        return secrets.value_of(KEY)

    def _begun_with(self, answers: Answers) -> Session | None:
        alias, given = build(answers).alias, _given(answers)
        for session in self.sessions():
            if isinstance(session, Session) and session.name == alias and _given(session.answers) == given:
                return session
        return None

    def _open(self, session: Session, files: Mapping[str, Path], *, hold: bool) -> OpenSession:
        opened = OpenSession(self.seams, session, files=files)
        if hold:
            opened.hold()
        return opened

    def _secrets_of(self, session: Session) -> Secrets:
        return Secrets(self.seams.vault, session.id, environ={}, files={}, names=session.secrets)

    def _kept(self, session: Session, name: str) -> KeptSecret:
        if not self.seams.vault.lasting:
            return KeptSecret(session.id, session.name, name, None, "in a keyring that this run does not use")
        try:
            source = self._secrets_of(session).source_of(Ref(name, secret=True))
        except VaultError as error:
            return KeptSecret(session.id, session.name, name, None, error.headline)
        return KeptSecret(session.id, session.name, name, source)


def _given(answers: Mapping[str, Answer]) -> dict[str, Answer]:
    """What a person answered. Not where a secret comes from: that may be another place each time."""
    return {
        id: answer
        for id, answer in answers.items()
        if answer.source == "given" and not ((row := question(id)) and row.secret)
    }


def _unmarked(session: Session, forgotten: Collection[str]) -> dict[str, Answer]:
    """The answers without the marks of secrets that are gone, so that they are asked for again."""
    return {
        id: answer
        for id, answer in session.answers.items()
        if not (answer.value is True and answer.source in ("kept", "found") and secret_ref(id).name in forgotten)
    }
