"""The connection to a cluster's REST API, over the official Elasticsearch client."""

import base64
import logging
import threading
import time
import urllib.parse
from collections.abc import Callable, Mapping
from ssl import SSLContext
from typing import TYPE_CHECKING

from wizard.clients.address import RestAddress, rest_address
from wizard.clients.ca_files import CaFileError, read_ca
from wizard.clients.connection import Keep, Reply, ValueOf
from wizard.clients.deadline import within
from wizard.clients.refusals import foreign, is_elasticsearch, refused
from wizard.clients.saved import keep_saves
from wizard.clients.trust import (
    ca_context,
    demands_certificate,
    pinned_context,
    plain_fingerprint,
    read_chain,
    system_context,
)
from wizard.clients.unreachable import (
    Target,
    needs_chain,
    speaks_tls,
    timed_out,
    unreachable,
    wants_certificate,
    was_closed,
    wrong_pin,
)
from wizard.errors import ReachError, ReplyError, UsageError, WizardError
from wizard.plan.actions import Json, Request
from wizard.plan.refs import fill, fill_text
from wizard.redact import Redactor
from wizard.scenario.model import KEY, KEY_ID, SESSION, STALE_KEY_IDS, Login, Ref, Side

if TYPE_CHECKING:
    from elasticsearch import Elasticsearch

    from wizard.clients.http_node import Call

LOOK_S = 3.0
"""How long a second connection may take that only explains why the first one failed."""

_log = logging.getLogger(__name__)
_KNOWN = {ref.name: ref for ref in (KEY, KEY_ID, SESSION, STALE_KEY_IDS)}
_PATH_SAFE = "/?&=:,*+-_.~!$'()@;%"


def connect(side: Side) -> "ClusterConnection":
    """The connection of a side; nothing is opened yet."""
    return ClusterConnection(side)


def ref_named(name: str) -> Ref:
    """The Ref behind a `${NAME}`: one of the model's, else the secret of an answer."""
    return _KNOWN.get(name) or Ref(name, secret=True)


class ClusterConnection:
    """Sends requests to one side's REST API; safe to use from several threads."""

    def __init__(self, side: Side) -> None:
        self._side = side
        self._clients: dict[RestAddress, Elasticsearch] = {}
        self._lock = threading.Lock()

    def send(self, request: Request, value_of: ValueOf, keep: Keep, *, timeout_s: float = 10.0) -> Reply:
        """Send one request; see Connection. Also raises UsageError for an address or fingerprint that cannot be right.

        An exception holds no secret: not in its text, and it has neither cause nor context.
        """
        # Loading the client must not count against the request's time.
        from wizard.clients.http_node import Call

        secrets: dict[str, str] = {}

        def value(name: str) -> str:
            ref = ref_named(name)
            found = value_of(ref)
            if ref.secret:
                secrets[name] = found
            return found

        side = self._side
        target = Target(
            side.name,
            rest_address(request.at or side.url, side.name),
            side.ca_file,
            side.fingerprint,
            f"{side.name}.{'node_urls' if request.at else 'url'}",
        )
        login = request.login or side.login
        path = fill_text(request.path, lambda name: urllib.parse.quote(value(name), safe=""))
        body = None if request.body is None else fill(request.body, value)
        headers = {"accept": "application/json"}
        if body is not None:
            headers["content-type"] = "application/json"
        if login is not None:
            headers["authorization"] = _authorization(login, value(login.secret.name), side.name)
        began = time.monotonic()
        outcome = self._exchange(
            Call(), target, request.method, urllib.parse.quote(path, safe=_PATH_SAFE), headers, body, timeout_s
        )
        took_s = time.monotonic() - began
        asked = f"{request.method} {request.path}"
        _log_exchange(asked, side.name, target, outcome, took_s)
        if not isinstance(outcome, WizardError):
            status, seen, answer = outcome
            if not is_elasticsearch(status, seen, answer):
                outcome = foreign(status, seen, answer, side.name, target.address)
            elif request.expect and status not in request.expect:
                outcome = refused(status, answer, side.name, asked, login)
            else:
                cut, missing = keep_saves(answer, request.saves, keep) if 200 <= status < 300 else (answer, ())
                if not missing:
                    return Reply(status, cut, took_s)
                outcome = ReplyError(
                    f"The answer of the {side.name} cluster to {asked} lacks {', '.join(missing)}.",
                    status=status,
                    side=side.name,
                    hint="This version may answer in another form. Report it with the version of the cluster.",
                )
        raise _masked_error(outcome, _redactor(secrets, headers.get("authorization", ""), login))

    def close(self) -> None:
        """Give the sockets back; a later request opens new ones."""
        with self._lock:
            clients, self._clients = self._clients, {}
        for client in clients.values():
            client.close()

    def _exchange(
        self,
        call: "Call",
        target: Target,
        method: str,
        path: str,
        headers: Mapping[str, str],
        body: Json,
        timeout_s: float,
    ) -> tuple[int, Mapping[str, str], Json] | WizardError:
        """One exchange within the time limit. Errors come back as values, so none carries another along."""
        try:
            return within(
                timeout_s,
                lambda: self._attempt(call, target, method, path, headers, body, timeout_s),
                name=f"request to {target.address.host}",
            )
        except TimeoutError:
            call.cut()
        return timed_out(target, timeout_s, sent=call.sent)

    def _attempt(
        self,
        call: "Call",
        target: Target,
        method: str,
        path: str,
        headers: Mapping[str, str],
        body: Json,
        timeout_s: float,
    ) -> tuple[int, Mapping[str, str], Json] | WizardError:
        from elastic_transport import ConnectionTimeout, SerializationError, TransportError

        from wizard.clients.http_node import exchange

        ends = time.monotonic() + timeout_s
        try:
            client = self._client(target, ends)
            if isinstance(client, WizardError):
                return client
            with call:
                return exchange(client, method, path, headers, body, _left(ends))
        except (ConnectionTimeout, TimeoutError):
            return timed_out(target, timeout_s, sent=call.sent)
        except SerializationError:
            return foreign(200, {}, None, target.side, target.address)
        except (TransportError, OSError, ValueError) as error:
            if call.was_cut:
                # Nobody waits for the reason any more.
                return timed_out(target, timeout_s, sent=call.sent)
            return self._explained(error, target, ends)

    def _client(self, target: Target, ends: float) -> "Elasticsearch | WizardError":
        from wizard.clients.http_node import client_for

        with self._lock:
            known = self._clients.get(target.address)
        if known is not None:
            return known
        context = self._context(target, ends) if target.address.scheme == "https" else None
        if isinstance(context, WizardError):
            return context
        client = client_for(target.address, context)
        with self._lock:
            first = self._clients.setdefault(target.address, client)
        if first is not client:
            client.close()
        return first

    def _context(self, target: Target, ends: float) -> SSLContext | WizardError:
        if target.pin:
            try:
                pin = plain_fingerprint(target.pin, target.side)
            except UsageError as error:
                return error.with_traceback(None)
            chain = read_chain(target.address.host, target.address.port, _left(ends))
            return pinned_context(chain, pin) or wrong_pin(target, chain)
        if target.ca:
            try:
                return ca_context(read_ca(target.ca, side=target.side, leaf_ok=True).pem)
            except CaFileError as error:
                return ReachError(error.headline, kind="file", side=target.side, hint=error.hint, saw=error.problem)
        return system_context()

    def _explained(self, error: BaseException, target: Target, ends: float) -> ReachError:
        """The reason, with a second look at the server where that tells more."""
        address, time_s = target.address, min(LOOK_S, _left(ends))
        if was_closed(error):
            if address.scheme == "http" and _attempted(lambda: read_chain(address.host, address.port, time_s)):
                return speaks_tls(target)
            if address.scheme == "https" and demands_certificate(address.host, address.port, time_s):
                return wants_certificate(target)
        chain = _attempted(lambda: read_chain(address.host, address.port, time_s)) if needs_chain(error) else []
        return unreachable(error, target, chain)


def _authorization(login: Login, secret: str, side: str) -> str:
    if login.kind == "password":
        return "Basic " + base64.b64encode(f"{login.user}:{secret}".encode()).decode()
    key = secret.strip()
    if ":" in key:
        key = base64.b64encode(key.encode()).decode()
    if not key.isascii() or not key.isprintable() or " " in key or not key:
        raise UsageError(
            f"The API key for the {side} cluster holds characters that no key has.",
            side=side,
            hint="Give it again in its encoded form, as shown once when it was made.",
        )
    return "ApiKey " + key


def _log_exchange(
    asked: str, side: str, target: Target, outcome: tuple[int, Mapping[str, str], Json] | WizardError, took_s: float
) -> None:
    """The request as planned, with `${NAME}` for what is filled in; of its answer the status alone."""
    if isinstance(outcome, WizardError):
        # Not its words: they are not masked yet.
        end = outcome.kind if isinstance(outcome, ReachError) else type(outcome).__name__
    else:
        end = str(outcome[0])
    _log.debug("%s to %s (%s): %s, %.0f ms", asked, side, target.address, end, took_s * 1000)


def _redactor(secrets: Mapping[str, str], authorization: str, login: Login | None) -> Redactor:
    redactor = Redactor(secrets, keeps_ids=True)
    if login is not None:
        redactor.know(login.secret.name, authorization.partition(" ")[2])
    return redactor


def _masked_error(error: WizardError, redactor: Redactor) -> WizardError:
    """The error with every secret of this request replaced by its name, should an answer have quoted one."""
    for name in ("headline", "hint", "saw", "reason"):
        text = getattr(error, name, None)
        if isinstance(text, str):
            setattr(error, name, redactor.redact(text))
    error.args = (error.headline,)
    error.__cause__ = error.__context__ = error.__traceback__ = None
    return error


def _attempted(read: Callable[[], list[bytes]]) -> list[bytes]:
    try:
        return read()
    except (OSError, ValueError):
        return []


def _left(ends: float) -> float:
    return max(0.05, ends - time.monotonic())
