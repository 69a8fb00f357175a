"""The error tree: what can go wrong, on which side, and what to do about it.

WizardError                     exit 1
├── UsageError                  exit 2  the command cannot begin
│   ├── AnswersError            answers missing or wrong, all at once
│   ├── SessionError            unknown, broken, newer, or open in another run
│   └── VaultError              no keyring, locked, silent, denied, or it does not keep what it is given
├── ReachError                  exit 3  no conversation with the other side (`kind` says where it ends)
├── ReplyError                  the other side answered, and refused
│   ├── LoginError              401: who we are is not accepted
│   └── PrivilegeError          403: who we are may not do this
├── NodeCommandError            a command on a node could not run or failed
├── StateChangedError           what was shown is no longer what is there; nothing was sent
└── StoppedError                exit 130  the person stopped
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, Literal

ReachKind = Literal[
    "dns",  # the name has no address
    "refused",  # nothing listens
    "timeout",  # no answer in time
    "closed",  # accepted, then closed without an answer
    "plain",  # https asked, plain HTTP spoken
    "tls",  # http asked, TLS spoken
    "untrusted",  # certificate chain not trusted
    "name",  # certificate is for another name
    "expired",  # certificate outside its dates
    "interface",  # a transport or remote cluster port, not the REST API
    "foreign",  # HTTP, but not Elasticsearch
    "file",  # a CA file cannot be read
]


class WizardError(Exception):
    """Something the person can act on; `headline` says what is so, `hint` what to do."""

    exit_code: ClassVar[int] = 1

    def __init__(self, headline: str, *, side: str = "", hint: str = "") -> None:
        super().__init__(headline)
        self.headline = headline
        self.side = side
        self.hint = hint


class UsageError(WizardError):
    """The command cannot begin as it was called."""

    exit_code = 2


@dataclass(frozen=True, slots=True)
class AnswerProblem:
    """One answer that is missing, unknown or wrong, and the flag or variable that sets it."""

    id: str
    text: str
    flag: str
    missing: bool = False


class AnswersError(UsageError):
    """Answers are missing or wrong; `problems` holds all of them."""

    def __init__(self, problems: Sequence[AnswerProblem]) -> None:
        missing = sum(problem.missing for problem in problems)
        wrong = len(problems) - missing
        parts = []
        if missing:
            parts.append(f"{missing} answer{'s are' if missing > 1 else ' is'} missing")
        if wrong:
            parts.append(f"{wrong} answer{'s are' if wrong > 1 else ' is'} not usable")
        super().__init__("; ".join(parts) + ".")
        self.problems = tuple(problems)


class SessionError(UsageError):
    """A session is unknown, broken, newer than this version, or open in another run."""


class VaultError(UsageError):
    """A secret cannot be kept or read; `kind` tells the ways on apart.

    `memory`: the words that name memory as a way on, which `hint` ends with and `mend` leaves out.
    """

    def __init__(
        self,
        headline: str,
        *,
        kind: Literal["missing", "locked", "silent", "refused", "unfit"],
        hint: str = "",
        memory: str = "",
    ) -> None:
        super().__init__(headline, hint=f"{hint} {memory}".strip())
        self.kind = kind
        self.mend = hint
        self.memory = memory


class ReachError(WizardError):
    """No conversation with the other side; `kind` says where it ended, `saw` quotes what was seen."""

    exit_code = 3

    def __init__(self, headline: str, *, kind: ReachKind, side: str = "", hint: str = "", saw: str = "") -> None:
        super().__init__(headline, side=side, hint=hint)
        self.kind = kind
        self.saw = saw


class ReplyError(WizardError):
    """The cluster answered with a refusal; `status` and `reason` are its own."""

    def __init__(self, headline: str, *, status: int, side: str = "", hint: str = "", reason: str = "") -> None:
        super().__init__(headline, side=side, hint=hint)
        self.status = status
        self.reason = reason


class LoginError(ReplyError):
    """401: the user, password or key is not accepted."""


class PrivilegeError(ReplyError):
    """403: the login lacks a privilege, or the licence does not allow it."""


class NodeCommandError(WizardError):
    """A command on a node could not be started, ran into its time limit, or failed."""

    def __init__(self, headline: str, *, node: str, side: str = "", hint: str = "", saw: str = "") -> None:
        super().__init__(headline, side=side, hint=hint)
        self.node = node
        self.saw = saw


class StateChangedError(WizardError):
    """What was shown to the person is no longer what is there; nothing was sent."""


class StoppedError(WizardError):
    """The person stopped; what was sent stays and is judged again on resume."""

    exit_code = 130
