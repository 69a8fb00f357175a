"""Saves a text that the person asked for: whole or not at all, for their eyes only."""

import os
from pathlib import Path


def save(path: Path, text: str) -> None:
    """Write it with mode 0600, replacing what is there. Raises OSError."""
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with os.fdopen(
            os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8", newline="\n"
        ) as file:
            file.write(text)
        draft.replace(path)
    except OSError:
        draft.unlink(missing_ok=True)
        raise
