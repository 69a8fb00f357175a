"""Every fault of the practice clusters: the doctor finds its root cause, and nothing fails that should not."""

import pytest

from tests.lab.steps import connect
from wizard.cli.doctor import codes_to_judge
from wizard.doctor.checks import CHECKS
from wizard.doctor.root_cause import root_cause
from wizard.lab.faults import FAULTS, Fault, fault
from wizard.practice import Practice

NO_FAULT = {
    "RC-REMOTE-006": "the answers refuse an API key as the login of the remote cluster before anything is asked",
    "RC-REMOTE-008": "it only warns",
    "RC-REMOTE-009": "it only warns",
    "RC-TRUST-007": "it only warns: a key that has expired fails RC-TRUST-006 first",
    "RC-REG-005": "it only warns",
    "RC-USE-002": "what keeps a search from coming through fails another check first",
}
"""Checks that no fault can turn red, and why."""


@pytest.mark.parametrize("broken", FAULTS, ids=lambda broken: broken.name)
def test_the_root_cause_of_a_fault_is_found(broken: Fault) -> None:
    with Practice() as practice:
        if broken.when == "before":
            practice.put_in(broken)
        session = practice.begin()
        try:
            codes = session.plan.before
            if broken.when == "after":
                connect(session)
                practice.put_in(broken, session)
                codes = codes_to_judge(session.plan, [], [])
            findings = list(session.examine(codes))
        finally:
            session.close()
    failed = [finding for finding in findings if finding.verdict.status in ("fail", "crash")]
    assert {finding.code for finding in failed} == set(broken.red), failed
    cause = root_cause(findings)
    assert cause
    assert cause.code == broken.root_cause, cause


def test_every_check_has_a_fault_that_turns_it_red() -> None:
    red = {code for each in FAULTS for code in each.red}
    assert red | NO_FAULT.keys() == {check.code for check in CHECKS}
    assert not red & NO_FAULT.keys()


def test_faults_have_names_of_their_own() -> None:
    assert len({each.name for each in FAULTS}) == len(FAULTS)
    assert all(fault(each.name) is each for each in FAULTS)
    assert fault("no-such-fault") is None
