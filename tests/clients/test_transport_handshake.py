"""The handshake frames, against the byte vectors of the protocol's description and of real nodes."""

import pytest

from wizard.clients.transport_handshake import (
    NEW,
    OLD,
    Answer,
    NotTransportError,
    answer,
    body_length,
    request,
)

REQUESTS = {
    OLD: "45 53 00 00 00 31 00 00 00 00 00 00 00 07 08 00 6d 68 33 00 00 00 1a 00 00 00 16 "
    "69 6e 74 65 72 6e 61 6c 3a 74 63 70 2f 68 61 6e 64 73 68 61 6b 65 00 04 ff c1 d7 2f",
    NEW: "45 53 00 00 00 36 00 00 00 00 00 00 00 07 08 00 86 47 00 00 00 00 19 00 00 16 "
    "69 6e 74 65 72 6e 61 6c 3a 74 63 70 2f 68 61 6e 64 73 68 61 6b 65 00 0a ff c1 d7 2f 05 30 2e 30 2e 30",
}
OLD_ANSWER = "45 53 00 00 00 17 00 00 00 00 00 00 00 07 09 00 6d 68 33 00 00 00 02 00 00 88 cf 9b 04"
NEW_ANSWER = (
    "45 53 00 00 00 1f 00 00 00 00 00 00 00 07 09 00 86 47 00 00 00 00 02 00 00 88 cf 9b 04 07 38 2e 31 39 2e 32 31"
)


@pytest.mark.parametrize("version", [OLD, NEW])
def test_request(version: int) -> None:
    assert request(version) == bytes.fromhex(REQUESTS[version])


@pytest.mark.parametrize(
    ("frame", "version", "expected"),
    [(OLD_ANSWER, OLD, Answer(8841096)), (NEW_ANSWER, NEW, Answer(8841096, "8.19.21"))],
)
def test_answer(frame: str, version: int, expected: Answer) -> None:
    data = bytes.fromhex(frame)
    assert body_length(data[:6]) == len(data) - 6
    assert answer(data[6:], version) == expected


def test_a_ping_has_no_body() -> None:
    assert body_length(bytes.fromhex("4553ffffffff")) == 0


@pytest.mark.parametrize("prefix", ["", "4553", "485454502f31", "455300000001", "45537fffffff"])
def test_prefixes_of_something_else(prefix: str) -> None:
    with pytest.raises(NotTransportError):
        body_length(bytes.fromhex(prefix))


@pytest.mark.parametrize("cut", range(37 - 6))
def test_cut_answers(cut: int) -> None:
    with pytest.raises(NotTransportError):
        answer(bytes.fromhex(NEW_ANSWER)[6 : 6 + cut], NEW)


@pytest.mark.parametrize(("at", "value"), [(13, 8), (14, 0x0B), (26, 0xFF)])
def test_answers_to_something_else(at: int, value: int) -> None:
    data = bytearray.fromhex(NEW_ANSWER)
    data[at] = value
    if at == 26:
        data[25:30] = b"\xff" * 5
    with pytest.raises(NotTransportError):
        answer(bytes(data[6:]), NEW)
