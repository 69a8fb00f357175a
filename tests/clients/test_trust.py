"""Which certificates a connection believes."""

import ssl
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import Encoding

from tests.clients.calling import OK, ROOT, Pki, Values, failure, reach, side
from tests.real.pki import Authority
from tests.replay import (
    Replay,
    replay,
    server_context,
)
from wizard.clients.cluster import connect
from wizard.clients.trust import fingerprint_of
from wizard.errors import (
    UsageError,
)


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
