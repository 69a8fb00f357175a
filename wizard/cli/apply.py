"""`apply`: the main job, between the checks that must hold before and those that prove the whole after."""

import argparse
from collections.abc import Sequence

from wizard.cli.exits import Exit
from wizard.cli.opening import keeping_library, on_terminal, open_session
from wizard.cli.output import put_json
from wizard.cli.running import Say, Teller, blocking, ends_as_json, exit_of, say_to
from wizard.cli.terminal_clock import TerminalClock
from wizard.doctor.report import finding_as_json, summary
from wizard.doctor.root_cause import root_cause
from wizard.engine.session import OpenSession
from wizard.errors import UsageError, WizardError
from wizard.exporters.plan_text import route_line
from wizard.exporters.text import step_as_text, step_headline
from wizard.plan.result import Event, Finding
from wizard.plan.step import Step
from wizard.runner.prepare import Prepared


def run(options: argparse.Namespace) -> Exit:
    """Apply a plan; exit 0 only when the closing checks hold."""
    asks = not (options.yes or options.json)
    if asks and not on_terminal():
        raise UsageError("There is nobody to ask before each step.", hint="Give --yes to do all steps without asking.")
    watches = asks and on_terminal()
    library = keeping_library(memory=options.memory, clock=TerminalClock() if watches else None)
    session = open_session(library, options, record=True)
    try:
        return _Applying(session, options, asks=asks, watches=watches).run()
    finally:
        session.close()


class _Applying:
    def __init__(self, session: OpenSession, options: argparse.Namespace, *, asks: bool, watches: bool) -> None:
        self.session = session
        self.asks = asks
        self.watches = watches
        self.json = options.json
        self.say: Say = say_to(not options.json)
        self.verbose = options.verbose
        self.teller = Teller(self.say, session.plan, options.verbose, watches)
        self.before: list[Finding] = []
        self.after: list[Finding] = []

    def run(self) -> Exit:
        """All of it; prints the report at the end, whatever the end is."""
        session = self.session
        self.say(route_line(session.plan.scenario))
        self.say(f"Session {session.record.id}. To go on later: apply --session {session.record.id}")
        session.discover()
        self.teller.plan = session.plan
        for caution in session.plan.warnings:
            self.say(f"Note: {caution.text}")
        code = self._check_before() or self._steps() or self._check_after()
        if self.json:
            put_json(self._report(code))
        return code

    def _check_before(self) -> Exit:
        plan = self.session.plan
        while True:
            self.say("\nBefore anything is changed")
            self.before = self._examine(plan.before)
            stops = blocking(self.before, plan)
            if not stops:
                return Exit.OK
            cause = root_cause(self.before) or stops[0]
            self.say(f"\nNothing was changed. First to mend: {cause.code}. {cause.verdict.headline}")
            if not self.watches or not self._again("Look again?"):
                return self._unreached() or Exit.NOT_OK

    def _steps(self) -> Exit:
        steps = self.session.plan.steps
        for number, step in enumerate(steps, 1):
            code = self._step(step, number, len(steps))
            if code:
                self._how_to_go_on(step)
                return code
        return Exit.OK

    def _step(self, step: Step, number: int, total: int) -> Exit:
        while True:
            self.say("")
            end = self.session.look_at(step)
            if end:
                self.say(step_headline(step, number, total))
                self.teller.ended(end)
                return Exit.OK
            self.say(step_as_text(step, number, total))
            shown = self._prepared(step)
            if self.asks and self._choose("Do this step? y yes, s stop here", ("y", "s")) == "s":
                self.say("Stopped. Nothing of this step was sent.")
                return Exit.NOT_OK
            end = self.teller.tell(self.session.do(step, watch=self.watches, shown=shown))
            if end.state in ("done", "already") or (end.state == "handed" and self._may_go_on(end)):
                return Exit.OK
            if not self.watches or not self._again("Try this step again?"):
                return exit_of(end)

    def _may_go_on(self, end: Event) -> bool:
        """A step handed on a person's word lets the next begin; without a person there is no word to take."""
        return self.watches or end.text.startswith("Sent.")

    def _prepared(self, step: Step) -> tuple[Prepared, ...] | None:
        try:
            prepared = self.session.prepare(step)
        except WizardError:
            return None  # The step itself will say so, with what to do.
        for action in prepared:
            for line in action.difference:
                self.say(f"  becomes different: {line}")
            if action.nothing_to_do:
                self.say(f"  nothing to do: {action.nothing_to_do}")
        return prepared

    def _check_after(self) -> Exit:
        self.say("\nThe whole, checked")
        self.after = self._examine(self.session.plan.after)
        failed = [finding for finding in self.after if finding.verdict.status in ("fail", "crash")]
        solid = [finding for finding in failed if not finding.verdict.likely]
        if solid:
            cause = root_cause(self.after) or solid[0]
            self.say(f"\nConnected, but not proved. First to mend: {cause.code}. {cause.verdict.headline}")
            self.say("`doctor` looks again at any time.")
            return Exit.NOT_OK
        last = self.after[-1].verdict
        unproved = " That check was left out, so this is not proved by a search." if last.status == "skip" else ""
        self.say(f"\nDone. {last.headline}{unproved}")
        self.say(f"To take it all back: undo --session {self.session.record.id}")
        return Exit.OK

    def _examine(self, codes: tuple[str, ...]) -> list[Finding]:
        """Judge these checks; short on success, long on failure."""
        findings = []
        for finding in self.session.examine(codes):
            findings.append(finding)
            if self.verbose or finding.verdict.status not in ("ok", "skip"):
                self.teller.findings([finding])
        self.say(f"  {summary(findings, verbose=self.verbose)}")
        return findings

    def _unreached(self) -> Exit | None:
        """A cluster that does not answer at all has an exit code of its own."""
        unreached = {"RC-LOCAL-001", "RC-REMOTE-001"}
        failed = {finding.code for finding in self.before if finding.verdict.status == "fail"}
        return Exit.UNREACHED if failed & unreached else None

    def _how_to_go_on(self, step: Step) -> None:
        session = self.session.record.id
        self.say(f"\nStopped at step {step.id}. To go on from here: apply --session {session}")
        self.say(f"To take back what was done: undo --session {session}")

    def _again(self, text: str) -> bool:
        return self._choose(f"{text} r try again, s stop here", ("r", "s")) == "r"

    def _choose(self, text: str, letters: tuple[str, ...]) -> str:
        from screens.plain.prompts import choose

        return choose(text, letters)

    def _report(self, code: Exit) -> dict[str, object]:
        return {
            "version": 1,
            "session": self.session.record.id,
            "alias": self.session.plan.scenario.alias,
            "verdict": "ok" if code is Exit.OK else "fail",
            "before": _as_json(self.before),
            "steps": ends_as_json(self.teller.ends),
            "after": _as_json(self.after),
        }


def _as_json(findings: Sequence[Finding]) -> list[object]:
    return [finding_as_json(finding) for finding in findings]
