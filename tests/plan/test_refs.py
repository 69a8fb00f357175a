"""Names in texts and trees, and filling them in."""

from typing import Any

import pytest

from wizard.plan.refs import fill, fill_text, names_in

VALUES: dict[str, str | list[str]] = {"SESSION": "s1", "KEY_ID": "${SESSION}", "STALE_KEY_IDS": ["a", "b"], "NONE": []}


@pytest.mark.parametrize(
    ("tree", "names"),
    [
        ("", set()),
        (None, set()),
        (7, set()),
        ("${KEY}", {"KEY"}),
        ("/x?id=${KEY_ID}&s=${SESSION}", {"KEY_ID", "SESSION"}),
        ({"a": ["${A}", {"b": "${B_2}"}], "${NOT_A_KEY}": 1}, {"A", "B_2"}),
        ("$KEY {KEY} ${key} ${} ${1A} $${KEY}", {"KEY"}),
    ],
)
def test_names_in(tree: Any, names: set[str]) -> None:
    assert names_in(tree) == names


@pytest.mark.parametrize(
    ("tree", "filled"),
    [
        ("${SESSION}", "s1"),
        ("a-${SESSION}-b", "a-s1-b"),
        ("${STALE_KEY_IDS}", ["a", "b"]),
        ("${NONE}", []),
        ("ids=${STALE_KEY_IDS}", "ids=a,b"),
        ("${KEY_ID}", "${SESSION}"),
        ("x${KEY_ID}", "x${SESSION}"),
        (
            {"ids": "${STALE_KEY_IDS}", "n": [1, None, True, "${SESSION}"]},
            {"ids": ["a", "b"], "n": [1, None, True, "s1"]},
        ),
        (("${SESSION}",), ["s1"]),
        (False, False),
    ],
)
def test_fill(tree: Any, filled: Any) -> None:
    assert fill(tree, VALUES.__getitem__) == filled


def test_fill_leaves_the_tree_as_it_was() -> None:
    tree = {"a": ["${SESSION}"]}
    fill(tree, VALUES.__getitem__)
    assert tree == {"a": ["${SESSION}"]}


def test_an_unknown_name_is_the_callers_error() -> None:
    with pytest.raises(KeyError):
        fill_text("${WHO}", VALUES.__getitem__)
