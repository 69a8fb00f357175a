"""A secret in a file: one closing line end is dropped, and what is wrong is said without its content."""

import os
from pathlib import Path

import pytest

from wizard.errors import VaultError
from wizard.store.secret_file import read_secret


@pytest.mark.parametrize(
    ("content", "value"),
    [
        (b"hunter22", "hunter22"),
        (b"hunter22\n", "hunter22"),
        (b"hunter22\r\n", "hunter22"),
        (b" hunter22 \n", " hunter22 "),
        (b"\xef\xbb\xbfhunter22\n", "hunter22"),
        ("pässwörd".encode(), "pässwörd"),
    ],
)
def test_one_closing_line_end_is_dropped(tmp_path: Path, content: bytes, value: str) -> None:
    path = tmp_path / "secret"
    path.write_bytes(content)

    assert read_secret(path, "LOCAL_SECRET") == value


def refusal(path: Path) -> VaultError:
    with pytest.raises(VaultError) as seen:
        read_secret(path, "LOCAL_SECRET")
    assert "LOCAL_SECRET" in seen.value.headline
    assert str(path) in seen.value.headline
    assert seen.value.hint
    assert seen.value.__context__ is None or seen.value.__suppress_context__
    return seen.value


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    assert refusal(tmp_path / "none").kind == "missing"


@pytest.mark.parametrize("content", [b"", b"\n", b"\r\n", b"\n\n"])
def test_an_empty_file(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "secret"
    path.write_bytes(content)

    assert "empty" in refusal(path).headline


@pytest.mark.parametrize("content", [b"hunter22\n\n", b"hunter22\nhunter33", b"hunter22\r\r\n", b"\nhunter22"])
def test_a_second_line_would_be_a_second_answer_to_a_keystore(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "secret"
    path.write_bytes(content)
    error = refusal(path)

    assert error.kind == "unfit"
    assert "holds several lines" in error.headline
    assert "hunter" not in f"{error.headline} {error.hint}"


def test_a_folder(tmp_path: Path) -> None:
    assert "folder" in refusal(tmp_path).headline


@pytest.mark.parametrize("content", [b"hunter22\xff", "hunter22".encode("utf-16")])
def test_what_is_not_text_is_not_quoted(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "secret"
    path.write_bytes(content)
    error = refusal(path)

    assert "UTF-8" in error.headline
    assert error.__context__ is None


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root and Windows read every file")
def test_a_file_that_may_not_be_read(tmp_path: Path) -> None:
    path = tmp_path / "secret"
    path.write_text("hunter22")
    path.chmod(0)

    assert refusal(path).kind == "refused"


def test_a_path_through_a_file(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")

    assert refusal(tmp_path / "file" / "secret").kind == "refused"
