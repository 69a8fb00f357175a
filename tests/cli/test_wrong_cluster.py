"""Clusters that are not what the answers say: found before anything is changed, on the right side, with what to do."""

import json
import ssl
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.cli.clusters import cluster, login_refused, privileges, two_nodes
from tests.cli.shell import Shell
from tests.real.pki import Authority
from tests.replay import Exchange, Replay, closes, listener, recorded, replay, says, server_context

SIDES = ("local", "remote")


@dataclass(frozen=True, slots=True)
class Desk:
    """Two healthy clusters and the command."""

    shell: Shell
    local: Replay
    remote: Replay

    def answers(self, **changes: object) -> str:
        """Answers about both, changed."""
        return self.shell.answers(**{"local__url": self.local.url, "remote__url": self.remote.url, **changes})

    def stopped(self, code: int, side: str, check: str, **changes: object) -> dict[str, Any]:
        """The finding that stops an apply and is the root cause of doctor; nothing but reads was sent."""
        answers = self.answers(**changes)
        doctor = self.shell.run("doctor", "--json", "--answers", answers)
        assert doctor.code == 1, doctor.err
        report = json.loads(doctor.out)
        assert report["root_cause"] == check
        found: dict[str, Any] = next(each for each in report["aliases"][0]["findings"] if each["code"] == check)
        assert (found["status"], found["side"]) == ("fail", side)

        applied = self.shell.run("apply", "--yes", "--memory", "--answers", answers)
        assert applied.code == code, applied.out
        assert f"Nothing was changed. First to mend: {check}. {found['headline']}" in applied.out
        assert found["hint"].rstrip(".") in applied.out
        assert "Step 1" not in applied.out
        for seen in (*self.local.seen, *self.remote.seen):
            assert seen.method == "GET" or seen.path in ("/_security/user/_has_privileges", "/_security/_query/api_key")
        return found


@pytest.fixture
def desk(shell: Shell) -> Iterator[Desk]:
    """A desk before two clusters that only a connection would bring together."""
    with replay(*cluster(name="local")) as local, replay(*cluster(name="remote")) as remote:
        yield Desk(shell, local, remote)


def test_healthy_clusters_stop_nothing(desk: Desk) -> None:
    ran = desk.shell.run("apply", "--yes", "--memory", "--answers", desk.answers())
    assert "Step 1 of " in ran.out
    assert "First to mend" not in ran.out


@pytest.mark.parametrize("side", SIDES)
class TestReach:
    """No conversation: exit 3 from apply."""

    def stopped(self, desk: Desk, side: str, url: str, **changes: object) -> dict[str, Any]:
        return desk.stopped(3, side, f"RC-{side.upper()}-001", **{f"{side}__url": url, **changes})

    def test_unknown_host(self, side: str, desk: Desk) -> None:
        found = self.stopped(desk, side, "https://no-such-host.invalid:9200")
        assert found["headline"] == f"The name no-such-host.invalid ({side} cluster) has no address on this machine."
        assert found["hint"] == f"Check the spelling in {side}.url, and the name server of this machine."

    def test_nothing_listens(self, side: str, desk: Desk) -> None:
        found = self.stopped(desk, side, "https://127.0.0.1:9")
        assert found["headline"] == f"Nothing listens at 127.0.0.1:9 ({side} cluster)."
        assert "is this its REST port (normally 9200)?" in found["hint"]

    def test_http_to_a_tls_port(self, side: str, desk: Desk, tmp_path: Path) -> None:
        with replay(tls=_tls(tmp_path)) as server:
            found = self.stopped(desk, side, f"http://127.0.0.1:{server.port}")
        assert found["headline"] == f"127.0.0.1:{server.port} ({side} cluster) speaks TLS, and http:// was asked."
        assert found["hint"] == f"Write the address in {side}.url with https://."

    def test_https_to_a_plain_port(self, side: str, desk: Desk) -> None:
        port = desk.local.port
        found = self.stopped(desk, side, f"https://127.0.0.1:{port}")
        assert found["headline"] == f"127.0.0.1:{port} ({side} cluster) does not speak TLS, and https:// was asked."
        assert f"write {side}.url with http://" in found["hint"]

    def test_untrusted_certificate(self, side: str, desk: Desk, tmp_path: Path) -> None:
        other = Authority.create("some other CA").write(tmp_path / "other.pem")
        with replay(tls=_tls(tmp_path)) as server:
            found = self.stopped(desk, side, server.url)
            assert found["headline"].endswith(f" ({side} cluster) is not signed by a CA that this machine trusts.")
            assert f"Give the CA of that certificate in {side}.ca_file" in found["hint"]
            found = self.stopped(desk, side, server.url, **{f"{side}__ca_file": str(other)})
        assert found["headline"].endswith(f" ({side} cluster) is not signed by a CA in {other}.")
        assert found["saw"].startswith("CN=server, issued by CN=test CA, SHA-256 ")

    def test_ca_file_that_is_not_there(self, side: str, desk: Desk, tmp_path: Path) -> None:
        with replay(tls=_tls(tmp_path)) as server:
            found = self.stopped(desk, side, server.url, **{f"{side}__ca_file": "no.pem"})
        assert found["headline"] == f"The CA file {desk.shell.folder / 'no.pem'} does not exist."
        assert found["who"] == "whoever runs this wizard"

    def test_certificate_for_another_name(self, side: str, desk: Desk, tmp_path: Path) -> None:
        with replay(tls=_tls(tmp_path, names=("es.example.com",), addresses=())) as server:
            found = self.stopped(desk, side, server.url, **{f"{side}__ca_file": str(tmp_path / "ca.pem")})
        assert found["headline"].endswith(f" ({side} cluster) is not for the name 127.0.0.1.")
        assert found["hint"] == f"Use one of its names in {side}.url: es.example.com."

    def test_not_elasticsearch(self, side: str, desk: Desk) -> None:
        page = Exchange("GET", "/", 200, {"server": "nginx", "content-type": "text/html"}, "<html>Welcome</html>")
        with replay(page) as server:
            found = self.stopped(desk, side, server.url)
        where = f"127.0.0.1:{server.port}"
        assert found["headline"] == f"{where} answers as a web server, but not as Elasticsearch ({side} cluster)."
        assert f"Check host and port in {side}.url" in found["hint"]
        assert found["saw"] == "HTTP 200 (nginx), without the header X-Elastic-Product"

    def test_not_http(self, side: str, desk: Desk) -> None:
        with listener(says(b"SSH-2.0-OpenSSH_9.6\r\n")) as port:
            found = self.stopped(desk, side, f"http://127.0.0.1:{port}")
        assert found["headline"] == f"127.0.0.1:{port} ({side} cluster) answers, but not in HTTP."

    def test_transport_port(self, side: str, desk: Desk) -> None:
        with listener(says(b"This is not an HTTP port")) as port:
            found = self.stopped(desk, side, f"http://127.0.0.1:{port}")
        assert "is a node-to-node port of Elasticsearch, not the REST address." in found["headline"]
        assert f"Change the port in {side}.url" in found["hint"]

    def test_closes(self, side: str, desk: Desk) -> None:
        with listener(closes) as port:
            found = self.stopped(desk, side, f"http://127.0.0.1:{port}")
        assert found["headline"].endswith(f"({side} cluster) took the connection and closed it without an answer.")


@pytest.mark.parametrize("side", SIDES)
class TestLogin:
    """A conversation, but not with somebody who may do this: exit 1."""

    def stopped(self, desk: Desk, side: str, check: str, *exchanges: Exchange) -> dict[str, Any]:
        with replay(*exchanges) as server:
            return desk.stopped(1, side, f"RC-{side.upper()}-{check}", **{f"{side}__url": server.url})

    def test_wrong_password(self, side: str, desk: Desk) -> None:
        found = self.stopped(desk, side, "002", *login_refused())
        assert found["headline"] == f"The {side} cluster does not accept the user elastic with this password."
        assert found["hint"].startswith(f"Check {side}.user and the password; RCW_{side.upper()}_SECRET gives another")
        assert found["saw"] == "unable to authenticate user [elastic] for REST request [/_security/_authenticate]"

    def test_without_privileges(self, side: str, desk: Desk) -> None:
        found = self.stopped(desk, side, "003", *cluster(privileges("manage_security", "monitor"), name=side))
        assert found["headline"].startswith("elastic lacks ")
        assert "manage_security" in found["headline"]
        assert f" on {side}." in found["headline"]
        assert "or sign in to" in found["hint"]

    def test_a_node_that_is_too_old(self, side: str, desk: Desk) -> None:
        found = self.stopped(desk, side, "004", *cluster(two_nodes("8.19.21", "8.13.4"), name=side))
        assert found["headline"] == f"Node node-2 of {side} runs 8.13.4. API keys need 8.14 on every node."
        assert found["hint"] == "Upgrade node-2, or choose certificates."
        assert found["saw"] == "1 of 2 nodes are older than 8.14"

    def test_a_basic_licence(self, side: str, desk: Desk) -> None:
        licence = recorded(f"ok.license.{side}")
        basic = {"license": {**licence.response["license"], "type": "basic"}}
        changed = Exchange("GET", "/_license", 200, licence.headers, basic)
        found = self.stopped(desk, side, "005", *cluster(changed, name=side))
        assert found["headline"] == (
            f"The licence of {side} is basic. API keys between clusters need Enterprise or a trial on both sides."
        )


def test_api_key_where_a_user_is_needed(desk: Desk) -> None:
    """The answers say password; a proxy in front signs in with a key of its own."""
    with replay(*cluster(recorded("ok.authenticate_apikey"), name="remote")) as server:
        found = desk.stopped(1, "remote", "RC-REMOTE-006", remote__url=server.url)
    assert found["headline"] == (
        "You are signed in to remote with an API key. Only a user may create cross-cluster keys."
    )
    assert found["hint"] == "Sign in with a user that has manage_security."


def test_one_cluster_on_both_sides(desk: Desk) -> None:
    found = desk.stopped(1, "remote", "RC-REMOTE-010", remote__url=desk.local.url)
    assert found["headline"] == "Both addresses lead to the same cluster, local."
    assert found["hint"] == "Correct local.url or remote.url."


@pytest.mark.parametrize("side", SIDES)
def test_mixed_versions_are_a_warning(side: str, desk: Desk) -> None:
    with replay(*cluster(two_nodes("8.19.21", "9.5.3"), name=side)) as server:
        ran = desk.shell.run("doctor", "-v", "--answers", desk.answers(**{f"{side}__url": server.url}))
    code = f"RC-{side.upper()}-004"
    assert f"WARNING {code:<13} {side:<7} The nodes of {side} run different versions: 8.19.21 and 9.5.3." in ran.out
    assert "fix: Finish the upgrade before other clusters rely on this one" in ran.out


def _tls(
    folder: Path, names: tuple[str, ...] = ("localhost",), addresses: tuple[str, ...] = ("127.0.0.1",)
) -> ssl.SSLContext:
    authority = Authority.create("test CA")
    authority.write(folder / "ca.pem")
    leaf = authority.issue("server", names=names, addresses=addresses)
    return server_context(leaf, folder / "server", ca=authority.pem)
