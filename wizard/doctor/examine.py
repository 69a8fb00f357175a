"""Examine: runs checks side by side in daemon threads and yields their findings in declared order."""

import logging
import threading
import time
import traceback
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import replace
from queue import Empty, SimpleQueue
from types import TracebackType

from wizard.doctor.check import Check
from wizard.doctor.checks import CHECKS
from wizard.doctor.look import Look, Unseen
from wizard.doctor.names import who_acts
from wizard.errors import ReachError
from wizard.plan.result import Finding, Verdict

WHOLE_S = 60.0
"""Longest time a round may take; whatever is not answered by then is skipped."""
SLICE_S = 0.2
"""Longest single wait: on Windows a wait cannot be broken by Ctrl-C."""

_log = logging.getLogger(__name__)


def examine(
    look: Look,
    codes: Collection[str],
    *,
    on: Callable[[Check], None] | None = None,
    limit_s: float = WHOLE_S,
    checks: Sequence[Check] = CHECKS,
) -> Iterator[Finding]:
    """Judge the checks with these codes; `on` is told, in the caller's thread, when one begins.

    A check starts as soon as those upstream of it, of these codes, are settled; see Check for when it is skipped.
    """
    asked = [check for check in checks if check.code in codes]
    current = _Round(look, asked, on or _tell_nobody)
    ends = time.monotonic() + limit_s
    for check in asked:
        while check.code not in current.verdicts:
            current.begin()
            left = ends - time.monotonic()
            if left <= 0:
                while current.wait(0):
                    pass
                current.verdicts.setdefault(check.code, Verdict("skip", f"not answered within {limit_s:g} s"))
            elif check.code not in current.verdicts:
                current.wait(min(SLICE_S, left))
        yield _finding(look, check, current.verdicts[check.code])


class _Round:
    """The state of one examination: what is settled, what runs, and what failed."""

    def __init__(self, look: Look, checks: Sequence[Check], on: Callable[[Check], None]) -> None:
        self.verdicts: dict[str, Verdict] = {}
        self._look, self._on = look, on
        self._ahead = list(checks)
        self._codes = {check.code for check in checks}
        self._judged: SimpleQueue[tuple[str, Verdict]] = SimpleQueue()

    def begin(self) -> None:
        """Start every check whose needs are settled, and skip every one that has nothing to judge."""
        moved = True
        while moved:
            moved = False
            for check in tuple(self._ahead):
                broken = next((code for code in check.upstream if self._breaks(check, code)), None)
                if broken is not None:
                    self.verdicts.setdefault(check.code, Verdict("skip", f"needs {broken}"))
                elif all(code in self.verdicts for code in check.upstream if code in self._codes):
                    self._on(check)
                    threading.Thread(target=self._run, args=(check,), name=check.code, daemon=True).start()
                else:
                    continue
                self._ahead.remove(check)
                moved = True

    def wait(self, seconds: float) -> bool:
        """Take in what the next check says; False when none ended in that time."""
        try:
            code, verdict = self._judged.get(timeout=seconds)
        except Empty:
            return False
        self.verdicts.setdefault(code, verdict)
        return True

    def _run(self, check: Check) -> None:
        began = time.monotonic()
        verdict = judge(self._look, check)
        took_ms = (time.monotonic() - began) * 1000
        _log.debug("%s (%s): %s, %.0f ms. %s", check.code, check.side, verdict.status, took_ms, verdict.headline)
        self._judged.put((check.code, verdict))

    def _breaks(self, check: Check, code: str) -> bool:
        settled = self.verdicts.get(code)
        if settled is None:
            return False
        return settled.status in ("fail", "crash") or (settled.status == "skip" and code in check.needs)


def _tell_nobody(check: Check) -> None:
    """Nobody asked to be told."""


def judge(look: Look, check: Check) -> Verdict:
    """One check's verdict, guarded: what it cannot see is a skip, and a bug in it is a crash, not an end."""
    try:
        verdict = check.judge(look)
        if verdict.status in ("warn", "fail") and not verdict.who:
            return replace(verdict, who=who_acts(look, check.side))
    except Unseen as unseen:
        away, hint = isinstance(unseen.cause, ReachError), unseen.cause.hint if unseen.cause else ""
        return Verdict("skip", unseen.reason, hint=hint, away=away)
    except Exception as error:
        _log.error("%s crashed: %s\n%s", check.code, type(error).__name__, _trace(error.__traceback__))
        return Verdict("crash", f"This check crashed with {type(error).__name__}; the rest goes on.")
    return verdict


def _trace(trace: TracebackType | None) -> str:
    """Where it happened, without the words of the exception: they may quote anything."""
    return "".join(traceback.format_tb(trace))


def _finding(look: Look, check: Check, verdict: Verdict) -> Finding:
    step = check.step(look.scenario) if verdict.status in ("warn", "fail") else ""
    seen = replace(verdict, likely=True) if check.likely and not verdict.certain else verdict
    return Finding(check.code, check.claim, check.side, check.upstream, step, seen)
