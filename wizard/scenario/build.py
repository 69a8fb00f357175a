"""Build: answers become the one Scenario that the planner reads."""

from typing import Literal, cast

from wizard.errors import AnswerProblem, AnswersError
from wizard.scenario.addresses import read_address
from wizard.scenario.answers import Answers
from wizard.scenario.model import (
    INTERFACE_PORT,
    Access,
    Environment,
    Interface,
    Login,
    Mode,
    NodeAccess,
    Nodes,
    Purpose,
    Ref,
    Scenario,
    Side,
    SideName,
    secret_ref,
)
from wizard.scenario.questions.asking import HasSecret, problems, settle
from wizard.scenario.questions.connection import PUBLIC
from wizard.scenario.questions.local import KEYSTORE_COMMAND
from wizard.scenario.questions.remote import MAKE
from wizard.scenario.questions.route import chosen_pair, chosen_security


def build(answers: Answers, has_secret: HasSecret | None = None) -> Scenario:
    """The scenario of these answers; how to reach the clusters may still be unknown.

    `has_secret` decides whether optional secrets are part of it; without it their marks among the answers do.
    Raises AnswersError when an answer that a plan needs is missing or wrong, or the pair cannot be connected.
    """
    if wrong := problems(answers, has_secret, "plan"):
        raise AnswersError(wrong)
    answers = settle(answers)
    known = has_secret or (lambda id: answers.flag(id))
    pair = chosen_pair(answers)
    if pair is None:
        raise AnswersError((AnswerProblem("remote.environment", "These two make no pair.", ""),))
    return Scenario(
        row=pair.row,
        local=_side("local", answers, known),
        remote=_side("remote", answers, known),
        security=chosen_security(answers),
        purpose=cast(Purpose, answers.text("purpose")),
        alias=answers.text("alias"),
        mode=cast(Mode, answers.text("mode")),
        skip_unavailable=answers.flag("skip_unavailable", True),
        interface=_interface(answers),
        access=_access(answers, known),
    )


def _side(side: SideName, answers: Answers, known: HasSecret) -> Side:
    return Side(
        name=side,
        environment=cast(Environment, answers.text(f"{side}.environment")),
        url=answers.text(f"{side}.url"),
        node_urls=answers.items_of(f"{side}.node_urls"),
        login=_login(side, answers),
        ca_file=answers.text(f"{side}.ca_file"),
        fingerprint=answers.text(f"{side}.fingerprint"),
        version=answers.text(f"{side}.version"),
        license=answers.text(f"{side}.license"),
        nodes=_nodes(answers, known) if side == "local" else Nodes(),
    )


def _login(side: SideName, answers: Answers) -> Login | None:
    secret = secret_ref(f"{side}.secret")
    if answers.text(f"{side}.login") == "api-key":
        return Login("api-key", "", secret)
    user = answers.text(f"{side}.user")
    return Login("password", user, secret) if user else None


def _nodes(answers: Answers, known: HasSecret) -> Nodes:
    return Nodes(
        access=cast(NodeAccess, answers.text("local.nodes", "by-hand")),
        hosts=answers.items_of("local.node_hosts"),
        keystore_command=answers.text("local.keystore_command", KEYSTORE_COMMAND),
        keystore_secret=_optional_secret("local.keystore_secret", known),
    )


def _interface(answers: Answers) -> Interface:
    return Interface(
        addresses=tuple(str(read_address(text)) for text in answers.items_of("remote.address")),
        server_name=answers.text("remote.server_name"),
        ca=answers.text("remote.interface_ca", PUBLIC),
        host=answers.text("remote.interface_host"),
        port=int(answers.text("remote.interface_port", str(INTERFACE_PORT))),
        certificate=answers.text("remote.interface_certificate", MAKE),
    )


def _access(answers: Answers, known: HasSecret) -> Access:
    return Access(
        search=answers.items_of("access.search"),
        replication=answers.items_of("access.replication"),
        key_name=answers.text("key.name"),
        key_expiration=answers.text("key.expiration"),
        role=answers.text("role.name"),
        follower_indices=answers.items_of("role.follower_indices"),
        user=answers.text("search.user"),
        user_secret=_optional_secret("search.secret", known),
        search_index=answers.text("search.index"),
    )


def _optional_secret(id: Literal["local.keystore_secret", "search.secret"], known: HasSecret) -> Ref | None:
    return secret_ref(id) if known(id) else None
