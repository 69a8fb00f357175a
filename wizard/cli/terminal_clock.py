"""A clock whose waits end when the person presses Enter: "I have done this"."""

import sys
import time

from wizard.engine.clock import SystemClock

GLANCE_S = 0.1


class TerminalClock(SystemClock):
    """Waits on the terminal the command runs in."""

    def wait(self, seconds: float) -> bool:
        """Let time pass; True when a line was entered."""
        if sys.platform == "win32":
            import msvcrt

            end = time.monotonic() + seconds
            while time.monotonic() < end:
                if msvcrt.kbhit():
                    while msvcrt.kbhit():
                        msvcrt.getwch()
                    return True
                time.sleep(GLANCE_S)
            return False
        else:  # noqa: RET505  (the type checker follows platforms only through else)
            import select

            ready, _, _ = select.select([sys.stdin], [], [], seconds)
            if ready:
                sys.stdin.readline()
            return bool(ready)
