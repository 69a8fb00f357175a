"""CA files: what serves, and what is said about those that do not."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.real.pki import Authority
from wizard.clients.ca_files import CaFileError, read_ca

AUTHORITY = Authority.create("The CA")
LEAF = AUTHORITY.issue("node")


def problem(path: Path) -> CaFileError:
    with pytest.raises(CaFileError) as caught:
        read_ca(str(path), side="remote")
    error = caught.value
    assert (error.path, error.side) == (str(path), "remote")
    assert str(path) in error.headline
    assert error.hint
    return error


def test_a_bundle(tmp_path: Path) -> None:
    file = tmp_path / "ca.crt"
    file.write_bytes(b"some words\n" + AUTHORITY.pem + LEAF.certificate_pem)
    bundle = read_ca(str(file))
    assert [(each.subject, each.is_ca) for each in bundle.certificates] == [("CN=The CA", True), ("CN=node", False)]
    assert len(bundle.certificates[0].fingerprint) == 64
    assert bundle.certificates[0].not_after > "2030"
    assert bundle.path == str(file)
    assert bundle.pem.count("BEGIN CERTIFICATE") == 2
    assert "some words" not in bundle.pem


def test_files_that_do_not_serve(tmp_path: Path) -> None:
    file = tmp_path / "x.crt"
    assert problem(file).problem == "missing"
    assert problem(tmp_path).problem == "folder"
    for content, expected in {
        b"": "none",
        b"hello": "none",
        b"\x30\x82\x01\x02": "not-pem",
        AUTHORITY.pem + LEAF.key_pem: "private-key",
        AUTHORITY.pem.replace(b"M", b"!", 3): "not-pem",
        AUTHORITY.pem[:300] + b"\n-----END CERTIFICATE-----\n": "not-pem",
        LEAF.certificate_pem: "not-ca",
    }.items():
        file.write_bytes(content)
        assert problem(file).problem == expected


def test_a_leaf_where_a_leaf_may_serve(tmp_path: Path) -> None:
    file = tmp_path / "node.crt"
    file.write_bytes(LEAF.certificate_pem)
    assert not read_ca(str(file), leaf_ok=True).certificates[0].is_ca


def test_expired(tmp_path: Path) -> None:
    file = AUTHORITY.write(tmp_path / "ca.crt")
    with pytest.raises(CaFileError) as caught:
        read_ca(str(file), now=datetime(2100, 1, 1, tzinfo=UTC))
    assert caught.value.problem == "expired"
    assert "expired on 20" in caught.value.headline
