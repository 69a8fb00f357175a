"""A keystore that has no password would take a given password for the key: it is asked first."""

from tests.runner.test_apply import ADD, BY_SSH, RELOAD, step_of
from tests.scenarios import answers
from tests.script import Line, Script
from wizard.plan.planner import make_plan
from wizard.runner.runner import Runner
from wizard.scenario.build import build

HAS = "bin/elasticsearch-keystore has-passwd"
PLAN = make_plan(build(answers(**BY_SSH), lambda id: True))
STEP = step_of(PLAN, "install-credentials-self")


def script(*lines: Line) -> Script:
    secrets = {"KEY": "c2VjcmV0", "LOCAL_KEYSTORE_SECRET": "pw"}
    return Script(lines, proofs={"RC-TRUST-003": ["fail", "fail", "ok"]}, nodes=("l1", "l2"), secrets=secrets)


def test_the_password_goes_first_to_keystores_that_have_one() -> None:
    made = script(Line(f"l1: {HAS}"), Line(f"l2: {HAS}"), Line(f"l1: {ADD}"), Line(f"l2: {ADD}"), Line(RELOAD, body={}))
    end = list(Runner(PLAN, made.ports()).do(STEP, watch=False))[-1]
    assert end.state == "done"
    assert made.stdin == ["", "", "pw\nc2VjcmV0\n", "pw\nc2VjcmV0\n"]
    assert made.bodies == [{"secure_settings_password": "pw"}]


def test_nothing_is_written_to_a_keystore_without_one() -> None:
    made = script(Line(f"l1: {HAS}", code=1, err="ERROR: Keystore is not password-protected"))
    end = list(Runner(PLAN, made.ports()).do(STEP, watch=False))[-1]
    assert end.state == "failed"
    assert "nothing was written" in end.hint
