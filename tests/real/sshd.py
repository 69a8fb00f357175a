"""Real SSH servers on loopback, one for each node, so that a node's host can be reached as its operator does."""

import getpass
import os
import shutil
import socket
import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

from tests.real.guard import DeathGuard
from tests.real.jdks import ToolsMissing
from tests.real.node import RealNode
from tests.real.ports import reserve_port


@dataclass(frozen=True, slots=True)
class _Daemon:
    process: subprocess.Popen[bytes]
    guard: DeathGuard


class Sshd:
    """Servers for named hosts; each gives its logins `ES_PATH_CONF` of one node. Use as context manager.

    `config_file` is for `ssh -F`; it knows every host by its name. Key files are made new in `folder`.
    Raises ToolsMissing when OpenSSH is not installed.
    """

    def __init__(self, folder: Path, hosts: Mapping[str, RealNode]) -> None:
        self.config_file = folder / "ssh_config"
        self.ports: dict[str, int] = {}
        self._folder = folder
        self._hosts = dict(hosts)
        self._daemons: dict[str, _Daemon] = {}

    @classmethod
    def for_nodes(cls, folder: Path, nodes: Sequence[RealNode]) -> Self:
        """One host for each node, named like the node."""
        return cls(folder, {node.name: node for node in nodes})

    def __enter__(self) -> Self:
        for tool in ("ssh", "ssh-keygen"):
            if shutil.which(tool) is None:
                raise ToolsMissing(f"OpenSSH ({tool}) was not found on the PATH.")
        self._folder.mkdir(parents=True, exist_ok=True)
        for name in ("host_key", "client_key"):
            command = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "test", "-f", str(self._folder / name)]
            subprocess.run(command, check=True, stdin=subprocess.DEVNULL)
        (self._folder / "client_key.pub").rename(self._folder / "authorized_keys")
        for name, node in self._hosts.items():
            self._start(name, node)
        self._write_client_files()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for name in list(self._daemons):
            self.stop(name)

    def stop(self, name: str) -> None:
        """Ends one host's server, as if the host were unreachable."""
        daemon = self._daemons.pop(name)
        daemon.process.terminate()
        daemon.process.wait(timeout=10)
        daemon.guard.release()

    def _start(self, name: str, node: RealNode) -> None:
        port = self.ports[name] = reserve_port()
        options = {
            "ListenAddress": "127.0.0.1",
            "AuthorizedKeysFile": str(self._folder / "authorized_keys"),
            "StrictModes": "no",
            "UsePAM": "no",
            "PasswordAuthentication": "no",
            "PidFile": "none",
            "SetEnv": f'"ES_PATH_CONF={node.config}"',
            "Subsystem": "sftp internal-sftp",
        }
        command = [_server(), "-D", "-e", "-f", "/dev/null", "-p", str(port), "-h", str(self._folder / "host_key")]
        for option, value in options.items():
            command += ["-o", f"{option}={value}"]
        with (self._folder / f"sshd-{name}.log").open("ab") as log:
            process = subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT, start_new_session=True
            )
        self._daemons[name] = _Daemon(process, DeathGuard(process.pid))
        _wait_listening(port, process, self._folder / f"sshd-{name}.log")

    def _write_client_files(self) -> None:
        host_key = " ".join((self._folder / "host_key.pub").read_text(encoding="utf-8").split()[:2])
        known = "".join(f"[127.0.0.1]:{port} {host_key}\n" for port in self.ports.values())
        (self._folder / "known_hosts").write_text(known, encoding="utf-8")
        blocks = [
            f"Host {name}\n"
            "  HostName 127.0.0.1\n"
            f"  Port {port}\n"
            f"  User {getpass.getuser()}\n"
            f'  IdentityFile "{self._folder / "client_key"}"\n'
            "  IdentitiesOnly yes\n"
            f'  UserKnownHostsFile "{self._folder / "known_hosts"}"\n'
            "  GlobalKnownHostsFile none\n"
            "  StrictHostKeyChecking yes\n"
            for name, port in self.ports.items()
        ]
        self.config_file.write_text("\n".join(blocks), encoding="utf-8")


def _server() -> str:
    # The server starts itself again for each login and so insists on an absolute path.
    found = shutil.which("sshd", path=f"{os.environ.get('PATH', '')}{os.pathsep}/usr/sbin{os.pathsep}/usr/local/sbin")
    if found is None:
        raise ToolsMissing("OpenSSH's server (sshd) was not found.")
    if os.geteuid() == 0:
        Path("/run/sshd").mkdir(exist_ok=True)
    return found


def _wait_listening(port: int, process: subprocess.Popen[bytes], log: Path) -> None:
    end = time.monotonic() + 10
    while time.monotonic() < end and process.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.02)
    raise RuntimeError(f"The SSH server did not start:\n{log.read_text(encoding='utf-8', errors='replace')}")
