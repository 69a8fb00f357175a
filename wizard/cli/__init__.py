"""The command line: one file per group of subcommands; text and JSON out, exit codes."""
