"""`apply`: the main job, between the checks that must hold before and those that prove the whole after."""

import argparse
from collections.abc import Iterable, Sequence

from wizard.cli.exits import Exit
from wizard.cli.opening import on_terminal, open_library, open_session
from wizard.cli.output import put_json, tell_error
from wizard.cli.planning import notes
from wizard.cli.running import Say, Teller, ends_as_json, exit_of, say_to
from wizard.cli.terminal_clock import TerminalClock
from wizard.doctor.report import finding_as_json, summary
from wizard.doctor.root_cause import root_cause
from wizard.doctor.wording import sentence
from wizard.engine.session import OpenSession
from wizard.errors import UsageError, WizardError
from wizard.exporters.plan_text import route_line
from wizard.exporters.text import step_as_text, step_headline
from wizard.plan.planner import SEARCH
from wizard.plan.result import Event, Finding, settled
from wizard.plan.step import Step
from wizard.runner.prepare import Prepared
from wizard.runner.proof import blocking


def run(options: argparse.Namespace) -> Exit:
    """Apply a plan; exit 0 only when the closing checks hold."""
    asks = not (options.yes or options.json)
    if asks and not on_terminal():
        raise UsageError("There is nobody to ask before each step.", hint="Give --yes to do all steps without asking.")
    clock = TerminalClock() if asks else None
    session = open_session(open_library(memory=options.memory, clock=clock), options, record=True)
    try:
        if trouble := session.unfetchable:
            raise trouble
        return _Applying(session, options, clock).run()
    finally:
        session.close()


class _Applying:
    """`clock`: a person is there, who is asked before each step and whose hand-overs are watched; None: nobody is."""

    def __init__(self, session: OpenSession, options: argparse.Namespace, clock: TerminalClock | None) -> None:
        self.session = session
        self.clock = clock
        self.json = options.json
        self.word = options.done
        self.say: Say = say_to(not options.json)
        self.verbose = options.verbose
        self.teller = Teller(self.say, session.plan, options.verbose, watches=clock is not None)
        self.before: list[Finding] = []
        self.after: list[Finding] = []

    def run(self) -> Exit:
        """All of it; prints the report at the end, whatever the end is."""
        session = self.session
        self.say(route_line(session.plan.scenario))
        self.say(f"Session {session.record.id}. To go on later: apply --session {session.record.id}")
        for note in (*session.plan.warnings, *notes(session.plan, session.answers)):
            self.say(f"Note: {note.text}")
        code = self._check_before() or self._steps() or self._check_after()
        if self.json:
            put_json(self._report(code))
        return code

    def _check_before(self) -> Exit:
        plan = self.session.plan
        while True:
            self.say("\nBefore anything is changed")
            self.before = self._told(self.session.check_before())
            stops = blocking(self.before, plan)
            if not stops:
                self.session.discover()
                self.teller.plan = self.session.plan
                return Exit.OK
            cause = root_cause(self.before) or stops[0]
            self.say(f"\nNothing was changed. First to mend: {cause.code}. {cause.verdict.headline}")
            if not self.clock or not self._again("Look again?"):
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
            if end := self.session.look_at(step, word=self.word):
                self.say(step_headline(step, number, total))
                self.teller.ended(end)
                return Exit.OK
            self.say(step_as_text(step, number, total))
            end = self._asked_and_done(step)
            if end is None:
                self.say("Stopped. Nothing of this step was sent.")
                return Exit.NOT_OK
            if settled(end.state) or end.word:
                return Exit.OK
            if not self.clock or not self._again("Try this step again?"):
                return exit_of(end)

    def _asked_and_done(self, step: Step) -> Event | None:
        """Show what becomes different, ask, do it. None: the person would rather not."""
        while True:
            try:
                shown = self._shown(step)
            except WizardError as error:
                if not self.clock:
                    return self.teller.tell(self.session.do(step, watch=False))  # It meets the same, and says so.
                tell_error(error)
                if not self._again("What stands there now could not be read."):
                    return None
                continue
            if self.clock:
                if self._choose("Do this step? y yes, s stop here", ("y", "s")) == "s":
                    return None
                self.clock.forget_typed()
            return self.teller.tell(self.session.do(step, watch=self.clock is not None, shown=shown))

    def _shown(self, step: Step) -> tuple[Prepared, ...]:
        prepared = self.session.prepare(step)
        for action in prepared:
            for line in action.difference:
                self.say(f"  becomes different: {line}")
            if action.nothing_to_do:
                self.say(f"  nothing to do: {action.nothing_to_do}")
        return prepared

    def _check_after(self) -> Exit:
        self.say("\nThe whole, checked")
        self.after = self._told(self.session.examine(self.session.plan.after))
        left_out = self._searches_themselves()
        unproved = [
            finding
            for finding in self.after
            if not finding.proves and not finding.verdict.likely and finding.code != left_out
        ]
        if unproved:
            cause = root_cause(self.after) or unproved[0]
            self.say(f"\nNot proved. First to look at: {cause.code}, {cause.claim}. {sentence(cause.verdict.headline)}")
            self.say("`doctor` looks again at any time.")
            return Exit.NOT_OK
        if left_out:
            user = self.session.plan.scenario.access.user
            self.say(f"\nDone, but for a search as {user}, whose password is not known here: let {user} search.")
        else:
            self.say(f"\nDone. {self.after[-1].verdict.headline}")
        self.say(f"To take it all back: undo --session {self.session.record.id}")
        return Exit.OK

    def _searches_themselves(self) -> str:
        """The closing search where it is left to the user, since nobody here has their password; empty: it is made."""
        scenario = self.session.plan.scenario
        return SEARCH if scenario.access.search and scenario.user_login is None else ""

    def _told(self, judged: Iterable[Finding]) -> list[Finding]:
        """Say findings as they come; short on success, long on failure."""
        findings = []
        for finding in judged:
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
        if not self.clock:
            self.say("If what was left to you cannot be seen by the wizard, say that it is done: --done")
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
