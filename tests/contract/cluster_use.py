"""A connection in use: registered, resolved, searched, broken."""

from collections.abc import Iterator

import pytest

from tests.contract.calls import KEYS, RELOAD, SAVE_KEY, SETTINGS, Calls
from tests.contract.pair import Caller, ContractPair, error, newer, tree
from wizard.errors import PrivilegeError, ReplyError
from wizard.scenario.model import Login, Ref


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

    def test_search_that_only_counts(self, use: Caller) -> None:
        answer = tree(use("GET", f"/{self.ALIAS}:books/_search?size=0&track_total_hits=true"))
        assert answer["hits"] == {"total": {"value": 1, "relation": "eq"}, "max_score": None, "hits": []}
        assert answer["_clusters"]["details"][self.ALIAS]["status"] == "successful"

    def test_documents_and_their_index(self, local: Caller) -> None:
        for status, word in ((201, "created"), (200, "updated")):
            reply = local("PUT", "/contract-index/_doc/1?refresh=true", {"a": 1}, expect=())
            assert (reply.status, tree(reply)["result"]) == (status, word)
            assert (tree(reply)["_index"], tree(reply)["_id"]) == ("contract-index", "1")
        gone = local("DELETE", "/contract-index,contract-none", expect=())
        assert (gone.status, error(gone)["type"]) == (404, "index_not_found_exception")
        assert error(gone)["reason"] == "no such index [contract-none]"
        assert tree(local("DELETE", "/contract-index")) == {"acknowledged": True}

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
