"""Refusals of real nodes, replayed: what is said about each."""

from dataclasses import replace

import pytest

from tests.clients.calling import LOGIN, OK, PASSWORD, Values, failure, side
from tests.replay import (
    Exchange,
    recorded,
    replay,
)
from wizard.clients.cluster import connect
from wizard.errors import (
    LoginError,
    PrivilegeError,
    ReplyError,
    UsageError,
)
from wizard.plan.actions import Request
from wizard.scenario.model import Login


class TestRefusals:
    @pytest.mark.parametrize(
        ("case", "login", "hint"),
        [
            ("auth.wrong_password.root", LOGIN, "remote.user"),
            ("auth.no_credentials.root", None, "remote.login"),
            ("auth.garbage_apikey.root", replace(LOGIN, kind="api-key"), "encoded form"),
        ],
    )
    def test_401(self, case: str, login: Login | None, hint: str) -> None:
        values = Values({"REMOTE_SECRET": "bm9uZTpub25lLWF0LWFsbC1vZi1pdA=="})
        with replay(recorded(case)) as running:
            error = failure(side(running.url, login=login), values=values)
        assert isinstance(error, LoginError)
        assert hint in error.hint

    @pytest.mark.parametrize(
        ("case", "hint"),
        [
            ("key_check.authenticate_full", "cross-cluster key"),
            ("key_check.authenticate_invalidated", "invalidated"),
            ("key_check.authenticate_unknown", "No such key"),
        ],
    )
    def test_401_of_a_key(self, case: str, hint: str) -> None:
        values = Values({"REMOTE_SECRET": "bm9uZTpub25lLWF0LWFsbC1vZi1pdA=="})
        request = Request("read", "remote", "GET", "/_security/_authenticate")
        with replay(recorded(case)) as running:
            error = failure(side(running.url, login=replace(LOGIN, kind="api-key")), request, values)
        assert isinstance(error, LoginError)
        assert hint in error.hint

    def test_403_names_the_privilege(self) -> None:
        case = recorded("key.create_no_privilege")
        with replay(case) as running:
            error = failure(side(running.url), Request("create_key", "remote", "POST", case.path, body={}))
        assert isinstance(error, PrivilegeError)
        assert error.headline == (
            "The user bob lacks the cluster privilege manage_security (or all) on the remote cluster."
        )

    def test_403_from_behind_the_alias_blames_no_single_side(self) -> None:
        case = recorded("e2.user_lacks_index.search")
        with replay(case) as running:
            error = failure(side(running.url), Request("read", "remote", "GET", case.path))
        assert isinstance(error, PrivilegeError)
        assert error.headline == "The user alice may not read that through the alias (asked on the remote cluster)."
        assert "remote_indices" in error.hint

    @pytest.mark.parametrize("version", ["8.19.21", "9.5.3"])
    def test_403_of_the_licence(self, version: str) -> None:
        case = recorded("g.create_key_on_basic", version)
        with replay(case) as running:
            error = failure(side(running.url), Request("create_key", "remote", "POST", case.path, body={}))
        assert isinstance(error, PrivilegeError)
        assert "licence" in error.headline
        assert "advanced-remote-cluster-security" in error.headline

    @pytest.mark.parametrize(
        ("case", "version", "status", "words"),
        [
            ("key.create_with_apikey_caller", "8.19.21", 400, "illegal_argument_exception: authentication via API key"),
            ("validation.alias_with_dot", "8.19.21", 400, "not recognized"),
            ("g.start_trial_again", "8.19.21", 403, "Trial was already activated"),
            ("i5.unknown_alias.resolve_cluster", "8.19.21", 403, "no such remote cluster: [nope]"),
            ("i5.unknown_alias.resolve_cluster", "9.5.3", 404, "no such remote cluster: [nope]"),
            ("i5.index_missing.search", "8.19.21", 404, "no such index"),
            ("breaker.parent_429", "8.19.21", 429, "Data too large"),
            ("a2.connection_refused.search_strict", "8.19.21", 500, "no_seed_node_left_exception"),
        ],
    )
    def test_others(self, case: str, version: str, status: int, words: str) -> None:
        exchange = recorded(case, version)
        request = Request("read", "remote", exchange.method, exchange.path)  # type: ignore[arg-type]
        with replay(exchange) as running:
            connection = connect(side(running.url))
            with pytest.raises(ReplyError) as caught:
                connection.send(request, Values().value_of, Values().keep)
        error = caught.value
        assert not isinstance(error, (LoginError, PrivilegeError))
        assert error.status == status
        assert words in error.headline
        assert f"{exchange.method} {exchange.path}" in error.headline

    def test_a_quoted_secret_is_masked(self) -> None:
        body = {"error": {"type": "parse_exception", "reason": f"what is [{PASSWORD}]?"}, "status": 400}
        with replay(Exchange("GET", "/", 400, OK.headers, body)) as running:
            error = failure(side(running.url))
        assert isinstance(error, ReplyError)
        assert error.reason == "what is [${REMOTE_SECRET}]?"
        assert error.headline.endswith("what is [${REMOTE_SECRET}]?")

    def test_a_short_secret_is_masked_too_and_so_is_its_form_in_an_address(self) -> None:
        body = {"error": {"type": "parse_exception", "reason": "a/b is not a%2Fb"}, "status": 400}
        with replay(Exchange("GET", "/", 400, OK.headers, body)) as running:
            error = failure(side(running.url), values=Values({"REMOTE_SECRET": "a/b"}))
        assert isinstance(error, ReplyError)
        assert error.reason == "${REMOTE_SECRET} is not ${REMOTE_SECRET}"

    def test_a_key_with_forbidden_characters_never_reaches_a_header(self) -> None:
        values = Values({"REMOTE_SECRET": "abc\r\nx-injected"})
        with replay(OK) as running:
            error = failure(side(running.url, login=replace(LOGIN, kind="api-key")), values=values)
        assert isinstance(error, UsageError)

    @pytest.mark.parametrize(
        "url",
        ["", "es.example:9200", "ftp://es.example", "https://", "https://u:hidden-pw@es.example", "https://es:99999"],
    )
    def test_addresses_that_cannot_be(self, url: str) -> None:
        error = failure(side(url))
        assert isinstance(error, UsageError)
        assert "hidden-pw" not in str(vars(error))
