"""The fact what this machine sees of the address that the local cluster dials."""

from wizard.clients.seen import Seen
from wizard.doctor.facts.trust import ca_file
from wizard.doctor.hosts import split
from wizard.doctor.look import Look, Unseen, fact


@fact("interface")
def interface(look: Look, address: str) -> Seen:
    """One address of the remote cluster interface, seen from here; the chain is held against the CA that was given."""
    spec = look.scenario.interface
    try:
        host, port = split(address)
    except ValueError as error:
        raise Unseen(f"{address} is not written as host:port") from error
    # Only proxy mode sends a server name.
    server_name = spec.server_name if look.scenario.mode == "proxy" else ""
    return look.sources.probe(host, port, server_name=server_name, ca_pem=_pem(look))


def _pem(look: Look) -> str:
    if not look.scenario.interface.private_ca:
        return ""
    try:
        return look.get(ca_file).pem
    except Unseen:
        # A CA file that cannot be used is a finding of its own; name and port can still be looked at.
        return ""
