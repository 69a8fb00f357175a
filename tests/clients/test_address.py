"""REST addresses, read apart."""

import pytest

from wizard.clients.address import RestAddress, rest_address


@pytest.mark.parametrize(
    ("url", "address", "text"),
    [
        ("https://es.example:9200", RestAddress("https", "es.example", 9200), "https://es.example:9200"),
        ("https://es.example/", RestAddress("https", "es.example", 443), "https://es.example:443"),
        ("http://10.0.0.1/es/", RestAddress("http", "10.0.0.1", 80, "/es"), "http://10.0.0.1:80/es"),
        (" HTTPS://[::1]:9200 ", RestAddress("https", "::1", 9200), "https://[::1]:9200"),
    ],
)
def test_read_and_written_again(url: str, address: RestAddress, text: str) -> None:
    assert rest_address(url, "local") == address
    assert str(address) == text
