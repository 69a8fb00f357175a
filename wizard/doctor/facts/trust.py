"""Facts about trust: the CA file that was given, and the certificates that each local node has loaded."""

from dataclasses import dataclass

from wizard.clients.ca_files import CaBundle, read_ca
from wizard.doctor.ask import ask
from wizard.doctor.look import Look, fact
from wizard.scenario.model import SideName


@dataclass(frozen=True, slots=True)
class Loaded:
    """One certificate a node has loaded; `serial` is hex without leading zeros."""

    path: str
    subject: str
    serial: str
    has_key: bool


@fact("ca_file")
def ca_file(look: Look) -> CaBundle:
    """The CA file of the remote cluster interface. Raises (as Unseen) CaFileError."""
    return read_ca(look.scenario.interface.ca, now=look.sources.clock())


@fact("loaded_certificates")
def loaded_certificates(look: Look, address: str) -> tuple[Loaded, ...]:
    """What the local node at an address has loaded, all TLS contexts together; the JVM's own store is not in it."""
    return _loaded(look, "local", address)


@fact("own_certificates")
def own_certificates(look: Look) -> tuple[Loaded, ...]:
    """The certificates that the remote node which answers shows as its own, on any of its ports."""
    return tuple(each for each in _loaded(look, "remote", "") if each.has_key)


def _loaded(look: Look, side: SideName, address: str) -> tuple[Loaded, ...]:
    return tuple(
        Loaded(
            path=path.text() if (path := part.find("path")) else "",
            subject=part.at("subject_dn").text(),
            serial=part.at("serial_number").text().lower().lstrip("0"),
            has_key=part.at("has_private_key").flag(),
        )
        for part in ask(look, side, "/_ssl/certificates", at=address).body.parts()
    )


def serials_of(bundle: CaBundle) -> frozenset[str]:
    """The serial numbers of a CA file's certificates, as `_ssl/certificates` writes them."""
    from cryptography.x509 import load_pem_x509_certificates

    return frozenset(f"{each.serial_number:x}" for each in load_pem_x509_certificates(bundle.pem.encode()))
