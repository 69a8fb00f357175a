"""The answer file: both formats and both shapes, and what is said of files that cannot be used."""

from pathlib import Path

import pytest

from wizard.errors import AnswersError, UsageError
from wizard.scenario.answers import Value
from wizard.store.answer_file import AnswerFile, read_answer_file

NESTED_YAML = """\
# both forms may be mixed
local:
  environment: self
  version: 8.20.0
remote:
  environment: self
  interface:
remote.address: seed-1:9443, seed-2:9443
access: {search: [logs-*, '/x{1,2}/']}
alias: 123
skip_unavailable: no
remote.interface_port: 9543
key.expiration: null
"""
EXPECTED: dict[str, Value] = {
    "local.environment": "self",
    "local.version": "8.20.0",
    "remote.environment": "self",
    "remote.address": ("seed-1:9443", "seed-2:9443"),
    "access.search": ("logs-*", "/x{1,2}/"),
    "alias": "123",
    "skip_unavailable": False,
    "remote.interface_port": 9543,
}


def written(folder: Path, text: str | bytes, name: str = "answers.yaml") -> Path:
    path = folder / name
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def problems(path: Path) -> list[str]:
    with pytest.raises(AnswersError) as caught:
        read_answer_file(path)
    return [problem.text for problem in caught.value.problems]


def test_reads_yaml_nested_and_dotted(tmp_path: Path) -> None:
    text = NESTED_YAML.replace("  interface:\n", "")
    assert read_answer_file(written(tmp_path, text)) == AnswerFile(EXPECTED, {})


def test_reads_json(tmp_path: Path) -> None:
    text = """{"local": {"environment": "self", "version": "8.20.0"}, "remote.environment": "self",
      "remote.address": ["seed-1:9443", "seed-2:9443"], "access": {"search": "logs-*,/x{1,2}/"}, "alias": 123,
      "skip_unavailable": false, "remote.interface_port": 9543, "key": {"expiration": null}}"""
    assert read_answer_file(written(tmp_path, text, "answers.json")).answers == EXPECTED


@pytest.mark.parametrize("name", ["a.json", "a.yaml", "a.yml", "answers"])
def test_json_is_read_under_any_name(tmp_path: Path, name: str) -> None:
    assert read_answer_file(written(tmp_path, '{"alias": "a", "local": {}}', name)).answers == {"alias": "a"}


@pytest.mark.parametrize("text", ["", "# nothing yet\n", "{}", "local:\nremote: {}\nalias:\n", "\ufeffalias:"])
def test_empty_values_answer_nothing(tmp_path: Path, text: str) -> None:
    assert read_answer_file(written(tmp_path, text)) == AnswerFile({}, {})


@pytest.mark.parametrize(
    ("id", "text", "name"),
    [("local.version", "8.20", "a.yaml"), ("alias", "1_0", "a.yaml"), ("alias", "1e3", "a.json")],
)
def test_a_number_keeps_its_digits(tmp_path: Path, id: str, text: str, name: str) -> None:
    body = f'{{"{id}": {text}}}' if name.endswith("json") else f"{id}: {text}\n"
    assert read_answer_file(written(tmp_path, body, name)).answers == {id: text}


def test_paths_are_taken_from_the_folder_of_the_file(tmp_path: Path) -> None:
    text = """
local: {ca_file: certs/local.crt, secret: {file: local.txt}}
remote.ca_file: /etc/remote.crt
remote.secret: {file: /run/secrets/remote}
remote.interface_ca: rcs.crt
remote.interface_certificate: certs/rcs.crt
search: {secret: {file: ~/search.txt}}
"""
    file = read_answer_file(written(tmp_path, text))
    assert file.answers == {
        "local.ca_file": str(tmp_path / "certs/local.crt"),
        "local.secret": True,
        "remote.ca_file": "/etc/remote.crt",
        "remote.secret": True,
        "remote.interface_ca": str(tmp_path / "rcs.crt"),
        "remote.interface_certificate": "certs/rcs.crt",
        "search.secret": True,
    }
    assert file.secret_files == {
        "local.secret": tmp_path / "local.txt",
        "remote.secret": Path("/run/secrets/remote"),
        "search.secret": Path.home() / "search.txt",
    }


@pytest.mark.parametrize("word", ["public", "PUBLIC"])
def test_a_word_is_no_path(tmp_path: Path, word: str) -> None:
    file = read_answer_file(written(tmp_path, f"remote: {{interface_ca: {word}, interface_certificate: Make}}"))
    assert file.answers == {"remote.interface_ca": "public", "remote.interface_certificate": "make"}


@pytest.mark.parametrize(
    "text",
    [
        "remote.secret: hunter2",
        "remote: {secret: hunter2}",
        "remote: {secret: [hunter2]}",
        "remote: {secret: {value: hunter2}}",
        "remote: {secret: {file: a, value: hunter2}}",
        "remote: {secret: {file: [hunter2]}}",
        "remote.secret: '*hunter2'",
        "remote.secret: *hunter2",
        "remote.secret: !hunter2 x",
        "remote.secret: @hunter2",
        "remote.secret: hunter2: x",
        "local.url: https://elastic:hunter2@es:9200",
        "remote.secrets: hunter2",
    ],
)
def test_a_secret_in_the_file_is_refused_and_never_repeated(tmp_path: Path, text: str) -> None:
    with pytest.raises(UsageError) as caught:
        read_answer_file(written(tmp_path, text))
    said = [str(caught.value), caught.value.hint, repr(caught.value.__cause__)]
    if isinstance(caught.value, AnswersError):
        said += [problem.text + problem.flag for problem in caught.value.problems]
    assert "hunter2" not in " ".join(said)


def test_a_plain_secret_names_the_ways_to_give_it(tmp_path: Path) -> None:
    (said,) = problems(written(tmp_path, "remote.secret: x"))
    assert "RCW_REMOTE_SECRET" in said
    assert "{file: PATH}" in said
    assert "keyring" in said


def test_all_problems_come_at_once(tmp_path: Path) -> None:
    text = "aliass: a\nremot: {url: x, user: y}\nalias: a\nalias: b\nmode: [a]\nskip_unavailable: perhaps\nalias.x: 1\n"
    assert problems(written(tmp_path, text)) == [
        "There is no answer called aliass. Did you mean alias?",
        "There is no answer called remot.url. Did you mean remote.url?",
        "There is no answer called remot.user. Did you mean remote.user?",
        "alias stands in the file twice. Keep one of them.",
        "mode takes one value: proxy|sniff.",
        "Write true or false.",
        "There is no answer called alias.x. Did you mean alias?",
    ]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("remote: {address: a:1}\nremote.address: b:2\n", "a.yaml"),
        ('{"alias": "a", "alias": "b"}', "a.json"),
        ('{"remote": {"url": "https://a"}, "remote": {"url": "https://b"}}', "a.json"),
    ],
)
def test_a_key_written_twice_is_refused(tmp_path: Path, text: str, name: str) -> None:
    (said,) = problems(written(tmp_path, text, name))
    assert "twice" in said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("alias: no", "alias is not a yes or no. Put quotes round the text: NAME."),
        ("alias: {a: b}", "alias takes one value: NAME."),
        ("access.search: [[a]]", "access.search is a list of texts: PATTERN,...."),
        ("remote.interface_port: 94x3", "Write a whole number in digits."),
        ("local.ca_file: ~nobody-of-that-name/x", "there is no such user"),
        ("<<: {alias: a}", "There is no answer called <<.alias. Did you mean alias?"),
    ],
)
def test_a_value_of_another_form_is_refused(tmp_path: Path, text: str, said: str) -> None:
    (problem,) = problems(written(tmp_path, text))
    assert said in problem


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.yaml", "alias: a\n\tmode: x\n", "is not YAML in line 2, column 1."),
        ("a.yaml", "alias: [a\n", "is not YAML in line 2"),
        ("a.yaml", "alias: a\n---\nalias: b\n", "is not YAML in line 2"),
        ("a.yaml", "alias: \x07", "characters that YAML does not allow"),
        ("a.yaml", "- a\n- b\n", "holds no map of answers"),
        ("a.yaml", "only text", "holds no map of answers"),
        ("a.yaml", "? [a]\n: b\n", "a key in line 1 that is not a plain text"),
        ("a.yaml", "[" * 5000, "nested too deeply"),
        ("a.yaml", b"alias: a\nmode: \xff\n", "is not UTF-8 text (line 2)"),
        ("a.yaml", b" " * 1_000_001, "larger than 1 MB"),
        ("a.json", '{"alias": "a",}', "is not JSON: "),
        ("a.json", '{"alias":\n a}', "in line 2, column 2."),
        ("a.json", "[]", "holds no map of answers"),
        ("a.json", "[" * 100_000, "nested too deeply"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(tmp_path: Path, name: str, content: str | bytes, said: str) -> None:
    path = written(tmp_path, content, name)
    with pytest.raises(UsageError) as caught:
        read_answer_file(path)
    assert said in caught.value.headline
    assert str(path) in caught.value.headline


def test_a_file_that_is_not_there_or_a_folder(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="cannot be read: No such file"):
        read_answer_file(tmp_path / "none.yaml")
    with pytest.raises(UsageError, match="is a folder"):
        read_answer_file(tmp_path)


def test_a_yaml_loop_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError):
        read_answer_file(written(tmp_path, "access.search: &a [*a]\n"))
