"""A case for the doctor's tests: two self-managed clusters, and fakes of the seams that answer from a table."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import NoReturn, cast

from wizard.clients.connection import Connection, Keep, Reply, ValueOf
from wizard.clients.node_shell import NodeShell, Ran
from wizard.clients.seen import Seen
from wizard.doctor.checks import check
from wizard.doctor.examine import judge
from wizard.doctor.facts.cluster import ClusterNode, Identity, Server
from wizard.doctor.look import Look, Unseen
from wizard.doctor.sources import Sources
from wizard.errors import LoginError, NodeCommandError, PrivilegeError, ReachError, ReplyError, WizardError
from wizard.plan.actions import Json, Request
from wizard.plan.result import Outcome, Verdict
from wizard.scenario.model import (
    Access,
    Interface,
    Login,
    Nodes,
    Ref,
    Scenario,
    Side,
    SideName,
    secret_ref,
)

EXCHANGES = Path(__file__).parents[1] / "data" / "exchanges"
NOW = datetime(2026, 11, 24, 2, 10, tzinfo=UTC)
L1, L2, L3 = (f"https://l{number}.example:9200" for number in (1, 2, 3))

CASE = Scenario(
    row="S19",
    local=Side(
        "local",
        "self",
        url="https://local.example:9200",
        node_urls=(L1, L2, L3),
        login=Login("password", "admin", secret_ref("local.secret")),
        nodes=Nodes(),
    ),
    remote=Side(
        "remote",
        "self",
        url="https://remote.example:9200",
        login=Login("password", "elastic", secret_ref("remote.secret")),
    ),
    security="api-key",
    purpose="search",
    alias="prod",
    mode="proxy",
    skip_unavailable=False,
    interface=Interface(("rcs.example:9443",), ca="remote-ca.crt"),
    access=Access(
        search=("idx*",), key_name="from-local", role="remote-search", user="alice",
        user_secret=secret_ref("search.secret"), search_index="idx",
    ),
)  # fmt: skip


def ready(scenario: Scenario, facts: Mapping[str, object]) -> Look:
    """A look whose facts are given (`name`, `name/key/...` -> value or Unseen); all others are Unseen."""
    sources = Sources(
        scenario=scenario,
        connect=_closed,
        shell=_closed,
        probe=_closed,
        value_of=_closed,
        has_value=_closed,
        outcomes={},
        session="",
        clock=lambda: NOW,
    )
    return Look(sources, facts)


def _closed(*asked: object, **named: object) -> NoReturn:
    raise Unseen("it is not among the facts at hand")


def case(**changes: object) -> Scenario:
    """The case with other values; `access__user` and the like change one part of a part."""
    made = CASE
    for name, value in changes.items():
        part, _, member = name.partition("__")
        made = replace(made, **{part: replace(getattr(made, part), **{member: value}) if member else value})  # type: ignore[arg-type]
    return made


def recorded(name: str, version: str = "8.19.21") -> Reply:
    """The answer that a real node of that version gave in a recorded exchange."""
    data = json.loads((EXCHANGES / version / f"{name}.json").read_text(encoding="utf-8"))
    return Reply(data["status"], data["response"], 0.01)


Answering = Reply | Json | WizardError | Callable[[Request], Reply]


@dataclass
class FakeCluster:
    """A Connection that answers by method and path (without its query), optionally at one node's address."""

    side: SideName
    answers: Mapping[str, Answering]
    asked: list[Request] = field(default_factory=list)
    closed: bool = False

    def send(self, request: Request, value_of: ValueOf, keep: Keep, *, timeout_s: float = 10.0) -> Reply:
        """Answer from the table; refuse as a real Connection does."""
        self.asked.append(request)
        found = self._answer(request)
        if isinstance(found, WizardError):
            raise found
        reply = found(request) if callable(found) else found
        if not isinstance(reply, Reply):
            reply = Reply(200, reply, 0.01)
        if request.expect and reply.status not in request.expect:
            kind = {401: LoginError, 403: PrivilegeError}.get(reply.status, ReplyError)
            raise kind(f"The {self.side} cluster refused.", status=reply.status, side=self.side, reason="its reason")
        return reply

    def _answer(self, request: Request) -> Answering:
        path = request.path.partition("?")[0]
        for key in (f"{request.method} {path} @{request.at}", f"{request.method} {path}"):
            if key in self.answers:
                return self.answers[key]
        return Reply(404, {"error": {"type": "not_in_the_table", "reason": f"{key} is not in the table"}}, 0.01)

    def close(self) -> None:
        """Remember that it was closed."""
        self.closed = True


@dataclass
class FakeShell:
    """A NodeShell whose nodes hold keystores with these entries; a text instead is what the tool complains."""

    keystores: Mapping[str, Sequence[str] | str]
    stdin: list[str] = field(default_factory=list)

    @property
    def nodes(self) -> tuple[str, ...]:
        """The nodes in the table."""
        return tuple(self.keystores)

    def shown(self, node: str, argv: Sequence[str]) -> str:
        """The command line."""
        return f"{node}: {' '.join(argv)}"

    def run(self, node: str, argv: Sequence[str], stdin: str = "", *, timeout_s: float = 30.0) -> Ran:
        """List the keystore."""
        self.stdin.append(stdin)
        held = self.keystores[node]
        if isinstance(held, str):
            if held == "away":
                raise NodeCommandError(f"Node {node} could not be reached.", node=node, side="local")
            return Ran(65, "", held, 0.1)
        return Ran(0, "\n".join(["keystore.seed", *held]) + "\n", "", 0.1)


@dataclass
class Seams:
    """What a look is given, and what it did with it."""

    local: FakeCluster
    remote: FakeCluster
    look: Look


def looking(
    local: Mapping[str, Answering] | None = None,
    remote: Mapping[str, Answering] | None = None,
    *,
    scenario: Scenario = CASE,
    shell: NodeShell | None = None,
    held: Sequence[Ref] = (),
    outcomes: Mapping[str, Outcome] | None = None,
    probe: Callable[..., Seen] | None = None,
    session: str = "s-1",
) -> Seams:
    """A look at fakes that answer from tables."""
    clusters = {"local": FakeCluster("local", local or {}), "remote": FakeCluster("remote", remote or {})}

    def connect(side: Side) -> Connection:
        return clusters[side.name]

    def nothing_there(host: str, port: int, **more: object) -> Seen:
        return Seen(host, port)

    sources = Sources(
        scenario=scenario,
        connect=connect,
        shell=lambda side: shell,
        probe=probe or nothing_there,
        value_of=lambda ref: f"value of {ref.name}",
        has_value=lambda ref: ref in held,
        outcomes=outcomes or {},
        session=session,
        clock=lambda: NOW,
    )
    return Seams(clusters["local"], clusters["remote"], Look(sources))


def unreachable(side: SideName = "local") -> ReachError:
    """What a Connection raises when nobody answers."""
    return ReachError(
        f"The {side} cluster does not answer.", kind="timeout", side=side, hint="Check the address.", saw="10 s"
    )


def body_of(reply: Reply) -> Mapping[str, Json]:
    """The body of an answer that is an object."""
    return cast(Mapping[str, Json], reply.body)


def judged(code: str, facts: Mapping[str, object], scenario: Scenario = CASE) -> tuple[str, str]:
    """Status and headline that a check gives over these ready facts."""
    verdict = verdict_of(code, facts, scenario)
    return verdict.status, verdict.headline


def verdict_of(code: str, facts: Mapping[str, object], scenario: Scenario = CASE) -> Verdict:
    """The verdict that a check gives over these ready facts; the clusters are called emea and us."""
    return judge(ready(scenario, {**WHO, **facts}), check(code))


WHO: Mapping[str, object] = {
    "identity/local/": Identity("l1", "emea", "uuid-emea", "8.19.2"),
    "identity/remote/": Identity("r1", "us", "uuid-us", "8.19.2"),
    f"identity/local/{L1}": Identity("l1", "emea", "uuid-emea", "8.19.2"),
    f"identity/local/{L2}": Identity("l2", "emea", "uuid-emea", "8.19.2"),
    f"identity/local/{L3}": Identity("l3", "emea", "uuid-emea", "8.19.2"),
}


def node(name: str, version: str = "8.19.2", *roles: str, bound: tuple[str, ...] = ()) -> ClusterNode:
    """A node with all roles unless some are named, with a remote cluster server where it is bound."""
    held = frozenset(roles or ("data", "master", "remote_cluster_client"))
    return ClusterNode(name, version, held, Server(bound, bound[0]) if bound else None)
