"""`python -m wizard`: the same as the console script."""

from wizard.cli.main import entry

entry()
