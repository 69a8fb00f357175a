"""The caution at the CA question: only for one who chose to have a CA made."""

import pytest

from wizard.scenario.answers import Answers, Source
from wizard.scenario.questions.asking import question


@pytest.mark.parametrize(("source", "said"), [("given", True), ("default", False)])
def test_a_public_ca_is_odd_only_where_somebody_chose_to_make_one(source: Source, said: bool) -> None:
    answers = Answers().with_answer("remote.interface_certificate", "make", source)
    row = question("remote.interface_ca")
    assert row is not None
    assert ("makes a CA of your own" in row.caution("public", answers)) is said
