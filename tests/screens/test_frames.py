"""Every screen as a person comes past it, at every size that is promised: whole, the same as kept, told apart by text.

The frames are kept in `tests/golden/screens`; `WRITE_GOLDEN=1` writes them anew.
"""

import difflib
import os
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest

from screens.app import WizardApp
from tests.draw_screens import AGAIN, MAIN, SIZES, SMALLEST, Look, Picture, draw
from tests.screens.fits import cut_off, main_key_is_whole
from tests.screens.test_draw_screens import screens_that_are_made
from tests.source import ROOT

GOLDEN = ROOT / "tests" / "golden" / "screens"
HEAD = "=== "
"""Before the name of each frame in a golden file."""


@dataclass
class Album:
    """What a tour came past, and what was seen at each stop."""

    look: Look
    pictures: list[Picture] = field(default_factory=list)
    cut: list[str] = field(default_factory=list)
    hidden: list[str] = field(default_factory=list)

    def look_at(self, app: WizardApp, name: str) -> None:
        """Judge one stop."""
        size = (app.size.width, app.size.height)
        place = f"{name} at {size[0]}x{size[1]}"
        if size != SMALLEST:
            self.cut += [f"{place}: {each}" for each in cut_off(app)]
        if not main_key_is_whole(app):
            self.hidden.append(place)

    def of(self, size: tuple[int, int]) -> dict[str, str]:
        """The frames of one size, by name."""
        return {each.name: each.text for each in self.pictures if each.size == size}


def went(look: Look, *, brief: bool) -> Album:
    """Go on the tour."""
    album = Album(look)
    before, tempfile.tempdir = tempfile.tempdir, "/tmp"  # Paths are drawn, and wrap by their length.
    try:
        album.pictures = draw(look, brief=brief, svg=False, look_at=album.look_at)
    finally:
        tempfile.tempdir = before
    return album


@pytest.fixture(scope="module")
def dark() -> Album:
    """The whole tour."""
    return went(Look("dark"), brief=False)


@pytest.fixture(scope="module")
def plain() -> Album:
    """The brief tour, in a terminal that has no colours and nothing but ASCII."""
    return went(Look("ascii-no-color", plain=True, ascii=True), brief=True)


def test_every_screen_is_drawn(dark: Album, plain: Album) -> None:
    for album in (dark, plain):
        drawn = {name for picture in album.pictures for name in picture.screens}
        assert not screens_that_are_made() - drawn, "tests/screens/tour.py has no stop on them"
    assert set(dark.of(SMALLEST)) == MAIN


def test_no_part_of_a_button_a_row_or_a_key_is_cut(dark: Album, plain: Album) -> None:
    assert not (dark.cut + plain.cut), "\n".join(dark.cut + plain.cut)


def test_the_main_action_is_in_reach_at_every_size(dark: Album, plain: Album) -> None:
    assert not (dark.hidden + plain.hidden), "\n".join(dark.hidden + plain.hidden)


def test_a_terminal_pulled_to_another_size_and_back_shows_the_same(dark: Album, plain: Album) -> None:
    changed = [each for album in (dark, plain) for each in album.pictures if each.name.endswith(AGAIN)]
    assert not changed, changed[0].text


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("look", ["dark", "plain"])
def test_each_frame_is_as_it_is_kept(look: str, size: tuple[int, int], request: pytest.FixtureRequest) -> None:
    album: Album = request.getfixturevalue(look)
    frames = album.of(size)
    path = GOLDEN / f"{size[0]}x{size[1]}-{album.look.name}.txt"
    if os.environ.get("WRITE_GOLDEN"):
        GOLDEN.mkdir(parents=True, exist_ok=True)
        path.write_text("\n".join(f"{HEAD}{name}\n{text}" for name, text in frames.items()), encoding="utf-8")
    kept = dict(_kept(path.read_text(encoding="utf-8")))
    assert list(frames) == list(kept), "other stops than those that are kept; WRITE_GOLDEN=1 writes them anew"
    said = "\n".join(_differences(kept, frames))
    assert not said, f"{path.name} shows them differently; WRITE_GOLDEN=1 writes them anew:\n{said}"


def test_nothing_but_ascii_is_drawn_where_it_is_asked_for(plain: Album) -> None:
    assert [each.name for each in plain.pictures if not each.text.isascii()] == []


def _kept(text: str) -> Iterator[tuple[str, str]]:
    for part in f"\n{text}".split(f"\n{HEAD}")[1:]:
        name, _, frame = part.partition("\n")
        yield name, frame.rstrip("\n")


def _differences(kept: dict[str, str], frames: dict[str, str]) -> Iterator[str]:
    for name, text in frames.items():
        before, now = kept[name].split("\n"), text.rstrip("\n").split("\n")
        yield from difflib.unified_diff(before, now, f"{name} as kept", f"{name} now", n=1, lineterm="")
