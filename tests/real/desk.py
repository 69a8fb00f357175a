"""One person's desk: the command, their keyring and state folder, and their hands on the nodes."""

import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from tests.real.node import RealNode
from tests.real.real_cluster import RealCluster

DOCUMENTS = 3
JDOE = "jdoe-password-8c1f"

HOOKS = """
import os
import signal
import sys

def written_down(event, arguments):
    if event == "subprocess.Popen":
        with open({log!r}, "a") as log:
            print(arguments[0], arguments[1], file=log)

sys.addaudithook(written_down)

last = os.environ.get("LAST_WORDS")
if last:
    write = sys.stderr.write

    def deadly(text):
        written = write(text)
        sys.stderr.flush()
        if last in text:
            os.kill(os.getpid(), signal.SIGKILL)
        return written

    sys.stderr.write = deadly
"""
"""Runs in every process of the command before anything else: what it starts is written down; LAST_WORDS kill it."""


@dataclass
class Desk:
    """Runs the command as a person would: an answer file, secrets in the environment or the keyring, `--yes`."""

    folder: Path
    environ: dict[str, str]
    local: RealCluster
    remote: RealCluster
    changes: Mapping[str, object] = field(default_factory=dict)
    ran: list[str] = field(default_factory=list)
    """Everything that any run printed."""

    def __post_init__(self) -> None:
        self.environ = {
            **self.environ,
            "RCW_LOCAL_SECRET": self.local.password,
            "RCW_REMOTE_SECRET": self.remote.password,
            "RCW_SEARCH_SECRET": JDOE,
        }
        self.answers = self.folder / "two-clusters.yaml"
        self.argv_log = self.folder / "argv.log"
        self._watch_argv()
        node = self.remote.nodes[0]
        given: dict[str, object] = {
            "local.environment": "self",
            "remote.environment": "self",
            "alias": "analytics",
            "mode": "proxy",
            "purpose": "search",
            "access.search": ["logs-*"],
            "local.url": self.local.url,
            "local.node_urls": [each.url for each in self.local.nodes],
            "local.user": "elastic",
            "local.ca_file": str(self.local.http_ca),
            "remote.url": self.remote.url,
            "remote.user": "elastic",
            "remote.ca_file": str(self.remote.http_ca),
            "remote.address": f"127.0.0.1:{node.remote_port}",
            "remote.interface_port": node.remote_port,
            "remote.interface_certificate": "certs/rcs.crt",
            "remote.interface_ca": str(self.remote.interface_ca),
            "search.user": "jdoe",
            **self.changes,
        }
        self.answers.write_text(yaml.safe_dump(given), encoding="utf-8")

    def _watch_argv(self) -> None:
        """Every process that the command starts is written down, and it can be killed in the middle of a step."""
        hooks = self.folder / "hooks"
        hooks.mkdir()
        (hooks / "sitecustomize.py").write_text(HOOKS.format(log=str(self.argv_log)), encoding="utf-8")
        self.environ["PYTHONPATH"] = os.pathsep.join([str(hooks), str(Path(__file__).parents[2])])

    def reach_by_ssh(self, config: Path, hosts: Sequence[str]) -> None:
        """From now on the person's own ssh knows these hosts, and the answers name them."""
        tools = self.folder / "tools"
        tools.mkdir()
        ssh = tools / "ssh"
        # ssh takes its config from the home in the user database; the tests have none of their own there.
        ssh.write_text(f'#!/bin/sh\nexec {shutil.which("ssh")} -F "{config}" "$@"\n', encoding="utf-8")
        ssh.chmod(0o755)
        self.environ["PATH"] = os.pathsep.join([str(tools), self.environ["PATH"]])
        given = yaml.safe_load(self.answers.read_text(encoding="utf-8"))
        command = str(self.local.nodes[0].keystore_command)
        given |= {"local.nodes": "ssh", "local.node_hosts": list(hosts), "local.keystore_command": command}
        self.answers.write_text(yaml.safe_dump(given), encoding="utf-8")

    def run_until(self, line: str, *words: str) -> None:
        """A command that is killed (-9) in the moment in which it says this line."""
        done = subprocess.run(
            [sys.executable, "-m", "wizard", *words],
            env={**self.environ, "LAST_WORDS": line},
            cwd=self.folder,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            timeout=240,
            check=False,
        )
        self.ran.append(done.stderr)
        assert done.returncode == -signal.SIGKILL, done.stderr

    def run(self, *words: str, timeout: float = 240) -> subprocess.CompletedProcess[str]:
        """One command, with its output kept."""
        done = subprocess.run(
            [sys.executable, "-m", "wizard", *words],
            env=self.environ,
            cwd=self.folder,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=timeout,
            check=False,
        )
        self.ran += [done.stdout, done.stderr]
        assert done.returncode != 70, done.stderr
        assert "Traceback" not in done.stderr, done.stderr
        return done

    def json(self, *words: str) -> Any:
        """What a command prints as JSON."""
        return json.loads(self.run(*words).stdout)

    def connect(self) -> dict[str, Any]:
        """Apply until it is done, doing by hand what is handed over; the report of the last run."""
        words = ["apply", "--answers", str(self.answers)]
        for _ in range(12):
            done = self.run(*words, "--json")
            assert done.stdout, done.stderr
            report: dict[str, Any] = json.loads(done.stdout)
            if done.returncode == 0:
                return report
            last = report["steps"][-1] if report["steps"] else None
            assert last, done.stderr
            assert last["state"] == "handed", done.stderr
            self.by_hand(last["id"], report["session"])
            words = ["apply", "--session", report["session"], "--done"]
        raise AssertionError("it does not come to an end")

    def take_back(self, session: str) -> dict[str, Any]:
        """Undo until all is taken back, doing by hand what is handed over; the report of the last run."""
        for _ in range(6):
            done = self.run("undo", "--session", session, "--done", "--json")
            report: dict[str, Any] = json.loads(done.stdout)
            if done.returncode == 0:
                return report
            for step in report["steps"]:
                assert step["state"] in ("undone", "handed"), done.stderr
                if step["state"] == "handed":
                    self.by_hand(step["id"], session, "undo")
        raise AssertionError("it does not come to an end")

    def by_hand(self, step: str, session: str, way: str = "actions") -> None:
        """What the plan asks of a person for this step, as the plan's own actions say it."""
        plan = self.json("plan", "--session", session, "--json")
        actions = next(each[way] for each in plan["steps"] if each["id"] == step)
        nodes = self.local.nodes if actions[-1]["side"] == "local" else self.remote.nodes
        for action in actions:
            match action["kind"]:
                case "file":
                    for node in nodes:
                        edit_file(node, action)
                case "command":
                    key = self.key(session) if action["stdin"] else ""
                    for node in nodes:
                        done = node.keystore(*action["argv"][1:], stdin=key)
                        assert done.returncode == 0, done.stderr
        if any(action.get("restart") for action in actions):
            for node in nodes:
                node.restart()

    def key(self, session: str) -> str:
        """The created key, through the pipe that hands it to a node."""
        key = self.run("secrets", "send", session).stdout
        self.ran.remove(key)  # the one command whose output is a secret
        return key


def edit_file(node: RealNode, action: Mapping[str, Any]) -> None:
    """One change of a file, made by a person."""
    path = node.home / action["path"]
    if action["copy_of"]:
        path.write_text(Path(action["copy_of"]).read_text(encoding="utf-8"), encoding="utf-8")
    elif action["settings"]:
        node.write_settings({**node.read_settings(), **action["settings"]})
    elif action["remove"]:
        node.write_settings({key: value for key, value in node.read_settings().items() if key not in action["remove"]})
    else:
        path.unlink()


def furnish(local: RealCluster, remote: RealCluster) -> None:
    """Documents on the remote, and a user on the local cluster who has no role for them."""
    for number in range(DOCUMENTS):
        status, body = remote.request("PUT", f"/logs-1/_doc/{number}?refresh=true", {"message": f"remote {number}"})
        assert status in (200, 201), body
    add_searcher(local)


def add_searcher(cluster: RealCluster) -> None:
    """The user who will search, with no role for anything remote."""
    status, body = cluster.request("PUT", "/_security/user/jdoe", {"password": JDOE, "roles": ["monitoring_user"]})
    assert status == 200, body


def former_state(cluster: RealCluster) -> dict[str, Any]:
    """What an undo must bring back: settings, roles, users, keys that are alive, keystores."""

    def read(path: str) -> Any:
        return cluster.request("GET", path)[1]

    keys = read("/_security/api_key?active_only=true")["api_keys"]
    return {
        "settings": read("/_cluster/settings?flat_settings=true"),
        "roles": {
            name: role for name, role in read("/_security/role").items() if not role["metadata"].get("_reserved")
        },
        "users": read("/_security/user"),
        "keys": sorted(key["id"] for key in keys),
        "keystores": [sorted(node.keystore("list").stdout.split()) for node in cluster.nodes],
    }
