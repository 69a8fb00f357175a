"""Keystores and their reload; cross-cluster API keys."""

import base64

import pytest

from tests.contract.calls import KEY_LOGIN, KEYS, RELOAD, SAVE_KEY, Calls
from tests.contract.pair import Caller, ContractPair, newer, tree
from wizard.errors import LoginError, ReplyError


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

    def test_keys_are_found_by_what_is_known_of_them(self, remote: Caller) -> None:
        body = {"name": "contract-found", "access": {"search": [{"names": ["books*"]}]}}
        remote("POST", KEYS, body, saves=SAVE_KEY)
        try:
            named: dict[str, object] = {"term": {"name": "contract-found"}}
            alive = {"term": {"invalidated": False}}
            this = {"ids": {"values": ["${KEY_ID}"]}}
            for query, found in (
                (named, 1),
                ({"term": {"name": "contract-lost"}}, 0),
                (this, 1),
                ({"ids": {"values": ["z" * 20]}}, 0),
                ({"bool": {"must": [named, alive]}}, 1),
                ({"bool": {"must": [named, alive], "must_not": [this]}}, 0),
                ({"bool": {"filter": [named, {"term": {"username": "elastic"}}]}}, 1),
            ):
                answer = tree(remote("POST", "/_security/_query/api_key", {"query": query}))
                assert (answer["total"], answer["count"], len(answer["api_keys"])) == (found, found, found), query
        finally:
            remote("DELETE", "/_security/api_key", {"ids": ["${KEY_ID}"]})

    def test_a_field_that_keys_are_not_found_by(self, remote: Caller) -> None:
        reply = remote("POST", "/_security/_query/api_key", {"query": {"term": {"id": "x"}}}, expect=())
        assert reply.status == 400

    def test_unknown_id(self, remote: Caller) -> None:
        reply = remote("GET", "/_security/api_key?id=ZZZZZZZZZZZZZZZZZZZZ", expect=())
        assert (reply.status, reply.body) == (404, {"api_keys": []})

    @pytest.mark.parametrize(
        ("body", "words"),
        [
            ({"name": "x"}, "Required [access]"),
            ({"access": {"search": [{"names": ["a"]}]}}, "Required [name]"),
            ({"name": "x", "access": {}}, "must specify non-empty access for either [search] or [replication]"),
            (
                {"name": "x", "access": {"search": [{"names": ["a"]}]}, "expiration": "soon"},
                "failed to parse setting [expiration] with value [soon] as a time value: unit is missing",
            ),
        ],
    )
    def test_keys_that_are_refused(self, remote: Caller, body: dict[str, object], words: str) -> None:
        with pytest.raises(ReplyError) as caught:
            remote("POST", KEYS, body)
        assert caught.value.status == 400
        assert words in caught.value.reason
