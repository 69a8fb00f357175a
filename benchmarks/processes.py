"""Whole processes, from start to end: commands against a bare Python, the demo, Ctrl-C while clusters are frozen."""

import os
import signal
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.table import row

ROOT = Path(__file__).parents[1]
ROUNDS = 15
ANSWERS = ROOT / "docs" / "two-clusters.yaml"
FREEZES = 5
DEMOS = 5
DEMO_S = 5.0

Run = Sequence[str]


@dataclass(frozen=True, slots=True)
class Goal:
    """A process may take at most `times` what another takes."""

    name: str
    run: Run
    than: str
    times: float


def python(code: str) -> Run:
    """The command that runs this code."""
    return (sys.executable, "-c", code)


def wizard(*argv: str) -> Run:
    """The command as it is installed: its console script does no more than this."""
    return python(f"import sys; from wizard.cli.main import entry; sys.argv[1:] = {list(argv)!r}; sys.exit(entry())")


BASES = {"python -c pass": python("pass"), 'python -c "import pydantic, yaml"': python("import pydantic, yaml")}
BARE, BORDERS = BASES


def met(folder: Path) -> Iterator[bool]:
    """Measure and print each."""
    wanted = goals(folder)
    medians = measured({**BASES, **{goal.name: goal.run for goal in wanted}}, folder)
    for goal in wanted:
        took, base = medians[goal.name], medians[goal.than]
        ratio = f"{took / base:4.2f} x {goal.than} ({base * 1000:.0f} ms)"
        yield row(goal.name, took, f"{goal.times:g} x", met=took / base <= goal.times, ratio=ratio)
    demos = [seconds_of(wizard("demo", "--yes"), folder) for _ in range(DEMOS)]
    yield row("demo --yes (worst)", max(demos), f"{DEMO_S * 1000:.0f} ms", met=max(demos) <= DEMO_S)
    ends = [seconds_until_back(folder) for _ in range(FREEZES)]
    worst = max(took for took, _ in ends)
    in_time = worst <= 1 and all(code == 130 for _, code in ends)
    yield row("doctor, clusters frozen: Ctrl-C until the end (worst)", worst, "1000 ms", met=in_time)


def goals(folder: Path) -> tuple[Goal, ...]:
    """What is compared with what."""
    plan = ("plan", "--answers", str(ANSWERS))
    export = ("export", "all", "--answers", str(ANSWERS), "--force", "-o", str(folder))
    return (
        Goal("--version", wizard("--version"), BARE, 4),
        Goal("--help", wizard("--help"), BARE, 4),
        Goal("plan, from an answer file", wizard(*plan), BORDERS, 1.5),
        Goal("export all (three formats), from an answer file", wizard(*export), BORDERS, 1.5),
    )


def measured(runs: dict[str, Run], folder: Path) -> dict[str, float]:
    """Medians in seconds. The runs take turns, so that what else the machine does meets all of them alike."""
    times: dict[str, list[float]] = {name: [] for name in runs}
    for at in range(ROUNDS + 1):
        for name, run in runs.items():
            took = seconds_of(run, folder)
            if at:  # The first round fills the caches of the file system.
                times[name].append(took)
    return {name: statistics.median(taken) for name, taken in times.items()}


def seconds_of(run: Run, folder: Path) -> float:
    """How long one run takes."""
    began = time.perf_counter()
    subprocess.run(run, cwd=ROOT, env=environ(folder), capture_output=True, check=True)
    return time.perf_counter() - began


def environ(folder: Path) -> dict[str, str]:
    """Nothing of the person's: neither sessions nor secrets."""
    return {
        "PATH": os.environ["PATH"],
        "HOME": str(folder),
        "RCW_STATE_DIR": str(folder / "state"),
        "RCW_LOCAL_SECRET": "of no use",
        "RCW_REMOTE_SECRET": "of no use",
    }


def seconds_until_back(folder: Path) -> tuple[float, int]:
    """How long a doctor whose clusters accept and never answer lives on after Ctrl-C, and its exit code."""
    with socket.create_server(("127.0.0.1", 0), backlog=64) as frozen:
        url = f"http://127.0.0.1:{frozen.getsockname()[1]}"
        settings = [f"--set={side}.{id}={url}" for side, id in (("local", "url"), ("remote", "url"))]
        run = wizard("doctor", "--memory", "--answers", str(ANSWERS), *settings, "--set=local.node_urls=")
        process = subprocess.Popen(
            run,
            cwd=ROOT,
            env=environ(folder),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
        frozen.settimeout(20)
        connection, _ = frozen.accept()
        with connection:
            process.send_signal(signal.SIGINT)
            began = time.perf_counter()
            process.communicate(timeout=60)
    return time.perf_counter() - began, process.returncode
