"""Secrets: what is kept for which connection, and where; and forgetting it. No value is ever shown."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar, cast

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.widgets import Static

from screens.background import Background, Ended, Item
from screens.confirm import ConfirmModal
from screens.frame import Modal
from screens.literal import short
from screens.widgets.choice_list import ChoiceList, Row
from screens.widgets.step_list import StepList
from wizard.engine.library import KeptSecret, Library
from wizard.errors import SessionError

if TYPE_CHECKING:
    from screens.app import WizardApp
    from screens.work import Work

WHAT_STOPS = "Connections go on working; a later run asks for passwords again. A key that is forgotten is replaced."


class SecretsModal(Modal):
    """Rows by connection. The keyring is asked in the background: it may take its time, or ask the person."""

    window_title = "Secrets"
    DEFAULT_CSS = """
    SecretsModal #window { max-height: 90%; }
    SecretsModal ChoiceList { max-height: 14; }
    SecretsModal Static { height: auto; }
    """
    BINDINGS: ClassVar = [
        Binding("delete,f", "forget", "Forget", key_display="Del"),
        Binding("a", "forget_all", "Forget all"),
        Binding("escape,b,k", "close", "Close", key_display="esc"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._kept: list[KeptSecret] = []
        self._left: list[str] = []
        """What the keyring did not let go of."""
        self._busy = False
        self._forgot = ""

    @property
    def library(self) -> Library:
        """Where they are kept."""
        return self.work.library

    @property
    def work(self) -> "Work":
        """What is being worked on."""
        return cast("WizardApp", self.app).work

    def parts(self) -> ComposeResult:
        """Where secrets are kept, the list, and what is going on."""
        yield Static("", id="where", markup=False)
        yield StepList(id="kept", note_at=28)
        yield Static("", id="said", markup=False)

    def on_mount(self) -> None:
        """Ask what is kept."""
        self.query_one("#where", Static).update(f"Kept in {self.library.keeps_in}. {self.work.keyring_trouble}".strip())
        self.query_one(ChoiceList).focus()
        self._load("Asking the keyring …" if self.library.uses_keyring else "Looking for what is kept …")

    def action_forget(self) -> None:
        """The secrets of the connection under the cursor."""
        row = self.query_one(ChoiceList).cursor
        if row and not self._busy:
            session = row.partition("/")[0]
            self._confirm([each for each in self._kept if each.session == session])

    def action_forget_all(self) -> None:
        """All that are kept."""
        if self._kept and not self._busy:
            self._confirm(list(self._kept))

    @on(Item)
    def _on_item(self, event: Item) -> None:
        match event.item:
            case KeptSecret() as kept:
                self._kept.append(kept)
            case str() as left:
                self._left.append(left)

    @on(Ended)
    def _on_ended(self, event: Ended) -> None:
        self._busy = False
        if event.error:
            self._say(f"{short(event.error.headline)} {short(event.error.hint)}")
        elif event.kind == "forget":
            self._forgot = self._left_or("Forgotten.")
            self._load(self._forgot)
            return
        else:
            self._say(f"{self._forgot} {'' if self._kept else 'No secrets are kept.'}".strip())
        self.query_one(ChoiceList).show(
            [
                Row(
                    f"{each.session}/{each.name}",
                    f"{each.alias}  {each.name}",
                    each.source or short(each.trouble) or "gone",
                )
                for each in self._kept
            ]
        )

    def _confirm(self, wanted: list[KeptSecret]) -> None:
        lines = (*(f"{each.name} of {each.alias}" for each in wanted[:8]), WHAT_STOPS)
        if len(wanted) > 8:
            lines = (*lines[:8], f"and {len(wanted) - 8} more", WHAT_STOPS)

        def agreed(answer: str | None) -> None:
            if answer:
                sessions = dict.fromkeys(each.session for each in wanted)
                self._busy, self._left = True, []
                Background.start(self, 0, lambda: _forget(self.library, tuple(sessions)), "forget")

        self.app.push_screen(
            ConfirmModal(f"Forget {len(wanted)} secrets?", "Forget", lines=lines, harmless="Keep"), agreed
        )

    def _left_or(self, well: str) -> str:
        if not self._left:
            return well
        left = "; ".join(self._left)
        if self.library.uses_keyring:
            return f"Not forgotten: {left}."
        return f"Not forgotten, since this run does not use the keyring that has it: {left}."

    def _load(self, said: str) -> None:
        self._kept, self._busy = [], True
        self._say(said)
        Background.start(self, 0, self.library.secrets, "secrets")

    def _say(self, text: str) -> None:
        self.query_one("#said", Static).update(text)


def _forget(library: Library, sessions: tuple[str, ...]) -> Iterator[str]:
    for id in sessions:
        name = library.load(id).name
        try:
            left = library.forget(id)
        except SessionError as error:
            # One that is in use elsewhere does not keep the others.
            yield f"{name}: {error.headline}"
            continue
        if left:
            yield f"{', '.join(left)} of {name}{' (the keyring did not let go)' if library.uses_keyring else ''}"
