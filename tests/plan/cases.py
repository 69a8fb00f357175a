"""Scenarios that differ in all that decides a plan, by name."""

from itertools import product

from tests.scenarios import scenario
from wizard.scenario.answers import Value
from wizard.scenario.model import Scenario

ROUTES: dict[str, dict[str, Value]] = {
    "proxy": {"mode": "proxy"},
    "sniff": {"mode": "sniff", "remote__address": ("r1.example.com:9443", "r2.example.com:9443")},
}
AUTHORITIES: dict[str, dict[str, Value]] = {
    "private": {"remote__interface_ca": "remote-ca.crt"},
    "public": {"remote__interface_ca": "public", "remote__interface_certificate": "certs/public.crt"},
}
PURPOSES: dict[str, dict[str, Value]] = {
    "search": {"purpose": "search", "access__search": ("logs-*",)},
    "replication": {
        "purpose": "replication",
        "access__search": "",
        "access__replication": ("orders-*",),
        "role__follower_indices": ("orders-*-copy",),
    },
    "both": {
        "purpose": "both",
        "access__search": ("logs-*",),
        "access__replication": ("orders-*",),
        "role__follower_indices": ("orders-*-copy",),
    },
}
NODES: dict[str, dict[str, Value]] = {
    "by-hand": {"local__nodes": "by-hand"},
    "local": {"local__nodes": "local", "local__keystore_secret": True},
    "ssh": {"local__nodes": "ssh", "local__node_hosts": ("l1", "l2")},
}


def case(route: str, authority: str, purpose: str, nodes: str) -> Scenario:
    """The scenario of one combination."""
    changes = ROUTES[route] | AUTHORITIES[authority] | PURPOSES[purpose] | NODES[nodes]
    return scenario(**{key: value for key, value in changes.items() if value != ""})


ALL = {"-".join(names): case(*names) for names in product(ROUTES, AUTHORITIES, PURPOSES, NODES)}
