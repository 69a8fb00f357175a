"""A clock whose waits end when the person presses Enter: "I have done this"."""

import sys
import time

from wizard.engine.clock import SystemClock
from wizard.errors import StoppedError

GLANCE_S = 0.1


class TerminalClock(SystemClock):
    """Waits on the terminal the command runs in."""

    def forget_typed(self) -> None:
        """What was typed before a wait began is no word about what is waited for."""
        if sys.platform == "win32":
            import msvcrt

            while msvcrt.kbhit():
                msvcrt.getwch()
        else:
            import termios

            termios.tcflush(sys.stdin, termios.TCIFLUSH)

    def wait(self, seconds: float) -> bool:
        """Let time pass; True when Enter was pressed. Raises StoppedError when the input ends."""
        if sys.platform == "win32":
            import msvcrt

            end = time.monotonic() + seconds
            while time.monotonic() < end:
                if msvcrt.kbhit() and msvcrt.getwch() == "\r":
                    return True
                time.sleep(GLANCE_S)
            return False
        else:  # noqa: RET505  (the type checker follows platforms only through else)
            import select

            ready, _, _ = select.select([sys.stdin], [], [], seconds)
            if ready and not sys.stdin.readline():
                raise StoppedError("The input ended.")
            return bool(ready)
