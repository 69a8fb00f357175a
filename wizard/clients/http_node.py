"""The official client's connection to one address, with our trust and nothing written to logs.

Imported only when a request is sent: it brings in the client, urllib3 and ssl.
"""

import contextlib
import socket
import ssl
import threading
from collections.abc import Mapping
from typing import Any

import urllib3
from elastic_transport import BaseNode, NodeConfig, NodePool, Urllib3HttpNode
from elasticsearch import Elasticsearch
from urllib3.connection import HTTPConnection, HTTPSConnection

from wizard.clients.address import RestAddress
from wizard.plan.actions import Json
from wizard.version import PROGRAM, VERSION

_current = threading.local()


class Call:
    """One request on its way: tells how far it came, and can be cut off from another thread."""

    def __init__(self) -> None:
        # Not the connection: it forgets its socket while an answer without a length is still being read.
        self._socket: socket.socket | None = None
        self.was_cut = False

    def __enter__(self) -> "Call":
        _current.call = self
        return self

    def __exit__(self, *_: object) -> None:
        _current.call = None

    def uses(self, connected: socket.socket) -> None:
        """Called by the connection when it stands, TLS included."""
        self._socket = connected

    @property
    def sent(self) -> bool:
        """True when a connection stood for the request."""
        return self._socket is not None

    def cut(self) -> None:
        """Shut the socket, so that a thread still reading from it ends."""
        self.was_cut = True
        if self._socket is not None:
            # Not SSLSocket.shutdown: that takes the TLS object away from the thread that is using it.
            with contextlib.suppress(OSError):
                socket.socket.shutdown(self._socket, socket.SHUT_RDWR)


def _note(connection: HTTPConnection) -> None:
    call, connected = getattr(_current, "call", None), getattr(connection, "sock", None)
    if isinstance(call, Call) and isinstance(connected, socket.socket):
        call.uses(connected)


class _Plain(HTTPConnection):
    def connect(self) -> None:
        super().connect()
        _note(self)

    def request(self, *args: Any, **named: Any) -> None:
        _note(self)
        super().request(*args, **named)


class _Secure(HTTPSConnection):
    def connect(self) -> None:
        super().connect()
        _note(self)

    def request(self, *args: Any, **named: Any) -> None:
        _note(self)
        super().request(*args, **named)


class _PlainPool(urllib3.HTTPConnectionPool):
    ConnectionCls = _Plain


class _SecurePool(urllib3.HTTPSConnectionPool):
    ConnectionCls = _Secure


class QuietNode(Urllib3HttpNode):
    """The client's urllib3 node, with a pool that holds exactly the given trust.

    The client's own pool would add the certifi list to every private CA, and would take a pinned CA as proven when the
    server merely sends a copy of it.
    """

    def __init__(self, config: NodeConfig) -> None:
        super().__init__(config)
        limits = urllib3.Timeout(connect=config.request_timeout, read=config.request_timeout)
        if config.scheme == "https" and config.ssl_context is not None:
            context: ssl.SSLContext = config.ssl_context
            self.pool = _SecurePool(
                config.host,
                port=config.port,
                timeout=limits,
                maxsize=config.connections_per_node,
                block=True,
                ssl_context=context,
                cert_reqs="CERT_REQUIRED",
                # None lets urllib3 match the host name; False is for a pinned server certificate alone.
                assert_hostname=None if context.check_hostname else False,
            )
        else:
            self.pool = _PlainPool(
                config.host, port=config.port, timeout=limits, maxsize=config.connections_per_node, block=True
            )

    def _log_request(self, *args: Any, **named: Any) -> None:
        """Bodies hold passwords and new keys: nothing of a request goes to a log."""


class OneNode(NodePool):
    """A pool of one node, which is never set aside and never complained about in a log."""

    def mark_dead(self, node: BaseNode, _now: float | None = None) -> None:
        """The caller is told by the error itself."""


def client_for(address: RestAddress, context: ssl.SSLContext | None) -> Elasticsearch:
    """The official client for one address: one attempt, no sniffing, no extra headers."""
    config = NodeConfig(
        address.scheme,
        address.host,
        address.port,
        ssl_context=context,
        connections_per_node=16,
    )
    return Elasticsearch(
        [config],
        node_class=QuietNode,
        node_pool_class=OneNode,
        max_retries=0,
        retry_on_status=(),
        retry_on_timeout=False,
        meta_header=False,
    )


def exchange(
    client: Elasticsearch, method: str, target: str, headers: Mapping[str, str], body: Json, timeout_s: float
) -> tuple[int, Mapping[str, str], Json]:
    """Send one request; status, headers (lower-case names) and parsed body of the answer, whatever the status.

    Goes through the client's transport, below its media types and status errors: the same plain JSON suits 8.x and 9.x,
    and a deprecation warning of the cluster is not a warning of ours. Raises elastic_transport.TransportError.
    """
    meta, answer = client.transport.perform_request(
        method,
        target,
        body=body,
        headers={"user-agent": f"{PROGRAM}/{VERSION}", **headers},
        request_timeout=timeout_s,
        max_retries=0,
    )
    return meta.status, {key.lower(): value for key, value in meta.headers.items()}, answer
