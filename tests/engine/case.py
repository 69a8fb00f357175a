"""Seams for tests of open sessions: sessions on disk, a keyring that lasts, and clusters that nobody asks."""

from collections.abc import Mapping
from pathlib import Path
from typing import NoReturn

from wizard.engine.clock import SystemClock
from wizard.engine.library import Library
from wizard.engine.seams import Seams
from wizard.errors import ReachError
from wizard.store.disk_sessions import DiskSessions
from wizard.store.vault import MemoryVault


class LastingVault(MemoryVault):
    """A keyring: what it holds is still there in the next run."""

    description = "a keyring"
    lasting = True


def nobody(*asked: object, **named: object) -> NoReturn:
    raise ReachError("Nobody is there.", kind="refused")


def library(folder: Path, vault: MemoryVault, environ: Mapping[str, str] | None = None) -> Library:
    """One run of the tool over what earlier runs left in the folder and the vault."""
    return Library(Seams(nobody, lambda side: None, nobody, DiskSessions(folder), vault, SystemClock(), environ or {}))
