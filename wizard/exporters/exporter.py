"""What an exporter is: a name, a title, a file name and a pure function from a plan to text."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from wizard.plan.step import Plan


@dataclass(frozen=True, slots=True)
class Exporter:
    """One format. `text` takes the plan and the claims by check code; `ending` follows the alias in a file name."""

    name: str
    title: str
    ending: str
    text: Callable[[Plan, Mapping[str, str]], str]

    def file_name(self, alias: str) -> str:
        """A name for the file, without a folder, whatever the alias holds."""
        return f"{re.sub(r'[^A-Za-z0-9_-]', '_', alias) or 'remote'}.{self.ending}"
