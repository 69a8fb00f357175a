"""The lab stands alone: it shares nothing with the product that it is there to try, and one module brings it in."""

from tests.source import ROOT, imports, python_files

LAB = "wizard.lab"
IMPORTERS = {"wizard/practice.py"}


def test_it_imports_nothing_else_of_the_product() -> None:
    wrong = [
        str(each)
        for file in python_files("wizard/lab")
        for each in imports(file)
        if each.module.partition(".")[0] in ("wizard", "screens")
        and f"{each.module}.".startswith(("wizard.", "screens."))
        if each.module != "wizard" and not f"{each.module}.".startswith(f"{LAB}.")
    ]
    assert not wrong


def test_only_practice_brings_it_in() -> None:
    found = {
        each.file.relative_to(ROOT).as_posix()
        for file in python_files("wizard", "screens")
        if ROOT / "wizard" / "lab" not in file.parents
        for each in imports(file)
        if f"{each.module}.".startswith(f"{LAB}.")
    }
    assert found == IMPORTERS


def test_it_needs_no_more_than_cryptography() -> None:
    import sys

    used = {each.module.partition(".")[0] for file in python_files("wizard/lab") for each in imports(file)}
    assert used - set(sys.stdlib_module_names) == {"cryptography", "wizard"}
