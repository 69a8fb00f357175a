"""Throw-away certificates: an authority, and what it signs for this machine's loopback address."""

import ipaddress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

YEAR = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Authority:
    """A self-signed certificate authority."""

    certificate: x509.Certificate
    key: ec.EllipticCurvePrivateKey

    @classmethod
    def make(cls, name: str) -> "Authority":
        """A new one, valid from yesterday for ten years."""
        key = ec.generate_private_key(ec.SECP256R1())
        subject = _name(name)
        start = datetime.now(UTC) - timedelta(days=1)
        builder = _builder(subject, subject, key, start, start + 10 * YEAR)
        builder = builder.add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        return cls(builder.sign(key, hashes.SHA256()), key)

    def write(self, file: Path) -> Path:
        """Write the certificate as PEM."""
        file.write_bytes(self.certificate.public_bytes(serialization.Encoding.PEM))
        return file

    def issue(self, name: str, certificate: Path, *, host: str = "127.0.0.1", expired: bool = False) -> None:
        """Write a certificate for an address or name, and its key beside it with the suffix `.key`."""
        key = ec.generate_private_key(ec.SECP256R1())
        start = datetime.now(UTC) - timedelta(days=31 if expired else 1)
        end = start + (timedelta(days=30) if expired else YEAR)
        builder = _builder(_name(name), self.certificate.subject, key, start, end)
        builder = builder.add_extension(x509.SubjectAlternativeName(_alternatives(host)), critical=False)
        certificate.write_bytes(builder.sign(self.key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM))
        private = certificate.with_suffix(".key")
        private.touch(0o600)
        private.write_bytes(
            key.private_bytes(
                serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
            )
        )


def names_of(der: bytes) -> tuple[str, ...]:
    """The DNS names and addresses that a certificate is for."""
    try:
        found = x509.load_der_x509_certificate(der).extensions.get_extension_for_class(x509.SubjectAlternativeName)
    except x509.ExtensionNotFound:
        return ()
    names = found.value.get_values_for_type(x509.DNSName)
    return (*names, *(str(each) for each in found.value.get_values_for_type(x509.IPAddress)))


def not_after(der: bytes) -> datetime:
    """When a certificate ends, in UTC."""
    return x509.load_der_x509_certificate(der).not_valid_after_utc


def in_file(file: Path) -> list[x509.Certificate]:
    """The certificates of a PEM file; none where it is not there or holds none."""
    try:
        return x509.load_pem_x509_certificates(file.read_bytes())
    except (OSError, ValueError):
        return []


def _alternatives(host: str) -> list[x509.GeneralName]:
    try:
        return [x509.IPAddress(ipaddress.ip_address(host)), x509.DNSName("localhost")]
    except ValueError:
        return [x509.DNSName(host)]


def _name(common: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common)])


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
