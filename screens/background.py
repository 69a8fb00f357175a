"""Background: runs one call of the engine in a daemon thread and posts each thing it yields as a message.

A thread may be stuck for as long as it likes: nobody waits for it, neither the screen nor the end of the program.
"""

import threading
from collections.abc import Callable, Iterable
from typing import Literal, TypeVar

from textual.message import Message
from textual.message_pump import MessagePump

from wizard.errors import WizardError

T = TypeVar("T")
Kind = Literal[
    "sessions", "keyring", "resume", "remove",  # Home
    "secrets", "forget",  # its window of secrets
    "look", "secret", "again", "file", "discover", "keep", "drop",  # Ask
    "before",  # Plan
    "do", "undo", "closing",  # Run, and "look"
]  # fmt: skip


class Task:
    """One call. Whoever started it keeps it, and knows by it whether what comes in is still wanted."""

    def __init__(self, kind: Kind) -> None:
        self.kind: Kind = kind
        self.done = False
        """True once nothing more is posted but `Ended`, and not even that after a bug."""
        self.dropped = False

    def drop(self) -> None:
        """Nobody is interested any more: for reads only. Nothing is posted after this, and the call is let go."""
        self.dropped = True


class Item(Message, bubble=False):
    """One thing that a call yielded."""

    def __init__(self, task: Task, item: object) -> None:
        super().__init__()
        self.task = task
        self.kind = task.kind
        self.item = item


class Ended(Message, bubble=False):
    """A call is over; `error` is what it raised, if it is something a person can act on."""

    def __init__(self, task: Task, error: WizardError | None) -> None:
        super().__init__()
        self.task = task
        self.kind = task.kind
        self.error = error


class Bug(Message, bubble=False):
    """A call raised what it should not; posted to the app, which ends."""

    def __init__(self, error: Exception) -> None:
        super().__init__()
        self.error = error


class Background:
    """Starts calls; their messages are handled where they were started, in the thread of the screen."""

    @staticmethod
    def start(target: MessagePump, call: Callable[[], Iterable[T]], task: Task) -> Task:
        """Run `call` and post an `Item` for each thing it gives, then `Ended`, to an app or a screen; returns `task`.

        Start a write on the app, or on a screen that stays: messages to a screen that is gone are lost.
        """
        app = target.app
        threading.Thread(target=_run, args=(task, call, target, app), name=f"rcw-{task.kind}", daemon=True).start()
        return task


def _run(task: Task, call: Callable[[], Iterable[object]], target: MessagePump, app: MessagePump) -> None:
    error: WizardError | None = None
    try:
        for item in call():
            if task.dropped:
                break
            post(target, Item(task, item))
    except WizardError as raised:
        error = raised
    except Exception as raised:
        # No `Ended`: without an error it would read as success.
        task.done = True
        if not task.dropped:
            post(app, Bug(raised))
        return
    task.done = True
    if not task.dropped:
        post(target, Ended(task, error))


def post(target: MessagePump, message: Message) -> None:
    """Post from any thread; once the program ends, to nobody."""
    try:
        target.post_message(message)
    except RuntimeError:
        # The loop is closed: the program ends, and there is no screen left to tell.
        return
