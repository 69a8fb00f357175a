"""Draws every screen as SVG and as text: `python -m tests.draw_screens FOLDER [--only NAME] [--docs]`."""

import argparse
import asyncio
import os
import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from rich.segment import Segment
from textual.color import Color
from textual.filter import LineFilter
from textual.pilot import Pilot

from screens.app import WizardApp
from screens.frame import SMALLEST
from screens.themes import DARK, LIGHT
from tests.screens.driving import text_of
from tests.screens.ground import Ground, ground
from tests.screens.tour import tour
from tests.source import ROOT
from wizard.version import PROGRAM, VERSION


@dataclass(frozen=True, slots=True)
class Look:
    """One way to draw. `plain`: with NO_COLOR; `ascii`: with --ascii."""

    name: str
    theme: str = DARK.name
    plain: bool = False
    ascii: bool = False


DARK_LOOK = Look("dark")
LOOKS = (DARK_LOOK, Look("light", LIGHT.name), Look("no-color", plain=True), Look("ascii", ascii=True))
SIZES = ((80, 24), (120, 36))
MAIN = frozenset(
    (
        *("home-empty", "home", "route", "ask-text-judged", "ask-choice", "ask-address", "plan-before"),
        *("plan-by-hand-sent", "run-ready", "run-watching", "run-failed", "run-done", "export-runbook"),
    )
)
"""Drawn at the smallest size, too."""
DOCS = {"run-ready": "run-ready.svg", "run-failed": "run-failed.svg"}
"""The pictures of the README."""
AGAIN = "-again"
FONT = "ui-monospace, 'DejaVu Sans Mono', Menlo, Consolas, monospace"
_TIME = re.compile(r"\b\d\d:\d\d:\d\d\b")
_MAY_CHANGE = re.compile(rf"\d{{4}}|\w{{8}}|wizard|{_TIME.pattern}")
_FACES = re.compile(r"@font-face \{.*?\}\s*", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Picture:
    """One stop as it was drawn. `screens`: the kinds that lie on each other; `svg` is empty where none was wanted."""

    name: str
    size: tuple[int, int]
    screens: tuple[str, ...]
    text: str
    svg: str = ""


LookAt = Callable[[WizardApp, str], None]
"""Is called with each stop at each size, before it is drawn."""


def main() -> None:
    """Draw what was asked for."""
    parser = argparse.ArgumentParser(prog="python -m tests.draw_screens", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--only", help="one look: " + ", ".join(look.name for look in LOOKS))
    parser.add_argument("--docs", action="store_true", help="write the pictures of the README, too")
    options = parser.parse_args()
    for look in LOOKS:
        if options.only in (None, look.name):
            for picture in draw(look):
                width, height = picture.size
                write(options.folder / f"{width}x{height}" / look.name, picture)
                if options.docs and picture.size == SIZES[0] and look == DARK_LOOK and picture.name in DOCS:
                    (ROOT / "docs" / "images" / DOCS[picture.name]).write_text(picture.svg, encoding="utf-8")


def draw(
    look: Look = DARK_LOOK,
    *,
    brief: bool = False,
    stops: int = 0,
    svg: bool = True,
    sizes: Iterable[tuple[int, int]] = SIZES,
    look_at: LookAt | None = None,
) -> list[Picture]:
    """Go on the tour, or the brief one, in this look; at each stop the terminal is pulled to every one of `sizes`.

    `stops`: how many of them, 0 is all. A stop that looks like the one before it, since all is in view at that size, is
    drawn once. One that looks different when the terminal has its first size again is drawn a second time, as `AGAIN`.
    """
    pictures: dict[tuple[str, tuple[int, int]], Picture] = {}
    with ground() as at:
        app = _app(at, look)
        app._filters.append(_Calm(at))

        async def go() -> None:
            before: dict[tuple[int, int], str] = {}
            async with app.run_test(size=SIZES[0]) as pilot:
                async for name in tour(pilot, at, brief=brief):
                    for size in (*sizes, *((SMALLEST,) if name in MAIN else ()), SIZES[0]):
                        await pulled(pilot, size)
                        if look_at:
                            look_at(app, name)
                        picture = _picture(name, app, at, svg=svg)
                        if before.get(size) != picture.text:
                            before[size] = picture.text
                            known = f"{name}{AGAIN}" if (name, size) in pictures else name
                            pictures[known, size] = replace(picture, name=known)
                    if stops and len({name for name, _ in pictures}) == stops:
                        break

        asyncio.run(go())
    return list(pictures.values())


async def pulled(pilot: Pilot[None], size: tuple[int, int]) -> None:
    """Pull the terminal to a size, and wait until all is drawn for it."""
    if pilot.app.size == size:
        return
    await pilot.resize_terminal(*size)
    before = ""
    while before != (now := text_of(pilot.app)):
        before = now
        await pilot.pause()


def write(folder: Path, picture: Picture) -> None:
    """Both files of a picture."""
    folder.mkdir(parents=True, exist_ok=True)
    for ending, text in (("svg", picture.svg), ("txt", picture.text)):
        (folder / f"{picture.name}.{ending}").write_text(text, encoding="utf-8")


def _app(at: Ground, look: Look) -> WizardApp:
    with _environ({"NO_COLOR": "1"} if look.plain else {}):
        environ = {"TERM": "xterm-256color"}
        return WizardApp(at.library, practice=True, ascii=look.ascii, theme=look.theme, environ=environ)


@contextmanager
def _environ(wanted: dict[str, str]) -> Iterator[None]:
    """The terminal's own wishes apart, the app is made with these: Textual reads them from the process."""
    before = {name: os.environ.pop(name, None) for name in ("NO_COLOR", *wanted)}
    os.environ.update(wanted)
    try:
        yield
    finally:
        for name, value in before.items():
            os.environ.pop(name, None)
            if value is not None:
                os.environ[name] = value


def _picture(name: str, app: WizardApp, at: Ground, *, svg: bool) -> Picture:
    drawn, text = "", text_of(app)
    if svg:
        drawn = app.export_screenshot(title=PROGRAM, simplify=True)
    changing = tuple(_changing(at))
    drawn, text = _calm(drawn, changing), _calm(text, changing)
    kinds = tuple(type(screen).__name__ for screen in app.screen_stack)
    shown = _without_fonts(_timeless(drawn, "&#160;"))
    return Picture(name, (app.size.width, app.size.height), kinds, _timeless(text) + "\n", shown)


class _Calm(LineFilter):
    """Replaces what differs from run to run in the lines of each widget, before a window hides a part of it."""

    def __init__(self, at: Ground) -> None:
        super().__init__()
        self._at = at

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """The same segments, the same cells."""
        if not any(_MAY_CHANGE.search(text) for text, _, _ in segments):
            return segments
        changing = tuple(_changing(self._at))
        return [Segment(_calm(text, changing), style, control) for text, style, control in segments]


def _calm(text: str, changing: Iterable[tuple[str, str]]) -> str:
    for found, calm in changing:
        text = text.replace(found, calm)
    return _TIME.sub("14:02:11", text)


def _changing(at: Ground) -> Iterator[tuple[str, str]]:
    """What differs from run to run, and what is drawn in its place, as wide as it."""
    lab = at.practice.lab
    yield f"wizard {VERSION}", f"wizard {'1.2.3'.ljust(len(VERSION), '4')}"
    ports = [url.rpartition(":")[2] for url in (*lab.local.urls, *lab.remote.urls)]
    ports.append(lab.remote.interface_address.rpartition(":")[2])
    for number, port in enumerate(ports, 1):
        yield port, f"{'4' * len(port)}"[:-1] + str(number)
    for key in lab.remote.state.keys:
        yield key, ("VuaCfGcBCdbk" * 2)[: len(key)]
    for session in at.practice.seams.sessions.all():
        yield session.id, "f9170949"
    # Where there is too little room, less of it is shown.
    prefix, _, suffix = lab.folder.name.rpartition("-")
    for length in range(len(suffix), 0, -1):
        yield f"{prefix}-{suffix[:length]}", f"{prefix}-{'practice'[:length]}"


def _timeless(text: str, blank: str = " ") -> str:
    text = re.sub(rf"\b\d\.\d{blank}s\b", f"0.1{blank}s", text)
    # A port that is cut at the edge.
    text = re.sub(r"(?<=127\.0\.0\.1:)\d{1,4}(?!\d)", lambda found: "4" * len(found.group()), text)
    text = re.sub(rf"\b\d{blank}ms\b", f"4{blank}ms", text)
    return re.sub(rf"\b\d\d{blank}ms\b", f"12{blank}ms", text)


def _without_fonts(svg: str) -> str:
    """Nothing is loaded from elsewhere: a picture in a page may not, and need not. Names within it become short."""
    svg = re.sub(r"<!--.*?-->", "", _FACES.sub("", svg), flags=re.DOTALL)
    svg = re.sub(r"terminal-\d+-", "t", svg)
    return re.sub(r"font-family: (?:Fira Code|arial)[^;]*;?", f"font-family: {FONT};", svg)


if __name__ == "__main__":
    main()
