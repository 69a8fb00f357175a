"""Values: what the Refs of an open session stand for: secrets from where they are kept, the rest from its record."""

from collections.abc import Mapping
from dataclasses import replace

from wizard.engine.record import Record
from wizard.errors import VaultError
from wizard.scenario.model import SESSION, Ref
from wizard.store.secrets import Secrets


class Values:
    """May be used from several threads."""

    def __init__(self, record: Record, secrets: Secrets) -> None:
        self.secrets = secrets
        self._record = record
        self._tried: dict[Ref, str] = {}
        self._naming: tuple[str, ...] = ()

    def value_of(self, ref: Ref) -> str:
        """The value. Raises VaultError."""
        if ref in self._tried:
            return self._tried[ref]
        if ref.secret:
            value = self.secrets.value_of(ref)
            self._note_names()
            return value
        if ref == SESSION:
            return self._record.kept.id
        try:
            return self._record.kept.values[ref.name]
        except KeyError:
            raise VaultError(
                f"{ref} is not known yet.",
                kind="missing",
                hint="An earlier step makes it; run the plan from its start.",
            ) from None

    def has(self, ref: Ref) -> bool:
        """True when `value_of` would answer."""
        if ref.secret:
            return ref in self._tried or self.secrets.has(ref)
        return ref == SESSION or ref.name in self._record.kept.values

    def try_secret(self, ref: Ref, value: str) -> None:
        """Use a secret without keeping it, so that it can be judged first; `keep` keeps it."""
        self._tried[ref] = value

    def keep(self, ref: Ref, value: str) -> None:
        """Keep a value: a secret in the vault, its name and everything else in the record."""
        if not ref.secret:
            self._record.change(lambda record: replace(record, values={**record.values, ref.name: value}))
            return
        self._tried.pop(ref, None)
        # The name first: a keyring cannot list, and what nobody can name can never be forgotten.
        self._note_names(keeping=ref.name)
        try:
            # Without the lock of the record: a keyring may take as long as its owner needs to unlock it.
            self.secrets.keep(ref, value)
        finally:
            self._note_names(kept=ref.name)

    def forget(self, ref: Ref) -> None:
        """Forget a value that a step made."""
        if ref.secret:
            self.secrets.forget(ref)
            self._note_names()
        else:
            self._record.change(lambda record: replace(record, values=_without(record.values, ref.name)))

    def _note_names(self, *, keeping: str = "", kept: str = "") -> None:
        """The record names what the keyring holds, and what is on its way there; memory is nothing to a later run."""
        with self._record.lock:
            self._naming = tuple(name for name in (*self._naming, keeping) if name and name != kept)
            names = tuple(dict.fromkeys((*self.secrets.names, *self._naming)))
            if self.secrets.vault.lasting and set(names) != set(self._record.kept.secrets):
                self._record.change(lambda record: replace(record, secrets=names))


def _without(values: Mapping[str, str], name: str) -> dict[str, str]:
    return {key: value for key, value in values.items() if key != name}
