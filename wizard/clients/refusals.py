"""What a cluster's answer, or the lack of one, means to a person: answers and exceptions to the error tree.

The texts are those of Elasticsearch 8.14 to 9. No secret is known here.
"""

import re
from collections.abc import Mapping

from wizard.clients.address import RestAddress
from wizard.errors import LoginError, PrivilegeError, ReachError, ReplyError, WizardError
from wizard.plan.actions import Json
from wizard.scenario.model import Login, variable_of

_GRANTED_BY = re.compile(r"this action is granted by the (cluster|index) privileges \[([^\]]+)\]")
_UNAUTHORIZED = re.compile(r"is unauthorized for (user|API key id) \[([^\]]+)\]")
_LICENSE = re.compile(r"current license is non-compliant for \[([^\]]+)\]")
MOST_CAUSES = 4
"""How deep a chain of causes is repeated to the person."""


def is_elasticsearch(status: int, headers: Mapping[str, str], body: Json) -> bool:
    """True when the answer is Elasticsearch's own.

    The product header is not on 401 and 403 (seen on 8.19 and 9.5): there the shape of the error tells.
    """
    if headers.get("x-elastic-product") == "Elasticsearch":
        return True
    return status >= 400 and bool(error_type(body) or (isinstance(body, Mapping) and "error_message" in body))


def error_type(body: Json) -> str:
    """The type of an Elasticsearch error body; empty where it is none."""
    error = body.get("error") if isinstance(body, Mapping) else None
    kind = error.get("type") if isinstance(error, Mapping) else None
    return kind if isinstance(kind, str) else ""


def error_reason(body: Json) -> str:
    """The reason of an Elasticsearch error body with what stands beside and behind it; empty where there is none."""
    if not isinstance(body, Mapping):
        return ""
    error = body.get("error")
    if isinstance(error, str):
        return error
    if not isinstance(error, Mapping):
        message = body.get("error_message")
        return message if isinstance(message, str) else ""
    parts = [_text(error, "reason")]
    # The deciding words about a key stand in either of the two fields.
    parts.append(_text(error, "additional_unsuccessful_credentials"))
    cause = error.get("caused_by")
    for _ in range(MOST_CAUSES):
        if not isinstance(cause, Mapping):
            break
        parts.append(": ".join(filter(None, (_text(cause, "type"), _text(cause, "reason")))))
        cause = cause.get("caused_by")
    return "; ".join(dict.fromkeys(part for part in parts if part))


def foreign(status: int, headers: Mapping[str, str], body: Json, side: str, address: RestAddress) -> ReachError:
    """Something that speaks HTTP and is not Elasticsearch."""
    server = headers.get("server", "")
    named = f" ({server})" if server else ""
    text = body if isinstance(body, str) else ""
    if "plain HTTP request was sent to HTTPS port" in text:
        return ReachError(
            f"{address.host}:{address.port} of the {side} cluster speaks TLS, and http:// was asked.",
            kind="tls",
            side=side,
            hint=f"Write the address in {side}.url with https://.",
            saw=f"HTTP {status}{named}",
        )
    hint = f"Check host and port in {side}.url: REST normally has port 9200, in a cloud 443 or 9243."
    if status >= 500:
        hint = "A proxy or load balancer answers in place of the cluster. See whether it can reach a node."
    elif status in (401, 403):
        hint = "A proxy in front of the cluster asks for a login of its own. Use an address behind it."
    elif 300 <= status < 400:
        hint = "It sends the caller elsewhere, as a login page does. Use the cluster's own REST address."
    return ReachError(
        f"{address.host}:{address.port} answers as a web server, but not as Elasticsearch ({side} cluster).",
        kind="foreign",
        side=side,
        hint=hint,
        saw=f"HTTP {status}{named}, without the header X-Elastic-Product",
    )


def refused(status: int, body: Json, side: str, asked: str, login: Login | None) -> WizardError:
    """What a status that was not expected means. `asked` is method and path, with names in place of values."""
    reason = error_reason(body)
    match status:
        case 401:
            return _login(reason, side, login)
        case 403:
            return _privilege(body, reason, side, asked, login)
        case _:
            kind = error_type(body)
            words = ": ".join(filter(None, (kind, reason))) or "without a reason"
            return ReplyError(
                f"The {side} cluster answered {asked} with {status}: {_sentence(words)}",
                status=status,
                side=side,
                hint=_hint(status, reason, side),
                reason=reason,
            )


def _login(reason: str, side: str, login: Login | None) -> LoginError:
    who, hint = "a request without a login", f"Give {side}.login, and the user and password or the API key."
    if login is not None and login.kind == "password":
        who = f"the user {login.user} with this password"
        # The user who will search signs in, too: the answers are those of this login, not of the side.
        asked = login.secret.name.removesuffix("_SECRET").lower()
        hint = f"Check {asked}.user and the password; {variable_of(login.secret)} gives another one."
        if not reason or "authenticate" in reason:
            hint += " A locked or disabled user looks the same."
    elif login is not None:
        who = "this API key"
        hint = _key_hint(reason, side)
    return LoginError(f"The {side} cluster does not accept {who}.", status=401, side=side, hint=hint, reason=reason)


def _key_hint(reason: str, side: str) -> str:
    if "expired" in reason:
        return "The key has expired. Make a new one, or sign in with a user and password."
    if "invalidated" in reason:
        return "The key was invalidated. Make a new one, or sign in with a user and password."
    if "unable to find apikey" in reason:
        return f"No such key on this cluster. Is it the key of the {side} cluster?"
    if "cross_cluster" in reason:
        return "That is a cross-cluster key, which opens no REST request. Give an ordinary API key."
    return "Give the key in its encoded form, as shown once when it was made."


def _privilege(body: Json, reason: str, side: str, asked: str, login: Login | None) -> ReplyError:
    licensed = _LICENSE.search(reason)
    if licensed:
        return PrivilegeError(
            f"The licence of the {side} cluster does not allow this: it lacks {licensed[1]}.",
            status=403,
            side=side,
            hint="It needs an Enterprise or a trial licence. GET /_license shows the one in force.",
            reason=reason,
        )
    if error_type(body) != "security_exception" or "no_such_remote_cluster_exception" in reason:
        return ReplyError(
            f"The {side} cluster refused {asked}: {_sentence(reason or 'without a reason')}",
            status=403,
            side=side,
            hint=_hint(403, reason, side),
            reason=reason,
        )
    who = "This login"
    named = _UNAUTHORIZED.search(reason)
    if named:
        who = f"The {'user' if named[1] == 'user' else 'API key'} {named[2]}"
    elif login is not None and login.kind == "password":
        who = f"The user {login.user}"
    if "towards remote cluster" in reason:
        # Two sides have a say here, so the names in the reason do not tell which of them must act.
        return PrivilegeError(
            f"{who} may not read that through the alias (asked on the {side} cluster).",
            status=403,
            side=side,
            hint="Compare the access of the key on the remote cluster with the remote_indices of the user's roles on "
            "the local one: both must cover the index.",
            reason=reason,
        )
    granted = _GRANTED_BY.search(reason)
    if granted:
        first, *others = [name.strip() for name in granted[2].split(",")]
        instead = f" (or {', '.join(others)})" if others else ""
        return PrivilegeError(
            f"{who} lacks the {granted[1]} privilege {first}{instead} on the {side} cluster.",
            status=403,
            side=side,
            hint=f"Give it to one of the roles of that user, or sign in as someone who has it ({side}.user).",
            reason=reason,
        )
    return PrivilegeError(
        f"{who} may not {asked} on the {side} cluster.",
        status=403,
        side=side,
        hint=f"Sign in as someone who may ({side}.user), or extend the roles of that user.",
        reason=reason,
    )


def _hint(status: int, reason: str, side: str) -> str:
    if "authentication via API key not supported" in reason:
        return (
            f"Sign in to the {side} cluster with a user and password ({side}.login): an API key cannot make this key."
        )
    if "no_such_remote_cluster_exception" in reason or "no such remote cluster" in reason:
        return "The alias is not known there. Connect it first, or check its spelling."
    match status:
        case 404:
            return "It does not exist there, or this version does not know the request."
        case 409:
            return "Something changed at the same time. Look again and repeat."
        case 429:
            return "The cluster is too busy to take the request. Wait a little and repeat."
        case 408 | 502 | 503 | 504:
            return "The cluster is not ready. Look at its health and its log, then repeat."
        case _ if status >= 500:
            return "The cluster's log says more."
        case _:
            return "Nothing was changed."


def _sentence(words: str) -> str:
    return words if words.endswith((".", "!", "?")) else words + "."


def _text(tree: Mapping[str, Json], key: str) -> str:
    value = tree.get(key)
    return value if isinstance(value, str) else ""
