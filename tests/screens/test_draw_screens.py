"""The script that draws the screens leaves none out, and what it draws can be shown anywhere."""

import ast
import importlib
import re
from xml.etree import ElementTree

from textual.screen import Screen

from screens.frame import SMALLEST
from tests.draw_screens import DOCS, SIZES, draw
from tests.source import ROOT, python_files

IMAGES = ROOT / "docs" / "images"
LIMIT_BYTES = 60_000


def screens_that_are_made() -> set[str]:
    """Names of the screen classes of `screens/` that some code there makes one of: bases are not among them."""
    called: set[str] = set()
    classes: set[str] = set()
    for file in python_files("screens"):
        tree = ast.parse(file.read_text(encoding="utf-8"))
        called |= {n.func.id for n in ast.walk(tree) if isinstance(n, ast.Call) and isinstance(n.func, ast.Name)}
        name = ".".join(file.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
        module = importlib.import_module(name)
        classes |= {n for n, kind in vars(module).items() if isinstance(kind, type) and issubclass(kind, Screen)}
    return called & classes


def test_a_picture_is_drawn_at_each_size_and_loads_nothing() -> None:
    names: set[tuple[str, tuple[int, int]]] = set()
    for picture in draw(stops=1):
        names.add((picture.name, picture.size))
        loads_nothing(picture.svg)
    assert names == {("home-empty", size) for size in (*SIZES, SMALLEST)}


def loads_nothing(svg: str) -> None:
    """A page that shows it lets it fetch neither fonts nor anything else."""
    assert "@font-face" not in svg
    assert not re.search(r"(?:href|src|url\()[^#]{0,3}https?:|@import", svg)
    ElementTree.fromstring(svg)


def test_the_pictures_of_the_readme_load_nothing_and_are_small() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    for name in DOCS.values():
        assert f"docs/images/{name}" in readme
        text = (IMAGES / name).read_text(encoding="utf-8")
        assert len(text.encode()) < LIMIT_BYTES
        loads_nothing(text)
