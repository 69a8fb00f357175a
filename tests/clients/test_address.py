"""REST addresses, read apart."""

import pytest

from wizard.clients.address import RestAddress, rest_address
from wizard.errors import UsageError


@pytest.mark.parametrize(
    ("url", "address", "text"),
    [
        ("https://es.example:9200", RestAddress("https", "es.example", 9200), "https://es.example:9200"),
        ("https://es.example/", RestAddress("https", "es.example", 443), "https://es.example:443"),
        ("http://10.0.0.1", RestAddress("http", "10.0.0.1", 80), "http://10.0.0.1:80"),
        (" HTTPS://[::1]:9200 ", RestAddress("https", "::1", 9200), "https://[::1]:9200"),
    ],
)
def test_read_and_written_again(url: str, address: RestAddress, text: str) -> None:
    assert rest_address(url, "local") == address
    assert str(address) == text


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("", "is not known"),
        ("http://10.0.0.1/es/", "Leave out what follows the port. Write http://10.0.0.1."),
        ("https://es.example:9200?pretty", "Leave out what follows the port"),
        ("https://jo:hunter22@es.example:9200", "holds a user or password"),
        ("es.example:9200", "The scheme is missing"),
        ("https://es example:9200", "neither a host name nor an IP address"),
        ("https://es.example:9300", "9300 is the transport port"),
    ],
)
def test_what_the_questions_refuse_is_refused_here_too(url: str, said: str) -> None:
    with pytest.raises(UsageError) as caught:
        rest_address(url, "local")
    assert said in caught.value.headline
    assert "local" in caught.value.headline
    assert "hunter22" not in caught.value.headline + caught.value.hint
