"""`lab`: only the practice clusters, in the foreground, until Ctrl-C."""

import argparse
import shlex
import signal
import time
from collections.abc import Iterator

from wizard.cli.exits import Exit
from wizard.cli.output import tell
from wizard.cli.running import say_to
from wizard.practice import PRACTICE, Practice, answer_file
from wizard.version import PROGRAM

SLICE_S = 0.5
"""Longest single wait: one without an end may miss a signal that arrives as it begins."""


def run(options: argparse.Namespace) -> Exit:
    """Start them, print where they answer, how to sign in and how to connect them, and wait to be stopped."""
    say = say_to(True)
    # Whoever ends it with kill wants the files of the clusters gone, too; and a shell may have had Ctrl-C ignored.
    for each in (signal.SIGINT, signal.SIGTERM):
        signal.signal(each, signal.default_int_handler)
    try:
        with Practice() as practice:
            for line in _lines(practice):
                say(line)
            tell("Ctrl-C stops them.")
            while True:
                time.sleep(SLICE_S)
    except KeyboardInterrupt:
        tell("\nStopped; nothing of them stays.")
    return Exit.OK


def _lines(practice: Practice) -> Iterator[str]:
    lab = practice.lab
    yield f"{PRACTICE}: two clusters on this machine."
    for name, cluster in (("local", lab.local), ("remote", lab.remote)):
        yield f"\n{name}, Elasticsearch {cluster.state.version}"
        for node, url in zip(cluster.state.nodes, cluster.urls, strict=True):
            yield f"  {url}  node {node.name}, keystore {cluster.command_of(node.name)}"
        yield f"  CA file {cluster.http_ca}"
        yield f"  admin, password {lab.passwords[f'{name} admin']}"
        if name == "local":
            yield f"  keystore command for all nodes at once {cluster.make_command_of_all()}"
            yield f"  jdoe, password {lab.passwords['jdoe']}: the person who will search"
        else:
            yield f"  remote cluster server {cluster.interface_address}, CA file {cluster.interface_ca}"
    answers = shlex.quote(str(answer_file(lab)))
    yield "\nTo connect them, in another terminal: in the app, or line by line."
    yield f"      {PROGRAM} --answers {answers}"
    yield f"      {PROGRAM} apply --answers {answers}"
    yield "Both ask for these passwords:"
    for id, user in (("local.secret", "local admin"), ("remote.secret", "remote admin"), ("search.secret", "jdoe")):
        yield f"      {id:<13}  {lab.passwords[user]}"
    yield "To forget about it, once the clusters are gone:"
    yield f"      {PROGRAM} sessions remove analytics"
