"""Texts of questions: each explained in few words, and true of the answers that it is asked with."""

import re

import pytest

from tests.scenario.questions.given import RUN, complete
from wizard.scenario.questions import QUESTIONS
from wizard.scenario.questions.asking import question
from wizard.scenario.questions.question import Question


def sentences(text: str) -> list[str]:
    """Each, without its full stop, so that it is found as a part of another one, too."""
    return [each.strip(" .").lower() for each in re.split(r"[.:;?](?:\s|$)", text) if each.strip()]


@pytest.mark.parametrize("row", [row for row in QUESTIONS if row.group != "Route"], ids=lambda row: row.id)
def test_each_question_is_explained_in_few_words(row: Question) -> None:
    parts = (row.what, row.then, row.stop)
    assert all(part.endswith(".") for part in parts)
    assert len(" ".join(parts).split()) <= 90
    said = {sentence for part in (row.text, row.why, row.where) for sentence in sentences(part)}
    assert said.isdisjoint(sentence for part in parts for sentence in sentences(part))


@pytest.mark.parametrize(("mode", "seeds"), [("sniff", True), ("proxy", False)])
def test_seeds_are_spoken_of_where_there_are_seeds(mode: str, seeds: bool) -> None:
    address = question("remote.address")
    assert address
    assert ("seeds" in address.why_now(complete(RUN, mode=mode))) is seeds
