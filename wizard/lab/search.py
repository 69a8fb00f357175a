"""Searches through an alias: what comes back, what is skipped, what is refused."""

import time

from wizard.lab.asked import Asked, Reply
from wizard.lab.errors import Json, Refused, not_practised
from wizard.lab.remote import ask, known
from wizard.lab.unreached import NotReached, refusal

HITS = 10


def search(asked: Asked) -> Reply:
    """`GET /ALIAS:INDEX/_search`, for one remote cluster and without a query."""
    name, _, index = asked.parts[0].partition(":")
    if "," in asked.parts[0] or "*" in name or not index:
        raise not_practised(f"the expression [{asked.parts[0]}]")
    asked.fields()
    size = _size(asked)
    alias = known(asked, name, "search")
    skips = asked.cluster.skip_in_force.get(name, True)
    began = time.monotonic()
    try:
        found = ask(asked, alias, "search", index)
    except NotReached as trouble:
        if not skips:
            raise refusal(trouble, name, alias.mode) from None
        return _skipped(name, index, began, _unable(name))
    except Refused as refused:
        if not skips:
            raise
        # What fails on an open connection is told in full; what keeps it from opening is not.
        told = refused.cause if asked.node.connected.get(name) or refused.status == 403 else _unable(name)
        return _skipped(name, index, began, told)
    hits = [{**hit, "_index": f"{name}:{hit['_index']}"} for hit in found["hits"]]
    details = {"status": "successful", "indices": index, "took": _took(began), "timed_out": False}
    details["_shards"] = _shards(found["shards"])
    clusters = {"total": 1, "successful": 1, "skipped": 0, "running": 0, "partial": 0, "failed": 0}
    return 200, {
        "took": _took(began),
        "timed_out": False,
        "_shards": _shards(found["shards"]),
        "_clusters": {**clusters, "details": {name: details}},
        "hits": {
            "total": {"value": len(hits), "relation": "eq"},
            "max_score": 1.0 if hits and size else None,
            "hits": hits[:size],
        },
    }


def _skipped(name: str, index: str, began: float, reason: Json) -> Reply:
    failure = {"shard": -1, "index": None, "reason": reason}
    details = {"status": "skipped", "indices": index, "timed_out": False, "failures": [failure]}
    clusters = {"total": 1, "successful": 0, "skipped": 1, "running": 0, "partial": 0, "failed": 0}
    return 200, {
        "took": _took(began),
        "timed_out": False,
        "num_reduce_phases": 0,
        "_shards": _shards(0),
        "_clusters": {**clusters, "details": {name: details}},
        "hits": {"total": {"value": 0, "relation": "eq"}, "max_score": None, "hits": []},
    }


def _unable(name: str) -> Json:
    return {"type": "connect_transport_exception", "reason": f"Unable to connect to [{name}]"}


def _shards(number: int) -> Json:
    return {"total": number, "successful": number, "skipped": 0, "failed": 0}


def _took(began: float) -> int:
    return round((time.monotonic() - began) * 1000)


def _size(asked: Asked) -> int:
    if asked.query.get("track_total_hits", "true") != "true":
        raise not_practised("a search that does not count its hits")
    size = asked.query.get("size", str(HITS))
    if not size.isdecimal():
        raise not_practised(f"the size [{size}]")
    return int(size)
