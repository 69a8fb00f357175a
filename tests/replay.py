"""Loopback servers for tests without nodes: one that replays recorded exchanges, and some that misbehave."""

import contextlib
import http.server
import json
import socket
import ssl
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.real.pki import Leaf

EXCHANGES = Path(__file__).parent / "data" / "exchanges"


@dataclass(frozen=True, slots=True)
class Exchange:
    """What one request is answered with."""

    method: str
    path: str
    status: int
    headers: Mapping[str, str]
    response: Any


@dataclass(frozen=True, slots=True)
class Seen:
    """A request as the server got it."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: Any


@dataclass(slots=True)
class Replay:
    """A running replay server: its address and what it was asked."""

    host: str
    port: int
    url: str
    seen: list[Seen] = field(default_factory=list)


def recorded(case: str, version: str = "8.19.21") -> Exchange:
    """A recorded exchange of a real node of that version."""
    data = json.loads((EXCHANGES / version / f"{case}.json").read_text(encoding="utf-8"))
    request = data["request"]
    return Exchange(request["method"], request["path"], data["status"], data["headers"], data["response"])


def server_context(leaf: Leaf, folder: Path, *, ca: bytes = b"", ask_client: bool = False) -> ssl.SSLContext:
    """TLS of a server with this certificate; `ca` is sent along, `ask_client` demands a client certificate."""
    folder.mkdir(parents=True, exist_ok=True)
    chain = folder / "server.pem"
    chain.write_bytes(leaf.certificate_pem + ca)
    key = folder / "server.key"
    key.write_bytes(leaf.key_pem)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(chain, key)
    if ask_client:
        context.verify_mode = ssl.CERT_REQUIRED
        context.load_verify_locations(cadata=ca.decode() or leaf.certificate_pem.decode())
    return context


@contextlib.contextmanager
def replay(*exchanges: Exchange, tls: ssl.SSLContext | None = None) -> Iterator[Replay]:
    """Serve these exchanges; any other request is a 400 in Elasticsearch's error shape."""
    answers = {(each.method, each.path): each for each in exchanges}
    running = Replay("127.0.0.1", 0, "")

    class Handler(http.server.BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        timeout = 10
        # Head and body in one piece: two would wait for each other's acknowledgement, 40 ms a time.
        wbufsize = -1

        def answer(self) -> None:
            length = int(self.headers.get("content-length") or 0)
            raw = self.rfile.read(length)
            headers = {name.lower(): value for name, value in self.headers.items()}
            running.seen.append(Seen(self.command, self.path, headers, json.loads(raw) if raw else None))
            found = answers.get((self.command, self.path)) or Exchange(
                self.command,
                self.path,
                400,
                {"content-type": "application/json", "x-elastic-product": "Elasticsearch"},
                {"error": {"type": "not_recorded", "reason": f"no handler found for uri [{self.path}]"}, "status": 400},
            )
            text = found.response if isinstance(found.response, str) else json.dumps(found.response)
            payload = text.encode()
            self.send_response_only(found.status)
            for name, value in found.headers.items():
                self.send_header(name, value)
            if "content-type" not in found.headers:
                self.send_header("content-type", "application/json")
            self.send_header("content-length", str(len(payload)))
            self.end_headers()
            self.wfile.write(payload)

        do_GET = do_POST = do_PUT = do_DELETE = answer

        def log_message(self, format: str, *args: object) -> None:
            """Keeps the test output clean."""

    class Server(http.server.ThreadingHTTPServer):
        daemon_threads = True
        block_on_close = False

        def get_request(self) -> tuple[socket.socket, Any]:
            connection, client = super().get_request()
            if tls is not None:
                # The handshake belongs into the handler's thread: a client that breaks it off must not stop the rest.
                connection = tls.wrap_socket(connection, server_side=True, do_handshake_on_connect=False)
            return connection, client

        def handle_error(self, request: Any, client_address: Any) -> None:
            """A client that closes early is part of the tests."""

    server = Server((running.host, 0), Handler)
    running.port = server.server_address[1]
    running.url = f"{'https' if tls else 'http'}://{running.host}:{running.port}"
    thread = threading.Thread(target=lambda: server.serve_forever(poll_interval=0.005), daemon=True)
    thread.start()
    try:
        yield running
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


Behave = Callable[[socket.socket], None]


@contextlib.contextmanager
def listener(behave: Behave, *, tls: ssl.SSLContext | None = None) -> Iterator[int]:
    """A TCP server (its port) that does `behave` with each connection, in a thread of its own."""
    stop = threading.Event()
    listening = socket.create_server(("127.0.0.1", 0))
    listening.settimeout(0.01)

    def one(connection: socket.socket) -> None:
        with contextlib.suppress(OSError), connection:
            connection.settimeout(10)
            if tls is None:
                behave(connection)
                return
            with tls.wrap_socket(connection, server_side=True) as secure:
                behave(secure)

    def serve() -> None:
        while not stop.is_set():
            try:
                connection, _ = listening.accept()
            except TimeoutError:
                continue
            threading.Thread(target=one, args=(connection,), daemon=True).start()

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield listening.getsockname()[1]
    finally:
        stop.set()
        thread.join()
        listening.close()


def says(payload: bytes) -> Behave:
    """Reads a request, answers with these bytes and closes."""

    def behave(connection: socket.socket) -> None:
        connection.recv(4096)
        connection.sendall(payload)

    return behave


def silent(connection: socket.socket) -> None:
    """Accepts and never answers."""
    while connection.recv(4096):
        pass


def closes(connection: socket.socket) -> None:
    """Reads a request and closes without a byte."""
    connection.recv(4096)


def dribbles(connection: socket.socket) -> None:
    """Answers a byte at a time, without end, as long as the caller listens."""
    connection.recv(4096)
    connection.sendall(b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\nx-elastic-product: Elasticsearch\r\n\r\n")
    pause = threading.Event()
    while not pause.wait(0.03):
        connection.sendall(b" ")
