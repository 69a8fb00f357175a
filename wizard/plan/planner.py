"""The planner: one ordered list of verbs, asked of the two sides, makes the plan."""

from wizard.plan.platforms import PLATFORMS
from wizard.plan.step import Caution, Plan
from wizard.plan.steps.connect import connect
from wizard.plan.steps.create_key import create_key
from wizard.plan.steps.grant import grant
from wizard.scenario.model import Scenario
from wizard.scenario.versions import API_KEY_MINIMUM, Version, api_key_caution, replication_caution, search_caution

BEFORE = (
    "RC-TRUST-008",
    "RC-LOCAL-001",
    "RC-LOCAL-002",
    "RC-LOCAL-003",
    "RC-LOCAL-004",
    "RC-LOCAL-005",
    "RC-LOCAL-006",
    "RC-LOCAL-007",
    "RC-LOCAL-008",
    "RC-LOCAL-009",
    "RC-REMOTE-001",
    "RC-REMOTE-002",
    "RC-REMOTE-003",
    "RC-REMOTE-004",
    "RC-REMOTE-005",
    "RC-REMOTE-006",
    "RC-REMOTE-009",
    "RC-REMOTE-010",
    "RC-REACH-001",
    "RC-REG-001",
)
AFTER = (
    "RC-LOCAL-001",
    "RC-LOCAL-002",
    "RC-LOCAL-009",
    "RC-REMOTE-001",
    "RC-REMOTE-002",
    "RC-REMOTE-007",
    "RC-REMOTE-008",
    "RC-REACH-001",
    "RC-REACH-002",
    "RC-REACH-003",
    "RC-TRUST-001",
    "RC-TRUST-002",
    "RC-TRUST-003",
    "RC-TRUST-004",
    "RC-TRUST-005",
    "RC-TRUST-006",
    "RC-TRUST-007",
    "RC-TRUST-009",
    "RC-REG-002",
    "RC-REG-004",
    "RC-REG-003",
    "RC-REG-005",
    "RC-USE-001",
)
SEARCH = "RC-USE-002"
"""The last word: a real search. A key for replication alone cannot search."""


def make_plan(scenario: Scenario) -> Plan:
    """The steps of a scenario in the order in which they must happen. Pure: nothing is asked of any cluster."""
    local, remote = PLATFORMS[scenario.local.environment], PLATFORMS[scenario.remote.environment]
    steps = (
        *remote.open(scenario),
        *create_key(scenario),
        *remote.admit(scenario),
        *local.install_key(scenario),
        *local.trust_ca(scenario),
        *connect(scenario),
        *grant(scenario),
    )
    private = scenario.interface.private_ca
    left_out = {
        *(() if private else ("RC-TRUST-008",)),
        *(("RC-LOCAL-008",) if scenario.local.nodes.access == "by-hand" else ()),
        *(() if scenario.user_login not in (None, scenario.local.login) else ("RC-LOCAL-009",)),
    }
    before = tuple(code for code in BEFORE if code not in left_out)
    left_out |= set() if private else {"RC-TRUST-004"}
    after = tuple(code for code in AFTER if code not in left_out)
    if scenario.access.search:
        after += (SEARCH,)
    return Plan(scenario, before, steps, after, _warnings(scenario))


def _warnings(scenario: Scenario) -> tuple[Caution, ...]:
    texts = [_version_warning(side.name, side.version) for side in (scenario.local, scenario.remote)]
    if scenario.local.version and scenario.remote.version:
        local, remote = Version.parse(scenario.local.version), Version.parse(scenario.remote.version)
        if scenario.purpose != "replication":
            texts.append(search_caution(local, remote))
        if scenario.purpose != "search":
            texts.append(replication_caution(local, remote))
    nodes = scenario.local.node_urls
    if not nodes:
        texts.append(
            "local.node_urls is not given: what is true of the one node asked may not be true of the others. "
            "Name every local node's REST address to have each one checked."
        )
    return tuple(Caution(text) for text in texts if text)


def _version_warning(side: str, version: str) -> str:
    if not version:
        return (
            f"The version of the {side} cluster is not known yet; API keys need {API_KEY_MINIMUM.series} on every node."
        )
    return api_key_caution(side, Version.parse(version))
