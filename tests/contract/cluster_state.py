"""Licence, nodes, certificates and settings of a cluster."""

import pytest

from tests.contract.calls import SETTINGS, Calls
from tests.contract.pair import Caller, ContractPair, error, tree
from wizard.errors import ReplyError


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

    def test_nodes_without_what_was_not_asked_for(self, local: Caller, remote: Caller) -> None:
        for call in (local, remote):
            for node in tree(call("GET", "/_nodes/http"))["nodes"].values():
                assert node["http"]["publish_address"]
                assert not {"settings", "transport", "remote_cluster_server"} & node.keys()

    def test_certificates(self, local: Caller, remote: Caller) -> None:
        shown = {}
        for call in (local, remote):
            loaded = shown[call.side.name] = tree(call("GET", "/_ssl/certificates"))
            assert [each["path"] for each in loaded] == sorted(each["path"] for each in loaded)
            for each in loaded:
                assert each.keys() == {
                    "path", "format", "alias", "subject_dn", "serial_number", "has_private_key", "expiry", "issuer",
                }  # fmt: skip
                assert (each["format"], each["alias"]) == ("PEM", None)
                assert each["subject_dn"].startswith("CN=")
                assert int(each["serial_number"], 16) > 0
                assert not each["serial_number"].startswith("0")
                assert each["expiry"].endswith("T" + each["expiry"][11:19] + ".000Z")
            # REST and transport show a certificate each; the remote cluster server, where it is on, one more.
            assert sum(each["has_private_key"] for each in loaded) == (3 if call is remote else 2)
        signers = {each["issuer"] for each in shown["remote"] if each["has_private_key"]}
        trusted = {each["subject_dn"] for each in shown["local"] if not each["has_private_key"]}
        assert len(signers & trusted) == 1, "the local nodes trust the CA of the remote's interface, and no other of it"

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

    def test_defaults_of_remote_clusters(self, local: Caller) -> None:
        """Names of aliases are no defaults, so what stands there under an alias comes from a file."""
        answer = tree(local("GET", f"{SETTINGS}&include_defaults=true"))
        assert answer.keys() == {"persistent", "transient", "defaults"}
        found = {name: value for name, value in answer["defaults"].items() if name.startswith("cluster.remote.")}
        assert found == {
            "cluster.remote.connections_per_cluster": "3",
            "cluster.remote.initial_connect_timeout": "30s",
            "cluster.remote.node.attr": "",
        }
        nested = tree(local("GET", "/_cluster/settings?include_defaults=true"))["defaults"]["cluster"]["remote"]
        assert nested == {"connections_per_cluster": "3", "initial_connect_timeout": "30s", "node": {"attr": ""}}
        for path in (SETTINGS, "/_cluster/settings"):
            assert "defaults" not in tree(local("GET", path))

    def test_settings_in_the_nested_form(self, local: Caller) -> None:
        own = {"mode": "proxy", "proxy_address": "127.0.0.1:1", "skip_unavailable": False}
        try:
            body = {"persistent": {"cluster": {"remote": {"contract_nested": own}}}}
            stored = {**own, "skip_unavailable": "false"}
            answer = tree(local("PUT", "/_cluster/settings", body, timeout_s=40))
            assert answer == {
                "acknowledged": True,
                "persistent": {"cluster": {"remote": {"contract_nested": stored}}},
                "transient": {},
            }
            read = tree(local("GET", "/_cluster/settings"))
            assert read["persistent"]["cluster"]["remote"]["contract_nested"] == stored
            flat = tree(local("GET", SETTINGS))["persistent"]
            assert {name: flat[f"cluster.remote.contract_nested.{name}"] for name in own} == stored
            only = "/_cluster/settings?filter_path=persistent.cluster.remote"
            assert tree(local("GET", f"{only}.contract_nested")) == {
                "persistent": {"cluster": {"remote": {"contract_nested": stored}}}
            }
            assert tree(local("GET", f"{only}.contract_none")) == {}
        finally:
            gone = local("PUT", "/_cluster/settings", {"persistent": {"cluster.remote.contract_nested.*": None}})
        assert tree(gone) == {"acknowledged": True, "persistent": {}, "transient": {}}

    def test_seeds(self, local: Caller) -> None:
        name, seeds = "cluster.remote.contract_seeds.seeds", ["127.0.0.1:1", "127.0.0.1:2"]
        try:
            answer = tree(local("PUT", SETTINGS, {"persistent": {name: seeds}}, timeout_s=40))
            assert answer["persistent"] == {name: seeds}
            assert tree(local("GET", SETTINGS))["persistent"][name] == seeds
            assert tree(local("GET", "/_remote/info"))["contract_seeds"] == {
                "connected": False,
                "mode": "sniff",
                "seeds": seeds,
                "num_nodes_connected": 0,
                "max_connections_per_cluster": 3,
                "initial_connect_timeout": "30s",
                "skip_unavailable": True,
            }
        finally:
            local("PUT", SETTINGS, {"persistent": {name: None}})
        assert "contract_seeds" not in tree(local("GET", "/_remote/info"))

    def test_a_parameter_that_nobody_knows(self, local: Caller) -> None:
        reply = local("GET", "/_cluster/settings?no_such=1", expect=())
        assert reply.status == 400
        assert error(reply)["reason"] == "request [/_cluster/settings] contains unrecognized parameter: [no_such]"
        assert local("GET", "/_cluster/settings?flat_settings=yes", expect=()).status == 400

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
