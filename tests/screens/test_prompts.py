"""Secrets typed at a prompt: judged by their question before they are taken."""

import pytest
from prompt_toolkit.application import create_app_session
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.output import DummyOutput

from screens.plain.prompts import ask_secret
from wizard.scenario.answers import Answer, Answers

BY_KEY = Answers({"local.login": Answer("api-key", "given")})


def asked(typed: str, id: str = "local.secret", *, optional: bool = False, answers: Answers | None = None) -> str:
    """What the prompt gives back when this is typed."""
    with create_pipe_input() as pipe:
        pipe.send_text(typed)
        with create_app_session(input=pipe, output=DummyOutput()):
            return ask_secret(id, "A secret?", optional=optional, answers=answers)


def test_what_is_typed_is_taken_as_it_is() -> None:
    assert asked(" pass word \r") == " pass word "


def test_nothing_is_taken_only_where_it_may_be_left_out() -> None:
    assert asked("\rlater\r") == "later"
    assert asked("\r", "search.secret", optional=True) == ""


def test_several_pasted_lines_are_refused(capsys: pytest.CaptureFixture[str]) -> None:
    pasted = "\x1b[200~hunter22\nhunter33\x1b[201~"
    assert asked(f"{pasted}\rhunter44\r") == "hunter44"
    said = capsys.readouterr()
    assert said.err == "A secret is one line; this holds several.\n"
    assert said.out == ""


def test_an_api_key_has_the_form_of_one(capsys: pytest.CaptureFixture[str]) -> None:
    assert asked("a password\rVnVhQ2ZHY0JDZGJrU\r", answers=BY_KEY) == "VnVhQ2ZHY0JDZGJrU"
    assert "This is not an encoded API key." in capsys.readouterr().err
