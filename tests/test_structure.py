"""The shape of the source: small files, folders that import only those before them, light imports."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.source import ROOT, Import, imports, python_files

LIMIT = 400
ORDER = (
    ("errors", "redact", "version"),
    ("scenario",),
    ("plan",),
    ("exporters",),
    ("clients",),
    ("store",),
    ("doctor",),
    ("runner",),
    ("engine",),
    ("lab",),
    ("practice",),
    ("cli",),
    ("screens",),
)
RANK = {name: rank for rank, names in enumerate(ORDER) for name in names}

PURE = {"scenario", "plan", "exporters"}
IO_MODULES = {
    "concurrent",
    "cryptography",
    "elastic_transport",
    "elasticsearch",
    "filelock",
    "http",
    "io",
    "keyring",
    "multiprocessing",
    "os",
    "pathlib",
    "platformdirs",
    "pydantic",
    "questionary",
    "shutil",
    "socket",
    "ssl",
    "subprocess",
    "tempfile",
    "threading",
    "time",
    "urllib.request",
    "urllib3",
    "yaml",
}
"""What reads, writes, waits, or is heavy. `urllib.parse` and `pathlib.PurePosixPath` compute only."""

HEAVY = {
    "cryptography",
    "elastic_transport",
    "elasticsearch",
    "keyring",
    "prompt_toolkit",
    "pydantic",
    "questionary",
    "rich",
    "textual",
    "urllib3",
}

ENTRY = {"wizard/__init__.py", "wizard/__main__.py"}
"""`python -m wizard` is the console script, above every folder."""
FRONTS = ("screens.plain.prompts", "screens.app", "screens.waiting")
"""cli asks on a terminal through these prompts, and opens the app: imported only inside the functions that do, so that
nothing of screens is loaded where nobody is asked. The one exception to the order of folders."""


def all_imports() -> list[Import]:
    return [each for file in python_files("wizard", "screens") for each in imports(file)]


def folder_of(module: str) -> str:
    """The folder, or file beside them, that a module of the product belongs to; empty for any other module."""
    head, _, rest = module.partition(".")
    if head == "wizard":
        return rest.partition(".")[0]
    return head if head == "screens" else ""


def home_of(file: Path) -> str:
    return folder_of(".".join(file.relative_to(ROOT).with_suffix("").parts))


def test_files_are_small() -> None:
    long = [
        f"{file.relative_to(ROOT)}: {lines} lines"
        for file in python_files("wizard", "screens", "tests", "benchmarks")
        if (lines := len(file.read_text(encoding="utf-8").splitlines())) > LIMIT
    ]
    assert not long, f"over {LIMIT} lines: split them by noun"


def test_every_folder_has_a_place_in_the_order() -> None:
    homes = {
        home_of(file) for file in python_files("wizard", "screens") if file.relative_to(ROOT).as_posix() not in ENTRY
    }
    assert homes == set(RANK)


def test_folders_import_only_those_before_them() -> None:
    wrong = [
        str(each)
        for each in all_imports()
        if each.file.relative_to(ROOT).as_posix() not in ENTRY
        and (folder := folder_of(each.module))
        and RANK[folder] > RANK[home_of(each.file)]
        and not _opens_a_front(each)
    ]
    assert not wrong


def test_the_one_exception_is_still_needed() -> None:
    assert [each for each in all_imports() if _opens_a_front(each)]


def test_front_ends_never_touch_clients_or_store() -> None:
    wrong = [
        str(each)
        for each in all_imports()
        if home_of(each.file) in ("cli", "screens") and folder_of(each.module) in ("clients", "store")
    ]
    assert not wrong, "wizard/engine hands out what does I/O"


def test_front_ends_are_peers() -> None:
    wrong = [str(each) for each in all_imports() if home_of(each.file) == "screens" and folder_of(each.module) == "cli"]
    assert not wrong


def test_what_is_pure_imports_nothing_that_reads_or_writes() -> None:
    wrong = [
        str(each)
        for each in all_imports()
        if home_of(each.file) in PURE and not each.typed and _is_of(each.module, IO_MODULES) and not _only_paths(each)
    ]
    assert not wrong


def test_tests_import_nothing_that_patches() -> None:
    wrong = [
        str(each)
        for file in python_files("tests")
        for each in imports(file)
        if _is_of(each.module, {"unittest.mock", "mock", "pytest_mock"})
    ]
    assert not wrong, "fakes with behaviour instead"


def test_package_files_hold_no_code() -> None:
    """A registry may stand in a sub-package; the folders themselves say what they are for and nothing else."""
    for folder in (
        *(ROOT / "wizard" / names[0] for names in ORDER[1:-1] if names[0] not in ("exporters", "practice")),
        ROOT / "screens",
    ):
        body = (folder / "__init__.py").read_text(encoding="utf-8").strip()
        assert body.startswith('"""'), folder
        assert body.count("\n") == 0, folder


@pytest.mark.parametrize(
    "script",
    [
        "import wizard.engine.session, wizard.engine.library, wizard.engine.seams",
        "import wizard.doctor.checks, wizard.runner.runner",
        "import wizard.cli.parser, wizard.cli.main, wizard.cli.dispatch",
        "import screens.plain.prompts",
    ],
)
def test_imports_are_light(script: str) -> None:
    assert not loaded_after(script) & HEAVY


def test_help_loads_the_parser_alone() -> None:
    loaded = loaded_after("from wizard.cli.main import main", ["--help"])
    assert not loaded & (HEAVY | {"dataclasses", "json", "logging", "yaml"})


@pytest.mark.parametrize("command", [["plan"], ["plan", "--json"], ["export", "runbook"], ["export", "all", "-o", "."]])
def test_a_plan_loads_neither_clients_nor_doctor(command: list[str], tmp_path: Path) -> None:
    answers = tmp_path / "answers.yaml"
    answers.write_text((ROOT / "docs" / "two-clusters.yaml").read_text(encoding="utf-8"), encoding="utf-8")
    modules = modules_after("from wizard.cli.main import main", [*command, "--answers", str(answers)], folder=tmp_path)
    assert not {module.partition(".")[0] for module in modules} & HEAVY
    assert not [module for module in modules if module.startswith(("wizard.clients.", "wizard.doctor.checks"))]


def modules_after(script: str, argv: list[str] | None = None, folder: Path = ROOT) -> set[str]:
    """What is in `sys.modules` of a new process after this script, and after a command where one is given."""
    run = f"try:\n code = main({argv!r})\nexcept SystemExit as end:\n code = end.code\nassert code == 0, code\n"
    report = "print('', *sys.modules, sep='\\n> ')\n"
    text = f"import sys\nsys.path.insert(0, {str(ROOT)!r})\n{script}\n{run if argv else ''}{report}"
    ran = subprocess.run(
        [sys.executable, "-c", text], capture_output=True, text=True, timeout=60, check=True, cwd=folder
    )
    return {line[2:] for line in ran.stdout.splitlines() if line.startswith("> ")}


def loaded_after(script: str, argv: list[str] | None = None) -> set[str]:
    """The same, top-level names only."""
    return {module.partition(".")[0] for module in modules_after(script, argv)}


def _opens_a_front(each: Import) -> bool:
    return home_of(each.file) == "cli" and each.module in FRONTS and each.deferred


def _only_paths(each: Import) -> bool:
    """`PurePosixPath` is text."""
    line = each.file.read_text(encoding="utf-8").splitlines()[each.line - 1].strip()
    return line == "from pathlib import PurePosixPath"


def _is_of(module: str, names: set[str]) -> bool:
    return any(module == name or module.startswith(f"{name}.") for name in names)


def test_comments_say_the_fact_and_cite_no_section_of_a_page() -> None:
    cited = [
        f"{path.relative_to(ROOT)}: {found[0]}"
        for path in python_files("wizard", "screens", "tests", "benchmarks")
        for found in re.finditer(r"[\w-]+\.md \d[\d.]*", path.read_text(encoding="utf-8"))
    ]
    assert cited == []
