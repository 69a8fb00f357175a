"""The vault in the operating system's keyring: Secret Service, macOS Keychain, Windows Credential Locker."""

import sys
from collections.abc import Callable
from secrets import token_hex
from typing import Protocol, TypeVar, cast

from wizard.clients.deadline import within
from wizard.errors import VaultError
from wizard.store.keyring_advice import MEMORY, Trouble, advice
from wizard.store.vault import UNKNOWN_KEYRING

T = TypeVar("T")

USER = "remote-cluster-wizard"
"""One user for all services: Windows keeps one entry per service and moves it when a second user comes."""

LIMIT = 2400
"""Bytes in UTF-16. Windows takes 2560; the same limit everywhere, so that a session can move."""


class Backend(Protocol):
    """The part of a keyring backend that is used here."""

    def get_password(self, service: str, username: str) -> str | None: ...

    def set_password(self, service: str, username: str, password: str) -> None: ...

    def delete_password(self, service: str, username: str) -> None: ...


class KeyringVault:
    """Keeps secrets in the keyring that the `keyring` library finds, never in a file in plain text.

    `timeout_s`: seconds that one call may take. `backend`: used instead of the one found. `memory`: the words in hints
    that name memory as the way on.
    """

    lasting = True

    def __init__(self, timeout_s: float = 20.0, *, backend: Backend | None = None, memory: str = MEMORY) -> None:
        self._timeout_s = timeout_s
        self._backend = backend
        self._memory = memory

    @property
    def description(self) -> str:
        """Class of the keyring; before the first call, only that there is one."""
        return UNKNOWN_KEYRING if self._backend is None else _class_name(self._backend)

    @property
    def _who(self) -> str:
        return "The keyring" if self._backend is None else f"The keyring ({self.description})"

    def probe(self) -> None:
        """Write, read back, compare and delete a dummy. Raises VaultError."""
        service, dummy = f"{USER}:probe:{token_hex(4)}", token_hex(8)
        self._ask("take a test entry", lambda backend: backend.set_password(service, USER, dummy), quote=True)
        found = self._ask("give a test entry back", lambda backend: backend.get_password(service, USER), quote=True)
        self._delete(service, "remove a test entry")
        if found != dummy:
            raise self._forgetful()

    def get(self, service: str) -> str | None:
        """The value; None when there is none. Raises VaultError."""
        return self._ask("give a secret", lambda backend: backend.get_password(service, USER))

    def set(self, service: str, value: str) -> None:
        """Keep it and read it back. Raises VaultError."""
        size = len(value.encode("utf-16-le", "surrogatepass"))
        if size > LIMIT:
            raise VaultError(
                f"This secret is too long for a keyring: {size} bytes, and {LIMIT} is the most that fits everywhere.",
                kind="unfit",
                hint="Keep it in a file that only you can read and name the file instead.",
                memory=self._memory,
            )
        self._ask("take a secret", lambda backend: backend.set_password(service, USER, value))
        if self.get(service) != value:
            self._delete(service, "remove what it did not keep well")
            raise self._forgetful()

    def delete(self, service: str) -> None:
        """Remove it; nothing to remove is fine. Raises VaultError."""
        self._delete(service, "remove a secret")

    def _delete(self, service: str, doing: str) -> None:
        def remove(backend: Backend) -> bool:
            # Backends raise the same error for "absent" and "denied": what is left decides.
            if backend.get_password(service, USER) is None:
                return True
            backend.delete_password(service, USER)
            return backend.get_password(service, USER) is None

        if not self._ask(doing, remove):
            raise VaultError(
                f"{self._who} did not {doing}.",
                kind="refused",
                hint=advice("refused", sys.platform),
                memory=self._memory,
            )

    def _forgetful(self) -> VaultError:
        return VaultError(
            f"{self._who} does not give back what it was given.",
            kind="unfit",
            hint=advice("unfit", sys.platform),
            memory=self._memory,
        )

    def _ask(self, doing: str, call: Callable[[Backend], T], *, quote: bool = False) -> T:
        """One call under the deadline. `quote`: no secret takes part, so the backend's own words may be shown."""

        def ask() -> T:
            if self._backend is None:
                # Finding a backend talks to the bus, too, and so belongs under the deadline.
                self._backend = _found()
            _check(self._backend, self._memory)
            return call(self._backend)

        trouble: Trouble
        try:
            return within(self._timeout_s, ask, name=f"keyring: {doing}")
        except VaultError:
            raise
        except TimeoutError:
            trouble, words = "silent", f"has not answered for {self._timeout_s:g} s, asked to {doing}."
        except Exception as error:  # backends raise what they like: D-Bus, COM and their own
            trouble = _trouble_of(error)
            said = (
                f" It says: {str(error).rstrip('.') or type(error).__name__}."
                if quote
                else f" ({type(error).__name__})"
            )
            words = f"{_WORDS[trouble]} It was asked to {doing}.{said}"
        # Raised outside the handlers: a foreign error may quote the value, and must not hang on to this one.
        raise VaultError(f"{self._who} {words}", kind=trouble, hint=advice(trouble, sys.platform), memory=self._memory)


_WORDS = {
    "missing": "cannot be used.",
    "locked": "is locked.",
    "refused": "refused.",
}


def _found() -> Backend:
    import keyring

    return cast(Backend, keyring.get_keyring())


def _trouble_of(error: Exception) -> Trouble:
    """Which kind of trouble an error of a backend means."""
    if isinstance(error, ImportError):
        return "missing"
    from keyring.errors import InitError, KeyringLocked, NoKeyringError

    if isinstance(error, NoKeyringError):
        return "missing"
    if isinstance(error, KeyringLocked | InitError):
        # InitError: no collection could be opened, because nobody answered or could be shown the prompt for it.
        return "locked"
    return "refused"


def _class_name(backend: object) -> str:
    kind = type(backend)
    return f"{kind.__module__}.{kind.__qualname__}"


def _check(backend: object, memory: str) -> None:
    """Raise VaultError for backends that hold nothing, lose what they are given, or write it in plain text."""
    names = [f"{kind.__module__}.{kind.__qualname__}" for kind in type(backend).__mro__]
    if "keyring.backends.chainer.ChainerBackend" in names:
        for member in cast("list[object]", getattr(backend, "backends", [])):
            _check(member, memory)
    if "keyring.backends.fail.Keyring" in names:
        hint = advice("missing", sys.platform)
        raise VaultError("No keyring is there to keep secrets.", kind="missing", hint=hint, memory=memory)
    if "keyring.backends.null.Keyring" in names:
        why = "loses everything it is given"
    elif any(name.startswith("keyrings.alt.") or "plaintext" in name.lower() for name in names):
        why = "keeps secrets in a file of its own, not with the operating system"
    else:
        return
    raise VaultError(
        f"The keyring ({_class_name(backend)}) is not used: it {why}.",
        kind="unfit",
        hint=advice("unfit", sys.platform),
        memory=memory,
    )
