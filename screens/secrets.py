"""Secrets: what is kept for which connection, and where; and forgetting it. No value is ever shown."""

from collections.abc import Iterator, Mapping
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.widgets import Static

from screens.background import Background, Ended, Item, Task
from screens.confirm import ConfirmModal
from screens.frame import Modal
from screens.literal import short
from screens.presenting import HIDDEN, OTHERS
from screens.widgets.choice_list import ChoiceList, Row
from screens.widgets.step_list import StepList
from wizard.engine.library import KeptSecret, Library
from wizard.errors import SessionError

MOST = 8
"""How many are named before it is done."""
UNNAMED = "another connection"
STILL = "Not closed yet: the keyring has not said what it let go of. Ctrl-C asks whether to leave."
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
        Binding("enter", "name", "Name them", key_display="⏎"),
        Binding("delete,f", "forget", "Forget", key_display="Del"),
        Binding("a", "forget_all", "Forget all"),
        Binding("escape,b,k", "close", "Close", key_display="esc"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._secrets: list[KeptSecret] = []
        self._left: list[str] = []
        """What the keyring did not let go of."""
        self._call: Task | None = None
        self._forgot = ""

    @property
    def library(self) -> Library:
        """Where they are kept."""
        return self.work.library

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

    def action_close(self) -> None:
        """Close; not while a keyring is asked to let go, or nobody would hear that it did not."""
        if self._call and self._call.kind == "forget":
            self._say(STILL)
        else:
            super().action_close()

    def action_forget(self) -> None:
        """The secrets of the connection under the cursor."""
        row = self.query_one(ChoiceList).cursor
        if row == OTHERS:
            self._say("Enter names them first.")
        elif row and self._call is None:
            session = row.partition("/")[0]
            self._confirm([each for each in self._secrets if each.session == session])

    def action_forget_all(self) -> None:
        """All that are kept."""
        if self._secrets and self._call is None:
            self._confirm(list(self._secrets))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Enter names what is hidden, where there is such."""
        return action != "name" or any(row.id == OTHERS for row in self.query_one(ChoiceList).rows)

    def action_name(self) -> None:
        """On a shared screen: name all connections."""
        self.wizard.named.add(each.session for each in self._secrets)
        self._draw_list()

    @on(Item)
    def _on_item(self, event: Item) -> None:
        match event.item:
            case KeptSecret() as kept:
                self._secrets.append(kept)
            case str() as left:
                self._left.append(left)

    @on(Ended)
    def _on_ended(self, event: Ended) -> None:
        self._call = None
        if event.error:
            self._say(f"{short(event.error.headline)} {short(event.error.hint)}")
        elif event.kind == "forget":
            self._forgot = self._left_or("Forgotten.")
            self._load(self._forgot)
            return
        else:
            self._say(f"{self._forgot} {'' if self._secrets else 'No secrets are kept.'}".strip())
        self._draw_list()

    def _draw_list(self) -> None:
        named = [each for each in self._secrets if self._is_named(each)]
        rows = [
            Row(
                f"{each.session}/{each.name}",
                f"{each.alias}  {each.name}",
                each.source or short(each.trouble) or "gone",
            )
            for each in named
        ]
        if hidden := len(self._secrets) - len(named):
            rows.append(Row(OTHERS, f"{_many(hidden)} of {'others' if named else 'connections'}", HIDDEN))
        self.query_one(ChoiceList).show(rows)
        self.refresh_bindings()

    def _is_named(self, kept: KeptSecret) -> bool:
        return not self.wizard.present or kept.session in self.wizard.named

    def _confirm(self, wanted: list[KeptSecret]) -> None:
        named = [f"{each.name} of {each.alias}" for each in wanted if self._is_named(each)]
        lines = named[:MOST]
        if more := len(wanted) - len(lines):
            lines.append(f"and {more} more" if lines else "They are of connections that are not named here.")
        called = {each.session: each.alias if self._is_named(each) else UNNAMED for each in wanted}

        def agreed(answer: str | None) -> None:
            if answer:
                self._left = []
                self._call = Background.start(self, lambda: _forget(self.library, called), Task("forget"))
                self._say("Forgetting …")

        self.app.push_screen(
            ConfirmModal(f"Forget {_many(len(wanted))}?", "Forget", lines=(*lines, WHAT_STOPS), harmless="Keep"),
            agreed,
        )

    def _left_or(self, well: str) -> str:
        if not self._left:
            return well
        left = "; ".join(self._left)
        if self.library.uses_keyring:
            return f"Not forgotten: {left}."
        return f"Not forgotten, since this run does not use the keyring that has it: {left}."

    def _load(self, said: str) -> None:
        self._secrets = []
        self._say(said)
        self._call = Background.start(self, self.library.secrets, Task("secrets"))

    def _say(self, text: str) -> None:
        self.query_one("#said", Static).update(text)


def _row(each: KeptSecret) -> Row:
    return Row(
        f"{each.session}/{each.name}", f"{each.alias}  {each.name}", each.source or short(each.trouble) or "gone"
    )


def _many(secrets: int) -> str:
    return f"{secrets} secret{'' if secrets == 1 else 's'}"


def _forget(library: Library, called: Mapping[str, str]) -> Iterator[str]:
    for id, name in called.items():
        try:
            left = library.forget(id)
        except SessionError as error:
            # One that is in use elsewhere does not keep the others.
            yield f"{name}: {error.headline}"
            continue
        if left:
            yield f"{', '.join(left)} of {name}{' (the keyring did not let go)' if library.uses_keyring else ''}"
