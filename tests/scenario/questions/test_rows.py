"""Every row of the questionnaire: complete, readable, and judged as its table says."""

import re

import pytest

from tests.scenario.questions.given import PLANNED, RUN, complete
from wizard.scenario.answers import Answers, Value
from wizard.scenario.pairs import PAIRS
from wizard.scenario.questions import QUESTIONS
from wizard.scenario.questions.asking import filled, question
from wizard.scenario.questions.question import GROUPS, Question

IDS = [row.id for row in QUESTIONS]
SAMPLES = {"list": "a,b", "flag": "yes", "number": "1"}


def row(id: str) -> Question:
    found = question(id)
    assert found, id
    return found


def judged(id: str, text: str, **changes: Value | None) -> str:
    """What the row says of a typed text, all else being answered; a text that cannot be read counts as a problem."""
    try:
        value = row(id).parse(text)
    except ValueError as error:
        return str(error)
    return row(id).problem(value, complete(RUN, **changes))


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda row: row.id)
def test_row_says_what_why_and_where(question: Question) -> None:
    assert question.text.endswith("?")
    assert question.why.endswith((".", "?"))
    assert question.where.endswith((".", "http_ca.crt"))
    assert question.short
    assert question.form
    assert question.short[-1] not in ".?"
    for text in (question.text, question.why, question.where):
        assert not re.search(r"\b(please|just|successfully|invalid)\b|!|  ", text, re.IGNORECASE)
    assert not question.docs or question.docs.startswith("https://www.elastic.co/docs/")


def test_ids_are_unique_and_groups_stand_together() -> None:
    assert len(set(IDS)) == len(IDS)
    assert tuple(dict.fromkeys(row.group for row in QUESTIONS)) == GROUPS
    assert [row.group for row in QUESTIONS] == sorted((row.group for row in QUESTIONS), key=GROUPS.index)


def test_ids_are_those_of_this_release() -> None:
    side = {
        "url",
        "node_urls",
        "login",
        "user",
        "secret",
        "ca_file",
        "fingerprint",
        "version",
        "license",
        "environment",
    }
    local = {"nodes", "node_hosts", "keystore_command", "keystore_secret"}
    remote = {"address", "server_name", "interface_ca", "interface_host", "interface_port", "interface_certificate"}
    assert set(IDS) == {
        *(f"local.{name}" for name in side | local),
        *(f"remote.{name}" for name in side | remote),
        *("pair.relation", "security", "purpose", "alias", "mode", "access.search", "access.replication"),
        *("key.name", "key.expiration", "skip_unavailable", "role.name", "role.follower_indices"),
        *("search.user", "search.secret", "search.index"),
    }


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda row: row.id)
def test_row_reads_a_text_of_its_kind(question: Question) -> None:
    value = question.parse(SAMPLES.get(question.kind, "text"))
    expected = {"list": tuple, "flag": bool, "number": int}.get(question.kind, str)
    assert type(value) is expected


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda row: row.id)
def test_row_judges_values_of_any_kind(question: Question) -> None:
    values: tuple[Value, ...] = ("", "x y", (), ("",), ("x",), True, 0, -1)
    for value in values:
        for answers in (Answers(), complete(RUN)):
            problem = question.problem(value, answers)
            assert problem == "" or problem.endswith((".", "?")) or question.secret
            question.better(value, answers)
    assert (question.problem("" if question.kind != "list" else (), Answers()) == "") is (
        question.optional and question.kind != "flag"
    )


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda row: row.id)
def test_row_looks_only_at_questions_before_it(question: Question) -> None:
    answers = complete(RUN, purpose="both", access__replication=("a",), local__nodes="ssh", mode="proxy")
    before = Answers({id: answers[id] for id in IDS[: IDS.index(question.id)] if id in answers})
    assert question.when(before) is question.when(answers)
    assert question.default(before) == question.default(answers)
    assert question.choices(before) == question.choices(answers)
    if question.id in answers:
        value = answers[question.id].value
        assert question.problem(value, before) == question.problem(value, answers)
    assert set(question.follows) <= set(IDS[: IDS.index(question.id)])


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda row: row.id)
def test_default_may_stand(question: Question) -> None:
    answers = complete(RUN, purpose="both", access__replication=("a",))
    default = question.default(answers)
    assert default is None or question.problem(default, answers) == ""


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: pair.row)
def test_every_pair_can_be_asked_about(pair: object) -> None:
    for one in PAIRS:
        if one is pair:
            answers = complete(
                PLANNED,
                local__environment=one.local,
                remote__environment=one.remote,
                pair__relation=one.relation or None,
            )
            for row_ in QUESTIONS:
                row_.when(answers)
                row_.choices(answers)
                row_.default(answers)
            assert row("remote.address").when(answers) is not one.declared
            assert row("pair.relation").when(answers) is bool(one.relation)


OK = ""
CASES: list[tuple[str, str, str]] = [
    ("local.environment", "self", OK),
    ("local.environment", "SELF", OK),
    ("local.environment", "ech", "Elastic Cloud Hosted as the local side: This version cannot do it yet."),
    ("local.environment", "serverless", "Serverless projects have no remote clusters"),
    ("local.environment", "moon", "'moon' is not one of ech, ece, eck, self"),
    ("remote.environment", "ece", "Self-managed to Elastic Cloud Enterprise (S17): This version cannot do it yet."),
    ("security", "api-key", OK),
    ("security", "certificate", "This version cannot do it yet. Use api-key."),
    ("local.url", "https://es.example:9200/", OK),
    ("local.url", "HTTPS://es.example:9200", OK),
    ("local.url", "es.example:9200", "Write https://es.example:9200"),
    ("local.url", "https://es.example:9443", "remote cluster interface"),
    ("local.url", "", "An answer is needed: REST address of the local cluster."),
    ("local.node_urls", "https://a:9200,https://b:9200", OK),
    ("local.node_urls", "https://a:9200,b:9200", "b:9200: The scheme is missing"),
    ("local.node_urls", "", OK),
    ("local.login", "api-key", OK),
    ("remote.login", "api-key", "Only a user may create cross-cluster keys."),
    ("local.user", "jo", OK),
    ("local.user", "jo:secret", "holds no colon"),
    ("local.ca_file", "certs/http_ca.crt", OK),
    ("local.ca_file", "certs/", "This is a folder"),
    ("local.ca_file", "ca.p12", "not PEM"),
    ("local.ca_file", "-----BEGIN CERTIFICATE-----", "Save it to a file"),
    ("local.fingerprint", "AB:" * 31 + "CD", OK),
    ("local.fingerprint", "sha256 Fingerprint=" + "AB:" * 31 + "CD", OK),
    ("local.fingerprint", "ab" * 31, "64 hexadecimal digits"),
    ("local.version", "8.19.2", OK),
    ("local.version", "9.5.3-SNAPSHOT", OK),
    ("local.version", "8.19", "three numbers"),
    ("local.license", "Enterprise", OK),
    ("local.license", "premium", "is not one of"),
    ("local.nodes", "docker", "is not one of by-hand, local, ssh"),
    ("local.node_hosts", "es-1, elastic@es-2", OK),
    ("local.node_hosts", "-oProxyCommand=x", "not something that ssh can be given"),
    ("local.node_hosts", "es-1 es-2", "not something that ssh can be given"),
    ("local.keystore_command", "/usr/share/elasticsearch/bin/elasticsearch-keystore", OK),
    ("local.keystore_command", "bin/elasticsearch-keystorehttps://es.example.com:9200", "a path on the nodes"),
    ("local.keystore_command", "sudo -u es bin/elasticsearch-keystore", "the path of the command alone"),
    ("remote.interface_host", "_site_", OK),
    ("remote.interface_host", "::1", OK),
    ("remote.interface_host", "0.0.0.0", OK),
    ("remote.interface_host", "host:9443", "Write a host alone"),
    ("remote.interface_port", "9443", OK),
    ("remote.interface_port", "70000", "number from 1 to 65535"),
    ("remote.interface_port", "9x", "whole number"),
    ("remote.interface_certificate", "MAKE", OK),
    ("remote.interface_certificate", "certs/rcs.crt", OK),
    ("remote.interface_certificate", "certs/rcs.key", "Name the certificate"),
    ("remote.interface_certificate", "certs/rcs.p12", "not PEM"),
    ("alias", "prod_emea-2", OK),
    ("alias", "_a", OK),
    ("alias", "Prod", "lower-case letters"),
    ("alias", "a.b", "lower-case letters"),
    ("alias", "a:b", "lower-case letters"),
    ("alias", "-a", "does not begin with -"),
    ("alias", "ü", "lower-case letters"),
    ("alias", "node", "is a setting of Elasticsearch"),
    ("alias", "signing", "is a setting of Elasticsearch"),
    ("alias", "initial_connect_timeout", "is a setting of Elasticsearch"),
    ("alias", "connections_per_cluster", "is a setting of Elasticsearch"),
    ("mode", "sniff", OK),
    ("mode", "direct", "is not one of"),
    ("remote.address", "a:9443,b:9443", OK),
    ("remote.address", "a:9443,b", "b: The port is missing"),
    ("remote.address", "https://a:9443", "Leave https:// out"),
    ("remote.address", "", "An answer is needed"),
    ("remote.server_name", "es.example", OK),
    ("remote.server_name", "", OK),
    ("remote.server_name", "10.0.0.1", "an IP address cannot be one"),
    ("remote.server_name", "[::1]", "an IP address cannot be one"),
    ("remote.server_name", "es.example:9443", "Leave the port out: es.example."),
    ("remote.server_name", "es_1", "A server name is a host name"),
    ("remote.interface_ca", "Public", OK),
    ("remote.interface_ca", "ca.crt", OK),
    ("remote.interface_ca", "", "An answer is needed"),
    ("skip_unavailable", "no", OK),
    ("skip_unavailable", "perhaps", "true or false"),
    ("purpose", "both", OK),
    ("access.search", "logs-*,.alerts", OK),
    ("access.search", "/logs-[0-9]{1,3}/", OK),
    ("access.search", "/logs", "between two slashes"),
    ("access.search", "logs-*,-logs-x", "cannot exclude"),
    ("access.search", "analytics:logs-*", "before the colon"),
    ("access.search", "logs *", "no index has such a name"),
    ("access.search", "", "An answer is needed"),
    ("key.name", "from-emea", OK),
    ("key.name", "eck-x", "belong to the ECK operator"),
    ("key.name", "_x", "does not begin with _"),
    ("key.name", "x" * 257, "at most 256"),
    ("key.expiration", "90d", OK),
    ("key.expiration", "12H", OK),
    ("key.expiration", "", OK),
    ("key.expiration", "0d", "days or hours"),
    ("key.expiration", "90", "days or hours"),
    ("key.expiration", "3 months", "days or hours"),
    ("role.name", "remote search", OK),
    ("role.name", "x" * 508, "1 to 507"),
    ("role.name", "rôle", "ASCII"),
    ("search.index", "logs-1,logs-2", OK),
    ("search.index", "/logs/", "no regular expressions"),
    ("search.index", "analytics:logs", "before the colon"),
]


@pytest.mark.parametrize(("id", "text", "said"), CASES, ids=[f"{id}={text[:30]}" for id, text, _ in CASES])
def test_row_judges_a_text(id: str, text: str, said: str) -> None:
    problem = judged(id, text)
    assert (said in problem) if said else problem == ""


def test_proxy_mode_takes_one_address() -> None:
    assert "Proxy mode takes one address; these are 2" in judged("remote.address", "a:1,b:2", mode="proxy")
    assert judged("remote.address", "a:1", mode="proxy") == ""


def test_fingerprint_needs_tls() -> None:
    assert "needs TLS" in judged("local.fingerprint", "a" * 64, local__url="http://a:9200")


@pytest.mark.parametrize(
    ("text", "wrong"), [("VnVhQ2ZHY0JDZGJrU", False), ("VnVhQ2ZHY0JDZGJrUQ==", False), ("id:secret", True), ("x", True)]
)
def test_api_key_login_takes_the_encoded_form(text: str, wrong: bool) -> None:
    problem = judged("local.secret", text, local__login="api-key")
    assert bool(problem) is wrong
    assert text not in problem


NORMAL: list[tuple[str, str, Value]] = [
    ("local.url", " HTTPS://Es.example:9200/ ", "https://Es.example:9200"),
    ("local.fingerprint", "AB:CD", "abcd"),
    ("remote.interface_ca", "PUBLIC", "public"),
    ("remote.interface_ca", "CA.crt", "CA.crt"),
    ("remote.address", "a:1\nb:2", ("a:1", "b:2")),
    ("key.expiration", "90D", "90d"),
]


@pytest.mark.parametrize(("id", "text", "value"), NORMAL)
def test_row_normalises_a_text(id: str, text: str, value: Value) -> None:
    assert row(id).parse(text) == value


@pytest.mark.parametrize("id", ["local.url", "local.node_urls", "remote.address"])
def test_password_in_an_address_is_not_read(id: str) -> None:
    with pytest.raises(ValueError, match="password") as caught:
        row(id).parse("https://elastic:hunter2@es.example:9200")
    assert "hunter2" not in str(caught.value)


CAUTIONS: list[tuple[str, Value, str]] = [
    ("remote.address", ("a:9400",), "Port 9400 belongs to the certificate model; an API key needs 9443."),
    ("remote.address", ("a:9443", "b:9300"), "Port 9300 belongs to the certificate model; an API key needs 9443."),
    ("remote.address", ("a:9243",), "Port 9243 is the REST API. Clusters do not connect to each other there."),
    ("remote.address", ("a:443",), "Port 443 is the REST API."),
    ("remote.address", ("a:9444",), "The remote nodes listen on port 9443 (remote.interface_port)"),
    ("remote.address", ("a:9443",), ""),
    ("remote.interface_port", 9300, "usually taken"),
    ("remote.interface_host", "", "on this machine only"),
    ("remote.interface_host", "127.0.0.1", "Other machines cannot reach"),
    ("remote.interface_ca", "public", ""),
    ("local.url", "http://es.example:9200", "Without TLS"),
    ("local.url", "http://localhost:9200", ""),
    ("local.url", "https://es.example", "No port: 443 is used"),
    ("local.version", "8.13.4", "API keys need 8.14"),
    ("local.version", "8.14.0", ""),
    ("local.license", "basic", "need an enterprise or trial licence"),
    ("local.license", "trial", ""),
    ("access.search", ("*",), "every index"),
    ("access.search", ("Logs",), "capital letters"),
    ("key.expiration", "12h", "less than a day"),
]


@pytest.mark.parametrize(("id", "value", "said"), CAUTIONS)
def test_row_cautions(id: str, value: Value, said: str) -> None:
    answers = complete(RUN)
    assert row(id).problem(value, answers) == ""
    caution = row(id).caution(value, answers)
    assert (said in caution) if said else caution == ""


BETTER: list[tuple[str, Value, Value | None]] = [
    ("remote.address", ("https://a.example:9400/",), ("a.example:9443",)),
    ("remote.address", ("a:9443", "b"), ("a:9443", "b:9443")),
    ("remote.address", ("a:9443",), None),
    ("local.url", "a.example:9200", "https://a.example:9200"),
    ("local.url", "https://a.example:9200", None),
    ("local.url", "127.0.0.1", "https://127.0.0.1:9200"),
    ("alias", "Prod EMEA", "prod-emea"),
    ("alias", "prod", None),
    ("alias", "!!!", None),
]


@pytest.mark.parametrize(("id", "value", "better"), BETTER)
def test_row_offers_the_value_it_is_sure_of(id: str, value: Value, better: Value | None) -> None:
    assert row(id).better(value, complete(RUN)) == better


DEFAULTS: list[tuple[str, dict[str, Value | None], Value | None]] = [
    ("mode", {}, "sniff"),
    ("key.name", {}, "from-prod-emea"),
    ("key.name", {"local__url": "https://10.1.2.3:9200"}, "from-10.1.2.3"),
    ("key.name", {"local__url": None}, "from-local"),
    ("role.name", {}, "remote-search-analytics"),
    ("role.name", {"purpose": "replication"}, "remote-replication-analytics"),
    ("role.name", {"alias": None}, None),
    ("search.user", {"search__user": None}, "admin"),
    ("search.index", {"access__search": ("/logs/", "metrics-*")}, "metrics-*"),
    ("search.index", {"access__search": ("/logs/",)}, None),
    ("skip_unavailable", {}, True),
    ("remote.interface_port", {}, 9443),
]


@pytest.mark.parametrize(("id", "changes", "default"), DEFAULTS)
def test_row_has_a_default(id: str, changes: dict[str, Value | None], default: Value | None) -> None:
    assert row(id).default(complete(RUN, **changes)) == default


WHEN: list[tuple[str, dict[str, Value | None], bool]] = [
    ("remote.server_name", {}, False),
    ("remote.server_name", {"mode": "proxy"}, True),
    ("access.replication", {}, False),
    ("access.replication", {"purpose": "both"}, True),
    ("access.search", {"purpose": "replication"}, False),
    ("search.index", {"purpose": "replication"}, False),
    ("role.follower_indices", {"purpose": "replication"}, True),
    ("local.node_hosts", {}, False),
    ("local.node_hosts", {"local__nodes": "ssh"}, True),
    ("local.ca_file", {"local__url": "http://a:9200"}, False),
    ("local.user", {"local__login": "api-key"}, False),
    ("search.secret", {}, True),
    ("search.secret", {"search__user": "admin"}, False),
    ("search.secret", {"search__user": "admin", "local__login": "api-key", "local__user": None}, True),
    ("pair.relation", {}, False),
    ("pair.relation", {"local__environment": "ech", "remote__environment": "ech"}, True),
]


@pytest.mark.parametrize(("id", "changes", "asked"), WHEN)
def test_row_is_asked_only_where_it_matters(id: str, changes: dict[str, Value | None], asked: bool) -> None:
    assert row(id).when(complete(RUN, **changes)) is asked


def test_flag_of_a_secret_is_its_variable() -> None:
    assert row("remote.secret").flag == "RCW_REMOTE_SECRET"
    assert row("local.keystore_secret").flag == "RCW_LOCAL_KEYSTORE_SECRET"
    assert row("remote.address").flag == "--set remote.address=HOST:PORT"


def test_filled_keeps_what_is_wrong() -> None:
    assert filled(complete(RUN, alias="No")).text("alias") == "No"


def test_an_alias_that_is_too_long_is_said_to_be() -> None:
    assert "too long: 129 characters" in judged("alias", "a" * 129)
    assert judged("alias", "a" * 128) == ""


def test_a_url_without_a_host_is_not_advised_to_be_one() -> None:
    assert judged("local.url", "https:///bin/ls") == "The host is missing behind https://. Write https://HOST:9200."
    assert row("remote.address").better(("https:///bin/ls",), complete(RUN)) is None
