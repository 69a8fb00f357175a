"""A look: one fetch per fact, whoever asks; what could not be seen is remembered, too."""

import threading

import pytest

from tests.doctor.case import CASE, looking, ready, unreachable
from wizard.doctor.ask import Part, quoted
from wizard.doctor.facts.cluster import Identity, identity, licence
from wizard.doctor.look import Fact, Look, Unseen, fact


def counting(started: threading.Event, go_on: threading.Event) -> tuple[Fact[[str], int], list[str]]:
    """A fact that counts its fetches and waits in the middle of one."""
    fetches: list[str] = []

    @fact("counted")
    def counted(look: Look, key: str) -> int:
        fetches.append(key)
        started.set()
        assert go_on.wait(5)
        return len(fetches)

    return counted, fetches


def test_many_threads_share_one_fetch() -> None:
    started, go_on = threading.Event(), threading.Event()
    counted, fetches = counting(started, go_on)
    look, values = looking().look, []
    threads = [threading.Thread(target=lambda: values.append(look.get(counted, "a"))) for _ in range(8)]
    for thread in threads:
        thread.start()
    assert started.wait(5)
    go_on.set()
    for thread in threads:
        thread.join(5)
    assert (values, fetches) == ([1] * 8, ["a"])


def test_another_key_is_another_fetch() -> None:
    go_on = threading.Event()
    go_on.set()
    counted, fetches = counting(threading.Event(), go_on)
    look = looking().look
    assert [look.get(counted, key) for key in ("a", "b", "a")] == [1, 2, 1]
    assert fetches == ["a", "b"]


def test_an_error_is_remembered_with_its_cause() -> None:
    seams = looking({"GET /": unreachable()})
    for _ in range(2):
        with pytest.raises(Unseen, match="does not answer") as caught:
            seams.look.get(identity, "local", "")
        assert caught.value.cause is not None
    assert len(seams.local.asked) == 1


def test_a_fetch_that_crashes_leaves_nobody_waiting() -> None:
    @fact("broken")
    def broken(look: Look) -> int:
        raise KeyError("oops")

    look = looking().look
    with pytest.raises(KeyError):
        look.get(broken)
    with pytest.raises(Unseen, match="broke off"):
        look.get(broken)


def test_a_ready_look_fetches_nothing() -> None:
    known = Identity("l1", "local", "u-1", "8.19.2")
    look = ready(CASE, {"identity/local/": known, "licence/local": Unseen("no licence yet")})
    assert look.get(identity, "local", "") == known
    with pytest.raises(Unseen, match="no licence yet"):
        look.get(licence, "local")
    with pytest.raises(Unseen, match="not among the facts at hand"):
        look.get(identity, "remote", "")


def test_one_connection_per_side_and_given_back() -> None:
    seams = looking({"GET /": {}, "GET /_license": {}})
    for one in (lambda: seams.look.get(identity, "local", ""), lambda: seams.look.get(licence, "local")):
        with pytest.raises(Unseen):
            one()
    assert (seams.local.closed, seams.remote.closed) == (False, False)
    seams.look.close()
    assert (seams.local.closed, seams.remote.closed) == (True, False)


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ({}, "the answer lacks name"),
        ([], "the answer is no object"),
        ("<html>", "the answer is no object"),
        ({"name": 3}, "name is no text"),
        ({"name": None}, "the answer lacks name"),
    ],
)
def test_an_unexpected_answer_says_what_and_where(value: object, words: str) -> None:
    with pytest.raises(Unseen, match=f"GET / answered something unexpected: {words}"):
        Part("GET /", value).at("name").text()  # type: ignore[arg-type]


def test_foreign_text_is_tamed() -> None:
    assert quoted("a\x1b[31m\nb\t" + "x" * 400).startswith("a [31m b x")
    assert len(quoted("x" * 400)) == 300
    assert "hunter2" not in quoted('{"password": "hunter2"}')
