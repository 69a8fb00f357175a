"""Addresses: what may stand, what is wrong, and what is offered instead."""

import re

import pytest

from wizard.scenario.addresses import Address, better_address, better_url, read_address, url_host, url_problem


@pytest.mark.parametrize(
    ("text", "host", "port"),
    [
        ("es.example:9443", "es.example", 9443),
        ("es_1:1", "es_1", 1),
        ("10.0.0.7:65535", "10.0.0.7", 65535),
        ("[2001:db8::1]:9443", "2001:db8::1", 9443),
    ],
)
def test_reads_and_writes_an_address(text: str, host: str, port: int) -> None:
    address = read_address(text)
    assert address == Address(host, port)
    assert str(address) == text


@pytest.mark.parametrize(
    ("text", "said", "better"),
    [
        ("", "missing", ""),
        ("es.example", "Write es.example:9443; there is no default", "es.example:9443"),
        ("es.example:", "number from 1 to 65535", "es.example:9443"),
        ("es.example:0", "number from 1 to 65535", ""),
        ("es.example:65536", "number from 1 to 65535", ""),
        ("es.example:94x3", "number from 1 to 65535", "es.example:9443"),
        ("https://es.example:9443", "Leave https:// out", "es.example:9443"),
        ("https://es.example:9400/x", "Leave https:// out", "es.example:9443"),
        ("es.example:9443/", "Leave the path out", "es.example:9443"),
        ("::1:9443", "stands in brackets", ""),
        ("2001:db8::1", "stands in brackets", ""),
        ("[2001:db8::1]", "The port is missing", "[2001:db8::1]:9443"),
        ("[nonsense]:9443", "no IPv6 address between the brackets", ""),
        (":9443", "host is missing", ""),
        ("es example:9443", "neither a host name", ""),
        ("10.0.0.256:9443", "neither a host name", ""),
        ("müller.example:9443", "xn--", ""),
    ],
)
def test_says_what_is_wrong_with_an_address(text: str, said: str, better: str) -> None:
    with pytest.raises(ValueError, match=re.escape(said)):
        read_address(text)
    assert better_address(text) == better


@pytest.mark.parametrize("port", [9300, 9400, 9200, 9243, 443])
def test_offers_the_interface_port_for_other_interfaces(port: int) -> None:
    assert better_address(f"es.example:{port}") == "es.example:9443"


@pytest.mark.parametrize(
    "text",
    [
        "https://es.example:9200",
        "http://localhost:9200",
        "https://es.example",
        "https://[::1]:9200",
        "https://10.1.2.3",
    ],
)
def test_accepts_a_url(text: str) -> None:
    assert url_problem(text) == ""
    assert better_url(text) == ""


@pytest.mark.parametrize(
    ("text", "said", "better"),
    [
        ("", "missing", ""),
        ("es.example:9200", "Write https://es.example:9200", "https://es.example:9200"),
        ("es.example", "Write https://es.example", "https://es.example"),
        ("ftp://es.example", "not spoken by Elasticsearch", ""),
        ("https://es.example:9200/es", "Write https://es.example:9200", "https://es.example:9200"),
        ("https://es.example:9200?pretty", "Write https://es.example:9200", "https://es.example:9200"),
        ("https://es.example:9300", "9300 is the transport port", ""),
        ("https://es.example:9400", "9400 is the transport port of cloud deployments", ""),
        ("https://es.example:9443", "9443 is the remote cluster interface, not the REST API", ""),
        ("https://es.example:0", "number from 1 to 65535", ""),
        ("https://es.example:70000", "number from 1 to 65535", ""),
        ("https://es.example:", "port is missing", ""),
        ("https://es.example:x", "number from 1 to 65535", ""),
        ("https://:9200", "host is missing", ""),
        ("https://a b:9200", "neither a host name", ""),
        ("https://[::1:9200", "not a URL", ""),
    ],
)
def test_says_what_is_wrong_with_a_url(text: str, said: str, better: str) -> None:
    assert said in url_problem(text)
    assert better_url(text) == better


@pytest.mark.parametrize(
    "text", ["https://elastic:hunter2@es.example:9200", "elastic:hunter2@es.example", "https://a:hunter2/@b:1"]
)
def test_never_repeats_a_password_in_an_address(text: str) -> None:
    assert "hunter2" not in url_problem(text)
    assert better_url(text) == ""
    with pytest.raises(ValueError, match="@") as caught:
        read_address(text)
    assert "hunter2" not in str(caught.value)


def test_finds_the_host_of_a_url() -> None:
    assert [url_host(text) for text in ("https://a.example:9200", "https://[::1]", "nonsense", "")] == [
        "a.example",
        "::1",
        "",
        "",
    ]
