"""Self-managed clusters: files and keystores of the nodes, changed by a person or over a node shell."""

from collections.abc import Mapping
from pathlib import PurePosixPath

from wizard.plan.actions import Action, Command, FileEdit, Instruction, Json, Request
from wizard.plan.platforms.base import DOCS, Steps
from wizard.plan.step import Step
from wizard.scenario.addresses import is_ip
from wizard.scenario.model import INTERFACE_PORT, KEY, Interface, Scenario, SideName
from wizard.version import PROGRAM

CONFIG = "config/elasticsearch.yml"
MADE_CERTIFICATE = "certs/remote-cluster.crt"
TRUSTED_CA = "remote-cluster-ca.crt"
CLIENT_CAS = "xpack.security.remote_cluster_client.ssl.certificate_authorities"


class SelfManaged:
    """Self-managed clusters behind the verbs of a platform."""

    def open(self, scenario: Scenario) -> Steps:
        """Switch the remote cluster server on, in every node's file, with a rolling restart."""
        interface = scenario.interface
        settings = _server_settings(interface)
        made = interface.certificate == "make"
        actions: tuple[Action, ...] = (
            *((_make_certificate(interface),) if made else ()),
            FileEdit("remote", "every-node", CONFIG, settings=settings, restart=True),
            _rolling_restart("remote", "an admin of the remote cluster's nodes"),
        )
        return (
            Step(
                id="enable-rcs-self",
                title="Switch on the remote cluster server",
                short="Cluster server",
                why="API-key connections come in on an interface of their own, which self-managed clusters keep closed "
                "until it is switched on in every node's file.",
                side="remote",
                who="an admin of the remote cluster's nodes",
                actions=actions,
                proof=("RC-REMOTE-007", "RC-REACH-002", "RC-REACH-003", "RC-TRUST-001", "RC-TRUST-002"),
                undo=(
                    Instruction(
                        "remote",
                        "an admin of the remote cluster's nodes",
                        CONFIG,
                        ("Only if no other cluster connects to the remote one: all of them come in by this server.",),
                    ),
                    FileEdit("remote", "every-node", CONFIG, remove=tuple(settings), restart=True),
                    _rolling_restart("remote", "an admin of the remote cluster's nodes"),
                ),
                changes=(
                    f"Every node of the remote cluster listens on port {interface.port} for other clusters.",
                    "Each node restarts once, one after the other.",
                ),
                if_stopped="Nodes that were restarted listen already, the others do not; nothing else is affected.",
                docs=DOCS,
                automatic=False,
                restart=True,
            ),
        )

    def admit(self, scenario: Scenario) -> Steps:
        """Nothing: self-managed clusters have no platform filters in front."""
        return ()

    def install_key(self, scenario: Scenario) -> Steps:
        """Add the key to the keystore of every node, then reload."""
        nodes = scenario.local.nodes
        password = (nodes.keystore_secret,) if nodes.keystore_secret else ()
        entry = f"cluster.remote.{scenario.alias}.credentials"
        reload = Request(
            "reload_secure_settings",
            "local",
            "POST",
            "/_nodes/reload_secure_settings",
            body={"secure_settings_password": str(nodes.keystore_secret)} if nodes.keystore_secret else None,
        )
        tool = nodes.keystore_command
        # A keystore with a password reads that first, and the pipe carries the key alone.
        piped = nodes.access == "by-hand" and not nodes.keystore_secret
        return (
            Step(
                id="install-credentials-self",
                title="Put the key into the keystore of every local node",
                short="Key in keystores",
                why="Each local node signs in to the remote cluster with the key in its own keystore. The entry under "
                "this alias is what makes the connection use the API-key model.",
                side="local",
                who="an admin of the local cluster's nodes",
                actions=(
                    *((_hand_the_key_over(scenario, tool, entry),) if piped else ()),
                    *((_has_password(tool),) if nodes.keystore_secret else ()),
                    Command(
                        "local",
                        "every-node",
                        (tool, "add", "--stdin", "--force", entry),
                        stdin=(*password, KEY),
                        asking=(tool, "add", "--force", entry),
                    ),
                    reload,
                ),
                proof=("RC-TRUST-003",),
                undo=(
                    Command(
                        "local",
                        "every-node",
                        (tool, "remove", entry),
                        stdin=password,
                        nothing_to_do="does not exist in the keystore",
                    ),
                    reload,
                ),
                changes=(
                    f"Every local node's keystore holds the entry {entry}.",
                    "An entry that stands there under this name is replaced; a keystore does not give its old value "
                    "back, so undo removes the entry.",
                    "Reloading reads all reloadable keystore entries of every node again. No restart.",
                ),
                if_stopped="Nodes with the entry can connect, nodes without it cannot; running the step again is safe.",
                docs=DOCS,
                automatic=nodes.access != "by-hand",
            ),
        )

    def trust_ca(self, scenario: Scenario) -> Steps:
        """Name the CA of the remote interface in every node's file; nothing where a public CA signed it."""
        interface = scenario.interface
        if not interface.private_ca:
            return ()
        settings: Mapping[str, Json] = {CLIENT_CAS: [TRUSTED_CA]}
        folder = PurePosixPath(CONFIG).parent
        return (
            Step(
                id="trust-remote-ca-self",
                title="Trust the CA of the remote cluster on every local node",
                short="Trust the CA",
                why="The remote cluster interface shows a certificate of a private CA. Local nodes connect only when "
                "this CA is named in their files.",
                side="local",
                who="an admin of the local cluster's nodes",
                actions=(
                    FileEdit("local", "every-node", str(folder / TRUSTED_CA), copy_of=interface.ca),
                    Instruction(
                        "local",
                        "an admin of the local cluster's nodes",
                        CONFIG,
                        (
                            f"Is {CLIENT_CAS} there already? Then only add {TRUSTED_CA} to its list and keep the rest: "
                            "one list serves all remote clusters of a node. Else set it as shown next.",
                            "Once the list is set, public CAs are no longer trusted for remote clusters unless they "
                            "are in it.",
                        ),
                    ),
                    FileEdit("local", "every-node", CONFIG, settings=settings, restart=True),
                    _rolling_restart("local", "an admin of the local cluster's nodes"),
                ),
                proof=("RC-TRUST-004",),
                undo=(
                    Instruction(
                        "local",
                        "an admin of the local cluster's nodes",
                        CONFIG,
                        (
                            f"Does the list of {CLIENT_CAS} name other CAs, too? Then take only {TRUSTED_CA} out: "
                            "without the others, nodes lose their connections to other remote clusters. Else take "
                            "it out whole, as shown next.",
                        ),
                    ),
                    FileEdit("local", "every-node", CONFIG, remove=(CLIENT_CAS,), restart=True),
                    FileEdit("local", "every-node", str(folder / TRUSTED_CA)),
                    _rolling_restart("local", "an admin of the local cluster's nodes"),
                ),
                changes=(
                    "Every local node trusts this CA for connections to remote clusters.",
                    "Each node restarts once, one after the other.",
                ),
                if_stopped="Restarted nodes trust the CA, the others do not yet; nothing else is affected.",
                docs=DOCS,
                automatic=False,
                restart=True,
            ),
        )


def _hand_the_key_over(scenario: Scenario, tool: str, entry: str) -> Instruction:
    """The key is in the keyring of whoever runs the wizard, and goes to a node through a pipe, seen by nobody."""
    return Instruction(
        "local",
        "whoever runs this wizard, and may reach the local nodes",
        "the machine on which the wizard runs",
        (
            "The key goes from the keyring to each node through a pipe, NODE being its host:",
            f"{PROGRAM} secrets send {scenario.alias} | ssh NODE {tool} add --stdin --force {entry}",
        ),
    )


def _has_password(tool: str) -> Command:
    """A keystore without a password would take the password, the first line it reads, for the key."""
    return Command(
        "local",
        "every-node",
        (tool, "has-passwd"),
        if_it_fails="A password was given for the keystores of the local nodes, and this one has none: nothing was "
        "written. Take local.keystore_secret away, or give the keystores that password, then try the step again.",
    )


def _server_settings(interface: Interface) -> Mapping[str, Json]:
    certificate = MADE_CERTIFICATE if interface.certificate == "make" else interface.certificate
    settings: dict[str, Json] = {"remote_cluster_server.enabled": True}
    if interface.host:
        settings["remote_cluster.host"] = interface.host
    if interface.port != INTERFACE_PORT:
        settings["remote_cluster.port"] = interface.port
    settings["xpack.security.remote_cluster_server.ssl.enabled"] = True
    settings["xpack.security.remote_cluster_server.ssl.certificate"] = certificate
    settings["xpack.security.remote_cluster_server.ssl.key"] = str(PurePosixPath(certificate).with_suffix(".key"))
    return settings


def _make_certificate(interface: Interface) -> Instruction:
    hosts = [address.rsplit(":", 1)[0].strip("[]") for address in interface.addresses]
    names = list(dict.fromkeys([*hosts, *([interface.server_name] if interface.server_name else [])]))
    options = " ".join(f"--{'ip' if is_ip(name) else 'dns'} {name}" for name in names)
    return Instruction(
        "remote",
        "an admin of the remote cluster's nodes",
        "one node of the remote cluster, in the Elasticsearch folder",
        (
            "bin/elasticsearch-certutil ca --pem --out remote-cluster-ca.zip",
            "unzip remote-cluster-ca.zip",
            "bin/elasticsearch-certutil cert --pem --name remote-cluster --ca-cert ca/ca.crt --ca-key ca/ca.key "
            f"{options} --out remote-cluster.zip",
            "unzip remote-cluster.zip",
            f"Copy remote-cluster/remote-cluster.crt and remote-cluster/remote-cluster.key to "
            f"config/{PurePosixPath(MADE_CERTIFICATE).parent}/ on every node of the remote cluster.",
            *(
                (f"Give ca/ca.crt to whoever runs this wizard, who keeps it as {interface.ca}.",)
                if interface.private_ca
                else ()
            ),
        ),
    )


def _rolling_restart(side: SideName, who: str) -> Instruction:
    return Instruction(
        side,
        who,
        f"every node of the {side} cluster, one after the other",
        (
            'PUT _cluster/settings {"persistent": {"cluster.routing.allocation.enable": "primaries"}}',
            "Restart Elasticsearch on the node and wait until GET _cat/nodes lists it again.",
            'PUT _cluster/settings {"persistent": {"cluster.routing.allocation.enable": null}}',
            "Wait until GET _cluster/health is green (yellow on a single node), then take the next node.",
        ),
    )
