"""The lab says in every failure what real nodes said, word for word, as recorded from them."""

import base64
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.lab.asking import ask, basic, make_key, put_key, register
from tests.replay import recorded
from wizard.lab.certificates import Authority
from wizard.lab.faults import fault
from wizard.lab.start import Lab, start_lab

CLOSED = "127.0.0.1:9"
SECRET = "s" * 22


@pytest.fixture
def lab() -> Iterator[Lab]:
    """Two clusters 8.19, of which the records are; `prod` leads to the remote with a key for `idx*`."""
    with start_lab("8.19.21", patience_s=1) as lab:
        lab.remote.state.indices = {"idx": {"0": {"n": 0}}, "idx2": {"0": {"n": 1}}}
        put_key(lab, make_key(lab, "idx*")[1])
        register(lab, lab.remote.interface_address)
        yield lab


def same(case: str, answer: tuple[int, Any], *, version: str = "8.19.21") -> None:
    """The answer is the recorded one, but for ids, addresses, names and dates."""
    was = recorded(case, version)
    assert (answer[0], shape(answer[1])) == (was.status, shape(was.response))


def shape(tree: Any) -> Any:
    """A tree without what differs from run to run."""
    if isinstance(tree, dict):
        return {key: shape(value) for key, value in tree.items() if key not in ("took", "num_reduce_phases")}
    if isinstance(tree, list):
        return [shape(each) for each in tree]
    if isinstance(tree, str):
        text = re.sub(r"127\.0\.0\.1:\d+", "ADDRESS", tree)
        text = re.sub(r"(?<![\w-])[\w-]{20}(?![\w-])", "ID", text)
        return re.sub(r"NotAfter: .*", "NotAfter: DATE", text)
    return tree


def search(lab: Lab, **more: Any) -> tuple[int, Any]:
    return ask(lab, "GET", "/prod:idx/_search", **more)


def resolve(lab: Lab, **more: Any) -> tuple[int, Any]:
    return ask(lab, "GET", "/_resolve/cluster/prod:idx?timeout=5s", **more)


def test_a_search_that_works(lab: Lab) -> None:
    status, answer = search(lab)
    was = recorded("ok.apikey_proxy.search_skip", "8.19.21").response
    assert isinstance(was, dict)
    assert status == 200
    assert answer.keys() == was.keys()
    assert answer["_clusters"].keys() == was["_clusters"].keys()
    assert shape(answer["_clusters"]["details"]) == shape(was["_clusters"]["details"])
    assert answer["hits"]["hits"][0].keys() == was["hits"]["hits"][0].keys()


def unknown_host(lab: Lab) -> None:
    register(lab, "no-such-host.invalid:9443")


def refused(lab: Lab) -> None:
    register(lab, CLOSED)


def sniffing(lab: Lab) -> None:
    register(lab, lab.remote.interface_address, mode="sniff")


def untrusted(lab: Lab) -> None:
    for node in lab.local.state.nodes:
        Authority.make("somebody").write(node.config / "remote-cluster-ca.crt")
    lab.local.state.nodes[0].connected = {}


def untrusted_sniff(lab: Lab) -> None:
    untrusted(lab)
    sniffing(lab)


def break_by(name: str, lab: Lab) -> None:
    found = fault(name)
    assert found
    found.breaks(lab)


def other_ca(lab: Lab) -> None:
    break_by("wrong-ca", lab)


def expired_certificate(lab: Lab) -> None:
    break_by("certificate-expired", lab)


def other_name(lab: Lab) -> None:
    break_by("certificate-for-another", lab)


def transport_port(lab: Lab) -> None:
    # The record is of clusters that share a CA, so that the connection gets as far as the client's certificate.
    ca = lab.remote.state.nodes[0].config / "certs" / "transport-ca.crt"
    for node in lab.local.state.nodes:
        (node.config / "remote-cluster-ca.crt").write_bytes(ca.read_bytes())
    register(lab, f"127.0.0.1:{lab.remote.transport[0].port}")


def no_key(lab: Lab) -> None:
    put_key(lab, "")


def rest_key(lab: Lab) -> None:
    put_key(lab, ask(lab, "POST", "/_security/api_key", {"name": "rest"}, side="remote")[1]["encoded"])


def wrong_secret(lab: Lab) -> None:
    id = make_key(lab, "idx*")[0]
    put_key(lab, base64.b64encode(f"{id}:{SECRET}".encode()).decode())


def invalidated(lab: Lab) -> None:
    id, encoded = make_key(lab, "idx*")
    ask(lab, "DELETE", "/_security/api_key", {"ids": [id]}, side="remote")
    put_key(lab, encoded)


def expired(lab: Lab) -> None:
    for key in lab.remote.state.keys.values():
        key.expiration = 1


def not_base64(lab: Lab) -> None:
    put_key(lab, "not base64!")


def short_secret(lab: Lab) -> None:
    put_key(lab, base64.b64encode(b"ZZZZZZZZZZZZZZZZZZZZ:short").decode())


def replication_only(lab: Lab) -> None:
    put_key(lab, make_key(lab, "idx*", kind="replication")[1])


def remote_basic(lab: Lab) -> None:
    lab.remote.state.licence = "basic"


def frozen(lab: Lab) -> None:
    lab.local.state.patience_s = 0.2
    assert lab.remote.interface
    lab.remote.interface.freeze()


@pytest.mark.parametrize(
    ("case", "breaks", "asked"),
    [
        ("a1.unknown_host.search_strict", unknown_host, search),
        ("a1.unknown_host.resolve_cluster", unknown_host, resolve),
        ("a2.connection_refused.search_strict", refused, search),
        ("b2.apikey_on_transport_port.search_strict", transport_port, search),
        ("c1.untrusted_ca_proxy.search_strict", untrusted, search),
        ("c1.untrusted_ca_sniff.search_strict", untrusted_sniff, search),
        ("c10.recreated_ca.search_strict", other_ca, search),
        ("c3.expired.search_strict", expired_certificate, search),
        ("c2.hostname_mismatch.search_strict", other_name, search),
        ("d1.missing_credentials.search_strict", no_key, search),
        ("d1.missing_credentials.resolve_cluster", no_key, resolve),
        ("d6.expired.resolve_cluster", expired, resolve),
        ("d7.not_base64.resolve_cluster", not_base64, resolve),
        ("e3.replication_only.search_strict", replication_only, search),
        ("g2.remote_basic.search_strict", remote_basic, search),
        ("down.frozen_open_connection.resolve_cluster", frozen, resolve),
    ],
)
def test_a_connection_that_fails(case: str, breaks: Callable[[Lab], None], asked: Any, lab: Lab) -> None:
    breaks(lab)
    same(case, asked(lab))


@pytest.mark.parametrize(
    ("case", "breaks"),
    [
        ("d2.rest_key.search_strict", rest_key),
        ("d4.wrong_secret.search_strict", wrong_secret),
        ("d7.short_secret.search_strict", short_secret),
    ],
)
def test_a_key_that_is_refused(case: str, breaks: Callable[[Lab], None], lab: Lab) -> None:
    breaks(lab)
    status, answer = search(lab)
    was = recorded(case, "8.19.21")
    assert isinstance(was.response, dict)
    assert status == was.status
    mine, theirs = answer["error"], was.response["error"]
    for field in ("type", "reason", "additional_unsuccessful_credentials"):
        assert shape(mine.get(field)) == shape(theirs.get(field))


@pytest.mark.parametrize("breaks", [invalidated, expired])
def test_a_key_that_ended_is_told_beside_the_general_sentence(breaks: Callable[[Lab], None], lab: Lab) -> None:
    breaks(lab)
    error = search(lab)[1]["error"]
    assert error["reason"].endswith("for action [indices:data/read/search]")
    told = "has been invalidated" if breaks is invalidated else "api key is expired"
    assert told in error["additional_unsuccessful_credentials"]


def test_a_frozen_remote_that_was_never_connected(lab: Lab) -> None:
    frozen(lab)
    lab.local.state.nodes[0].connected = {}
    status, answer = search(lab)
    assert status == 500
    assert "handshake timed out after 200ms" in str(answer)


def test_what_a_skipped_remote_tells(lab: Lab) -> None:
    register(lab, lab.remote.interface_address, skip=True)
    lab.local.state.licence = "basic"
    same("g1.local_basic.search_skip", search(lab))
    lab.local.state.licence = "trial"
    untrusted(lab)
    same("c1.untrusted_ca_proxy.search_skip", search(lab))


def test_users(lab: Lab) -> None:
    state = lab.local.state
    for name, roles in (("bob", "localonly"), ("alice", "ccs")):
        ask(lab, "PUT", f"/_security/user/{name}", {"password": "pw", "roles": [roles]})
    entry = {"clusters": ["prod"], "names": ["idx"], "privileges": ["read"]}
    ask(lab, "PUT", "/_security/role/localonly", {"cluster": ["monitor"]})
    ask(lab, "PUT", "/_security/role/ccs", {"cluster": ["monitor"], "remote_indices": [entry]})
    assert {"localonly", "ccs"} <= state.roles.keys()
    bob, alice = basic("bob", "pw"), basic("alice", "pw")
    same("e1.user_without_remote_indices.search", search(lab, login=bob))
    same("e1.user_without_remote_indices.resolve_cluster", resolve(lab, login=bob))
    same("e2.user_lacks_index.search", ask(lab, "GET", "/prod:idx2/_search", login=alice))
    same("ok.authenticate_alice", ask(lab, "GET", "/_security/_authenticate", login=alice))
    body = {"name": "x", "access": {"search": [{"names": ["idx*"]}]}}
    same("key.create_no_privilege", ask(lab, "POST", "/_security/cross_cluster/api_key", body, login=bob))


def test_indices_and_aliases_that_are_not_there(lab: Lab) -> None:
    same("i5.index_missing.search", ask(lab, "GET", "/prod:idx-none/_search"))
    same("i5.index_missing.resolve_cluster", ask(lab, "GET", "/_resolve/cluster/prod:idx-none"))
    same("i5.unknown_alias.search", ask(lab, "GET", "/nope:idx/_search"))
    same("i5.unknown_alias.resolve_cluster", ask(lab, "GET", "/_resolve/cluster/nope:idx"))
    lab.local.state.version = "9.5.3"
    same("i5.unknown_alias.search", ask(lab, "GET", "/nope:idx/_search"), version="9.5.3")


def test_keys_and_logins(lab: Lab) -> None:
    def remote(method: str, path: str, body: Any = None, **more: Any) -> tuple[int, Any]:
        return ask(lab, method, path, body, side="remote", **more)

    keys = "/_security/cross_cluster/api_key"
    same("key.create_no_access", remote("POST", keys, {"name": "x"}))
    same("key.get_unknown", remote("GET", "/_security/api_key?id=ZZZZZZZZZZZZZZZZZZZZ"))
    same("auth.wrong_password.root", remote("GET", "/", login=basic("elastic", "wrong")))
    same("auth.garbage_apikey.root", remote("GET", "/", login="ApiKey a:b"))
    me = "/_security/_authenticate"
    id, encoded = make_key(lab, "idx*")
    same("key_check.authenticate_full", remote("GET", me, login=f"ApiKey {encoded}"))
    lab.remote.state.keys[id].expiration = 1
    same("key_check.authenticate_expired", remote("GET", me, login=f"ApiKey {encoded}"))
    for case, text in (("wrong_secret", f"{id}:{SECRET}"), ("unknown", f"{'Z' * 20}:{SECRET}")):
        wrong = base64.b64encode(text.encode()).decode()
        same(f"key_check.authenticate_{case}", remote("GET", me, login=f"ApiKey {wrong}"))
    remote("DELETE", "/_security/api_key", {"ids": [id]})
    same("key_check.authenticate_invalidated", remote("GET", me, login=f"ApiKey {encoded}"))
    lab.remote.state.licence = "basic"
    body = {"name": "k3", "access": {"search": [{"names": ["idx*"]}]}}
    same("g.create_key_on_basic", remote("POST", keys, body))


def test_a_node_without_the_role(lab: Lab) -> None:
    node = lab.local.state.nodes[2]
    node.roles, node.name = ("data", "ingest", "master"), "l3"
    same("trio.no_role_on_l3.remote_info.l3", ask(lab, "GET", "/_remote/info", node=2))
    same("trio.no_role_on_l3.search_strict.l3", search(lab, node=2))


def test_one_node_without_the_key(lab: Lab) -> None:
    lab.local.state.nodes[2].loaded, lab.local.state.nodes[2].connected = {}, {}
    same("trio.key_missing_on_l3.remote_info.l1", ask(lab, "GET", "/_remote/info"))
    same("trio.key_missing_on_l3.remote_info.l3", ask(lab, "GET", "/_remote/info", node=2))


def test_keystores_that_cannot_be_read(lab: Lab) -> None:
    def told(text: str | None) -> Any:
        node = lab.local.state.nodes[0]
        node.keystore.unlink(missing_ok=True)
        if text is not None:
            node.keystore.write_text(text, encoding="utf-8")
        status, answer = ask(lab, "POST", "/_nodes/reload_secure_settings")
        assert (status, answer["_nodes"]["failed"]) == (200, 0)
        return answer["nodes"][node.id]["reload_exception"]

    for case, text in (("missing", None), ("garbage", "hello, this is no keystore")):
        was = recorded(f"reload.keystore_{case}", "8.19.21").response
        assert isinstance(was, dict)
        [node] = was["nodes"].values()
        mine, theirs = told(text), node["reload_exception"]
        assert mine["type"] == theirs["type"]
        assert mine["reason"].split(":")[0] == theirs["reason"].split(":")[0]
        assert lab.local.state.nodes[0].key_of("prod"), "the old credentials stay in force"
