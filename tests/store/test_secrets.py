"""Secrets: which source wins, that each is asked for once, and what is written down about them."""

import threading
from collections.abc import Mapping
from pathlib import Path

import pytest

from wizard.errors import VaultError
from wizard.redact import Redactor
from wizard.scenario.model import KEY, SESSION, secret_ref
from wizard.store.secrets import Secrets, service_of
from wizard.store.vault import MemoryVault

LOCAL = secret_ref("local.secret")
KEYSTORE = secret_ref("local.keystore_secret")


class Counting(MemoryVault):
    """Stands for a keyring: lasts, counts what it is asked, and can be in trouble."""

    description = "keyring of the test"
    lasting = True

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[str] = []
        self.trouble: VaultError | None = None

    def get(self, service: str) -> str | None:
        self.asked.append(service)
        if self.trouble:
            raise self.trouble
        return super().get(service)

    def set(self, service: str, value: str) -> None:
        if self.trouble:
            raise self.trouble
        super().set(service, value)

    def delete(self, service: str) -> None:
        if self.trouble:
            raise self.trouble
        super().delete(service)


@pytest.fixture
def vault() -> Counting:
    return Counting()


def secrets_of(
    vault: MemoryVault,
    environ: Mapping[str, str] | None = None,
    files: Mapping[str, Path] | None = None,
    names: tuple[str, ...] = (),
    redactor: Redactor | None = None,
) -> Secrets:
    return Secrets(vault, "0a1b2c3d", environ=environ or {}, files=files or {}, names=names, redactor=redactor)


def test_each_secret_has_a_service_of_its_own() -> None:
    assert service_of("0a1b2c3d", LOCAL) == "remote-cluster-wizard:0a1b2c3d:LOCAL_SECRET"
    assert service_of("0a1b2c3d", KEYSTORE) == "remote-cluster-wizard:0a1b2c3d:LOCAL_KEYSTORE_SECRET"


def test_the_environment_wins_over_a_file_and_a_file_over_the_keyring(vault: Counting, tmp_path: Path) -> None:
    file = tmp_path / "secret"
    file.write_text("from file\n")
    vault.set(service_of("0a1b2c3d", LOCAL), "from keyring")
    environ = {"RCW_LOCAL_SECRET": "from environment"}
    files = {"LOCAL_SECRET": file}

    seen = [
        (secrets.value_of(LOCAL), secrets.source_of(LOCAL))
        for secrets in (secrets_of(vault, environ, files), secrets_of(vault, {}, files), secrets_of(vault))
    ]

    assert seen == [("from environment", "environment"), ("from file", "file"), ("from keyring", "keyring")]


def test_what_the_environment_or_a_file_gives_is_never_copied(vault: Counting, tmp_path: Path) -> None:
    file = tmp_path / "secret"
    file.write_text("from file")
    secrets = secrets_of(vault, {"RCW_LOCAL_SECRET": "given"}, {"LOCAL_KEYSTORE_SECRET": file})

    assert (secrets.value_of(LOCAL), secrets.value_of(KEYSTORE)) == ("given", "from file")
    secrets.keep(LOCAL, "given")
    assert vault.asked == []
    assert vault.get(service_of("0a1b2c3d", LOCAL)) is None
    assert secrets.names == ()


def test_an_empty_variable_is_none(vault: Counting) -> None:
    assert not secrets_of(vault, {"RCW_LOCAL_SECRET": ""}).has(LOCAL)


def test_the_keyring_is_asked_once_per_secret(vault: Counting) -> None:
    vault.set(service_of("0a1b2c3d", LOCAL), "x")
    secrets = secrets_of(vault)

    assert [secrets.value_of(LOCAL) for _ in range(5)] == ["x"] * 5
    assert [secrets.has(KEYSTORE) for _ in range(5)] == [False] * 5
    assert sorted(vault.asked) == sorted([service_of("0a1b2c3d", LOCAL), service_of("0a1b2c3d", KEYSTORE)])


def test_threads_that_ask_at_once_share_one_answer() -> None:
    class Slow(Counting):
        def get(self, service: str) -> str | None:
            began.set()
            go_on.wait(5)
            return super().get(service)

    began, go_on = threading.Event(), threading.Event()
    vault = Slow()
    vault.set(service_of("0a1b2c3d", LOCAL), "x")
    secrets = secrets_of(vault)
    values: list[str] = []
    threads = [threading.Thread(target=lambda: values.append(secrets.value_of(LOCAL))) for _ in range(4)]
    for thread in threads:
        thread.start()
    assert began.wait(5)
    go_on.set()
    for thread in threads:
        thread.join(5)

    assert values == ["x"] * 4
    assert len(vault.asked) == 1


def test_trouble_is_not_remembered(vault: Counting) -> None:
    vault.set(service_of("0a1b2c3d", LOCAL), "x")
    secrets = secrets_of(vault)
    vault.trouble = VaultError("locked", kind="locked")
    with pytest.raises(VaultError, match="locked"):
        secrets.has(LOCAL)

    vault.trouble = None
    assert secrets.value_of(LOCAL) == "x"


def test_a_typed_secret_is_kept_and_its_name_written_down(vault: Counting) -> None:
    secrets = secrets_of(vault, names=("KEY",))
    secrets.keep(LOCAL, "typed")

    assert (secrets.value_of(LOCAL), secrets.source_of(LOCAL)) == ("typed", "keyring")
    assert secrets.names == ("KEY", "LOCAL_SECRET")
    assert secrets_of(vault).value_of(LOCAL) == "typed"
    secrets.keep(LOCAL, "typed again")
    assert secrets.value_of(LOCAL) == "typed again"


def test_memory_is_a_source_that_leaves_no_name() -> None:
    secrets = secrets_of(MemoryVault())
    secrets.keep(LOCAL, "typed")

    assert (secrets.source_of(LOCAL), secrets.names) == ("memory", ())


def test_a_keyring_that_fails_in_mid_run_may_be_left_for_memory(vault: Counting) -> None:
    secrets = secrets_of(vault)
    secrets.keep(LOCAL, "typed")
    vault.trouble = VaultError("locked", kind="locked")
    secrets.use(MemoryVault())
    secrets.keep(KEYSTORE, "later")

    assert (secrets.value_of(LOCAL), secrets.value_of(KEYSTORE)) == ("typed", "later")
    assert secrets.names == ("LOCAL_SECRET",)


@pytest.mark.parametrize(("kind", "names"), [("silent", ("LOCAL_SECRET",)), ("refused", ()), ("unfit", ())])
def test_a_name_stays_where_the_write_may_still_happen(vault: Counting, kind: str, names: tuple[str, ...]) -> None:
    secrets = secrets_of(vault)
    vault.trouble = VaultError("trouble", kind="silent" if kind == "silent" else "refused")
    with pytest.raises(VaultError, match="trouble"):
        secrets.keep(LOCAL, "typed")

    assert secrets.names == names
    vault.trouble = None
    assert not secrets.has(LOCAL)


def test_what_was_kept_just_before_a_crash_is_found_and_its_name_written_down(vault: Counting) -> None:
    vault.set(service_of("0a1b2c3d", KEY), "encoded")
    secrets = secrets_of(vault)

    assert secrets.has(KEY)
    assert secrets.names == ("KEY",)


def test_forgetting_removes_value_and_name_and_may_be_repeated(vault: Counting) -> None:
    secrets = secrets_of(vault)
    secrets.keep(LOCAL, "typed")
    secrets.forget(LOCAL)
    secrets.forget(LOCAL)

    assert (secrets.has(LOCAL), secrets.source_of(LOCAL), secrets.names) == (False, None, ())


def test_what_could_not_be_removed_keeps_its_name(vault: Counting) -> None:
    secrets = secrets_of(vault)
    secrets.keep(LOCAL, "typed")
    vault.trouble = VaultError("locked", kind="locked")
    with pytest.raises(VaultError, match="locked"):
        secrets.forget(LOCAL)

    assert secrets.names == ("LOCAL_SECRET",)


def test_a_value_that_the_environment_would_hide_is_refused(vault: Counting) -> None:
    secrets = secrets_of(vault, {"RCW_LOCAL_SECRET": "old"})
    with pytest.raises(VaultError, match="RCW_LOCAL_SECRET gives another value") as seen:
        secrets.keep(LOCAL, "typed")

    assert "Unset RCW_LOCAL_SECRET" in seen.value.hint
    assert "typed" not in f"{seen.value} {seen.value.hint}"


def test_the_made_key_is_never_taken_from_the_environment(vault: Counting) -> None:
    secrets = secrets_of(vault, {"RCW_KEY": "stale"})

    assert not secrets.has(KEY)
    secrets.keep(KEY, "made")
    assert (secrets.value_of(KEY), secrets.source_of(KEY)) == ("made", "keyring")


def test_a_missing_secret_names_the_ways_to_give_it(vault: Counting) -> None:
    with pytest.raises(VaultError, match="password of the local keystores is not known here") as seen:
        secrets_of(vault).value_of(KEYSTORE)

    for way in ("RCW_LOCAL_KEYSTORE_SECRET", "local.keystore_secret: {file: PATH}", "terminal"):
        assert way in seen.value.hint


def test_a_missing_key_is_made_again(vault: Counting) -> None:
    with pytest.raises(VaultError, match="API key") as seen:
        secrets_of(vault).value_of(KEY)
    assert "make a new one" in seen.value.hint


def test_a_bad_file_is_an_error_and_not_a_reason_to_look_elsewhere(vault: Counting, tmp_path: Path) -> None:
    vault.set(service_of("0a1b2c3d", LOCAL), "from keyring")
    with pytest.raises(VaultError, match="is not there"):
        secrets_of(vault, files={"LOCAL_SECRET": tmp_path / "none"}).value_of(LOCAL)


def test_the_redactor_hears_every_value(vault: Counting, tmp_path: Path) -> None:
    redactor = Redactor()
    secrets = secrets_of(vault, {"RCW_SEARCH_SECRET": "correct horse"}, redactor=redactor)
    secrets.value_of(secret_ref("search.secret"))
    secrets.keep(LOCAL, "battery staple")

    assert redactor.redact("correct horse, battery staple") == "${SEARCH_SECRET}, ${LOCAL_SECRET}"


def test_an_empty_secret_and_one_that_is_none_are_refused(vault: Counting) -> None:
    with pytest.raises(VaultError, match="is empty"):
        secrets_of(vault).keep(LOCAL, "")
    with pytest.raises(ValueError, match=r"\$\{SESSION\} is not a secret"):
        secrets_of(vault).value_of(SESSION)


@pytest.mark.parametrize("value", ["hunter22\nhunter33", "hunter22\n\n", "hunter22\0", "hunter22\udcff", "\n"])
def test_what_cannot_be_sent_is_refused_where_it_comes_from(vault: Counting, value: str) -> None:
    with pytest.raises(VaultError, match="RCW_LOCAL_SECRET cannot be used") as given:
        secrets_of(vault, {"RCW_LOCAL_SECRET": value}).value_of(LOCAL)
    with pytest.raises(VaultError, match="LOCAL_SECRET was not kept") as typed:
        secrets_of(vault).keep(LOCAL, value)

    for error in (given.value, typed.value):
        assert error.kind == "unfit"
        assert "hunter" not in f"{error} {error.hint} {vars(error)}"
        assert error.__context__ is None or "hunter" not in repr(vars(error.__context__))
    assert not vault.asked


def test_one_line_end_is_no_part_of_a_secret(vault: Counting) -> None:
    assert secrets_of(vault, {"RCW_LOCAL_SECRET": "given\n"}).value_of(LOCAL) == "given"
    secrets = secrets_of(vault)
    secrets.keep(LOCAL, "typed\r\n")
    assert (secrets.value_of(LOCAL), secrets_of(vault).value_of(LOCAL)) == ("typed", "typed")
