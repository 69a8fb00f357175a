"""The environments that this version can plan for; one line each."""

from collections.abc import Mapping

from wizard.plan.platforms.base import Platform
from wizard.plan.platforms.self_managed import SelfManaged
from wizard.scenario.model import Environment

PLATFORMS: Mapping[Environment, Platform] = {"self": SelfManaged()}
