"""The verbs that differ per environment: each is asked of one side and answers with steps, often none."""

from typing import Protocol

from wizard.plan.step import Step
from wizard.scenario.model import Scenario

Steps = tuple[Step, ...]

DOCS = "https://www.elastic.co/docs/deploy-manage/remote-clusters/remote-clusters-api-key"
"""The guide that the steps of the API-key model follow."""


class Platform(Protocol):
    """How one environment plays its part. The first two verbs are asked of the remote side, the others of the local."""

    def open(self, scenario: Scenario) -> Steps:
        """Remote: the remote cluster interface is switched on."""
        ...

    def admit(self, scenario: Scenario) -> Steps:
        """Remote: filters in front of the interface let the local cluster in."""
        ...

    def install_key(self, scenario: Scenario) -> Steps:
        """Local: the cross-cluster API key is in the keystore of every node."""
        ...

    def trust_ca(self, scenario: Scenario) -> Steps:
        """Local: every node trusts the CA of the remote cluster interface."""
        ...
