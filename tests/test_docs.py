"""The documentation says what the product says, and names only what is there."""

import re
import shlex
import sys
import tomllib
from pathlib import Path

import pytest

from tests.generate_docs import DOCS, generated, part_names, parts
from tests.scenarios import plan
from tests.source import ROOT
from wizard.cli.exits import Exit
from wizard.cli.parser import make_parser
from wizard.doctor.checks import CHECKS
from wizard.doctor.report import docs
from wizard.lab.faults import fault
from wizard.scenario.questions import QUESTIONS
from wizard.scenario.questions.asking import question

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
    commands = re.findall(r"(?m)^    (.*pip install.*)$", README)
    assert len(commands) == 2
    with (ROOT / "pyproject.toml").open("rb") as file:
        project = tomllib.load(file)
    for command in commands:
        for extra in re.findall(r"'\.\[([a-z,]+)\]'", command):
            assert set(extra.split(",")) <= set(project["project"]["optional-dependencies"])
        assert "apt-get install -y python3-venv" in command
        assert ".venv/bin/pip install" in command
    assert commands[0].endswith(".venv/bin/remote-cluster-wizard demo")
    tests = commands[1].rpartition(".venv/bin/pytest ")[2]
    ci = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    assert f'"$venv/bin/pytest" {tests} ' in ci, "CI runs another command"


def commands_in(text: str) -> list[str]:
    """The command lines of ours in code, in a block or within a line; what stands for a value is left as it is."""
    blocks = re.findall(r"(?ms)^```(?:sh|console)\n(.*?)^```", text) + re.findall(r"(?m)^    (.+)$", text)
    lines = [line for block in blocks for line in block.splitlines()] + re.findall(r"`([^`\n]+)`", text)
    found = [re.search(r"(?:^|[ /])((?:remote-cluster-wizard|rcw)(?: [^|&;]*)?)", line) for line in lines]
    return [each[1].strip() for each in found if each]


@pytest.mark.parametrize("page", ["README.md", "docs/first-connection.md"])
def test_commands_are_taken_by_the_real_parser(page: str) -> None:
    commands = commands_in((ROOT / page).read_text(encoding="utf-8"))
    assert len(commands) > 3
    for command in commands:
        _, *argv = shlex.split(command)
        options = make_parser(argv).parse_args(argv)
        if getattr(options, "answers", None):
            assert (DOCS / options.answers).exists(), command
        if options.command == "checks" and options.code:
            assert options.code in {check.code for check in CHECKS}
        if getattr(options, "fault", None):
            assert fault(options.fault), command


@pytest.mark.parametrize("page", ["README.md", "docs/first-connection.md"])
def test_answer_ids_and_checks_that_are_named_exist(page: str) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    for id in re.findall(r"`((?:local|remote|search|access|key|pair)\.[a-z_]+)(?:: [a-z-]+)?`", text):
        assert question(id), id
    assert set(re.findall(r"RC-[A-Z]+-\d+", text)) <= {check.code for check in CHECKS}
    secrets = {row.variable for row in QUESTIONS if row.secret}
    assert set(re.findall(r"`(RCW_\w+_SECRET)`", text)) <= secrets


def test_codes_of_each_step_in_the_guide_are_its_proof() -> None:
    """The guide's table names, for each step, checks that the plan of its example proves it by."""
    made = plan()  # a private CA, everything by hand
    proofs = {code for step in made.steps for code in step.proof} | set(made.after)
    text = (DOCS / "first-connection.md").read_text(encoding="utf-8").partition("## 5.")[2].partition("## 6.")[0]
    assert set(re.findall(r"RC-[A-Z]+-\d+", text)) <= proofs


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
