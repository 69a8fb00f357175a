"""Route: which environment is on which side, how they belong together, and which security model connects them."""

from wizard.scenario.answers import Answers
from wizard.scenario.environments import ENVIRONMENTS, SERVERLESS
from wizard.scenario.model import Security
from wizard.scenario.pairs import PAIRS, RELATION_TITLES, Pair, pair_for, relations
from wizard.scenario.questions.question import Choice, Question
from wizard.scenario.versions import CERTIFICATE_DEPRECATED

DOCS = "https://www.elastic.co/docs/deploy-manage/remote-clusters"
NOT_YET = "This version cannot do it yet."


def chosen_pair(answers: Answers) -> Pair | None:
    """The row that the answers so far name; None while one of them is missing or makes no row."""
    local, remote = answers.text("local.environment"), answers.text("remote.environment")
    return pair_for(local, remote, answers.text("pair.relation"))


def by_hand(answers: Answers) -> bool:
    """False only where an operator makes key, trust and connection, so that nothing of them is asked."""
    pair = chosen_pair(answers)
    return pair is None or not pair.declared


def chosen_security(answers: Answers) -> Security:
    """The security model of the answers, or the recommended one."""
    return "certificate" if answers.text("security") == "certificate" else "api-key"


def _local_choices(_answers: Answers) -> tuple[Choice, ...]:
    built = {pair.local for pair in PAIRS if pair.built}
    return (
        *(
            Choice(name, row.title, refused="" if name in built else f"{row.title} as the local side: {NOT_YET}")
            for name, row in ENVIRONMENTS.items()
        ),
        _SERVERLESS,
    )


def _remote_choices(answers: Answers) -> tuple[Choice, ...]:
    local = answers.text("local.environment")
    return (
        *(Choice(name, row.title, refused=_remote_refused(local, name)) for name, row in ENVIRONMENTS.items()),
        _SERVERLESS,
    )


def _remote_refused(local: str, remote: str) -> str:
    # A local side that no built row has is refused at its own question; one reason is enough.
    if not any(pair.built for pair in PAIRS if pair.local == local):
        built = any(pair.built for pair in PAIRS if pair.remote == remote)
        return "" if built or local else f"{_title(remote)} as the remote side: {NOT_YET}"
    pairs = [pair for pair in PAIRS if (pair.local, pair.remote) == (local, remote)]
    if any(pair.built for pair in pairs):
        return ""
    rows = ", ".join(pair.row for pair in pairs)
    return f"{_title(local)} to {_title(remote)} ({rows}): {NOT_YET}"


def _relation_choices(answers: Answers) -> tuple[Choice, ...]:
    local, remote = answers.text("local.environment"), answers.text("remote.environment")
    choices = []
    for relation in relations(local, remote):
        pair = pair_for(local, remote, relation)
        refused = "" if pair and pair.built else f"{RELATION_TITLES[relation]}: {NOT_YET}"
        choices.append(Choice(relation, RELATION_TITLES[relation], refused=refused))
    return tuple(choices)


def _split(answers: Answers) -> bool:
    return bool(relations(answers.text("local.environment"), answers.text("remote.environment")))


def _security_choices(answers: Answers) -> tuple[Choice, ...]:
    pair = chosen_pair(answers)
    built = set(pair.built) if pair and pair.built else {model for row in PAIRS for model in row.built}
    since = CERTIFICATE_DEPRECATED.series
    return (
        Choice("api-key", "API key", "recommended", "" if "api-key" in built else f"API keys: {NOT_YET}"),
        Choice(
            "certificate",
            "TLS certificate",
            f"deprecated since {since}; trusts the whole cluster",
            "" if "certificate" in built else f"Certificates are deprecated since {since}. {NOT_YET} Use api-key.",
        ),
    )


def _title(environment: str) -> str:
    return next((row.title for name, row in ENVIRONMENTS.items() if name == environment), environment)


_SERVERLESS = Choice("serverless", SERVERLESS.title, refused=f"{SERVERLESS.reason} {SERVERLESS.instead}")
_FORM = "ech|ece|eck|self"

ROUTE = (
    Question(
        id="local.environment",
        kind="choice",
        group="Route",
        text="Where does the local cluster run, the one that asks?",
        short="where the local cluster runs",
        why="The local cluster sends the searches. Where it runs decides how it gets the key and whom it trusts.",
        where="Whoever runs the cluster knows. Nodes that you install and start yourself are self-managed.",
        form=_FORM,
        docs=DOCS,
        choices=_local_choices,
    ),
    Question(
        id="remote.environment",
        kind="choice",
        group="Route",
        text="Where does the remote cluster run, the one that holds the data?",
        short="where the remote cluster runs",
        why="The remote cluster answers. Where it runs decides at which address, and who signed its certificate.",
        where="Whoever runs the cluster knows. Nodes that you install and start yourself are self-managed.",
        form=_FORM,
        docs=DOCS,
        choices=_remote_choices,
    ),
    Question(
        id="pair.relation",
        kind="choice",
        group="Route",
        text="Do both clusters belong to one organization, platform or operator?",
        short="whether both belong together",
        why="Two clusters in the same place may know each other already, so some steps fall away.",
        where="Compare the organization in the cloud console, the ECE platform, or the ECK operator of both.",
        form="RELATION",
        docs=DOCS,
        choices=_relation_choices,
        when=_split,
    ),
    Question(
        id="security",
        kind="choice",
        group="Route",
        text="How does the local cluster prove who it is?",
        short="the security model",
        why="With an API key the remote side decides which indices may be read, and can take it back at any time.",
        where="API keys need 8.14 on every node and an enterprise or trial licence on both clusters.",
        form="api-key",
        docs=f"{DOCS}/security-models",
        detail=True,
        choices=_security_choices,
        default=lambda _answers: "api-key",
    ),
)
