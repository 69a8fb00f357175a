"""What this app takes of Textual beyond its public face: named here, since another version may have it otherwise."""

import ast
import importlib
import inspect
import pkgutil
import re
import textwrap
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from textual.app import App
from textual.widget import Widget

import screens
from tests.source import ROOT

PRIVATE = {
    ("WizardApp", "_handle_exception"),  # a bug ends the app without a traceback on the screen
    ("Story", "_scroll_update"),  # scrolls what is drawn line by line, without another layout
}
SHADOWED = {("Story", "virtual_size")}
"""Public in Textual, and ours instead: setting it lays nothing out anew."""


@cache
def tree_of(kind: type) -> ast.Module:
    return ast.parse(textwrap.dedent(inspect.getsource(kind)))


@cache
def names_of(kind: type) -> frozenset[str]:
    """What a class defines, and what it gives its instances."""
    return frozenset({*vars(kind), *(each.attr for each in attributes(kind) if isinstance(each.ctx, ast.Store))})


@cache
def used_by(kind: type) -> frozenset[str]:
    """What a class names of itself or of its parents."""
    defined = (each.name for each in ast.walk(tree_of(kind)) if isinstance(each, ast.FunctionDef))
    return frozenset({*defined, *(each.attr for each in attributes(kind))})


def attributes(kind: type) -> Iterator[ast.Attribute]:
    """Those of `self` and of `super()`."""
    for node in ast.walk(tree_of(kind)):
        if isinstance(node, ast.Attribute) and ast.unparse(node.value) in ("self", "super()"):
            yield node


def ours() -> Iterator[type]:
    """Each class of the app that is one of Textual's too."""
    for each in pkgutil.walk_packages(screens.__path__, "screens."):
        module = importlib.import_module(each.name)
        for kind in vars(module).values():
            if isinstance(kind, type) and kind.__module__ == each.name and of_textual(kind):
                yield kind


def of_textual(kind: type) -> list[type]:
    return [base for base in kind.__mro__ if base.__module__.partition(".")[0] == "textual"]


def test_nothing_private_of_textual_is_used_but_what_is_named_here() -> None:
    used = {
        (kind.__name__, name)
        for kind in ours()
        for base in of_textual(kind)
        for name in used_by(kind) & names_of(base)
        if name.startswith("_") and not name.endswith("__")
    }
    assert used == PRIVATE


def test_what_is_named_here_is_there() -> None:
    assert callable(App._handle_exception)
    assert callable(Widget._scroll_update)
    assert "virtual_size" in names_of(Widget)
    assert {(kind.__name__, name) for kind in ours() for name in names_of(kind)} >= SHADOWED


def test_the_version_that_this_was_read_in_is_pinned() -> None:
    assert '"textual>=8.2,<8.3"' in (ROOT / "pyproject.toml").read_text(encoding="utf-8")


def test_no_handler_calls_that_of_its_parent() -> None:
    """Textual calls those of all classes by itself, so that would be a second time."""
    handler = re.compile(r"super\(\)\.on_(?!event\()")  # `on_event` is what calls them
    again = [file.name for file in Path(ROOT / "screens").rglob("*.py") if handler.search(file.read_text("utf-8"))]
    assert not again
