"""A deadline for calls that have none of their own: keyrings and name resolution."""

import threading
import time
from collections.abc import Callable
from typing import Generic, TypeVar

T = TypeVar("T")

SLICE_S = 0.2
"""Longest single wait: on Windows a wait for a thread cannot be broken by Ctrl-C."""


class _Box(Generic[T]):
    """What the call left behind: a value or an error."""

    def __init__(self) -> None:
        self.ended = threading.Event()
        self.values: list[T] = []
        self.error: BaseException | None = None


def within(seconds: float, call: Callable[[], T], *, name: str) -> T:
    """What the call returns or raises; TimeoutError when it has not ended after `seconds`.

    The call goes on in a daemon thread after the deadline and never holds the end of the process, as the threads of an
    executor would. `name` says in thread lists and in the error what is waited for.
    """
    box: _Box[T] = _Box()

    def run() -> None:
        try:
            box.values.append(call())
        except BaseException as error:  # handed over to the caller's thread, whatever it is
            box.error = error
        finally:
            box.ended.set()

    threading.Thread(target=run, name=name, daemon=True).start()
    deadline = time.monotonic() + seconds
    while not box.ended.wait(min(SLICE_S, max(0.0, deadline - time.monotonic()))):
        if time.monotonic() >= deadline:
            raise TimeoutError(f"{name}: no answer within {seconds:g} s")
    if box.error is not None:
        try:
            raise box.error
        finally:
            box.error = None  # the error holds this frame; without this the pair lives until the next collection
    return box.values[0]
