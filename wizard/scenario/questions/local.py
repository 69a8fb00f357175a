"""Local: the cluster that asks, and how commands reach its nodes."""

import re

from wizard.scenario.answers import Answers, Value
from wizard.scenario.questions.question import STOP_AT_SECRET, Choice, Question
from wizard.scenario.questions.side import files_by_hand, nodes_question, side_questions

KEYSTORE_COMMAND = "bin/elasticsearch-keystore"

_SSH_TARGET = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.@:%-]*")


def _has_nodes(answers: Answers) -> bool:
    return files_by_hand("local", answers)


def _runs_commands(answers: Answers) -> bool:
    return _has_nodes(answers) and answers.text("local.nodes") == "ssh"


def _hosts_problem(value: Value, _answers: Answers) -> str:
    for host in value if isinstance(value, tuple) else ():
        if not _SSH_TARGET.fullmatch(host):
            return f"{host} is not something that ssh can be given. Write HOST or USER@HOST, one for each node."
    return ""


def _command_problem(value: Value, _answers: Answers) -> str:
    if "://" in str(value):
        return "Write a path on the nodes: this holds a web address."
    if re.match(r"(sudo|su|docker|kubectl|ssh)\s", str(value)) or re.search(r"\s-", str(value)):
        return "Write the path of the command alone, without options and without sudo or docker before it."
    return ""


LOCAL = (
    *side_questions("local"),
    Question(
        id="local.nodes",
        kind="choice",
        group="Local",
        text="How do commands reach the local nodes?",
        short="how commands reach the local nodes",
        why="The key goes into the keystore of every local node. The wizard can do it, or show you the commands.",
        where="by-hand needs a keyring. ssh uses your own ssh and its configuration; local: a node on this machine.",
        form="by-hand|local|ssh",
        what="The way to the command line of the local nodes: yours, this machine's, or your ssh.",
        then="One step writes the key into the keystore of every local node. By hand, that step shows the command, "
        "waits, and is done by itself once every node reports the key.",
        choices=lambda _answers: (
            Choice("by-hand", "By hand", "the wizard shows the commands, you run them"),
            Choice("local", "On this machine", "the one local node runs here"),
            Choice("ssh", "Over ssh", "with your own ssh, its keys and its configuration"),
        ),
        default=lambda _answers: "by-hand",
        when=_has_nodes,
    ),
    Question(
        id="local.node_hosts",
        kind="list",
        group="Local",
        text="Under which ssh names are the local nodes reached?",
        short="ssh name of every local node",
        why="A node that is left out has no key, and searches that it coordinates fail.",
        where="What you type after ssh. GET _cat/nodes?h=name,ip lists every node that must be there.",
        form="HOST,USER@HOST,...",
        what="What you type after ssh, once for every local node.",
        then="The keystore command runs on each of them, and the step says which node could not be reached. The nodes "
        "themselves prove that they hold the key.",
        needed="run",
        when=_runs_commands,
        rule=_hosts_problem,
    ),
    Question(
        id="local.keystore_command",
        kind="text",
        group="Local",
        text="What is the keystore command called on the local nodes?",
        short="path of elasticsearch-keystore on the nodes",
        why="It is run on every node, or shown to you, to add the key under the connection's alias.",
        where="Below the Elasticsearch folder; with packages /usr/share/elasticsearch/bin/elasticsearch-keystore.",
        form="PATH",
        what="The program of Elasticsearch that writes a node's secure settings.",
        then="It is given the key over standard input, never as an argument. The plan shows the whole command; a path "
        "that is wrong fails that step and no other.",
        detail=True,
        matters=lambda answers: answers.text("local.nodes") != "by-hand",
        default=lambda _answers: KEYSTORE_COMMAND,
        when=_has_nodes,
        rule=_command_problem,
    ),
    Question(
        id="local.keystore_secret",
        kind="secret",
        group="Local",
        text="What is the password of the keystore on the local nodes?",
        short="password of the local keystores",
        why="A keystore with a password opens, and reloads, only with it. Empty: it has none.",
        where="bin/elasticsearch-keystore has-passwd tells whether there is one; whoever starts the nodes knows it.",
        form="SECRET",
        what="The password that some keystores are locked with.",
        then="The keystore command and the reload of secure settings get it. Leave it empty where there is none; a "
        "step that needs it says so.",
        stop=STOP_AT_SECRET,
        optional=True,
        detail=True,
        when=_has_nodes,
    ),
    nodes_question("local"),
)
