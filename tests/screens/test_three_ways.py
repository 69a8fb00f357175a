"""Whichever way the journey is gone on practice clusters, person and clusters have the same at the end."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.private_keyring import private_keyring
from tests.screens.lasting import Lasting, lasting, take_back
from tests.screens.three_ways import Way, by_apply, by_screens, by_terminal

pytestmark = pytest.mark.keyring


@pytest.fixture
def person(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Lasting]:
    """Clusters, and a person with a keyring of their own."""
    with private_keyring(tmp_path / "person") as environ, lasting(tmp_path / "desk", environ) as made:
        monkeypatch.setenv("PATH", made.environ["PATH"])
        yield made


def test_three_ways_one_end(person: Lasting, tmp_path: Path) -> None:
    answers = person.answer_file()
    before = person.standing()
    command, screens, terminal = (
        Way(tmp_path / name, person.environ, answers) for name in ("command", "screens", "terminal")
    )

    wanted = by_apply(command)
    standing = person.standing()
    command.run("undo", "--session", command.session, "--yes")
    assert person.standing() == before

    shown, library = by_screens(screens)
    assert person.standing() == standing
    session = library.open(screens.session)
    take_back(session)
    session.close()
    assert person.standing() == before

    seen = by_terminal(terminal)
    assert person.standing() == standing
    assert {state for state, _ in wanted.session["outcomes"].values()} == {"done", "already"}
    assert len(wanted.exports) == 3
    for end in (shown, seen):
        assert end.exports == wanted.exports
        assert end.session == wanted.session
