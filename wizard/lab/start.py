"""Starts the practice clusters: `local` with three nodes, which trusts `remote` with one, both on loopback."""

import secrets
import shutil
import tempfile
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

from wizard.lab.cluster import RunningCluster, start_cluster
from wizard.lab.state import User

VERSION = "9.5.3"
LOCAL_NODES = 3


@dataclass(slots=True)
class Lab:
    """Two running clusters. `passwords`: of `elastic`, by the name of the cluster, and of whoever `furnish` adds."""

    folder: Path
    local: RunningCluster
    remote: RunningCluster
    passwords: dict[str, str] = field(repr=False)

    def __enter__(self) -> "Lab":
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def stop(self) -> None:
        """Close every port and delete every file."""
        self.local.stop()
        self.remote.stop()
        shutil.rmtree(self.folder, ignore_errors=True)


def start_lab(version: str = VERSION, remote_version: str = "", *, patience_s: float = 10.0) -> Lab:
    """Start both clusters; the remote's interface is on and trusted. They end with this process, however it ends.

    `patience_s`: how long nodes wait for a TLS handshake.
    """
    passwords = {name: secrets.token_urlsafe(12) for name in ("local", "remote")}
    with ExitStack() as undo:
        folder = Path(tempfile.mkdtemp(prefix="remote-cluster-wizard-lab-"))
        undo.callback(shutil.rmtree, folder, ignore_errors=True)
        remote = start_cluster("remote", remote_version or version, folder, passwords["remote"], interface=True)
        undo.callback(remote.stop)
        local = start_cluster("local", version, folder, passwords["local"], nodes=LOCAL_NODES)
        undo.callback(local.stop)
        local.trust(remote.interface_ca)
        undo.pop_all()
    for each in (local, remote):
        each.state.patience_s = patience_s
    return Lab(folder, local, remote, passwords)


def furnish(lab: Lab) -> None:
    """What a practice begins with: admins and a person who searches, with logins of their own, and some documents."""
    for name, cluster in (("local", lab.local), ("remote", lab.remote)):
        lab.passwords[f"{name} admin"] = secrets.token_urlsafe(12)
        state = cluster.state
        state.users = {**state.users, "admin": User(lab.passwords[f"{name} admin"], ["superuser"])}
    lab.passwords["jdoe"] = secrets.token_urlsafe(12)
    state = lab.local.state
    state.roles = {**state.roles, "analyst": _role(["monitor"])}
    state.users = {**state.users, "jdoe": User(lab.passwords["jdoe"], ["analyst"], "Jane Doe")}
    lab.remote.state.indices = {
        "logs-web": {str(number): {"message": f"GET /page/{number}", "status": 200} for number in range(1, 8)},
        "logs-shop": {str(number): {"message": f"order {number} paid", "status": 201} for number in range(1, 6)},
        "payroll": {"1": {"person": "jdoe", "amount": 1}},
    }


def _role(cluster: list[str]) -> dict[str, object]:
    return {
        "cluster": cluster,
        "indices": [],
        "applications": [],
        "run_as": [],
        "metadata": {},
        "transient_metadata": {"enabled": True},
    }
