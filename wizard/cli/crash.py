"""A bug of ours: one paragraph and the path of a redacted report, never a traceback."""

import platform
import tempfile
import traceback

from wizard.cli.output import tell
from wizard.cli.redaction import REDACTOR
from wizard.version import PROGRAM, VERSION


def report_crash(error: Exception) -> None:
    """Write the report and say where it is."""
    frames = "".join(traceback.format_exception(error))
    head = f"{PROGRAM} {VERSION}, Python {platform.python_version()}, {platform.system()}\n\n"
    try:
        with tempfile.NamedTemporaryFile(
            "w", prefix=f"{PROGRAM}-", suffix=".txt", delete=False, encoding="utf-8"
        ) as report:
            report.write(REDACTOR.redact(head + frames))
        where = f"A report without secrets is in {report.name}."
    except OSError:
        where = "A report could not be written."
    tell(
        f"{PROGRAM}: this is a bug in the wizard ({type(error).__name__}), not in your clusters. What was sent stays, "
        f"and a session can be resumed or undone. {where}"
    )
