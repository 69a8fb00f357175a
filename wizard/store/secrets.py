"""The secrets of one session: from the environment, a file, the keyring or memory, each asked for once per run."""

from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import Future
from pathlib import Path
from threading import Lock
from typing import Literal, TypeVar

from wizard.errors import VaultError
from wizard.redact import Redactor
from wizard.scenario.model import KEY, Ref, variable_of
from wizard.scenario.questions.asking import question
from wizard.scenario.questions.parsing import secret_line
from wizard.store.secret_file import read_secret
from wizard.store.vault import Vault

T = TypeVar("T")

SecretSource = Literal["environment", "file", "keyring", "memory"]
"""Strongest first."""


def service_of(session_id: str, ref: Ref) -> str:
    """The service under which a secret of a session is kept: a distinct one each."""
    return f"remote-cluster-wizard:{session_id}:{ref.name}"


class Secrets:
    """Reads and keeps the secrets of one session; may be used from several threads.

    `files`: path by the name of a Ref. `names`: those that an earlier run kept in the keyring, which cannot list.
    `redactor` is told every value that is read or kept. What the environment or a file gives is never copied.
    """

    def __init__(
        self,
        vault: Vault,
        session_id: str,
        *,
        environ: Mapping[str, str],
        files: Mapping[str, Path],
        names: Iterable[str] = (),
        redactor: Redactor | None = None,
    ) -> None:
        self._vault = vault
        self._session_id = session_id
        self._environ = environ
        self._files = files
        self._names = dict.fromkeys(names)
        self._redactor = redactor or Redactor()
        self._lock = Lock()
        self._reads: dict[str, Future[str | None]] = {}
        self._trouble: VaultError | None = None

    @property
    def vault(self) -> Vault:
        """Where secrets are kept."""
        return self._vault

    def use(self, vault: Vault) -> None:
        """Keep secrets there from now on (memory, when the keyring fails in mid-run); what was read stays known."""
        with self._lock:
            for name, read in self._reads.items():
                ref = Ref(name, secret=True)
                if read.done() and not read.exception() and (value := read.result()) and not self._outside(ref):
                    vault.set(service_of(self._session_id, ref), value)
            self._vault = vault
            self._trouble = None

    @property
    def trouble(self) -> VaultError | None:
        """What the vault refused last; None when it did what it was asked last."""
        return self._trouble

    def probe(self) -> None:
        """Try the vault before a secret is made that must not be lost. Raises VaultError."""
        self._of_vault(self._vault.probe)

    @property
    def names(self) -> tuple[str, ...]:
        """Names that the keyring holds, or may hold: a write that was not answered may still have happened."""
        with self._lock:
            return tuple(self._names)

    def value_of(self, ref: Ref) -> str:
        """The secret. Raises VaultError: nowhere to be found, a bad file, or trouble with the keyring."""
        value = self._value(ref)
        if value is None:
            raise _missing(ref)
        return value

    def has(self, ref: Ref) -> bool:
        """True when there is a value for it. Raises VaultError like `value_of`, except for one that is nowhere."""
        return self._value(ref) is not None

    def given_outside(self, ref: Ref) -> bool:
        """True when the environment or a file gives it."""
        return self._outside(ref) is not None

    def at_hand(self, ref: Ref) -> bool:
        """True when there is a value for it, as far as can be told without asking the keyring (again)."""
        if self._outside(ref):
            return True
        if self._vault.lasting:
            with self._lock:
                read = self._reads.get(ref.name)
                gone = read is not None and read.done() and not read.exception() and read.result() is None
                return ref.name in self._names and not gone
        return self._vault.get(service_of(self._session_id, ref)) is not None

    def source_of(self, ref: Ref) -> SecretSource | None:
        """Where the value comes from; None when it is nowhere. Raises VaultError like `has`."""
        if outside := self._outside(ref):
            return outside
        if self._value(ref) is None:
            return None
        return "keyring" if self._vault.lasting else "memory"

    def keep(self, ref: Ref, value: str) -> None:
        """Keep a secret that was typed or made. Raises VaultError.

        Refused where the environment or a file gives another value: that one would win, and this one never be used.
        """
        _must_be_secret(ref)
        if not value:
            raise VaultError(f"{ref.name} is empty and was not kept.", kind="unfit", hint="Give a value.")
        value = _usable(value, f"{ref.name} was not kept.", "Give it again.")
        self._redactor.know(ref.name, value)
        if (outside := self._outside(ref)) and self._value(ref) != value:
            where = variable_of(ref) if outside == "environment" else str(self._files[ref.name])
            raise VaultError(
                f"{ref.name} was not kept: {where} gives another value, and that one wins.",
                kind="refused",
                hint=f"{_take_away(outside, where)} Then start again.",
            )
        if outside:
            return
        with self._lock:
            known_before = ref.name in self._names
            if self._vault.lasting:
                self._names[ref.name] = None
            self._reads.pop(ref.name, None)
        try:
            self._of_vault(lambda: self._vault.set(service_of(self._session_id, ref), value))
        except VaultError as error:
            if not known_before and error.kind not in ("silent", "locked"):
                with self._lock:
                    self._names.pop(ref.name, None)
            raise
        self._settle(ref, value)

    def forget(self, ref: Ref) -> None:
        """Remove what is kept; nothing kept is fine. Raises VaultError, and then the name stays in `names`.

        What the environment or a file gives stays: `source_of` says so.
        """
        _must_be_secret(ref)
        self._of_vault(lambda: self._vault.delete(service_of(self._session_id, ref)))
        with self._lock:
            self._names.pop(ref.name, None)
            if not self._outside(ref):
                self._reads.pop(ref.name, None)

    def _value(self, ref: Ref) -> str | None:
        """The value from the first source that has one; read by the first thread, waited for by the others."""
        _must_be_secret(ref)
        with self._lock:
            read = self._reads.get(ref.name)
            mine = read is None
            if read is None:
                read = self._reads[ref.name] = Future()
        if not mine:
            return read.result()
        try:
            value = self._read(ref)
        except BaseException as error:
            with self._lock:
                if self._reads.get(ref.name) is read:
                    del self._reads[ref.name]  # asked again next time: the person may have unlocked the keyring
            read.set_exception(error)
            raise
        if value is not None:
            self._redactor.know(ref.name, value)
        read.set_result(value)
        return value

    def _read(self, ref: Ref) -> str | None:
        match self._outside(ref):
            case "environment":
                variable = variable_of(ref)
                return _usable(self._environ[variable], f"{variable} cannot be used.", "Set it to the secret alone.")
            case "file":
                return read_secret(self._files[ref.name], ref.name)
            case _:
                value = self._of_vault(lambda: self._vault.get(service_of(self._session_id, ref)))
        if value is not None and self._vault.lasting:
            with self._lock:
                self._names[ref.name] = None  # kept just before a crash: the index did not hear of it
        return value

    def _of_vault(self, call: Callable[[], T]) -> T:
        try:
            done = call()
        except VaultError as error:
            self._trouble = error
            raise
        self._trouble = None
        return done

    def _settle(self, ref: Ref, value: str) -> None:
        read: Future[str | None] = Future()
        read.set_result(value)
        with self._lock:
            self._reads[ref.name] = read

    def _outside(self, ref: Ref) -> Literal["environment", "file"] | None:
        """The source outside the vault. The session's own key is made, never given: an old one must not hide it."""
        if ref == KEY:
            return None
        if self._environ.get(variable_of(ref)):
            return "environment"
        return "file" if ref.name in self._files else None


def _must_be_secret(ref: Ref) -> None:
    if not ref.secret:
        raise ValueError(f"{ref} is not a secret: its value is in the session")


def _usable(value: str, headline: str, hint: str) -> str:
    """The secret as it is sent. Raises VaultError, which holds nothing of it."""
    try:
        usable = secret_line(value)
    except ValueError as error:
        problem = str(error)
    else:
        if usable:
            return usable
        problem = "It holds a line end alone."
    raise VaultError(f"{headline} {problem}", kind="unfit", hint=hint)


def _take_away(source: Literal["environment", "file"], where: str) -> str:
    return f"Unset {where}." if source == "environment" else f"Change {where}, or take it out of the answer file."


def _missing(ref: Ref) -> VaultError:
    if ref == KEY:
        return VaultError(
            "The API key of this session is not kept here.",
            kind="missing",
            hint="It was only in the memory of an earlier run, or forgotten. Apply the plan again to make a new one.",
        )
    answer = ref.name.lower().replace("_", ".", 1)
    row = question(answer)
    return VaultError(
        f"The {row.short if row else answer} is not known here.",
        kind="missing",
        hint=(
            "Give it: in the app with g, or on a terminal when you are asked; else set the environment variable "
            f"{variable_of(ref)}, or write `{answer}: {{file: PATH}}` in the answer file."
        ),
    )
