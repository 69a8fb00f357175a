"""`demo`: the whole journey on practice clusters, in lines; with a fault, the doctor finds what was broken."""

import argparse
import signal
import time
from collections.abc import Sequence
from datetime import UTC, datetime

from wizard.cli.app import app_clock, has_screen, open_app
from wizard.cli.doctor import codes_to_judge
from wizard.cli.exits import Exit
from wizard.cli.output import put_json, tell
from wizard.cli.running import Say, Teller, ends_as_json, exit_of, say_to
from wizard.doctor.report import finding_as_json, overall, report_lines
from wizard.doctor.root_cause import root_cause
from wizard.engine.session import OpenSession
from wizard.exporters.plan_text import route_line
from wizard.exporters.text import step_headline
from wizard.plan.result import Finding
from wizard.practice import PRACTICE, Fault, Practice, fault_named
from wizard.runner.proof import blocking


def run(options: argparse.Namespace) -> Exit:
    """Practise; exit 0 only when every check holds at the end. Raises UsageError for an unknown fault."""
    broken = fault_named(options.fault) if options.fault else None
    if has_screen() and not (options.yes or options.json):
        return practise_in_the_app(options, broken)
    say = say_to(not options.json)
    # Whoever ends it with kill wants the files of the clusters gone, too.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    with Practice() as practice:
        if broken and broken.when == "before":
            practice.put_in(broken)
        local, remote = practice.lab.local.state, practice.lab.remote.state
        say(f"{PRACTICE}: two clusters on this machine, which end with this command. Nothing else is touched.")
        say(f"{local.name} (Elasticsearch {local.version}, {len(local.nodes)} nodes) is to search {remote.name}.")
        if broken and broken.when == "before":
            say(f"Fault {broken.name}: {broken.text}.")
        session = practice.begin()
        try:
            demo = _Demo(session, say, verbose=options.verbose)
            code = demo.journey()
            if broken and broken.when == "after" and not code:
                practice.put_in(broken, session)
                say(f"\nNow a fault. {broken.name}: {broken.text}.")
            code = code or demo.doctor()
            if options.json:
                put_json(demo.report(code, options.fault or None))
            return code
        finally:
            session.close()


def practise_in_the_app(options: argparse.Namespace, broken: Fault | None = None) -> Exit:
    """The app on practice clusters, its questions answered; a fault that comes after the journey finds it gone."""
    with Practice(clock=app_clock()) as practice:
        if broken:
            tell(f"Fault {broken.name}: {broken.text}.")
        begin_practice(practice, broken)
        session = practice.begin()
        session.close()
        return open_app(lambda: practice.library, options, session=session.record.id, practice=True)


def begin_practice(practice: Practice, broken: Fault | None) -> None:
    """Put the fault in: before anything is done, or after every step was done, as it says."""
    if broken is None:
        return
    if broken.when == "before":
        practice.put_in(broken)
        return
    session = practice.begin()
    try:
        if not _Demo(session, _say_nothing, verbose=False).journey():
            practice.put_in(broken, session)
    finally:
        session.close()


def _say_nothing(text: str) -> None:
    """The app shows what was done."""


class _Demo:
    def __init__(self, session: OpenSession, say: Say, *, verbose: bool) -> None:
        self.session = session
        self.say = say
        self.verbose = verbose
        self.began, self.at = time.monotonic(), datetime.now(UTC)
        self.teller = Teller(say, session.plan, verbose)
        self.findings: Sequence[Finding] = ()

    def journey(self) -> Exit:
        """The checks that must hold before, then every step."""
        session, say = self.session, self.say
        session.discover()
        plan = self.teller.plan = session.plan
        say(f"{route_line(plan.scenario)}\n\nBefore anything is changed")
        self.findings = tuple(session.check_before())
        self._tell(self.findings)
        if stops := blocking(self.findings, plan):
            cause = root_cause(self.findings) or stops[0]
            say(f"\nNothing was changed. First to mend: {cause.code}. {cause.verdict.headline}")
            return Exit.NOT_OK
        for number, step in enumerate(plan.steps, 1):
            say(f"\n{step_headline(step, number, len(plan.steps))}")
            end = session.look_at(step)
            if end:
                self.teller.ended(end)
            elif code := exit_of(self.teller.tell(session.do(step, watch=False))):
                return code
        return Exit.OK

    def doctor(self) -> Exit:
        """Every check of the connection."""
        self.say("\nThe doctor's report")
        self.findings = tuple(self.session.examine(codes_to_judge(self.session.plan, [], [])))
        self._tell(self.findings, every=True)
        if overall(self.findings) == "fail":
            cause = root_cause(self.findings)
            self.say(f"\nFirst to mend: {cause.code}. {cause.verdict.headline}" if cause else "\nA check crashed.")
            return Exit.NOT_OK
        self.say(f"\nConnected. {self.findings[-1].verdict.headline}")
        return Exit.OK

    def report(self, code: Exit, fault: str | None) -> dict[str, object]:
        """All of it, for scripts."""
        cause = root_cause(self.findings)
        return {
            "version": 1,
            "practice": True,
            "fault": fault,
            "at": f"{self.at:%Y-%m-%dT%H:%M:%SZ}",
            "took_s": round(time.monotonic() - self.began, 1),
            "verdict": "ok" if code is Exit.OK else "fail",
            "root_cause": cause.code if cause else None,
            "steps": ends_as_json(self.teller.ends),
            "findings": [finding_as_json(finding) for finding in self.findings],
        }

    def _tell(self, findings: Sequence[Finding], *, every: bool = False) -> None:
        for line in report_lines(findings, verbose=every or self.verbose):
            self.say(f"  {line}")
