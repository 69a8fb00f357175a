"""Real time."""

import time
from datetime import UTC, datetime


class SystemClock:
    """The clock of a run that nobody interrupts."""

    def now(self) -> float:
        """Seconds that only ever grow."""
        return time.monotonic()

    def stamp(self) -> str:
        """The time of day, ISO 8601 in UTC."""
        return datetime.now(UTC).isoformat(timespec="seconds")

    def wait(self, seconds: float) -> bool:
        """Let time pass."""
        time.sleep(seconds)
        return False
