"""Prints the table of the speed goals: `python -m benchmarks.run`. Exit code 1 when one is missed."""

import sys
import tempfile
from pathlib import Path

from benchmarks import app, processes


def main() -> int:
    """Measure everything and print it."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        met = [*processes.met(folder), *app.met(folder)]
    return 0 if all(met) else 1


if __name__ == "__main__":
    sys.exit(main())
