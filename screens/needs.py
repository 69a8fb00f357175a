"""Needs: what checks say, in the words of the app: claims instead of codes, keys instead of variables."""

import re

from wizard.engine.claims import claims

_TAKES_IT = re.compile(r"Give the right password of ([^:]+): RCW_\w+ takes it\.")
_GIVES_IT = re.compile(r"; RCW_\w+ gives another one\b")
_NEEDS = re.compile(r"\bneeds (RC-[A-Z]+-\d{3})\b")


def in_words(reason: str) -> str:
    """The reason, with the claim of each check that it names by its code."""
    known = claims()
    return _NEEDS.sub(lambda found: f"needs that {known[found[1]]}" if found[1] in known else found[0], reason)


def in_app(hint: str, *, key: str = "g") -> str:
    """What to do, without the variables of a command line. `key`: leads to the question; empty in the question."""
    again = rf"{key}: give the password of \1 again." if key else r"Give the password of \1 again."
    return _GIVES_IT.sub(f"; {key} gives another one" if key else "", _TAKES_IT.sub(again, hint))
