"""The questions that both sides share: where a cluster answers, how to sign in, and whom to trust there."""

import re

from wizard.scenario.addresses import better_url, url_has_port, url_host, url_problem
from wizard.scenario.answers import Answers, Value
from wizard.scenario.environments import ENVIRONMENTS
from wizard.scenario.model import SideName
from wizard.scenario.questions.parsing import one_line
from wizard.scenario.questions.question import STOP_AT_SECRET, Choice, Group, Question
from wizard.scenario.versions import Version, api_key_caution, licence_problem

LICENCES = ("basic", "standard", "gold", "platinum", "enterprise", "trial")
USER_OF_KEYS_ONLY = (
    "You are signed in to the remote cluster with an API key. Only a user may create cross-cluster keys. "
    "Sign in with a user that has manage_security."
)

_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
_FINGERPRINT = re.compile(r"[0-9a-f]{64}")
_API_KEY = re.compile(r"[A-Za-z0-9+/]{8,}={0,2}")


def side_questions(side: SideName) -> tuple[Question, ...]:
    """The rows of one side, in the order in which they are asked. All about reaching it: only a run needs them."""
    group: Group = "Local" if side == "local" else "Remote"

    checks = f"RC-{group.upper()}"

    def mine(name: str) -> str:
        return f"{side}.{name}"

    def by_password(answers: Answers) -> bool:
        return answers.text(mine("login"), "password") == "password"

    def tls(answers: Answers) -> bool:
        return not answers.text(mine("url")).startswith("http://")

    def login_choices(_answers: Answers) -> tuple[Choice, ...]:
        refused = USER_OF_KEYS_ONLY if side == "remote" else ""
        return (Choice("password", "User and password"), Choice("api-key", "API key", refused=refused))

    def fingerprint_rule(value: Value, answers: Answers) -> str:
        if not _FINGERPRINT.fullmatch(str(value)):
            return "A SHA-256 fingerprint has 64 hexadecimal digits, with or without colons."
        return "" if tls(answers) else f"A fingerprint needs TLS, but {mine('url')} begins with http://."

    def secret_rule(value: Value, answers: Answers) -> str:
        if by_password(answers) or _API_KEY.fullmatch(str(value)):
            return ""
        return "This is not an encoded API key. Use the value called encoded: base64, shown once when it is made."

    return (
        Question(
            id=mine("url"),
            kind="text",
            group=group,
            text=f"What is the REST address of the {side} cluster?",
            short=f"REST address of the {side} cluster",
            why=f"The wizard itself talks to the {side} cluster there, to look and, in a run, to send each step.",
            where="The address that you give to curl or Kibana: usually port 9200, in the cloud 443 or 9243.",
            form="https://HOST:9200",
            what="The address where Elasticsearch itself answers over HTTP: not Kibana, and not the remote cluster "
            "interface.",
            then="The wizard asks there who answers, and a check says which cluster and version it is. Its version, "
            "licence and nodes are then found, not asked.",
            stop="Leave it empty if nothing may be asked of the clusters: plan and export work without it, a run does "
            "not. The answers up to here are kept.",
            about=(f"{checks}-001",),
            needed="run",
            reader=_read_url,
            rule=lambda value, _answers: url_problem(str(value)),
            caution=lambda value, _answers: _url_caution(str(value)),
            better=lambda value, _answers: better_url(str(value)) or None,
        ),
        Question(
            id=mine("ca_file"),
            kind="file",
            group=group,
            text=f"Which file holds the CA of the {side} cluster's REST address?",
            short=f"CA of the {side} REST address (PEM file)",
            why="It proves to the wizard that it talks to the right cluster. Empty: the CAs of this machine are used.",
            where="config/certs/http_ca.crt on a node that set up its own security; else ask who made the certificate.",
            form="FILE.pem",
            what="The certificate of whoever signed the cluster's own certificate, as a PEM file on this machine.",
            then="Only this wizard uses it. The file is read at Enter, and the check holds once the connection is "
            "trusted. TLS is never left unchecked.",
            about=(f"{checks}-001", f"{checks}-002", f"{checks}-003"),
            optional=True,
            needed="run",
            when=tls,
            rule=lambda value, _answers: file_problem(str(value)),
        ),
        Question(
            id=mine("fingerprint"),
            kind="text",
            group=group,
            text=f"What is the SHA-256 fingerprint of the CA of the {side} cluster?",
            short=f"CA fingerprint of the {side} REST address",
            why="Instead of a CA file: the wizard accepts a certificate chain only if its CA has this fingerprint.",
            where="Printed at the first start of a node, or: openssl x509 -fingerprint -sha256 -noout -in http_ca.crt",
            form="SHA256",
            what="The SHA-256 of that CA, in place of its file.",
            then="Only this wizard uses it. A chain that does not end in this CA is refused.",
            about=(f"{checks}-001", f"{checks}-002", f"{checks}-003"),
            optional=True,
            detail=True,
            needed="run",
            reader=_read_fingerprint,
            rule=fingerprint_rule,
        ),
        Question(
            id=mine("login"),
            kind="choice",
            group=group,
            text=f"How do you sign in to the {side} cluster?",
            short=f"how to sign in to the {side} cluster",
            why="Cross-cluster keys can be made by a user only. For everything else an API key does as well."
            if side == "remote"
            else "Settings, roles and looks work with either; only your own search needs a user.",
            where="A user of the native realm, LDAP or a file works; single sign-on does not work here.",
            form="password|api-key" if side == "local" else "password",
            what="A user with a password, or an API key that somebody made for you.",
            then="It signs the requests of this wizard and nothing else. The key between the clusters is another one; "
            "a step makes it.",
            detail=True,
            needed="run",
            choices=login_choices,
            default=lambda _answers: "password",
        ),
        Question(
            id=mine("user"),
            kind="text",
            group=group,
            text=f"As which user do you sign in to the {side} cluster?",
            short=f"user on the {side} cluster",
            why="It creates the cross-cluster API key, so it needs manage_security."
            if side == "remote"
            else "It writes settings and a role, so it needs manage and manage_security.",
            where="Stack Management > Users. The built-in user elastic may do all of it.",
            form="USER",
            what="The login of this wizard. The person who will search is asked for later.",
            then="With the password it is tried at once. Checks say whether it may do what the steps need, before "
            "anything is sent.",
            about=(f"{checks}-002", f"{checks}-003"),
            needed="run",
            when=by_password,
            rule=lambda value, _answers: user_problem(str(value)),
        ),
        Question(
            id=mine("secret"),
            kind="secret",
            group=group,
            text=f"What is the password, or API key, for the {side} cluster?",
            short=f"password or API key for the {side} cluster",
            why="It signs the wizard's own requests. It is kept apart from the answers, and never shown or exported.",
            where="Your password manager. bin/elasticsearch-reset-password sets a new one.",
            form="SECRET",
            what="The password of that user, or the API key in its encoded form.",
            then="It is tried first, and a wrong one is not kept. It never stands among the answers, in exports, logs "
            "or on the screen.",
            stop=STOP_AT_SECRET,
            about=(f"{checks}-001", f"{checks}-002", f"{checks}-003"),
            needed="run",
            rule=secret_rule,
        ),
        Question(
            id=mine("version"),
            kind="text",
            group=group,
            text=f"Which version does the {side} cluster run?",
            short=f"version of the {side} cluster",
            why="Plans and exports made without a connection can warn about versions if they are told.",
            where="GET / answers it as version.number. Give the oldest, where nodes differ.",
            form="8.19.2",
            what="The version of the oldest node.",
            then="Signed in, the wizard asks the cluster itself. It decides which cautions the plan shows, never which "
            "steps it has.",
            optional=True,
            detail=True,
            rule=lambda value, _answers: _version_problem(str(value)),
            caution=lambda value, _answers: api_key_caution(side, Version.parse(str(value))),
        ),
        Question(
            id=mine("license"),
            kind="choice",
            group=group,
            text=f"Which licence does the {side} cluster have?",
            short=f"licence of the {side} cluster",
            why="API keys between clusters need an enterprise or trial licence on both sides.",
            where="GET _license answers it as license.type.",
            form="|".join(LICENCES),
            what="The type of the cluster's licence.",
            then="Signed in, the wizard asks the cluster itself. What the licence does not allow is said before the "
            "first step.",
            optional=True,
            detail=True,
            choices=lambda _answers: tuple(Choice(name, name) for name in LICENCES),
            caution=lambda value, _answers: licence_problem(str(value)),
        ),
    )


def nodes_question(side: SideName) -> Question:
    """Where each node of a side answers; asked after the login, with which the wizard may find it by itself."""
    return Question(
        id=f"{side}.node_urls",
        kind="list",
        group="Local" if side == "local" else "Remote",
        text=f"What are the REST addresses of the single nodes of the {side} cluster?",
        short=f"REST address of each {side} node",
        why="Some things are true of one node and not of the next, such as a key in its keystore. "
        "With these addresses each node is looked at; without them one speaks for all.",
        where="GET _nodes/http lists them as publish_address. Leave it empty if you reach only a load balancer.",
        form="https://HOST:9200,...",
        what="One address for each node, so that every node can be asked about itself.",
        then="Signed in, the wizard finds them by itself where the nodes answer from here. Without them a proof "
        "speaks of the one node that was asked.",
        about=("RC-LOCAL-007",) if side == "local" else (),
        optional=True,
        detail=side == "remote",
        needed="run",
        reader=_read_url,
        rule=lambda value, _answers: _first_problem(value),
        caution=lambda value, _answers: next(filter(None, map(_url_caution, _items(value))), ""),
    )


def files_by_hand(side: SideName, answers: Answers) -> bool:
    """True where people reach the nodes of that side themselves; False while its environment is not known."""
    environment = answers.text(f"{side}.environment")
    return any(row.files_by_hand for name, row in ENVIRONMENTS.items() if name == environment)


def user_problem(user: str) -> str:
    """What is wrong with a user name; "" when it may stand."""
    return "A user name holds no colon: it would end there. Write the name alone." if ":" in user else ""


def file_problem(path: str) -> str:
    """What is wrong with the path of a PEM file, by its looks alone; "" when it may stand."""
    if path.startswith("-----BEGIN"):
        return "This is the certificate itself. Save it to a file and give its path."
    if path.lower().endswith((".p12", ".pfx", ".jks")):
        return "This is a keystore, not PEM. Take the CA out: openssl pkcs12 -in FILE.p12 -out ca.crt -clcerts -nokeys"
    return "This is a folder. Name the file in it." if path.endswith(("/", "\\")) else ""


def _read_url(text: str) -> str:
    # A password in the address must not get as far as the answers, which are kept on disk.
    value = one_line(text)
    if "@" in value:
        raise ValueError(url_problem(value))
    scheme, mark, rest = value.rstrip("/").partition("://")
    return f"{scheme.lower()}{mark}{rest}"


def _read_fingerprint(text: str) -> str:
    value = one_line(text)
    return value.rpartition("=")[2].replace(":", "").replace(" ", "").lower()


def _items(value: Value) -> tuple[str, ...]:
    return value if isinstance(value, tuple) else (str(value),)


def _first_problem(value: Value) -> str:
    for item in _items(value):
        if wrong := url_problem(item):
            return wrong if "@" in item else f"{item}: {wrong}"
    return ""


def _url_caution(url: str) -> str:
    if url.startswith("http://") and url_host(url) not in _LOOPBACK:
        return "Without TLS the password crosses the network readable for everybody on the way."
    if not url_has_port(url):
        port = 80 if url.startswith("http://") else 443
        return f"No port: {port} is used. Self-managed nodes usually answer on 9200."
    return ""


def _version_problem(text: str) -> str:
    try:
        Version.parse(text)
    except ValueError:
        return "A version has three numbers, for example 8.19.2."
    return ""
