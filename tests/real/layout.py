"""Writes the folders of a cluster's nodes: certificates, settings, log configuration, keystores."""

import secrets
import shutil
from pathlib import Path
from typing import Any

from tests.real.java_tools import Kit
from tests.real.node import RealNode
from tests.real.pki import Authority
from tests.real.ports import reserve_port
from tests.real.real_cluster import RealCluster
from tests.real.rest import Credentials, RestCaller
from tests.real.spec import ClusterSpec

_LOGGING = """\
status = error
appender.file.type = File
appender.file.name = file
appender.file.fileName = ${sys:es.logs.base_path}/node.log
appender.file.layout.type = PatternLayout
appender.file.layout.pattern = [%d{ISO8601}][%-5p][%-25c{1.}] [%node_name] %m%n
rootLogger.level = info
rootLogger.appenderRef.file.ref = file
"""


def lay_out(spec: ClusterSpec, folder: Path, kit: Kit) -> RealCluster:
    """Writes all files of a cluster below `folder/NAME`; nothing runs yet."""
    base = folder / spec.name
    base.mkdir(parents=True)
    http = Authority.create(f"{spec.name} http CA")
    interface = Authority.create(f"{spec.name} remote cluster server CA")
    transport = Authority.create(f"{spec.name} transport CA")
    http_ca = http.write(base / "http-ca.crt")
    elastic = Credentials("elastic", secrets.token_urlsafe(18))
    caller = RestCaller(http_ca if spec.tls else None)
    nodes = tuple(
        RealNode(
            name=f"{spec.name}-{position}",
            home=base / f"{spec.name}-{position}",
            http_port=reserve_port(),
            transport_port=reserve_port(),
            remote_port=reserve_port(),
            kit=kit,
            caller=caller,
            elastic=elastic,
            tls=spec.tls,
            keystore_password=spec.keystore_password,
            cluster_size=spec.nodes,
        )
        for position in range(1, spec.nodes + 1)
    )
    for position, node in enumerate(nodes):
        certs = node.config / "certs"
        certs.mkdir(parents=True)
        http.issue(node.name).write(certs, "http")
        transport.issue(node.name).write(certs, "transport")
        interface.issue(node.name).write(certs, "rcs")
        transport.write(certs / "transport-trust.crt")
        if spec.trust:
            (certs / "rcc-trust.crt").write_bytes(b"".join(ca.read_bytes() for ca in spec.trust))
        (node.config / "log4j2.properties").write_text(_LOGGING, encoding="utf-8")
        node.write_settings(_settings(spec, position, nodes))
        _write_command(node)
    _write_keystores(nodes, elastic.password)
    return RealCluster(
        spec=spec,
        nodes=nodes,
        elastic=elastic,
        http_ca=http_ca,
        interface_ca=interface.write(base / "interface-ca.crt"),
        transport_ca=transport.write(base / "transport-ca.crt"),
        http_authority=http,
        interface_authority=interface,
        transport_authority=transport,
    )


def _settings(spec: ClusterSpec, position: int, nodes: tuple[RealNode, ...]) -> dict[str, Any]:
    node = nodes[position]
    settings: dict[str, Any] = {
        "cluster.name": spec.name,
        "node.name": node.name,
        "network.host": "127.0.0.1",
        "http.port": node.http_port,
        "transport.port": node.transport_port,
        "node.store.allow_mmap": False,
        # A full disk and a small heap must not decide a test.
        "cluster.routing.allocation.disk.threshold_enabled": False,
        "indices.breaker.total.use_real_memory": False,
        "xpack.license.self_generated.type": spec.license,
        "xpack.security.enabled": True,
        "xpack.security.autoconfiguration.enabled": False,
        "xpack.security.http.ssl.enabled": spec.tls,
        "xpack.security.transport.ssl.enabled": True,
        "xpack.security.transport.ssl.key": "certs/transport.key",
        "xpack.security.transport.ssl.certificate": "certs/transport.crt",
        "xpack.security.transport.ssl.certificate_authorities": ["certs/transport-trust.crt"],
        "xpack.security.transport.ssl.verification_mode": "full",
    }
    if spec.tls:
        settings["xpack.security.http.ssl.key"] = "certs/http.key"
        settings["xpack.security.http.ssl.certificate"] = "certs/http.crt"
    if len(nodes) == 1:
        settings["discovery.type"] = "single-node"
    else:
        settings["discovery.seed_hosts"] = [f"127.0.0.1:{other.transport_port}" for other in nodes]
        settings["cluster.initial_master_nodes"] = [other.name for other in nodes]
    if spec.remote_server:
        settings["remote_cluster_server.enabled"] = True
        settings["remote_cluster.port"] = node.remote_port
        settings["xpack.security.remote_cluster_server.ssl.enabled"] = True
        settings["xpack.security.remote_cluster_server.ssl.key"] = "certs/rcs.key"
        settings["xpack.security.remote_cluster_server.ssl.certificate"] = "certs/rcs.crt"
    if spec.trust:
        settings["xpack.security.remote_cluster_client.ssl.certificate_authorities"] = ["certs/rcc-trust.crt"]
    if position < len(spec.roles):
        settings["node.roles"] = list(spec.roles[position])
    return {**settings, **spec.settings}


def _write_command(node: RealNode) -> None:
    command = Path(node.keystore_command)
    command.parent.mkdir()
    command.write_text(node.kit.keystore_script(), encoding="utf-8")
    command.chmod(0o755)


def _write_keystores(nodes: tuple[RealNode, ...], password: str) -> None:
    # One run of the command for all nodes: each takes most of a second.
    first, *others = nodes
    unlock = ""
    if first.keystore_password:
        unlock = f"{first.keystore_password}\n"
        first.keystore("create", "-p", stdin=unlock * 2).check_returncode()
    first.keystore("add", "-f", "-x", "bootstrap.password", stdin=f"{unlock}{password}\n").check_returncode()
    for other in others:
        shutil.copy(first.config / "elasticsearch.keystore", other.config)
