"""Secrets are taken out of texts by value and by shape, and nothing else is."""

import base64
import json
import time
from urllib.parse import quote

import pytest

from wizard.redact import MARK, Redactor, Tree

KEY_ID = "VuaCfGcBCdbkQm-e5aOx"
KEY_SECRET = "ui2lp2axTNmsyakw9tvNnw"
KEY = base64.b64encode(f"{KEY_ID}:{KEY_SECRET}".encode()).decode()
PASSWORD = 'pa"ß/w\\ord+1'


@pytest.mark.parametrize(
    "form",
    [
        PASSWORD,
        base64.b64encode(PASSWORD.encode()).decode(),
        base64.b64encode(PASSWORD.encode()).decode().rstrip("="),
        base64.urlsafe_b64encode(PASSWORD.encode()).decode(),
        json.dumps(PASSWORD)[1:-1],
        json.dumps(PASSWORD, ensure_ascii=False)[1:-1],
        quote(PASSWORD, safe=""),
    ],
)
def test_a_known_value_is_written_as_its_name_in_every_form(form: str) -> None:
    assert Redactor({"LOCAL_SECRET": PASSWORD}).redact(f"saw <{form}>.") == "saw <${LOCAL_SECRET}>."


def test_an_encoded_key_and_both_its_halves_are_known() -> None:
    redactor = Redactor({"KEY": KEY})

    assert redactor.redact(f"{KEY} {KEY_SECRET} {KEY_ID}") == "${KEY} ${KEY} ${KEY_ID}"
    assert redactor.redact(f"{KEY_ID}:{KEY_SECRET}") == "${KEY}"
    assert redactor.redact(base64.b64encode(KEY.encode()).decode()) == "${KEY}"


def test_of_two_values_the_longer_is_found_first() -> None:
    assert Redactor({"A": "hunter", "B": "hunter22"}).redact("hunter22 hunter") == "${B} ${A}"


def test_a_short_value_is_replaced_only_where_it_stands_alone() -> None:
    assert Redactor({"A": "es"}).redact("es says yes") == "${A} says yes"


def test_a_value_may_become_known_later_and_an_empty_one_never() -> None:
    redactor = Redactor()
    assert redactor.redact("correct horse") == "correct horse"
    redactor.know("A", "correct horse")
    redactor.know("B", "")
    assert redactor.redact("correct horse") == "${A}"


def test_the_id_of_a_key_and_the_user_of_a_login_may_stay() -> None:
    encoded = base64.b64encode(b"id-of-key:half-of-key").decode()
    kept = Redactor({"KEY": encoded}, keeps_ids=True).redact(f"id-of-key half-of-key {encoded}")
    assert kept == "id-of-key ${KEY} ${KEY}"
    basic = base64.b64encode(b"elastic:correct horse").decode()
    redactor = Redactor({"A": "correct horse"}, keeps_ids=True)
    redactor.know("A", basic)
    assert redactor.redact(f"elastic sent {basic}") == "elastic sent ${A}"


PEM = "-----BEGIN {0}PRIVATE KEY-----\nMIIEvQIBADANBgkqh\nkiG9w0BAQEFAASC\n-----END {0}PRIVATE KEY-----"


@pytest.mark.parametrize("kind", ["", "RSA ", "EC ", "ENCRYPTED ", "OPENSSH "])
def test_private_keys_are_taken_out_whole(kind: str) -> None:
    assert Redactor().redact(f"before\n{PEM.format(kind)}\nafter") == f"before\n{MARK}\nafter"


def test_a_private_key_inside_json_and_one_that_is_cut_off() -> None:
    assert Redactor().redact(json.dumps({"pem": PEM.format("")})) == json.dumps({"pem": MARK})
    assert "MIIE" not in Redactor().redact(PEM.format("")[:60])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Authorization: Basic ZWxhc3RpYzpwdw==", "Authorization: Basic [secret]"),
        (f"authorization: ApiKey {KEY}", "authorization: ApiKey [secret]"),
        ("'Authorization': 'Bearer abc.def'", "'Authorization': 'Bearer [secret]'"),
        ("es-secondary-authorization: Basic eDp5", "es-secondary-authorization: Basic [secret]"),
        ("Authorization: ApiKey ${KEY}", "Authorization: ApiKey ${KEY}"),
        (f"used {KEY} there", "used [secret] there"),
        (f"used {KEY.rstrip('=')}", "used [secret]"),
        (f"pasted {KEY_ID}:{KEY_SECRET}", "pasted [secret]"),
        ("token AAEAAWVsYXN0aWMvZmxlZXQtc2VydmVyL3Rva2VuMTo3TFdaSDZ", "token [secret]"),
        ('{"authorization":"Basic abc def","x":1}', '{"authorization":"[secret]","x":1}'),
        ("https://elastic:changeme@es.example:9200/", "https://elastic:[secret]@es.example:9200/"),
        ('{"password" : "x\\"y", "user": "u"}', '{"password" : "[secret]", "user": "u"}'),
        ('{"password": "${LOCAL_SECRET}"}', '{"password": "${LOCAL_SECRET}"}'),
    ],
)
def test_what_looks_like_a_secret_is_taken_out(text: str, expected: str) -> None:
    assert Redactor().redact(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "invalid ApiKey value",
        '{"authorization": {"roles": ["reader"]}}',
        'WWW-Authenticate: Basic realm="security" charset="UTF-8"',
        "unable to authenticate user [elastic] for REST request [/_security/_authenticate]",
        "API key [VuaCfGcBCdbkQm-e5aOx] has type [cross_cluster]",
        "5f16f6d37e2a4ac2b1dd5a0a4f6c0f5f5b6dbe7d5f3a9f0dbb8f7dd3cf5b3a11",
        "-----BEGIN CERTIFICATE-----\nMIIDSTCCAjGgAwIBAgIUXaKQ\n-----END CERTIFICATE-----",
        "cluster.remote.orders.credentials is ::es_redacted::",
        "https://es.example:9200/_remote/info?filter_path=orders.connected",
        "/etc/elasticsearch/certificates/elasticsearch-ca.pem",
    ],
)
def test_other_words_stay(text: str) -> None:
    assert Redactor().redact(text) == text


def test_a_tree_keeps_its_shape() -> None:
    tree: Tree = {
        "id": "abc",
        "api_key": "whatever",
        "encoded": "short",
        "login": {"password": None, "api_key": {"name": "from-orders"}},
        "list": ["hunter22", 1, True, None, 1.5],
        "hunter22": "x",
    }
    assert Redactor({"A": "hunter22"}).redact_tree(tree) == {
        "id": "abc",
        "api_key": MARK,
        "encoded": MARK,
        "login": {"password": None, "api_key": {"name": "from-orders"}},
        "list": ["${A}", 1, True, None, 1.5],
        "${A}": "x",
    }


@pytest.mark.parametrize("piece", ["a.", "a-b+", "A", "authorization", "-----BEGIN PRIVATE KEY", "https://a:b ", "x/"])
def test_a_long_text_takes_no_long_time(piece: str) -> None:
    text = piece * (500_000 // len(piece))
    started = time.monotonic()
    Redactor({"KEY": KEY}).redact(text)

    assert time.monotonic() - started < 2
