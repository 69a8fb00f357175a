"""Writes what `docs/` takes from the product: `python -m tests.generate_docs`. A test compares it."""

import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from pathlib import Path

from tests.source import ROOT
from wizard.cli.parser import COMMANDS
from wizard.doctor.check import Check
from wizard.doctor.checks import CHECKS
from wizard.doctor.page import page
from wizard.engine.answer_file import read_answer_file
from wizard.scenario.answers import Answers
from wizard.scenario.matrix import row_as_text, rows_as_text
from wizard.scenario.pairs import PAIRS
from wizard.scenario.questions import QUESTIONS
from wizard.scenario.questions.asking import settle
from wizard.scenario.questions.question import GROUPS, Question

DOCS = ROOT / "docs"
ACTIONS: Mapping[str, tuple[str, ...]] = {"sessions": ("list", "show", "remove"), "secrets": ("list", "forget", "send")}
TOPICS = {
    "tool": "This machine",
    "local": "The local cluster",
    "remote": "The remote cluster",
    "reach": "The way between them",
    "trust": "Trust",
    "register": "The connection",
    "use": "Its use",
}
_PART = re.compile(r"(?s)(<!-- begin (?P<name>[a-z ]+) -->\n).*?(?P<end><!-- end (?P=name) -->)")


def main() -> None:
    """Write every file anew."""
    for path, text in generated().items():
        path.write_text(text, encoding="utf-8")
        print(path.relative_to(ROOT))  # noqa: T201


def generated() -> dict[Path, str]:
    """Each generated file with what should stand in it."""
    cli = DOCS / "cli.md"
    return {
        cli: with_parts(cli.read_text(encoding="utf-8")),
        DOCS / "checks.md": checks(),
        DOCS / "scenarios.md": scenarios(),
    }


def with_parts(text: str) -> str:
    """The text with every part between its marks made anew. KeyError for a mark that nothing is made for."""
    made = parts()
    return _PART.sub(lambda found: f"{found[1]}{made[found['name']]()}{found['end']}", text)


def part_names(text: str) -> list[str]:
    """The parts that a text has marks for."""
    return [found["name"] for found in _PART.finditer(text)]


def parts() -> dict[str, Callable[[], str]]:
    """What is made for each mark."""
    made: dict[str, Callable[[], str]] = {"answers": answers, "answer file": answer_file, "help": help_of()}
    for command, *_ in COMMANDS:
        made[f"help {command}"] = help_of(command)
        for action in ACTIONS.get(command, ()):
            made[f"help {command} {action}"] = help_of(command, action)
    return made


def help_of(*command: str) -> Callable[[], str]:
    """What `--help` prints on a terminal of 80 columns."""

    def text() -> str:
        run = [sys.executable, "-m", "wizard", *command, "--help"]
        environ = os.environ | {"COLUMNS": "80", "LC_ALL": "C.UTF-8"}
        ran = subprocess.run(run, env=environ, capture_output=True, text=True, timeout=60, check=True, cwd=ROOT)
        return _block("text", ran.stdout)

    return text


def answer_file() -> str:
    """The example, whole."""
    return _block("yaml", (DOCS / "two-clusters.yaml").read_text(encoding="utf-8"))


def answers() -> str:
    """Every answer id by group: what it is, its form, and whether it is needed."""
    lines = []
    for group in GROUPS:
        lines += ["", f"**{group}**", "", "| id | what | form | needed |", "| --- | --- | --- | --- |"]
        lines += [_answer_row(row) for row in QUESTIONS if row.group == group]
    return "\n".join(lines) + "\n\n"


def checks() -> str:
    """The pages of all checks, each under a heading of its code alone, so that links to a code go on working."""
    lines = [
        "# Checks",
        "",
        "Made from the wizard's own pages by `python -m tests.generate_docs`; `remote-cluster-wizard checks CODE`",
        "prints the same. A step of a plan is proved by these checks, and `doctor` judges them at any time. A check is",
        "skipped while one that it needs does not hold: there would be nothing to judge, or the other is the cause.",
        "",
    ]
    for topic, heading in TOPICS.items():
        of_topic = [each for each in CHECKS if each.topic == topic]
        lines += [f"- {heading}", *(f"  - [{each.code}](#{each.code.lower()}) {each.claim}" for each in of_topic)]
    for topic, heading in TOPICS.items():
        lines += ["", f"## {heading}"]
        for each in CHECKS:
            if each.topic == topic:
                lines += ["", *_check_lines(each)]
    return "\n".join(lines) + "\n"


def scenarios() -> str:
    """The support matrix, then each row in full."""
    lines = [
        "# Scenarios",
        "",
        "Made from the wizard's own table by `python -m tests.generate_docs`; `remote-cluster-wizard scenarios [ROW]`",
        "prints the same.",
        "",
        _block("text", rows_as_text(PAIRS)).rstrip("\n"),
    ]
    for pair in PAIRS:
        lines += ["", f"## {pair.row}", "", _block("text", row_as_text(pair)).rstrip("\n")]
    return "\n".join(lines) + "\n"


def _check_lines(check: Check) -> Iterator[str]:
    yield f"### {check.code}"
    yield ""
    yield f"**{check.claim[0].upper()}{check.claim[1:]}.**"
    yield ""
    acts = "this machine" if check.side == "tool" else f"the {check.side} side"
    yield f"- Who acts when it does not hold: {acts}"
    if check.upstream:
        yield f"- Needs: {', '.join(f'[{code}](#{code.lower()})' for code in check.upstream)}"
    if check.fixed_by:
        steps = [check.fixed_by.format(mode=mode) for mode in ("proxy", "sniff")]
        yield f"- Made true by the step: {' or '.join(f'`{step}`' for step in dict.fromkeys(steps))}"
    if check.likely:
        yield "- Seen from this machine only: it says what is likely, and never proves a step"
    for line in page(check.code).splitlines()[1:]:
        yield f"##{line}" if line.startswith("## ") else line


def _answer_row(row: Question) -> str:
    form = f"`{row.variable}`, or `{{file: PATH}}` in the file" if row.secret else f"`{row.form}`".replace("|", "\\|")
    return f"| `{row.id}` | {row.short} | {form} | {_needed(row)} |"


def _needed(row: Question) -> str:
    if row.optional:
        return "no"
    if row.default(settle(_example())) is not None:
        return "has a default"
    return "to run" if row.needed == "run" else "yes"


@cache
def _example() -> Answers:
    answers = Answers()
    for id, value in read_answer_file(DOCS / "two-clusters.yaml").answers.items():
        answers = answers.with_answer(id, value, "given")
    return answers


def _block(language: str, text: str) -> str:
    return f"```{language}\n{text.strip()}\n```\n"


if __name__ == "__main__":
    main()
