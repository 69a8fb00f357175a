"""Every screen as a person comes past it, at every size that is promised: whole, the same as kept, told apart by text.

The frames are kept in `tests/golden/screens`; `WRITE_GOLDEN=1` writes them anew.
"""

import difflib
import os
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import pytest

from screens.app import WizardApp
from screens.frame import SMALLEST
from tests.draw_screens import AGAIN, MAIN, SIZES, Look, Picture, draw
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


def went(look: Look, *, brief: bool, sizes: Sequence[tuple[int, int]]) -> Album:
    """Go on the tour."""
    album = Album(look)
    before, tempfile.tempdir = tempfile.tempdir, "/tmp"  # Paths are drawn, and wrap by their length.
    try:
        album.pictures = draw(look, brief=brief, svg=False, sizes=sizes, look_at=album.look_at)
    finally:
        tempfile.tempdir = before
    return album


@pytest.fixture(scope="class")
def album(request: pytest.FixtureRequest) -> Album:
    """The tour, gone on once."""
    frames: type[Frames] = request.cls
    return went(frames.look, brief=frames.brief, sizes=frames.sizes)


class Frames:
    """What holds in every look. Each look is a class of its own, so that two workers can draw them at once."""

    look: Look
    brief = False
    sizes: Sequence[tuple[int, int]] = SIZES

    def test_every_screen_is_drawn(self, album: Album) -> None:
        drawn = {name for picture in album.pictures for name in picture.screens}
        assert not screens_that_are_made() - drawn, "tests/screens/tour.py has no stop on them"

    def test_no_part_of_a_button_a_row_or_a_key_is_cut(self, album: Album) -> None:
        assert not album.cut, "\n".join(album.cut)

    def test_the_main_action_is_in_reach_at_every_size(self, album: Album) -> None:
        assert not album.hidden, "\n".join(album.hidden)

    def test_a_terminal_pulled_to_another_size_and_back_shows_the_same(self, album: Album) -> None:
        changed = [each for each in album.pictures if each.name.endswith(AGAIN)]
        assert not changed, changed[0].text

    def test_each_frame_is_as_it_is_kept(self, album: Album) -> None:
        for size in self.sizes:
            frames = album.of(size)
            path = GOLDEN / f"{size[0]}x{size[1]}-{album.look.name}.txt"
            if os.environ.get("WRITE_GOLDEN"):
                GOLDEN.mkdir(parents=True, exist_ok=True)
                text = "\n".join(f"{HEAD}{name}\n{text}" for name, text in frames.items())
                path.write_text(text, encoding="utf-8")
            kept = dict(_kept(path.read_text(encoding="utf-8")))
            assert list(frames) == list(kept), "other stops than those that are kept; WRITE_GOLDEN=1 writes them anew"
            said = "\n".join(_differences(kept, frames))
            assert not said, f"{path.name} shows them differently; WRITE_GOLDEN=1 writes them anew:\n{said}"


class TestDark(Frames):
    """The whole tour."""

    look = Look("dark")

    def test_what_matters_most_is_drawn_at_the_smallest_size(self, album: Album) -> None:
        assert set(album.of(SMALLEST)) == MAIN


class TestPlain(Frames):
    """The brief tour, in a terminal that has no colours and nothing but ASCII; of the usual sizes the tight one."""

    look = Look("ascii-no-color", plain=True, ascii=True)
    brief = True
    sizes = SIZES[:1]

    def test_nothing_but_ascii_is_drawn_where_it_is_asked_for(self, album: Album) -> None:
        assert [each.name for each in album.pictures if not each.text.isascii()] == []


def _kept(text: str) -> Iterator[tuple[str, str]]:
    for part in f"\n{text}".split(f"\n{HEAD}")[1:]:
        name, _, frame = part.partition("\n")
        yield name, frame.rstrip("\n")


def _differences(kept: dict[str, str], frames: dict[str, str]) -> Iterator[str]:
    for name, text in frames.items():
        before, now = kept[name].split("\n"), text.rstrip("\n").split("\n")
        yield from difflib.unified_diff(before, now, f"{name} as kept", f"{name} now", n=1, lineterm="")
