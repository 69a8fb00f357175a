"""Refusals as Elasticsearch words them, in the shape of its error bodies."""

from typing import Any

Json = Any
"""A JSON tree. Handlers read what strangers sent, so nothing is known of it before it is looked at."""

CHALLENGES = ['Basic realm="security", charset="UTF-8"', 'Bearer realm="security"', "ApiKey"]
LICENSED_FEATURE = "advanced-remote-cluster-security"


class Refused(Exception):
    """An answer that is an error: status and body."""

    def __init__(self, status: int, body: Json) -> None:
        super().__init__(status)
        self.status = status
        self.body = body

    @property
    def cause(self) -> Json:
        """The error as another answer quotes it: type, reason and what stands beside them."""
        error = self.body["error"]
        return {key: value for key, value in error.items() if key != "root_cause"}

    @property
    def reason(self) -> str:
        """The sentence of the error."""
        return str(self.body["error"]["reason"])


def refused(status: int, kind: str, reason: str, *, root: Json = None, caused_by: Json = None, **more: Json) -> Refused:
    """An error of one type; `root` where the root cause is another, `more` are fields beside the reason."""
    own = {"type": kind, "reason": reason, **more}
    body = {"root_cause": [root or own], **own}
    if caused_by is not None:
        body["caused_by"] = caused_by
    return Refused(status, {"error": body, "status": status})


def illegal(reason: str, **more: Json) -> Refused:
    """What was sent is not allowed."""
    return refused(400, "illegal_argument_exception", reason, **more)


def not_practised(what: str) -> Refused:
    """Something that real clusters may well know and no test pins down, so that an answer would be made up."""
    return illegal(f"this practice cluster does not know {what}")


def unauthenticated(reason: str, additional: str = "") -> Refused:
    """401; the deciding words about a key stand in a field of their own."""
    more = {"additional_unsuccessful_credentials": f"API key: {additional}"} if additional else {}
    return refused(401, "security_exception", reason, **more, header={"WWW-Authenticate": CHALLENGES})


def forbidden(reason: str, **more: Json) -> Refused:
    """403."""
    return refused(403, "security_exception", reason, **more)


def unlicensed() -> Refused:
    """403 for a licence that does not cover API keys between clusters."""
    return forbidden(
        f"current license is non-compliant for [{LICENSED_FEATURE}]", **{"license.expired.feature": LICENSED_FEATURE}
    )


def no_handler(method: str, uri: str) -> Refused:
    """A path that nobody answers."""
    return Refused(400, {"error": f"no handler found for uri [{uri}] and method [{method}]", "status": 400})


def wrong_method(method: str, uri: str, allowed: list[str]) -> Refused:
    """A path that is there for other methods."""
    return Refused(
        405,
        {
            "error": f"Incorrect HTTP method for uri [{uri}] and method [{method}], allowed: [{', '.join(allowed)}]",
            "status": 405,
        },
    )
