"""TLS trust: contexts that verify against the machine's store, a CA, or a pinned certificate. None skips verification.

The one context without verification (`looking_context`) only reads certificates: nothing is ever sent through it but
what the port probe asks, and no secret is known to that.
"""

import hashlib
import os
import socket
import ssl
import time
from collections.abc import Sequence

from wizard.errors import UsageError


def system_context() -> ssl.SSLContext:
    """Trust what this machine trusts; the certifi list where the machine has no store of its own."""
    context = _like_the_jvm(ssl.create_default_context())
    if not context.cert_store_stats()["x509_ca"] and not any(_store_directory()):
        import certifi

        context.load_verify_locations(certifi.where())
    return context


def ca_context(pem: str) -> ssl.SSLContext:
    """Trust these certificates and nothing else. Raises ssl.SSLError where the text holds none."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.load_verify_locations(cadata=pem)
    return _like_the_jvm(context)


def leaf_context(certificate: bytes) -> ssl.SSLContext:
    """Trust exactly this server certificate (DER), under whatever name it is reached."""
    context = ca_context(ssl.DER_cert_to_PEM_cert(certificate))
    context.check_hostname = False
    return context


def looking_context() -> ssl.SSLContext:
    """For reading certificates only; see the module's text."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context


def sent_chain(connection: ssl.SSLSocket) -> list[bytes]:
    """The certificates the server sent, leaf first, in DER; only the leaf where Python cannot tell the rest."""
    leaf = connection.getpeercert(binary_form=True)
    chain: list[bytes] = []
    # Public from Python 3.13; the inner object has had it, unchanged, since 3.10.
    if hasattr(connection, "get_unverified_chain"):
        chain = list(connection.get_unverified_chain())
    else:
        inner = getattr(connection, "_sslobj", None)
        reader = getattr(inner, "get_unverified_chain", None)
        chain = [ssl.PEM_cert_to_DER_cert(each.public_bytes()) for each in (reader() or ())] if reader else []
    return chain or ([leaf] if leaf else [])


def read_chain(host: str, port: int, timeout_s: float, server_name: str = "") -> list[bytes]:
    """Connect and read the certificates a server sends. Raises OSError and ssl.SSLError."""
    ends = time.monotonic() + timeout_s
    with socket.create_connection((host, port), timeout=timeout_s) as plain:
        plain.settimeout(max(0.1, ends - time.monotonic()))
        with looking_context().wrap_socket(plain, server_hostname=server_name or host) as secure:
            return sent_chain(secure)


def demands_certificate(host: str, port: int, timeout_s: float, server_name: str = "") -> bool:
    """True when the server ends the conversation because no client certificate came.

    Sends nothing: with TLS 1.3 the alert follows the handshake, and is lost if the server closes on something unread.
    """
    try:
        with (
            socket.create_connection((host, port), timeout=timeout_s) as plain,
            looking_context().wrap_socket(plain, server_hostname=server_name or host) as secure,
        ):
            secure.recv(1)
    except ssl.SSLError as error:
        return is_certificate_alert(error)
    except (OSError, ValueError):
        return False
    return False


def is_certificate_alert(error: ssl.SSLError) -> bool:
    """True for the alerts of a server that got no client certificate, or none that it trusts."""
    reason = error.reason or ""
    return "ALERT" in reason and "CERTIFICATE" in reason


def fingerprint_of(certificate: bytes) -> str:
    """SHA-256 of a DER certificate, in lower-case hex without colons, as Elasticsearch prints it."""
    return hashlib.sha256(certificate).hexdigest()


def plain_fingerprint(text: str, side: str) -> str:
    """A fingerprint as written by a person, in the form of `fingerprint_of`. Raises UsageError."""
    bare = text.replace(":", "").replace(" ", "").strip().lower()
    if len(bare) != 64 or any(character not in "0123456789abcdef" for character in bare):
        raise UsageError(
            f"The fingerprint of the {side} cluster is not SHA-256: that has 64 hex digits, this has {len(bare)}.",
            side=side,
            hint="Print it with: openssl x509 -in http_ca.crt -noout -fingerprint -sha256",
        )
    return bare


def pinned_context(chain: Sequence[bytes], fingerprint: str) -> ssl.SSLContext | None:
    """Trust the certificate with this fingerprint: as itself if it is the leaf, as a CA if it stands behind it.

    None: no certificate of the chain has it. The pinned CA is only an anchor; the handshake that follows must really
    chain to it, because anyone can send a copy of a CA certificate along.
    """
    if not chain:
        return None
    if fingerprint_of(chain[0]) == fingerprint:
        return leaf_context(chain[0])
    for certificate in chain[1:]:
        if fingerprint_of(certificate) == fingerprint:
            return ca_context(ssl.DER_cert_to_PEM_cert(certificate))
    return None


def _like_the_jvm(context: ssl.SSLContext) -> ssl.SSLContext:
    """Judge chains as Elasticsearch does, on every Python version.

    The JVM takes a trusted certificate as the end of the chain even when it is not self-signed, and asks no extensions
    of a CA that older tools did not write (Python 3.13 would).
    """
    context.verify_flags |= ssl.VERIFY_X509_PARTIAL_CHAIN
    context.verify_flags &= ~ssl.VERIFY_X509_STRICT
    return context


def _store_directory() -> Sequence[str]:
    """Hashed certificate folders are read only when needed, so they do not show in the store's counts."""
    folder = ssl.get_default_verify_paths().capath
    return os.listdir(folder) if folder and os.path.isdir(folder) else ()
