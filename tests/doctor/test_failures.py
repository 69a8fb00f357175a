"""The table of causes against what real nodes said."""

import pytest

from tests.doctor.case import recorded
from wizard.doctor.causes import CAUSES
from wizard.doctor.failures import explain, words_in

NAMES = {"local": "emea", "remote": "us", "alias": "prod", "user": "alice", "address": "rcs.example:9443"}


@pytest.mark.parametrize(
    ("name", "entry", "headline"),
    [
        ("a1.unknown_host.search_strict", "A1", "The nodes of emea find no address for no-such-host.invalid."),
        (
            "a2.connection_refused.search_strict",
            "A2",
            "rcs.example:9443 refuses the nodes of emea: nothing listens there.",
        ),
        ("b1.tls_client_plain_http_port.search_strict", "B1", "is the REST API of us"),
        ("b1.apikey_on_https_port.search_strict", "A6|A5", "emea"),
        ("b2.apikey_on_transport_port.search_strict", "A5", "closes the connection of emea during the TLS handshake"),
        ("b4.tls_client_plain_server.search_strict", "A5", "closes the connection of emea"),
        ("c1.untrusted_ca_proxy.search_strict", "C1", "emea does not trust the CA that signed us's certificate."),
        ("c1.untrusted_ca_sniff.search_strict", "C1", "does not trust the CA"),
        ("c2.hostname_mismatch.search_strict", "C2", "is not for the name or address"),
        ("c2.no_san.search_strict", "C2", "is not for the name or address"),
        ("c3.expired.search_strict", "C3", "expired"),
        ("c4.not_yet_valid.search_strict", "C4", "not valid yet"),
        ("c5.illegal_server_name.search_strict", "C5", "cannot be used as a server name"),
        ("c10.recreated_ca.search_strict", "C10", "older CA of the same name"),
        ("c13.key_does_not_match.search_strict", "C13", "does not belong to its certificate"),
        ("d1.missing_credentials.search_strict", "D1", "has none for alias prod in its keystore"),
        ("d1.missing_credentials.resolve_cluster", "D1", "has none for alias prod in its keystore"),
        ("d2.rest_key.search_strict", "D2", "is a REST API key"),
        ("d3.unknown_key.search_strict", "D3", "us does not know the key that emea sends."),
        ("d4.wrong_secret.search_strict", "D4", "its secret is wrong"),
        ("d5.invalidated_fresh.search_strict", "D5", "it has been invalidated"),
        ("d6.expired.search_strict", "D6", "us no longer accepts the key: it expired."),
        ("d6.expired.resolve_cluster", "D3-D6", "us does not accept the key that emea sends."),
        ("d7.short_secret.search_strict", "D7", "a text that is no key"),
        ("d7.trailing_newline.search_strict", "D7", "a text that is no key"),
        ("d7.not_base64.resolve_cluster", "D7", "a text that is no key"),
        (
            "e1.user_without_remote_indices.search",
            "E1",
            "alice may not search prod: no role names it under remote_indices.",
        ),
        ("e2.user_lacks_index.search", "E2", "alice may not read"),
        ("e3.replication_only.search_strict", "E2", "alice may not read idx on us"),
        ("f8.other_cluster_new_key.search_strict", "F8", "Another cluster answers"),
        ("g1.local_basic.search_skip", "G1", "licence of emea or of us"),
        ("g2.remote_basic.search_strict", "G1", "licence of emea or of us"),
        ("i5.unknown_alias.search", "I5", "emea has no connection called prod."),
        ("i5.index_missing.search", "404", "us has no index idx-none"),
        ("down.frozen_open_connection.resolve_cluster", "A6", "then says nothing"),
        ("down.frozen_new_connection.search_strict", "A6", "then says nothing"),
        ("trio.no_role_on_l3.search_strict.l3", "F6", "lacks the role remote_cluster_client"),
        ("validation.address_port_big.search", "1.3", "70000 is not a port."),
        ("auth.wrong_password.root", "login", "emea does not accept the password of elastic."),
    ],
)
def test_what_real_nodes_said(name: str, entry: str, headline: str) -> None:
    found = explain(words_in(recorded(name).body), NAMES)
    assert found is not None
    assert found.cause.entry in entry.split("|")
    assert headline in found.headline


@pytest.mark.parametrize(
    ("name", "entry"), [("d14.no_signature.search_strict", "D14"), ("i5.unknown_alias.search", "I5")]
)
def test_what_9_5_said(name: str, entry: str) -> None:
    found = explain(words_in(recorded(name, "9.5.3").body), NAMES)
    assert found is not None
    assert found.cause.entry == entry


def test_nothing_known_is_nothing_said() -> None:
    assert explain(("all is different",), NAMES) is None
    assert explain(words_in(recorded("c1.untrusted_ca_proxy.search_skip").body), NAMES) is None


@pytest.mark.parametrize("cause", CAUSES, ids=lambda cause: cause.entry)
def test_every_text_can_be_filled_in(cause: object) -> None:
    names = {**NAMES, **dict.fromkeys(cause.pattern.groupindex, "x")}  # type: ignore[attr-defined]
    for text in (cause.headline, cause.hint):  # type: ignore[attr-defined]
        assert "{" not in text.format_map(names)
        assert text.endswith(".")
