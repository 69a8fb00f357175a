"""Values come back from every notation as they went in, and none of them breaks its line."""

import json
import shutil
import subprocess
from urllib.parse import unquote

import pytest
import yaml

from wizard.exporters.quoting import (
    code_span,
    fenced,
    json_lines,
    markdown,
    one_line,
    shell_line,
    url_part,
    url_path,
    yaml_lines,
)
from wizard.plan.actions import Json

HOSTILE = (
    "plain",
    "",
    'it\'s "quoted" \\ back',
    "$(touch /tmp/owned) `id` ${HOME} !x",
    "two\nlines\r\nand\ttabs",
    "# no comment\n- no: list",
    "*.wild, [a] {b} & @c %d | > 'x",
    "\x1b[31m \x7f \x85 \u2028 \u202e \ufeff",
    "ümlaut 漢字 🚀 \U000e0001",
    '"""',
    "```\n# heading",
)


@pytest.mark.parametrize("text", HOSTILE)
def test_json_comes_back(text: str) -> None:
    value: Json = {text: [text, 1], "deep": {"list": [{"a": text}, []], "none": None, "yes": True, "f": 1.5}, "e": {}}
    lines = json_lines(value)
    assert json.loads("\n".join(lines)) == value
    assert all(line.isprintable() for line in lines)


@pytest.mark.parametrize("text", HOSTILE)
def test_yaml_comes_back(text: str) -> None:
    settings: dict[str, Json] = {
        f"cluster.remote.{text}.mode": text,
        "list": [text, 9443],
        "map": {text: text},
        "t": True,
    }
    lines = yaml_lines(settings)
    assert len(lines) == 4
    assert yaml.safe_load("\n".join(lines)) == settings
    assert all(line.isprintable() for line in lines)


@pytest.mark.skipif(shutil.which("bash") is None, reason="needs bash")
@pytest.mark.parametrize("text", HOSTILE)
def test_a_shell_reads_the_same_words(text: str) -> None:
    line = shell_line(("printf", "%s|", text, "end"))
    assert line.isprintable()
    ran = subprocess.run(["bash", "-c", line], capture_output=True, timeout=10, check=True)
    assert ran.stdout.decode() == f"{text}|end|"


@pytest.mark.parametrize("text", HOSTILE)
def test_paths_hold_only_visible_ascii(text: str) -> None:
    for path in (url_path(f"/_security/user/{text}"), url_part(text)):
        assert path.isascii()
        assert " " not in path
        assert path.isprintable()


def test_a_path_that_is_encoded_already_stays() -> None:
    assert url_path("/_security/user/j%20doe?pretty") == "_security/user/j%20doe?pretty"


@pytest.mark.parametrize("text", HOSTILE)
def test_an_index_part_comes_back(text: str) -> None:
    assert unquote(url_part(text)) == text


def test_an_index_part_keeps_its_separators() -> None:
    assert url_part("analytics:logs-*,metrics-*") == "analytics:logs-*,metrics-*"
    assert url_part("<logs-{now/d}>?#") == "%3Clogs-%7Bnow%2Fd%7D%3E%3F%23"


@pytest.mark.parametrize("text", HOSTILE)
def test_text_stays_on_its_line(text: str) -> None:
    for shown in (one_line(text), markdown(text), code_span(text)):
        assert shown.isprintable()


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("logs-* and `id`", r"logs-\* and \`id\`"),
        ("<b>[x](y)", r"\<b>\[x\](y)"),
        ("remote_indices of _x_", r"remote_indices of \_x\_"),
        ("a\nb", "a b"),
    ],
)
def test_markdown_has_no_markup(text: str, shown: str) -> None:
    assert markdown(text) == shown


def test_code_span_and_fence_outgrow_the_backticks_within() -> None:
    assert code_span("a``b") == "``` a``b ```"
    assert fenced("sh", ["echo '```'"]) == ["````sh", "echo '```'", "````"]
    assert fenced("sh", []) == ["```sh", "```"]
