"""The ports of the practice clusters, as the probe and the product's own connection see those of real nodes."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.contract.pair import Caller
from tests.lab.pair import LabPair, running
from wizard.clients.probe import probe
from wizard.clients.seen import Seen
from wizard.errors import ReachError
from wizard.lab import wire


@pytest.fixture(scope="module", params=["8.19.21", "9.5.3"])
def pair(request: pytest.FixtureRequest) -> Iterator[LabPair]:
    with running(request.param) as pair:
        yield pair


def look(port: int, ca: Path) -> Seen:
    return probe("127.0.0.1", port, ca_pem=ca.read_text(encoding="utf-8"), quiet_s=0.2)


def test_the_interface(pair: LabPair) -> None:
    remote = pair.lab.remote
    assert remote.interface
    seen = look(remote.interface.port, remote.interface_ca)
    assert (seen.tls, seen.interface, seen.client_certificate) == ("verified", "remote-cluster", False)
    assert seen.release == remote.state.version
    assert str(seen.transport_version).startswith({"8": "8841", "9": "9458"}[remote.state.version[0]])
    assert look(remote.interface.port, remote.http_ca).tls == "untrusted"


def test_the_transport_port(pair: LabPair) -> None:
    remote = pair.lab.remote
    ca = remote.state.nodes[0].config / "certs" / "transport-ca.crt"
    seen = look(remote.transport[0].port, ca)
    assert (seen.tls, seen.interface, seen.client_certificate) == ("verified", "transport", True)


def test_the_rest_port(pair: LabPair) -> None:
    remote = pair.lab.remote
    seen = look(remote.rest[0].port, remote.http_ca)
    assert (seen.tls, seen.interface, seen.release) == ("verified", "http", "")


def test_the_transport_port_is_no_rest_address(pair: LabPair) -> None:
    remote = pair.lab.remote
    ca = remote.state.nodes[0].config / "certs" / "transport-ca.crt"
    url = f"https://127.0.0.1:{remote.transport[0].port}"
    caller = Caller(replace(pair.remote, url=url, ca_file=str(ca)), pair.secrets)
    with pytest.raises(ReachError) as caught:
        caller("GET", "/")
    caller.close()
    assert caught.value.kind == "interface"


def test_a_frozen_cluster_answers_again_when_it_thaws(pair: LabPair) -> None:
    caller = Caller(pair.remote, pair.secrets)
    caller("GET", "/")
    pair.lab.remote.freeze()
    try:
        with pytest.raises(ReachError) as caught:
            caller("GET", "/", timeout_s=0.3)
    finally:
        pair.lab.remote.thaw()
    assert caught.value.kind == "timeout"
    assert caller("GET", "/").status == 200
    caller.close()


ASKED = bytes.fromhex(
    "455300000031000000000000000708006d68330000001a00000016696e7465726e616c3a7463702f68616e647368616b650004ffc1d72f"
)
ANSWERED = bytes.fromhex("455300000017000000000000000709006d6833000000020000e8ce9b04")
ASKED_WITH_RELEASE = bytes.fromhex(
    "45530000003600000000000000070800864700000000190000"
    "16696e7465726e616c3a7463702f68616e647368616b65000affc1d72f05302e302e30"
)
ANSWERED_WITH_RELEASE = bytes.fromhex("45530000001e0000000000000007090086470000000002" + "0000e8ce9b0406382e31392e30")


@pytest.mark.parametrize(
    ("asked", "answered"), [(ASKED, ANSWERED), (ASKED_WITH_RELEASE, ANSWERED_WITH_RELEASE)], ids=["old", "new"]
)
def test_the_handshake_byte_for_byte(asked: bytes, answered: bytes) -> None:
    assert wire.length_of(asked[: wire.PREFIX]) == len(asked) - wire.PREFIX
    assert wire.handshake_answer(asked[wire.PREFIX :], 8841064, "8.19.0") == answered


def test_what_a_real_node_would_close_on() -> None:
    other = bytearray(ASKED[wire.PREFIX :])
    other[9:13] = (6080099).to_bytes(4, "big")
    assert wire.handshake_answer(bytes(other), 8841064, "8.19.0") is None
    assert wire.handshake_answer(b"short", 8841064, "8.19.0") is None
    assert wire.length_of(b"GET / ") is None
    assert wire.length_of(b"ES\xff\xff\xff\xff") is None
