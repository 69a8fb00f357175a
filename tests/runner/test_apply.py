"""Applying one step: already true, done, handed over, failed, tried again."""

from tests.scenarios import plan
from tests.script import Line, Script, applied
from wizard.errors import NodeCommandError, ReachError
from wizard.plan.actions import Instruction, Json
from wizard.plan.result import Event, Outcome
from wizard.plan.step import Plan, Step
from wizard.runner.runner import Runner
from wizard.scenario.answers import Value

CREATE = "create-cross-cluster-api-key"
INSTALL = "install-credentials-self"
ADD = "bin/elasticsearch-keystore add --stdin --force cluster.remote.analytics.credentials"
RELOAD = "local POST /_nodes/reload_secure_settings"
SETTINGS = "/_cluster/settings?filter_path=persistent.cluster.remote.analytics"
BY_SSH: dict[str, Value] = {"local__nodes": "ssh", "local__node_hosts": ("l1", "l2")}
CREATED = {"id": "k1", "encoded": "c2VjcmV0"}


def step_of(made: Plan, key: str) -> Step:
    step = made.step(key)
    assert step is not None
    return step


def run(made: Plan, key: str, script: Script, *, watch: bool = False) -> list[Event]:
    """Apply one step; everything listed must have been done."""
    events = list(applied(Runner(made, script.ports()), step_of(made, key), watch=watch))
    assert len(script.done) == len(script.lines), f"not done: {script.lines[len(script.done) :]}"
    return events


def test_what_is_true_already_is_not_repeated() -> None:
    script = Script()
    events = run(plan(), "grant-roles-api-key", script)
    assert events[-1].state == "already"
    assert script.done == []


def test_a_step_is_recorded_as_started_before_its_first_action_and_done_after_its_proof() -> None:
    script = Script(
        [
            Line(f"local GET {SETTINGS}", body={}),
            Line("local PUT /_cluster/settings", body={"acknowledged": True}),
        ],
        proofs={"RC-REG-002": ["fail", "ok"], "RC-REG-004": ["fail", "fail", "ok"]},
    )
    made = plan()
    states = []
    for event in applied(Runner(made, script.ports()), step_of(made, "connect-proxy")):
        outcome = script.outcomes.get("connect-proxy@local")
        states.append((event.kind, outcome.state if outcome else None))
    assert states == [("sending", "started"), ("answered", "started"), ("waiting", "started"), ("ended", "done")]
    assert script.outcomes["connect-proxy@local"].kept == {SETTINGS: {}}


def test_a_created_key_goes_to_the_vault_and_its_id_to_the_session() -> None:
    script = Script(
        [
            Line("remote POST /_security/cross_cluster/api_key", body=CREATED),
            Line("remote POST /_security/_query/api_key", body={"api_keys": []}),
        ],
        proofs={"RC-TRUST-005": ["fail", "ok"]},
    )
    events = run(plan(), CREATE, script)
    assert events[-1].state == "done"
    assert script.secrets == {"KEY": "c2VjcmV0"}
    assert script.values["KEY_ID"] == "k1"


def test_a_key_whose_secret_was_lost_is_replaced_and_invalidated() -> None:
    script = Script(
        [
            Line("remote POST /_security/cross_cluster/api_key", body=CREATED),
            Line("remote POST /_security/_query/api_key", body={"api_keys": [{"id": "k0"}]}),
            Line("remote DELETE /_security/api_key"),
        ],
        proofs={"RC-TRUST-005": ["fail", "ok"]},
        outcomes={f"{CREATE}@remote": Outcome("started")},
    )
    events = run(plan(), CREATE, script)
    assert events[-1].state == "done"
    assert script.bodies[-1] == {"ids": ["k0"]}


def test_a_new_key_makes_the_keystores_out_of_date_though_the_entry_is_there() -> None:
    made = plan(**BY_SSH)
    script = Script(
        [
            Line("remote POST /_security/cross_cluster/api_key", body=CREATED),
            Line("remote POST /_security/_query/api_key", body={"api_keys": []}),
            Line(f"l1: {ADD}"),
            Line(f"l2: {ADD}"),
            Line(RELOAD, body={"nodes": {}}),
        ],
        proofs={"RC-TRUST-005": ["fail", "ok"]},
        nodes=("l1", "l2"),
        outcomes={f"{CREATE}@remote": Outcome("done"), f"{INSTALL}@local": Outcome("done")},
    )
    runner = Runner(made, script.ports())
    assert [*applied(runner, step_of(made, CREATE))][-1].state == "done"
    assert script.outcomes[f"{INSTALL}@local"].state == "started"
    assert [*applied(runner, step_of(made, INSTALL))][-1].state == "done"
    assert script.stdin == ["c2VjcmV0\n"] * 2


def test_an_entry_that_was_there_before_the_session_made_its_key_is_written_anew() -> None:
    script = Script(
        [Line(f"l1: {ADD}"), Line(f"l2: {ADD}"), Line(RELOAD, body={"nodes": {"n": {"name": "l1"}}})],
        nodes=("l1", "l2"),
        secrets={"KEY": "c2VjcmV0"},
    )
    events = run(plan(**BY_SSH), INSTALL, script)
    assert events[-1].state == "done"
    assert script.outcomes[f"{INSTALL}@local"].replies == {"reload_secure_settings": {"nodes": {"n": {"name": "l1"}}}}


def test_a_command_that_fails_on_a_node_names_the_node_and_what_it_said() -> None:
    script = Script(
        [Line(f"l1: {ADD}"), Line(f"l2: {ADD}", code=77, err="ERROR: disk full\n")],
        proofs={"RC-TRUST-003": ["fail"]},
        nodes=("l1", "l2"),
        secrets={"KEY": "c2VjcmV0"},
    )
    end = run(plan(**BY_SSH), INSTALL, script)[-1]
    assert end.state == "failed"
    assert "node l2" in end.text
    assert isinstance(end.error, NodeCommandError)
    assert "disk full" in end.error.saw
    assert script.outcomes[f"{INSTALL}@local"].state == "failed"


def test_by_hand_without_a_watcher_is_printed_looked_at_once_and_stays_handed() -> None:
    script = Script([Line(RELOAD, body={})], proofs={"RC-TRUST-003": ["fail"]}, secrets={"KEY": "x"})
    events = run(plan(), INSTALL, script)
    assert [event.kind for event in events] == ["handed", "looked", "ended"]
    assert events[-1].state == "handed"
    assert script.waits == []


def test_by_hand_is_watched_until_it_is_true_and_reloads_at_each_look() -> None:
    script = Script(
        [Line(RELOAD, body={})] * 3,
        proofs={"RC-TRUST-003": ["fail", "fail", "fail", "fail", "ok"]},
        secrets={"KEY": "x"},
    )
    events = run(plan(), INSTALL, script, watch=True)
    assert events[-1].state == "done"
    assert script.waits == [15.0, 15.0]


def test_what_cannot_be_seen_is_taken_on_the_persons_word() -> None:
    script = Script([Line(RELOAD, body={})] * 2, proofs={"RC-TRUST-003": ["skip"]}, words=[True], secrets={"KEY": "x"})
    assert run(plan(), INSTALL, script, watch=True)[-1].state == "handed"


def test_a_later_run_goes_on_from_a_hand_over_only_on_a_persons_word() -> None:
    made = plan()
    handed = {f"{INSTALL}@local": Outcome("handed")}
    script = Script([Line(RELOAD, body={})] * 2, proofs={"RC-TRUST-003": ["skip"]}, outcomes=handed)
    runner = Runner(made, script.ports())
    assert runner.look(step_of(made, INSTALL)) is None
    end = runner.look(step_of(made, INSTALL), word=True)
    assert end is not None
    assert (end.state, end.word, end.text[:18]) == ("handed", "person", "Taken on your word")
    assert script.done == [RELOAD] * 2, "the nodes have not read what the person wrote"


def test_what_the_wizard_sent_itself_counts_in_a_later_run() -> None:
    made = plan()
    sent = {f"{INSTALL}@local": Outcome("handed", word="sent")}
    script = Script([Line(RELOAD, body={})], proofs={"RC-TRUST-003": ["skip"]}, outcomes=sent)
    end = Runner(made, script.ports()).look(step_of(made, INSTALL))
    assert end is not None
    assert end.word == "sent"


def test_an_old_entry_by_hand_needs_the_persons_word_since_a_name_shows_no_value() -> None:
    script = Script([Line(RELOAD, body={})] * 2, words=[True], secrets={"KEY": "x"})
    assert run(plan(), INSTALL, script, watch=True)[-1].state == "handed"


def test_connecting_shows_what_could_not_be_seen_when_it_was_handed() -> None:
    script = Script(
        [Line(f"local GET {SETTINGS}", body={}), Line("local PUT /_cluster/settings")],
        proofs={"RC-REG-003": ["fail", "ok"]},
        outcomes={f"{INSTALL}@local": Outcome("handed")},
    )
    events = run(plan(), "connect-proxy", script)
    assert [(event.step, event.state) for event in events if event.kind == "ended"] == [
        ("connect-proxy@local", "done"),
        (f"{INSTALL}@local", "done"),
    ]


def test_a_proof_that_does_not_come_true_fails_with_what_was_seen_and_what_to_do() -> None:
    script = Script(
        [Line(f"local GET {SETTINGS}", body={}), Line("local PUT /_cluster/settings")],
        proofs={"RC-REG-003": ["fail"]},
    )
    end = run(plan(), "connect-proxy", script)[-1]
    assert (end.state, end.text, end.hint) == ("failed", "RC-REG-003 is fail.", "mend RC-REG-003")
    assert sum(script.waits) >= 60


def test_a_cluster_that_does_not_answer_fails_the_step_which_can_be_tried_again() -> None:
    error = ReachError("no answer", kind="timeout", side="local", hint="look at the network")
    script = Script([Line(f"local GET {SETTINGS}", error=error)], proofs={"RC-REG-003": ["fail", "ok"]})
    made = plan()
    end = run(made, "connect-proxy", script)[-1]
    assert (end.state, end.error, end.hint) == ("failed", error, "look at the network")
    assert [*applied(Runner(made, script.ports()), step_of(made, "connect-proxy"))][-1].state == "already"


def test_a_user_of_another_realm_is_left_to_a_person() -> None:
    made = plan()
    name = made.scenario.access.role
    script = Script(
        [
            Line(f"local GET /_security/role/{name}", status=404),
            Line("local GET /_security/user/jdoe", status=404),
            Line(f"local PUT /_security/role/{name}"),
        ],
        proofs={"RC-USE-001": ["fail"]},
    )
    events = run(made, "grant-roles-api-key", script)
    (handed,) = next(event.handed for event in events if event.kind == "handed")
    assert isinstance(handed, Instruction)
    assert "not a native user" in handed.lines[0]
    assert events[-1].state == "handed"


def test_a_native_users_roles_are_added_to() -> None:
    made = plan()
    name = made.scenario.access.role
    user: Json = {
        "jdoe": {"username": "jdoe", "roles": ["kibana_user"], "full_name": "J", "enabled": True, "metadata": {}}
    }
    script = Script(
        [
            Line(f"local GET /_security/role/{name}", status=404),
            Line("local GET /_security/user/jdoe", body=user),
            Line(f"local PUT /_security/role/{name}"),
            Line("local PUT /_security/user/jdoe"),
        ],
        proofs={"RC-USE-001": ["fail", "ok"]},
    )
    assert run(made, "grant-roles-api-key", script)[-1].state == "done"
    assert script.bodies[-1] == {"roles": ["kibana_user", name], "full_name": "J", "enabled": True, "metadata": {}}


def test_what_changed_after_it_was_shown_is_not_written_over() -> None:
    made = plan()
    step = step_of(made, "connect-proxy")
    script = Script(
        [
            Line(f"local GET {SETTINGS}", body={}),
            Line(
                f"local GET {SETTINGS}", body={"persistent": {"cluster": {"remote": {"analytics": {"mode": "sniff"}}}}}
            ),
        ],
        proofs={"RC-REG-003": ["fail"]},
    )
    runner = Runner(made, script.ports())
    shown = runner.prepare(step)
    end = [*runner.do(step, watch=False, shown=shown)][-1]
    assert end.state == "failed"
    assert "Nothing was sent" in end.text
    assert "connect-proxy@local" not in script.outcomes
