"""Saves a text that the person asked for: whole or not at all, for their eyes only."""

import errno
import os
from contextlib import suppress
from pathlib import Path


def place(text: str) -> Path:
    """The file that a person means, from the folder the app was started in. Raises ValueError with a sentence."""
    text = text.strip()
    if not text:
        raise ValueError("Write where to save it: a file name, or a folder and a file name.")
    try:
        path = Path.cwd() / Path(text).expanduser()
    except RuntimeError:
        raise ValueError(f"{text}: there is no such user on this machine. Write the whole path.") from None
    except FileNotFoundError:
        raise ValueError("The folder that the app was started in is gone. Write the whole path.") from None
    if text.endswith(("/", os.sep)) or os.path.isdir(path):
        raise ValueError(f"{path} is a folder. Write a file name behind it.")
    return path


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
        # Where nothing can be written, nothing was left behind.
        with suppress(OSError):
            draft.unlink(missing_ok=True)
        raise


def why_not(path: Path, error: OSError) -> str:
    """One sentence on a file that could not be saved, and what to do."""
    folder = path.parent
    match error.errno:
        case errno.ENOENT:
            return f"There is no folder {folder}. Make it, or write another; nothing was saved."
        case errno.ENOTDIR:
            return f"{folder} is not a folder. Write another; nothing was saved."
        case errno.EACCES | errno.EPERM | errno.EROFS:
            return f"You may not write to {folder}. Write another folder; nothing was saved."
        case errno.ENOSPC | errno.EDQUOT:
            return f"There is no room left in {folder}. Make some, or write another folder; nothing was saved."
        case errno.ENAMETOOLONG:
            return "The file name is too long. Write a shorter one; nothing was saved."
        case _:
            return f"{path} cannot be written: {error.strerror or type(error).__name__}. Nothing was saved."
