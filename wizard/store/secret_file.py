"""Reads a secret from a file that the person named."""

from pathlib import Path

from wizard.errors import VaultError
from wizard.scenario.questions.parsing import secret_line


def read_secret(path: Path, name: str) -> str:
    """The text of the file without one closing line end (UTF-8, a byte order mark is dropped). Raises VaultError."""
    try:
        raw = path.read_bytes()
    except FileNotFoundError:
        raise VaultError(
            f"The file for {name} is not there: {path}",
            kind="missing",
            hint="Write the secret to it, or correct the path.",
        ) from None
    except IsADirectoryError:
        raise _folder(path, name) from None
    except OSError as error:
        if path.is_dir():  # Windows says "permission denied"
            raise _folder(path, name) from None
        raise VaultError(
            f"The file for {name} cannot be read: {path} ({error.strerror})",
            kind="refused",
            hint="Make it readable for you (and for nobody else).",
        ) from None
    text = _decoded(raw)
    if text is None:
        # Raised here and not while decoding: that error holds the bytes.
        raise VaultError(
            f"The file for {name} is not UTF-8 text: {path}",
            kind="unfit",
            hint="Save it as UTF-8 text with the secret alone.",
        )
    if not text.strip("\r\n"):
        raise VaultError(f"The file for {name} is empty: {path}", kind="unfit", hint="Write the secret to it.")
    try:
        return secret_line(text)
    except ValueError:
        raise VaultError(
            f"The file for {name} holds several lines: {path}",
            kind="unfit",
            hint="Save it with the secret alone, on one line; an empty line behind it counts, too.",
        ) from None


def _decoded(raw: bytes) -> str | None:
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return None
    return None if "\0" in text else text


def _folder(path: Path, name: str) -> VaultError:
    return VaultError(
        f"The file for {name} is a folder: {path}", kind="unfit", hint="Name the file in it that holds the secret."
    )
