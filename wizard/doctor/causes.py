"""What the words of Elasticsearch's failures mean: stable fragment -> headline, hint, side. Pure data.

The fragments are words of Elasticsearch 8.14 to 9, of the JVM and of Netty. The more specific stands first.
"""

import re
from dataclasses import dataclass

from wizard.plan.result import Hop
from wizard.scenario.model import INTERFACE_PORT, secret_ref, variable_of

RIGHT_PORT = f"Use the port of the remote cluster server, usually {INTERFACE_PORT}."


@dataclass(frozen=True, slots=True)
class Cause:
    """One known failure. `headline` and `hint` may name {local}, {remote}, {alias}, {user}, {address} and the
    pattern's own named groups; `side` is where somebody must act, empty: on both, or who knows. `hop`: where it breaks,
    empty: before anything is on its way. `patience_s`: for how long it may still heal by itself; None: nobody can say.
    """

    entry: str
    pattern: re.Pattern[str]
    headline: str
    hint: str
    side: str
    hop: Hop
    patience_s: float | None


LASTING_S = 3.0
"""What somebody has to mend stands at once, but for an answer that was on its way when things changed."""
SOON_S = 10.0
"""A node that is just coming up refuses for a while."""


def _cause(
    entry: str, pattern: str, side: str, hop: Hop, headline: str, hint: str, *, patience_s: float | None = LASTING_S
) -> Cause:
    return Cause(entry, re.compile(pattern, re.IGNORECASE), headline, hint, side, hop, patience_s)


CAUSES: tuple[Cause, ...] = (
    _cause(
        "login", r"unable to authenticate user \[(?P<who>[^\]]*)\] for REST request", "local", "access",
        "{local} does not accept the password of {who}.",
        f"Give the right password of {{who}}: {variable_of(secret_ref('search.secret'))} takes it.",
    ),
    _cause(
        "E1", r"no remote indices privileges apply for the target cluster", "local", "access",
        "{user} may not search {alias}: no role names it under remote_indices.",
        "Give {user} a role with remote_indices for {alias}.",
    ),
    _cause(
        "D2", r"expected API key type of \[cross_cluster\]", "local", "keystore",
        "The key in the keystore of {local} is a REST API key. A connection needs a cross-cluster API key.",
        "Make a cross-cluster API key on {remote} and put it into the keystore of every node.",
    ),
    _cause(
        "D7", r"invalid cross-cluster API key value|invalid ApiKey value|Illegal base64 character|incorrect ending byte"
        r"|error attempting to authenticate request", "local", "keystore",
        "The keystore of {local} holds a text that is no key.",
        "Put the key in again in its encoded form, on every node, then reload.",
    ),
    _cause(
        "D3", r"unable to find apikey", "local", "auth",
        "{remote} does not know the key that {local} sends.",
        "The key was made on another cluster, or deleted. Put a key of {remote} into every keystore, then reload.",
    ),
    _cause(
        "D5", r"has been invalidated", "remote", "auth",
        "{remote} no longer accepts the key: it has been invalidated.",
        "Make a new key on {remote} and put it into every keystore under the same alias; no restart.",
    ),
    _cause(
        "D6", r"api key is expired", "remote", "auth",
        "{remote} no longer accepts the key: it expired.",
        "Make a new key on {remote} and put it into every keystore under the same alias; no restart.",
    ),
    _cause(
        "D4", r"invalid credentials for API key", "local", "auth",
        "{remote} knows the key that {local} sends, but its secret is wrong.",
        "Put the key in again in its encoded form, on every node, then reload.",
    ),
    _cause(
        "D14", r"cross cluster api key signature|requires certificate identity matching|"
        r"does not match API Key certificate identity", "local", "auth",
        "The key asks for a signed request, and {local} does not sign as the key wants.",
        "Set up signing on {local}, or make a key without certificate_identity on {remote}.",
    ),
    _cause(
        "D3-D6", r"unable to authenticate user \[", "remote", "auth",
        "{remote} does not accept the key that {local} sends.",
        "Look at the key on {remote}: whether it exists, is alive, and is the one in the keystores.",
    ),
    _cause(
        "D1", r"require transport header \[_cross_cluster_access_credentials\]", "local", "keystore",
        "{local} sends no key: the node that was asked has none for alias {alias} in its keystore.",
        "Add the key to the keystore of every node under {alias}, then reload.",
    ),
    _cause(
        "B2", r"requires channel profile to be \[_remote_cluster\]|"
        r"missing authentication credentials for action \[cluster:internal/remote_cluster/handshake\]", "local", "tcp",
        "{address} is the transport port of {remote}. An API key needs the remote cluster server's port.",
        RIGHT_PORT,
    ),
    _cause(
        "G1", r"advanced-remote-cluster-security", "", "auth",
        "The licence of {local} or of {remote} does not allow API keys between clusters.",
        "Both clusters need an Enterprise licence or an active trial.",
    ),
    _cause(
        "E9", r"is not allowed as a cross cluster operation", "local", "access",
        "This operation is not possible with API keys in these versions.",
        "Upgrade both clusters, or do without it.",
    ),
    _cause(
        "E2", r"authenticated by API key id \[(?P<key>[^\]]*)\].*?on indices \[(?P<indices>[^\]]*)\]", "", "access",
        "{user} may not read {indices} on {remote}: the key or a role of {user} does not name it.",
        "Compare the access of key {key} on {remote} with remote_indices of {user} on {local}; both must name it.",
    ),
    _cause(
        "E3", r"towards remote cluster is unauthorized .*?authenticated by API key id \[(?P<key>[^\]]*)\]",
        "", "access",
        "The key {key} does not allow this on {remote}.",
        "A key for replication alone cannot search; compare the access of the key with what is asked.",
    ),
    _cause(
        "A1", r"unknown host \[(?P<host>[^\]]*)\]", "local", "dns",
        "The nodes of {local} find no address for {host}.",
        "Correct the name, or the name resolution of every node of {local}.",
        patience_s=SOON_S,
    ),
    _cause(
        "1.3", r"port out of range:(?P<port>\d+)", "local", "tcp",
        "{port} is not a port.",
        RIGHT_PORT,
    ),
    _cause(
        "B1", r"received HTTP response on transport port|not an SSL/TLS record: 48545450", "local", "tcp",
        "{address} is the REST API of {remote}. Clusters do not connect to each other there.",
        RIGHT_PORT,
    ),
    _cause(
        "C10", r"signatures do not match|does not chain with any of the trust anchors", "local", "tls",
        "{local} trusts an older CA of the same name as the one that signed {remote}'s certificate.",
        "Put the new CA file in the place of the old one on every local node.",
    ),
    _cause(
        "C2", r"No subject alternative|No name matching", "remote", "tls",
        "The certificate of {remote} is not for the name or address that {local} dials.",
        "Set server_name to a name in the certificate, or issue a certificate that names {address}.",
    ),
    _cause(
        "C3", r"NotAfter:", "remote", "tls",
        "The certificate of {remote}'s remote cluster server expired.",
        "Renew it on every node of {remote}.",
    ),
    _cause(
        "C4", r"NotBefore:", "remote", "tls",
        "The certificate of {remote}'s remote cluster server is not valid yet.",
        "Check the clocks of both clusters, then the certificate.",
    ),
    _cause(
        "C13", r"Invalid CertificateVerify signature", "remote", "tls",
        "The private key of {remote}'s remote cluster server does not belong to its certificate.",
        "Put a certificate and its own key in place on {remote}.",
    ),
    _cause(
        "C1", r"PKIX path building failed|unable to find valid certification path|"
        r"failed to establish trust with server", "local", "tls",
        "{local} does not trust the CA that signed {remote}'s certificate.",
        "Add this CA on every local node; each node restarts once.",
    ),
    _cause(
        "C5", r"invalid DiscoveryNode server_name \[(?P<name>[^\]]*)\]", "local", "tls",
        "{name} cannot be used as a server name.",
        "Use a plain DNS name that stands in the certificate.",
    ),
    _cause(
        "F8", r"unexpected remote cluster name|does not match expected remote cluster name", "remote", "tcp",
        "Another cluster answers at {address} now.",
        "Check what stands behind the address. After a wanted change, register {alias} again.",
    ),
    _cause(
        "G4", r"incompatible wire format|unsupported version|is incompatible with local node version", "", "auth",
        "The versions of {local} and {remote} cannot talk to each other.",
        "Upgrade the older one.",
    ),
    _cause(
        "G5", r"does not support receiving them|to support cross cluster requests through the dedicated",
        "remote", "auth",
        "A node of {remote} is too old for API keys between clusters.",
        "Upgrade every node of {remote} to 8.14 or later.",
    ),
    _cause(
        "F6", r"\[remote_cluster_client\] role|remote cluster client role", "local", "",
        "The node that was asked lacks the role remote_cluster_client.",
        "Ask another node, or add the role to node.roles of this one.",
        patience_s=SOON_S,
    ),
    _cause(
        "I5", r"no such remote cluster", "local", "",
        "{local} has no connection called {alias}.",
        "Register it.",
        patience_s=None,
    ),
    _cause(
        "404", r"no such index \[(?P<index>[^\]]*)\]", "", "access",
        "{remote} has no index {index}, or the key does not show it.",
        "Choose an index that exists on {remote} and that the key allows.",
    ),
    _cause(
        "A2", r"Connection refused", "remote", "tcp",
        "{address} refuses the nodes of {local}: nothing listens there.",
        "Switch the remote cluster server on, on every node of {remote}, and check the port.",
        patience_s=SOON_S,
    ),
    _cause(
        "A3", r"connect_timeout\[|No route to host|Network is unreachable", "", "tcp",
        "The nodes of {local} get no answer from {address}.",
        "A firewall drops it, or the address is wrong. Ask the network team of both sides.",
        patience_s=None,
    ),
    _cause(
        "A6", r"handshake timed out after|handshake_timeout\[|timed out before receiving a response", "remote", "tcp",
        "{address} takes the connection of {local} and then says nothing.",
        "Check that the nodes of {remote} are well and that this is the port of the remote cluster server.",
        patience_s=None,
    ),
    _cause(
        "F4", r"Unable to open any connections to remote cluster|failed to open managed connection", "remote", "tcp",
        "{local} reaches {address}, but not the addresses that the nodes of {remote} publish.",
        "Use proxy mode, or publish addresses that {local} can reach.",
        patience_s=None,
    ),
    _cause(
        "A5", r"connection reset|handshake was in progress|channel closed while connecting", "", "tls",
        "{address} closes the connection of {local} during the TLS handshake.",
        "It is another port than the remote cluster server's, a filter in front of it, or a server without TLS.",
        patience_s=SOON_S,
    ),
)  # fmt: skip
