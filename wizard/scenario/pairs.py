"""Pairs: the 19 rows of the support matrix, one per pair of environments and relation, as data."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal

from wizard.scenario.environments import ENVIRONMENTS, CaKind
from wizard.scenario.methods import (
    Exchange,
    Method,
    PerSide,
    api_key_method,
    certificate_method,
    declared_methods,
)
from wizard.scenario.model import Environment, Mode, Security
from wizard.scenario.notes import Note, notes_of
from wizard.scenario.versions import CERTIFICATE_DEPRECATED

Relation = Literal["", "same-org", "other-org", "same-env", "other-env", "same-operator", "other-operator"]
FilterType = Literal["remote-cluster", "ip"]

RELATION_TITLES: Mapping[Relation, str] = {
    "same-org": "Both in one organization",
    "other-org": "In two organizations",
    "same-env": "Both on one ECE platform",
    "other-env": "On two ECE platforms",
    "same-operator": "Both managed by one ECK operator",
    "other-operator": "Managed by two ECK operators",
}


@dataclass(frozen=True, slots=True)
class Support:
    """Whether a security model is to be used on a pair, and why; `built`: this version can do it."""

    word: Literal["supported", "deprecated", "unsupported"]
    reason: str
    built: bool


@dataclass(frozen=True, slots=True)
class Pair:
    """One row: who asks, who answers, and all that depends on both.

    `filters`: what admits the local cluster where network security is on for the remote, recommended first; empty where
    the platform has no such filters. `filter_refused`: why a remote cluster filter is not among them. `ways_out`: given
    where no filter is supported at all; then `filters` are not supported either. `filter_needs_proxy_ca`: a remote
    cluster filter works only once the ECE proxy knows the local side's certificate authority. `declared`: the ECK
    operator makes key, trust and connection from one manifest.
    """

    row: str
    local: Environment
    remote: Environment
    relation: Relation
    methods: tuple[Method, ...]
    ca: CaKind
    filters: tuple[FilterType, ...]
    filter_refused: str
    filter_needs_proxy_ca: bool
    ways_out: tuple[str, ...]
    people: PerSide
    notes: tuple[Note, ...]
    declared: bool
    built: tuple[Security, ...]

    @property
    def title(self) -> str:
        """Both environments by their full names."""
        return f"{ENVIRONMENTS[self.local].title} -> {ENVIRONMENTS[self.remote].title}"

    @property
    def securities(self) -> tuple[Security, ...]:
        """The security models of this pair, the recommended one first."""
        return tuple(method.security for method in self.methods)

    def method(self, security: Security) -> Method | None:
        """How that security model works here; None where the pair does not have it."""
        return next((method for method in self.methods if method.security == security), None)

    def support(self, security: Security) -> Support:
        """The verdict on a security model for this pair."""
        built = security in self.built
        if self.method(security) is None:
            return Support("unsupported", "This pair of environments does not have this security model.", built)
        if security == "certificate":
            since = f"TLS certificates are deprecated since {CERTIFICATE_DEPRECATED.series}; they still work."
            return Support("deprecated", since, built)
        if self.ways_out:
            return Support(
                "supported", "API keys are recommended, but network security must be off on the remote.", built
            )
        return Support("supported", "API keys are recommended.", built)


def pair_for(local: str, remote: str, relation: str = "") -> Pair | None:
    """The row of that pair. The relation counts only where it splits the pair; None where it is missing there."""
    split = bool(relations(local, remote))
    for pair in PAIRS:
        if (pair.local, pair.remote) == (local, remote) and (not split or pair.relation == relation):
            return pair
    return None


def relations(local: str, remote: str) -> tuple[Relation, ...]:
    """The relations that split this pair; empty where there is one row for it."""
    return tuple(pair.relation for pair in PAIRS if (pair.local, pair.remote) == (local, remote) and pair.relation)


def modes_for(pair: Pair, security: Security) -> tuple[Mode, ...]:
    """The connection modes of a pair with that security model, the default first; empty where it has none."""
    method = pair.method(security)
    return method.modes if method else ()


def _pair(
    row: str,
    local: Environment,
    remote: Environment,
    relation: Relation,
    exchange: tuple[Exchange, Exchange],
    *,
    ca: CaKind | None = None,
    modes: tuple[Mode, ...] = ("proxy",),
    mode_hint: str = "",
    filters: tuple[FilterType, ...] = (),
    filter_refused: str = "",
    filter_needs_proxy_ca: bool = False,
    ways_out: tuple[str, ...] = (),
    built: tuple[Security, ...] = (),
) -> Pair:
    """A row; the columns that are not given follow from its two environments."""
    here, there = ENVIRONMENTS[local], ENVIRONMENTS[remote]
    ca = ca or there.certificate_authority
    return Pair(
        row=row,
        local=local,
        remote=remote,
        relation=relation,
        methods=(
            api_key_method(here, there, ca, modes, mode_hint),
            certificate_method(here, there, exchange, modes, mode_hint),
        ),
        ca=ca,
        filters=filters,
        filter_refused=filter_refused,
        filter_needs_proxy_ca=filter_needs_proxy_ca,
        ways_out=ways_out,
        people=PerSide(
            local=f"{here.people}; an Elasticsearch user who may change settings and roles",
            remote=f"{there.people}; an Elasticsearch user who may manage security, signed in with a password",
        ),
        notes=notes_of(row),
        declared=False,
        built=built,
    )


def _declared(pair: Pair) -> Pair:
    """The same row where one operator owns both sides: people write manifests only."""
    return replace(
        pair,
        methods=declared_methods(ENVIRONMENTS[pair.remote]),
        people=PerSide(
            local=f"{ENVIRONMENTS[pair.local].people}; an Elasticsearch user who may change roles",
            remote=ENVIRONMENTS[pair.remote].people,
        ),
        declared=True,
    )


_BOTH: tuple[FilterType, ...] = ("remote-cluster", "ip")
_IP: tuple[FilterType, ...] = ("ip",)
_PROXY_OR_SNIFF: tuple[Mode, ...] = ("proxy", "sniff")
_NO_PLATFORM = "A remote cluster filter knows only clusters on ECH and ECE, by the certificate of their platform."
_ECE_TO_ECH = "A remote cluster filter for clusters on ECE is not on the list of supported pairs."
_ECE_TO_ECH_WAYS_OUT = (
    "TLS certificates: network security never filters them",
    "IP filter with the addresses of the ECE allocators: not on the list of supported pairs either",
    "Removing every inbound filter from the remote deployment: opens it to everybody",
)
_ONE_POD_NETWORK = "sniff only where the pods of both clusters share one network"
_ALL_REACHABLE = "sniff needs every remote node's publish address reachable from the local nodes"

PAIRS: tuple[Pair, ...] = (
    _pair("S01", "ech", "ech", "same-org", ("accounts", "accounts"), filters=_BOTH),
    _pair("S02", "ech", "ech", "other-org", ("accounts", "accounts"), filters=_BOTH),
    _pair("S03", "ech", "ece", "", ("direct-ece", "direct-ess"), filters=_BOTH, filter_needs_proxy_ca=True),
    _pair("S04", "ech", "eck", "", ("direct-generic", "ca-eck-restricted")),
    _pair("S05", "ech", "self", "", ("direct-generic", "ca-self-restricted")),
    _pair(
        "S06",
        "ece",
        "ech",
        "",
        ("direct-ess", "direct-ece"),
        filters=_IP,
        filter_refused=_ECE_TO_ECH,
        ways_out=_ECE_TO_ECH_WAYS_OUT,
    ),
    _pair("S07", "ece", "ece", "same-env", ("accounts", "accounts"), ca="platform", filters=_BOTH),
    _pair("S08", "ece", "ece", "other-env", ("external", "external"), filters=_BOTH, filter_needs_proxy_ca=True),
    _pair("S09", "ece", "eck", "", ("direct-generic", "ca-eck-restricted")),
    _pair("S10", "ece", "self", "", ("direct-generic", "ca-self-restricted")),
    _pair("S11", "eck", "ech", "", ("ca-eck-restricted", "direct-generic"), filters=_IP, filter_refused=_NO_PLATFORM),
    _pair("S12", "eck", "ece", "", ("ca-eck-restricted", "direct-generic"), filters=_IP, filter_refused=_NO_PLATFORM),
    _declared(_pair("S13", "eck", "eck", "same-operator", ("operator", "operator"), ca="operator")),
    _pair(
        "S14",
        "eck",
        "eck",
        "other-operator",
        ("ca-eck", "ca-eck"),
        modes=_PROXY_OR_SNIFF,
        mode_hint=_ONE_POD_NETWORK,
    ),
    _pair("S15", "eck", "self", "", ("ca-eck", "ca-self"), modes=_PROXY_OR_SNIFF, mode_hint=_ALL_REACHABLE),
    _pair("S16", "self", "ech", "", ("ca-self-restricted", "direct-generic"), filters=_IP, filter_refused=_NO_PLATFORM),
    _pair("S17", "self", "ece", "", ("ca-self-restricted", "direct-generic"), filters=_IP, filter_refused=_NO_PLATFORM),
    _pair("S18", "self", "eck", "", ("ca-self", "ca-eck")),
    _pair(
        "S19",
        "self",
        "self",
        "",
        ("ca-self", "ca-self"),
        modes=("sniff", "proxy"),
        mode_hint=_ALL_REACHABLE,
        built=("api-key",),
    ),
)
"""S01 to S19, in this order."""
