"""Who a cluster and its nodes are: version, licence, nodes, certificates."""

from datetime import UTC, datetime

from wizard.lab.asked import Asked, Reply
from wizard.lab.certificates import in_file
from wizard.lab.errors import Json, not_practised
from wizard.lab.state import DAY_MS, Cluster, Node

METRICS = ("settings", "transport", "remote_cluster_server", "http")
TRANSPORT_VERSIONS = {"8.19": 8841096, "9.5": 9458007}
_OLDEST = {8: ("9.12.2", "7.17.0", "7.0.0"), 9: ("10.5.1", "8.19.0", "8.0.0")}


def transport_version(version: str) -> int:
    """What a node of this version says in the handshake."""
    return TRANSPORT_VERSIONS.get(version.rpartition(".")[0], TRANSPORT_VERSIONS["9.5"])


def version_of(cluster: Cluster) -> Json:
    """The version as `GET /` tells it."""
    lucene, wire, index = _OLDEST[int(cluster.version.partition(".")[0])]
    return {
        "number": cluster.version,
        "build_flavor": "default",
        "build_type": "unknown",
        "build_hash": "0" * 40,
        "build_date": "2026-08-26T22:10:47.574903747Z",
        "build_snapshot": False,
        "lucene_version": lucene,
        "minimum_wire_compatibility_version": wire,
        "minimum_index_compatibility_version": index,
    }


def root(asked: Asked) -> Reply:
    """`GET /`."""
    return 200, {
        "name": asked.node.name,
        "cluster_name": asked.cluster.name,
        "cluster_uuid": asked.cluster.uuid,
        "version": version_of(asked.cluster),
        "tagline": "You Know, for Search",
    }


def licence(asked: Asked) -> Reply:
    """`GET /_license`."""
    cluster = asked.cluster
    ends = cluster.licensed_at + 30 * DAY_MS
    found = {
        "status": "active",
        "uid": cluster.licence_uid,
        "type": cluster.licence,
        "issue_date": _date(cluster.licensed_at),
        "issue_date_in_millis": cluster.licensed_at,
        "max_nodes": 1000,
        "max_resource_units": None,
        "issued_to": cluster.name,
        "issuer": "elasticsearch",
        "start_date_in_millis": -1,
    }
    if cluster.licence != "basic":
        found |= {"expiry_date": _date(ends), "expiry_date_in_millis": ends}
    return 200, {"license": found}


def nodes(asked: Asked) -> Reply:
    """`GET /_nodes/METRICS`."""
    metrics = asked.parts[0].split(",")
    for metric in metrics:
        if metric not in METRICS:
            raise not_practised(f"the metric [{metric}] of nodes")
    cluster = asked.cluster
    total = len(cluster.nodes)
    return 200, {
        "_nodes": {"total": total, "successful": total, "failed": 0},
        "cluster_name": cluster.name,
        "nodes": {node.id: _node(cluster, node, metrics) for node in cluster.nodes},
    }


def certificates(asked: Asked) -> Reply:
    """`GET /_ssl/certificates`: what the node that is asked has loaded."""
    config = asked.node.config
    own = ["certs/http.crt", "certs/transport.crt"]
    if asked.node.interface_port:
        own.append("certs/remote-cluster.crt")
    return 200, [
        {
            "path": path,
            "format": "PEM",
            "alias": None,
            "subject_dn": each.subject.rfc4514_string(),
            "serial_number": f"{each.serial_number:x}",
            "has_private_key": path in own,
            "expiry": each.not_valid_after_utc.strftime("%Y-%m-%dT%H:%M:%S.000Z"),
            "issuer": each.issuer.rfc4514_string(),
        }
        for path in sorted((*own, "certs/transport-ca.crt", *asked.node.trusts))
        for each in in_file(config / path)
    ]


def _node(cluster: Cluster, node: Node, metrics: list[str]) -> Json:
    def at(port: int) -> Json:
        return {"bound_address": [f"127.0.0.1:{port}"], "publish_address": f"127.0.0.1:{port}"}

    version = node.version or cluster.version
    found: dict[str, Json] = {
        "name": node.name,
        "transport_address": f"127.0.0.1:{node.transport_port}",
        "host": "127.0.0.1",
        "ip": "127.0.0.1",
        "version": version,
        "transport_version": transport_version(version),
        "build_flavor": "default",
        "build_type": "unknown",
        "build_hash": "0" * 40,
        "roles": list(node.roles),
        "attributes": {"xpack.installed": "true"},
    }
    if "settings" in metrics:
        found["settings"] = {"cluster": {"name": cluster.name}, "node": {"name": node.name}}
    if "transport" in metrics:
        found["transport"] = {**at(node.transport_port), "profiles": {}}
    if "http" in metrics:
        found["http"] = {**at(node.http_port), "max_content_length_in_bytes": 104_857_600}
    if "remote_cluster_server" in metrics and node.interface_port:
        found["remote_cluster_server"] = at(node.interface_port)
    return found


def _date(at_ms: int) -> str:
    return datetime.fromtimestamp(at_ms / 1000, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
