"""Exporters: pure functions from a plan to text. The tuple gives the order in which they are offered."""

from wizard.exporters.console import console_text
from wizard.exporters.exporter import Exporter
from wizard.exporters.json_plan import json_text
from wizard.exporters.runbook import runbook_text

__all__ = ["EXPORTERS", "Exporter"]

EXPORTERS: tuple[Exporter, ...] = (
    Exporter("runbook", "Runbook", "runbook.md", runbook_text),
    Exporter("console", "Dev Tools", "console.txt", console_text),
    Exporter("json", "Plan", "plan.json", json_text),
)
