"""A session that lasts, on practice clusters: kept on disk, its key in a keyring, its nodes reached by a made-up ssh.

The clusters live in the test, so that they outlive whatever is killed, and can be stopped in the middle of a request.
"""

import json
import os
import shlex
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import TracebackType
from typing import Any

import yaml

from screens.waiting import AppClock
from tests.source import ROOT
from wizard.engine.library import Library
from wizard.engine.session import OpenSession
from wizard.lab.cluster import RunningCluster
from wizard.practice import Practice
from wizard.scenario.answers import Answers
from wizard.store.disk_sessions import DiskSessions
from wizard.store.vault import MemoryVault

HELD_S = 60.0
SSH = """#!/bin/sh
while [ "$1" != -- ]; do host=$1; shift; done
shift
case "$host $*" in
*-2*" add "*)
    if [ -e "{hold}" ]; then
        : > "{hold}.held"
        tries=0
        while [ -e "{hold}" ] && [ $tries -lt 600 ]; do tries=$((tries + 1)); sleep 0.05; done
    fi ;;
esac
cd "{nodes}/$host" && exec sh -c "$*"
"""
"""Stands for the ssh of the person: each node is a folder. Before it adds to the second node it can be held."""


class Turnstile:
    """The lock of a cluster that can keep back the reply to the write that made something true."""

    def __init__(self) -> None:
        self._lock = threading.RLock()
        self._true: Callable[[], bool] = lambda: False
        self.held = threading.Event()
        self._go = threading.Event()

    def __enter__(self) -> None:
        self._lock.acquire()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        true = self._true()
        self._lock.release()
        if true:
            self.held.set()
            assert self._go.wait(HELD_S)

    def hold(self, true: Callable[[], bool]) -> None:
        """Keep back every reply from the moment this is true."""
        self.held.clear()
        self._go.clear()
        self._true = true

    def let_go(self) -> None:
        """Send what was kept back."""
        self._true = lambda: False
        self._go.set()


@dataclass
class Lasting:
    """The clusters, the folder of a person, and what they would have in their environment."""

    practice: Practice
    folder: Path
    environ: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        lab, tools = self.practice.lab, self.folder / "tools"
        tools.mkdir(parents=True)
        ssh = tools / "ssh"
        ssh.write_text(SSH.format(hold=self.hold_file, nodes=lab.local.folder), encoding="utf-8")
        ssh.chmod(0o755)
        self.environ = {
            **self.environ,
            "PATH": os.pathsep.join([str(tools), self.environ.get("PATH", os.environ["PATH"])]),
            "RCW_LOCAL_SECRET": lab.passwords["local admin"],
            "RCW_REMOTE_SECRET": lab.passwords["remote admin"],
            "RCW_SEARCH_SECRET": lab.passwords["jdoe"],
        }
        self.local, self.remote = Turnstile(), Turnstile()
        lab.local.state.lock = self.local  # type: ignore[assignment]
        lab.remote.state.lock = self.remote  # type: ignore[assignment]

    @property
    def hold_file(self) -> Path:
        """While it is there, nothing is added to the keystore of the second node."""
        return self.folder / "hold"

    @property
    def answers(self) -> Answers:
        """All answers, the nodes by ssh."""
        nodes = tuple(node.name for node in self.practice.lab.local.state.nodes)
        answers = self.practice.answers.with_answer("local.nodes", "ssh", "given")
        return answers.with_answer("local.node_hosts", nodes, "given")

    def answer_file(self) -> Path:
        """The same as a file."""
        given = {
            id: list(answer.value) if isinstance(answer.value, tuple) else answer.value
            for id, answer in self.answers.items()
            if answer.source == "given"
        }
        path = self.folder / "answers.yaml"
        path.write_text(yaml.safe_dump(given), encoding="utf-8")
        return path

    def library(self, state: Path) -> Library:
        """A library of this process over a state folder, secrets in memory. It finds `ssh` in the PATH."""
        from wizard.clients.shells import shell_for

        seams = replace(
            self.practice.seams,
            shell=shell_for,
            sessions=DiskSessions(state),
            vault=MemoryVault(),
            clock=AppClock(),
            environ=self.environ,
        )
        return Library(seams)

    def begun(self, state: Path, *, by_hand: bool = False) -> str:
        """A session with all answers in this state folder; its id. `by_hand`: a person puts the key on the nodes."""
        answers = self.practice.answers.with_answer("local.nodes", "by-hand", "given") if by_hand else self.answers
        session = self.library(state).begin(answers, {})
        session.close()
        return session.record.id

    def add_key(self, session: str, *nodes: str) -> None:
        """What an admin of the local nodes does: the key goes from the keyring through a pipe to these nodes."""
        entry = "cluster.remote.analytics.credentials"
        for node in nodes:
            command = self.practice.lab.local.command_of(node)
            send = f"{shlex.quote(sys.executable)} -m wizard secrets send {session}"
            subprocess.run(
                ["sh", "-c", f"{send} | {shlex.quote(str(command))} add --stdin --force {entry}"],
                env={**self.environ, "PYTHONPATH": str(ROOT)},
                check=True,
                timeout=HELD_S,
            )

    def let_go(self) -> None:
        """Nothing is held any more."""
        self.hold_file.unlink(missing_ok=True)
        self.hold_file.with_suffix(".held").unlink(missing_ok=True)
        for each in (self.local, self.remote):
            each.let_go()

    @property
    def alive(self) -> list[str]:
        """Ids of the keys that are alive on the remote cluster."""
        return [key.id for key in self.practice.lab.remote.state.keys.values() if not key.invalidated]

    def standing(self) -> dict[str, Any]:
        """All that a run leaves on both clusters, but for the ids and secrets of keys, told apart by their number."""
        return {each.state.name: self._of(each) for each in (self.practice.lab.local, self.practice.lab.remote)}

    def _of(self, cluster: RunningCluster) -> dict[str, Any]:
        state = cluster.state
        keys = {
            f"{key.id}:{key.secret}": f"key {number} alive"
            for number, key in enumerate((key for key in self._keys() if not key.invalidated), 1)
        }

        def named(entries: dict[str, str]) -> dict[str, str]:
            return {name: keys.get(_decoded(value), "a key that is dead") for name, value in sorted(entries.items())}

        def stored(text: str) -> dict[str, str]:
            entries: dict[str, str] = json.loads(text.splitlines()[1])
            return {name: value for name, value in entries.items() if name.startswith("cluster.remote.")}

        return {
            "settings": dict(state.settings),
            "roles": json.loads(json.dumps(state.roles)),
            "users": {name: (user.roles, user.full_name, user.enabled) for name, user in state.users.items()},
            "keys": [(key.name, key.access) for key in state.keys.values() if not key.invalidated],
            "keystores": [named(stored(node.keystore.read_text(encoding="utf-8"))) for node in state.nodes],
            "loaded": [named(stored(f"\n{json.dumps(node.loaded)}")) for node in state.nodes],
        }

    def _keys(self) -> Any:
        return self.practice.lab.remote.state.keys.values()


def run_through(session: OpenSession) -> None:
    """Every step of a session, undisturbed."""
    session.discover()
    for step in session.plan.steps:
        if not session.look_at(step):
            (*_, end) = session.do(step, watch=False)
            assert end.state == "done", end


def take_back(session: OpenSession) -> None:
    """All of it."""
    for step in session.steps_to_undo():
        (*_, end) = session.undo(step)
        assert end.state == "undone", end


@contextmanager
def lasting(folder: Path, environ: dict[str, str] | None = None) -> Iterator[Lasting]:
    """Clusters until the block ends."""
    with Practice() as practice:
        made = Lasting(practice, folder, dict(environ or {}))
        try:
            yield made
        finally:
            made.let_go()


def _decoded(key: str) -> str:
    from base64 import b64decode

    return b64decode(key).decode()
