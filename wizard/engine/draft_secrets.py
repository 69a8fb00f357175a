"""DraftSecrets: the secrets of a draft: those that are kept, and those that are at hand until they can be."""

from collections.abc import Mapping

from wizard.engine.seams import Seams
from wizard.scenario.model import Ref, secret_ref
from wizard.scenario.questions.asking import question
from wizard.store.secrets import Secrets
from wizard.store.session import Session
from wizard.store.vault import MemoryVault


class DraftSecrets:
    """By answer id. Whoever changes it holds the draft's lock. `kept`: where they are kept, in the end."""

    def __init__(self, seams: Seams, record: Session | None, tried: Mapping[str, str] | None = None) -> None:
        self._naming: tuple[str, ...] = ()
        self._tried: Mapping[str, str] = tried or {}
        # No keyring is asked without a session: it holds nothing for one that is not there yet.
        self.kept = Secrets(
            seams.vault if record else MemoryVault(),
            record.id if record else "",
            environ=seams.environ,
            files={},
            names=record.secrets if record else (),
            redactor=seams.redactor,
        )

    @property
    def tried(self) -> Mapping[str, str]:
        """Values at hand that nothing keeps yet; never changed in place."""
        return self._tried

    def has(self, id: str) -> bool:
        """True when a value is at hand, as far as can be told without asking the keyring."""
        return id in self._tried or self.kept.at_hand(secret_ref(id))

    def have(self, id: str, value: str) -> None:
        """Have a value at hand."""
        self._tried = {**self._tried, id: value}

    def drop(self, id: str) -> None:
        """No value of it is at hand any more, but for one that is kept."""
        self._tried = {other: value for other, value in self._tried.items() if other != id}

    def name_first(self, ref: Ref | None) -> None:
        """A name that counts although nothing is kept under it yet; None: none does any more.

        A keyring cannot list, and what nobody can name can never be forgotten.
        """
        self._naming = (ref.name,) if ref and self.kept.vault.lasting else ()

    @property
    def names(self) -> tuple[str, ...]:
        """Names for the record."""
        return tuple(dict.fromkeys((*self.kept.names, *self._naming)))

    def lasts(self, id: str) -> bool:
        """True when a later run finds it."""
        return self.kept.vault.lasting and secret_ref(id).name in self.kept.names


def is_secret(id: str) -> bool:
    """True for the id of a question that asks for a secret."""
    row = question(id)
    return row is not None and row.secret
