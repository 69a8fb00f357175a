"""Versions are parsed and ordered; search, replication and licences are judged as the published tables say."""

import pytest

from wizard.scenario.versions import (
    API_KEY_MINIMUM,
    RELOAD_NAMES,
    RESOLVE_TIMEOUT,
    SKIP_UNAVAILABLE_DEFAULT,
    Version,
    licence_problem,
    may_search,
    replication_caution,
    search_caution,
)


def version(text: str) -> Version:
    """A version of two or three numbers."""
    return Version.parse(text if text.count(".") == 2 else f"{text}.0")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("8.19.21", (8, 19, 21, "")),
        ("9.5.0-SNAPSHOT", (9, 5, 0, "-SNAPSHOT")),
        ("9.0.0-rc1", (9, 0, 0, "-rc1")),
        ("10.0.0-alpha1-SNAPSHOT", (10, 0, 0, "-alpha1-SNAPSHOT")),
        (" 8.14.0\n", (8, 14, 0, "")),
    ],
)
def test_parse(text: str, expected: tuple[int, int, int, str]) -> None:
    parsed = Version.parse(text)
    assert (parsed.major, parsed.minor, parsed.patch, parsed.label) == expected
    assert str(parsed) == text.strip()


@pytest.mark.parametrize("text", ["", "8", "8.14", "v8.14.0", "8.14.x", "8.14.0.1", "8.14.0-", "nine", "8.-1.0"])
def test_parse_refuses_what_is_no_whole_version(text: str) -> None:
    with pytest.raises(ValueError, match=r"is not a version; write all three numbers"):
        Version.parse(text)


def test_order_is_by_numbers_and_ignores_the_label() -> None:
    texts = ["9.10.0", "8.19.21", "8.9.3", "9.5.1", "8.19.3"]
    assert [str(one) for one in sorted(map(Version.parse, texts))] == ["8.9.3", "8.19.3", "8.19.21", "9.5.1", "9.10.0"]
    assert Version.parse("9.5.0-SNAPSHOT") == Version.parse("9.5.0")
    assert Version.parse("8.14.0-SNAPSHOT") >= API_KEY_MINIMUM > Version.parse("8.13.4")


def test_gates() -> None:
    gates = (API_KEY_MINIMUM, SKIP_UNAVAILABLE_DEFAULT, RESOLVE_TIMEOUT, RELOAD_NAMES)
    assert [gate.series for gate in gates] == ["8.14", "8.15", "8.18", "9.3"]


SEARCH = [
    # within one major: the remote at most one minor behind
    ("9.1", "9.1", True),
    ("9.3", "9.2", True),
    ("9.3", "9.1", False),
    ("8.14", "8.19", True),
    ("8.19", "8.14", False),
    ("8.15", "8.14", True),
    ("8.0", "8.0", True),
    ("9.0", "9.3", True),
    ("8.19.21", "8.18.0", True),
    # past the end of the published table
    ("9.5", "9.4", True),
    ("9.6", "9.4", False),
    ("9.4", "9.9", True),
    # the last minor of a major, and the next major
    ("7.17", "8.0", True),
    ("7.17", "8.19", True),
    ("7.16", "8.0", False),
    ("8.19", "9.0", True),
    ("8.19", "9.5", True),
    ("8.18", "9.0", True),
    ("8.18", "9.1", False),
    ("8.17", "9.0", False),
    ("7.17", "9.0", False),
    ("9.9", "10.0", False),
    # X.0, and the minor that came out with it
    ("8.0", "7.17", True),
    ("8.0", "7.16", False),
    ("8.1", "7.17", False),
    ("9.0", "8.18", True),
    ("9.0", "8.19", False),
    ("9.0", "8.17", False),
    ("9.1", "8.19", False),
    ("9.1", "8.18", False),
    ("10.0", "9.9", False),
    ("9.0", "7.17", False),
]


@pytest.mark.parametrize(("local", "remote", "tested"), SEARCH)
def test_search(local: str, remote: str, tested: bool) -> None:
    caution = search_caution(version(local), version(remote))
    assert may_search(version(local), version(remote)) is tested
    assert (caution == "") is tested


def test_search_caution_says_which_remotes_are_tested_and_judges_the_other_direction() -> None:
    assert search_caution(version("9.1"), version("8.19")) == (
        "Search from a local cluster 9.1 to a remote cluster 8.19 is not tested by Elastic; it may fail. "
        "A local 9.1 is tested with remotes from 9.0 on within 9.x. The other direction is tested."
    )
    assert search_caution(version("8.17"), version("9.0")).endswith("The other direction is not tested either.")


@pytest.mark.parametrize(
    ("local", "words"),
    [
        ("9.0", "from 9.0 on within 9.x, and 8.18."),
        ("8.18", "from 8.17 on within 8.x, and 9.0."),
        ("8.19", "from 8.18 on within 8.x, and every 9.x."),
        ("8.0", "from 8.0 on within 8.x, and 7.17."),
    ],
)
def test_search_caution_names_the_exceptions(local: str, words: str) -> None:
    assert words in search_caution(version(local), version("6.8"))


REPLICATION = [
    ("9.4.3", "9.4.3", True),
    ("9.4.4", "9.4.3", True),
    ("9.4.2", "9.4.3", False),
    ("9.5.0", "9.4.9", True),
    ("8.19.0", "9.0.0", False),
    ("9.0.0", "8.14.0", True),
    ("9.3.0", "8.19.21", True),
    ("9.1.0", "7.17.9", True),
    ("8.0.0", "7.17.0", True),
    ("8.0.0", "7.16.3", False),
    ("9.0.0", "6.8.0", False),
    ("7.17.5", "7.10.2", True),
    ("7.17.5", "6.8.23", True),
    ("7.17.5", "6.7.0", False),
    ("7.16.0", "7.10.0", False),
]


@pytest.mark.parametrize(("local", "remote", "allowed"), REPLICATION)
def test_replication(local: str, remote: str, allowed: bool) -> None:
    assert (replication_caution(version(local), version(remote)) == "") is allowed


def test_replication_caution_says_which_side_to_upgrade_or_that_the_pair_is_not_listed() -> None:
    older = replication_caution(version("9.4.2"), version("9.4.3"))
    assert "local 9.4.2 is older than remote 9.4.3" in older
    assert older.endswith("Upgrade the local cluster first.")
    assert "not in the published table" in replication_caution(version("8.0.0"), version("7.16.3"))


def test_search_allows_a_newer_remote_where_replication_does_not() -> None:
    assert search_caution(version("8.14.0"), version("8.19.0")) == ""
    assert replication_caution(version("8.14.0"), version("8.19.0")) != ""


@pytest.mark.parametrize(
    ("kind", "status", "words"),
    [
        ("enterprise", "active", ""),
        ("trial", "active", ""),
        ("trial", "expired", "'expired'"),
        ("enterprise", "invalid", "'invalid'"),
        ("basic", "active", "'basic'"),
        ("platinum", "active", "'platinum'"),
        ("gold", "expired", "'gold'"),
        ("", "", ""),
        ("enterprise", "", ""),
    ],
)
def test_licence(kind: str, status: str, words: str) -> None:
    problem = licence_problem(kind, status)
    assert words in problem
    assert bool(problem) is bool(words)
    if problem:
        assert "TLS certificates work without it, but are deprecated" in problem
