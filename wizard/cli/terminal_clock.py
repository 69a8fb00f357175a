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
            return _wait_on_console(seconds)
        import select

        ready, _, _ = select.select([sys.stdin], [], [], seconds)
        if ready:
            sys.stdin.readline()
        return bool(ready)


def _wait_on_console(seconds: float) -> bool:
    if sys.platform != "win32":
        raise RuntimeError("only a Windows console is asked this way")
    import msvcrt

    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if msvcrt.kbhit():
            while msvcrt.kbhit():
                msvcrt.getwch()
            return True
        time.sleep(GLANCE_S)
    return False
