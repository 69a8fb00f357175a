"""The connection to a cluster, against replayed answers of real nodes."""

import base64
import json
import socket
import subprocess
import sys
import threading
from dataclasses import replace
from pathlib import Path

import pytest

from tests.clients.calling import OK, PASSWORD, ROOT, Pki, Values, failure, side
from tests.replay import (
    Exchange,
    Replay,
    listener,
    recorded,
    replay,
)
from wizard.clients.cluster import connect
from wizard.errors import (
    ReachError,
    ReplyError,
)
from wizard.plan.actions import Request, Save
from wizard.scenario.model import KEY, KEY_ID, Login


class TestRequests:
    def test_sends_plain_json_and_the_login_and_nothing_else(self, node: Replay, pki: Pki) -> None:
        values = Values()
        connection = connect(side(node.url, ca_file=str(pki.ca_file)))
        reply = connection.send(ROOT, values.value_of, values.keep)
        connection.close()
        assert reply.status == 200
        assert isinstance(reply.body, dict)
        assert reply.body["cluster_name"] == "remote"
        assert 0 < reply.took_s < 5
        [seen] = node.seen
        assert seen.headers["user-agent"].startswith("remote-cluster-wizard/")
        assert {name: value for name, value in seen.headers.items() if name != "user-agent"} == {
            "host": f"127.0.0.1:{node.port}",
            "connection": "keep-alive",
            "accept": "application/json",
            "accept-encoding": "identity",
            "authorization": "Basic " + base64.b64encode(f"elastic:{PASSWORD}".encode()).decode(),
        }

    def test_fills_names_into_path_and_body_and_masks_what_is_saved(self) -> None:
        values = Values({"REMOTE_SECRET": PASSWORD, "SESSION": "abc/1"})
        created = recorded("ok.key_create")
        encoded = base64.b64encode(b"4hFRC6IBSoPDh2JyWDmi:0123456789abcdefghijkl").decode()
        answer = {**created.response, "api_key": "0123456789abcdefghijkl", "encoded": encoded}
        request = Request(
            "create_key",
            "remote",
            "POST",
            "/_security/cross_cluster/api_key?x=${SESSION}",
            body={"name": "a", "metadata": {"session": "${SESSION}"}},
            saves=(Save("/id", KEY_ID), Save("/encoded", KEY)),
        )
        sent = Exchange("POST", "/_security/cross_cluster/api_key?x=abc%2F1", 200, created.headers, answer)
        with replay(sent) as running:
            reply = connect(side(running.url)).send(request, values.value_of, values.keep)
        assert running.seen[0].body == {"name": "a", "metadata": {"session": "abc/1"}}
        assert running.seen[0].headers["content-type"] == "application/json"
        assert values.kept == [(KEY, encoded), (KEY_ID, "4hFRC6IBSoPDh2JyWDmi")]
        assert reply.body == {
            "id": "${KEY_ID}",
            "name": "demo2",
            "expiration": answer["expiration"],
            "api_key": "${KEY}",
            "encoded": "${KEY}",
        }

    def test_an_answer_without_what_is_saved_is_an_error(self) -> None:
        with replay(OK) as running:
            error = failure(side(running.url), replace(ROOT, saves=(Save("/encoded", KEY),)))
        assert isinstance(error, ReplyError)
        assert "/encoded" in error.headline

    def test_another_login_and_another_address(self) -> None:
        values = Values({"REMOTE_SECRET": PASSWORD, "KEY": "aWQ6c2VjcmV0"})
        with replay(OK) as cluster, replay(OK) as one_node:
            request = replace(ROOT, login=Login("api-key", "", KEY), at=one_node.url)
            connect(side(cluster.url)).send(request, values.value_of, values.keep)
            values.known["KEY"] = "id:secret\n"
            connect(side(cluster.url)).send(request, values.value_of, values.keep)
        assert not cluster.seen
        assert {each.headers["authorization"] for each in one_node.seen} == {"ApiKey aWQ6c2VjcmV0"}

    def test_no_statuses_expected_returns_every_status(self) -> None:
        values = Values()
        with replay(recorded("auth.wrong_password.root")) as running:
            reply = connect(side(running.url)).send(replace(ROOT, expect=()), values.value_of, values.keep)
        assert reply.status == 401

    def test_a_deprecation_header_is_no_warning_of_ours(self) -> None:
        headers = {**OK.headers, "warning": '299 Elasticsearch-9.5.3 "deprecated"'}
        with replay(replace(OK, headers=headers)) as running:
            assert connect(side(running.url)).send(ROOT, Values().value_of, Values().keep).status == 200

    def test_nothing_of_a_request_is_logged(self, caplog: pytest.LogCaptureFixture) -> None:
        caplog.set_level(0)
        values = Values()
        with replay(OK) as running:
            request = replace(ROOT, expect=(), method="POST", body={"password": "${REMOTE_SECRET}"})
            connect(side(running.url)).send(request, values.value_of, values.keep)
        assert running.seen[0].body == {"password": PASSWORD}
        assert PASSWORD not in caplog.text

    def test_what_the_vault_raises_passes_through(self) -> None:
        with replay(OK) as running, pytest.raises(KeyError):
            connect(side(running.url)).send(ROOT, Values({}).value_of, Values().keep)
        assert not running.seen


def half_deaf(connection: socket.socket) -> None:
    """Answers every request but those for /slow."""
    body = json.dumps(OK.response).encode()
    head = f"HTTP/1.1 200 OK\r\nx-elastic-product: Elasticsearch\r\ncontent-length: {len(body)}\r\n"
    while asked := connection.recv(4096):
        if not asked.startswith(b"GET /slow"):
            connection.sendall(head.encode() + b"content-type: application/json\r\n\r\n" + body)


def test_a_request_that_is_cut_off_does_not_disturb_others() -> None:
    values = Values()
    with listener(half_deaf) as port:
        connection = connect(side(f"http://127.0.0.1:{port}"))
        slow = Request("read", "remote", "GET", "/slow")
        late: list[ReachError] = []

        def wait() -> None:
            try:
                connection.send(slow, values.value_of, values.keep, timeout_s=0.3)
            except ReachError as error:
                late.append(error)

        waiting = [threading.Thread(target=wait) for _ in range(4)]
        for each in waiting:
            each.start()
        while any(each.is_alive() for each in waiting):
            assert connection.send(ROOT, values.value_of, values.keep, timeout_s=2).status == 200
        assert [each.kind for each in late] == ["timeout"] * 4
        assert "took the request" in late[0].headline
        connection.close()


def test_a_request_is_logged_without_its_values(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG", "wizard")
    request = replace(ROOT, path="/?wanted=${KEY}", expect=())
    values = Values({"REMOTE_SECRET": PASSWORD, "KEY": "of-the-test"})
    with replay(OK) as running:
        connect(side(running.url)).send(request, values.value_of, values.keep)
        url = running.url
    failure(side("http://127.0.0.1:1"))
    answered, failed = caplog.messages
    assert answered.startswith(f"GET /?wanted=${{KEY}} to remote ({url}): ")
    assert failed.startswith("GET / to remote (http://127.0.0.1:1): refused, ")
    for secret in (PASSWORD, "of-the-test"):
        assert secret not in caplog.text


def test_importing_the_client_loads_nothing_heavy() -> None:
    heavy = {"elasticsearch", "elastic_transport", "urllib3", "cryptography", "pydantic"}
    code = (
        "import sys, wizard.clients.cluster, wizard.clients.probe, wizard.clients.shells;"
        f"print(sorted({heavy} & set(sys.modules)))"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "[]"


def test_recordings_hold_no_secret() -> None:
    for file in (Path(__file__).parents[1] / "data" / "exchanges").glob("*/*.json"):
        data = json.loads(file.read_text(encoding="utf-8"))
        assert data["version"] == file.parent.name
        if isinstance(data["response"], dict):
            assert data["response"].get("encoded", "<encoded-key>") == "<encoded-key>"
