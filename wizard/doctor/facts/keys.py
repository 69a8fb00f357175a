"""Facts about the cross-cluster API key: what the remote knows of it, and what it says to the one we keep."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal

from wizard.doctor.ask import Part, ask
from wizard.doctor.failures import words_in
from wizard.doctor.look import Look, Unseen, fact
from wizard.plan.actions import Json
from wizard.scenario.model import KEY, KEY_ID, SESSION, Login

Recognised = Literal["yes", "rest", "unknown", "wrong-secret", "invalidated", "malformed"]

_ANSWERS: tuple[tuple[str, Recognised], ...] = (
    ("has type [cross_cluster]", "yes"),
    ("unable to find apikey", "unknown"),
    ("invalid credentials for API key", "wrong-secret"),
    ("has been invalidated", "invalidated"),
    ("Illegal base64", "malformed"),
    ("invalid ApiKey value", "malformed"),
    ("incorrect ending byte", "malformed"),
)
"""What the remote says to `_authenticate` with the key, and what that means: a cross-cluster key is always refused."""


@dataclass(frozen=True, slots=True)
class KeyInfo:
    """The key as the remote lists it; `search` and `replication` are the index patterns it allows."""

    id: str
    name: str
    type: str
    invalidated: bool
    expires: datetime | None
    search: tuple[str, ...]
    replication: tuple[str, ...]


@fact("key_kept")
def key_kept(look: Look) -> bool:
    """Whether the vault holds the key of this session."""
    _require_session(look)
    return look.sources.has_value(KEY)


@fact("key_recognised")
def key_recognised(look: Look) -> Recognised:
    """What the remote says to the key we keep. It is always refused for REST calls; the words tell why."""
    said = ask(look, "remote", "/_security/_authenticate", any_status=True, login=Login("api-key", "", KEY))
    if said.status == 200:
        return "rest"
    words = words_in(said.body.value)
    for text, meaning in _ANSWERS:
        if any(text in word for word in words):
            return meaning
    raise Unseen(f"{said.source} answered {said.status} and does not say why")


@fact("session_keys")
def session_keys(look: Look) -> tuple[KeyInfo, ...]:
    """Every key that carries this session in its metadata, the newest first."""
    _require_session(look)
    query: Json = {"query": {"term": {"metadata.session": str(SESSION)}}}
    body = ask(look, "remote", "/_security/_query/api_key", method="POST", body=query).body
    found = sorted(((part.at("creation").number(), _key(part)) for part in body.at("api_keys").parts()), key=_age)
    return tuple(key for _, key in reversed(found))


def _age(found: tuple[int, KeyInfo]) -> int:
    return found[0]


@fact("key_info")
def key_info(look: Look) -> KeyInfo | None:
    """The key that this session made: by its id, else the newest of the session that is alive. None: there is none."""
    _require_session(look)
    if not look.sources.has_value(KEY_ID):
        keys = look.get(session_keys)
        return next((key for key in keys if not key.invalidated), next(iter(keys), None))
    # An id that is not there is a 404 with an empty list.
    said = ask(look, "remote", f"/_security/api_key?id={KEY_ID}", any_status=True)
    if said.status not in (200, 404):
        raise Unseen(f"{said.source} answered {said.status}")
    return next((_key(part) for part in said.body.at("api_keys").parts()), None)


def _require_session(look: Look) -> None:
    """Raises Unseen where nothing was done in a session: which key the connection uses is known to nobody here."""
    if not look.sources.session:
        raise Unseen("no session of this wizard made the connection, so its key is not known here")


def _key(part: Part) -> KeyInfo:
    kind, expires, access = part.find("type"), part.find("expiration"), part.find("access")
    return KeyInfo(
        id=part.at("id").text(),
        name=part.at("name").text(),
        type=kind.text() if kind else "rest",
        invalidated=part.at("invalidated").flag(),
        expires=datetime.fromtimestamp(expires.number() / 1000, UTC) if expires else None,
        search=_names(access, "search"),
        replication=_names(access, "replication"),
    )


def _names(access: Part | None, kind: str) -> tuple[str, ...]:
    entries = access.find(kind) if access else None
    return tuple(name for entry in entries.parts() for name in entry.at("names").texts()) if entries else ()
