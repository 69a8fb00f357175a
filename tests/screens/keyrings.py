"""Keyrings that do not do as they are told."""

from tests.screens.clusters import Keyring
from wizard.errors import VaultError

WAY = "Or m: keep secrets in memory until you leave."


class Locking(Keyring):
    """A keyring that can be locked: all of it, or for one secret alone."""

    def __init__(self) -> None:
        super().__init__()
        self._locked: str | None = None

    def lock(self, name: str = "") -> None:
        """From now on it refuses the secret of this name; without one, everything."""
        self._locked = name

    def unlock(self) -> None:
        """It does again as it is told."""
        self._locked = None

    def set(self, service: str, value: str) -> None:
        """Keep it, unless it is locked."""
        self._open(service)
        super().set(service, value)

    def get(self, service: str) -> str | None:
        """Read it, unless it is locked."""
        self._open(service)
        return super().get(service)

    def probe(self) -> None:
        """Try it."""
        self._open("")

    def _open(self, service: str) -> None:
        if self._locked is not None and self._locked in ("", service.rpartition(":")[2]):
            raise VaultError("The keyring is locked.", kind="locked", hint="Unlock it.", memory=WAY)


class Clinging(Keyring):
    """Lets go of nothing."""

    def delete(self, service: str) -> None:
        """It refuses."""
        raise VaultError("The keyring refused.", kind="refused", hint="Look why.")
