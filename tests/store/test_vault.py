"""The vault in memory keeps the vault contract, and forgets with the run."""

import pytest

from tests.contract.vault_contract import VaultContract
from wizard.store.vault import MemoryVault, Vault


class TestMemoryVault(VaultContract):
    @pytest.fixture
    def vault(self) -> Vault:
        return MemoryVault()

    def test_it_says_that_it_does_not_last(self, vault: Vault) -> None:
        assert (vault.description, vault.lasting) == ("memory of this run", False)
