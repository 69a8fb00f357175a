"""Field: one line to type in, plain or hidden. What is typed ahead goes to the next question, a secret nowhere."""

import time
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.events import Key, Paste
from textual.message import Message
from textual.widgets import Input

from screens.typed import secret_in

REST_S = 0.5
"""For how long after the last key what comes in belongs to the secret that was just refused."""
ENTER = "\n"


class Field(Input):
    """An Input whose Enter is named in the footer, and which a stray key does not wipe.

    From Enter on keys are held, until `put` fills the field for the next question or `drop_held` says there is none:
    they are never part of the answer that was given. A plain field takes no secret, nor what comes behind one.
    """

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "submit", "Continue", key_display="⏎")]

    class Refused(Message):
        """A secret came into a plain field and was cleared; `said` tells the person."""

        def __init__(self, said: str) -> None:
            super().__init__()
            self.said = said

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id, select_on_focus=False)
        self.cursor_blink = False
        self._held: list[str] | None = None
        self._refused_at: float | None = None

    @property
    def holds(self) -> bool:
        """True while keys are held."""
        return self._held is not None

    def put(self, text: str, *, hidden: bool = False, placeholder: str = "") -> None:
        """Replace all of it; the cursor stands at the end, behind what was typed ahead."""
        self._refused_at = None
        self.value = ""
        self.password = hidden
        self.placeholder = placeholder
        self.value = text
        self.cursor_position = len(text)

    def take_held(self) -> None:
        """Type what was typed ahead, up to the first Enter in it, which submits; the rest is for the question after."""
        held, self._held = self._held or [], None
        for at, key in enumerate(held):
            if key == ENTER:
                self.hold()
                self._held = held[at + 1 :]
                self.post_message(self.Submitted(self, self.value))
                return
            self.insert_text_at_cursor(key)

    def hold(self) -> None:
        """Hold keys from now on."""
        self._held = []

    def drop_held(self) -> None:
        """What was typed ahead goes nowhere."""
        self._held = None

    def take_ahead(self, event: Key) -> bool:
        """Hold this key, if keys are held and it is one that types; Esc lets go of all of them."""
        if self._held is None:
            return False
        if event.key == "escape":
            self._held.clear()
        if event.key == "backspace":
            del self._held[-1:]
        elif event.key == "enter":
            # An Enter alone is impatience: it does not answer a question that nobody has seen.
            self._held += [ENTER] if self._held and self._held[-1] != ENTER else []
        elif event.is_printable and event.character:
            self._held.append(event.character)
        else:
            return False
        event.stop()
        event.prevent_default()
        return True

    async def on_key(self, event: Key) -> None:
        """Enter takes effect before the next key is looked at."""
        if self.take_ahead(event):
            return
        if (event.is_printable or event.key in ("enter", "backspace")) and self._belongs_to_secret():
            event.stop()
            event.prevent_default()
        elif event.key == "enter":
            event.stop()
            event.prevent_default()
            await self.action_submit()

    def on_paste(self, event: Paste) -> None:
        """A paste that comes ahead is held; line ends in it are Enter."""
        if self._held is not None:
            self._held += [ENTER if key == "\r" else key for key in event.text.rstrip("\r\n").replace("\r\n", "\n")]
        elif not self._belongs_to_secret():
            return
        event.stop()
        event.prevent_default()

    async def action_submit(self) -> None:
        """Submit, and hold what comes behind it."""
        if not self.holds:
            self.hold()
            await super().action_submit()

    def validate_value(self, value: str) -> str:
        """A secret in a plain field never becomes its value, so it is never drawn."""
        if self.password or not (said := secret_in(value)):
            return value
        self._refused_at = time.monotonic()
        self.post_message(self.Refused(said))
        return ""

    def _belongs_to_secret(self) -> bool:
        if self._refused_at is None or time.monotonic() - self._refused_at > REST_S:
            return False
        self._refused_at = time.monotonic()
        return True
