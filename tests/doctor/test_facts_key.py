"""Facts about the key, parsed from what real nodes answered."""

from datetime import UTC, datetime

import pytest

from tests.doctor.case import looking, recorded
from wizard.clients.connection import Reply
from wizard.doctor.facts.keys import key_info, key_kept, key_recognised
from wizard.doctor.look import Unseen
from wizard.plan.actions import Json
from wizard.scenario.model import KEY, KEY_ID


@pytest.mark.parametrize(
    ("name", "meaning"),
    [
        ("key_check.authenticate_full", "yes"),
        ("key_check.authenticate_expired", "yes"),
        ("key_check.authenticate_rest", "rest"),
        ("key_check.authenticate_unknown", "unknown"),
        ("key_check.authenticate_wrong_secret", "wrong-secret"),
        ("key_check.authenticate_invalidated", "invalidated"),
        ("auth.garbage_apikey.root", "malformed"),
    ],
)
def test_key_recognised(name: str, meaning: str) -> None:
    seams = looking(remote={"GET /_security/_authenticate": recorded(name)})
    assert seams.look.get(key_recognised) == meaning
    (request,) = seams.remote.asked
    assert request.login is not None
    assert (request.login.kind, request.login.secret, request.expect) == ("api-key", KEY, ())


def test_a_refusal_without_words_is_not_taken_for_an_answer() -> None:
    look = looking(remote={"GET /_security/_authenticate": Reply(503, {"error": "overloaded"}, 0.0)}).look
    with pytest.raises(Unseen, match="answered 503"):
        look.get(key_recognised)


@pytest.mark.parametrize(
    ("name", "invalidated", "expires"),
    [("ok.key_get", False, 2026), ("ok.key_get_expired", False, 2026), ("ok.key_get_invalidated", True, 2026)],
)
def test_key_info_by_id(name: str, invalidated: bool, expires: int) -> None:
    seams = looking(remote={"GET /_security/api_key": recorded(name)}, held=(KEY_ID,))
    found = seams.look.get(key_info)
    assert found is not None
    assert (found.type, found.invalidated) == ("cross_cluster", invalidated)
    assert found.expires is not None
    assert found.expires.year == expires
    assert found.search
    assert seams.remote.asked[0].path == "/_security/api_key?id=${KEY_ID}"


def test_key_info_of_an_unknown_id() -> None:
    look = looking(remote={"GET /_security/api_key": recorded("key.get_unknown")}, held=(KEY_ID,)).look
    assert look.get(key_info) is None


def test_key_info_by_session_prefers_the_newest_alive() -> None:
    keys: Json = [
        {"id": "old", "name": "k", "type": "cross_cluster", "creation": 1, "invalidated": False, "access": {}},
        {"id": "new", "name": "k", "type": "cross_cluster", "creation": 2, "invalidated": False, "expiration": 1000},
        {"id": "dead", "name": "k", "type": "cross_cluster", "creation": 3, "invalidated": True},
    ]
    seams = looking(remote={"POST /_security/_query/api_key": {"api_keys": keys}})
    found = seams.look.get(key_info)
    assert found is not None
    assert (found.id, found.expires, found.search) == ("new", datetime(1970, 1, 1, 0, 0, 1, tzinfo=UTC), ())
    assert seams.remote.asked[0].body == {"query": {"term": {"metadata.session": "${SESSION}"}}}


def test_key_kept() -> None:
    assert looking(held=(KEY,)).look.get(key_kept)
    assert not looking().look.get(key_kept)


def test_without_a_session_nobody_knows_the_key() -> None:
    look = looking(held=(KEY, KEY_ID), session="").look
    with pytest.raises(Unseen, match="no session of this wizard"):
        look.get(key_kept)
    with pytest.raises(Unseen, match="no session of this wizard"):
        look.get(key_info)
