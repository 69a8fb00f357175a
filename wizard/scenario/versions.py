"""Versions and licences: which gates and which pairs of versions hold, and what to say where they do not."""

import re
from dataclasses import dataclass, field

_VERSION = re.compile(r"(\d+)\.(\d+)\.(\d+)(-[0-9A-Za-z.-]+)?")


@dataclass(frozen=True, slots=True, order=True)
class Version:
    """A version of Elasticsearch; the label (`-SNAPSHOT`, `-rc1`) is shown but never compared."""

    major: int
    minor: int
    patch: int = 0
    label: str = field(default="", compare=False)

    @classmethod
    def parse(cls, text: str) -> "Version":
        """The version in that text. ValueError where it is not one, whole and with its patch number."""
        found = _VERSION.fullmatch(text.strip())
        if not found:
            raise ValueError(f"'{text}' is not a version; write all three numbers, for example 8.19.2")
        major, minor, patch, label = found.groups()
        return cls(int(major), int(minor), int(patch), label or "")

    def __str__(self) -> str:
        return f"{self.major}.{self.minor}.{self.patch}{self.label}"

    @property
    def series(self) -> str:
        """Major and minor, as in `8.14`."""
        return f"{self.major}.{self.minor}"


API_KEY_MINIMUM = Version(8, 14)
"""API keys: every node of both clusters."""
SKIP_UNAVAILABLE_DEFAULT = Version(8, 15)
"""From here the local cluster takes `skip_unavailable` for true where it is not set."""
RESOLVE_TIMEOUT = Version(8, 18)
"""From here `_resolve/cluster` takes a time limit, and needs no index expression."""
CERTIFICATE_DEPRECATED = Version(9, 0)
"""From here the certificate model is deprecated; it still works."""
RELOAD_NAMES = Version(9, 3)
"""From here the answer to a reload of secure settings names the entries of each node."""

_LAST_MINOR = {7: 17, 8: 19}
"""Last minor of each finished major: the only one that may search the next major."""
_REACHES_BACK = {8: 17, 9: 18}
"""For `X.0`: the one minor of the major before that it may search."""
_AHEAD_ONCE = (8, 18)
"""Came out together with 9.0, and may search that minor of the next major only."""
_REPLICATION_MAJORS = (8, 9)


def api_key_caution(side: str, version: Version) -> str:
    """A warning where this side is too old for API keys; empty where it is not."""
    if version >= API_KEY_MINIMUM:
        return ""
    return f"The {side} cluster runs {version}. API keys need {API_KEY_MINIMUM.series} on every node; upgrade it first."


def may_search(local: Version, remote: Version) -> bool:
    """True where the published table for cross-cluster search, carried on past 9.3, allows this pair."""
    if local.major == remote.major:
        return remote.minor >= local.minor - 1
    if remote.major == local.major + 1:
        if (local.major, local.minor) == _AHEAD_ONCE:
            return remote.minor == 0
        return _LAST_MINOR.get(local.major) == local.minor
    if remote.major == local.major - 1:
        return local.minor == 0 and _REACHES_BACK.get(local.major) == remote.minor
    return False


def search_caution(local: Version, remote: Version) -> str:
    """A warning where search from this local to this remote version is untested; empty where it is tested."""
    if may_search(local, remote):
        return ""
    said = f"Search from a local cluster {local.series} to a remote cluster {remote.series} is not tested by Elastic"
    back = "is tested" if may_search(remote, local) else "is not tested either"
    return f"{said}; it may fail. {_tested_remotes(local)} The other direction {back}."


def _tested_remotes(local: Version) -> str:
    """The remote versions that this local version may search, as a sentence."""
    oldest = f"{local.major}.{max(local.minor - 1, 0)}"
    others = []
    if local.minor == 0 and local.major in _REACHES_BACK:
        others.append(f"{local.major - 1}.{_REACHES_BACK[local.major]}")
    if (local.major, local.minor) == _AHEAD_ONCE:
        others.append(f"{local.major + 1}.0")
    if _LAST_MINOR.get(local.major) == local.minor:
        others.append(f"every {local.major + 1}.x")
    more = "".join(f", and {other}" for other in others)
    return f"A local {local.series} is tested with remotes from {oldest} on within {local.major}.x{more}."


def replication_caution(local: Version, remote: Version) -> str:
    """A warning where replication into this local from this remote version is not allowed; empty where it is."""
    if local < remote:
        return (
            f"Replication needs a local cluster that is as new as the remote one, patch included: "
            f"local {local} is older than remote {remote}. Upgrade the local cluster first."
        )
    if not _may_replicate(local, remote):
        return (
            f"Replication from a remote cluster {remote.series} to a local cluster {local.series} is not in the "
            f"published table; it may fail."
        )
    return ""


def _may_replicate(local: Version, remote: Version) -> bool:
    """The table of replication; the page ends at 9.0, and later 9.x is taken for the same."""
    if local.major in _REPLICATION_MAJORS:
        return remote.major in _REPLICATION_MAJORS or (remote.major, remote.minor) == (7, 17)
    if (local.major, local.minor) == (7, 17):
        return remote.major == 7 or (remote.major, remote.minor) == (6, 8)
    return False


def licence_problem(kind: str, status: str = "active") -> str:
    """Why this licence does not allow API keys; empty where it does, or where the type is not known.

    `kind` and `status` are `type` and `status` of `GET /_license`; both clusters are judged by the same rule.
    """
    if not kind:
        return ""
    if kind not in ("enterprise", "trial"):
        said = f"The licence is '{kind}'; API keys for remote clusters need an enterprise or trial licence."
    elif status not in ("active", ""):
        said = f"The {kind} licence is '{status}'; API keys for remote clusters need an active one."
    else:
        return ""
    return f"{said} TLS certificates work without it, but are deprecated since {CERTIFICATE_DEPRECATED.series}."
