"""Local: let a user search or follow through the connection."""

from dataclasses import replace
from urllib.parse import quote

from wizard.plan.actions import Instruction, Json, Onto, Request
from wizard.plan.platforms.base import DOCS, Steps
from wizard.plan.pointer import escape
from wizard.plan.step import Step
from wizard.scenario.model import Scenario

USER_FIELDS = ("roles", "full_name", "email", "metadata", "enabled")
"""What PUT _security/user takes back; the password stays as it is when it is left out."""


def grant(scenario: Scenario) -> Steps:
    """A local role for the alias, and the user who gets it."""
    access = scenario.access
    role_path = f"/_security/role/{quote(access.role, safe='')}"
    user_path = f"/_security/user/{quote(access.user, safe='')}"
    role_pointer, user_pointer = "/" + escape(access.role), "/" + escape(access.user)
    by_mapping = Instruction(
        "local",
        "whoever manages the users of the local cluster",
        "the realm that the user comes from",
        (
            f"{access.user} is not a native user of the local cluster, so roles are given where the user comes from:",
            f"map {access.user}, or one of their groups, to the role {access.role} "
            "(Stack Management > Role Mappings, or role_mapping.yml).",
        ),
    )
    back_from_mapping = replace(
        by_mapping,
        lines=(f"Where {access.user}, or a group of theirs, was mapped to the role {access.role}, take that away.",),
    )
    body: Json = {"roles": [access.role]}
    return (
        Step(
            id="grant-roles-api-key",
            title=f"Let {access.user} use the connection",
            short="Role and user",
            why="Without a role that names the alias, only superusers may use it. What a user may do is the part that "
            "both this role and the key allow.",
            side="local",
            who="a user of the local cluster with manage_security",
            actions=(
                Request("put_role", "local", "PUT", role_path, body=_role(scenario), keeps=role_path),
                Request(
                    "put_user",
                    "local",
                    "PUT",
                    user_path,
                    body=body,
                    onto=Onto(user_path, user_pointer, USER_FIELDS, "/roles", otherwise=by_mapping),
                ),
            ),
            proof=("RC-USE-001",),
            undo=(
                Request(
                    "put_user",
                    "local",
                    "PUT",
                    user_path,
                    body=body,
                    onto=Onto(
                        user_path, user_pointer, USER_FIELDS, "/roles", take_away=True, otherwise=back_from_mapping
                    ),
                ),
                Request(
                    "put_role",
                    "local",
                    "PUT",
                    role_path,
                    keeps=role_path,
                    restores=role_pointer,
                    when_kept="present",
                ),
                Request(
                    "delete_role",
                    "local",
                    "DELETE",
                    role_path,
                    expect=(200, 404),
                    keeps=role_path,
                    restores=role_pointer,
                    when_kept="absent",
                ),
            ),
            changes=(
                f"The local cluster has the role {access.role}; a role of that name is replaced, and undo puts the "
                "old one back.",
                f"{access.user} has this role in addition to their own.",
                *(
                    (
                        f"{access.user} may follow remote indices (manage_ccr) and write to "
                        f"{', '.join(access.follower_indices)}.",
                    )
                    if access.replication
                    else ()
                ),
            ),
            if_stopped="A role that nobody has gives nobody anything.",
            docs=DOCS,
        ),
    )


def _role(scenario: Scenario) -> Json:
    access, clusters = scenario.access, [scenario.alias]
    remote: list[Json] = []
    role: dict[str, Json] = {}
    if access.search:
        privileges = ["read", "read_cross_cluster", "view_index_metadata"]
        remote.append({"clusters": clusters, "names": list(access.search), "privileges": privileges})
    if access.replication:
        role["cluster"] = ["manage_ccr"]
        followers = ["monitor", "read", "write", "manage_follow_index"]
        role["indices"] = [{"names": list(access.follower_indices), "privileges": followers}]
        leaders = ["cross_cluster_replication"]
        remote.append({"clusters": clusters, "names": list(access.replication), "privileges": leaders})
    role["remote_indices"] = remote
    role["metadata"] = {"created_by": "remote-cluster-wizard"}
    return role
