"""What comes back: verdicts, findings, outcomes and the events of a run."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from wizard.errors import WizardError
from wizard.plan.actions import Action, Json

Status = Literal["ok", "warn", "fail", "skip", "crash"]
State = Literal["started", "already", "handed", "done", "failed", "undone"]

Hop = Literal["", "keystore", "dns", "tcp", "tls", "filter", "auth", "access"]
"""A place on the way of a request; empty: none of them."""
HOP_ORDER: tuple[Hop, ...] = ("keystore", "dns", "tcp", "tls", "filter", "auth", "access")
"""As a request meets them, from the local nodes to the documents."""

Word = Literal["", "sent", "person"]
"""Why a step that cannot be seen yet may count: the wizard has sent it all, or a person says that they did it."""

STATE_WORDS: Mapping[State, str] = {
    "started": "working",
    "already": "already done",
    "handed": "waits for you",
    "done": "ok",
    "failed": "failed",
    "undone": "taken back",
}


def changed(state: State) -> bool:
    """True for a step that has, or may have, changed something. `already` found it so: nothing of ours."""
    return state in ("started", "handed", "done", "failed")


def settled(state: State | None) -> bool:
    """True for a step that was proved, whoever made it so."""
    return state in ("done", "already")


def passed(state: State | None) -> bool:
    """True for a step behind which a run may go on: settled, or left to a person."""
    return state == "handed" or settled(state)


@dataclass(frozen=True, slots=True)
class Evidence:
    """What was read and where: `source` is a request, command or socket, `excerpt` its redacted words."""

    source: str
    excerpt: str


@dataclass(frozen=True, slots=True)
class Offer:
    """The one fix a check is sure of: an answer to change, and to what."""

    answer: str
    value: str


@dataclass(frozen=True, slots=True)
class AtNode:
    """What was seen at one node: there, not there, or not to be seen. `many`: so many of no known name."""

    node: str
    state: Literal["there", "not-there", "unseen"]
    text: str
    many: int = 1


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a check's judge says: status, what is so, what was seen, what to do.

    `likely`: true as seen from this machine only; `partial`: true of all that could be seen, which was not all. Neither
    proves a step. `certain`: the side that knows said so itself, though the check looks from this machine. `hop`: where
    on the way it breaks, if the judge knows that better than its check. `patience_s`: for how long it may still come
    true by itself; None: nobody can say. `each`: what was seen node by node. `away`: a cluster that did not answer is
    why nothing could be seen. `cluster`: what the one that answered calls itself.
    """

    status: Status
    headline: str
    saw: str = ""
    hint: str = ""
    who: str = ""
    likely: bool = False
    partial: bool = False
    offer: Offer | None = None
    evidence: tuple[Evidence, ...] = ()
    certain: bool = False
    hop: Hop = ""
    patience_s: float | None = None
    each: tuple[AtNode, ...] = ()
    away: bool = False
    cluster: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """A verdict with the check it belongs to."""

    code: str
    claim: str
    side: str
    needs: tuple[str, ...]
    fixed_by: str
    verdict: Verdict

    @property
    def holds(self) -> bool:
        """True when nothing stands against the claim (warnings included)."""
        return self.verdict.status in ("ok", "warn")

    @property
    def proves(self) -> bool:
        """True when the side that knows has shown it, and all of it."""
        return self.holds and not self.verdict.likely and not self.verdict.partial


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one step, and what stood there before.

    `kept` maps a path to the body read there before the step wrote; `replies` maps an op to the answer it got
    (only for answers that a proof reads later). `undoing`: a person was asked to take it back by hand. `word`: for what
    the next step may begin though this one cannot be seen. `taking_back`: its way back was begun, and is not through.
    Times are ISO 8601 in UTC.
    """

    state: State
    started_at: str = ""
    ended_at: str = ""
    kept: Mapping[str, Json] = field(default_factory=dict)
    replies: Mapping[str, Json] = field(default_factory=dict)
    saw: str = ""
    undoing: bool = False
    word: Word = ""
    taking_back: bool = False


EventKind = Literal["sending", "running", "answered", "handed", "waiting", "looked", "missed", "skipped", "ended"]
"""`answered`: to the last `sending` or `running`, with the same text. `missed`: looks at a hand-over fail."""


@dataclass(frozen=True, slots=True)
class Event:
    """What the runner says while it works. The last one of a step is `ended` and carries its state.

    `error` is what made a step fail, when it was more than a proof that did not come true; `handed` are the actions
    that are left to a person. `status` and `took_s` are of an answer: an HTTP status, or how a command ended.
    """

    kind: EventKind
    step: str
    side: str
    text: str
    findings: tuple[Finding, ...] = ()
    state: State | None = None
    hint: str = ""
    error: WizardError | None = None
    handed: tuple[Action, ...] = ()
    word: Word = ""
    status: str = ""
    took_s: float = 0.0
