"""Keystores of the nodes: the command and the file they begin with, and the reload that makes a cluster read them."""

import hashlib
import json
import os
import re
import shlex
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from wizard.lab import keystore_command
from wizard.lab.asked import Asked, Reply
from wizard.lab.errors import Json
from wizard.lab.link import connect_again
from wizard.lab.state import Node

SEED = "keystore.seed"
COMMAND = Path("bin", "elasticsearch-keystore.bat" if sys.platform == "win32" else "elasticsearch-keystore")
"""Where it is below the folder of a node."""
_KNOWN = re.compile(r"keystore\.seed|bootstrap\.password|cluster\.remote\.[A-Za-z0-9_-]+\.credentials")


class Unusable(Exception):
    """A keystore that a node cannot take over; type and reason as Elasticsearch names them."""

    def __init__(self, kind: str, reason: str) -> None:
        super().__init__(reason)
        self.problem = {"type": kind, "reason": reason}


def lay_out(node: Node) -> None:
    """Write a node's keystore and its command."""
    node.keystore.touch(0o600)
    node.keystore.write_text(keystore_command.MAGIC + json.dumps({SEED: "seed"}), encoding="utf-8")
    node.loaded = read(node)
    write_command(command_of(node), [node])


def write_command(command: Path, nodes: Sequence[Node]) -> None:
    """Write a keystore command that works on the keystores of all these nodes."""
    command.parent.mkdir()
    configs = os.pathsep.join(str(node.config) for node in nodes)
    words = (sys.executable, "-I", "-S", str(Path(keystore_command.__file__)), configs)
    if sys.platform == "win32":
        command.write_text("@" + " ".join(f'"{word}"' for word in words) + " %*\n", encoding="utf-8")
    else:
        command.write_text(f'#!/bin/sh\nexec {shlex.join(words)} "$@"\n', encoding="utf-8")
        command.chmod(0o755)


def command_of(node: Node) -> Path:
    """The path of a node's `elasticsearch-keystore`."""
    return node.folder / COMMAND


def read(node: Node) -> dict[str, str]:
    """The entries of a node's keystore file. Raises Unusable."""
    try:
        text = node.keystore.read_text(encoding="utf-8", errors="replace")
    except FileNotFoundError:
        raise Unusable("illegal_state_exception", "Keystore is missing") from None
    if not text.startswith(keystore_command.MAGIC):
        actual = int.from_bytes(text.encode()[:4].ljust(4, b"\0"), "big")
        raise Unusable(
            "corrupt_index_exception",
            f"codec header mismatch: actual header={actual} vs expected header=1071082519 "
            f'(resource=BufferedChecksumIndexInput(NIOFSIndexInput(path="{node.keystore}")))',
        )
    entries: dict[str, str] = json.loads(text.removeprefix(keystore_command.MAGIC))
    for name in entries:
        if not _KNOWN.fullmatch(name):
            raise Unusable(
                "illegal_argument_exception",
                f"unknown secure setting [{name}] please check that any required plugins are installed",
            )
    return entries


def reload(asked: Asked) -> Reply:
    """`POST /_nodes/reload_secure_settings`: always 200; what is wrong stands with the node."""
    password = asked.fields("secure_settings_password").get("secure_settings_password") or ""
    cluster = asked.cluster
    answers = {node.id: _reloaded(asked, node, password) for node in cluster.nodes}
    total = len(cluster.nodes)
    return 200, {
        "_nodes": {"total": total, "successful": total, "failed": 0},
        "cluster_name": cluster.name,
        "nodes": answers,
    }


def _reloaded(asked: Asked, node: Node, password: str) -> Json:
    answer: dict[str, Json] = {"name": node.name}
    try:
        if password:
            raise Unusable("security_exception", "Provided keystore password was incorrect")
        entries = read(node)
    except Unusable as unusable:
        return {**answer, "reload_exception": unusable.problem}
    before, node.loaded = node.loaded, entries
    # Only an entry that comes or goes rebuilds a connection; a new value does not.
    changed = [alias for alias in asked.cluster.aliases if _entry(alias) in before.keys() ^ entries.keys()]
    connect_again(asked.cluster, changed, asked.dial, (node,))
    if asked.cluster.since(9, 3):
        written = node.keystore.stat().st_mtime
        answer |= {
            "secure_setting_names": sorted(entries),
            "keystore_path": str(node.keystore),
            "keystore_digest": hashlib.sha256(node.keystore.read_bytes()).hexdigest(),
            "keystore_last_modified_time": datetime.fromtimestamp(written, UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z"),
        }
    return answer


def _entry(alias: str) -> str:
    return f"cluster.remote.{alias}.credentials"
