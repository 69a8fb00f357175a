"""Facts parsed from what real nodes answered."""

from dataclasses import replace

import pytest

from tests.doctor.case import CASE, L1, L2, Answering, case, looking, recorded, unreachable
from wizard.clients.connection import Reply
from wizard.clients.seen import Seen
from wizard.doctor.facts.cluster import Licence, identity, licence, nodes
from wizard.doctor.facts.interface import interface
from wizard.doctor.facts.login import account, missing_privileges
from wizard.doctor.facts.remote_info import links, links_provoked
from wizard.doctor.facts.resolve import resolved
from wizard.doctor.facts.roles import RemoteGrant, rights
from wizard.doctor.facts.search import searched
from wizard.doctor.facts.settings import alias_settings
from wizard.doctor.facts.trust import loaded_certificates
from wizard.doctor.look import Unseen
from wizard.errors import LoginError, ReachError
from wizard.plan.actions import Request

ROOT = recorded("ok.root.local")


def test_identity_and_nodes() -> None:
    look = looking({"GET /": ROOT}, {"GET /_nodes/http,remote_cluster_server": recorded("ok.nodes_info.remote")}).look
    found = look.get(identity, "local", "")
    assert (found.node, found.cluster, found.version) == ("local", "local", "8.19.21")
    (node,) = look.get(nodes, "remote")
    assert (node.name, node.version, node.coordinates) == ("remote", "8.19.21", True)
    assert node.server is not None
    assert node.server.bound == ("127.0.0.1:9443",)


def test_a_node_without_a_remote_cluster_server() -> None:
    reply = {"nodes": {"a": {"name": "n", "version": "8.19.2", "roles": ["master"]}}}
    (node,) = looking({"GET /_nodes/http,remote_cluster_server": reply}).look.get(nodes, "local")
    assert (node.server, node.coordinates) == (None, False)


def test_licence() -> None:
    look = looking({"GET /_license": recorded("ok.license.local")}).look
    assert look.get(licence, "local") == Licence("trial", "active")


@pytest.mark.parametrize(("name", "by_key"), [("ok.authenticate_alice", False), ("ok.authenticate_apikey", True)])
def test_account(name: str, by_key: bool) -> None:
    assert looking({"GET /_security/_authenticate": recorded(name)}).look.get(account, "local").by_key is by_key


def test_account_keeps_the_refusal() -> None:
    look = looking({"GET /_security/_authenticate": recorded("auth.wrong_password.root")}).look
    with pytest.raises(Unseen) as caught:
        look.get(account, "local")
    assert isinstance(caught.value.cause, LoginError)


def test_missing_privileges_asks_for_what_the_side_needs() -> None:
    granted = {"cluster": {"manage": True, "monitor": True, "manage_security": False}}
    seams = looking({"POST /_security/user/_has_privileges": granted})
    assert seams.look.get(missing_privileges, "local") == ("manage_security",)
    assert seams.local.asked[0].body == {"cluster": ["manage", "monitor", "manage_security"]}
    assert seams.local.asked[0].op == "read"


@pytest.mark.parametrize(
    ("name", "connected", "has_key"),
    [
        ("trio.key_missing_on_l3.remote_info.l1", True, True),
        ("trio.key_missing_on_l3.remote_info.l3", False, False),
        ("ok.apikey_sniff.remote_info", True, True),
    ],
)
def test_links(name: str, connected: bool, has_key: bool) -> None:
    aliases = looking({f"GET /_remote/info @{L1}": recorded(name)}).look.get(links, L1).aliases
    assert aliases is not None
    assert (aliases["prod"].connected, aliases["prod"].has_key) == (connected, has_key)
    assert aliases["prod"].addresses


def test_links_of_a_node_without_the_role() -> None:
    look = looking({"GET /_remote/info": recorded("trio.no_role_on_l3.remote_info.l3")}).look
    assert look.get(links, L1).aliases is None


def test_links_are_read_after_provoking_a_connection() -> None:
    seams = looking(
        {
            "GET /": ROOT,
            "GET /_resolve/cluster/prod:idx": recorded("ok.apikey_proxy.resolve_cluster"),
            "GET /_remote/info": recorded("trio.key_missing_on_l3.remote_info.l1"),
        }
    )
    seams.look.get(links_provoked, L2)
    paths = [request.path for request in seams.local.asked]
    assert paths == ["/", "/_resolve/cluster/prod:idx?timeout=20s", "/_remote/info"]
    assert {request.at for request in seams.local.asked} == {L2}


@pytest.mark.parametrize(("version", "limit"), [("8.17.9", ""), ("8.18.0", "?timeout=20s"), ("9.5.3", "?timeout=20s")])
def test_resolve_takes_a_limit_from_8_18_on(version: str, limit: str) -> None:
    root: Answering = {"name": "n", "cluster_name": "c", "cluster_uuid": "u", "version": {"number": version}}
    seams = looking({"GET /": root, "GET /_resolve/cluster/prod:idx": recorded("ok.apikey_proxy.resolve_cluster")})
    found = seams.look.get(resolved, "")
    assert (found.connected, found.matching, found.version) == (True, True, "8.19.21")
    request = seams.local.asked[-1]
    assert (request.path, request.login) == (f"/_resolve/cluster/prod:idx{limit}", None)


def test_resolve_asks_as_the_user_where_the_admin_may_not() -> None:
    def by_login(request: Request) -> Reply:
        name = "ok.apikey_proxy.resolve_cluster" if request.login else "e1.user_without_remote_indices.resolve_cluster"
        return recorded(name)

    seams = looking({"GET /": ROOT, "GET /_resolve/cluster/prod:idx": by_login})
    assert seams.look.get(resolved, "").connected
    assert [request.login.user for request in seams.local.asked if request.login] == ["alice"]


@pytest.mark.parametrize(
    ("reply", "words"),
    [
        (recorded("a1.unknown_host.resolve_cluster"), ""),
        (recorded("d6.expired.resolve_cluster"), "unable to authenticate user"),
        (recorded("down.frozen_open_connection.resolve_cluster"), "timed out before receiving"),
        (recorded("i5.unknown_alias.resolve_cluster"), "no such remote cluster"),
        (Reply(200, {}, 0.0), "no such remote cluster: [prod]"),
    ],
)
def test_resolve_failures(reply: Reply, words: str) -> None:
    look = looking({"GET /": ROOT, "GET /_resolve/cluster/prod:idx": reply}).look
    found = look.get(resolved, "")
    assert not found.connected
    assert words in " ".join(found.words)


@pytest.mark.parametrize(
    ("name", "state", "documents", "shards", "words"),
    [
        ("ok.apikey_proxy.search_skip", "successful", 3, 1, ""),
        ("e2.user_lacks_index.search_wildcard", "successful", 0, 0, ""),
        ("c1.untrusted_ca_proxy.search_skip", "skipped", 0, 0, "Unable to connect to [prod]"),
        ("g1.local_basic.search_skip", "skipped", 0, 0, "advanced-remote-cluster-security"),
        ("c1.untrusted_ca_proxy.search_strict", "", 0, 0, "PKIX path building failed"),
        ("d5.invalidated_fresh.search_strict", "", 0, 0, "has been invalidated"),
        ("i5.unknown_alias.search", "", 0, 0, "no such remote cluster"),
    ],
)
def test_search(name: str, state: str, documents: int, shards: int, words: str) -> None:
    found = looking({"GET /prod:idx/_search": recorded(name)}).look.get(searched, "user")
    assert (found.state, found.documents, found.shards) == (state, documents, shards)
    assert words in " ".join(found.words)


def test_search_signs_in_as_the_user_and_needs_their_password() -> None:
    seams = looking({"GET /prod:idx/_search": recorded("ok.apikey_proxy.search_skip")})
    seams.look.get(searched, "user")
    (request,) = seams.local.asked
    assert request.login is not None
    assert (request.login.user, request.path) == ("alice", "/prod:idx/_search?size=0&track_total_hits=true")
    with pytest.raises(Unseen, match="password of alice is not known"):
        looking(scenario=case(access__user_secret=None)).look.get(searched, "user")


def test_alias_settings_by_source() -> None:
    reply = recorded("ok.cluster_settings_defaults")
    found = looking({"GET /_cluster/settings": reply}).look.get(alias_settings)
    assert {name: (setting.value, setting.source) for name, setting in found.items()} == {
        "mode": (("proxy",), "persistent"),
        "proxy_address": (("127.0.0.1:9443",), "persistent"),
        "skip_unavailable": (("false",), "persistent"),
    }
    assert not looking({"GET /_cluster/settings": reply}, scenario=case(alias="other")).look.get(alias_settings)


def test_transient_wins_over_persistent_over_file() -> None:
    body: Answering = {
        "persistent": {"cluster.remote.prod.seeds": ["a:1", "b:2"]},
        "transient": {"cluster.remote.prod.mode": "sniff"},
        "defaults": {"cluster.remote.prod.mode": "proxy", "cluster.remote.prod.skip_unavailable": "true"},
    }
    found = looking({"GET /_cluster/settings": body}).look.get(alias_settings)
    assert (found["mode"].value, found["mode"].source) == (("sniff",), "transient")
    assert found["seeds"].value == ("a:1", "b:2")
    assert found["skip_unavailable"].source == "file"


def test_rights_as_the_user() -> None:
    found = looking({"GET /_security/user/_privileges": recorded("ok.user_privileges_alice")}).look.get(rights)
    assert found.grants == (RemoteGrant(("prod",), ("idx",), ("read", "read_cross_cluster")),)
    assert found.seen_as == "as alice"


BLIND = case(access__user_secret=None)


def test_rights_by_roles() -> None:
    role = {"remote_indices": [{"clusters": ["prod"], "names": ["idx*"], "privileges": ["read"]}]}
    seams = looking(
        {
            "GET /_security/user/alice": {"alice": {"roles": ["ccs", "other"]}},
            "GET /_security/role/ccs,other": {"ccs": role, "other": {}},
        },
        scenario=BLIND,
    )
    assert seams.look.get(rights).grants == (RemoteGrant(("prod",), ("idx*",), ("read",)),)


def test_rights_by_roles_when_the_password_is_not_accepted() -> None:
    look = looking(
        {
            "GET /_security/user/_privileges": recorded("auth.wrong_password.root"),
            "GET /_security/user/alice": {"alice": {"roles": ["superuser"]}},
        }
    ).look
    assert look.get(rights).seen_as == "by the roles of alice: superuser"


def test_rights_of_a_superuser_and_of_nobody() -> None:
    look = looking({"GET /_security/user/alice": {"alice": {"roles": ["superuser"]}}}, scenario=BLIND).look
    assert look.get(rights).grants[0].clusters == ("*",)
    with pytest.raises(Unseen, match="not a native user"):
        looking({"GET /_security/user/alice": Reply(404, {}, 0.0)}, scenario=BLIND).look.get(rights)


def test_loaded_certificates() -> None:
    found = looking({"GET /_ssl/certificates": recorded("ok.ssl_certificates.local")}).look.get(loaded_certificates, L1)
    assert [each.subject for each in found if each.path == "certs/rcc-trust.crt"] == ["CN=local-ca", "CN=remote-ca"]
    assert any(each.serial == "451e0756d363703fecd7b1b05486197391cda58c" for each in found)


def test_the_interface_is_probed_with_its_server_name_only_in_proxy_mode() -> None:
    asked = []

    def probe(host: str, port: int, *, server_name: str = "", ca_pem: str = "") -> Seen:
        asked.append((host, port, server_name))
        return Seen(host, port)

    spec = replace(CASE.interface, ca="public", server_name="sni.example", addresses=("[::1]:9443",))
    looking(scenario=case(interface=spec), probe=probe).look.get(interface, "[::1]:9443")
    looking(scenario=case(interface=spec, mode="sniff"), probe=probe).look.get(interface, "a:9443")
    assert asked == [("::1", 9443, "sni.example"), ("a", 9443, "")]


def test_reads_change_nothing_and_fit_the_connection() -> None:
    def refuse(request: Request) -> Reply:
        assert request.op == "read"
        assert not request.saves
        raise unreachable()

    look = looking({"GET /_license": refuse}).look
    with pytest.raises(Unseen) as caught:
        look.get(licence, "local")
    assert isinstance(caught.value.cause, ReachError)
