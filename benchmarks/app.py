"""The app in a real terminal: how soon it is painted, alone and with many sessions, and how soon it answers a key."""

import statistics
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from benchmarks.clusters import Clusters
from benchmarks.processes import ROUNDS, Run, environ, python, wizard
from benchmarks.pseudo_terminal import PseudoTerminal
from benchmarks.table import row

BARE = python(
    "from textual.app import App, ComposeResult\n"
    "from textual.widgets import Label\n"
    "class Bare(App):\n"
    "    def compose(self):\n"
    "        yield Label('painted')\n"
    "Bare().run()"
)
"""A Textual app with one label: nothing can be painted sooner."""
SESSIONS = 200
PAINT_TIMES, MANY_TIMES = 1.3, 1.1
KEYS = 300
KEY_S = 0.033
HELD_S = 0.02
PLAN_READY, CHECKING = b"holds.", b"Checking before"
PAGES = (b"created_by", b"Its secret is shown once", b"to look up", b"Who may do this")
"""Words that only one of the four pages of a step shows: Sent, Changes, Undo, Why."""


@dataclass(frozen=True, slots=True)
class Paint:
    """An app, and the word that shows that its first screen is painted."""

    run: Run
    word: bytes
    folder: Path


def met(folder: Path) -> Iterator[bool]:
    """Measure and print each."""
    empty, full = folder / "empty", folder / "full"
    _fill(full)
    took = painted(
        {
            "bare": Paint(BARE, b"painted", empty),
            "app": Paint(wizard(), b"Connect two clusters", empty),
            "many": Paint(wizard(), b"Connect two clusters", full),
        }
    )
    times = took["app"] / took["bare"]
    said = f"{times:4.2f} x a Textual app with one label ({took['bare'] * 1000:.0f} ms)"
    yield row("app: first paint", took["app"], f"{PAINT_TIMES} x", met=times <= PAINT_TIMES, ratio=said)
    times = took["many"] / took["app"]
    said = f"{times:4.2f} x with none"
    yield row(
        f"app: first paint, {SESSIONS} sessions", took["many"], f"{MANY_TIMES} x", met=times <= MANY_TIMES, ratio=said
    )
    with PseudoTerminal(wizard("demo"), environ(empty)) as terminal:
        yield _keys_met("practice", seconds_to_answer(terminal))
    with Clusters(folder / "clusters") as clusters, clusters.opened() as terminal:
        yield _keys_met("clusters of their own", seconds_to_answer(terminal))


def _keys_met(where: str, taken: list[float]) -> bool:
    keys = sorted(taken)
    worst = keys[int(len(keys) * 0.99) - 1]
    said = f"median {statistics.median(keys) * 1000:.0f} ms, {len(keys)} keys, {where}"
    name = "app: key until painted, checks running (p99)"
    return row(name, worst, f"{KEY_S * 1000:.0f} ms", met=worst <= KEY_S, ratio=said)


def painted(paints: dict[str, Paint]) -> dict[str, float]:
    """Medians in seconds, from the start of the process; they take turns."""
    times: dict[str, list[float]] = {name: [] for name in paints}
    for at in range(ROUNDS + 1):
        for name, paint in paints.items():
            began = time.perf_counter()
            with PseudoTerminal(paint.run, environ(paint.folder)) as terminal:
                took = terminal.until(paint.word) - began
            if at:
                times[name].append(took)
    return {name: statistics.median(taken) for name, taken in times.items()}


def seconds_to_answer(terminal: PseudoTerminal) -> list[float]:
    """One number for each key: from its press until what it shows is painted, while the checks of a plan run.

    A key comes `HELD_S` after what the one before showed, as it does while it is held down: keys that follow at once
    would measure how quickly they follow each other, and hold up the checks.
    """
    taken: list[float] = []
    terminal.until(PLAN_READY)
    for key in ("home", "down", "down"):  # To the step that creates the key, whose four pages are known.
        terminal.press(key)
        terminal.quiet()
    page = 0
    while len(taken) < KEYS:
        began = terminal.place()
        terminal.press("r")
        terminal.until(CHECKING)
        while len(taken) < KEYS and not terminal.has(PLAN_READY, began):
            page = (page + 1) % len(PAGES)
            pressed = terminal.press("t")
            taken.append(terminal.until(PAGES[page]) - pressed)
            terminal.rest(HELD_S)
    return taken


def _fill(folder: Path) -> None:
    from benchmarks.processes import ANSWERS
    from wizard.engine.answer_file import read_answer_file
    from wizard.scenario.answers import Answer
    from wizard.store.disk_sessions import DiskSessions, state_folder

    answers = {id: Answer(value, "given") for id, value in read_answer_file(ANSWERS).answers.items()}
    sessions = DiskSessions(state_folder(environ(folder)))
    for number in range(SESSIONS):
        sessions.create(f"boston-{number}", answers)
