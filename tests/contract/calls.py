"""What all parts of the cluster contract share: callers of both sides, and the paths they use."""

from collections.abc import Iterator

import pytest

from tests.contract.pair import Caller, ContractPair
from wizard.plan.actions import Save
from wizard.scenario.model import KEY, KEY_ID, Login

KEYS = "/_security/cross_cluster/api_key"
SETTINGS = "/_cluster/settings?flat_settings=true"
RELOAD = "/_nodes/reload_secure_settings"
KEY_LOGIN = Login("api-key", "", KEY)
SAVE_KEY = (Save("/encoded", KEY), Save("/id", KEY_ID))


class Calls:
    """The fixtures: callers of both sides, as their superusers."""

    @pytest.fixture
    def local(self, pair: ContractPair) -> Iterator[Caller]:
        caller = Caller(pair.local, pair.secrets)
        yield caller
        caller.close()

    @pytest.fixture
    def remote(self, pair: ContractPair) -> Iterator[Caller]:
        caller = Caller(pair.remote, pair.secrets)
        yield caller
        caller.close()
