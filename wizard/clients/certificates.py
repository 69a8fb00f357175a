"""Certificates as a person wants to read them, and the name rule of the JVM."""

import ipaddress
from collections.abc import Sequence
from dataclasses import dataclass

from wizard.clients.trust import fingerprint_of
from wizard.scenario.addresses import is_ip


@dataclass(frozen=True, slots=True)
class Certificate:
    """One certificate.

    `names`: DNS names and IP addresses (SAN); dates ISO 8601 in UTC; `fingerprint` SHA-256; `serial` is hex.
    """

    subject: str
    issuer: str
    names: tuple[str, ...]
    not_before: str
    not_after: str
    fingerprint: str
    serial: str = ""


def read_certificate(der: bytes) -> Certificate:
    """Read a DER certificate; what cannot be read in it is left empty."""
    from cryptography import x509

    try:
        certificate = x509.load_der_x509_certificate(der)
        return Certificate(
            certificate.subject.rfc4514_string(),
            certificate.issuer.rfc4514_string(),
            _names(certificate),
            certificate.not_valid_before_utc.strftime("%Y-%m-%dT%H:%M:%SZ"),
            certificate.not_valid_after_utc.strftime("%Y-%m-%dT%H:%M:%SZ"),
            fingerprint_of(der),
            f"{certificate.serial_number:x}",
        )
    except ValueError:
        return Certificate("", "", (), "", "", fingerprint_of(der))


def is_for(certificate: Certificate, names: Sequence[str]) -> bool:
    """True when the certificate is for one of these hosts: either is enough, as it is for the JVM."""
    return any(_fits(certificate, name) for name in names if name)


def is_address(name: str) -> bool:
    """True for an IP address, with or without brackets."""
    return is_ip(name.strip("[]").partition("%")[0])


def common_name(subject: str) -> str:
    """The CN of a subject in RFC 4514 form; empty where there is none."""
    for part in subject.split(","):
        key, _, value = part.strip().partition("=")
        if key.upper() == "CN":
            return value
    return ""


def _names(certificate: object) -> tuple[str, ...]:
    from cryptography import x509

    assert isinstance(certificate, x509.Certificate)
    try:
        names = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except x509.ExtensionNotFound:
        return ()
    hosts = names.get_values_for_type(x509.DNSName)
    return (*hosts, *(str(address) for address in names.get_values_for_type(x509.IPAddress)))


def _fits(certificate: Certificate, name: str) -> bool:
    if is_address(name):
        wanted = ipaddress.ip_address(name.strip("[]").partition("%")[0])
        return any(is_address(each) and ipaddress.ip_address(each) == wanted for each in certificate.names)
    hosts = [each for each in certificate.names if not is_address(each)]
    # The JVM falls back to the common name only where the certificate has no DNS name at all.
    return any(_matches(pattern, name) for pattern in hosts or [common_name(certificate.subject)])


def _matches(pattern: str, name: str) -> bool:
    pattern, name = pattern.lower().rstrip("."), name.lower().rstrip(".")
    if pattern == name:
        return bool(name)
    first, _, rest = pattern.partition(".")
    return first == "*" and bool(rest) and name.partition(".")[2] == rest
