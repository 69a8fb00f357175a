"""Certificate authorities and certificates for tests, right ones and deliberately wrong ones."""

import ipaddress
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID


@dataclass(frozen=True, slots=True)
class Leaf:
    """A certificate with its key, both PEM; the key is unencrypted PKCS#8."""

    certificate_pem: bytes
    key_pem: bytes

    def write(self, folder: Path, stem: str) -> None:
        """Writes `STEM.crt` and `STEM.key`."""
        (folder / f"{stem}.crt").write_bytes(self.certificate_pem)
        (folder / f"{stem}.key").write_bytes(self.key_pem)


@dataclass(frozen=True, slots=True)
class Authority:
    """A self-signed certificate authority."""

    certificate: x509.Certificate
    key: ec.EllipticCurvePrivateKey

    @classmethod
    def create(cls, common_name: str) -> "Authority":
        """A new authority, valid from an hour ago for ten years."""
        key = ec.generate_private_key(ec.SECP256R1())
        start = datetime.now(UTC) - timedelta(hours=1)
        name = _name(common_name)
        builder = _builder(name, name, key, start, start + timedelta(days=3650))
        builder = builder.add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        return cls(builder.sign(key, hashes.SHA256()), key)

    @property
    def pem(self) -> bytes:
        return self.certificate.public_bytes(serialization.Encoding.PEM)

    def write(self, file: Path) -> Path:
        """Writes the certificate as PEM and returns the file."""
        file.write_bytes(self.pem)
        return file

    def issue(
        self,
        common_name: str,
        *,
        names: Sequence[str] = ("localhost",),
        addresses: Sequence[str] = ("127.0.0.1",),
        not_before: datetime | None = None,
        not_after: datetime | None = None,
    ) -> Leaf:
        """A certificate for names and IP addresses; no names at all gives one without alternative names."""
        key = ec.generate_private_key(ec.SECP256R1())
        start = not_before or datetime.now(UTC) - timedelta(hours=1)
        builder = _builder(
            _name(common_name), self.certificate.subject, key, start, not_after or start + timedelta(days=365)
        )
        alternatives: list[x509.GeneralName] = [x509.DNSName(name) for name in names]
        alternatives += [x509.IPAddress(ipaddress.ip_address(address)) for address in addresses]
        if alternatives:
            builder = builder.add_extension(x509.SubjectAlternativeName(alternatives), critical=False)
        return Leaf(
            builder.sign(self.key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM),
            key.private_bytes(
                serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
            ),
        )

    def issue_expired(self, common_name: str) -> Leaf:
        """A certificate that ran out yesterday."""
        end = datetime.now(UTC) - timedelta(days=1)
        return self.issue(common_name, not_before=end - timedelta(days=30), not_after=end)


def _name(common_name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common_name)])


def _builder(
    subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePrivateKey, start: datetime, end: datetime
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(start)
        .not_valid_after(end)
    )
