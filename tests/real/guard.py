"""Ends a process that cannot watch for the death of the test run by itself."""

import subprocess


class DeathGuard:
    """Kills process `pid` when this test process is gone, even after SIGKILL; `release()` calls it off."""

    def __init__(self, pid: int) -> None:
        self._watcher = subprocess.Popen(
            ["sh", "-c", 'read -r word && exit 0; kill -KILL "$1"', "guard", str(pid)],
            stdin=subprocess.PIPE,
            start_new_session=True,
        )

    def release(self) -> None:
        """Ends the watch; may be called twice."""
        stdin = self._watcher.stdin
        if stdin and not stdin.closed:
            stdin.write(b"released\n")
            stdin.close()
            self._watcher.wait(timeout=10)
