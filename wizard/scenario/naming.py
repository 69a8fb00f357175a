"""Naming: what a connection is called among those that are kept, also before it has an alias."""

from typing import get_args

from wizard.scenario.addresses import is_ip, url_host
from wizard.scenario.answers import Answers
from wizard.scenario.environments import ENVIRONMENTS
from wizard.scenario.model import SideName


def connection_name(answers: Answers) -> str:
    """The alias; without one, which cluster connects to which: by the first part of its host, or where it runs."""
    local, remote = (_called(answers, side) for side in get_args(SideName))
    return answers.text("alias") or f"{local} to {remote}"


def _called(answers: Answers, side: str) -> str:
    host = url_host(answers.text(f"{side}.url"))
    environment = answers.text(f"{side}.environment")
    title = next((row.title for name, row in ENVIRONMENTS.items() if name == environment), side)
    return (host if is_ip(host) else host.partition(".")[0]) or title
