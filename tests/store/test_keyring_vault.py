"""The keyring vault meets backends that misbehave; real ones are in test_real_keyring.py."""

import threading
import time
import traceback
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from keyring.backends import fail, null
from keyring.errors import InitError, KeyringLocked, NoKeyringError, PasswordDeleteError, PasswordSetError

from tests.contract.vault_contract import VaultContract
from wizard.errors import VaultError
from wizard.store.keyring_advice import MEMORY_KEY, advice
from wizard.store.keyring_vault import LIMIT, USER, Backend, KeyringVault
from wizard.store.vault import Vault

SERVICE = "remote-cluster-wizard:0a1b2c3d:LOCAL_SECRET"
VALUE = "hunter22-is-my-password"


class Obedient:
    """A backend that does as Secret Service does: None for what is absent, an error for deleting it."""

    def __init__(self) -> None:
        self.entries: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.entries.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.entries[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        if self.entries.pop((service, username), None) is None:
            raise PasswordDeleteError("No such password!")


class Forgetful(Obedient):
    """Gives back something else than it was given."""

    def get_password(self, service: str, username: str) -> str | None:
        value = super().get_password(service, username)
        return value and value[:-1]


class Clinging(Obedient):
    """Does not delete."""

    def delete_password(self, service: str, username: str) -> None:
        raise PasswordDeleteError("denied")


class Failing(Obedient):
    """Raises the error that it was given for the value, with the value in it."""

    def __init__(self, error: Callable[[str], Exception]) -> None:
        super().__init__()
        self.error = error

    def set_password(self, service: str, username: str, password: str) -> None:
        try:
            raise ValueError(f"inner: {password}")
        except ValueError as inner:
            raise self.error(password) from inner

    def get_password(self, service: str, username: str) -> str | None:
        raise self.error(VALUE)


class Blocking(Obedient):
    """Never answers, like a prompt that nobody sees."""

    def __init__(self) -> None:
        super().__init__()
        self.released = threading.Event()

    def set_password(self, service: str, username: str, password: str) -> None:
        self.released.wait()
        super().set_password(service, username, password)

    def get_password(self, service: str, username: str) -> str | None:
        self.released.wait()
        return super().get_password(service, username)


class PlaintextKeyring(Obedient):
    """Named as the one of keyrings.alt that writes a plain file."""


class DerivedKeyring(PlaintextKeyring):
    """Hides behind another name."""


FileKeyring = type("Keyring", (Obedient,), {"__module__": "keyrings.alt.file"})


class ForeignError(Exception):
    """As a raw D-Bus error: of no class that keyring knows."""


class TestKeyringVault(VaultContract):
    @pytest.fixture
    def vault(self) -> Vault:
        return KeyringVault(backend=Obedient())

    def test_it_names_the_backend_and_lasts(self, vault: Vault) -> None:
        assert (vault.description, vault.lasting) == ("tests.store.test_keyring_vault.Obedient", True)


@pytest.fixture
def blocking() -> Iterator[Blocking]:
    backend = Blocking()
    yield backend
    backend.released.set()


def each_call(vault: Vault) -> tuple[Callable[[], Any], ...]:
    return (
        vault.probe,
        lambda: vault.set(SERVICE, VALUE),
        lambda: vault.get(SERVICE),
        lambda: vault.delete(SERVICE),
    )


def everything_in(error: BaseException) -> str:
    """The words of an error, its traceback and all that hangs on it."""
    return (
        "".join(traceback.format_exception(error)) + repr(error.args) + repr(error.__cause__) + repr(error.__context__)
    )


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (NoKeyringError, "missing"),
        (InitError, "locked"),
        (KeyringLocked, "locked"),
        (PasswordSetError, "refused"),
        (ForeignError, "refused"),
        (OSError, "refused"),
    ],
)
def test_an_error_of_a_backend_says_the_way_on_and_not_the_value(error: type[Exception], kind: str) -> None:
    vault = KeyringVault(backend=Failing(lambda value: error(f"cannot store {value}")))

    for call in each_call(vault)[1:]:
        with pytest.raises(VaultError) as seen:
            call()
        assert seen.value.kind == kind
        assert error.__name__ in seen.value.headline
        assert "memory for this run" in seen.value.hint
        assert (seen.value.__cause__, seen.value.__context__) == (None, None)
        assert VALUE not in everything_in(seen.value)


def test_a_probe_quotes_the_backend_since_only_a_dummy_is_at_stake() -> None:
    vault = KeyringVault(backend=Failing(lambda _: ForeignError("org.freedesktop.secrets was not provided")))

    with pytest.raises(VaultError, match=r"org\.freedesktop\.secrets was not provided"):
        vault.probe()


def test_a_backend_that_never_answers(blocking: Blocking) -> None:
    vault = KeyringVault(timeout_s=0.2, backend=blocking)

    for call in each_call(vault):
        started = time.monotonic()
        with pytest.raises(VaultError, match=r"has not answered for 0\.2 s") as seen:
            call()
        assert time.monotonic() - started < 1
        assert seen.value.kind == "silent"
        assert "then try again" in seen.value.hint
        assert VALUE not in everything_in(seen.value)


def test_a_backend_that_does_not_give_back_what_it_was_given() -> None:
    backend = Forgetful()
    vault = KeyringVault(backend=backend)

    for call in each_call(vault)[:2]:
        with pytest.raises(VaultError, match="does not give back") as seen:
            call()
        assert seen.value.kind == "unfit"
        assert VALUE not in everything_in(seen.value)
    assert backend.entries == {}


def test_a_backend_that_does_not_delete() -> None:
    vault = KeyringVault(backend=Clinging())
    vault.set(SERVICE, VALUE)

    with pytest.raises(VaultError, match="remove a secret") as seen:
        vault.delete(SERVICE)
    assert seen.value.kind == "refused"


@pytest.mark.parametrize(
    ("made", "kind"),
    [
        (null.Keyring, "unfit"),
        (fail.Keyring, "missing"),
        (PlaintextKeyring, "unfit"),
        (DerivedKeyring, "unfit"),
        (FileKeyring, "unfit"),
    ],
)
def test_backends_that_do_not_keep_secrets_are_never_written_to(made: Callable[[], Backend], kind: str) -> None:
    backend = made()
    vault = KeyringVault(backend=backend)

    for call in each_call(vault):
        with pytest.raises(VaultError) as seen:
            call()
        assert seen.value.kind == kind
    assert getattr(backend, "entries", {}) == {}


def test_a_value_that_would_not_fit_everywhere_is_refused_before_it_is_sent() -> None:
    backend = Obedient()
    vault = KeyringVault(backend=backend)

    vault.set(SERVICE, "🔑" * (LIMIT // 4))
    with pytest.raises(VaultError, match="2404 bytes, and 2400") as seen:
        vault.set(SERVICE, "🔑" * (LIMIT // 4 + 1))
    assert seen.value.kind == "unfit"
    assert "file" in seen.value.hint
    assert backend.entries == {(SERVICE, USER): "🔑" * (LIMIT // 4)}


def test_without_a_bus_the_library_finds_no_backend() -> None:
    # tests/store/conftest.py points the library at its own backend for "none".
    with pytest.raises(VaultError, match="No keyring") as seen:
        KeyringVault().probe()
    assert seen.value.kind == "missing"


@pytest.mark.parametrize(
    ("platform", "backend"),
    [("linux", "Secret Service"), ("darwin", "macOS Keychain"), ("win32", "Windows Credential Locker")],
)
def test_the_advice_names_the_missing_backend_and_leaves_memory_to_the_front_end(platform: str, backend: str) -> None:
    assert backend in advice("missing", platform)
    for trouble in ("missing", "locked", "silent", "refused", "unfit"):
        assert "memory" not in advice(trouble, platform)


def test_the_way_on_is_named_in_the_words_of_the_front_end() -> None:
    with pytest.raises(VaultError) as seen:
        KeyringVault(memory=MEMORY_KEY).probe()
    assert seen.value.hint.endswith(MEMORY_KEY)
    assert "--memory" not in seen.value.hint
    assert "memory" not in seen.value.mend
