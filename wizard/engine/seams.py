"""All that differs between production, practice and tests, in one value."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from wizard.clients.connection import Connect
from wizard.clients.node_shell import NodeShell
from wizard.clients.seen import Seen
from wizard.redact import Redactor
from wizard.runner.ports import Clock
from wizard.scenario.model import Side
from wizard.store.sessions import Sessions
from wizard.store.vault import Vault


@dataclass(frozen=True, slots=True)
class Seams:
    """What a session works through. `environ`: variables that may hold secrets; `redactor` hears every secret."""

    connect: Connect
    shell: Callable[[Side], NodeShell | None]
    probe: Callable[..., Seen]
    sessions: Sessions
    vault: Vault
    clock: Clock
    environ: Mapping[str, str] = field(default_factory=dict)
    redactor: Redactor = field(default_factory=lambda: Redactor(keeps_ids=True))


def production(
    environ: Mapping[str, str], clock: Clock, *, memory: bool, redactor: Redactor, in_app: bool = False
) -> Seams:
    """The real thing: the official client, the person's own ssh, sockets, the state folder, the person's keyring.

    `memory`: secrets stay in memory for this run instead of the keyring. `in_app`: hints name keys, not flags.
    """
    from wizard.clients.cluster import connect
    from wizard.clients.probe import probe
    from wizard.clients.shells import shell_for
    from wizard.store.disk_sessions import DiskSessions, state_folder
    from wizard.store.keyring_advice import MEMORY, MEMORY_KEY
    from wizard.store.keyring_vault import KeyringVault
    from wizard.store.vault import MemoryVault

    vault: Vault = MemoryVault() if memory else KeyringVault(memory=MEMORY_KEY if in_app else MEMORY)
    return Seams(connect, shell_for, probe, DiskSessions(state_folder(environ)), vault, clock, environ, redactor)
