"""The whole journey on the practice clusters: by steps, by the command, and all the way back."""

import json
from typing import Any

import pytest

from tests.lab.steps import connect
from wizard.lab.cluster import RunningCluster
from wizard.plan.result import Event
from wizard.practice import Practice
from wizard.scenario.model import KEY

DOCUMENTS = 12


def former_state(cluster: RunningCluster) -> dict[str, Any]:
    """What an undo must bring back."""
    state = cluster.state
    return {
        "settings": dict(state.settings),
        "roles": json.dumps(state.roles, sort_keys=True),
        "users": {name: (user.roles, user.full_name, user.password) for name, user in state.users.items()},
        "keys": [key.id for key in state.keys.values() if not key.invalidated],
        "keystores": [json.loads(node.keystore.read_text(encoding="utf-8").splitlines()[1]) for node in state.nodes],
        "loaded": [sorted(node.loaded) for node in state.nodes],
    }


@pytest.mark.parametrize(
    ("version", "remote_version", "mode"),
    [
        ("9.5.3", "9.5.3", "proxy"),
        ("9.5.3", "9.5.3", "sniff"),
        ("8.19.21", "8.19.21", "proxy"),
        ("8.19.21", "9.5.3", "proxy"),
    ],
)
def test_there_and_back(version: str, remote_version: str, mode: str) -> None:
    with Practice(version=version, remote_version=remote_version) as practice:
        clusters = (practice.lab.local, practice.lab.remote)
        before = [former_state(cluster) for cluster in clusters]
        practice.answers = practice.answers.with_answer("mode", mode, "given")
        session = practice.begin()
        try:
            connect(session)
            states = [session.outcomes[step.key].state for step in session.plan.steps]
            assert states == ["already", "done", "done", "already", "done", "done"]
            after = list(session.examine(session.plan.after))
            assert {finding.verdict.status for finding in after} == {"ok"}, after
            assert f"{DOCUMENTS} documents" in after[-1].verdict.headline
            key = session.values.value_of(KEY)
            for node in practice.lab.local.state.nodes:
                assert node.key_of("analytics") == key

            ends: list[Event] = [list(session.undo(step))[-1] for step in session.steps_to_undo()]
            assert {end.state for end in ends} == {"undone"}
            assert [former_state(cluster) for cluster in clusters] == before
        finally:
            session.close()


def test_what_stood_there_before_comes_back() -> None:
    with Practice() as practice:
        state = practice.lab.local.state
        former = {**state.roles["analyst"], "cluster": ["monitor"], "metadata": {"of": "somebody"}}
        state.roles = {**state.roles, "remote-search-analytics": former}
        state.users["jdoe"].roles = ["analyst"]
        before = former_state(practice.lab.local)
        session = practice.begin()
        try:
            connect(session)
            assert state.roles["remote-search-analytics"] != former
            for step in session.steps_to_undo():
                list(session.undo(step))
            assert former_state(practice.lab.local) == before
        finally:
            session.close()


def test_nothing_of_the_clusters_stays() -> None:
    with Practice() as practice:
        folder = practice.lab.folder
        assert (folder / "local" / "local-1" / "config" / "elasticsearch.yml").exists()
    assert not folder.exists()
