"""Texts become values, or a sentence."""

import pytest

from wizard.scenario.questions.parsing import number, one_line, secret_line, split_list, yes_or_no


@pytest.mark.parametrize(
    ("text", "items"),
    [
        ("", ()),
        (" , ,\n", ()),
        ("logs-*", ("logs-*",)),
        ("logs-*, metrics-* ,\ntraces-*", ("logs-*", "metrics-*", "traces-*")),
        ("a\r\nb", ("a", "b")),
        ("/logs-[0-9]{1,3}/,b", ("/logs-[0-9]{1,3}/", "b")),
        (r"/a\/,b/,c", (r"/a\/,b/", "c")),
        ("/open,b", ("/open", "b")),
    ],
)
def test_splits_a_list_at_commas_and_lines(text: str, items: tuple[str, ...]) -> None:
    assert split_list(text) == items


@pytest.mark.parametrize(("text", "value"), [("yes", True), (" TRUE ", True), ("0", False), ("off", False)])
def test_reads_a_yes_or_no(text: str, value: bool) -> None:
    assert yes_or_no(text) is value


def test_reads_a_number() -> None:
    assert number(" 9443 ") == 9443


@pytest.mark.parametrize("text", ["", "-1", "9.5", "1e3", "٣", "9" * 5000])
def test_refuses_what_is_no_number(text: str) -> None:
    with pytest.raises(ValueError, match="whole number"):
        number(text)


def test_refuses_what_is_neither_yes_nor_no() -> None:
    with pytest.raises(ValueError, match="true or false"):
        yes_or_no("maybe")


@pytest.mark.parametrize("text", ["a\nb", "a\x1b[31m", "a\x00"])
def test_refuses_control_characters(text: str) -> None:
    with pytest.raises(ValueError, match="one line"):
        one_line(text)


@pytest.mark.parametrize("text", [" pass word ", " pass word \n", " pass word \r\n"])
def test_keeps_the_spaces_of_a_secret(text: str) -> None:
    assert secret_line(text) == " pass word "


def test_refuses_a_secret_of_several_lines_without_repeating_it() -> None:
    with pytest.raises(ValueError, match="one line") as caught:
        secret_line("hunter2\nhunter3")
    assert "hunter" not in str(caught.value)


@pytest.mark.parametrize("text", ["hunter2\0", "hunter2\udcff"])
def test_refuses_a_secret_that_is_no_text(text: str) -> None:
    with pytest.raises(ValueError, match="UTF-8") as caught:
        secret_line(text)
    assert "hunter" not in repr(vars(caught.value)) + str(caught.value)
    assert type(caught.value) is ValueError, "the error of an encoder holds the text"
