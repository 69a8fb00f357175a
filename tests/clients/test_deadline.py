"""A call without a time-out of its own ends at its deadline, and never holds the end of the process."""

import subprocess
import sys
import threading
import time
from collections.abc import Iterator

import pytest

from wizard.clients.deadline import within


@pytest.fixture
def never() -> Iterator[threading.Event]:
    """Blocks whoever waits for it until the test is over."""
    event = threading.Event()
    yield event
    event.set()


def test_the_value_comes_back() -> None:
    assert within(5, lambda: 42, name="answer") == 42


def test_the_call_runs_in_a_daemon_thread_of_that_name() -> None:
    thread = within(5, threading.current_thread, name="resolve es.example")

    assert thread.daemon
    assert thread.name == "resolve es.example"


def test_an_error_of_the_call_passes_through() -> None:
    def call() -> None:
        raise KeyError("seen")

    with pytest.raises(KeyError, match="seen"):
        within(5, call, name="lookup")


def test_a_call_that_never_ends_is_left_behind_at_the_deadline(never: threading.Event) -> None:
    started = time.monotonic()

    with pytest.raises(TimeoutError, match=r"^keyring: no answer within 0\.1 s$"):
        within(0.1, never.wait, name="keyring")

    assert 0.1 <= time.monotonic() - started < 0.5


def test_a_call_that_blocks_for_ever_does_not_hold_the_process() -> None:
    program = (
        "import threading\n"
        "from wizard.clients.deadline import within\n"
        "try:\n"
        "    within(0.05, threading.Event().wait, name='blocked')\n"
        "except TimeoutError:\n"
        "    print('gave up')\n"
    )
    started = time.monotonic()

    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=10, check=True)

    assert done.stdout == "gave up\n"
    assert time.monotonic() - started < 1
