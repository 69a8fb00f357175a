"""Bytes between nodes: the frame of the node-to-node protocol, its handshake, and the messages of practice nodes."""

import json
import struct

from wizard.lab.errors import Json

PREFIX = 6
LONGEST = 1 << 20
NOT_HTTP = b"This is not an HTTP port"
HTTP_METHODS = (b"GET ", b"POST ", b"PUT ", b"HEAD ", b"DELETE", b"OPTION", b"PATCH ", b"TRACE ")
_HANDSHAKE, _RESPONSE = 0x08, 0x01
_PLAIN, _WITH_RELEASE = 7170099, 8800000


def frame(payload: bytes) -> bytes:
    """A payload behind the prefix that every message has."""
    return b"ES" + struct.pack(">i", len(payload)) + payload


def length_of(prefix: bytes) -> int | None:
    """How many bytes follow a prefix; None where it is not one."""
    if len(prefix) != PREFIX or prefix[:2] != b"ES":
        return None
    length: int = struct.unpack(">i", prefix[2:])[0]
    return length if 0 < length <= LONGEST else None


def message(tree: Json) -> bytes:
    """A message between practice nodes, framed. Real nodes have a format of their own, which nobody sees."""
    return frame(json.dumps(tree).encode())


def read_message(payload: bytes) -> Json:
    """A message between practice nodes; None where it is something else."""
    return json.loads(payload) if payload.startswith(b"{") else None


def handshake_answer(payload: bytes, transport_version: int, release: str) -> bytes | None:
    """The framed answer to a handshake request; None where a real node would close."""
    if len(payload) < 17:
        return None
    request_id, status, version = struct.unpack(">qBi", payload[:13])
    if not status & _HANDSHAKE or status & _RESPONSE or version not in (_PLAIN, _WITH_RELEASE):
        return None
    body = _vint(transport_version)
    if version == _WITH_RELEASE:
        body += _vint(len(release)) + release.encode()
    header = b"\x00\x00"
    return frame(struct.pack(">qBii", request_id, status | _RESPONSE, version, len(header)) + header + body)


def _vint(number: int) -> bytes:
    out = bytearray()
    while number > 0x7F:
        out.append(number & 0x7F | 0x80)
        number >>= 7
    out.append(number)
    return bytes(out)
