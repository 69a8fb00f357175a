"""CA file: what is wrong with a file that was named, so that it is said where it is named and not in the plan."""

from pathlib import Path

from wizard.clients.ca_files import CaFileError, read_ca


def ca_file_problem(path: str, *, may_come: bool = False, leaf_ok: bool = False) -> tuple[str, bool]:
    """What is wrong, "" when it may stand, and whether that stops. Reads the file, so not in the thread of a screen.

    `may_come`: it need not be there yet. `leaf_ok`: a server's own certificate serves as well.
    """
    file = Path(path).expanduser()
    if file.exists() and not (file.is_file() or file.is_dir()):
        return f"{path} is not a file. Give the path of a PEM file with the CA certificate.", True
    try:
        read_ca(path, leaf_ok=leaf_ok)
    except CaFileError as error:
        if error.problem == "missing" and may_come:
            return f"{error.headline} It has to be there before the first step.", False
        return f"{error.headline} {error.hint}", True
    return "", False
