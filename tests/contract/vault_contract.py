"""What every vault does, whoever holds the secrets; each vault's test class inherits it."""

from collections.abc import Iterator
from secrets import token_hex

import pytest

from wizard.store.vault import Vault


class VaultContract:
    """Subclasses give `vault`; `service` is a name that nothing else uses, cleared away afterwards."""

    @pytest.fixture
    def vault(self) -> Vault:
        raise NotImplementedError

    @pytest.fixture
    def service(self, vault: Vault) -> Iterator[str]:
        name = f"remote-cluster-wizard:{token_hex(4)}:LOCAL_SECRET"
        yield name
        vault.delete(name)

    def test_a_probe_finds_it_usable_again_and_again(self, vault: Vault) -> None:
        vault.probe()
        vault.probe()

    def test_what_is_absent_is_none(self, vault: Vault, service: str) -> None:
        assert vault.get(service) is None

    @pytest.mark.parametrize("value", ["hunter22", "pass word\twith ü, 漢字, 🔑 and \\ \"'", "x" * 1200, " ", "a\nb"])
    def test_what_is_kept_comes_back_the_same(self, vault: Vault, service: str, value: str) -> None:
        vault.set(service, value)

        assert vault.get(service) == value

    def test_a_second_value_replaces_the_first(self, vault: Vault, service: str) -> None:
        vault.set(service, "first")
        vault.set(service, "second")

        assert vault.get(service) == "second"

    def test_services_are_apart_even_if_one_name_holds_the_other(self, vault: Vault, service: str) -> None:
        longer = f"{service}_MORE"
        vault.set(service, "one")
        vault.set(longer, "two")

        assert (vault.get(service), vault.get(longer)) == ("one", "two")
        vault.delete(longer)
        assert (vault.get(service), vault.get(longer)) == ("one", None)

    def test_deleting_what_is_not_there_is_fine(self, vault: Vault, service: str) -> None:
        vault.set(service, "x")
        vault.delete(service)
        vault.delete(service)

        assert vault.get(service) is None

    def test_a_value_never_shows_in_the_words_for_a_vault(self, vault: Vault, service: str) -> None:
        vault.set(service, "hunter22")

        assert "hunter22" not in f"{vault!r} {vault} {vault.description}"
        assert vault.description
