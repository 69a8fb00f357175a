"""Keeping: who keeps the secrets in this run, found out once, in the background; and memory where no keyring does."""

from typing import TYPE_CHECKING

from screens.background import Background
from screens.frame import Framed

if TYPE_CHECKING:
    from screens.work import Work
    from wizard.errors import WizardError

IN_MEMORY = "secrets stay in memory until you leave"
ASKED_AGAIN = "Asked again: the last run had it in memory alone."
MOVED = "Secrets stay in memory until you leave. What the keyring holds is asked again."


class Keeping:
    """Belongs to Home. `says` is for its top bar; `answered` is True once the keyring was tried, or gave up."""

    def __init__(self) -> None:
        self.says = ""
        self.answered = False

    def ask(self, screen: Framed) -> bool:
        """Try the keyring, unless that was done: what comes of it goes to the screen. True when it begins."""
        if self.says:
            return False
        self.says = "◐ asking the keyring"

        def tried() -> tuple[str, ...]:
            library = screen.work.library
            library.probe_vault()
            return (library.keyring,)

        Background.start(screen, 0, tried, "keyring")
        return True

    def takes(self, name: str) -> None:
        """The keyring of this name works; an empty one: memory was wanted."""
        self.says = f"✓ keyring: {name}" if name else f"! {IN_MEMORY}"

    def ends(self, error: "WizardError | None", work: "Work") -> None:
        """It has answered, or nobody waits for it any more. Where it refuses, memory takes its place everywhere."""
        self.answered = True
        if error is not None:
            work.use_memory(f"{error.headline} {getattr(error, 'mend', error.hint)}".strip())
            self.says = f"! no keyring: {IN_MEMORY}"


class WaysOn(Framed):
    """A stage with an open session: `g` gives a secret that is gone, `m` leaves a keyring that fails for memory."""

    def way_on(self, action: str) -> bool:
        """Whether `give_secret` or `memory` leads on now."""
        session = self.work.session
        if session is None:
            return False
        return bool(session.lacking) if action == "give_secret" else session.vault_trouble is not None

    def action_give_secret(self) -> None:
        """To the question of the first secret that is gone."""
        self.wizard.ask_about(self.work.lacking)

    def action_memory(self) -> None:
        """Secrets stay in memory; then one that is gone is asked for, or what failed is looked at again."""
        self.work.use_memory()
        if id := self.work.lacking:
            self.wizard.ask_about(id, MOVED)
        else:
            self.action_look()

    def action_look(self) -> None:
        """Look again."""
        raise NotImplementedError
