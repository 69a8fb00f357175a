"""Closure: codes and all that they rest on, through others, too."""

from collections.abc import Callable, Iterable


def closure(codes: Iterable[str], needs_of: Callable[[str], Iterable[str]]) -> set[str]:
    """The codes, what they need, what that needs, and so on."""
    found: set[str] = set()
    ahead = list(codes)
    while ahead:
        code = ahead.pop()
        if code not in found:
            found.add(code)
            ahead.extend(needs_of(code))
    return found
