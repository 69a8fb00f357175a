"""Facts about the settings of the alias: what is in force, and where it stands."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from wizard.doctor.ask import Part, ask
from wizard.doctor.look import Look, Unseen, fact

Source = Literal["transient", "persistent", "file"]

_SOURCES: tuple[tuple[str, Source], ...] = (
    ("transient", "transient"),
    ("persistent", "persistent"),
    # The API lists what stands in elasticsearch.yml among the defaults.
    ("defaults", "file"),
)


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting: its value (a list of one where it is a single text) and where it stands."""

    value: tuple[str, ...]
    source: Source


@fact("alias_settings")
def alias_settings(look: Look) -> Mapping[str, Setting]:
    """The settings of the alias in force, by their last part (`mode`, `transport.compress`); empty: it is free."""
    body = ask(look, "local", "/_cluster/settings?include_defaults=true&flat_settings=true").body
    prefix = f"cluster.remote.{look.scenario.alias}."
    found: dict[str, Setting] = {}
    for member, source in _SOURCES:
        part = body.find(member)
        for key, value in part.members() if part else ():
            if key.startswith(prefix):
                found.setdefault(key.removeprefix(prefix), Setting(_texts(value), source))
    return found


def _texts(part: Part) -> tuple[str, ...]:
    try:
        return tuple(text.strip() for text in part.text().split(","))
    except Unseen:
        return part.texts()
