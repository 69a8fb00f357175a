"""The REST port of a node: HTTP/1.1 over TLS around its handler."""

import http.client
import json
import ssl
from http.server import BaseHTTPRequestHandler
from pathlib import Path

from wizard.lab.handle import Handler
from wizard.lab.listener import Listener

QUIET_S = 60.0
"""How long an unused connection stays open."""


def rest_listener(handler: Handler, certificate: Path) -> Listener:
    """A listener that answers as the node; certificate and key stand side by side."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, certificate.with_suffix(".key"))

    class Conversation(_Conversation):
        node = handler

        def wait(self) -> None:
            listener.wait_thawed()

    def talk(secure: ssl.SSLSocket) -> None:
        Conversation(secure, None, None)  # type: ignore[arg-type]

    listener = Listener(context, talk, f"rest of {handler.node.name}")
    return listener


class _Conversation(BaseHTTPRequestHandler):
    """One connection."""

    protocol_version = "HTTP/1.1"
    timeout = QUIET_S
    node: Handler

    def wait(self) -> None:
        """Until the node may talk."""

    def _answer(self) -> None:
        length = int(self.headers.get("content-length") or 0)
        body = self.rfile.read(length)
        self.wait()
        headers = {name.lower(): value for name, value in self.headers.items()}
        status, tree = self.node.handle(self.command, self.path, headers, body)
        payload = json.dumps(tree).encode()
        lines = [f"HTTP/1.1 {status} {http.client.responses.get(status, '')}"]
        if status not in (401, 403):
            # Real nodes leave it out of refusals (seen on 8.19 and 9.5).
            lines.append("X-elastic-product: Elasticsearch")
        if status == 401:
            lines.append('WWW-Authenticate: Basic realm="security", charset="UTF-8"')
        lines += ["content-type: application/json", f"content-length: {len(payload)}", "", ""]
        self.wfile.write("\r\n".join(lines).encode() + payload)

    do_GET = do_PUT = do_POST = do_DELETE = _answer

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """What is no request that is known here."""
        self.close_connection = True
        self.wfile.write(b"HTTP/1.0 400 Bad Request\r\ncontent-length: 0\r\n\r\n")

    def log_message(self, format: str, *args: object) -> None:
        """Nothing is written down."""
