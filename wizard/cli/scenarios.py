"""`scenarios`: the support matrix."""

import argparse

from wizard.cli.exits import Exit
from wizard.cli.output import put, put_json
from wizard.errors import UsageError
from wizard.scenario.matrix import row_as_text, rows_as_json, rows_as_text
from wizard.scenario.pairs import PAIRS


def run(options: argparse.Namespace) -> Exit:
    """Print all rows, or one in full."""
    rows = PAIRS
    if options.row:
        rows = tuple(pair for pair in PAIRS if pair.row == options.row.upper())
        if not rows:
            raise UsageError(f"{options.row} is not a row.", hint=f"Rows go from {PAIRS[0].row} to {PAIRS[-1].row}.")
    if options.json:
        put_json(rows_as_json(rows))
    else:
        put((row_as_text(rows[0]) if options.row else rows_as_text(rows)).rstrip("\n"))
    return Exit.OK
