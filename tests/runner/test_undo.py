"""Taking back: in reverse, what stood there before is put back, and nobody else's work is touched."""

from tests.runner.test_apply import step_of
from tests.scenarios import plan
from tests.script import Line, Script
from wizard.plan.actions import Json
from wizard.plan.result import Event, Outcome
from wizard.runner.undo import steps_to_undo, undo_step

SETTINGS = "/_cluster/settings?filter_path=persistent.cluster.remote.analytics"
PLAN = plan()
ROLE = PLAN.scenario.access.role
ROLE_PATH = f"/_security/role/{ROLE}"
USER_PATH = "/_security/user/jdoe"


def undo(key: str, script: Script, kept: dict[str, Json] | None = None) -> list[Event]:
    step = step_of(PLAN, key)
    script.outcomes[step.key] = Outcome("done", kept=kept or {})
    events = list(undo_step(step, PLAN, script.ports()))
    assert len(script.done) == len(script.lines)
    return events


def test_only_what_changed_something_is_taken_back_last_first() -> None:
    script = Script(
        outcomes={
            "enable-rcs-self@remote": Outcome("already"),
            "create-cross-cluster-api-key@remote": Outcome("done"),
            "connect-proxy@local": Outcome("started"),
            "grant-roles-api-key@local": Outcome("undone"),
        }
    )
    assert [step.id for step in steps_to_undo(PLAN, script.ports())] == [
        "connect-proxy",
        "create-cross-cluster-api-key",
    ]


def test_an_alias_that_was_new_is_removed_whole() -> None:
    script = Script([Line("local PUT /_cluster/settings")])
    assert undo("connect-proxy", script, {SETTINGS: {}})[-1].state == "undone"
    assert script.bodies == [{"persistent": {"cluster.remote.analytics.*": None}}]


def test_settings_that_stood_there_before_are_put_back() -> None:
    former: Json = {"persistent": {"cluster": {"remote": {"analytics": {"mode": "proxy"}}}}}
    script = Script([Line("local PUT /_cluster/settings")] * 2)
    undo("connect-proxy", script, {SETTINGS: former})
    assert script.bodies[1] == former


def test_a_role_that_was_new_is_deleted_and_taken_from_the_user() -> None:
    user: Json = {"jdoe": {"roles": ["kibana_user", ROLE], "enabled": True}}
    script = Script(
        [
            Line(f"local GET {USER_PATH}", body=user),
            Line(f"local PUT {USER_PATH}"),
            Line(f"local DELETE {ROLE_PATH}"),
        ]
    )
    undo("grant-roles-api-key", script, {ROLE_PATH: None, USER_PATH: {"jdoe": {"roles": ["kibana_user"]}}})
    assert script.bodies[1] == {"roles": ["kibana_user"], "enabled": True}


def test_roles_that_others_gave_meanwhile_stay_and_a_former_role_comes_back() -> None:
    user: Json = {"jdoe": {"roles": [ROLE, "given-since"], "enabled": True}}
    former: Json = {ROLE: {"cluster": ["monitor"]}}
    script = Script(
        [Line(f"local GET {USER_PATH}", body=user), Line(f"local PUT {USER_PATH}"), Line(f"local PUT {ROLE_PATH}")]
    )
    undo("grant-roles-api-key", script, {ROLE_PATH: former, USER_PATH: {"jdoe": {"roles": []}}})
    assert script.bodies[1:] == [{"roles": ["given-since"], "enabled": True}, {"cluster": ["monitor"]}]


def test_a_role_that_the_user_had_before_stays_theirs() -> None:
    user: Json = {"jdoe": {"roles": [ROLE], "enabled": True}}
    script = Script([Line(f"local GET {USER_PATH}", body=user), Line(f"local PUT {ROLE_PATH}")])
    undo("grant-roles-api-key", script, {ROLE_PATH: {ROLE: {"cluster": []}}, USER_PATH: user})


def test_every_key_of_the_session_is_invalidated_and_its_secret_forgotten() -> None:
    script = Script(
        [
            Line("remote POST /_security/_query/api_key", body={"api_keys": [{"id": "k0"}, {"id": "k1"}]}),
            Line("remote DELETE /_security/api_key"),
        ],
        secrets={"KEY": "x", "LOCAL_SECRET": "stays"},
        values={"SESSION": "s-1", "KEY_ID": "k1"},
    )
    undo("create-cross-cluster-api-key", script)
    assert script.bodies[1] == {"ids": ["k0", "k1"]}
    assert (script.secrets, script.values) == ({"LOCAL_SECRET": "stays"}, {"SESSION": "s-1"})


def test_by_hand_it_is_undone_only_when_it_no_longer_shows() -> None:
    script = Script()
    events = undo("enable-rcs-self", script)
    assert (events[-1].state, script.outcomes["enable-rcs-self@remote"].state) == ("handed", "done")
    script = Script(proofs={"RC-REMOTE-007": ["fail"]})
    assert undo("enable-rcs-self", script)[-1].state == "undone"


def test_a_failure_says_so_and_the_step_can_be_undone_again() -> None:
    script = Script([Line("local PUT /_cluster/settings", status=403)])
    events = undo("connect-proxy", script, {SETTINGS: {}})
    assert (events[-1].state, script.outcomes["connect-proxy@local"].state) == ("failed", "done")


def test_a_keystore_entry_that_is_gone_already_is_fine() -> None:
    made = plan(local__nodes="ssh", local__node_hosts=("l1", "l2"))
    remove = "bin/elasticsearch-keystore remove cluster.remote.analytics.credentials"
    gone = "ERROR: Setting [cluster.remote.analytics.credentials] does not exist in the keystore."
    script = Script(
        [
            Line(f"l1: {remove}"),
            Line(f"l2: {remove}", code=78, err=gone),
            Line("local POST /_nodes/reload_secure_settings"),
        ],
        nodes=("l1", "l2"),
        outcomes={"install-credentials-self@local": Outcome("done")},
    )
    step = step_of(made, "install-credentials-self")
    assert list(undo_step(step, made, script.ports()))[-1].state == "undone"


def test_what_cannot_be_seen_is_taken_back_on_a_persons_word() -> None:
    reload = Line("local POST /_nodes/reload_secure_settings", body={})
    script = Script([reload] * 6, proofs={"RC-TRUST-003": ["skip"]})
    step = step_of(PLAN, "install-credentials-self")
    script.outcomes[step.key] = Outcome("done")
    ends = [
        list(undo_step(step, PLAN, script.ports(), word=word))[-1].state
        for word in (True, False, True)  # a word before anything was asked of anybody is no word
    ]
    assert ends == ["handed", "handed", "undone"]


def test_each_look_at_a_hand_made_undo_reloads_first_and_keeps_what_it_says() -> None:
    reload = Line("local POST /_nodes/reload_secure_settings", body={"nodes": {"n": {"name": "l1"}}})
    script = Script([reload] * 2, proofs={"RC-TRUST-003": ["ok"]})
    events = undo("install-credentials-self", script)
    assert events[-1].state == "handed"
    kept = script.outcomes["install-credentials-self@local"].replies
    assert kept == {"reload_secure_settings": {"nodes": {"n": {"name": "l1"}}}}
