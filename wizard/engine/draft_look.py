"""DraftLook: one round of looking at a scenario that nobody has recorded, with secrets that are not kept."""

from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime

from wizard.doctor.look import Look
from wizard.doctor.sources import Sources
from wizard.engine.pool import ConnectionPool
from wizard.engine.seams import Seams
from wizard.scenario.model import Ref, Scenario
from wizard.store.secrets import Secrets


class DraftLook:
    """A Look inside a `with`; its sockets are closed at the end. `tried`: secrets that come before those kept."""

    def __init__(self, seams: Seams, scenario: Scenario, secrets: Secrets, tried: Mapping[Ref, str]) -> None:
        self._pool = ConnectionPool(seams.connect)
        self._look = Look(
            Sources(
                scenario=scenario,
                connect=self._pool.connect,
                shell=seams.shell,
                probe=seams.probe,
                value_of=lambda ref: tried[ref] if ref in tried else secrets.value_of(ref),
                has_value=lambda ref: ref in tried or secrets.has(ref),
                outcomes={},
                session="",
                clock=lambda: datetime.fromisoformat(seams.clock.stamp()),
            )
        )

    def __enter__(self) -> Look:
        return self._look

    def __exit__(self, *_ended: object) -> None:
        with suppress(OSError):
            self._look.close()
            self._pool.close()
