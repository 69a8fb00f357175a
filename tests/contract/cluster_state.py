"""Licence, nodes, settings, roles and users of a cluster."""

import pytest

from tests.contract.calls import KEYS, SETTINGS, Calls
from tests.contract.pair import Caller, ContractPair, error, tree
from wizard.errors import PrivilegeError, ReplyError
from wizard.scenario.model import Login, Ref


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
