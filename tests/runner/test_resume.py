"""Killed at any moment, a plan goes on where it stopped, and the end is the same."""

from collections.abc import Iterator, Mapping, Sequence

import pytest

from tests.scenarios import plan
from tests.script import Killed, Line, Script, applied
from wizard.plan.actions import Json
from wizard.plan.result import Outcome, Status
from wizard.runner.runner import Runner

ADD = "bin/elasticsearch-keystore add --stdin --force cluster.remote.analytics.credentials"
SETTINGS = "/_cluster/settings?filter_path=persistent.cluster.remote.analytics"
PLAN = plan(local__nodes="ssh", local__node_hosts=("l1", "l2"))
ROLE = PLAN.scenario.access.role
USER: Json = {"jdoe": {"username": "jdoe", "roles": [], "enabled": True}}
MADE: Json = {"id": "k1", "encoded": "c2VjcmV0"}

JOURNEY: dict[str, list[Line]] = {
    "create-cross-cluster-api-key@remote": [
        Line("remote POST /_security/cross_cluster/api_key", body=MADE),
        Line("remote POST /_security/_query/api_key", body={"api_keys": []}),
    ],
    "install-credentials-self@local": [
        Line(f"l1: {ADD}"),
        Line(f"l2: {ADD}"),
        Line("local POST /_nodes/reload_secure_settings", body={}),
    ],
    "connect-proxy@local": [
        Line(f"local GET {SETTINGS}", body={}),
        Line("local PUT /_cluster/settings"),
    ],
    "grant-roles-api-key@local": [
        Line(f"local GET /_security/role/{ROLE}", status=404),
        Line("local GET /_security/user/jdoe", body=USER),
        Line(f"local PUT /_security/role/{ROLE}"),
        Line("local PUT /_security/user/jdoe"),
    ],
}
"""What each automatic step does; the two that are made by hand are true from the start."""

ALL = [line for lines in JOURNEY.values() for line in lines]


SHOWN_BY = {
    "RC-TRUST-005": "remote POST /_security/cross_cluster/api_key",
    "RC-TRUST-003": "local POST /_nodes/reload_secure_settings",
    "RC-REG-002": "local PUT /_cluster/settings",
    "RC-USE-001": "local PUT /_security/user/jdoe",
}
"""The write after which a check holds, in this run or an earlier one."""


class Cluster(Mapping[str, Sequence[Status]]):
    """Proofs as the clusters would give them: a check holds once its write was made."""

    def __init__(self, *runs: list[str]) -> None:
        self.runs = runs

    def __getitem__(self, code: str) -> Sequence[Status]:
        line = SHOWN_BY.get(code)
        return ["ok"] if line is None or any(line in run for run in self.runs) else ["fail"]

    def __iter__(self) -> Iterator[str]:
        return iter(SHOWN_BY)

    def __len__(self) -> int:
        return len(SHOWN_BY)


def apply_all(script: Script) -> None:
    for step in PLAN.steps:
        for _ in applied(Runner(PLAN, script.ports()), step):
            pass


def journey(lines: list[Line], stop_at: int = 0, before: Script | None = None) -> Script:
    script = Script(lines, nodes=("l1", "l2"), stop_at=stop_at)
    if before:
        script.secrets, script.values, script.outcomes = before.secrets, before.values, before.outcomes
    script.proofs = Cluster(script.done, before.done if before else [])
    return script


def test_undisturbed() -> None:
    script = journey(ALL)
    apply_all(script)
    assert [outcome.state for outcome in script.outcomes.values()] == [
        "already",
        "done",
        "done",
        "already",
        "done",
        "done",
    ]


@pytest.mark.parametrize("moment", range(1, len(ALL) + 1))
def test_killed_before_any_one_thing_it_goes_on(moment: int) -> None:
    first = journey(ALL, stop_at=moment)
    with pytest.raises(Killed):
        apply_all(first)
    interrupted = next(
        (key for key, lines in JOURNEY.items() if ALL[moment - 1] in lines), "create-cross-cluster-api-key@remote"
    )
    keys = list(JOURNEY)
    rest = [line for key in keys[keys.index(interrupted) :] for line in JOURNEY[key]]
    if interrupted == keys[0] and moment > 1:
        # The key is kept already; what is left of its step is nothing that the next run needs.
        rest = rest[len(JOURNEY[interrupted]) :]
    second = journey(rest, before=first)
    apply_all(second)
    assert second.done == [line.expects for line in rest]
    assert second.secrets == {"KEY": "c2VjcmV0"}
    assert {key: outcome.state for key, outcome in second.outcomes.items() if outcome.state == "done"} == dict.fromkeys(
        keys, "done"
    )


def test_the_former_state_of_the_first_try_is_what_undo_will_put_back() -> None:
    script = Script(
        [Line(f"local GET {SETTINGS}", body={"persistent": "ours"}), Line("local PUT /_cluster/settings")],
        proofs={"RC-REG-002": ["fail", "ok"]},
        outcomes={"connect-proxy@local": Outcome("failed", kept={SETTINGS: {"persistent": "theirs"}})},
    )
    step = PLAN.step("connect-proxy")
    assert step
    list(applied(Runner(PLAN, script.ports()), step))
    assert script.outcomes["connect-proxy@local"].kept == {SETTINGS: {"persistent": "theirs"}}
