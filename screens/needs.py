"""Needs: why a check was left out, in the words of the check that it waits for instead of its code."""

import re

from wizard.engine.claims import claims

_NEEDS = re.compile(r"\bneeds (RC-[A-Z]+-\d{3})\b")


def in_words(reason: str) -> str:
    """The reason, with the claim of each check that it names by its code."""
    known = claims()
    return _NEEDS.sub(lambda found: f"needs that {known[found[1]]}" if found[1] in known else found[0], reason)
