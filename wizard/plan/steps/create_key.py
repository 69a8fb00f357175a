"""Remote: create the cross-cluster API key."""

from wizard.plan.actions import Find, Json, Request, Save
from wizard.plan.platforms.base import DOCS, Steps
from wizard.plan.step import Step
from wizard.scenario.model import KEY, KEY_ID, SESSION, STALE_KEY_IDS, Scenario


def create_key(scenario: Scenario) -> Steps:
    """The key that the local cluster signs in with; its access is the ceiling of all that the connection may do."""
    access = scenario.access
    wanted: dict[str, Json] = {}
    if access.search:
        wanted["search"] = [{"names": list(access.search)}]
    if access.replication:
        wanted["replication"] = [{"names": list(access.replication)}]
    body: dict[str, Json] = {"name": access.key_name, "access": wanted}
    if access.key_expiration:
        body["expiration"] = access.key_expiration
    body["metadata"] = {"created_by": "remote-cluster-wizard", "session": str(SESSION), "alias": scenario.alias}
    create = Request(
        "create_key",
        "remote",
        "POST",
        "/_security/cross_cluster/api_key",
        body=body,
        saves=(Save("/id", KEY_ID), Save("/encoded", KEY)),
    )
    patterns = ", ".join((*access.search, *access.replication))
    return (
        Step(
            id="create-cross-cluster-api-key",
            title="Create the cross-cluster API key",
            short="API key",
            why="The remote cluster lets other clusters in by this key. It allows exactly the indices named here.",
            side="remote",
            who="a user of the remote cluster with manage_security (not signed in by an API key)",
            actions=(create, _invalidate(but_current=True)),
            proof=("RC-TRUST-005", "RC-TRUST-006", "RC-TRUST-009"),
            undo=(_invalidate(but_current=False),),
            changes=(
                f"The remote cluster has a key named {access.key_name} that opens {patterns} to its holder.",
                "Its secret is shown once, by this answer, and goes straight to where secrets are kept.",
                "A key that this session made before and whose secret was lost is invalidated.",
            ),
            if_stopped="A key whose secret was not kept is of no use to anybody; the next run replaces it.",
            docs=DOCS,
        ),
    )


def _invalidate(*, but_current: bool) -> Request:
    """Invalidate the keys that carry this session's id; `but_current` spares the one whose secret is kept."""
    mine: dict[str, Json] = {
        "must": [
            {"term": {"invalidated": False}},
            {"term": {"metadata.session": str(SESSION)}},
        ]
    }
    if but_current:
        mine["must_not"] = [{"ids": {"values": [str(KEY_ID)]}}]
    return Request(
        "invalidate_key",
        "remote",
        "DELETE",
        "/_security/api_key",
        body={"ids": str(STALE_KEY_IDS)},
        finds=Find("/_security/_query/api_key", {"query": {"bool": mine}}, "/api_keys/*/id", STALE_KEY_IDS),
    )
