"""Remote: the cluster that answers, and how its remote cluster interface is opened."""

import re

from wizard.scenario.addresses import REST_PORTS, TRANSPORT_PORTS, host_problem
from wizard.scenario.answers import Answers, Value
from wizard.scenario.model import INTERFACE_PORT
from wizard.scenario.questions.question import Choice, Question
from wizard.scenario.questions.route import DOCS
from wizard.scenario.questions.side import file_problem, files_by_hand, nodes_question, side_questions

MAKE = "make"

_SPECIAL_HOST = re.compile(r"_[a-z0-9:.-]+_")


def _opened_by_hand(answers: Answers) -> bool:
    return files_by_hand("remote", answers)


def _host_problem(value: Value, _answers: Answers) -> str:
    host = str(value)
    if _SPECIAL_HOST.fullmatch(host):
        return ""
    wrong = host_problem(host.removeprefix("[").removesuffix("]"))
    return f"{wrong} Write a host alone, without scheme and port." if wrong else ""


def _host_caution(value: Value, _answers: Answers) -> str:
    if value == "":
        return "Without it the interface listens where transport.bind_host says, by default on this machine only."
    if value in ("localhost", "127.0.0.1", "[::1]", "::1", "_local_"):
        return "Other machines cannot reach a node there."
    return ""


def _port_problem(value: Value, _answers: Answers) -> str:
    return "" if isinstance(value, int) and 1 <= value <= 65535 else "A port is a number from 1 to 65535."


def _port_caution(value: Value, _answers: Answers) -> str:
    if value in TRANSPORT_PORTS | REST_PORTS:
        return f"Port {value} is usually taken by another interface; the usual one here is {INTERFACE_PORT}."
    return ""


def _certificate_problem(value: Value, _answers: Answers) -> str:
    path = str(value)
    if path.endswith(".key"):
        return "Name the certificate; its key is looked for beside it, under the same name with .key."
    return file_problem(path)


REMOTE = (
    *side_questions("remote"),
    nodes_question("remote"),
    Question(
        id="remote.interface_host",
        kind="text",
        group="Remote",
        text="On which address do the remote nodes listen for other clusters?",
        short="address that remote nodes listen on",
        why="It becomes remote_cluster.host in every remote node's file. The local nodes must be able to reach it.",
        where="An address of the nodes' own network, or _site_ for all private ones. One text serves every node.",
        form="HOST",
        what="The address that remote nodes open for other clusters, apart from HTTP and transport.",
        then="It becomes a line of elasticsearch.yml, which a person writes; the plan shows it. A connection from the "
        "local cluster proves it.",
        docs=f"{DOCS}/remote-clusters-settings",
        optional=True,
        when=_opened_by_hand,
        rule=_host_problem,
        caution=_host_caution,
    ),
    Question(
        id="remote.interface_port",
        kind="number",
        group="Remote",
        text="On which port do the remote nodes listen for other clusters?",
        short="port that remote nodes listen on",
        why="It becomes remote_cluster.port in every remote node's file.",
        where=f"{INTERFACE_PORT} unless that is taken on the nodes. Firewalls must let the local nodes through to it.",
        form="PORT",
        what="The port that remote nodes open for other clusters.",
        then="It becomes a line of elasticsearch.yml, which a person writes; the plan shows it. A connection from the "
        "local cluster proves it.",
        docs=f"{DOCS}/remote-clusters-settings",
        detail=True,
        default=lambda _answers: INTERFACE_PORT,
        when=_opened_by_hand,
        rule=_port_problem,
        caution=_port_caution,
    ),
    Question(
        id="remote.interface_certificate",
        kind="text",
        group="Remote",
        text="Which certificate do the remote nodes show to other clusters?",
        short="certificate on the remote nodes, or make",
        why="The local nodes check it. make adds steps that make a CA and a certificate of its own for this interface.",
        where="A path on the remote nodes, from the configuration folder on; PEM, its key beside it as .key.",
        form="make|PATH.crt",
        what="The certificate of the remote cluster interface alone; HTTP and transport have their own.",
        then="make adds the commands for a CA and a certificate to the plan. What the port shows is then compared with "
        "the CA that you name.",
        docs=f"{DOCS}/remote-clusters-api-key",
        detail=True,
        choices=lambda _answers: (Choice(MAKE, "Make one", "a CA and a certificate of its own"),),
        default=lambda _answers: MAKE,
        when=_opened_by_hand,
        rule=_certificate_problem,
    ),
)
