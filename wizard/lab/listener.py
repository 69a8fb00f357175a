"""Listener: takes TLS connections on a free loopback port, each in a thread of its own, until it is stopped."""

import contextlib
import socket
import ssl
import threading
from collections.abc import Callable

TLS_RECORD = b"\x16"
JOIN_S = 5.0

Talk = Callable[[ssl.SSLSocket], None]


class Listener:
    """One port. `talk` has the conversation on a connection; it ends with the other side or with the listener."""

    def __init__(self, context: ssl.SSLContext, talk: Talk, name: str) -> None:
        self._context = context
        self._talk = talk
        self._name = name
        self._thawed = threading.Event()
        self._thawed.set()
        self._lock = threading.Lock()
        self._open: dict[threading.Thread, socket.socket] = {}
        self._stopped = False
        self._socket = socket.create_server(("127.0.0.1", 0), backlog=64)
        self.port: int = self._socket.getsockname()[1]
        self._thread = threading.Thread(target=self._accept, name=name, daemon=True)

    def start(self) -> None:
        """Take connections from now on."""
        self._thread.start()

    def use(self, context: ssl.SSLContext) -> None:
        """Show another certificate to whoever connects from now on."""
        self._context = context

    def freeze(self) -> None:
        """Say nothing any more: connections are taken and left without a word."""
        self._thawed.clear()

    def thaw(self) -> None:
        """Talk again."""
        self._thawed.set()

    def wait_thawed(self) -> None:
        """Return when it is not frozen."""
        self._thawed.wait()

    def stop(self) -> None:
        """Close the port and every connection, and wait for their threads."""
        with self._lock:
            if self._stopped:
                return
            self._stopped = True
            connections = dict(self._open)
        self._thawed.set()
        # A closed socket does not wake whoever accepts on it everywhere; a last connection does.
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", self.port), timeout=1):
            pass
        self._thread.join(JOIN_S)
        self._socket.close()
        for connection in connections.values():
            # Not SSLSocket.shutdown: it takes the TLS object away from the thread that is using it.
            with contextlib.suppress(OSError):
                socket.socket.shutdown(connection, socket.SHUT_RDWR)
        for thread in connections:
            thread.join(JOIN_S)

    def _accept(self) -> None:
        while True:
            try:
                connection, _ = self._socket.accept()
            except OSError:
                return
            thread = threading.Thread(target=self._serve, args=(connection,), name=self._name, daemon=True)
            with self._lock:
                if self._stopped:
                    connection.close()
                    return
                self._open[thread] = connection
            thread.start()

    def _serve(self, connection: socket.socket) -> None:
        with connection, contextlib.suppress(OSError, ValueError):
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self._thawed.wait()
            # Whoever speaks no TLS is left without an answer, as by a real node.
            if connection.recv(1, socket.MSG_PEEK) == TLS_RECORD:
                with self._context.wrap_socket(connection, server_side=True) as secure:
                    with self._lock:
                        self._open[threading.current_thread()] = secure
                    self._talk(secure)
        with self._lock:
            self._open.pop(threading.current_thread(), None)
