"""The product's version: read by the build, printed by `--version`, written into exports."""

VERSION = "0.1.0"
