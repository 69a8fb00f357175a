"""`export`: the plan in a format to keep. Connects to nothing."""

import argparse
import os
from pathlib import Path

from wizard.cli.exits import Exit
from wizard.cli.output import put, tell
from wizard.cli.planning import planned
from wizard.engine.claims import claims
from wizard.errors import UsageError
from wizard.exporters import EXPORTERS
from wizard.exporters.exporter import Exporter
from wizard.plan.step import Plan


def run(options: argparse.Namespace) -> Exit:
    """Print or write one format, or all of them into a folder."""
    wanted = [exporter for exporter in EXPORTERS if options.format in (exporter.name, "all")]
    if not wanted:
        raise UsageError(
            f"{options.format} is not a format.", hint=f"Formats: {', '.join(each.name for each in EXPORTERS)}, all."
        )
    if options.format == "all" and not options.output:
        raise UsageError("`export all` writes several files.", hint="Name their folder with -o FOLDER.")
    plan, _ = planned(options)
    if not options.output:
        put(wanted[0].text(plan, claims()).rstrip("\n"))
    elif options.format == "all":
        _write_all(wanted, plan, Path(options.output), force=options.force)
    else:
        _write({Path(options.output): wanted[0].text(plan, claims())}, force=options.force)
    return Exit.OK


def _write_all(exporters: list[Exporter], plan: Plan, folder: Path, *, force: bool) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(f"The folder {folder} cannot be made: {error.strerror}.") from None
    alias = plan.scenario.alias
    _write({folder / each.file_name(alias): each.text(plan, claims()) for each in exporters}, force=force)


def _write(files: dict[Path, str], *, force: bool) -> None:
    """Every file or none: what is there already is found before the first is written."""
    there = [path for path in files if path.exists()]
    if there and not force:
        raise UsageError(
            f"{', '.join(map(str, there))} {'is' if len(there) == 1 else 'are'} there already. Nothing was written.",
            hint="--force replaces what is there.",
        )
    for path, text in files.items():
        try:
            _replace(path, text)
        except OSError as error:
            raise UsageError(f"{path} cannot be written: {error.strerror}.") from None
        tell(f"Written: {path}")


def _replace(path: Path, text: str) -> None:
    """Readers see the old file or the whole new one; it may be read by whom the person's umask lets."""
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with draft.open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
        draft.replace(path)
    except OSError:
        draft.unlink(missing_ok=True)
        raise
