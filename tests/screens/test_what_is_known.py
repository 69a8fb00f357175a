"""Nothing is said to hold, or to be still to do, that was not seen: the wire, a look without answer, a lost key."""

from textual.pilot import Pilot

from screens.app import WizardApp
from screens.plan_texts import questions_behind
from screens.widgets.path import path_of
from tests.scenarios import answers
from tests.screens.clusters import Clusters
from tests.screens.driving import text_of, until
from tests.screens.running import CONNECT, KEY, KEYSTORE, SERVER, comes, drive, run_of, to_connect
from wizard.errors import ReachError
from wizard.plan.planner import make_plan
from wizard.plan.result import Finding, Outcome, Status, Verdict
from wizard.scenario.build import build


def found(code: str, status: Status, fixed_by: str = "") -> Finding:
    return Finding(code, "a claim", "local", (), fixed_by, Verdict(status, "Said."))


def hops(*findings: Finding) -> dict[str, str]:
    return {hop.name: hop.status for hop in path_of(build(answers()), findings).hops}


def test_what_a_step_needs_is_not_yet_what_it_makes() -> None:
    before = hops(found("RC-LOCAL-008", "ok"), found("RC-LOCAL-005", "ok"))
    assert (before["keystore"], before["auth"]) == ("open", "open")
    after = hops(found("RC-LOCAL-008", "ok"), found("RC-TRUST-003", "ok"))
    assert after["keystore"] == "ok"
    assert hops(found("RC-LOCAL-008", "fail"))["keystore"] == "fail"


def test_g_leads_to_the_answer_behind_the_first_check_that_fails() -> None:
    plan = make_plan(build(answers()))
    for code, id in (("RC-LOCAL-008", "local.keystore_command"), ("RC-TRUST-008", "remote.interface_ca")):
        assert questions_behind(plan, None, [found(code, "fail")])[0] == id
    assert all(questions_behind(plan, None, [found(code, "fail")]) for code in plan.before if code != "RC-TRUST-008")


def test_r_on_a_cluster_that_is_gone_says_that_nobody_answered() -> None:
    clusters = Clusters()

    async def test(app: WizardApp, pilot: Pilot[None]) -> None:
        await to_connect(pilot, clusters)
        gone = ReachError("The local cluster did not answer within 10 s.", kind="timeout", side="local")
        reads = ("/", "/_cluster/settings", "/_remote/info", "/_security/_authenticate")
        clusters.refuses = {f"GET {path}": gone for path in reads}
        await pilot.press("r")
        await until(pilot, lambda: "Step 4 could not be looked at" in text_of(app))
        shown = " ".join(text_of(app).split())
        assert "did not answer" in shown
        assert "failed" not in shown
        assert "Enter begins" not in shown
        assert run_of(pilot).courses.main(CONNECT) == "again"

    drive(clusters, test)


def test_a_key_that_was_lost_with_the_last_run_says_so() -> None:
    clusters = Clusters()

    async def test(app: WizardApp, pilot: Pilot[None]) -> None:
        await comes(pilot, KEY, "ready")
        await until(pilot, lambda: "the key of the last run was in its memory alone" in " ".join(text_of(app).split()))

    drive(clusters, test, outcomes={SERVER: Outcome("done"), KEY: Outcome("done"), KEYSTORE: Outcome("handed")})
