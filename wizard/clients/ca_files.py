"""CA files: reads a PEM file of CA certificates and says in plain words why one cannot serve."""

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from wizard.errors import UsageError

LARGEST_BYTES = 1_000_000


class CaFileError(UsageError):
    """A CA file cannot serve; `problem` says why, `path` which."""

    def __init__(
        self,
        headline: str,
        *,
        path: str,
        problem: Literal["missing", "folder", "unreadable", "not-pem", "private-key", "none", "not-ca", "expired"],
        hint: str = "",
        side: str = "",
    ) -> None:
        super().__init__(headline, side=side, hint=hint)
        self.path = path
        self.problem = problem


@dataclass(frozen=True, slots=True)
class CaCertificate:
    """One certificate of the file. `fingerprint` is SHA-256 in hex, `not_after` ISO 8601 in UTC."""

    subject: str
    fingerprint: str
    not_after: str
    is_ca: bool


@dataclass(frozen=True, slots=True)
class CaBundle:
    """A CA file that was read: its certificates in order, and their PEM text (nothing else of the file)."""

    path: str
    certificates: tuple[CaCertificate, ...]
    pem: str


def read_ca(path: str, *, side: str = "", leaf_ok: bool = False, now: datetime | None = None) -> CaBundle:
    """Read a CA file; several certificates are fine. Raises CaFileError.

    At least one certificate must be a CA that has not expired; others (an old CA during a change) may have.
    `leaf_ok`: a server's own certificate serves as well, as it does for Elasticsearch.
    """
    pem = _text(path, side)
    from cryptography import x509
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.serialization import Encoding

    try:
        loaded = x509.load_pem_x509_certificates(pem.encode())
        certificates = tuple(
            CaCertificate(
                each.subject.rfc4514_string(),
                each.fingerprint(SHA256()).hex(),
                each.not_valid_after_utc.strftime("%Y-%m-%dT%H:%M:%SZ"),
                _is_ca(each),
            )
            for each in loaded
        )
    except ValueError as error:
        raise CaFileError(
            f"The CA file {path} holds a certificate that cannot be read.",
            path=path,
            problem="not-pem",
            side=side,
            hint="It may have been cut or changed while it was copied. Copy it again from the cluster.",
        ) from error
    cas = [each for each in certificates if each.is_ca or leaf_ok]
    if not cas:
        raise CaFileError(
            f"The CA file {path} holds no CA certificate, only {certificates[0].subject}.",
            path=path,
            problem="not-ca",
            side=side,
            hint="That is a server's own certificate. Give the certificate of the CA that signed it.",
        )
    today = (now or datetime.now(UTC)).strftime("%Y-%m-%dT%H:%M:%SZ")
    if all(each.not_after < today for each in cas):
        latest = max(cas, key=lambda each: each.not_after)
        raise CaFileError(
            f"The CA certificate {latest.subject} in {path} expired on {latest.not_after[:10]}.",
            path=path,
            problem="expired",
            side=side,
            hint="Give the CA that signs the cluster's certificates today.",
        )
    text = "".join(each.public_bytes(Encoding.PEM).decode() for each in loaded)
    return CaBundle(path, certificates, text)


def _text(path: str, side: str) -> str:
    file = Path(path).expanduser()
    hint = "Give the path of a PEM file with the CA certificate, as this machine sees it."
    try:
        if file.is_dir():
            raise CaFileError(
                f"The CA file {path} is a folder.", path=path, problem="folder", side=side, hint="Name the file in it."
            )
        with file.open("rb") as stream:
            raw = stream.read(LARGEST_BYTES)
    except FileNotFoundError as error:
        raise CaFileError(
            f"The CA file {path} does not exist.", path=path, problem="missing", side=side, hint=hint
        ) from error
    except OSError as error:
        raise CaFileError(
            f"The CA file {path} cannot be read: {error.strerror or error}.",
            path=path,
            problem="unreadable",
            side=side,
            hint="Check that you may read it.",
        ) from error
    text = raw.decode("utf-8", errors="replace")
    if "PRIVATE KEY-----" in text:
        raise CaFileError(
            f"The CA file {path} holds a private key.",
            path=path,
            problem="private-key",
            side=side,
            hint="Never hand out the key of a CA. Give a file that holds only the certificate: "
            "openssl x509 -in THIS_FILE -out ca.crt",
        )
    if "-----BEGIN CERTIFICATE-----" in text:
        return text
    if raw[:1] == b"\x30":
        raise CaFileError(
            f"The CA file {path} is not PEM; it looks like DER or PKCS#12.",
            path=path,
            problem="not-pem",
            side=side,
            hint="From PKCS#12: openssl pkcs12 -in ca.p12 -out ca.crt -nokeys; "
            "from DER: openssl x509 -inform der -in ca.der -out ca.crt",
        )
    raise CaFileError(
        f"The CA file {path} holds no certificate.",
        path=path,
        problem="none",
        side=side,
        hint="A PEM file has a line -----BEGIN CERTIFICATE-----.",
    )


def _is_ca(certificate: object) -> bool:
    from cryptography import x509

    assert isinstance(certificate, x509.Certificate)
    try:
        return bool(certificate.extensions.get_extension_for_class(x509.BasicConstraints).value.ca)
    except x509.ExtensionNotFound:
        # X.509 version 1 knows no extensions; such roots are old but the JVM takes them as anchors.
        return certificate.version is x509.Version.v1 and certificate.issuer == certificate.subject
