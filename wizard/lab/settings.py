"""Cluster settings of remote clusters: put, validated as Elasticsearch does, and read."""

import re
from collections.abc import Iterator, Mapping

from wizard.lab.asked import Asked, Reply
from wizard.lab.errors import Json, Refused, illegal, not_practised
from wizard.lab.link import connect_again
from wizard.lab.state import Cluster

KNOWN = ("mode", "seeds", "proxy_address", "server_name", "skip_unavailable", "proxy_socket_connections")
OF_MODE = {"seeds": "SNIFF", "proxy_address": "PROXY", "server_name": "PROXY", "proxy_socket_connections": "PROXY"}
_NAME = re.compile(r"cluster\.remote\.([A-Za-z0-9_-]+)\.([a-z_]+)")
_DEFAULTS = {
    "cluster.remote.connections_per_cluster": "3",
    "cluster.remote.initial_connect_timeout": "30s",
    "cluster.remote.node.attr": "",
}


def get(asked: Asked) -> Reply:
    """`GET /_cluster/settings`."""
    settings = asked.cluster.settings
    answer: dict[str, Json] = {"persistent": settings, "transient": {}}
    if _true(asked, "include_defaults"):
        answer["defaults"] = _DEFAULTS
    if not _true(asked, "flat_settings"):
        answer = {part: _nested(of_part) for part, of_part in answer.items()}
    path = asked.query.get("filter_path")
    return 200, answer if path is None else _filtered(answer, path.split("."))


def put(asked: Asked) -> Reply:
    """`PUT /_cluster/settings`: store, then connect as the change calls for."""
    cluster = asked.cluster
    sent = dict(_flat(asked.fields("persistent").get("persistent") or {}))
    with cluster.lock:
        before = cluster.aliases
        settings = dict(cluster.settings)
        for name, value in sent.items():
            if name.endswith(".*") and value is None:
                settings = {key: kept for key, kept in settings.items() if not key.startswith(name[:-1])}
                continue
            _refuse_unknown(name)
            if value is None:
                settings.pop(name, None)
            else:
                settings[name] = _stored(value)
        _validate(settings, sent)
        cluster.settings = dict(sorted(settings.items()))
        changed = [alias for alias in {**before, **cluster.aliases} if _changed(cluster, alias, before.get(alias))]
    connect_again(asked.cluster, changed, asked.dial)
    stored = {name: cluster.settings[name] for name in sent if name in cluster.settings}
    flat = _true(asked, "flat_settings")
    return 200, {"acknowledged": True, "persistent": stored if flat else _nested(stored), "transient": {}}


def _changed(cluster: Cluster, alias: str, before: Mapping[str, Json] | None) -> bool:
    """Take a change over; True when the connection is built anew.

    Before 9 such a change brings skip_unavailable back to its default, whatever is stored; only a change of its own
    value counts.
    """
    now = cluster.aliases.get(alias)
    if now is None:
        cluster.skip_in_force.pop(alias, None)
        return True
    skip = str(now.get("skip_unavailable", "true")) == "true"
    if before is None:
        cluster.skip_in_force[alias] = skip
        return True

    def rest(settings: Mapping[str, Json]) -> dict[str, Json]:
        return {name: value for name, value in settings.items() if name != "skip_unavailable"}

    rebuilt = rest(now) != rest(before)
    if rebuilt:
        cluster.skip_in_force[alias] = skip if cluster.since(9, 0) else True
    elif now.get("skip_unavailable") != before.get("skip_unavailable"):
        cluster.skip_in_force[alias] = skip
    return rebuilt


def _refuse_unknown(name: str) -> None:
    found = _NAME.fullmatch(name)
    if found and found[2] == "credentials":
        raise illegal(f"persistent setting [{name}], not dynamically updateable")
    if not found or found[2] not in KNOWN:
        raise illegal(f"persistent setting [{name}], not recognized")


def _validate(settings: Mapping[str, Json], sent: Mapping[str, Json]) -> None:
    touched = {found[1] for name in sent if (found := _NAME.match(name))}
    by_alias: dict[str, dict[str, Json]] = {}
    for name, value in settings.items():
        _, _, alias, setting = name.split(".", 3)
        by_alias.setdefault(alias, {})[setting] = value
    for alias in touched & set(by_alias):
        if wrong := _wrong(f"cluster.remote.{alias}", by_alias[alias]):
            raise wrong


def _wrong(prefix: str, own: Mapping[str, Json]) -> Refused | None:
    mode = str(own.get("mode", "sniff")).upper()
    if mode not in ("SNIFF", "PROXY"):
        return illegal(
            f"No enum constant org.elasticsearch.transport.RemoteConnectionStrategy.ConnectionStrategy.{mode}"
        )
    for setting, needed in OF_MODE.items():
        if setting in own and needed != mode:
            return illegal(
                f'Setting "{prefix}.{setting}" cannot be used with the configured "{prefix}.mode" '
                f"[required={needed}, configured={mode}]"
            )
    seeds = own.get("seeds", [])
    addresses = [own["proxy_address"]] if own.get("proxy_address") else [seeds] if isinstance(seeds, str) else seeds
    for address in addresses:
        host, colon, port = address.rpartition(":")
        if not colon:
            return illegal(f"remote hosts need to be configured as [host:port], found [{address}] instead")
        if not port.isdecimal():
            return illegal(f"failed to parse port [{port}] in [{host}:{port}]")
        if int(port) <= 0:
            return illegal(f"port number must be > 0 but was: [{port}]")
    if "skip_unavailable" in own and not addresses:
        return illegal(f"Cannot configure setting [{prefix}.skip_unavailable] if remote cluster is not enabled.")
    return None


def _true(asked: Asked, name: str) -> bool:
    value = asked.query.get(name, "false")
    if value not in ("true", "false"):
        raise not_practised(f"the value [{value}] of [{name}]")
    return value == "true"


def _stored(value: Json) -> Json:
    if isinstance(value, list):
        return [str(each) for each in value]
    return str(value).lower() if isinstance(value, bool) else str(value)


def _flat(tree: Mapping[str, Json], prefix: str = "") -> Iterator[tuple[str, Json]]:
    for name, value in tree.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{prefix}{name}.")
        else:
            yield f"{prefix}{name}", value


def _nested(flat: Mapping[str, Json]) -> Json:
    tree: dict[str, Json] = {}
    for name, value in flat.items():
        *folders, leaf = name.split(".")
        at = tree
        for folder in folders:
            at = at.setdefault(folder, {})
        at[leaf] = value
    return tree


def _filtered(tree: Json, path: list[str]) -> Json:
    """What stands below one path, under its full path; nothing where it is not there."""
    if not path:
        return tree
    if not isinstance(tree, dict) or path[0] not in tree:
        return {}
    below = _filtered(tree[path[0]], path[1:])
    return {path[0]: below} if below != {} else {}
