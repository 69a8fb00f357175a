"""One connection per side for as long as a session is open."""

import threading

from wizard.clients.connection import Connect, Connection, Keep, Reply, ValueOf
from wizard.plan.actions import Request
from wizard.scenario.model import Side


class ConnectionPool:
    """Hands out the same connection for the same side; whoever borrows one need not close it."""

    def __init__(self, connect: Connect) -> None:
        self._connect = connect
        self._open: dict[Side, Connection] = {}
        self._lock = threading.Lock()

    def connect(self, side: Side) -> Connection:
        """The connection of a side, opened when it is first asked for."""
        with self._lock:
            if side not in self._open:
                self._open[side] = self._connect(side)
            return _Borrowed(self._open[side])

    def close(self) -> None:
        """Give all sockets back."""
        with self._lock:
            connections, self._open = self._open, {}
        for connection in connections.values():
            connection.close()


class _Borrowed:
    """A connection whose close is left to the pool."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def send(self, request: Request, value_of: ValueOf, keep: Keep, *, timeout_s: float = 10.0) -> Reply:
        return self._connection.send(request, value_of, keep, timeout_s=timeout_s)

    def close(self) -> None:
        """Nothing: the pool closes."""
