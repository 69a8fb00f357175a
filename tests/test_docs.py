"""The documentation says what the product says, and names only what is there."""

import re
import sys
import tomllib
from pathlib import Path

import pytest

from tests.generate_docs import DOCS, generated, part_names, parts
from tests.source import ROOT
from wizard.cli.exits import Exit
from wizard.doctor.checks import CHECKS
from wizard.doctor.report import docs
from wizard.scenario.questions import QUESTIONS

README = (ROOT / "README.md").read_text(encoding="utf-8")
PAGES = (*ROOT.glob("*.md"), *DOCS.glob("*.md"))


@pytest.mark.parametrize("name", ["checks.md", "scenarios.md", "cli.md"])
def test_generated_parts_are_current(name: str) -> None:
    if name == "cli.md" and sys.version_info >= (3, 13):
        pytest.skip("from Python 3.13 on argparse lays its help out in another way")
    path = DOCS / name
    assert path.read_text(encoding="utf-8") == generated()[path], "python -m tests.generate_docs makes it anew"


def test_every_command_has_its_part() -> None:
    names = part_names((DOCS / "cli.md").read_text(encoding="utf-8"))
    assert sorted(names) == sorted(parts())


def test_every_exit_code_and_secret_is_explained() -> None:
    text = (DOCS / "cli.md").read_text(encoding="utf-8")
    for code in Exit:
        assert f"\n| {code.value} | " in text
    for row in QUESTIONS:
        if row.secret:
            assert f"`{row.variable}`" in text


def test_where_a_finding_points_to_is_there() -> None:
    """`docs` of a finding is a path and an anchor, which is the heading of the code alone."""
    headings = set(re.findall(r"(?m)^### (\S+)$", (DOCS / "checks.md").read_text(encoding="utf-8")))
    for check in CHECKS:
        path, _, anchor = docs(check.code).partition("#")
        assert (ROOT / path).exists()
        assert anchor in {heading.lower() for heading in headings}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    anchors = {
        re.sub(r"[^a-z0-9 -]", "", title.lower()).replace(" ", "-") for title in re.findall(r"(?m)^#+ (.+)$", text)
    }
    for target in re.findall(r"\]\(([^)\s]+)\)", text):
        if target.startswith("#"):
            assert target[1:] in anchors, target
        elif not target.startswith("https://"):
            assert (page.parent / target.partition("#")[0]).exists(), target


def test_readme_has_two_commands_and_they_name_what_is_there() -> None:
    commands = re.findall(r"(?m)^    (sudo .+)$", README)
    assert len(commands) == 2
    with (ROOT / "pyproject.toml").open("rb") as file:
        project = tomllib.load(file)
    for command in commands:
        for extra in re.findall(r"'\.\[([a-z,]+)\]'", command):
            assert set(extra.split(",")) <= set(project["project"]["optional-dependencies"])
        for path in re.findall(r"pytest (tests/\S+)", command):
            assert (ROOT / path).exists(), path
        assert ".venv/bin/pip install" in command
    journey = commands[0].partition("-k ")[2].split()[0]
    found = [path for path in (ROOT / "tests" / "real").glob("test_*.py") if f"def test_{journey}" in path.read_text()]
    assert found, f"no test is called {journey}"


def test_console_scripts_lead_to_a_function() -> None:
    with (ROOT / "pyproject.toml").open("rb") as file:
        scripts = tomllib.load(file)["project"]["scripts"]
    assert set(scripts) == {"remote-cluster-wizard", "rcw"}
    for target in scripts.values():
        module, _, name = target.partition(":")
        source = ROOT.joinpath(*module.split(".")).with_suffix(".py").read_text(encoding="utf-8")
        assert f"def {name}(" in source


@pytest.mark.parametrize("name", ["README.md", "CONTRIBUTING.md"])
def test_paths_that_are_named_exist(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    for path in re.findall(r"`((?:wizard|screens|tests|docs|benchmarks|\.ci)/[^`\s<]*)`", text):
        assert (ROOT / path).exists(), path
