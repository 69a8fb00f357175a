"""Dev Tools text: what is not a comment is a request with valid JSON; nothing else gets out of its comment."""

import json
import re
from dataclasses import dataclass

import pytest

from tests.exporters.golden import assert_golden
from tests.exporters.sample import CLAIMS, sample_plan
from tests.exporters.test_quoting import HOSTILE
from wizard.exporters.console import console_text
from wizard.plan.actions import Json

_REQUEST_LINE = re.compile(r"(GET|POST|PUT|DELETE) [\x21-\x7e]+")


@dataclass(frozen=True, slots=True)
class Sent:
    """One request as Dev Tools would send it."""

    line: str
    body: Json


def parsed(text: str) -> list[Sent]:
    """The requests of a Dev Tools text. Raises AssertionError or ValueError for what Dev Tools cannot read."""
    sent = []
    for block in re.split(r"\n(?:[ \t]*\n|(?=#))", re.sub(r"(?m)^#.*$", "#", text)):
        line, *body = [row for row in block.split("\n") if not row.startswith("#")] or [""]
        if line:
            assert _REQUEST_LINE.fullmatch(line), line
            sent.append(Sent(line, json.loads("\n".join(body)) if body else None))
    return sent


def test_golden() -> None:
    assert_golden("sample.console.txt", console_text(sample_plan(), CLAIMS))


def test_what_is_sent() -> None:
    assert [sent.line for sent in parsed(console_text(sample_plan(), CLAIMS))] == [
        "PUT _cluster/settings",
        "POST _security/_query/api_key",
        "POST _security/cross_cluster/api_key",
        "POST _nodes/reload_secure_settings",
        "GET _cluster/settings?filter_path=persistent.cluster.remote",
        "PUT _cluster/settings",
        "GET _security/role/remote-search",
        "PUT _security/role/remote-search",
        "GET _security/user/jdoe",
        "GET _resolve/cluster/analytics:*",
        "GET _remote/info",
        "GET analytics:logs-*/_search?size=0",
    ]


def test_settings_are_nested() -> None:
    sent = [sent.body for sent in parsed(console_text(sample_plan(), CLAIMS)) if sent.line == "PUT _cluster/settings"]
    assert sent[1] == {
        "persistent": {
            "cluster": {
                "remote": {
                    "analytics": {
                        "mode": "proxy",
                        "proxy_address": "us.example.com:9443",
                        "server_name": "us.example.com",
                        "skip_unavailable": True,
                    }
                }
            }
        }
    }


def test_the_undo_is_there_but_not_sent() -> None:
    text = console_text(sample_plan(), CLAIMS)
    undo = text[text.index(": undo") :]
    assert '"cluster.remote.analytics.*": null' in undo
    assert undo.index("Undo of step 8 ") < undo.index("Undo of step 7 ") < undo.index("Undo of step 1 ")
    assert all(line.startswith("#") for line in undo.split("\n")[1:] if line)


def test_every_placeholder_says_where_its_value_comes_from() -> None:
    text = console_text(sample_plan(), CLAIMS)
    used = set(re.findall(r"\$\{[A-Z_]+\}", text))
    explained = set(re.findall(r"(?m)^#   (\$\{[A-Z_]+\}): ", text))
    assert used == explained
    assert "${KEY}: encoded in the answer of step 3; shown only once" in text


@pytest.mark.parametrize("value", HOSTILE)
def test_hostile_values_stay_where_they_belong(value: str) -> None:
    plain = parsed(console_text(sample_plan(), CLAIMS))
    sent = parsed(console_text(sample_plan(alias=value, pattern=value, user=value or "u"), {"RC-USE-001": value}))
    checked = [request.line.split(" ")[0] for request in plain[: 12 if value else 11]]
    assert [request.line.split(" ")[0] for request in sent] == checked
    body = sent[2].body
    assert isinstance(body, dict)
    assert body["access"] == {"search": [{"names": [value, "metrics-*"]}]}
