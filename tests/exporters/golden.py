"""Golden files: compare with what is expected, or write it anew where `WRITE_GOLDEN` is set."""

import os
from pathlib import Path

FOLDER = Path(__file__).parents[1] / "golden" / "exports"


def assert_golden(name: str, text: str) -> None:
    """The text is byte for byte what stands in the golden file."""
    path = FOLDER / name
    if os.environ.get("WRITE_GOLDEN"):
        path.write_bytes(text.encode())
    assert path.read_bytes().decode() == text
