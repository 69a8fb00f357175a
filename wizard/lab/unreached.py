"""Why a node reaches no remote cluster, and the trees of causes that Elasticsearch answers then (8.1)."""

from datetime import datetime
from typing import Literal

from wizard.lab.errors import Json, Refused, illegal, refused

Kind = Literal[
    "unknown-host", "refused", "untrusted", "other-ca", "expired", "name", "frozen", "reset", "silent"
]  # fmt: skip
NO_PATH = "unable to find valid certification path to requested target"
BUILDING = f"PKIX path building failed: sun.security.provider.certpath.SunCertPathBuilderException: {NO_PATH}"
VALIDATING = "PKIX path validation failed: java.security.cert.CertPathValidatorException: "


class NotReached(Exception):
    """No conversation with an address came about; `detail` is what the kind needs to be worded."""

    def __init__(self, kind: Kind, address: str, detail: str = "") -> None:
        super().__init__(kind)
        self.kind = kind
        self.address = address
        self.detail = detail


def refusal(trouble: NotReached, alias: str, mode: str) -> Refused:
    """The answer to a search whose remote cluster cannot be reached and may not be skipped."""
    if trouble.kind == "unknown-host":
        host = trouble.address.rpartition(":")[0]
        return illegal(f"unknown host [{host}]", caused_by={"type": "unknown_host_exception", "reason": host})
    failure = _failure(trouble)
    if mode == "sniff":
        cause = failure.get("caused_by")
        root = {"type": cause["type"], "reason": cause["reason"]} if cause else None
        return refused(502, failure["type"], failure["reason"], root=root, caused_by=cause)
    reason = f"Unable to open any proxy connections to cluster [{alias}] at address [{trouble.address}]"
    kind = "no_seed_node_left_exception"
    short = {"type": failure["type"], "reason": failure["reason"]}
    return refused(
        500, kind, reason, root={"type": kind, "reason": reason, "suppressed": [short]}, suppressed=[failure]
    )


def java_date(at: datetime) -> str:
    """A time as the JVM prints it."""
    return at.strftime("%a %b %d %H:%M:%S UTC %Y")


def _failure(trouble: NotReached) -> Json:
    address = trouble.address
    match trouble.kind:
        case "reset":
            return _connecting(f"[][{address}] general node connection failure") | {
                "caused_by": {"type": "transport_exception", "reason": "handshake failed because connection reset"}
            }
        case "silent":
            return _connecting(f"[][{address}] handshake_timeout[{trouble.detail}s]")
        case _:
            failed: Json = None
            for kind, reason in reversed(_chain(trouble)):
                failed = {"type": kind, "reason": reason} | ({"caused_by": failed} if failed else {})
            return _connecting(f"[][{address}] connect_exception") | {"caused_by": failed}


def _connecting(reason: str) -> dict[str, Json]:
    return {"type": "connect_transport_exception", "reason": reason}


def _chain(trouble: NotReached) -> list[tuple[str, str]]:
    """Types and reasons from the outermost cause to the innermost."""
    tls = "javax.net.ssl.SSLHandshakeException"
    shaken = "s_s_l_handshake_exception"
    inner: list[tuple[str, str]]
    match trouble.kind:
        case "untrusted":
            java = tls
            inner = [
                (shaken, BUILDING),
                ("validator_exception", BUILDING),
                ("sun_cert_path_builder_exception", NO_PATH),
            ]
        case "other-ca":
            java, words = tls, "Path does not chain with any of the trust anchors"
            inner = [
                (shaken, VALIDATING + words),
                ("validator_exception", VALIDATING + words),
                ("cert_path_validator_exception", words),
            ]
        case "expired":
            java, words = tls, "validity check failed"
            inner = [
                (shaken, VALIDATING + words),
                ("validator_exception", VALIDATING + words),
                ("cert_path_validator_exception", words),
                ("certificate_expired_exception", f"NotAfter: {trouble.detail}"),
            ]
        case "name":
            java = tls
            inner = [(shaken, trouble.detail), ("certificate_exception", trouble.detail)]
        case "frozen":
            java, words = (
                "io.netty.handler.ssl.SslHandshakeTimeoutException",
                f"handshake timed out after {trouble.detail}ms",
            )
            inner = [("ssl_handshake_timeout_exception", words)]
        case _:
            host, _, port = trouble.address.rpartition(":")
            java = "io.netty.channel.AbstractChannel$AnnotatedConnectException"
            words = "Connection refused"
            inner = [("annotated_connect_exception", f"{words}: /{host}:{port}"), ("connect_exception", words)]
    first = inner[0][1]
    return [
        ("uncategorized_execution_exception", "Failed execution"),
        ("execution_exception", f"{java}: {first}"),
        *inner,
    ]
