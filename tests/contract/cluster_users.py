"""Roles, users and privileges of a cluster."""

import pytest

from tests.contract.calls import KEYS, Calls
from tests.contract.pair import Caller, error, tree
from wizard.errors import LoginError, PrivilegeError
from wizard.scenario.model import Login, Ref

HAS = "/_security/user/_has_privileges"


class UserContract(Calls):
    """Roles, users and what they may do, on the local side."""

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

    def test_several_roles_at_once(self, local: Caller) -> None:
        local("PUT", "/_security/role/contract_role", {"cluster": ["monitor"]})
        try:
            some = tree(local("GET", "/_security/role/contract_role,contract_none"))
            assert some == {
                "contract_role": {
                    "cluster": ["monitor"],
                    "indices": [],
                    "applications": [],
                    "run_as": [],
                    "metadata": {},
                    "transient_metadata": {"enabled": True},
                }
            }
        finally:
            local("DELETE", "/_security/role/contract_role")
        none = local("GET", "/_security/role/contract_none,contract_neither", expect=())
        assert (none.status, none.body) == (404, {})

    def test_a_user_is_stored_whole(self, local: Caller) -> None:
        """What an update leaves out is emptied, but for the password."""
        local.kept["PW"] = "contract-user-password"
        path = "/_security/user/contract_user"
        login = Login("password", "contract_user", Ref("PW", secret=True))
        whole = {"roles": [], "full_name": "Jane Doe", "email": "jane@es.example", "metadata": {"team": "a"}}
        try:
            made = local("PUT", path, {**whole, "password": "${PW}", "enabled": False})
            assert tree(made) == {"created": True}
            name = {"username": "contract_user"}
            assert tree(local("GET", path)) == {"contract_user": {**name, **whole, "enabled": False}}
            with pytest.raises(LoginError):
                local("GET", "/_security/_authenticate", login=login)
            assert tree(local("PUT", path, {"roles": ["superuser"], "enabled": True})) == {"created": False}
            emptied: dict[str, object] = {"roles": ["superuser"], "full_name": None, "email": None, "metadata": {}}
            assert tree(local("GET", path)) == {"contract_user": {**name, **emptied, "enabled": True}}
            assert tree(local("GET", "/_security/_authenticate", login=login))["roles"] == ["superuser"]
        finally:
            local("DELETE", path)
        gone = local("DELETE", path, expect=())
        assert (gone.status, gone.body) == (404, {"found": False})

    def test_a_user_without_a_password(self, local: Caller) -> None:
        reply = local("PUT", "/_security/user/contract_user", {"roles": []}, expect=())
        assert (reply.status, error(reply)["type"]) == (400, "validation_exception")
        assert error(reply)["reason"] == (
            "Validation Failed: 1: password must be specified unless you are updating an existing user;"
        )

    def test_the_reserved_user(self, local: Caller) -> None:
        assert tree(local("GET", "/_security/user/elastic"))["elastic"] == {
            "username": "elastic",
            "roles": ["superuser"],
            "full_name": None,
            "email": None,
            "metadata": {"_reserved": True},
            "enabled": True,
        }

    def test_privileges_asked_for(self, local: Caller) -> None:
        wanted = {"cluster": ["manage", "monitor", "manage_security"]}
        assert tree(local("POST", HAS, wanted)) == {
            "username": "elastic",
            "has_all_requested": True,
            "cluster": dict.fromkeys(wanted["cluster"], True),
            "index": {},
            "application": {},
        }
        local.kept["PW"] = "contract-user-password"
        local("PUT", "/_security/role/contract_role", {"cluster": ["manage"]})
        local("PUT", "/_security/user/contract_user", {"password": "${PW}", "roles": ["contract_role"]})
        try:
            login = Login("password", "contract_user", Ref("PW", secret=True))
            mine = tree(local("POST", HAS, {"cluster": [*wanted["cluster"], "all"]}, login=login))
        finally:
            local("DELETE", "/_security/user/contract_user")
            local("DELETE", "/_security/role/contract_role")
        assert (mine["username"], mine["has_all_requested"]) == ("contract_user", False)
        assert mine["cluster"] == {"manage": True, "monitor": True, "manage_security": False, "all": False}

    @pytest.mark.parametrize("body", [{}, {"cluster": ["contract_privilege"]}])
    def test_privileges_that_nobody_can_have(self, local: Caller, body: dict[str, object]) -> None:
        assert local("POST", HAS, body, expect=()).status == 400

    def test_privileges_of_a_superuser(self, local: Caller) -> None:
        restricted = ["monitor", "read", "read_cross_cluster", "view_index_metadata"]
        indices = [
            {"names": ["*"], "privileges": ["all"], "allow_restricted_indices": False},
            {"names": ["*"], "privileges": restricted, "allow_restricted_indices": True},
        ]
        assert tree(local("GET", "/_security/user/_privileges")) == {
            "cluster": ["all"],
            "global": [],
            "indices": indices,
            "applications": [{"application": "*", "privileges": ["*"], "resources": ["*"]}],
            "run_as": ["*"],
            "remote_indices": [{**each, "clusters": ["*"]} for each in indices],
            "remote_cluster": [{"privileges": ["monitor_enrich", "monitor_stats"], "clusters": ["*"]}],
        }
