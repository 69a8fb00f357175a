"""Addresses that do not answer as a cluster does: what is said about each."""

import socket
import threading
import time
from dataclasses import replace

import pytest

from tests.clients.calling import OK, Pki, reach, side
from tests.replay import (
    Behave,
    Exchange,
    Replay,
    closes,
    dribbles,
    listener,
    replay,
    says,
    server_context,
    silent,
)


class TestUnreachable:
    def test_dns(self) -> None:
        assert reach(side("https://no-such-host.invalid:9200")).kind == "dns"

    def test_refused(self) -> None:
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        error = reach(side(f"https://127.0.0.1:{port}"))
        assert error.kind == "refused"
        assert f"127.0.0.1:{port}" in error.headline

    @pytest.mark.parametrize(
        ("behave", "kind"),
        [
            (silent, "timeout"),
            (dribbles, "timeout"),
            (closes, "closed"),
            (says(b"This is not an HTTP port"), "interface"),
            (says(b"ES\0\0"), "interface"),
            (says(b"SSH-2.0-OpenSSH_9.9\r\n"), "foreign"),
        ],
    )
    def test_servers_that_misbehave(self, behave: Behave, kind: str) -> None:
        began = time.monotonic()
        with listener(behave) as port:
            error = reach(side(f"http://127.0.0.1:{port}"), timeout_s=0.3)
        assert error.kind == kind
        assert time.monotonic() - began < 1.5

    def test_the_thread_of_a_dribbling_server_ends(self) -> None:
        with listener(dribbles) as port:
            reach(side(f"http://127.0.0.1:{port}"), timeout_s=0.3)
            ends = time.monotonic() + 5
            while any(each.name.startswith("request to") for each in threading.enumerate()):
                assert time.monotonic() < ends
                time.sleep(0.01)

    def test_a_slow_tls_handshake_counts_too(self) -> None:
        with listener(silent) as port:
            assert reach(side(f"https://127.0.0.1:{port}"), timeout_s=0.3).kind == "timeout"

    def test_https_asked_of_a_plain_port(self) -> None:
        with replay(OK) as running:
            error = reach(side(running.url.replace("http:", "https:")))
        assert error.kind == "plain"
        assert "http://" in error.hint

    def test_http_asked_of_a_tls_port(self, node: Replay) -> None:
        error = reach(side(node.url.replace("https:", "http:")))
        assert error.kind == "tls"
        assert "https://" in error.hint

    def test_http_asked_of_a_tls_port_of_nginx(self) -> None:
        page = "<html><center>The plain HTTP request was sent to HTTPS port</center></html>"
        with replay(Exchange("GET", "/", 400, {"content-type": "text/html", "server": "nginx"}, page)) as running:
            assert reach(side(running.url)).kind == "tls"

    @pytest.mark.parametrize("status", [200, 302, 401, 502])
    def test_a_web_server(self, status: int) -> None:
        page = Exchange("GET", "/", status, {"content-type": "text/html", "server": "nginx/1.27"}, "<html></html>")
        with replay(page) as running:
            error = reach(side(running.url))
        assert error.kind == "foreign"
        assert error.saw == f"HTTP {status} (nginx/1.27), without the header X-Elastic-Product"

    def test_json_of_something_else(self) -> None:
        with replay(replace(OK, headers={"content-type": "application/json"})) as running:
            assert reach(side(running.url)).kind == "foreign"

    def test_transport_port_wants_a_client_certificate(self, pki: Pki) -> None:
        context = server_context(pki.leaf, pki.folder / "transport", ca=pki.authority.pem, ask_client=True)
        with listener(silent, tls=context) as port:
            error = reach(side(f"https://127.0.0.1:{port}", ca_file=str(pki.ca_file)))
        assert error.kind == "interface"
        assert "9200" in error.hint

    def test_remote_cluster_port_inside_tls(self, pki: Pki) -> None:
        with listener(says(b"This is not an HTTP port"), tls=pki.tls) as port:
            error = reach(side(f"https://127.0.0.1:{port}", ca_file=str(pki.ca_file)))
        assert error.kind == "interface"
