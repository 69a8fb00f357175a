"""KeyringState: who keeps the secrets in this run, found out once, in the background."""

from typing import TYPE_CHECKING

from screens.background import Background, Task
from screens.frame import Framed

if TYPE_CHECKING:
    from screens.work import Work
    from wizard.errors import WizardError

IN_MEMORY = "secrets stay in memory until you leave"


class KeyringState:
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

        Background.start(screen, tried, Task("keyring"))
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
