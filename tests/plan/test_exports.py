"""Two real plans of row S19 in every format, word for word: a change of any text is seen in review."""

import pytest

from tests.exporters.golden import assert_golden
from tests.plan.cases import case
from wizard.engine.claims import claims
from wizard.exporters import EXPORTERS, Exporter
from wizard.exporters.plan_text import plan_as_text
from wizard.plan.planner import make_plan

PLANS = {
    "s19-proxy": make_plan(case("proxy", "private", "search", "by-hand")),
    "s19-sniff": make_plan(case("sniff", "public", "replication", "ssh")),
}


@pytest.mark.parametrize("name", PLANS)
@pytest.mark.parametrize("exporter", EXPORTERS, ids=lambda exporter: exporter.name)
def test_export(name: str, exporter: Exporter) -> None:
    assert_golden(f"{name}.{exporter.ending}", exporter.text(PLANS[name], claims()))


@pytest.mark.parametrize("name", PLANS)
def test_plan_text(name: str) -> None:
    assert_golden(f"{name}.plan.txt", plan_as_text(PLANS[name], claims()) + "\n")
