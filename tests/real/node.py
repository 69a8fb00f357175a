"""One real node: its folder, its settings and keystore, its process."""

import atexit
import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

import yaml

from tests.real.guard import DeathGuard
from tests.real.java_tools import Kit
from tests.real.rest import Credentials, RestCaller

_POLL = 0.05
_running: set["RealNode"] = set()


class NodeFailed(Exception):
    """A node ended or did not become ready; the text holds the end of its output."""


@dataclass(eq=False, slots=True)
class RealNode:
    """A node in `home`; ports are fixed for its life. `cluster_size` is how many nodes make it ready."""

    name: str
    home: Path
    http_port: int
    transport_port: int
    remote_port: int
    kit: Kit
    caller: RestCaller
    elastic: Credentials
    tls: bool = True
    keystore_password: str = field(default="", repr=False)
    cluster_size: int = 1
    _process: subprocess.Popen[bytes] | None = None
    _console: IO[bytes] | None = None
    _frozen: DeathGuard | None = None

    @property
    def version(self) -> str:
        return self.kit.version

    @property
    def config(self) -> Path:
        """The folder for `ES_PATH_CONF`."""
        return self.home / "config"

    @property
    def url(self) -> str:
        return f"{'https' if self.tls else 'http'}://127.0.0.1:{self.http_port}"

    @property
    def keystore_command(self) -> str:
        """Path of this node's executable `elasticsearch-keystore`."""
        return str(self.home / "bin" / "elasticsearch-keystore")

    @property
    def pid(self) -> int | None:
        """The process id while the node runs."""
        return self._process.pid if self._process and self._process.poll() is None else None

    def start(self) -> None:
        """Starts the process and returns at once."""
        if self.pid is not None:
            raise RuntimeError(f"Node {self.name} runs already.")
        self._end(signal.SIGKILL)
        logs = self.home / "logs"
        logs.mkdir(exist_ok=True)
        environment = {name: value for name, value in os.environ.items() if name != "JAVA_TOOL_OPTIONS"}
        self._console = (logs / "console.log").open("ab")
        self._process = subprocess.Popen(
            self.kit.node_command(self.home, self.config),
            stdin=subprocess.PIPE,
            stdout=self._console,
            stderr=subprocess.STDOUT,
            cwd=self.home,
            env=environment,
            # Ctrl-C belongs to the test run, which then stops its nodes in order.
            start_new_session=True,
        )
        _running.add(self)
        assert self._process.stdin
        self._process.stdin.write(f"{self.keystore_password}\n".encode())
        self._process.stdin.flush()

    def wait_ready(self, deadline: float = 60, nodes: int | None = None) -> None:
        """Waits up to `deadline` seconds for the node, its licence and all (or so many) nodes; raises NodeFailed."""
        end = time.monotonic() + deadline
        while time.monotonic() < end:
            if self.pid is None:
                self._end(signal.SIGKILL)
                raise NodeFailed(f"Node {self.name} ended while starting.\n{self.log_tail()}")
            if self._is_ready(nodes or self.cluster_size):
                return
            time.sleep(_POLL)
        raise NodeFailed(f"Node {self.name} was not ready after {deadline:.0f} s.\n{self.log_tail()}")

    def stop(self) -> None:
        """Ends the node in order (SIGTERM); does nothing when it does not run."""
        self.thaw()
        self._end(signal.SIGTERM)

    def kill(self) -> None:
        """Ends the node at once (SIGKILL)."""
        self._end(signal.SIGKILL)
        self._release_guard()

    def restart(self, deadline: float = 60, nodes: int | None = None) -> None:
        """Stops, starts and waits as `wait_ready` does."""
        self.stop()
        self.start()
        self.wait_ready(deadline, nodes)

    def freeze(self) -> None:
        """Stops the process in its tracks (SIGSTOP): ports stay open and nothing answers."""
        if self.pid is not None and self._frozen is None:
            self._frozen = DeathGuard(self.pid)
            os.kill(self.pid, signal.SIGSTOP)
            if sys.platform == "linux":
                # Its threads go on until one of them has taken the signal, which on a busy machine is a while.
                os.waitid(os.P_PID, self.pid, os.WSTOPPED | os.WEXITED | os.WNOWAIT)

    def thaw(self) -> None:
        """Undoes `freeze`; does nothing when the node is not frozen."""
        self._release_guard()
        if self.pid is not None:
            os.kill(self.pid, signal.SIGCONT)

    def read_settings(self) -> dict[str, Any]:
        """`elasticsearch.yml` with flat, dotted names."""
        loaded = yaml.safe_load((self.config / "elasticsearch.yml").read_text(encoding="utf-8"))
        return dict(_flatten(loaded or {}))

    def write_settings(self, settings: Mapping[str, Any]) -> None:
        """Replaces `elasticsearch.yml`; takes effect with the next start."""
        text = yaml.safe_dump(dict(settings), sort_keys=False)
        (self.config / "elasticsearch.yml").write_text(text, encoding="utf-8")

    def keystore(self, *args: str, stdin: str = "") -> subprocess.CompletedProcess[str]:
        """Runs this node's `elasticsearch-keystore`; a protected keystore takes its password as the first line."""
        # By way of sh: while nodes start side by side, a fork of another thread may still hold the new script open for
        # writing, and the kernel does not execute such a file.
        return subprocess.run(
            ["/bin/sh", self.keystore_command, *args],
            input=stdin,
            env={**os.environ, "ES_PATH_CONF": str(self.config)},
            capture_output=True,
            text=True,
            check=False,
        )

    def log_tail(self, characters: int = 4000) -> str:
        """The end of the node log and of the console output."""
        parts = []
        for name in ("node.log", "console.log"):
            file = self.home / "logs" / name
            if file.exists():
                parts.append(f"--- {name}\n{file.read_text(encoding='utf-8', errors='replace')[-characters:]}")
        return "\n".join(parts)

    def _is_ready(self, nodes: int) -> bool:
        try:
            return all(
                self.caller.request("GET", self.url + path, credentials=self.elastic, timeout=5)[0] == 200
                for path in ("/", "/_license", f"/_cluster/health?wait_for_nodes=ge({nodes})&timeout=2s")
            )
        except OSError:
            return False

    def _end(self, how: signal.Signals) -> None:
        process, self._process = self._process, None
        _running.discard(self)
        if process is None:
            return
        if process.poll() is None:
            process.send_signal(how)
        try:
            process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait(timeout=20)
        if process.stdin:
            process.stdin.close()
        if self._console:
            self._console.close()

    def _release_guard(self) -> None:
        if self._frozen:
            self._frozen.release()
            self._frozen = None


def _flatten(tree: Mapping[str, Any], prefix: str = "") -> list[tuple[str, Any]]:
    flat: list[tuple[str, Any]] = []
    for key, value in tree.items():
        if isinstance(value, Mapping):
            flat += _flatten(value, f"{prefix}{key}.")
        else:
            flat.append((f"{prefix}{key}", value))
    return flat


@atexit.register
def _kill_leftovers() -> None:
    for node in list(_running):
        node.kill()
