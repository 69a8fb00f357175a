"""Recorded clusters for the command line: what real nodes answered, edited where a test needs it otherwise."""

import copy
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from tests.replay import Exchange, recorded

Edit = Callable[[dict[str, Any]], None]

NODES = "/_nodes/http,remote_cluster_server"
SETTINGS = "/_cluster/settings?include_defaults=true&flat_settings=true"
HAS_PRIVILEGES = "/_security/user/_has_privileges"
AUTHENTICATE = "/_security/_authenticate"
HEADERS = {"content-type": "application/json", "x-elastic-product": "Elasticsearch"}


def cluster(*changes: Exchange, name: str = "local") -> list[Exchange]:
    """What a healthy cluster of one node answers to the checks; `changes` take the place of the same requests."""
    exchanges = [
        recorded(f"ok.root.{name}"),
        recorded(f"ok.license.{name}"),
        authenticated(),
        privileges(),
        nodes(lambda answer: next(iter(answer["nodes"].values())).update(name=name)),
        # Made up: nothing was recorded of a cluster that has no settings.
        Exchange("GET", SETTINGS, 200, HEADERS, {"persistent": {}, "transient": {}, "defaults": {}}),
    ]
    changed = {(each.method, each.path) for each in changes}
    return [each for each in exchanges if (each.method, each.path) not in changed] + list(changes)


def edited(exchange: Exchange, edit: Edit, **named: Any) -> Exchange:
    """A recorded exchange that a test has changed."""
    answer = copy.deepcopy(exchange.response)
    edit(answer)
    return replace(exchange, response=answer, **named)


def nodes(edit: Edit) -> Exchange:
    """The nodes of a cluster: recorded with one more metric in the path, and edited."""
    return edited(recorded("ok.nodes_info.remote"), edit, path=NODES)


def two_nodes(*versions: str) -> Exchange:
    """The nodes of a cluster, the recorded one again and again, each with its own name and version (edited)."""

    def edit(answer: dict[str, Any]) -> None:
        node = next(iter(answer["nodes"].values()))
        answer["nodes"] = {
            f"id-{number}": {**node, "name": f"node-{number}", "version": version}
            for number, version in enumerate(versions, 1)
        }

    return nodes(edit)


def authenticated() -> Exchange:
    """Who `elastic` is (edited: recorded of a user called alice)."""
    return edited(
        recorded("ok.authenticate_alice"),
        lambda answer: answer.update(username="elastic", roles=["superuser"]),
    )


def privileges(*missing: str) -> Exchange:
    """The answer about the privileges that a plan needs (made up after the documented form)."""
    asked = ("manage", "monitor", "manage_security")
    granted = {name: name not in missing for name in asked}
    answer = {
        "username": "elastic",
        "has_all_requested": not missing,
        "cluster": granted,
        "index": {},
        "application": {},
    }
    return Exchange("POST", HAS_PRIVILEGES, 200, HEADERS, answer)


def login_refused() -> list[Exchange]:
    """A cluster that does not take the password: recorded at /, edited for the other path."""
    root = recorded("auth.wrong_password.root")

    def edit(answer: dict[str, Any]) -> None:
        answer["error"]["reason"] = answer["error"]["reason"].replace("[/]", f"[{AUTHENTICATE}]")

    return [root, edited(root, edit, path=AUTHENTICATE)]
