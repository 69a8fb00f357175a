"""Command lines of nodes: on this machine, or over the person's own ssh and its config."""

import logging
import shlex
from collections.abc import Sequence
from typing import assert_never

from wizard.clients.node_shell import NodeShell, Ran
from wizard.clients.processes import OutOfTimeError, run_program
from wizard.errors import NodeCommandError, UsageError
from wizard.scenario.model import Side

_log = logging.getLogger(__name__)

THIS_MACHINE = "this machine"
SSH_FAILED = 255
"""ssh's exit code for a failure of its own."""
CONNECT_S = 10
SSH_OPTIONS = ("-o", "BatchMode=yes", "-o", f"ConnectTimeout={CONNECT_S}", "-o", "ControlMaster=no", "-T")
"""Never ask, never wait long, leave no shared connection behind (one that is open is used), no terminal."""


def shell_for(side: Side) -> NodeShell | None:
    """The shell that the answers of a side name; None where a person runs the commands by hand.

    Raises UsageError for host names that ssh could take for something else.
    """
    match side.nodes.access:
        case "by-hand":
            return None
        case "local":
            return LocalShell(side.nodes.hosts or (THIS_MACHINE,), side=side.name)
        case "ssh":
            return SshShell(side.nodes.hosts, side=side.name)
        case never:
            assert_never(never)


class LocalShell:
    """The nodes run on this machine, so a command runs as it is."""

    def __init__(self, nodes: Sequence[str] = (THIS_MACHINE,), *, side: str = "local") -> None:
        self._nodes = tuple(nodes)
        self._side = side

    @property
    def nodes(self) -> tuple[str, ...]:
        """The names given, `this machine` where none were."""
        return self._nodes

    def shown(self, node: str, argv: Sequence[str]) -> str:
        """The command line, quoted."""
        return shlex.join(argv)

    def run(self, node: str, argv: Sequence[str], stdin: str = "", *, timeout_s: float = 30.0) -> Ran:
        """Run it; see NodeShell."""
        return _run(argv, stdin, timeout_s, node=node, side=self._side, what=_program(argv))


class SshShell:
    """Each node is a host that the person's ssh knows: user, port, keys and jump hosts come from its config."""

    def __init__(self, hosts: Sequence[str], options: Sequence[str] = (), *, side: str = "local") -> None:
        for host in hosts:
            if not host or host.startswith("-") or any(not _plain(character) for character in host):
                raise UsageError(
                    f"{host!r} is not a host name for ssh ({side} cluster).",
                    side=side,
                    hint=f"Write {side}.node_hosts as ssh takes them: host or user@host, without options or spaces.",
                )
        self._hosts = tuple(hosts)
        self._options = tuple(options)
        self._side = side

    @property
    def nodes(self) -> tuple[str, ...]:
        """The host names given."""
        return self._hosts

    def shown(self, node: str, argv: Sequence[str]) -> str:
        """The command line as a person would type it, with the quoting for both shells."""
        return shlex.join(["ssh", *self._options, node, "--", shlex.join(argv)])

    def run(self, node: str, argv: Sequence[str], stdin: str = "", *, timeout_s: float = 30.0) -> Ran:
        """Run it there; see NodeShell. A failure of ssh itself is a NodeCommandError with its last line."""
        if node not in self._hosts:
            raise ValueError(f"{node!r} is not one of the hosts")
        line = ["ssh", *SSH_OPTIONS, *self._options, node, "--", shlex.join(argv)]
        ran = _run(line, stdin, timeout_s, node=node, side=self._side, what=f"{_program(argv)} over ssh")
        if ran.code == SSH_FAILED:
            raise _ssh_failed(ran, node, self._side)
        return ran


def _run(argv: Sequence[str], stdin: str, timeout_s: float, *, node: str, side: str, what: str) -> Ran:
    try:
        ran = run_program(argv, stdin, timeout_s)
        _log.debug("%s on %s (%s): exit code %d, %.0f ms", shlex.join(argv), node, side, ran.code, ran.took_s * 1000)
        return ran
    except OutOfTimeError:
        error = NodeCommandError(
            f"{what} on {node} ({side} cluster) did not end within {timeout_s:g} s and was stopped.",
            node=node,
            side=side,
            hint="It may wait for an answer, or the machine may be busy. Run it there by hand to see.",
        )
    except FileNotFoundError:
        error = NodeCommandError(
            f"{argv[0]} is not there, so {what} could not run for {node} ({side} cluster).",
            node=node,
            side=side,
            hint="Install ssh on this machine."
            if argv[0] == "ssh"
            else f"Give the full path of the command in {side}.keystore_command.",
        )
    except OSError as failed:
        error = NodeCommandError(
            f"{argv[0]} cannot be started for {node} ({side} cluster): {failed.strerror or type(failed).__name__}.",
            node=node,
            side=side,
            hint="Check that this user may run it; the user of the node can (sudo -u elasticsearch ...).",
        )
    _log.debug("%s on %s (%s): %s", shlex.join(argv), node, side, error.headline)
    # Outside the handlers, so that the error carries nothing of what the program was fed.
    raise error


def _ssh_failed(ran: Ran, node: str, side: str) -> NodeCommandError:
    lines = [line.strip() for line in ran.err.splitlines() if line.strip()]
    saw = lines[-1] if lines else "no word from ssh"
    said = ran.err.lower()
    hint = next((hint for words, hint in _SSH_HINTS if words in said), "Try it by hand to see more: ssh -v {node}")
    return NodeCommandError(
        f"ssh could not reach {node} ({side} cluster): {saw}",
        node=node,
        side=side,
        hint=hint.format(node=node, side=side),
        saw=saw,
    )


_SSH_HINTS = (
    (
        "remote host identification has changed",
        "The host's key is another than before. Find out why; ssh-keygen -R {node} forgets the old one.",
    ),
    (
        "host key verification failed",
        "ssh does not know this host yet. Log in once by hand and confirm its key: ssh {node}",
    ),
    (
        "permission denied",
        "ssh was not let in without a password. Load your key (ssh-add) or name it in ~/.ssh/config.",
    ),
    (
        "too many authentication failures",
        "ssh offered too many keys. Name the right one in ~/.ssh/config (IdentitiesOnly yes).",
    ),
    ("could not resolve hostname", "The name has no address. Check {side}.node_hosts and ~/.ssh/config."),
    ("connection refused", "No ssh server listens there. Check host and port in ~/.ssh/config."),
    ("connection timed out", "No answer. A firewall may drop it; is a jump host missing in ~/.ssh/config?"),
    ("operation timed out", "No answer. A firewall may drop it; is a jump host missing in ~/.ssh/config?"),
    ("no route to host", "There is no way there from this machine. Check the network or VPN."),
    ("bad configuration option", "ssh cannot read its own config. Mend ~/.ssh/config."),
    (
        "kex_exchange_identification",
        "Something answered and hung up: a full or protected ssh server, or another service.",
    ),
)
"""What ssh says (lower case) and what to do about it; the first that fits counts."""


def _program(argv: Sequence[str]) -> str:
    return argv[0].replace("\\", "/").rsplit("/", 1)[-1] if argv else "nothing"


def _plain(character: str) -> bool:
    return character.isprintable() and not character.isspace()
