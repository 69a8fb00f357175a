"""Where the facts of a look come from: the two clusters, their nodes, sockets, and what the session remembers."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from wizard.clients.connection import Connect, ValueOf
from wizard.clients.node_shell import NodeShell
from wizard.clients.seen import Seen
from wizard.plan.result import Outcome
from wizard.scenario.model import Ref, Scenario, Side


@dataclass(frozen=True, slots=True)
class Sources:
    """The seams that facts may use; whoever looks hands them in.

    `shell` is None for a side whose nodes are reached by hand. `probe(host, port, *, server_name, ca_pem, timeout_s)`
    looks at one port from this machine. `outcomes` are keyed by `Step.key`; `session` is empty for a look without one;
    `clock` gives the time in UTC.
    """

    scenario: Scenario
    connect: Connect
    shell: Callable[[Side], NodeShell | None]
    probe: Callable[..., Seen]
    value_of: ValueOf
    has_value: Callable[[Ref], bool]
    outcomes: Mapping[str, Outcome]
    session: str
    clock: Callable[[], datetime]
