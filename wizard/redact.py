"""Takes secrets out of texts: known values by name; keys, headers and private keys by shape."""

import base64
import binascii
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from threading import Lock
from urllib.parse import quote

Tree = None | bool | int | float | str | Sequence["Tree"] | Mapping[str, "Tree"]

MARK = "[secret]"

SHORT = 4
"""A known value of fewer characters is replaced only where it stands alone: it would tear other words apart."""

SECRET_FIELDS = (
    "access_token", "api_key", "authorization", "client_secret", "encoded", "es-secondary-authorization",
    "passphrase", "passwd", "password", "password_hash", "refresh_token",
)  # fmt: skip
"""Fields whose text is always a secret (`api_key` and `encoded` stand in the answer that makes a key)."""

_PEM = re.compile(
    r"-----BEGIN [A-Z0-9 ]*PRIVATE KEY(?: BLOCK)?-----"
    r"(?:.*?-----END [A-Z0-9 ]*PRIVATE KEY(?: BLOCK)?-----|[A-Za-z0-9+/=\s\\:,-]*)",
    re.DOTALL,
)
_FIELD = re.compile(rf'("(?:{"|".join(SECRET_FIELDS)})"\s*:\s*")((?:[^"\\]|\\.)*)', re.IGNORECASE)
_HEADER = re.compile(
    r"(authorization[\"']?\s*[:=]\s*[\"']?)(?:(basic|apikey|bearer|negotiate)\s+)?([^\s\"',;{\[][^\s\"',;]*)",
    re.IGNORECASE,
)
_SCHEME = re.compile(r"\b(basic|apikey|bearer)(\s+)([A-Za-z0-9+/_.:=-]{16,})", re.IGNORECASE)
_USER_INFO = re.compile(r"(\b[a-z][a-z0-9+.-]{0,15}://[^\s/:@\"']*:)([^\s/@\"']+)(?=@)", re.IGNORECASE)
_SERVICE_TOKEN = re.compile(r"(?<![A-Za-z0-9+/_-])AAEAA[A-Za-z0-9+/_-]{20,}={0,2}")
_CLOUD_KEY = re.compile(r"\bessu_[A-Za-z0-9+/_=-]{16,}")
_PLAIN_KEY = re.compile(r"(?<![A-Za-z0-9_-])[A-Za-z0-9_-]{20}:[A-Za-z0-9_-]{22}(?![A-Za-z0-9_-])")
_ENCODED = re.compile(r"(?<![A-Za-z0-9+/_-])[A-Za-z0-9+/_-]{16,}={0,2}")
_CREDENTIALS = re.compile(r"[\x21-\x39\x3b-\x7e]+:[\x21-\x7e]+")
_PLACEHOLDER = re.compile(r"\$\{[A-Z0-9_]+\}|\[secret\]|::es_redacted::")


class Redactor:
    """Knows the secrets of this run; may be told more at any time, from any thread.

    `keeps_ids`: the id of a key, or the user of a login, stays: it is no secret, and tells which one is meant.
    """

    def __init__(self, known: Mapping[str, str] | None = None, *, keeps_ids: bool = False) -> None:
        self._keeps_ids = keeps_ids
        self._lock = Lock()
        self._marks: dict[str, str] = {}
        self._known: re.Pattern[str] | None = None
        for name, value in (known or {}).items():
            self.know(name, value)

    def know(self, name: str, value: str) -> None:
        """From now on `value` is written `${name}`; so are its encoded forms and, for an encoded key, its halves."""
        if not value:
            return
        with self._lock:
            for form, mark in _forms(name, value):
                if not (self._keeps_ids and mark == _id_mark(name)):
                    self._marks.setdefault(form, mark)
            longest_first = sorted(self._marks, key=len, reverse=True)
            self._known = re.compile("|".join(map(_as_pattern, longest_first)))

    def redact(self, text: str) -> str:
        """The text without secrets."""
        text = _PEM.sub(MARK, text)
        if known := self._known:
            text = known.sub(lambda found: self._marks[found[0]], text)
        text = _FIELD.sub(lambda found: found[1] + _hidden(found[2]), text)
        text = _HEADER.sub(_hidden_header, text)
        text = _SCHEME.sub(rf"\1\2{MARK}", text)
        text = _USER_INFO.sub(lambda found: found[1] + _hidden(found[2]), text)
        text = _SERVICE_TOKEN.sub(MARK, text)
        text = _CLOUD_KEY.sub(MARK, text)
        text = _PLAIN_KEY.sub(MARK, text)
        return _ENCODED.sub(lambda found: MARK if _key_halves(found[0]) else found[0], text)

    def redact_tree(self, tree: Tree) -> Tree:
        """The JSON tree without secrets, names of fields included."""
        match tree:
            case str():
                return self.redact(tree)
            case Mapping():
                return {self.redact(name): self._field(name, value) for name, value in tree.items()}
            case Sequence():
                return [self.redact_tree(item) for item in tree]
            case _:
                return tree

    def _field(self, name: str, value: Tree) -> Tree:
        redacted = self.redact_tree(value)
        if name.lower() in SECRET_FIELDS and isinstance(redacted, str):
            return _hidden(redacted)
        return redacted


def _forms(name: str, value: str) -> Iterator[tuple[str, str]]:
    """Every text under which a value may show up, with what is written instead."""
    mark = f"${{{name}}}"
    raw = value.encode("utf-8", "surrogatepass")
    yield value, mark
    for encoded in (base64.b64encode(raw).decode(), base64.urlsafe_b64encode(raw).decode()):
        yield encoded, mark
        yield encoded.rstrip("="), mark
    for ascii_only in (True, False):
        yield json.dumps(value, ensure_ascii=ascii_only)[1:-1], mark
    yield quote(raw, safe=""), mark
    if halves := _key_halves(value):
        key_id, secret = halves
        yield f"{key_id}:{secret}", mark
        yield secret, mark
        yield key_id, _id_mark(name)


def _id_mark(name: str) -> str:
    return f"${{{name}_ID}}"


def _key_halves(text: str) -> tuple[str, str] | None:
    """Both halves if the text is the base64 form of `id:secret`; None otherwise."""
    padded = text.rstrip("=")
    try:
        decoded = base64.b64decode(
            padded + "=" * (-len(padded) % 4), altchars=b"-_" if "-" in text or "_" in text else None
        )
        plain = decoded.decode("ascii")
    except (binascii.Error, ValueError):
        return None
    if not _CREDENTIALS.fullmatch(plain):
        return None
    key_id, _, secret = plain.partition(":")
    return key_id, secret


def _as_pattern(form: str) -> str:
    escaped = re.escape(form)
    return escaped if len(form) >= SHORT else rf"(?<!\w){escaped}(?!\w)"


def _hidden(value: str) -> str:
    return value if not value or _PLACEHOLDER.fullmatch(value) else MARK


def _hidden_header(found: re.Match[str]) -> str:
    scheme = f"{found[2]} " if found[2] else ""
    return found[1] + scheme + _hidden(found[3])
