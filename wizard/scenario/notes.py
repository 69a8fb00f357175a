"""Notes: where the published documents disagree or are silent, what the product follows, and for which rows."""

from dataclasses import dataclass

from wizard.scenario.model import Security


@dataclass(frozen=True, slots=True)
class Note:
    """What documents say (`text`), what the product follows, and the one model it is about (None: both)."""

    text: str
    follows: str
    security: Security | None = None


def notes_of(row: str) -> tuple[Note, ...]:
    """The notes that concern a row (S01 to S19)."""
    return tuple(note for rows, note in _NOTES if row in rows.split())


_LOCAL_CLOUD = "S01 S02 S03 S04 S05 S06 S07 S08 S09 S10"
_REMOTE_CLOUD = "S01 S02 S03 S06 S07 S08 S11 S12 S16 S17"
_BY_HAND = "S01 S02 S03 S04 S05 S06 S07 S08 S09 S10 S11 S12 S14 S15 S16 S17 S18 S19"
_ALL = f"{_BY_HAND} S13"
_REMOTE_CLUSTER_FILTER = "S01 S02 S03 S07 S08"
_CLOUD_AND_ECK = "S04 S09 S11 S12"

_NOTES: tuple[tuple[str, Note], ...] = (
    (
        _REMOTE_CLOUD,
        Note(
            "An older list of requirements says that API keys and network filters exclude each other.",
            "They work together: with network security on, the remote must admit the local cluster.",
            "api-key",
        ),
    ),
    (
        "S03 S08",
        Note(
            "Current documents name only IP filters for this pair; others name remote cluster filters too.",
            "Remote cluster filters are offered first, with the local side's CA added to the ECE proxy; IP filters "
            "remain a choice.",
            "api-key",
        ),
    ),
    (
        "S06",
        Note(
            "Current documents name an IP filter with the ECE allocators for this pair; the list of supported pairs "
            "leaves it out.",
            "Not supported while network security is on; the IP filter is one of the ways out, and is marked so.",
            "api-key",
        ),
    ),
    (
        _REMOTE_CLUSTER_FILTER,
        Note(
            "Documents, API and Terraform differ on whether a filter rule takes one id, either or both.",
            "One id for each rule; both only after the API refuses one.",
            "api-key",
        ),
    ),
    (
        _REMOTE_CLUSTER_FILTER,
        Note(
            "The API guide does not list remote cluster filters; the API's own models have them.",
            "The API is tried; where it refuses, the console's way is shown.",
            "api-key",
        ),
    ),
    (
        "S03 S07 S08 S12 S17",
        Note(
            "One page wants TCP passed through on 9443, another an HTTP load balancer.",
            "Not settled. TCP is advised; an IP filter then needs a balancer that keeps the source address.",
            "api-key",
        ),
    ),
    (
        "S13",
        Note(
            "Documents call orchestrated clusters proxy only; the operator writes seeds.",
            "Sniff mode is expected here and is no fault.",
        ),
    ),
    (
        _ALL,
        Note(
            "One page lets all versions of a major talk to each other; the table for search is stricter.",
            "The table for search; for replication, a local cluster as new as the remote.",
        ),
    ),
    (
        _CLOUD_AND_ECK,
        Note(
            "Two guides give different scope ids for ECK, and the offered trust file does not fit ECK's names.",
            "'NAMESPACE.es.local', and the trust file is corrected.",
            "certificate",
        ),
    ),
    (
        _CLOUD_AND_ECK,
        Note(
            "The API's model allows only letters and digits in a scope id; the ECK guides use dots.",
            "Dots are accepted for this kind of trust.",
            "certificate",
        ),
    ),
    (
        _LOCAL_CLOUD,
        Note(
            "The list of steps restarts the deployment after the key is added; a remark says not from 8.14 on.",
            "No restart: API keys need 8.14 anyway.",
            "api-key",
        ),
    ),
    (
        _BY_HAND,
        Note(
            "One API example joins host and port of the proxy address with a semicolon.",
            "It is a colon.",
        ),
    ),
    (
        "S01",
        Note(
            "The page for one organization shows an ECE address for the trust API.",
            "A slip: the API of Elastic Cloud is used.",
            "certificate",
        ),
    ),
    (
        _ALL,
        Note(
            "The role privilege for remote cluster actions is dated 8.14 by one page and 8.15 by another.",
            "It is used from 8.15 on.",
            "api-key",
        ),
    ),
    (
        "S01 S02 S05 S16 S19",
        Note(
            "Strong identity (9.3) is a preview for self-managed clusters and final for Elastic Cloud Hosted.",
            "It is never needed to connect.",
            "api-key",
        ),
    ),
    (
        f"{_LOCAL_CLOUD} S11 S12 S16 S17",
        Note(
            "Console pages and fields have moved and changed their names between releases.",
            "Both the older and the newer names are shown.",
        ),
    ),
    (
        "S14 S15 S19",
        Note(
            "One page says that Kibana's form knows only proxy mode; its source has seed nodes too.",
            "Both modes can be set in the form here.",
        ),
    ),
    (
        _BY_HAND,
        Note(
            "Documents say that a reload rebuilds the connection; for a replaced key it was seen not to.",
            "Only adding or removing the entry rebuilds it; after a replacement a search proves the new key.",
            "api-key",
        ),
    ),
    (
        "S07",
        Note(
            "No step for a private certificate authority is described between deployments of one platform.",
            "No such step; if trust fails, check the address and server name first, then add the authority.",
            "api-key",
        ),
    ),
    (
        "S03 S07 S08 S12 S17",
        Note(
            "No document states the oldest release of ECE that serves API keys.",
            "No release is asked for; whether the port answers is looked at.",
            "api-key",
        ),
    ),
    (
        "S04 S09 S11 S12 S14 S15 S18",
        Note(
            "ECK's page asks for an Enterprise licence in general; the operator enforces it only for connections that "
            "it makes itself.",
            "Needed with API keys, because ECK hands on no other licence that allows them, not for certificates.",
        ),
    ),
    (
        "S11 S12 S15",
        Note(
            "For certificates only the guide of the opposite direction exists.",
            "That guide, read with the sides swapped.",
            "certificate",
        ),
    ),
    (
        "S17",
        Note(
            "No guide describes this pair with API keys.",
            "Put together from the pages on self-managed clusters and on ECE.",
            "api-key",
        ),
    ),
)
