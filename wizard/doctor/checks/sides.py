"""Judgements that are the same for the local and the remote cluster."""

from wizard.doctor.facts.cluster import identity, licence, nodes, read_version
from wizard.doctor.facts.login import account, missing_privileges
from wizard.doctor.look import Look, Unseen
from wizard.doctor.names import called
from wizard.doctor.wording import counted, listed, nodes_named, sentence
from wizard.errors import LoginError, PrivilegeError, ReachError, ReplyError
from wizard.plan.result import Verdict
from wizard.scenario.model import SideName
from wizard.scenario.versions import API_KEY_MINIMUM, licence_problem

MISTYPED = ("dns", "plain", "tls", "untrusted", "name", "interface", "foreign", "file")
"""Ends of a conversation that are mended in the answers, not on the cluster."""


def answers(look: Look, side: SideName) -> Verdict:
    """A refusal of the login is an answer, too: who we are is the next check's matter."""
    try:
        found = look.get(identity, side, "")
    except Unseen as unseen:
        match unseen.cause:
            case LoginError() | PrivilegeError():
                return Verdict("ok", f"The {side} cluster answers as Elasticsearch.", saw="it asks for another login")
            case ReachError() as error:
                who = "whoever runs this wizard" if error.kind in MISTYPED else ""
                return Verdict("fail", error.headline, saw=error.saw, hint=error.hint, who=who)
            case ReplyError() as error:
                return Verdict("fail", error.headline, saw=error.reason, hint=error.hint)
            case _:
                raise
    return Verdict(
        "ok",
        f"{found.cluster} answers as Elasticsearch {found.version}.",
        saw=f"node {found.node}",
        cluster=found.cluster,
    )


def login_accepted(look: Look, side: SideName) -> Verdict:
    """Whether the cluster takes our user and password, or key."""
    try:
        found = look.get(account, side)
    except Unseen as unseen:
        match unseen.cause:
            case LoginError() | PrivilegeError() as error:
                return Verdict("fail", error.headline, saw=error.reason, hint=error.hint)
            case _:
                raise
    return Verdict("ok", f"{sentence(called(look, side))} accepts {found.user}.", saw=f"realm {found.realm}")


def login_may(look: Look, side: SideName) -> Verdict:
    """Whether our login has the cluster privileges that a plan needs."""
    try:
        missing = look.get(missing_privileges, side)
    except Unseen as unseen:
        match unseen.cause:
            case PrivilegeError() as error:
                return Verdict("fail", error.headline, saw=error.reason, hint=error.hint)
            case _:
                raise
    cluster = called(look, side)
    login = look.scenario.side(side).login
    who = login.user if login is not None and login.user else "The login"
    if missing:
        return Verdict(
            "fail",
            f"{who} lacks {listed(missing)} on {cluster}.",
            saw=f"missing cluster privileges: {', '.join(missing)}",
            hint=f"Give {who} a role with {listed(missing)}, or sign in to {cluster} as somebody who has one.",
        )
    return Verdict("ok", f"{who} may do on {cluster} what the plan needs.")


def versions(look: Look, side: SideName) -> Verdict:
    """Every node is new enough for API keys; one cluster runs one version."""
    found = look.get(nodes, side)
    old = [node for node in found if read_version(node.version) < API_KEY_MINIMUM]
    cluster = called(look, side)
    if old:
        runs = listed([f"{node.name} ({node.version})" for node in old])
        return Verdict(
            "fail",
            (
                f"Node {old[0].name} of {cluster} runs {old[0].version}. "
                if len(old) == 1
                else f"Nodes {runs} of {cluster} are too old. "
            )
            + f"API keys need {API_KEY_MINIMUM.series} on every node.",
            saw=f"{len(old)} of {len(found)} nodes are older than {API_KEY_MINIMUM.series}",
            hint=f"Upgrade {listed([node.name for node in old])}, or choose certificates.",
        )
    series = sorted({node.version for node in found})
    if len(series) > 1:
        return Verdict(
            "warn",
            f"The nodes of {cluster} run different versions: {listed(series)}.",
            saw=", ".join(f"{node.name} {node.version}" for node in found),
            hint="Finish the upgrade before other clusters rely on this one.",
        )
    return Verdict("ok", f"Every node of {cluster} runs {''.join(series)}.", saw=counted(len(found), "node"))


def licensed(look: Look, side: SideName) -> Verdict:
    """API keys between clusters are checked against the licence on both sides, at every request."""
    found, cluster = look.get(licence, side), called(look, side)
    if not licence_problem(found.type, found.status):
        return Verdict("ok", f"The licence of {cluster} allows API keys between clusters.", saw=found.type)
    fits = found.type in ("enterprise", "trial")
    return Verdict(
        "fail",
        f"The licence of {cluster} is {f'{found.type}, but {found.status}' if fits else found.type}. "
        "API keys between clusters need Enterprise or a trial on both sides.",
        saw=f"type {found.type}, status {found.status}",
        hint="Renew or change the licence. Certificates would work; they are deprecated since 9.0.",
    )


def lacking(names: list[str], what: str) -> str:
    """`Node a lacks ...`, `Nodes a and b lack ...`."""
    return f"{nodes_named(names)} {'lack' if len(names) > 1 else 'lacks'} {what}"
