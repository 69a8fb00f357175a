"""Commands are broken so that what is seen can be copied into a shell."""

import shlex

import pytest

from screens.widgets.shell_lines import is_command, shell_lines

ADD = "bin/elasticsearch-keystore add --stdin --force cluster.remote.analytics.credentials"


@pytest.mark.parametrize("width", [20, 30, 44, 60, 200])
@pytest.mark.parametrize(
    "command",
    [
        ADD,
        f"remote-cluster-wizard secrets send 3f2a | ssh NODE '{ADD}'",
        "cmd 'a b  c' \"d e\" f\\ g h",
        f"{{ read -rs PASSWORD; printf '%s\\n' \"$PASSWORD\"; send; }} | ssh l1 '{ADD}'",
    ],
)
def test_a_broken_command_means_the_same(command: str, width: int) -> None:
    lines = shell_lines(command, width)
    assert all(line.endswith(" \\") for line in lines[:-1])
    assert not lines[-1].endswith("\\")
    joined = "\n".join(lines).replace("\\\n", "")
    assert shlex.split(joined) == shlex.split(command)
    longest = max(len(word) for word in command.split("'")) + 10
    assert all(len(line) <= max(width, longest) for line in lines)


def test_what_fits_stays_on_one_line() -> None:
    assert shell_lines(ADD, 100) == [ADD]


def test_sentences_of_an_instruction_are_no_commands() -> None:
    assert is_command("bin/elasticsearch-certutil ca --pem --out remote-cluster-ca.zip")
    assert not is_command("Restart Elasticsearch on the node and wait until GET _cat/nodes lists it again.")
    assert not is_command('PUT _cluster/settings {"persistent": {}}')
    assert not is_command("map jdoe to the role remote-search-analytics (Stack Management, or role_mapping.yml).")
