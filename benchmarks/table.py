"""One row of the table of speed goals."""

ROW = "{name:<58} {took:>8}  {ratio:<52} goal {goal:<8} {met}"


def row(name: str, took_s: float, goal: str, *, met: bool, ratio: str = "") -> bool:
    """Print it; returns `met`. `took_s` in seconds is shown in milliseconds."""
    said = ROW.format(name=name, took=f"{took_s * 1000:.0f} ms", ratio=ratio, goal=goal, met="met" if met else "MISSED")
    print(said)  # noqa: T201
    return met
