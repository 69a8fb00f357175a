"""Keys: letters in a field are text and nothing else, and each function key has a twin for terminals that keep it."""

import ast
import importlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from textual.binding import Binding
from textual.command import CommandPalette
from textual.pilot import Pilot
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Input

from screens.app import WizardApp
from screens.ask import AskScreen
from screens.export import ExportScreen
from screens.help import HelpModal
from screens.home import HomeScreen
from screens.plan import PlanScreen
from screens.route import RouteScreen
from screens.widgets.explain import Explain
from screens.widgets.field import Field
from tests.screens.clusters import Clusters
from tests.screens.driving import drive, seen, type_in, until
from tests.screens.running import drive as drive_session
from tests.screens.running import to_run
from tests.source import ROOT, python_files

PUNCTUATION = {"question_mark": "?", "colon": ":"}
FIELDS_STAND_IN = {"screens/ask_view.py", "screens/export.py"}
"""Where this app makes fields to type in; what follows goes to each, and to the palette of commands."""


def binders() -> Iterator[type[Widget | Screen[object] | WizardApp]]:
    """Every class of `screens/` that binds keys."""
    for file in python_files("screens"):
        module = importlib.import_module(".".join(file.relative_to(ROOT).with_suffix("").parts))
        for kind in vars(module).values():
            if isinstance(kind, type) and kind.__module__ == module.__name__ and "BINDINGS" in vars(kind):
                yield kind


def bound(kind: type[Widget | Screen[object] | WizardApp]) -> list[Binding]:
    """Its own bindings, one for each key."""
    return list(Binding.make_bindings(kind.BINDINGS))


LETTERS = sorted(
    {
        PUNCTUATION.get(each.key, each.key)
        for kind in binders()
        for each in bound(kind)
        if len(PUNCTUATION.get(each.key, each.key)) == 1
    }
)
"""Every key of a printable character that does something somewhere."""


def test_fields_are_made_where_they_are_looked_at() -> None:
    names = {"Input", "MaskedInput", "Field", *(kind.__name__ for kind in binders() if issubclass(kind, Input))}
    found = set()
    for file in python_files("screens"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            match node:
                case ast.Call(func=ast.Name(id=name)) if name in names:
                    found.add(file.relative_to(ROOT).as_posix())
                case ast.Call(func=ast.Name(id="TextArea"), keywords=keywords):
                    assert any(each.arg == "read_only" for each in keywords), file
    assert found == FIELDS_STAND_IN


def test_letters_in_the_field_of_every_kind_of_question_are_text() -> None:
    async def test(app: WizardApp, pilot: Pilot[None]) -> None:
        await seen(pilot, "No connections yet")
        draft = app.work.begin()
        for side in ("local", "remote"):
            draft.give(f"{side}.environment", "self")
        kinds = {row.kind: row.id for row in draft.rows() if row.kind not in ("choice", "flag")}
        assert {"text", "secret", "list"} <= set(kinds)
        before = dict(draft.given)
        for id in kinds.values():
            app.ask_about(id)
            await until(pilot, lambda: isinstance(app.screen, AskScreen) and isinstance(app.focused, Field))
            await pilot.pause()
            screen, field = app.screen, app.screen.query_one(Field)
            field.put("")
            await type_in(pilot, "".join(LETTERS))
            await pilot.pause()
            assert field.value == "".join(LETTERS)
            assert app.screen is screen
            assert app.focused is field
            assert dict(draft.given) == before

    drive(test)


def test_letters_in_the_palette_of_commands_are_text_though_the_stage_below_has_keys_that_come_first() -> None:
    clusters = Clusters()

    async def test(app: WizardApp, pilot: Pilot[None]) -> None:
        await to_run(pilot)
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, PlanScreen))
        await pilot.press("colon")
        await until(pilot, lambda: isinstance(app.screen, CommandPalette) and isinstance(app.focused, Input))
        await type_in(pilot, "".join(LETTERS))
        assert isinstance(app.screen, CommandPalette)
        assert app.screen.query_one(Input).value == "".join(LETTERS)
        assert clusters.writes == []

    drive_session(clusters, test)


def test_letters_in_the_field_of_where_to_save_are_text(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    clusters = Clusters()

    async def test(app: WizardApp, pilot: Pilot[None]) -> None:
        await until(pilot, lambda: isinstance(app.screen, PlanScreen) and not app.screen.checking)
        await pilot.press("x")
        await until(pilot, lambda: isinstance(app.screen, ExportScreen) and app.focused is not None)
        await pilot.pause()
        field = app.screen.query_one(Input)
        field.focus()
        field.value = ""
        await until(pilot, lambda: app.focused is field)
        await type_in(pilot, "".join(LETTERS))
        assert isinstance(app.screen, ExportScreen)
        assert field.value == "".join(LETTERS)
        assert not list(tmp_path.iterdir())
        assert not app.clipboard

    drive_session(clusters, test)


@pytest.mark.parametrize("kind", list(binders()), ids=lambda kind: kind.__name__)
def test_each_function_key_has_a_twin_that_does_the_same(kind: type[Widget | Screen[object] | WizardApp]) -> None:
    actions: dict[str, set[str]] = {}
    for each in bound(kind):
        actions.setdefault(each.action, set()).add(PUNCTUATION.get(each.key, each.key))
    for action, keys in actions.items():
        if any(len(key) > 1 and key[0] == "f" and key[1:].isdigit() for key in keys):
            assert any(len(key) == 1 for key in keys), f"{action} has {keys}"


@pytest.mark.parametrize("key", ["f9", "colon"])
def test_commands_have_two_keys(key: str) -> None:
    async def test(app: WizardApp, pilot: Pilot[None]) -> None:
        await seen(pilot, "No connections yet")
        await pilot.press(key)
        await until(pilot, lambda: isinstance(app.screen, CommandPalette))
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, HomeScreen))

    drive(test)


def test_help_and_explain_have_two_keys_on_each_stage() -> None:
    clusters = Clusters()

    async def helps(app: WizardApp, pilot: Pilot[None]) -> None:
        stage = app.screen
        for key in ("f1", "question_mark"):
            await pilot.press(key)
            await until(pilot, lambda: isinstance(app.screen, HelpModal), key)
            await pilot.press("escape")
            await until(pilot, lambda: app.screen is stage)

    async def explains(app: WizardApp, pilot: Pilot[None]) -> None:
        explain = app.screen.query_one(Explain)
        for key in ("f2", "e"):
            before = explain.display
            await pilot.press(key)
            await until(pilot, lambda: explain.display is not before, key)  # noqa: B023  # awaited here

    async def test(app: WizardApp, pilot: Pilot[None]) -> None:
        await helps(app, pilot)
        await to_run(pilot)
        await helps(app, pilot)
        await explains(app, pilot)
        app.go("export")
        await until(pilot, lambda: bool(app.screen.query("#formats")))
        await helps(app, pilot)
        app.go(None)
        await until(pilot, lambda: isinstance(app.screen, HomeScreen))
        await helps(app, pilot)
        await pilot.press("n")
        await until(pilot, lambda: isinstance(app.screen, RouteScreen))
        await helps(app, pilot)
        await explains(app, pilot)

    drive_session(clusters, test)
