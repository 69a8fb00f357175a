"""The handshake of Elasticsearch's node-to-node protocol as bytes, without sockets.

Its layout: TcpHeader and TransportHandshaker of Elasticsearch.
"""

import struct
from dataclasses import dataclass

OLD = 7170099
"""Handshake version that every node from 7.17 on takes."""
NEW = 8800000
"""Handshake version from 8.18 on; its answer holds the exact release."""
FIRST_WITH_NEW = 8840000
"""Transport versions from here on belong to nodes that take `NEW`."""

ACTION = b"internal:tcp/handshake"
ANY_VERSION = 99_999_999
"""Larger than any real transport version, so the node answers with its own."""
REQUEST_ID = 7
PREFIX_BYTES = 6
SHORTEST, LONGEST = 17, 64 * 1024
_PING = 0xFFFFFFFF
_RESPONSE_OF_HANDSHAKE = 0x09


class NotTransportError(Exception):
    """The bytes are not an answer to the handshake."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a node says of itself: transport version, and its release where the handshake tells it."""

    transport_version: int
    release: str = ""


def request(version: int) -> bytes:
    """The handshake request of that handshake version (`OLD` or `NEW`)."""
    features = b"\x00" if version == OLD else b""
    header = b"\x00\x00" + features + _vint(len(ACTION)) + ACTION
    payload = _vint(ANY_VERSION)
    if version == NEW:
        payload += _vint(len(b"0.0.0")) + b"0.0.0"
    rest = (
        struct.pack(">qBii", REQUEST_ID, 0x08, version, len(header)) + header + b"\x00" + _vint(len(payload)) + payload
    )
    return b"ES" + struct.pack(">i", len(rest)) + rest


def body_length(prefix: bytes) -> int:
    """How many bytes follow these first six; 0 for a ping. Raises NotTransportError."""
    if len(prefix) != PREFIX_BYTES or prefix[:2] != b"ES":
        raise NotTransportError("the answer does not begin with ES")
    length: int = struct.unpack(">I", prefix[2:])[0]
    if length == _PING:
        return 0
    if not SHORTEST <= length <= LONGEST:
        raise NotTransportError(f"the answer says it is {length} bytes long")
    return length


def answer(body: bytes, version: int) -> Answer:
    """Read what follows the first six bytes. Raises NotTransportError."""
    try:
        request_id, status, _, header_length = struct.unpack(">qBii", body[:17])
        if request_id != REQUEST_ID or status != _RESPONSE_OF_HANDSHAKE or header_length < 0:
            raise NotTransportError(f"the answer has id {request_id} and status {status}")
        at = 17 + header_length
        transport_version, at = _read_vint(body, at)
        release = ""
        if version == NEW:
            length, at = _read_vint(body, at)
            release = body[at : at + length].decode("ascii")
            if len(release) != length:
                raise NotTransportError("the answer is cut short")
    except (struct.error, IndexError, UnicodeDecodeError) as error:
        raise NotTransportError("the answer is cut short or damaged") from error
    return Answer(transport_version, release)


def _vint(number: int) -> bytes:
    out = bytearray()
    while number > 0x7F:
        out.append(number & 0x7F | 0x80)
        number >>= 7
    out.append(number)
    return bytes(out)


def _read_vint(data: bytes, at: int) -> tuple[int, int]:
    number = 0
    for shift in range(0, 35, 7):
        byte = data[at]
        at += 1
        number |= (byte & 0x7F) << shift
        if not byte & 0x80:
            return number, at
    raise NotTransportError("a number in the answer is too long")
