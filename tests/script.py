"""A small fake of the outside: the seams from a list of what is expected to happen and how it is answered.

It records what was done, can stop at the n-th, fails on anything that is not listed next, and keeps no state.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from wizard.clients.connection import Keep, Reply, ValueOf
from wizard.clients.node_shell import Ran
from wizard.errors import ReplyError, WizardError
from wizard.plan.actions import Json, Request
from wizard.plan.pointer import resolve
from wizard.plan.refs import fill, fill_text
from wizard.plan.result import Event, Finding, Outcome, Status, Verdict
from wizard.plan.step import Step
from wizard.runner.ports import Ports
from wizard.runner.runner import Runner
from wizard.scenario.model import KEY, KEY_ID, SESSION, STALE_KEY_IDS, Ref, Side, secret_ref

REFS = {
    ref.name: ref
    for ref in (KEY, KEY_ID, SESSION, STALE_KEY_IDS, secret_ref("local.secret"), secret_ref("local.keystore_secret"))
}


class Killed(BaseException):
    """The process ends here, as if by kill -9: nothing after this runs."""


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that is expected: `side method path` of a request, or `node: command`; and its answer."""

    expects: str
    status: int = 200
    body: Json = None
    code: int = 0
    err: str = ""
    error: WizardError | None = None


@dataclass
class Script:
    """Connect, shell, proof, journal and clock in one. `proofs` gives, per code, what each look at it finds.

    The last of a code's findings is found again and again. `stop_at`: the n-th thing done (from 1) kills the process.
    """

    lines: Sequence[Line] = ()
    proofs: Mapping[str, Sequence[Status]] = field(default_factory=dict)
    nodes: tuple[str, ...] = ()
    stop_at: int = 0
    words: Sequence[bool] = ()
    secrets: dict[str, str] = field(default_factory=dict)
    values: dict[str, str] = field(default_factory=lambda: {"SESSION": "s-1"})
    outcomes: dict[str, Outcome] = field(default_factory=dict)
    done: list[str] = field(default_factory=list)
    bodies: list[Json] = field(default_factory=list)
    stdin: list[str] = field(default_factory=list)
    waits: list[float] = field(default_factory=list)
    looks: dict[str, int] = field(default_factory=dict)

    def ports(self) -> Ports:
        """The seams of a runner."""
        return Ports(
            connect=lambda side: _Connection(self, side),
            shell=lambda side: _Shell(self) if self.nodes and side.name == "local" else None,
            value_of=self.value_of,
            keep=self.keep,
            forget=self.forget,
            prove=self.prove,
            journal=_Journal(self),
            clock=self,
        )

    def step(self, what: str) -> Line:
        """The next line, which must be this."""
        if self.stop_at and len(self.done) + 1 == self.stop_at:
            raise Killed(what)
        position = len(self.done)
        assert position < len(self.lines), f"not expected after the end: {what}"
        line = self.lines[position]
        assert line.expects == what, f"expected {line.expects!r}, got {what!r}"
        self.done.append(what)
        if line.error:
            raise line.error
        return line

    def prove(self, codes: tuple[str, ...]) -> Iterable[Finding]:
        """What this look finds for each code."""
        for code in codes:
            found = self.proofs.get(code, ("ok",))
            status = found[min(self.looks.get(code, 0), len(found) - 1)]
            self.looks[code] = self.looks.get(code, 0) + 1
            verdict = Verdict(status, f"{code} is {status}.", hint=f"mend {code}")
            yield Finding(code, f"claim of {code}", "local", (), "", verdict)

    def value_of(self, ref: Ref) -> str:
        """A secret or a value."""
        return (self.secrets if ref.secret else self.values)[ref.name]

    def keep(self, ref: Ref, value: str) -> None:
        """Into the vault or the session."""
        (self.secrets if ref.secret else self.values)[ref.name] = value

    def forget(self, ref: Ref) -> None:
        """Out of the vault or the session."""
        (self.secrets if ref.secret else self.values).pop(ref.name, None)

    def now(self) -> float:
        """Time is what was waited."""
        return sum(self.waits)

    def stamp(self) -> str:
        """Always the same moment."""
        return "2026-11-24T02:10:00Z"

    def wait(self, seconds: float) -> bool:
        """The person's word, as the script says."""
        self.waits.append(seconds)
        assert len(self.waits) < 1000, "this waits for ever"
        return len(self.waits) <= len(self.words) and self.words[len(self.waits) - 1]


@dataclass(frozen=True, slots=True)
class _Connection:
    script: Script
    side: Side

    def send(self, request: Request, value_of: ValueOf, keep: Keep, *, timeout_s: float = 10.0) -> Reply:
        def value(name: str) -> str:
            return value_of(REFS[name])

        line = self.script.step(f"{self.side.name} {request.method} {fill_text(request.path, value)}")
        self.script.bodies.append(fill(request.body, value))
        if request.expect and line.status not in request.expect:
            raise ReplyError(f"answered {line.status}", status=line.status, side=self.side.name, hint="look there")
        for save in request.saves:
            keep(save.ref, str(resolve(line.body, save.pointer)))
        return Reply(line.status, line.body, 0.0)

    def close(self) -> None:
        """Nothing is open."""


@dataclass(frozen=True, slots=True)
class _Shell:
    script: Script

    @property
    def nodes(self) -> tuple[str, ...]:
        return self.script.nodes

    def shown(self, node: str, argv: Sequence[str]) -> str:
        return " ".join(argv)

    def run(self, node: str, argv: Sequence[str], stdin: str = "", *, timeout_s: float = 30.0) -> Ran:
        line = self.script.step(f"{node}: {' '.join(argv)}")
        self.script.stdin.append(stdin)
        return Ran(line.code, "", line.err, 0.0)


@dataclass(frozen=True, slots=True)
class _Journal:
    script: Script

    @property
    def outcomes(self) -> Mapping[str, Outcome]:
        return self.script.outcomes

    def record(self, key: str, outcome: Outcome) -> None:
        self.script.outcomes[key] = outcome


def applied(runner: Runner, step: Step, *, watch: bool = False) -> Iterator[Event]:
    """The step is done unless there is nothing to do, as front ends do it."""
    if end := runner.look(step):
        yield end
    else:
        yield from runner.do(step, watch=watch)
