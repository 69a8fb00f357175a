"""Export: read, saved where the person says, copied; by keys and by mouse."""

import json
import os
import stat
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Input, TextArea

from screens.app import WizardApp
from screens.confirm import ConfirmModal
from screens.export import ExportScreen
from screens.give_key import COPIED
from screens.plan import PlanScreen
from screens.widgets.status_line import StatusLine
from tests.screens.clusters import Clusters
from tests.screens.driving import seen, text_of, until
from tests.screens.running import Test, drive
from wizard.exporters import EXPORTERS


def test_export_shows_saves_privately_asks_before_it_replaces_and_copies(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)

    async def test(app: WizardApp, pilot: Pilot[None]) -> None:
        await pilot.press("down", "down", "s")
        await seen(pilot, "Saved as")
        path = tmp_path / "analytics.plan.json"
        assert json.loads(path.read_text(encoding="utf-8"))["scenario"]["row"] == "S19"
        if os.name == "posix":
            assert stat.S_IMODE(path.stat().st_mode) == 0o600
        path.write_text("mine", encoding="utf-8")
        await pilot.press("s")
        await until(pilot, lambda: isinstance(app.screen, ConfirmModal), "the question")
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, ExportScreen), "Export")
        assert path.read_text(encoding="utf-8") == "mine"
        await pilot.press("c")
        await seen(pilot, "(not confirmed by the terminal)")
        assert json.loads(app.clipboard)["scenario"]["row"] == "S19"
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, PlanScreen), "Plan")
        assert sorted(each.name for each in tmp_path.iterdir()) == [path.name]

    to_export(test)
    assert len(EXPORTERS) == 3


def to_export(test: Test, *, size: tuple[int, int] = (80, 24)) -> None:
    """The test at the export of a plan."""

    async def there(app: WizardApp, pilot: Pilot[None]) -> None:
        await until(pilot, lambda: isinstance(app.screen, PlanScreen) and not app.screen.checking, "the checks")
        await pilot.press("x")
        await until(pilot, lambda: isinstance(app.screen, ExportScreen), "Export")
        await pilot.pause()
        await test(app, pilot)

    drive(Clusters(), there, size=size)


@pytest.mark.parametrize("size", [(60, 16), (80, 24), (120, 36)])
def test_export_is_saved_and_copied_by_mouse(
    size: tuple[int, int], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)

    async def test(app: WizardApp, pilot: Pilot[None]) -> None:
        row = next(line for line in text_of(app).splitlines() if "Save to" in line)
        assert "./analytics." in row
        assert row.split()[-2:] == ["Save", "Copy"]
        await pilot.click("#save")
        await seen(pilot, "Saved as")
        assert (tmp_path / app.screen.query_one(Input).value).exists()
        await pilot.click("#copy")
        await until(pilot, lambda: app.screen.query_one(StatusLine).said == COPIED, "the word about it")
        assert app.clipboard

    to_export(test, size=size)


def test_export_goes_where_the_person_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "plans").mkdir()

    async def test(app: WizardApp, pilot: Pilot[None]) -> None:
        field = app.screen.query_one(Input)
        field.focus()
        await pilot.press("end", *["backspace"] * len(field.value), *"plans/scnb", "enter")
        await seen(pilot, "Saved as")
        assert (tmp_path / "plans" / "scnb").read_text(encoding="utf-8")
        # The folder stays with another format, and Esc leaves the field before it leaves the screen.
        await pilot.press("escape", "down")
        await pilot.pause()
        assert field.value.startswith("plans/analytics.")
        assert isinstance(app.screen, ExportScreen)
        await pilot.press("enter")
        await until(pilot, lambda: len(list((tmp_path / "plans").iterdir())) == 2, "the second file")

    to_export(test)


@pytest.mark.parametrize(
    ("where", "words"),
    [
        ("missing/plan.md", "There is no folder"),
        ("taken/plan.md", "is not a folder"),
        ("plans", "is a folder. Write a file name behind it."),
        ("plans/", "is a folder. Write a file name behind it."),
        ("x" * 300, "The file name is too long."),
        ("", "Write where to save it"),
        ("~nobody-here/plan.md", "there is no such user"),
        ("/proc/plan.md", "/proc"),
    ],
)
def test_export_that_cannot_be_saved_says_so_and_loses_nothing(
    where: str, words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "plans").mkdir()
    (tmp_path / "taken").write_text("mine", encoding="utf-8")

    async def test(app: WizardApp, pilot: Pilot[None]) -> None:
        field = app.screen.query_one(Input)
        field.value = where
        await pilot.press("s")
        await until(pilot, lambda: words in app.screen.query_one(StatusLine).said, words)
        assert field.value == where
        assert app.screen.query_one(TextArea).text
        assert sorted(each.name for each in tmp_path.rglob("*")) == ["plans", "taken"]
        assert (tmp_path / "taken").read_text(encoding="utf-8") == "mine"

    to_export(test)
