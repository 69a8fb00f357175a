"""Practice: the practice clusters with everything filled in, so that the whole journey can be gone without risk."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

from wizard.clients.cluster import connect
from wizard.clients.node_shell import NodeShell, Ran
from wizard.clients.probe import probe
from wizard.clients.shells import LocalShell, shell_for
from wizard.engine.clock import SystemClock
from wizard.engine.library import Library
from wizard.engine.seams import Seams
from wizard.engine.session import OpenSession
from wizard.errors import UsageError
from wizard.lab.faults import FAULTS, fault
from wizard.lab.faults import Fault as Fault  # Commands name it: nothing else may bring the lab in.
from wizard.lab.start import VERSION, Lab, furnish, start_lab
from wizard.runner.ports import Clock
from wizard.scenario.answers import Answers
from wizard.scenario.model import Side
from wizard.scenario.questions.asking import settle
from wizard.store.sessions import MemorySessions
from wizard.store.vault import MemoryVault

PRACTICE = "PRACTICE"
"""What stands on every screen, and before every run, that touches nothing but practice clusters."""
PATIENCE_S = 1.0
"""A practice node gives up a silent handshake sooner than a real one: nobody learns from waiting."""


class Practice:
    """Both clusters, the answers about them, and a library that works on nothing else. Close it at the end."""

    def __init__(self, *, version: str = VERSION, remote_version: str = "", clock: Clock | None = None) -> None:
        self.lab = start_lab(version, remote_version, patience_s=PATIENCE_S)
        furnish(self.lab)
        vault = PracticeVault(
            {
                "LOCAL_SECRET": self.lab.passwords["local admin"],
                "REMOTE_SECRET": self.lab.passwords["remote admin"],
                "SEARCH_SECRET": self.lab.passwords["jdoe"],
            }
        )
        self.seams = Seams(connect, self._shell, probe, MemorySessions(), vault, clock or SystemClock())
        self.library = Library(self.seams)
        self.answers = filled_in(self.lab)

    def __enter__(self) -> "Practice":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End both clusters; nothing of them stays."""
        self.lab.stop()

    def begin(self) -> OpenSession:
        """Open the session of the practice connection."""
        return self.library.begin(self.answers, {})

    def put_in(self, broken: Fault, session: OpenSession | None = None) -> None:
        """Break the clusters, and make the answers wrong, as the fault says: of a session, where one is open."""
        broken.breaks(self.lab)
        changes = broken.changes(self.lab)
        if session:
            session.answer(changes, "given")
        for id, value in changes.items():
            self.answers = self.answers.with_answer(id, value, "given")

    def _shell(self, side: Side) -> NodeShell | None:
        """Of the local cluster: each node's commands in the folder of that node; else as in earnest."""
        if side.name == "local" and side.nodes.access == "local":
            return FolderShell({node.name: node.folder for node in self.lab.local.state.nodes})
        return shell_for(side)


class PracticeVault(MemoryVault):
    """A memory that knows the logins of the practice clusters from the start, in every session."""

    def __init__(self, logins: Mapping[str, str]) -> None:
        super().__init__()
        self._logins = dict(logins)

    def get(self, service: str) -> str | None:
        """What was kept, else the login of that name."""
        kept = super().get(service)
        return self._logins.get(service.rpartition(":")[2]) if kept is None else kept


class FolderShell:
    """Several nodes on this machine, each with a folder of its own that commands are looked up in."""

    def __init__(self, folders: Mapping[str, Path]) -> None:
        self._folders = folders

    @property
    def nodes(self) -> tuple[str, ...]:
        """The names of the nodes."""
        return tuple(self._folders)

    def shown(self, node: str, argv: Sequence[str]) -> str:
        """The command line, with the path of the node's own command."""
        import shlex

        return shlex.join(self._own(node, argv))

    def run(self, node: str, argv: Sequence[str], stdin: str = "", *, timeout_s: float = 30.0) -> Ran:
        """Run the node's own command; see NodeShell."""
        return LocalShell((node,)).run(node, self._own(node, argv), stdin, timeout_s=timeout_s)

    def _own(self, node: str, argv: Sequence[str]) -> list[str]:
        command = self._folders[node] / argv[0]
        script = command.with_suffix(".bat")
        return [str(script if script.exists() else command), *argv[1:]]


def filled_in(lab: Lab) -> Answers:
    """Every answer about the practice clusters."""
    interface = lab.remote.interface_address
    given: dict[str, str | bool | int | tuple[str, ...]] = {
        "local.environment": "self",
        "remote.environment": "self",
        "security": "api-key",
        "purpose": "search",
        "alias": "analytics",
        "mode": "proxy",
        # So that a fault shows with its reason, and is not skipped.
        "skip_unavailable": False,
        "access.search": ("logs-*",),
        "key.name": "from-local",
        "local.url": lab.local.urls[0],
        "local.node_urls": lab.local.urls,
        "local.user": "admin",
        "local.ca_file": str(lab.local.http_ca),
        "local.nodes": "local",
        "remote.url": lab.remote.urls[0],
        "remote.user": "admin",
        "remote.ca_file": str(lab.remote.http_ca),
        "remote.address": (interface,),
        "remote.interface_port": int(interface.rpartition(":")[2]),
        "remote.interface_certificate": "certs/remote-cluster.crt",
        "remote.interface_ca": str(lab.remote.interface_ca),
        "search.user": "jdoe",
    }
    answers = Answers()
    for id, value in given.items():
        answers = answers.with_answer(id, value, "given")
    for id in ("local.secret", "remote.secret", "search.secret"):
        answers = answers.with_answer(id, True, "kept")
    return settle(answers)


def answer_file(lab: Lab) -> Path:
    """Write the answers about clusters that run on their own, for any run of the wizard on this machine; no secret."""
    answers = filled_in(lab)
    answers = answers.with_answer("local.keystore_command", str(lab.local.make_command_of_all()), "given")
    given = {id: answer.value for id, answer in answers.items() if answer.source == "given"}
    lines = [f"{id}: {json.dumps(value, ensure_ascii=False)}\n" for id, value in given.items()]
    file = lab.folder / "answers.yaml"
    file.write_text("".join(lines), encoding="utf-8")
    return file


def fault_named(name: str) -> Fault:
    """The fault of that name. Raises UsageError, which lists all."""
    found = fault(name)
    if found is None:
        width = max(len(each.name) for each in FAULTS)
        lines = "\n".join(f"  {each.name:<{width}}  {each.text}" for each in FAULTS)
        raise UsageError(f"There is no fault called {name!r}.", hint=f"These are there:\n{lines}")
    return found
