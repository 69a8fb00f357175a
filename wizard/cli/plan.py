"""`plan`: what would be done. Connects to nothing."""

import argparse
from dataclasses import replace

from wizard.cli.exits import Exit
from wizard.cli.output import put, put_json
from wizard.cli.planning import notes, planned


def run(options: argparse.Namespace) -> Exit:
    """Print the plan."""
    plan, answers = planned(options)
    odd = notes(plan, answers)
    if options.json:
        from wizard.exporters.json_plan import plan_as_json

        put_json(plan_as_json(replace(plan, warnings=(*plan.warnings, *odd))))
    else:
        from wizard.engine.claims import claims
        from wizard.exporters.plan_text import plan_as_text

        put(plan_as_text(plan, claims()))
        for note in odd:
            put(f"Note: {note.text}")
    return Exit.OK
