"""Exit codes: a promise to scripts."""

from enum import IntEnum


class Exit(IntEnum):
    """What the process says when it ends."""

    OK = 0
    NOT_OK = 1
    """A check or step failed, was refused, or waits for a person."""
    USAGE = 2
    """Answers, session or vault: the command could not begin."""
    UNREACHED = 3
    """A cluster could not be reached."""
    BUG = 70
    INTERRUPTED = 130
