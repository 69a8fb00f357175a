"""Free loopback ports which stay reserved for this test process."""

import random
import socket

from filelock import FileLock, Timeout

from tests.real.cache import cache_lock

# Below the range from which systems take ports for outgoing connections:
# a port of a stopped node must still be free when the node comes back.
_RANGE = range(20_000, 32_000)
_held: dict[int, FileLock] = {}


def reserve_port() -> int:
    """A port nobody listens on, not given out again while this process lives."""
    for port in random.sample(_RANGE, k=500):
        if port in _held or not _is_free(port):
            continue
        lock = cache_lock(f"port-{port}")
        try:
            lock.acquire(timeout=0)
        except Timeout:
            continue
        _held[port] = lock
        return port
    raise RuntimeError("No free loopback port was found.")


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
        return True
