"""Path: the way of a request from the local to the remote cluster, hop by hop, as findings show it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from screens.glyphs import GLYPHS, Mark, mark_of_verdict
from screens.literal import short
from wizard.plan.result import HOP_ORDER, Finding, Status
from wizard.scenario.model import Scenario, Side, SideName

HopStatus = Status | Literal["open", "working", "likely", "waits"]

WRITTEN: Mapping[str, str] = {"dns": "DNS", "tcp": "TCP", "tls": "TLS"}
"""How a hop is written, where that is not as checks name it."""

PASSES: frozenset[HopStatus] = frozenset({"ok", "likely", "warn", "skip"})


@dataclass(frozen=True, slots=True)
class Hop:
    """One hop as it is written, and how it stands. `said`: the finding in words; `codes`: the checks that look here,
    those that say why it stands so first.
    """

    name: str
    status: HopStatus
    said: str = ""
    codes: tuple[str, ...] = ()

    @property
    def caption(self) -> str:
        """Name and finding; without one, the word of its state."""
        return f"{self.name}: {self.said or GLYPHS[self.status].word}"


@dataclass(frozen=True, slots=True)
class Path:
    """The whole line. Without hops the three texts stand over, on and under it.

    `kinds` say what each cluster is, `shorts` the same where there is less room.
    """

    local: str
    remote: str
    hops: tuple[Hop, ...] = ()
    caption: str = ""
    caption_mark: Mark | None = None
    kinds: tuple[str, str] = ("", "")
    shorts: tuple[str, str] = ("", "")
    texts: tuple[str, str, str] = ("", "", "")

    @property
    def holds(self) -> bool:
        """True when every hop does."""
        return bool(self.hops) and all(hop.status in PASSES for hop in self.hops)


def path_of(
    scenario: Scenario,
    findings: Sequence[Finding],
    *,
    working: Iterable[str] = (),
    caption: str = "",
    names: Mapping[SideName, str] | None = None,
) -> Path:
    """The path of a scenario as these findings show it; `working` are codes that are being looked at.

    A hop is ok only when the side that knows proved it; the first one that failed is the caption. `names`: what the
    clusters call themselves, where that is known.
    """
    from wizard.doctor.checks import CHECKS

    hop_of = {check.code: check.hop for check in CHECKS}
    made = {check.code for check in CHECKS if check.fixed_by}
    busy = {hop_of.get(code, "") for code in working}
    hops, broken = [], ""
    for id in HOP_ORDER:
        mine = [finding for finding in findings if (finding.verdict.hop or hop_of.get(finding.code)) == id]
        status: HopStatus = "working" if id in busy and not mine else _status(mine)
        if status == "ok" and not any(each.code in made for each in mine) and any(hop_of[code] == id for code in made):
            # What a step needs holds; what the step makes was not looked at yet, or is still to come.
            status = "open"
        if id == "filter" and not mine:
            status = "skip"
        why = [each for each in mine if mark_of_verdict(each.verdict) == status]
        codes = dict.fromkeys(
            [each.code for each in (*why, *mine)] + [code for code, hop in hop_of.items() if hop == id]
        )
        hops.append(Hop(WRITTEN.get(id, id), status, short(why[0].verdict.headline) if why else "", tuple(codes)))
        if status in ("fail", "crash") and not broken:
            broken = hops[-1].caption
    local, remote = names_of(scenario, names or {})
    return Path(
        local, remote, tuple(hops), broken or caption, "fail" if broken else None,
        kinds=(_kind(scenario.local), _kind(scenario.remote)),
        shorts=(_kind(scenario.local, short=True), _kind(scenario.remote, short=True)),
        texts=("", "", _below(scenario)),
    )  # fmt: skip


def names_of(scenario: Scenario, names: Mapping[SideName, str]) -> tuple[str, str]:
    """What both sides are called: by the names they have, else by host, else by host and port; never the same."""
    sides = (scenario.local, scenario.remote)
    known = tuple(names.get(side.name, "") or _host(side.url) or side.name for side in sides)
    if known[0] == known[1]:
        known = tuple(_host_and_port(side.url) or side.name for side in sides)
    if known[0] == known[1]:
        known = tuple(side.name for side in sides)
    return short(known[0]), short(known[1])


def _status(findings: Sequence[Finding]) -> HopStatus:
    marks = [mark_of_verdict(finding.verdict) for finding in findings]
    for worst in ("fail", "crash", "warn", "ok", "likely", "skip"):
        if worst in marks:
            return worst
    return "open"


def _host(url: str) -> str:
    """The first label of a name; an address with its port, as it says little alone."""
    from wizard.scenario.addresses import is_ip, url_host

    host = url_host(url)
    return _host_and_port(url) if is_ip(host) else host.partition(".")[0]


def _host_and_port(url: str) -> str:
    return url.partition("://")[2].partition("/")[0].rpartition("@")[2]


def _kind(side: Side, *, short: bool = False) -> str:
    from wizard.scenario.environments import ENVIRONMENTS

    row = ENVIRONMENTS[side.environment]
    return f"{row.word if short else row.title} {side.version}".strip()


def _below(scenario: Scenario) -> str:
    port = scenario.interface.addresses[0].rpartition(":")[2] if scenario.interface.addresses else ""
    model = "API key" if scenario.security == "api-key" else "TLS certificate"
    return " · ".join(part for part in (model, scenario.mode, f":{port}" if port else "") if part)
