"""The clock of the app: a wait of the engine ends when the person says so, and can be given up."""

import threading

from wizard.engine.clock import SystemClock


class WaitEnded(Exception):
    """The person stopped waiting. It passes through the engine, so the step stays begun and its proof decides."""


class AppClock(SystemClock):
    """Waits in a background thread; the screen ends them from the thread of the app."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._said = False
        self._stopped = False

    @property
    def stopped(self) -> bool:
        """True since `stop`, until `begin`."""
        return self._stopped

    def begin(self) -> None:
        """A new run: what was said during an earlier one is forgotten."""
        with self._changed:
            self._said = self._stopped = False

    def look_now(self) -> None:
        """End the wait under way, or the next one: "I have done this"."""
        with self._changed:
            self._said = True
            self._changed.notify_all()

    def stop(self) -> None:
        """Give up waiting: the wait under way, and any later one, raises WaitEnded."""
        with self._changed:
            self._stopped = True
            self._changed.notify_all()

    def wait(self, seconds: float) -> bool:
        """Let time pass; True when the person said that they have done it. Raises WaitEnded."""
        with self._changed:
            self._changed.wait_for(lambda: self._said or self._stopped, seconds)
            if self._stopped:
                raise WaitEnded
            said, self._said = self._said, False
            return said
