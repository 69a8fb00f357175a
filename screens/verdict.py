"""Verdict: what Route says of a pair of environments and a security model before any question is asked."""

from dataclasses import dataclass

from screens.glyphs import Mark
from screens.widgets.path import Path
from wizard.engine.sketch import sketch
from wizard.errors import WizardError
from wizard.plan.planner import make_plan
from wizard.plan.step import Step
from wizard.scenario.environments import ENVIRONMENTS, SERVERLESS
from wizard.scenario.matrix import CA_WORDS, SECURITY_WORDS
from wizard.scenario.model import Security
from wizard.scenario.pairs import Pair, pair_for, relations

MARKS: dict[str, Mark] = {"supported": "ok", "deprecated": "warn", "unsupported": "fail"}
NOT_BUILT = "Not in this version."
SHORTER = (
    ("Elasticsearch 8.14 or newer on every node of both clusters", "8.14+ on every node"),
    ("Enterprise or active trial licence on both clusters", "Enterprise or trial licence on both"),
    (
        "For replication: Platinum, Enterprise or trial licence on both clusters",
        "replication: Platinum or more on both",
    ),
    ("For ES|QL: Enterprise or trial licence on both clusters", "ES|QL: Enterprise on both"),
    ("remote clusters must be enabled first", "enable remote clusters first"),
    ("keystore command on every node, then a reload", "keystore on every node, reload"),
    ("for a private CA, file and setting on every node", "private CA: file, setting"),
    ("Elasticsearch API: ", ""),
    ("interface: certificate and settings on every node", "certificate and settings on every node"),
    ("rolling restart by hand, node by node", "rolling, by hand"),
    ("rolling restart by the operator", "rolling, by the operator"),
    ("unless the interface is open already", "unless its port is open"),
)
"""What Route says in fewer words, so that all of it is seen at once; Explain says it in full."""


@dataclass(frozen=True, slots=True)
class Way:
    """A pair of environments, how they belong together, and the security model; parts may be empty."""

    local: str
    remote: str
    relation: str
    security: Security

    @property
    def pair(self) -> Pair | None:
        """The row of the matrix."""
        return pair_for(self.local, self.remote, self.relation)


@dataclass(frozen=True, slots=True)
class Verdict:
    """The headline with its mark, rows of label and text, and whether this version can go on from here."""

    title: str
    row: str
    mark: Mark
    headline: str
    rows: tuple[tuple[str, str], ...] = ()
    full: tuple[tuple[str, str], ...] = ()
    """The same rows in all their words."""
    cautions: tuple[str, ...] = ()
    steps: tuple[Step, ...] = ()
    refused: str = ""
    """Why it does not go on from here; empty when it does."""


def verdict_on(way: Way) -> Verdict:
    """What is so of this way."""
    title = f"{title_of(way.local)} → {title_of(way.remote)}"
    if SERVERLESS.title.lower() in (way.local, way.remote):
        said = f"{SERVERLESS.reason} {SERVERLESS.instead}"
        return Verdict(title, "", "fail", SERVERLESS.reason, (("Instead", SERVERLESS.instead),), refused=said)
    pair = way.pair
    if pair is None:
        said = "Say first how the two belong together." if relations(way.local, way.remote) else "Choose both sides."
        return Verdict(title, "", "open", said, refused=said)
    support, method = pair.support(way.security), pair.method(way.security)
    headline = f"{support.word.capitalize()}. {support.reason}"
    refused = "" if support.built else f"{title}, {SECURITY_WORDS[way.security]} ({pair.row}): {NOT_BUILT}"
    if method is None:
        return Verdict(title, pair.row, MARKS[support.word], headline, refused=refused)
    steps = _steps(way) if support.built else ()
    if steps:
        automatic = sum(step.automatic for step in steps)
        headline += f" About {len(steps)} steps, {len(steps) - automatic} by hand."
    if not support.built:
        headline += f" {NOT_BUILT}"
    rows = [("Needs", "; ".join(method.needs))]
    rows += [("Local", method.trust.local), ("Remote", method.trust.remote)]
    rows += _restarts(method.restarts.local, method.restarts.remote)
    ways_out = way.security == "api-key" and pair.ways_out
    cautions = (f"Not supported while network security is on for the remote. Ways out: {'; '.join(pair.ways_out)}.",)
    return Verdict(
        title,
        pair.row,
        MARKS[support.word],
        headline,
        tuple((label, _shorter(text)) for label, text in rows),
        tuple(rows),
        cautions if ways_out else (),
        steps,
        refused,
    )


def path_on(way: Way) -> Path:
    """The wire before any question: environments, model, mode, port, who signs, restarts."""
    kinds = (title_of(way.local), title_of(way.remote))
    shorts = (_word_of(way.local), _word_of(way.remote))
    pair = way.pair
    method = pair.method(way.security) if pair else None
    if pair is None or method is None:
        return Path("asks", "answers", kinds=kinds, shorts=shorts)
    restart = "no restart" if method.restarts.local == method.restarts.remote == "none" else "rolling restart"
    signer = f"CA {CA_WORDS[pair.ca].partition(';')[0]}" if way.security == "api-key" else "CAs of both sides"
    return Path(
        "asks",
        "answers",
        kinds=kinds,
        shorts=shorts,
        texts=(
            f"{SECURITY_WORDS[way.security]} · {' or '.join(method.modes)} mode",
            f"port {method.port}",
            f"{signer} · {restart}",
        ),
    )


def title_of(environment: str) -> str:
    """The environment by its full name."""
    if environment == SERVERLESS.title.lower():
        return SERVERLESS.title
    return next((row.title for name, row in ENVIRONMENTS.items() if name == environment), environment or "…")


def _word_of(environment: str) -> str:
    return next((row.word for name, row in ENVIRONMENTS.items() if name == environment), environment)


def _restarts(local: str, remote: str) -> list[tuple[str, str]]:
    if local == remote == "none":
        return [("Restart", "none")]
    return [("Restart", f"local   {local}"), ("", f"remote  {remote}")]


def _shorter(text: str) -> str:
    for whole, fewer in SHORTER:
        text = text.replace(whole, fewer)
    return text


def _steps(way: Way) -> tuple[Step, ...]:
    try:
        return make_plan(
            sketch(
                {
                    "local.environment": way.local,
                    "remote.environment": way.remote,
                    "pair.relation": way.relation,
                    "security": way.security,
                }
            )
        ).steps
    except WizardError:
        return ()
