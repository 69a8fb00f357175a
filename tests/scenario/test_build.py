"""Build: answers become a scenario, or all that keeps them from it."""

import pytest

from tests.scenario.questions.given import PLANNED, RUN, given
from wizard.errors import AnswersError
from wizard.scenario.answers import Answers
from wizard.scenario.build import build
from wizard.scenario.model import Access, Interface, Login, Nodes, Ref, Scenario, Side
from wizard.scenario.questions.asking import settle


def test_builds_the_whole_scenario() -> None:
    answers = given(
        RUN,
        purpose="both",
        access__replication=("archive-*",),
        role__follower_indices=("copy-*",),
        key__expiration="90d",
        mode="proxy",
        remote__server_name="es.example",
        skip_unavailable=False,
        local__node_urls=("https://n1:9200", "https://n2:9200"),
        local__ca_file="local.crt",
        local__version="8.19.2",
        local__nodes="ssh",
        local__node_hosts=("n1", "n2"),
        local__keystore_secret=True,
        remote__fingerprint="a" * 64,
        remote__license="enterprise",
        remote__interface_host="_site_",
        remote__interface_port=9543,
        remote__interface_certificate="certs/rcs.crt",
        search__secret=True,
    )
    assert build(settle(answers)) == Scenario(
        row="S19",
        local=Side(
            name="local",
            environment="self",
            url="https://prod-emea.example:9200",
            node_urls=("https://n1:9200", "https://n2:9200"),
            login=Login("password", "admin", Ref("LOCAL_SECRET", secret=True)),
            ca_file="local.crt",
            version="8.19.2",
            nodes=Nodes(access="ssh", hosts=("n1", "n2"), keystore_secret=Ref("LOCAL_KEYSTORE_SECRET", secret=True)),
        ),
        remote=Side(
            name="remote",
            environment="self",
            url="https://10.0.0.7:9200",
            login=Login("password", "keeper", Ref("REMOTE_SECRET", secret=True)),
            fingerprint="a" * 64,
            license="enterprise",
        ),
        security="api-key",
        purpose="both",
        alias="analytics",
        mode="proxy",
        skip_unavailable=False,
        interface=Interface(
            addresses=("seed-1.example:9443",),
            server_name="es.example",
            ca="remote-ca.crt",
            host="_site_",
            port=9543,
            certificate="certs/rcs.crt",
        ),
        access=Access(
            search=("logs-*",),
            replication=("archive-*",),
            key_name="from-prod-emea",
            key_expiration="90d",
            role="remote-access-analytics",
            follower_indices=("copy-*",),
            user="jo",
            user_secret=Ref("SEARCH_SECRET", secret=True),
            search_index="logs-*",
        ),
    )


def test_builds_without_knowing_the_clusters() -> None:
    scenario = build(given(PLANNED))
    assert (scenario.local.url, scenario.local.login, scenario.local.addresses) == ("", None, ())
    assert scenario.access.key_name == "from-local"
    assert scenario.interface.private_ca
    assert scenario == build(settle(given(PLANNED)))


def test_public_ca_is_not_private() -> None:
    assert not build(given(PLANNED, remote__interface_ca="public")).interface.private_ca


def test_optional_secrets_are_part_of_it_only_where_there_are_some() -> None:
    bare = build(given(RUN))
    assert (bare.local.nodes.keystore_secret, bare.access.user_secret) == (None, None)
    known = build(given(RUN), lambda id: id == "search.secret")
    assert known.access.user_secret == Ref("SEARCH_SECRET", secret=True)
    assert known.local.nodes.keystore_secret is None


def test_api_key_login_has_no_user() -> None:
    login = build(given(RUN, local__login="api-key")).local.login
    assert login == Login("api-key", "", Ref("LOCAL_SECRET", secret=True))


@pytest.mark.parametrize("answers", [Answers(), given(PLANNED, alias="No"), given(PLANNED, remote__environment="ech")])
def test_raises_with_all_problems(answers: Answers) -> None:
    with pytest.raises(AnswersError) as caught:
        build(answers)
    assert caught.value.problems
    assert caught.value.exit_code == 2


def test_refused_pair_says_why() -> None:
    with pytest.raises(AnswersError) as caught:
        build(given(PLANNED, remote__environment="ech"))
    assert [problem.text for problem in caught.value.problems] == [
        "Self-managed to Elastic Cloud Hosted (S16): This version cannot do it yet."
    ]
