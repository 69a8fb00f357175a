"""Checks: the lines under a field: what is wrong or odd with it, and what each live check sees, with its seconds."""

import time
from collections.abc import Mapping, Sequence

from textual.containers import VerticalScroll
from textual.timer import Timer

from screens.glyphs import Mark, mark_of_verdict
from screens.needs import in_app, in_words
from screens.widgets.check_line import CheckLine
from wizard.plan.result import Finding

LIMIT_S = 10
FROM_HERE = "from this machine; your nodes may see it differently"


class Checks(VerticalScroll, can_focus=False):
    """Notes first, then one line for each check under way."""

    DEFAULT_CSS = """
    Checks { height: 1fr; min-height: 1; padding: 0 1; }
    """

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._notes: list[CheckLine] = []
        self._lines: dict[str, CheckLine] = {}
        self._begun: dict[str, float] = {}
        self._claims: Mapping[str, str] = {}
        self._ticks: Timer | None = None

    @property
    def lines(self) -> list[tuple[Mark | None, str, str]]:
        """All lines as they are drawn."""
        return [line.shown for line in self.query(CheckLine)]

    def notes(self, notes: Sequence[tuple[Mark | None, str]]) -> None:
        """Replace the notes; what checks say is cleared with them."""
        self.stop()
        self._lines, self._begun = {}, {}
        self._notes = [CheckLine(mark, text) for mark, text in notes]
        self.remove_children()
        self.mount_all(self._notes)

    def begin(self, claims: Mapping[str, str]) -> None:
        """One line for each check that will be made, by code."""
        self._claims = claims
        self._lines = {code: CheckLine("open", claim) for code, claim in claims.items()}
        self.mount_all(self._lines.values())
        self._ticks = self.set_interval(1.0, self.tick)

    def began(self, code: str) -> None:
        """A check is under way."""
        if code in self._lines:
            self._begun[code] = time.monotonic()
            self._lines[code].set("working", self._claims[code])

    def found(self, finding: Finding) -> None:
        """A check has its finding."""
        self._begun.pop(finding.code, None)
        line = self._lines.get(finding.code)
        if line is None:
            return
        verdict = finding.verdict
        text = verdict.headline
        if verdict.status == "skip":
            text = f"{finding.claim}: {in_words(verdict.headline)}"
        if verdict.status in ("warn", "fail") and verdict.hint:
            text = f"{text} {in_app(verdict.hint, key='')}"
        line.set(mark_of_verdict(verdict), text, finding.code if verdict.status in ("fail", "crash") else "")

    def ended(self, *, likely: bool) -> None:
        """Nothing more comes; `likely`: say that other machines may see it differently."""
        self.stop()
        if likely:
            self.mount(CheckLine("likely", FROM_HERE))

    def stop(self) -> None:
        """No line is under way any more."""
        if self._ticks:
            self._ticks.stop()
            self._ticks = None
        for code in self._begun:
            self._lines[code].set("skip", f"{self._claims[code]}: stopped waiting")
        self._begun = {}

    def tick(self) -> None:
        """Seconds from the second one on; after the limit, that it is longer than usual."""
        for code, since in self._begun.items():
            seconds = int(time.monotonic() - since)
            if seconds >= 2:
                right = f"{seconds} s of {LIMIT_S}" if seconds <= LIMIT_S else f"{seconds} s, longer than usual"
                self._lines[code].set("working", self._claims[code], right)
