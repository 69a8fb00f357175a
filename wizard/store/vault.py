"""The seam to where secrets are kept, and the vault that forgets them when the run ends."""

from typing import Protocol

UNKNOWN_KEYRING = "keyring of the operating system"
"""The description of a keyring that nobody has asked anything yet."""


class Vault(Protocol):
    """Keeps secrets, each under a service name of its own. Values never show in an error or a repr."""

    @property
    def description(self) -> str:
        """Who holds the secrets, for reports: the class of the keyring, or "memory of this run"."""
        ...

    @property
    def lasting(self) -> bool:
        """True when what is kept is still there in the next run."""
        ...

    def probe(self) -> None:
        """Write, read back, compare and delete a dummy, so that no secret is asked for and then lost.

        Raises VaultError; its hint says how to get a keyring here and that memory is a way on.
        """
        ...

    def get(self, service: str) -> str | None:
        """The value; None when there is none. Raises VaultError."""
        ...

    def set(self, service: str, value: str) -> None:
        """Keep it and read it back. Raises VaultError when it is too long or does not come back the same."""
        ...

    def delete(self, service: str) -> None:
        """Remove it; nothing to remove is fine. Raises VaultError."""
        ...


def kept_in(vault: Vault) -> str:
    """Where secrets go, in words: the one place that says it."""
    if not vault.lasting:
        return "memory until you leave"
    name = keyring_name(vault)
    return f"the keyring ({name})" if name else "the keyring"


def keyring_name(vault: Vault) -> str:
    """What people call this keyring: of its class only what they know; empty while none was found."""
    known = {"SecretService": "Secret Service", "macOS": "Keychain", "Windows": "Credential Locker"}
    if vault.description == UNKNOWN_KEYRING:
        return ""
    return next((known[part] for part in vault.description.split(".") if part in known), vault.description)


class MemoryVault:
    """Keeps secrets until the run ends; nothing of it is ever written."""

    description = "memory of this run"
    lasting = False

    def __init__(self) -> None:
        self._values: dict[str, str] = {}

    def probe(self) -> None:
        """Nothing can fail."""

    def get(self, service: str) -> str | None:
        """The value; None when there is none."""
        return self._values.get(service)

    def set(self, service: str, value: str) -> None:
        """Keep it."""
        self._values[service] = value

    def delete(self, service: str) -> None:
        """Remove it; nothing to remove is fine."""
        self._values.pop(service, None)
