"""The debug log: what the engine does, redacted, in a file the person names."""

import logging

from wizard.cli.redaction import REDACTOR
from wizard.errors import UsageError


class RedactedFormatter(logging.Formatter):
    """Formats a record and takes out what is, or looks like, a secret."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s %(message)s")

    def format(self, record: logging.LogRecord) -> str:
        """The redacted line."""
        return REDACTOR.redact(super().format(record))


def write_debug_log(path: str) -> None:
    """Send the product's own log, and nobody else's, to a file. Raises UsageError when it cannot be written."""
    try:
        handler = logging.FileHandler(path, encoding="utf-8")
    except OSError as error:
        raise UsageError(f"The debug log {path} cannot be written: {error.strerror}.") from None
    handler.setFormatter(RedactedFormatter())
    logger = logging.getLogger("wizard")
    logger.addHandler(handler)
    logger.setLevel(logging.DEBUG)
