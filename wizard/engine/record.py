"""Record: what is kept of an open session, changed by one thread at a time, and written only while it is held."""

import threading
from collections.abc import Callable
from contextlib import ExitStack

from wizard.store.session import Session
from wizard.store.sessions import Sessions


class Record:
    """`kept` is the session as it stands; `lock` is for whoever reads it and then changes it."""

    def __init__(self, sessions: Sessions, kept: Session) -> None:
        self.kept = kept
        self.lock = threading.RLock()
        self._sessions = sessions
        self._held = ExitStack()
        self._writes = False

    @property
    def held(self) -> bool:
        """True while this is its one writer."""
        return self._writes

    def hold(self) -> None:
        """Become its one writer, with what the last writer left. Raises SessionError."""
        with self.lock:
            self._held.enter_context(self._sessions.claim(self.kept.id))
            self._writes = True
            self.kept = self._sessions.load(self.kept.id)

    def release(self) -> None:
        """Let others write; nothing is written from here any more."""
        with self.lock:
            # Not while a write is out: it would land on what the next writer has read.
            self._writes = False
        self._held.close()

    def change(self, change: Callable[[Session], Session]) -> None:
        """Change it as it is now. Checks run in threads of their own, and what they read may be noted, too."""
        with self.lock:
            changed = change(self.kept)
            self.kept = self._sessions.save(changed) if self._writes else changed
