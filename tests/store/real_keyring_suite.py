"""The vault contract against the Secret Service of the private D-Bus session that test_real_keyring.py starts.

Not collected by itself: it must never meet the person's own keyring.
"""

import gc
import os
import warnings
from collections.abc import Callable, Iterator
from contextlib import closing

import pytest

from tests.contract.vault_contract import VaultContract
from wizard.errors import VaultError
from wizard.scenario.model import secret_ref
from wizard.store.keyring_vault import LIMIT, KeyringVault
from wizard.store.secrets import Secrets
from wizard.store.vault import Vault

assert "RCW_PRIVATE_KEYRING" in os.environ, "this suite is started by test_real_keyring.py"


class TestSecretService(VaultContract):
    @pytest.fixture
    def vault(self) -> Vault:
        return KeyringVault()

    def test_it_names_the_backend_and_lasts(self, vault: Vault) -> None:
        vault.probe()

        assert vault.description == "keyring.backends.SecretService.Keyring"
        assert vault.lasting

    def test_a_probe_leaves_nothing_behind(self, vault: Vault) -> None:
        import secretstorage

        vault.probe()
        with closing(secretstorage.dbus_init()) as bus:
            labels = [item.get_label() for item in secretstorage.get_default_collection(bus).get_all_items()]
        assert not [label for label in labels if "probe" in label]

    def test_the_longest_value_fits_and_one_more_is_refused(self, vault: Vault, service: str) -> None:
        longest = "x" * (LIMIT // 2)
        vault.set(service, longest)
        assert vault.get(service) == longest

        with pytest.raises(VaultError, match="too long") as refused:
            vault.set(service, longest + "y")
        assert refused.value.kind == "unfit"
        assert vault.get(service) == longest

    def test_another_run_finds_what_was_kept(self) -> None:
        ref = secret_ref("local.secret")
        first = Secrets(KeyringVault(), "0a1b2c3d", environ={}, files={})
        first.keep(ref, "hunter22")

        later = Secrets(KeyringVault(), "0a1b2c3d", environ={}, files={}, names=first.names)
        assert (later.value_of(ref), later.source_of(ref)) == ("hunter22", "keyring")
        later.forget(ref)
        assert not Secrets(KeyringVault(), "0a1b2c3d", environ={}, files={}).has(ref)

    @pytest.fixture
    def _sockets_left_open(self) -> Iterator[None]:
        """The library leaves its socket to the bus open when the collection is locked."""
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", ResourceWarning)
            yield
            gc.collect()

    @pytest.mark.usefixtures("_sockets_left_open")
    def test_locked_in_mid_run(self, vault: Vault) -> None:
        # The last test here: nothing in this session can unlock it again.
        import secretstorage

        name = "remote-cluster-wizard:0a1b2c3d:SEARCH_SECRET"
        vault.set(name, "hunter22")
        with closing(secretstorage.dbus_init()) as bus:
            secretstorage.get_default_collection(bus).lock()

        calls: tuple[Callable[[], object], ...] = (
            vault.probe,
            lambda: vault.get(name),
            lambda: vault.set(name, "other"),
            lambda: vault.delete(name),
        )
        for call in calls:
            with pytest.raises(VaultError, match="is locked") as locked:
                call()
            assert locked.value.kind == "locked"
            assert "memory for this run" in locked.value.hint
            assert "hunter22" not in str(locked.value)
