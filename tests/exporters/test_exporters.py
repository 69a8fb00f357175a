"""What every registered exporter promises."""

import subprocess
import sys

import pytest

from tests.exporters.sample import CLAIMS, sample_plan
from wizard.exporters import EXPORTERS, Exporter
from wizard.version import VERSION

by_name = pytest.mark.parametrize("exporter", EXPORTERS, ids=lambda exporter: exporter.name)


def test_names_are_unique() -> None:
    assert [exporter.name for exporter in EXPORTERS] == ["runbook", "console", "json"]
    assert len({exporter.file_name("a") for exporter in EXPORTERS}) == len(EXPORTERS)


@by_name
def test_equal_plans_give_equal_text(exporter: Exporter) -> None:
    text = exporter.text(sample_plan(), CLAIMS)
    assert text == exporter.text(sample_plan(), CLAIMS)
    assert text.endswith("\n")
    assert not text.endswith("\n\n")
    assert "\n\n\n" not in text


@by_name
def test_no_line_ends_in_blanks(exporter: Exporter) -> None:
    assert all(line == line.rstrip() for line in exporter.text(sample_plan(), CLAIMS).split("\n"))


@pytest.mark.parametrize("exporter", [item for item in EXPORTERS if item.name != "json"], ids=lambda item: item.name)
def test_the_header_names_the_tool(exporter: Exporter) -> None:
    assert f"remote-cluster-wizard {VERSION}" in "\n".join(exporter.text(sample_plan(), CLAIMS).split("\n")[:3])


@by_name
@pytest.mark.parametrize("alias", ["analytics", "../../etc/passwd", "a/b\\c:d\n", "", "."])
def test_a_file_name_is_one_plain_name(exporter: Exporter, alias: str) -> None:
    name = exporter.file_name(alias)
    assert name.endswith(exporter.ending)
    assert not set(name) & set("/\\:\n ")
    assert not name.startswith(".")


def test_the_import_is_light() -> None:
    script = "import sys, wizard.exporters, wizard.exporters.plan_text; print(*sys.modules)"
    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=30, check=True)
    heavy = {"yaml", "pydantic", "elasticsearch", "keyring", "textual", "questionary", "http.client", "ssl"}
    assert not heavy & set(ran.stdout.split())
