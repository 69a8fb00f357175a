"""What any cluster, real or practised on, must answer to the wizard's requests. Subclass it and give it a `pair`.

Written against real nodes of 8.19 and 9.5. Each test leaves the clusters as it found them.
"""

import base64
from collections.abc import Iterator

import pytest

from tests.contract.pair import Caller, ContractPair, error, newer, tree
from wizard.clients.trust import fingerprint_of, read_chain
from wizard.errors import LoginError, PrivilegeError, ReachError, ReplyError
from wizard.plan.actions import Save
from wizard.scenario.model import KEY, KEY_ID, Login, Ref

KEYS = "/_security/cross_cluster/api_key"
SETTINGS = "/_cluster/settings?flat_settings=true"
RELOAD = "/_nodes/reload_secure_settings"
KEY_LOGIN = Login("api-key", "", KEY)
SAVE_KEY = (Save("/encoded", KEY), Save("/id", KEY_ID))


class Calls:
    """The fixtures: callers of both sides, as their superusers."""

    @pytest.fixture
    def local(self, pair: ContractPair) -> Iterator[Caller]:
        caller = Caller(pair.local, pair.secrets)
        yield caller
        caller.close()

    @pytest.fixture
    def remote(self, pair: ContractPair) -> Iterator[Caller]:
        caller = Caller(pair.remote, pair.secrets)
        yield caller
        caller.close()


class LoginContract(Calls):
    """Who may talk, and to whom."""

    def test_root(self, local: Caller, remote: Caller) -> None:
        uuids = set()
        for call in (local, remote):
            root = tree(call("GET", "/"))
            assert root["version"]["number"] == call.side.version
            assert root["tagline"] == "You Know, for Search"
            assert root["name"]
            assert root["cluster_name"]
            uuids.add(root["cluster_uuid"])
        assert len(uuids) == 2

    def test_wrong_password(self, remote: Caller) -> None:
        remote.kept["WRONG"] = "not the password"
        with pytest.raises(LoginError) as caught:
            remote("GET", "/", login=Login("password", "elastic", Ref("WRONG", secret=True)))
        assert caught.value.reason == "unable to authenticate user [elastic] for REST request [/]"

    def test_no_login(self, remote: Caller) -> None:
        with pytest.raises(LoginError) as caught:
            remote.with_side(login=None)("GET", "/_license")
        assert caught.value.reason == "missing authentication credentials for REST request [/_license]"

    def test_who_am_i(self, remote: Caller) -> None:
        me = tree(remote("GET", "/_security/_authenticate"))
        assert (me["username"], me["authentication_type"], me["enabled"]) == ("elastic", "realm", True)
        assert "superuser" in me["roles"]

    def test_api_key_login(self, remote: Caller) -> None:
        saves = (Save("/encoded", KEY), Save("/id", KEY_ID), Save("/api_key", Ref("HALF", secret=True)))
        remote("POST", "/_security/api_key", {"name": "contract"}, saves=saves)
        me = tree(remote("GET", "/_security/_authenticate", login=KEY_LOGIN))
        assert (me["username"], me["authentication_type"]) == ("elastic", "api_key")
        remote.kept["KEY"] = f"{remote.kept['KEY_ID']}:{remote.kept['HALF']}"
        assert remote("GET", "/", login=KEY_LOGIN).status == 200
        with pytest.raises(ReplyError) as caught:
            remote("POST", KEYS, {"name": "x", "access": {"search": [{"names": ["a"]}]}}, login=KEY_LOGIN)
        assert caught.value.status == 400
        assert "authentication via API key not supported" in caught.value.reason
        gone = remote("DELETE", "/_security/api_key", {"ids": ["${KEY_ID}"]})
        assert tree(gone)["invalidated_api_keys"] == [remote.kept["KEY_ID"]]
        with pytest.raises(LoginError) as refused:
            remote("GET", "/", login=KEY_LOGIN)
        assert f"api key [{remote.kept['KEY_ID']}] has been invalidated" in refused.value.reason

    def test_garbage_api_key(self, remote: Caller) -> None:
        remote.kept["KEY"] = "abc"
        with pytest.raises(LoginError):
            remote("GET", "/", login=KEY_LOGIN)

    def test_trust(self, remote: Caller) -> None:
        with pytest.raises(ReachError) as caught:
            remote.with_side(ca_file="")("GET", "/")
        assert caught.value.kind == "untrusted"
        host, port = remote.side.url.removeprefix("https://").split(":")
        pin = fingerprint_of(read_chain(host, int(port), 5)[0])
        assert remote.with_side(ca_file="", fingerprint=pin)("GET", "/").status == 200
        with pytest.raises(ReachError) as other:
            remote.with_side(ca_file="", fingerprint="00" * 32)("GET", "/")
        assert other.value.kind == "untrusted"

    def test_http_asked_of_https(self, remote: Caller) -> None:
        with pytest.raises(ReachError) as caught:
            remote.with_side(url=remote.side.url.replace("https:", "http:"))("GET", "/")
        assert caught.value.kind == "tls"

    def test_interface_is_no_rest_address(self, pair: ContractPair, remote: Caller) -> None:
        # The interface has a certificate of another CA than REST, so the leaf is pinned to get through.
        host, port = pair.interface.split(":")
        pin = fingerprint_of(read_chain(host, int(port), 5)[0])
        with pytest.raises(ReachError) as caught:
            remote.with_side(url=f"https://{pair.interface}", fingerprint=pin)("GET", "/")
        assert caught.value.kind == "interface"


class StateContract(Calls):
    """Licence, nodes, settings."""

    def test_licence(self, local: Caller, remote: Caller) -> None:
        for call in (local, remote):
            licence = tree(call("GET", "/_license"))["license"]
            assert licence["type"] in ("trial", "enterprise")
            assert licence["status"] == "active"
            assert licence["uid"]
            assert licence["expiry_date_in_millis"] > licence["issue_date_in_millis"]

    def test_nodes(self, pair: ContractPair, local: Caller, remote: Caller) -> None:
        for call in (local, remote):
            answer = tree(call("GET", "/_nodes/settings,transport,remote_cluster_server,http"))
            assert answer["_nodes"]["failed"] == 0
            for node in answer["nodes"].values():
                assert node["version"] == call.side.version
                assert "remote_cluster_client" in node["roles"]
                assert node["transport"]["publish_address"]
                assert node["http"]["publish_address"]
                assert node["settings"]["cluster"]["name"] == answer["cluster_name"]
                assert ("remote_cluster_server" in node) == (call is remote)
        servers = [node["remote_cluster_server"] for node in answer["nodes"].values()]
        assert pair.interface in [server["publish_address"] for server in servers]

    def test_settings_are_put_read_and_removed(self, local: Caller) -> None:
        alias = "cluster.remote.contract_alias"
        put = {f"{alias}.mode": "proxy", f"{alias}.proxy_address": "127.0.0.1:1", f"{alias}.skip_unavailable": False}
        answer = tree(local("PUT", SETTINGS, {"persistent": put}, timeout_s=30))
        assert answer["acknowledged"] is True
        assert answer["persistent"] == {name: str(value).lower() for name, value in put.items()}
        stored = tree(local("GET", SETTINGS))["persistent"]
        assert {name: stored[name] for name in put} == answer["persistent"]
        info = tree(local("GET", "/_remote/info"))["contract_alias"]
        assert info["connected"] is False
        assert info["mode"] == "proxy"
        assert info["proxy_address"] == "127.0.0.1:1"
        assert info["server_name"] == ""
        assert info["skip_unavailable"] is False
        assert "cluster_credentials" not in info
        with pytest.raises(ReplyError) as caught:
            local("PUT", SETTINGS, {"persistent": {f"{alias}.mode": None, f"{alias}.proxy_address": None}})
        assert caught.value.status == 400
        assert caught.value.reason.startswith(
            f"Cannot configure setting [{alias}.skip_unavailable] if remote cluster is not enabled."
        )
        assert local("PUT", SETTINGS, {"persistent": {f"{alias}.*": None}}).status == 200
        assert not [name for name in tree(local("GET", SETTINGS))["persistent"] if name.startswith(alias)]
        assert "contract_alias" not in tree(local("GET", "/_remote/info"))

    @pytest.mark.parametrize(
        ("settings", "words"),
        [
            (
                {"v.proxy_address": "127.0.0.1:1"},
                '"cluster.remote.v.mode" [required=PROXY, configured=SNIFF]',
            ),
            ({"v.mode": "proxy", "v.seeds": ["127.0.0.1:1"]}, "[required=SNIFF, configured=PROXY]"),
            ({"v.skip_unavailable": False}, "if remote cluster is not enabled."),
            ({"v.mode": "direct"}, "ConnectionStrategy.DIRECT"),
            ({"a.b.mode": "proxy"}, "persistent setting [cluster.remote.a.b.mode], not recognized"),
            ({"v.credentials": "x"}, "persistent setting [cluster.remote.v.credentials], not dynamically updateable"),
            ({"v.mode": "proxy", "v.proxy_address": "es.example"}, "need to be configured as [host:port]"),
            ({"v.mode": "proxy", "v.proxy_address": "es.example:x"}, "failed to parse port"),
            ({"v.seeds": ["es.example:0"]}, "port number must be > 0 but was: [0]"),
        ],
    )
    def test_settings_that_are_refused(self, local: Caller, settings: dict[str, object], words: str) -> None:
        body = {"persistent": {f"cluster.remote.{name}": value for name, value in settings.items()}}
        with pytest.raises(ReplyError) as caught:
            local("PUT", SETTINGS, body)
        assert caught.value.status == 400
        assert words in caught.value.reason

    def test_requests_that_nobody_knows(self, local: Caller) -> None:
        reply = local("GET", "/_no_such_thing/x/y/z/w", expect=())
        assert reply.status == 400
        assert "no handler found for uri [/_no_such_thing/x/y/z/w] and method [GET]" in str(error(reply))
        reply = local("DELETE", "/_remote/info", expect=())
        assert reply.status == 405
        assert "Incorrect HTTP method" in str(error(reply))


class KeystoreContract(Calls):
    """Keystores of the local nodes, and the reload that makes the cluster read them."""

    ENTRY = "cluster.remote.contract_key.credentials"

    def test_list_add_remove_and_reload(self, pair: ContractPair, local: Caller) -> None:
        value = base64.b64encode(b"contract-id-of-20-ch:contract-secret-22-char").decode()
        for node in pair.local_nodes:
            before = pair.keystore(node, "list")
            assert before.code == 0
            assert self.ENTRY not in before.out.split()
            added = pair.keystore(node, "add", "-f", "-x", self.ENTRY, stdin=value + "\n")
            assert added.code == 0
            assert value not in added.out + added.err
            assert self.ENTRY in pair.keystore(node, "list").out.split()
        answer = tree(local("POST", RELOAD))
        assert answer["_nodes"] == {
            "total": len(pair.local_nodes),
            "successful": len(pair.local_nodes),
            "failed": 0,
        }
        for node in answer["nodes"].values():
            assert node["name"]
            assert "reload_exception" not in node
            assert ("secure_setting_names" in node) == newer(local.side, 9, 3)
            if newer(local.side, 9, 3):
                assert self.ENTRY in node["secure_setting_names"]
                assert len(node["keystore_digest"]) == 64
        for name in pair.local_nodes:
            assert pair.keystore(name, "remove", self.ENTRY).code == 0
            assert self.ENTRY not in pair.keystore(name, "list").out.split()
        for node in tree(local("POST", RELOAD))["nodes"].values():
            assert self.ENTRY not in node.get("secure_setting_names", ())

    def test_removing_what_is_not_there(self, pair: ContractPair) -> None:
        gone = pair.keystore(pair.local_nodes[0], "remove", self.ENTRY)
        assert gone.code == 78
        assert f"Setting [{self.ENTRY}] does not exist in the keystore." in gone.out + gone.err

    def test_a_misspelt_entry_fails_the_reload_of_that_node_with_status_200(
        self, pair: ContractPair, local: Caller
    ) -> None:
        node, entry = pair.local_nodes[0], "cluster.remote.contract_key.credentialz"
        pair.keystore(node, "add", "-f", "-x", entry, stdin="abc\n")
        try:
            answer = tree(local("POST", RELOAD))
        finally:
            assert pair.keystore(node, "remove", entry).code == 0
        assert answer["_nodes"]["failed"] == 0
        failed = [each for each in answer["nodes"].values() if "reload_exception" in each]
        assert len(failed) == 1
        assert failed[0]["reload_exception"]["reason"].startswith(f"unknown secure setting [{entry}]")
        assert not [each for each in tree(local("POST", RELOAD))["nodes"].values() if "reload_exception" in each]

    def test_a_keystore_password_that_is_not_the_keystores(self, local: Caller) -> None:
        local.kept["KS"] = "nobody-uses-this"
        answer = tree(local("POST", RELOAD, {"secure_settings_password": "${KS}"}))
        for node in answer["nodes"].values():
            assert "Provided keystore password was incorrect" in node["reload_exception"]["reason"]


class KeyContract(Calls):
    """Cross-cluster API keys, on the remote."""

    def test_life_of_a_key(self, remote: Caller) -> None:
        body = {
            "name": "contract",
            "access": {"search": [{"names": ["books*"]}], "replication": [{"names": ["books*"]}]},
            "expiration": "30d",
            "metadata": {"session": "contract-session-1"},
        }
        made = remote("POST", KEYS, body, saves=SAVE_KEY)
        shown = {name: tree(made)[name] for name in ("id", "name", "encoded", "api_key")}
        assert shown == {"id": "${KEY_ID}", "name": "contract", "encoded": "${KEY}", "api_key": "${KEY}"}
        assert tree(made)["expiration"] > 0
        key_id, _, half = base64.b64decode(remote.kept["KEY"]).decode().partition(":")
        assert key_id == remote.kept["KEY_ID"]
        assert len(half) == 22

        [key] = tree(remote("GET", "/_security/api_key?id=${KEY_ID}"))["api_keys"]
        assert (key["id"], key["name"], key["type"]) == (key_id, "contract", "cross_cluster")
        assert key["invalidated"] is False
        assert key["metadata"] == {"session": "contract-session-1"}
        assert key["access"]["search"] == [{"names": ["books*"], "allow_restricted_indices": False}]
        assert key["access"]["replication"] == [{"names": ["books*"], "allow_restricted_indices": False}]
        assert key["username"] == "elastic"

        query = {
            "query": {
                "bool": {
                    "filter": [{"term": {"metadata.session": "contract-session-1"}}, {"term": {"invalidated": False}}]
                }
            }
        }
        found = tree(remote("POST", "/_security/_query/api_key", query))
        assert (found["total"], found["count"]) == (1, 1)
        assert found["api_keys"][0]["id"] == key_id

        assert self.recognised(remote) == (
            f"authentication expected API key type of [rest], but API key [{key_id}] has type [cross_cluster]"
        )
        good = remote.kept["KEY"]
        remote.kept["KEY"] = base64.b64encode(f"{key_id}:{'x' * 22}".encode()).decode()
        assert f"invalid credentials for API key [{key_id}]" in self.recognised(remote)
        remote.kept["KEY"] = base64.b64encode(f"{'u' * 20}:{half}".encode()).decode()
        assert f"unable to find apikey with id {'u' * 20}" in self.recognised(remote)
        remote.kept["KEY"] = good

        gone = tree(remote("DELETE", "/_security/api_key", {"ids": ["${KEY_ID}"]}))
        assert gone == {"invalidated_api_keys": [key_id], "previously_invalidated_api_keys": [], "error_count": 0}
        assert f"api key [{key_id}] has been invalidated" in self.recognised(remote)
        assert tree(remote("POST", "/_security/_query/api_key", query))["total"] == 0
        again = tree(remote("DELETE", "/_security/api_key", {"ids": ["${KEY_ID}"]}))
        assert again == {"invalidated_api_keys": [], "previously_invalidated_api_keys": [], "error_count": 0}

    def recognised(self, remote: Caller) -> str:
        """The reason of the 401 that every cross-cluster key gets on the REST interface."""
        with pytest.raises(LoginError) as caught:
            remote("GET", "/_security/_authenticate", login=KEY_LOGIN)
        return caught.value.reason

    def test_unknown_id(self, remote: Caller) -> None:
        reply = remote("GET", "/_security/api_key?id=ZZZZZZZZZZZZZZZZZZZZ", expect=())
        assert (reply.status, reply.body) == (404, {"api_keys": []})

    @pytest.mark.parametrize(
        ("body", "words"),
        [
            ({"name": "x"}, "Required [access]"),
            ({"name": "x", "access": {}}, "must specify non-empty access for either [search] or [replication]"),
        ],
    )
    def test_keys_that_are_refused(self, remote: Caller, body: dict[str, object], words: str) -> None:
        with pytest.raises(ReplyError) as caught:
            remote("POST", KEYS, body)
        assert caught.value.status == 400
        assert words in caught.value.reason


class RoleContract(Calls):
    """Roles and users, on the local side."""

    def test_role_and_user(self, local: Caller) -> None:
        local.kept["PW"] = "contract-user-password"
        role = {
            "cluster": [],
            "indices": [],
            "remote_indices": [{"clusters": ["prod"], "names": ["books"], "privileges": ["read"]}],
        }
        assert tree(local("PUT", "/_security/role/contract_role", role)) == {"role": {"created": True}}
        assert tree(local("PUT", "/_security/role/contract_role", role)) == {"role": {"created": False}}
        stored = tree(local("GET", "/_security/role/contract_role"))["contract_role"]
        [remote_indices] = stored["remote_indices"]
        assert {name: remote_indices[name] for name in ("clusters", "names", "privileges")} == role["remote_indices"][0]
        user = {"password": "${PW}", "roles": ["contract_role"]}
        assert tree(local("PUT", "/_security/user/contract_user", user)) == {"created": True}
        login = Login("password", "contract_user", Ref("PW", secret=True))
        me = tree(local("GET", "/_security/_authenticate", login=login))
        assert me["roles"] == ["contract_role"]
        mine = tree(local("GET", "/_security/user/_privileges", login=login))
        assert mine["remote_indices"][0]["clusters"] == ["prod"]
        assert mine["cluster"] == []
        with pytest.raises(PrivilegeError) as caught:
            local("POST", KEYS, {"name": "x", "access": {"search": [{"names": ["a"]}]}}, login=login)
        assert caught.value.headline == (
            "The user contract_user lacks the cluster privilege manage_security (or all) on the local cluster."
        )
        assert tree(local("DELETE", "/_security/user/contract_user")) == {"found": True}
        assert tree(local("DELETE", "/_security/role/contract_role")) == {"found": True}
        gone = local("DELETE", "/_security/role/contract_role", expect=())
        assert (gone.status, gone.body) == (404, {"found": False})
        missing = local("GET", "/_security/role/contract_role", expect=())
        assert (missing.status, missing.body) == (404, {})
        missing = local("GET", "/_security/user/contract_user", expect=())
        assert (missing.status, missing.body) == (404, {})


class UseContract(Calls):
    """A connection in use: `prod` leads to the remote with a key for `books*`; it stands for the whole class."""

    ALIAS = "prod"
    PROD_ENTRY = "cluster.remote.prod.credentials"

    @pytest.fixture(scope="class")
    @classmethod
    def connected(cls, pair: ContractPair) -> Iterator[None]:
        local, remote = Caller(pair.local, pair.secrets), Caller(pair.remote, pair.secrets)
        remote("PUT", "/books/_doc/1?refresh=true", {"title": "one"}, expect=(200, 201))
        remote("PUT", "/secret/_doc/1?refresh=true", {"title": "two"}, expect=(200, 201))
        remote("POST", KEYS, {"name": "contract", "access": {"search": [{"names": ["books*"]}]}}, saves=SAVE_KEY)
        for node in pair.local_nodes:
            added = pair.keystore(node, "add", "-f", "-x", cls.PROD_ENTRY, stdin=remote.kept["KEY"] + "\n")
            assert added.code == 0, added.err
        local("POST", RELOAD)
        cls.put(local, pair.interface, skip_unavailable=False)
        roles = {
            "reader": [{"clusters": [cls.ALIAS], "names": ["books", "secret"], "privileges": ["read"]}],
            "nobody": [],
        }
        for name, remote_indices in roles.items():
            local("PUT", f"/_security/role/contract_{name}", {"remote_indices": remote_indices})
            local.kept["PW"] = "contract-user-password"
            user = {"password": "${PW}", "roles": [f"contract_{name}"]}
            local("PUT", f"/_security/user/contract_{name}", user)
        yield
        local("PUT", SETTINGS, {"persistent": {f"cluster.remote.{cls.ALIAS}.*": None}})
        for node in pair.local_nodes:
            pair.keystore(node, "remove", cls.PROD_ENTRY)
        local("POST", RELOAD)
        for name in roles:
            local("DELETE", f"/_security/user/contract_{name}")
            local("DELETE", f"/_security/role/contract_{name}")
        remote("DELETE", "/_security/api_key", {"ids": ["${KEY_ID}"]})
        remote("DELETE", "/books,secret")
        local.close()
        remote.close()

    @pytest.fixture
    def use(self, local: Caller, connected: None) -> Caller:
        local.kept["PW"] = "contract-user-password"
        return local

    @classmethod
    def put(cls, local: Caller, address: str, *, skip_unavailable: bool) -> None:
        name = f"cluster.remote.{cls.ALIAS}"
        settings = {
            f"{name}.mode": "proxy",
            f"{name}.proxy_address": address,
            f"{name}.skip_unavailable": skip_unavailable,
        }
        local("PUT", SETTINGS, {"persistent": settings}, timeout_s=40)
        # 8.19 falls back to true whenever another setting of the alias changes; only a change of its own counts.
        for value in (not skip_unavailable, skip_unavailable):
            local("PUT", SETTINGS, {"persistent": {f"{name}.skip_unavailable": value}}, timeout_s=40)

    def user(self, name: str) -> Login:
        return Login("password", f"contract_{name}", Ref("PW", secret=True))

    def test_resolve_and_info(self, pair: ContractPair, use: Caller) -> None:
        resolved = tree(use("GET", f"/_resolve/cluster/{self.ALIAS}:books?timeout=10s"))[self.ALIAS]
        assert resolved["connected"] is True
        assert resolved["skip_unavailable"] is False
        assert resolved["matching_indices"] is True
        assert resolved["version"]["number"] == pair.remote.version
        assert "error" not in resolved
        info = tree(use("GET", "/_remote/info"))[self.ALIAS]
        assert info["connected"] is True
        assert info["mode"] == "proxy"
        assert info["proxy_address"] == pair.interface
        assert info["cluster_credentials"] == "::es_redacted::"
        assert info["num_proxy_sockets_connected"] > 0
        assert info["skip_unavailable"] is False

    def test_another_setting_resets_skip_unavailable_before_9(self, use: Caller) -> None:
        name = f"cluster.remote.{self.ALIAS}.proxy_socket_connections"
        forgets = not newer(use.side, 9, 0)
        try:
            use("PUT", SETTINGS, {"persistent": {name: 5}}, timeout_s=40)
            stored = tree(use("GET", SETTINGS))["persistent"]
            assert stored[f"cluster.remote.{self.ALIAS}.skip_unavailable"] == "false"
            assert tree(use("GET", "/_remote/info"))[self.ALIAS]["skip_unavailable"] is forgets
        finally:
            use("PUT", SETTINGS, {"persistent": {name: None}}, timeout_s=40)
            for value in (True, False):
                skip = f"cluster.remote.{self.ALIAS}.skip_unavailable"
                use("PUT", SETTINGS, {"persistent": {skip: value}}, timeout_s=40)
        assert tree(use("GET", "/_remote/info"))[self.ALIAS]["skip_unavailable"] is False

    def test_search(self, use: Caller) -> None:
        for login in (None, self.user("reader")):
            answer = tree(use("GET", f"/{self.ALIAS}:books/_search", login=login))
            assert [hit["_source"] for hit in answer["hits"]["hits"]] == [{"title": "one"}]
            assert answer["hits"]["hits"][0]["_index"] == f"{self.ALIAS}:books"
            clusters = answer["_clusters"]
            assert (clusters["total"], clusters["successful"], clusters["skipped"]) == (1, 1, 0)
            assert clusters["details"][self.ALIAS]["status"] == "successful"

    def test_search_of_a_user_without_remote_privileges(self, use: Caller) -> None:
        with pytest.raises(PrivilegeError) as caught:
            use("GET", f"/{self.ALIAS}:books/_search", login=self.user("nobody"))
        assert "because no remote indices privileges apply for the target cluster" in caught.value.reason

    def test_search_of_an_index_outside_the_key(self, use: Caller) -> None:
        with pytest.raises(PrivilegeError) as caught:
            use("GET", f"/{self.ALIAS}:secret/_search", login=self.user("reader"))
        assert "on indices [secret]" in caught.value.reason
        assert "authenticated by API key id" in caught.value.reason

    def test_search_of_a_missing_index(self, use: Caller) -> None:
        with pytest.raises(ReplyError) as caught:
            use("GET", f"/{self.ALIAS}:books-none/_search")
        assert caught.value.status == 404
        assert "no such index [books-none]" in caught.value.reason
        resolved = tree(use("GET", f"/_resolve/cluster/{self.ALIAS}:books-none?timeout=10s"))[self.ALIAS]
        assert resolved["connected"] is True
        assert "no such index [books-none]" in resolved["error"]

    def test_unknown_alias(self, use: Caller) -> None:
        status = 404 if newer(use.side, 9, 0) else 403
        for path in ("/nope:books/_search", "/_resolve/cluster/nope:books?timeout=5s"):
            with pytest.raises(ReplyError) as caught:
                use("GET", path)
            assert caught.value.status == status
            assert "no such remote cluster: [nope]" in caught.value.reason
            assert not isinstance(caught.value, PrivilegeError)
        assert tree(use("GET", "/_resolve/cluster/nope*:books?timeout=5s")) == {}

    def test_nothing_listens(self, pair: ContractPair, use: Caller) -> None:
        host = pair.interface.rpartition(":")[0]
        try:
            self.put(use, f"{host}:1", skip_unavailable=False)
            resolved = tree(use("GET", f"/_resolve/cluster/{self.ALIAS}:books?timeout=10s"))[self.ALIAS]
            assert resolved == {"connected": False, "skip_unavailable": False}
            strict = use("GET", f"/{self.ALIAS}:books/_search", expect=(), timeout_s=40)
            assert (strict.status, error(strict)["type"]) == (500, "no_seed_node_left_exception")
            assert "Connection refused" in str(error(strict))
            self.put(use, f"{host}:1", skip_unavailable=True)
            skipped = tree(use("GET", f"/{self.ALIAS}:books/_search", timeout_s=40))
            assert skipped["_clusters"]["skipped"] == 1
            details = skipped["_clusters"]["details"][self.ALIAS]
            assert details["status"] == "skipped"
            assert details["failures"][0]["reason"]["reason"] == f"Unable to connect to [{self.ALIAS}]"
        finally:
            self.put(use, pair.interface, skip_unavailable=False)
        assert use("GET", f"/{self.ALIAS}:books/_search", timeout_s=40).status == 200


class ClusterContract(LoginContract, StateContract, KeystoreContract, KeyContract, RoleContract, UseContract):
    """The whole contract."""
