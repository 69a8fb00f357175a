"""A plan made by hand that holds every kind of action and every field; the values can be made hostile."""

from wizard.plan.actions import Command, FileEdit, Find, Instruction, Json, Onto, Request, Save
from wizard.plan.step import Caution, Plan, Step
from wizard.scenario.model import (
    KEY,
    KEY_ID,
    SESSION,
    STALE_KEY_IDS,
    Access,
    Interface,
    Login,
    Nodes,
    Scenario,
    Side,
    secret_ref,
)

KEYSTORE = secret_ref("local.keystore_secret")
SEARCH = secret_ref("search.secret")
CLAIMS = {
    "RC-LOCAL-001": "the local cluster answers and knows who signs in",
    "RC-REMOTE-001": "the remote cluster answers and knows who signs in",
    "RC-REACH-002": "every remote node listens on the remote cluster interface",
    "RC-TRUST-003": "every local node holds the key",
    "RC-USE-001": "a search as the target user reaches the remote cluster",
}


def sample_plan(alias: str = "analytics", pattern: str = "logs-*", user: str = "jdoe") -> Plan:
    """Eight steps between two self-managed clusters."""
    return Plan(
        scenario=sample_scenario(alias, pattern, user),
        before=("RC-LOCAL-001", "RC-REMOTE-001"),
        steps=(
            _open_interface(),
            _restart(),
            _create_key(alias, pattern),
            _trust_ca(),
            _install_key(alias),
            _connect(alias),
            _grant(alias, pattern),
            _give_role(user),
        ),
        after=("RC-USE-001", "RC-USE-002"),
        warnings=(
            Caution(f"The version of the local cluster is not known; API keys need 8.14 or newer on {alias}."),
            Caution("The interface may take a certificate of its own.", "install guide: own CA; settings page: any CA"),
        ),
    )


def sample_scenario(alias: str, pattern: str, user: str) -> Scenario:
    """The scenario of the sample plan."""
    return Scenario(
        row="S19",
        local=Side(
            "local",
            "self",
            url="https://emea.example.com:9200",
            node_urls=("https://emea-1.example.com:9200", "https://emea-2.example.com:9200"),
            login=Login("password", "elastic", secret_ref("local.secret")),
            nodes=Nodes("ssh", ("emea-1", "emea-2"), keystore_secret=KEYSTORE),
        ),
        remote=Side(
            "remote",
            "self",
            url="https://us.example.com:9200",
            login=Login("password", "elastic", secret_ref("remote.secret")),
        ),
        security="api-key",
        purpose="search",
        alias=alias,
        mode="proxy",
        skip_unavailable=True,
        interface=Interface(("us.example.com:9443",), server_name="us.example.com", ca="remote-ca.crt"),
        access=Access(
            search=(pattern,),
            key_name="from-emea",
            role="remote-search",
            user=user,
            user_secret=SEARCH,
            search_index=pattern,
        ),
    )


def _open_interface() -> Step:
    return Step(
        id="enable-rcs-self",
        title="Open the remote cluster interface on every remote node",
        why="The local cluster connects to this interface; it is closed by default.",
        side="remote",
        who="admin of the remote nodes",
        actions=(
            FileEdit(
                "remote",
                "every-node",
                "config/elasticsearch.yml",
                settings={
                    "remote_cluster_server.enabled": True,
                    "remote_cluster.host": "0.0.0.0",
                    "remote_cluster.port": 9443,
                    "xpack.security.remote_cluster_server.ssl.certificate_authorities": ["remote-ca.crt"],
                },
                restart=True,
            ),
        ),
        proof=("RC-REACH-002",),
        undo=(
            FileEdit(
                "remote",
                "every-node",
                "config/elasticsearch.yml",
                remove=("remote_cluster_server.enabled", "remote_cluster.host", "remote_cluster.port"),
                restart=True,
            ),
        ),
        changes=("Every remote node listens on port 9443.",),
        if_stopped="Nodes that were not restarted do not listen yet. Go on where you stopped.",
        docs="https://www.elastic.co/docs/deploy-manage/remote-clusters/remote-clusters-api-key",
        automatic=False,
        restart=True,
    )


def _restart() -> Step:
    settings: Json = {"persistent": {"cluster.routing.allocation.enable": "primaries"}}
    return Step(
        id="rolling-restart-self",
        title="Restart the remote nodes one by one",
        why="The interface opens when a node starts.",
        side="remote",
        who="admin of the remote nodes",
        actions=(
            Request("put_cluster_settings", "remote", "PUT", "/_cluster/settings", settings),
            Instruction(
                "remote",
                "admin of the remote nodes",
                "each remote node",
                ("Restart Elasticsearch.", "Wait until GET _cat/nodes lists the node again.", "Go on with the next."),
            ),
            Request("read", "remote", "GET", "/_nodes/remote_cluster_server", at="https://us-1.example.com:9200"),
        ),
        proof=("RC-REACH-002",),
        undo=(),
        changes=(),
        if_stopped="Allocation may still be held back: set it to null.",
        docs="",
        automatic=False,
        restart=True,
    )


def _create_key(alias: str, pattern: str) -> Step:
    return Step(
        id="create-cross-cluster-api-key",
        title=f"Create the cross-cluster API key for {alias}",
        why="The local cluster proves with this key who it is, and the key limits what it may read.",
        side="remote",
        who="user of the remote cluster with manage_security",
        actions=(
            Request(
                "invalidate_key",
                "remote",
                "DELETE",
                "/_security/api_key",
                {"ids": str(STALE_KEY_IDS)},
                finds=Find(
                    "/_security/_query/api_key",
                    {"query": {"term": {"metadata.session": str(SESSION)}}},
                    "/api_keys/*/id",
                    STALE_KEY_IDS,
                ),
            ),
            Request(
                "create_key",
                "remote",
                "POST",
                "/_security/cross_cluster/api_key",
                {
                    "name": "from-emea",
                    "access": {"search": [{"names": [pattern, "metrics-*"]}]},
                    "expiration": "90d",
                    "metadata": {"created_by": "remote-cluster-wizard", "session": str(SESSION)},
                },
                saves=(Save("/id", KEY_ID), Save("/encoded", KEY)),
            ),
        ),
        proof=("RC-TRUST-002",),
        undo=(Request("invalidate_key", "remote", "DELETE", "/_security/api_key", {"ids": [str(KEY_ID)]}),),
        changes=(f"The remote cluster has one more API key. It allows search in {pattern}.",),
        if_stopped="A key whose secret was lost is invalidated, and a new one is made.",
        docs="",
    )


def _trust_ca() -> Step:
    return Step(
        id="trust-remote-ca-self",
        title="Trust the CA of the remote cluster interface",
        why="Its certificate comes from a private CA.",
        side="local",
        who="admin of the local nodes",
        actions=(
            FileEdit("local", "every-node", "config/remote-ca.crt", copy_of="remote-ca.crt"),
            FileEdit(
                "local",
                "every-node",
                "config/elasticsearch.yml",
                settings={"xpack.security.remote_cluster_client.ssl.certificate_authorities": ["remote-ca.crt"]},
                restart=True,
            ),
        ),
        proof=("RC-TRUST-004",),
        undo=(
            FileEdit(
                "local",
                "every-node",
                "config/elasticsearch.yml",
                remove=("xpack.security.remote_cluster_client.ssl.certificate_authorities",),
                restart=True,
            ),
        ),
        changes=("Every local node trusts the CA in remote-ca.crt for remote clusters.",),
        if_stopped="",
        docs="",
        automatic=False,
        restart=True,
    )


def _install_key(alias: str) -> Step:
    setting = f"cluster.remote.{alias}.credentials"
    reload = Request(
        "reload_secure_settings",
        "local",
        "POST",
        "/_nodes/reload_secure_settings",
        {"secure_settings_password": str(KEYSTORE)},
    )
    return Step(
        id="install-credentials-self",
        title="Put the key into the keystore of every local node",
        why="Each node signs in at the remote cluster with it.",
        side="local",
        who="admin of the local nodes",
        actions=(
            Command(
                "local",
                "every-node",
                ("bin/elasticsearch-keystore", "add", "--stdin", "--force", setting),
                stdin=(KEYSTORE, KEY),
                asking=("bin/elasticsearch-keystore", "add", "--force", setting),
            ),
            reload,
        ),
        proof=("RC-TRUST-003",),
        undo=(
            Command("local", "every-node", ("bin/elasticsearch-keystore", "remove", setting), stdin=(KEYSTORE,)),
            reload,
            Command("local", "this-machine", ("rm", "-f", "remote-ca.crt")),
            Command("local", "one-node", ("bin/elasticsearch-keystore", "list")),
        ),
        changes=(f"Every local node holds {setting}. A value that stood there before cannot be put back.",),
        if_stopped="Nodes without the entry fail on and off: add it there, too.",
        docs="",
    )


def _connect(alias: str) -> Step:
    flat: Json = {
        f"cluster.remote.{alias}.mode": "proxy",
        f"cluster.remote.{alias}.proxy_address": "us.example.com:9443",
        f"cluster.remote.{alias}.server_name": "us.example.com",
        f"cluster.remote.{alias}.skip_unavailable": True,
    }
    kept = "/_cluster/settings?filter_path=persistent.cluster.remote"
    wipe: Json = {"persistent": {f"cluster.remote.{alias}.*": None}}
    return Step(
        id="connect-proxy",
        title=f"Connect: alias {alias}",
        why="The local cluster learns the address and the mode.",
        side="local",
        who="user of the local cluster with manage",
        actions=(
            Request("put_cluster_settings", "local", "PUT", "/_cluster/settings", {"persistent": flat}, keeps=kept),
        ),
        proof=("RC-REGISTER-001", "RC-TRUST-003"),
        undo=(
            Request("put_cluster_settings", "local", "PUT", "/_cluster/settings", wipe),
            Request(
                "put_cluster_settings",
                "local",
                "PUT",
                "/_cluster/settings",
                keeps=kept,
                when_kept="present",
                restores="",
            ),
        ),
        changes=(f"The local cluster knows the remote cluster {alias}.",),
        if_stopped="",
        docs="",
    )


def _grant(alias: str, pattern: str) -> Step:
    path = "/_security/role/remote-search"
    body: Json = {
        "remote_indices": [
            {"clusters": [alias], "names": [pattern], "privileges": ["read", "read_cross_cluster"]},
        ]
    }
    return Step(
        id="grant-roles-api-key",
        title="Create the role remote-search",
        why="Without it only superusers may use the alias.",
        side="local",
        who="user of the local cluster with manage_security",
        actions=(Request("put_role", "local", "PUT", path, body, keeps=path),),
        proof=("RC-USE-003",),
        undo=(
            Request("delete_role", "local", "DELETE", path, expect=(200, 404), when_kept="absent"),
            Request("put_role", "local", "PUT", path, when_kept="present", restores="/remote-search"),
        ),
        changes=("There is a role remote-search.",),
        if_stopped="",
        docs="",
    )


def _give_role(user: str) -> Step:
    fields = ("roles", "full_name", "email", "metadata", "enabled")
    path = f"/_security/user/{user}"
    return Step(
        id="assign-role",
        title=f"Give the role to {user}",
        why="The closing search is made as this user.",
        side="local",
        who="user of the local cluster with manage_security",
        actions=(
            Request(
                "put_user",
                "local",
                "PUT",
                path,
                {"roles": ["remote-search"]},
                onto=Onto(
                    path,
                    f"/{user}",
                    fields,
                    "/roles",
                    otherwise=Instruction(
                        "local", "admin of the realm", "the realm's role mapping", (f"Map {user} to remote-search.",)
                    ),
                ),
            ),
            Request("read", "local", "GET", "/_security/_authenticate", login=Login("password", user, SEARCH)),
            Request(
                "read",
                "remote",
                "GET",
                "/_security/_authenticate",
                expect=(),
                login=Login("api-key", "", KEY),
            ),
        ),
        proof=("RC-USE-001",),
        undo=(
            Request(
                "put_user",
                "local",
                "PUT",
                path,
                {"roles": ["remote-search"]},
                onto=Onto(path, f"/{user}", fields, "/roles", take_away=True),
            ),
        ),
        changes=(f"{user} may search through the alias.",),
        if_stopped="",
        docs="",
    )
