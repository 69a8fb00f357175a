"""The product's version: read by the build, printed by `--version`, written into exports."""

PROGRAM = "remote-cluster-wizard"
VERSION = "0.1.0"
