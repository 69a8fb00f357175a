"""Sessions in memory keep the sessions contract."""

import pytest

from tests.contract.sessions_contract import Clock, SessionsContract
from wizard.store.sessions import MemorySessions, Sessions


class TestMemorySessions(SessionsContract):
    @pytest.fixture
    def sessions(self) -> Sessions:
        return MemorySessions(now=Clock())
