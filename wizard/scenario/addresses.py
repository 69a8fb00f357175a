"""Addresses as people write them: REST URLs and `host:port` pairs, judged by their syntax and port alone."""

import re
from dataclasses import dataclass
from ipaddress import IPv6Address, ip_address
from urllib.parse import SplitResult, urlsplit

from wizard.scenario.environments import ENVIRONMENTS
from wizard.scenario.model import INTERFACE_PORT

TRANSPORT_PORTS = frozenset(row.certificate_port for row in ENVIRONMENTS.values())
"""Where the certificate model is spoken."""
REST_PORTS = frozenset({443, 9200, 9243})

_LABEL = re.compile(r"(?!-)[A-Za-z0-9_-]{1,63}(?<!-)")
_STRICT_LABEL = re.compile(r"(?!-)[A-Za-z0-9-]{1,63}(?<!-)")


@dataclass(frozen=True, slots=True)
class Address:
    """A host and a port. `host` is bare: an IPv6 address without its brackets."""

    host: str
    port: int

    def __str__(self) -> str:
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"


def is_ip(host: str) -> bool:
    """True for an IPv4 or a bare IPv6 address."""
    try:
        ip_address(host)
    except ValueError:
        return False
    return True


def is_ipv6(host: str) -> bool:
    """True for a bare IPv6 address."""
    return is_ip(host) and isinstance(ip_address(host), IPv6Address)


def is_host_name(host: str, *, strict: bool = False) -> bool:
    """True for a name that DNS can hold; `strict` also leaves out underscores, as TLS server names must."""
    labels = (host if strict else host.removesuffix(".")).split(".")
    label = _STRICT_LABEL if strict else _LABEL
    # A last label of digits only would make it a mistyped IPv4 address.
    return len(host) <= 253 and all(map(label.fullmatch, labels)) and not labels[-1].isdigit()


def host_problem(host: str) -> str:
    """What is wrong with a bare host; "" when it may stand."""
    if not host:
        return "The host is missing. Write HOST:PORT."
    if not host.isascii():
        return f"{host} holds letters outside ASCII. Write the name in its xn-- form."
    if is_ip(host) or is_host_name(host):
        return ""
    return f"{host} is neither a host name nor an IP address."


def read_address(text: str, *, port: int = INTERFACE_PORT) -> Address:
    """Reads `host:port`. `port` is the one that hints name. Raises ValueError with a sentence what is wrong."""
    if not text:
        raise ValueError(f"The address is missing. Write HOST:{port}.")
    if "@" in text:
        raise ValueError("The address holds an @. Leave user and password out, write HOST:PORT.")
    if "://" in text:
        scheme, _, rest = text.partition("://")
        raise ValueError(f"Leave {scheme}:// out: this is HOST:PORT, not a URL. Write {_bare(rest, port)}.")
    if "/" in text:
        raise ValueError(f"Leave the path out: this is HOST:PORT, not a URL. Write {_bare(text, port)}.")
    if is_ipv6(text) or (text.count(":") > 1 and not text.startswith("[")):
        raise ValueError(f"An IPv6 address stands in brackets, with a port behind it: [2001:db8::1]:{port}.")
    if text.startswith("["):
        host, closed, rest = text[1:].partition("]")
        if not closed or not is_ipv6(host):
            raise ValueError(f"There is no IPv6 address between the brackets. Write [2001:db8::1]:{port}.")
        if not rest.startswith(":"):
            raise ValueError(f"The port is missing. Write [{host}]:{port}; there is no default here.")
        return Address(host, _port(rest[1:]))
    host, colon, digits = text.partition(":")
    if wrong := host_problem(host):
        raise ValueError(wrong)
    if not colon:
        raise ValueError(f"The port is missing. Write {host}:{port}; there is no default here.")
    return Address(host, _port(digits))


def better_address(text: str, *, port: int = INTERFACE_PORT) -> str:
    """The same address without scheme and path, and with `port` where another kind of port or none stands; else ""."""
    rest = text.partition("://")[2] if "://" in text else text
    if not rest.partition("/")[0].strip(":"):
        return ""
    bare = _bare(rest, port)
    # Without brackets nobody can tell whether the last group of an IPv6 address is meant as the port.
    if not text or is_ipv6(text):
        return ""
    try:
        address = read_address(bare, port=port)
    except ValueError:
        return ""
    if address.port in TRANSPORT_PORTS | REST_PORTS:
        address = Address(address.host, port)
    return "" if str(address) == text else str(address)


def url_problem(text: str) -> str:
    """What is wrong with a REST URL of the form http(s)://host[:port]; never repeats a user or password in it."""
    if not text:
        return "The address is missing. Write https://HOST:9200."
    if "@" in text:
        return "The address holds a user or password. Leave them out, write https://HOST:9200; they are asked apart."
    if "://" not in text:
        return f"The scheme is missing. Write https://{text}, or http://{text} if this port speaks no TLS."
    split = _split(text)
    if split is None:
        return "This is not a URL. Write https://HOST:9200."
    if split.scheme not in ("http", "https"):
        return f"{split.scheme}:// is not spoken by Elasticsearch. Write https://HOST:9200."
    if not split.hostname:
        return f"The host is missing behind {split.scheme}://. Write https://HOST:9200."
    if wrong := host_problem(split.hostname):
        return wrong
    if split.netloc.endswith(":"):
        return "The port is missing behind the colon. Write https://HOST:9200."
    try:
        port = split.port
    except ValueError:
        return "A port is a number from 1 to 65535."
    if split.path or split.query or split.fragment or "?" in text or "#" in text:
        return f"Leave out what follows the port. Write {split.scheme}://{split.netloc}."
    return url_port_problem(port)


def url_port_problem(port: int | None) -> str:
    """Why nothing of the REST API can be behind this port; "" when it may be."""
    match port:
        case 0:
            return "A port is a number from 1 to 65535."
        case 9300:
            return "9300 is the transport port, where nodes talk to each other, not the REST API. That is usually 9200."
        case 9400:
            return "9400 is the transport port of cloud deployments (certificate model), not the REST API."
        case _ if port == INTERFACE_PORT:
            return f"{port} is the remote cluster interface, not the REST API. That is usually 9200, in the cloud 443."
        case _:
            return ""


def better_url(text: str) -> str:
    """The same URL with a scheme and without a path where that is all that is wrong; else ""."""
    if "@" in text:
        return ""
    split = _split(text if "://" in text else f"https://{text}")
    if split is None:
        return ""
    better = f"{split.scheme}://{split.netloc}"
    host = split.hostname or ""
    # An address, or a name of the own network, is no cloud or load balancer: nodes answer on their own port.
    if not url_has_port(better) and "://" not in text and (is_ip(host) or "." not in host):
        better = f"{better}:9200"
    return better if better != text and not url_problem(better) else ""


def url_host(text: str) -> str:
    """The bare host of a URL; "" where it has none."""
    split = _split(text)
    return (split.hostname or "") if split else ""


def url_has_port(text: str) -> bool:
    """True when the URL names its port, one that cannot be read included."""
    split = _split(text)
    try:
        return split is not None and split.port is not None
    except ValueError:
        return True


def _split(text: str) -> SplitResult | None:
    try:
        return urlsplit(text)
    except ValueError:
        return None


def _bare(text: str, port: int) -> str:
    host = text.partition("/")[0]
    if is_ipv6(host):
        return f"[{host}]:{port}"
    if re.search(r":\d+$", host):
        return host
    name = host.partition("]")[0] + "]" if host.startswith("[") else host.partition(":")[0]
    return f"{name or 'HOST'}:{port}"


def _port(digits: str) -> int:
    if not (digits.isascii() and digits.isdigit() and len(digits) <= 5 and 1 <= int(digits) <= 65535):
        raise ValueError("A port is a number from 1 to 65535.")
    return int(digits)
