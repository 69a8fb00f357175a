"""The connection to a cluster, against replayed answers of real nodes and servers that misbehave."""

import base64
import json
import socket
import ssl
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import Encoding

from tests.real.pki import Authority, Leaf
from tests.replay import (
    Behave,
    Exchange,
    Replay,
    closes,
    dribbles,
    listener,
    recorded,
    replay,
    says,
    server_context,
    silent,
)
from wizard.clients.cluster import connect
from wizard.clients.trust import fingerprint_of
from wizard.errors import (
    LoginError,
    PrivilegeError,
    ReachError,
    ReplyError,
    UsageError,
    WizardError,
)
from wizard.plan.actions import Request, Save
from wizard.scenario.model import KEY, KEY_ID, Login, Ref, Side, secret_ref

PASSWORD = "pa55 of the test"
LOGIN = Login("password", "elastic", secret_ref("remote.secret"))
ROOT = Request("read", "remote", "GET", "/")
OK = recorded("ok.root.remote")


@dataclass
class Values:
    """A vault for one test: what is known, and what was kept, in order."""

    known: dict[str, str] = field(default_factory=lambda: {"REMOTE_SECRET": PASSWORD})
    kept: list[tuple[Ref, str]] = field(default_factory=list)

    def value_of(self, ref: Ref) -> str:
        return self.known[ref.name]

    def keep(self, ref: Ref, value: str) -> None:
        self.kept.append((ref, value))


@dataclass(frozen=True)
class Pki:
    """A CA with its file, and a server certificate of it for 127.0.0.1."""

    authority: Authority
    ca_file: Path
    leaf: Leaf
    folder: Path

    @property
    def tls(self) -> ssl.SSLContext:
        return server_context(self.leaf, self.folder / "server")


@pytest.fixture(scope="module")
def pki(tmp_path_factory: pytest.TempPathFactory) -> Pki:
    folder = tmp_path_factory.mktemp("pki")
    authority = Authority.create("Test CA")
    return Pki(authority, authority.write(folder / "ca.crt"), authority.issue("node"), folder)


@pytest.fixture
def node(pki: Pki) -> Iterator[Replay]:
    with replay(OK, tls=pki.tls) as running:
        yield running


def side(url: str, **more: object) -> Side:
    return replace(Side("remote", "self", url=url, login=LOGIN), **more)  # type: ignore[arg-type]


def failure(of: Side, request: Request = ROOT, values: Values | None = None, timeout_s: float = 5) -> WizardError:
    """The error of a request that must fail; checked for secrets in all its parts."""
    vault = values or Values()
    connection = connect(of)
    try:
        with pytest.raises(WizardError) as caught:
            connection.send(request, vault.value_of, vault.keep, timeout_s=timeout_s)
    finally:
        connection.close()
    error = caught.value
    assert error.__cause__ is None
    assert error.__context__ is None
    text = repr(error) + repr(vars(error))
    for secret in [*vault.known.values(), base64.b64encode(f"elastic:{PASSWORD}".encode()).decode()]:
        assert secret not in text
    assert error.side == "remote"
    assert error.hint
    return error


def reach(of: Side, timeout_s: float = 5) -> ReachError:
    error = failure(of, timeout_s=timeout_s)
    assert isinstance(error, ReachError)
    return error


class TestRequests:
    def test_sends_plain_json_and_the_login_and_nothing_else(self, node: Replay, pki: Pki) -> None:
        values = Values()
        connection = connect(side(node.url, ca_file=str(pki.ca_file)))
        reply = connection.send(ROOT, values.value_of, values.keep)
        connection.close()
        assert reply.status == 200
        assert isinstance(reply.body, dict)
        assert reply.body["cluster_name"] == "remote"
        assert 0 < reply.took_s < 5
        [seen] = node.seen
        assert seen.headers["user-agent"].startswith("remote-cluster-wizard/")
        assert {name: value for name, value in seen.headers.items() if name != "user-agent"} == {
            "host": f"127.0.0.1:{node.port}",
            "connection": "keep-alive",
            "accept": "application/json",
            "accept-encoding": "identity",
            "authorization": "Basic " + base64.b64encode(f"elastic:{PASSWORD}".encode()).decode(),
        }

    def test_fills_names_into_path_and_body_and_masks_what_is_saved(self) -> None:
        values = Values({"REMOTE_SECRET": PASSWORD, "SESSION": "abc/1"})
        created = recorded("ok.key_create")
        encoded = base64.b64encode(b"4hFRC6IBSoPDh2JyWDmi:0123456789abcdefghijkl").decode()
        answer = {**created.response, "api_key": "0123456789abcdefghijkl", "encoded": encoded}
        request = Request(
            "create_key",
            "remote",
            "POST",
            "/_security/cross_cluster/api_key?x=${SESSION}",
            body={"name": "a", "metadata": {"session": "${SESSION}"}},
            saves=(Save("/id", KEY_ID), Save("/encoded", KEY)),
        )
        sent = Exchange("POST", "/_security/cross_cluster/api_key?x=abc%2F1", 200, created.headers, answer)
        with replay(sent) as running:
            reply = connect(side(running.url)).send(request, values.value_of, values.keep)
        assert running.seen[0].body == {"name": "a", "metadata": {"session": "abc/1"}}
        assert running.seen[0].headers["content-type"] == "application/json"
        assert values.kept == [(KEY, encoded), (KEY_ID, "4hFRC6IBSoPDh2JyWDmi")]
        assert reply.body == {
            "id": "${KEY_ID}",
            "name": "demo2",
            "expiration": answer["expiration"],
            "api_key": "${KEY}",
            "encoded": "${KEY}",
        }

    def test_an_answer_without_what_is_saved_is_an_error(self) -> None:
        with replay(OK) as running:
            error = failure(side(running.url), replace(ROOT, saves=(Save("/encoded", KEY),)))
        assert isinstance(error, ReplyError)
        assert "/encoded" in error.headline

    def test_another_login_and_another_address(self) -> None:
        values = Values({"REMOTE_SECRET": PASSWORD, "KEY": "aWQ6c2VjcmV0"})
        with replay(OK) as cluster, replay(OK) as one_node:
            request = replace(ROOT, login=Login("api-key", "", KEY), at=one_node.url)
            connect(side(cluster.url)).send(request, values.value_of, values.keep)
            values.known["KEY"] = "id:secret\n"
            connect(side(cluster.url)).send(request, values.value_of, values.keep)
        assert not cluster.seen
        assert {each.headers["authorization"] for each in one_node.seen} == {"ApiKey aWQ6c2VjcmV0"}

    def test_no_statuses_expected_returns_every_status(self) -> None:
        values = Values()
        with replay(recorded("auth.wrong_password.root")) as running:
            reply = connect(side(running.url)).send(replace(ROOT, expect=()), values.value_of, values.keep)
        assert reply.status == 401

    def test_a_deprecation_header_is_no_warning_of_ours(self) -> None:
        headers = {**OK.headers, "warning": '299 Elasticsearch-9.5.3 "deprecated"'}
        with replay(replace(OK, headers=headers)) as running:
            assert connect(side(running.url)).send(ROOT, Values().value_of, Values().keep).status == 200

    def test_nothing_of_a_request_is_logged(self, caplog: pytest.LogCaptureFixture) -> None:
        caplog.set_level(0)
        values = Values()
        with replay(OK) as running:
            request = replace(ROOT, expect=(), method="POST", body={"password": "${REMOTE_SECRET}"})
            connect(side(running.url)).send(request, values.value_of, values.keep)
        assert running.seen[0].body == {"password": PASSWORD}
        assert PASSWORD not in caplog.text

    def test_what_the_vault_raises_passes_through(self) -> None:
        with replay(OK) as running, pytest.raises(KeyError):
            connect(side(running.url)).send(ROOT, Values({}).value_of, Values().keep)
        assert not running.seen


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
            error = reach(side(f"http://127.0.0.1:{port}"), timeout_s=0.5)
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


class TestTrust:
    def test_untrusted(self, node: Replay, tmp_path: Path) -> None:
        error = reach(side(node.url))
        assert error.kind == "untrusted"
        assert "CN=Test CA" in error.saw
        assert "remote.ca_file" in error.hint
        other = Authority.create("Other CA").write(tmp_path / "other.crt")
        error = reach(side(node.url, ca_file=str(other)))
        assert error.kind == "untrusted"
        assert str(other) in error.headline

    def test_wrong_name_lists_the_names(self, pki: Pki) -> None:
        leaf = pki.authority.issue("node", names=("es.example",), addresses=("10.0.0.1",))
        with replay(OK, tls=server_context(leaf, pki.folder / "name")) as running:
            error = reach(side(running.url, ca_file=str(pki.ca_file)))
        assert error.kind == "name"
        assert "es.example, 10.0.0.1" in error.hint

    def test_expired(self, pki: Pki) -> None:
        context = server_context(pki.authority.issue_expired("node"), pki.folder / "expired")
        with replay(OK, tls=context) as running:
            error = reach(side(running.url, ca_file=str(pki.ca_file)))
        assert error.kind == "expired"
        assert "CN=node" in error.saw

    def test_a_private_ca_does_not_bring_the_public_ones_along(self, node: Replay, pki: Pki) -> None:
        connection = connect(side(node.url, ca_file=str(pki.ca_file)))
        connection.send(ROOT, Values().value_of, Values().keep)
        [client] = connection._clients.values()
        pool = client.transport.node_pool.get().pool  # type: ignore[attr-defined]
        assert pool.conn_kw["ssl_context"].cert_store_stats() == {"x509": 1, "crl": 0, "x509_ca": 1}

    def test_the_servers_own_certificate_serves_as_trust(self, node: Replay, pki: Pki, tmp_path: Path) -> None:
        own = tmp_path / "node.crt"
        own.write_bytes(pki.leaf.certificate_pem)
        assert connect(side(node.url, ca_file=str(own))).send(ROOT, Values().value_of, Values().keep).status == 200

    def test_pinned_server_certificate(self, node: Replay, pki: Pki) -> None:
        pin = fingerprint_of(ssl.PEM_cert_to_DER_cert(pki.leaf.certificate_pem.decode()))
        spaced = ":".join(pin[at : at + 2] for at in range(0, 64, 2)).upper()
        for written in (pin, spaced):
            reply = connect(side(node.url, fingerprint=written)).send(ROOT, Values().value_of, Values().keep)
            assert reply.status == 200

    def test_pinned_ca_that_the_server_sends(self, pki: Pki) -> None:
        pin = fingerprint_of(pki.authority.certificate.public_bytes(Encoding.DER))
        context = server_context(pki.leaf, pki.folder / "chain", ca=pki.authority.pem)
        with replay(OK, tls=context) as running:
            assert (
                connect(side(running.url, fingerprint=pin)).send(ROOT, Values().value_of, Values().keep).status == 200
            )

    def test_a_copied_ca_certificate_does_not_satisfy_a_pin(self, pki: Pki) -> None:
        """A CA certificate is public: whoever sends a copy of it behind a forged leaf must not be believed."""
        pin = fingerprint_of(pki.authority.certificate.public_bytes(Encoding.DER))
        impostor = Authority(pki.authority.certificate, Authority.create("Impostor").key)
        context = server_context(impostor.issue("node"), pki.folder / "forged", ca=pki.authority.pem)
        with replay(OK, tls=context) as running:
            assert reach(side(running.url, fingerprint=pin)).kind == "untrusted"
        assert not running.seen

    def test_wrong_fingerprint(self, node: Replay, pki: Pki) -> None:
        error = reach(side(node.url, fingerprint="ab" * 32))
        assert error.kind == "untrusted"
        assert fingerprint_of(ssl.PEM_cert_to_DER_cert(pki.leaf.certificate_pem.decode())) in error.saw
        assert not node.seen

    @pytest.mark.parametrize("written", ["abc", "zz" * 32, "ab" * 20])
    def test_a_fingerprint_that_is_none(self, node: Replay, written: str) -> None:
        assert isinstance(failure(side(node.url, fingerprint=written)), UsageError)

    def test_ca_file_missing(self, node: Replay, tmp_path: Path) -> None:
        error = reach(side(node.url, ca_file=str(tmp_path / "none.crt")))
        assert (error.kind, error.saw) == ("file", "missing")


class TestRefusals:
    @pytest.mark.parametrize(
        ("case", "login", "hint"),
        [
            ("auth.wrong_password.root", LOGIN, "remote.user"),
            ("auth.no_credentials.root", None, "remote.login"),
            ("auth.garbage_apikey.root", replace(LOGIN, kind="api-key"), "encoded form"),
        ],
    )
    def test_401(self, case: str, login: Login | None, hint: str) -> None:
        values = Values({"REMOTE_SECRET": "bm9uZTpub25lLWF0LWFsbC1vZi1pdA=="})
        with replay(recorded(case)) as running:
            error = failure(side(running.url, login=login), values=values)
        assert isinstance(error, LoginError)
        assert hint in error.hint

    @pytest.mark.parametrize(
        ("case", "hint"),
        [
            ("key_check.authenticate_full", "cross-cluster key"),
            ("key_check.authenticate_invalidated", "invalidated"),
            ("key_check.authenticate_unknown", "No such key"),
        ],
    )
    def test_401_of_a_key(self, case: str, hint: str) -> None:
        values = Values({"REMOTE_SECRET": "bm9uZTpub25lLWF0LWFsbC1vZi1pdA=="})
        request = Request("read", "remote", "GET", "/_security/_authenticate")
        with replay(recorded(case)) as running:
            error = failure(side(running.url, login=replace(LOGIN, kind="api-key")), request, values)
        assert isinstance(error, LoginError)
        assert hint in error.hint

    def test_403_names_the_privilege(self) -> None:
        case = recorded("key.create_no_privilege")
        with replay(case) as running:
            error = failure(side(running.url), Request("create_key", "remote", "POST", case.path, body={}))
        assert isinstance(error, PrivilegeError)
        assert error.headline == (
            "The user bob lacks the cluster privilege manage_security (or all) on the remote cluster."
        )

    @pytest.mark.parametrize("version", ["8.19.21", "9.5.3"])
    def test_403_of_the_licence(self, version: str) -> None:
        case = recorded("g.create_key_on_basic", version)
        with replay(case) as running:
            error = failure(side(running.url), Request("create_key", "remote", "POST", case.path, body={}))
        assert isinstance(error, PrivilegeError)
        assert "licence" in error.headline
        assert "advanced-remote-cluster-security" in error.headline

    @pytest.mark.parametrize(
        ("case", "version", "status", "words"),
        [
            ("key.create_with_apikey_caller", "8.19.21", 400, "illegal_argument_exception: authentication via API key"),
            ("validation.alias_with_dot", "8.19.21", 400, "not recognized"),
            ("g.start_trial_again", "8.19.21", 403, "Trial was already activated"),
            ("i5.unknown_alias.resolve_cluster", "8.19.21", 403, "no such remote cluster: [nope]"),
            ("i5.unknown_alias.resolve_cluster", "9.5.3", 404, "no such remote cluster: [nope]"),
            ("i5.index_missing.search", "8.19.21", 404, "no such index"),
            ("breaker.parent_429", "8.19.21", 429, "Data too large"),
            ("a2.connection_refused.search_strict", "8.19.21", 500, "no_seed_node_left_exception"),
        ],
    )
    def test_others(self, case: str, version: str, status: int, words: str) -> None:
        exchange = recorded(case, version)
        request = Request("read", "remote", exchange.method, exchange.path)  # type: ignore[arg-type]
        with replay(exchange) as running:
            connection = connect(side(running.url))
            with pytest.raises(ReplyError) as caught:
                connection.send(request, Values().value_of, Values().keep)
        error = caught.value
        assert not isinstance(error, (LoginError, PrivilegeError))
        assert error.status == status
        assert words in error.headline
        assert f"{exchange.method} {exchange.path}" in error.headline

    def test_a_quoted_secret_is_masked(self) -> None:
        body = {"error": {"type": "parse_exception", "reason": f"what is [{PASSWORD}]?"}, "status": 400}
        with replay(Exchange("GET", "/", 400, OK.headers, body)) as running:
            error = failure(side(running.url))
        assert isinstance(error, ReplyError)
        assert error.reason == "what is [${REMOTE_SECRET}]?"
        assert error.headline.endswith("what is [${REMOTE_SECRET}]?")

    def test_a_key_with_forbidden_characters_never_reaches_a_header(self) -> None:
        values = Values({"REMOTE_SECRET": "abc\r\nx-injected"})
        with replay(OK) as running:
            error = failure(side(running.url, login=replace(LOGIN, kind="api-key")), values=values)
        assert isinstance(error, UsageError)

    @pytest.mark.parametrize(
        "url",
        ["", "es.example:9200", "ftp://es.example", "https://", "https://u:hidden-pw@es.example", "https://es:99999"],
    )
    def test_addresses_that_cannot_be(self, url: str) -> None:
        error = failure(side(url))
        assert isinstance(error, UsageError)
        assert "hidden-pw" not in str(vars(error))


def test_recordings_hold_no_secret() -> None:
    for file in (Path(__file__).parents[1] / "data" / "exchanges").glob("*/*.json"):
        data = json.loads(file.read_text(encoding="utf-8"))
        assert data["version"] == file.parent.name
        encoded = data["response"].get("encoded", "<encoded-key>")
        assert encoded == "<encoded-key>"
