"""Connection: the alias, and what the local cluster dials and trusts to reach the remote one."""

import re

from wizard.scenario.addresses import (
    REST_PORTS,
    TRANSPORT_PORTS,
    Address,
    better_address,
    is_host_name,
    is_ip,
    read_address,
)
from wizard.scenario.answers import Answers, Value
from wizard.scenario.model import INTERFACE_PORT, Mode
from wizard.scenario.pairs import modes_for
from wizard.scenario.questions.question import Choice, Question
from wizard.scenario.questions.remote import MAKE
from wizard.scenario.questions.route import DOCS, by_hand, chosen_pair, chosen_security
from wizard.scenario.questions.side import file_problem

PUBLIC = "public"

_ALIAS = re.compile(r"[a-z0-9_][a-z0-9_-]*")
LONGEST_ALIAS = 128
"""Ours, well below what names of roles and keystore entries allow."""
_TAKEN = frozenset({"node", "signing", "initial_connect_timeout", "connections_per_cluster"})
"""Words that stand below `cluster.remote.` in settings of their own (elasticsearch 1.2)."""

_MODE_TITLES: dict[Mode, tuple[str, str]] = {
    "sniff": ("Sniff", "to each remote node, at the address it publishes"),
    "proxy": ("Proxy", "all through one address, such as a load balancer"),
}


def _alias_problem(value: Value, _answers: Answers) -> str:
    alias = str(value)
    if alias in _TAKEN:
        return f"{alias} is a setting of Elasticsearch below cluster.remote. Take another name, such as {alias}-remote."
    if len(alias) > LONGEST_ALIAS:
        return f"This is too long: {len(alias)} characters, and an alias has at most {LONGEST_ALIAS} here."
    if _ALIAS.fullmatch(alias):
        return ""
    if alias.startswith("-"):
        return "An alias does not begin with -: in a search that would exclude the cluster."
    return "An alias has lower-case letters, digits, _ and - only, and does not begin with -."


def _better_alias(value: Value, answers: Answers) -> Value | None:
    better = re.sub(r"[^a-z0-9_-]+", "-", str(value).lower()).strip("-")
    return better if better != value and better and not _alias_problem(better, answers) else None


def _modes(answers: Answers) -> tuple[Mode, ...]:
    pair = chosen_pair(answers)
    return modes_for(pair, chosen_security(answers)) if pair else ("sniff", "proxy")


def _mode_choices(answers: Answers) -> tuple[Choice, ...]:
    possible = _modes(answers)
    refused = "This pair connects in proxy mode only."
    return tuple(
        Choice(mode, title, note, "" if mode in possible else refused) for mode, (title, note) in _MODE_TITLES.items()
    )


def _is_proxy(answers: Answers) -> bool:
    return by_hand(answers) and answers.text("mode") == "proxy"


def _addresses(value: Value) -> tuple[str, ...]:
    return value if isinstance(value, tuple) else (str(value),)


def _address_problem(value: Value, answers: Answers) -> str:
    addresses = _addresses(value)
    for text in addresses:
        try:
            read_address(text)
        except ValueError as error:
            return f"{text}: {error}" if len(addresses) > 1 and "@" not in text else str(error)
    if len(addresses) > 1 and answers.text("mode") == "proxy":
        return f"Proxy mode takes one address; these are {len(addresses)}. Give one, or choose mode=sniff."
    return ""


def _address_also(answers: Answers) -> str:
    if answers.text("mode") == "sniff":
        return "In sniff mode these are the seeds: a few remote nodes to begin with, separated by commas."
    return "In proxy mode it is one address, and all nodes of the remote cluster are reached through it."


def _address_caution(value: Value, answers: Answers) -> str:
    for address in map(read_address, _addresses(value)):
        if caution := _port_caution(address, answers):
            return caution
    return ""


def _port_caution(address: Address, answers: Answers) -> str:
    port = address.port
    if port in REST_PORTS:
        return (
            f"Port {port} is the REST API. Clusters do not connect to each other there. "
            f"API key {INTERFACE_PORT}; certificate 9300, in the cloud 9400."
        )
    if chosen_security(answers) == "certificate":
        return f"Port {port} belongs to the API-key model." if port == INTERFACE_PORT else ""
    if port in TRANSPORT_PORTS:
        return f"Port {port} belongs to the certificate model; an API key needs {INTERFACE_PORT}."
    listens = answers.text("remote.interface_port")
    if answers.text("mode") == "sniff" and listens and listens != str(port):
        return f"The remote nodes listen on port {listens} (remote.interface_port), but a seed names port {port}."
    return ""


def _better_addresses(value: Value, _answers: Answers) -> Value | None:
    better = tuple(better_address(text) or text for text in _addresses(value))
    return better if better != value else None


def _read_address(text: str) -> str:
    # A password in a pasted URL must not get as far as the answers, which are kept on disk.
    value = text.strip()
    if "@" in value:
        read_address(value)
    return value


def _server_name_problem(value: Value, _answers: Answers) -> str:
    name = str(value)
    if is_ip(name.strip("[]")):
        return "A server name is a host name; an IP address cannot be one. Leave it empty to use the address itself."
    if re.search(r":\d*$", name):
        return f"Leave the port out: {name.rpartition(':')[0]}."
    if is_host_name(name, strict=True):
        return ""
    return "A server name is a host name: letters, digits, - and dots, as in the certificate."


def _ca_caution(value: Value, answers: Answers) -> str:
    # Said only to one who chose it: who was not asked may well have a certificate of a public CA in place.
    certificate = answers.get("remote.interface_certificate")
    if value == PUBLIC and certificate and certificate.source != "default" and certificate.value == MAKE:
        return (
            "remote.interface_certificate=make makes a CA of your own, which no node trusts by itself. "
            "Name the file that will hold it."
        )
    return ""


CONNECTION = (
    Question(
        id="alias",
        kind="text",
        group="Connection",
        text="What is the connection called on the local cluster?",
        short="name of the connection on the local cluster",
        why="Searches name the remote cluster by it, as in alias:index. Keystore entry and role carry it, too.",
        where="Your choice. GET _remote/info lists the names that are taken. It cannot be renamed later.",
        form="NAME",
        what="The name under which the local cluster knows the remote one.",
        then="A cluster setting, a keystore entry and a role carry it, and all three must be the same. A check says "
        "whether the name is taken already.",
        about=("RC-REG-001",),
        docs=f"{DOCS}/remote-clusters-api-key",
        rule=_alias_problem,
        better=_better_alias,
    ),
    Question(
        id="mode",
        kind="choice",
        group="Connection",
        text="How do local nodes reach the remote ones?",
        short="connection mode",
        why="Sniff needs every remote node's published address to be reachable; proxy needs one address only.",
        where="Behind a load balancer, NAT or a proxy: proxy. Both clusters in one network: sniff.",
        form="proxy|sniff",
        what="How connections are made: to the addresses that remote nodes publish, or all to one address.",
        then="It becomes a setting of the connection. The plan shows it, and the local cluster's own report of its "
        "connections proves it.",
        docs=f"{DOCS}/connection-modes",
        choices=_mode_choices,
        default=lambda answers: next(iter(_modes(answers)), None),
        when=by_hand,
    ),
    Question(
        id="remote.address",
        kind="list",
        group="Connection",
        text="At which address do the local nodes reach the remote cluster interface?",
        short="what the local cluster dials",
        why="Every local node dials it.",
        also=_address_also,
        where=f"Remote nodes, or the TCP load balancer before them, with port {INTERFACE_PORT} or remote_cluster.port.",
        form="HOST:PORT",
        what="Host and port of the remote cluster interface, as the local nodes see it. It is not the REST address.",
        then="The wizard tries it from this machine, which proves little: the local nodes are asked when the "
        "connection is made.",
        about=("RC-REACH-001", "RC-REACH-002", "RC-REACH-003"),
        docs=f"{DOCS}/remote-clusters-settings",
        when=by_hand,
        reader=_read_address,
        rule=_address_problem,
        caution=_address_caution,
        better=_better_addresses,
    ),
    Question(
        id="remote.server_name",
        kind="text",
        group="Connection",
        text="Which name does the remote cluster's certificate carry, if not that of the address?",
        short="TLS server name",
        why="Local nodes ask for this name in the TLS handshake and check the certificate against it.",
        where="openssl s_client -connect HOST:PORT shows it; its names are the Subject Alternative Names.",
        form="HOST",
        what="The host name that the certificate carries, where it is another than that of the address.",
        then="It becomes a setting of the connection. The certificate that the port shows is compared with it, from "
        "this machine.",
        about=("RC-TRUST-002",),
        docs=f"{DOCS}/remote-clusters-settings",
        optional=True,
        detail=True,
        when=_is_proxy,
        rule=_server_name_problem,
    ),
    Question(
        id="remote.interface_ca",
        kind="file",
        group="Connection",
        text="Which CA signed the certificate of the remote cluster interface?",
        short="CA of the remote interface: public, or a PEM file",
        why="Local nodes connect only if they trust it. A public CA they trust already; any other needs a file "
        "on every local node and a rolling restart.",
        where="Whoever made the certificate has the CA file. If steps of the plan make it: where you will save it.",
        form="public|FILE.pem",
        what="Who signed the certificate of the remote cluster interface: a public CA, or one of your own in a PEM "
        "file.",
        then="The file is read at Enter and compared with what the port shows. A CA of your own adds a step by hand: "
        "every local node must be told to trust it.",
        about=("RC-TRUST-008", "RC-TRUST-001", "RC-TRUST-002"),
        docs=f"{DOCS}/remote-clusters-api-key",
        when=by_hand,
        choices=lambda _answers: (Choice(PUBLIC, "A public CA", "nothing to do on the local nodes"),),
        rule=lambda value, _answers: file_problem(str(value)),
        caution=_ca_caution,
    ),
    Question(
        id="skip_unavailable",
        kind="flag",
        group="Connection",
        text="Does a search go on without the remote cluster when it is away?",
        short="search goes on when the remote is away",
        why="A search that goes on lacks the part of the remote cluster and says so in its answer.",
        where="Your choice. true is what Elasticsearch itself assumes since 8.15.",
        form="true|false",
        what="What a search over both clusters does while the remote one is away.",
        then="It becomes a setting of the connection and can be changed later. Skipping also hides failures: a search "
        "answers without the remote's part.",
        docs=f"{DOCS}/remote-clusters-settings",
        detail=True,
        choices=lambda _answers: (
            Choice("true", "Skip it and go on", "true: the answer says what is missing"),
            Choice("false", "Fail the search", "false: nobody takes a part for the whole"),
        ),
        default=lambda _answers: True,
        when=by_hand,
    ),
)
