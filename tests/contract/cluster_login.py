"""Who may talk to a cluster, and what is believed about it."""

import pytest

from tests.contract.calls import KEY_LOGIN, KEYS, Calls
from tests.contract.pair import Caller, ContractPair, tree
from wizard.clients.trust import fingerprint_of, read_chain
from wizard.errors import LoginError, ReachError, ReplyError
from wizard.plan.actions import Save
from wizard.scenario.model import KEY, KEY_ID, Login, Ref


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
