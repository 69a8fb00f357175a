"""The cluster contract, run on the practice clusters: what is pinned on real nodes holds here, too."""

from collections.abc import Iterator
from urllib.parse import parse_qsl

import pytest

from tests.contract.cluster_contract import ClusterContract
from tests.contract.pair import ASKED
from tests.lab.pair import LabPair, running
from wizard.lab.handle import ROUTES, route_of


class TestContract8(ClusterContract):
    """Answers as 8.19 gives them."""

    @pytest.fixture(scope="class")
    @classmethod
    def pair(cls) -> Iterator[LabPair]:
        with running("8.19.21") as pair:
            yield pair


class TestContract9(ClusterContract):
    """Answers as 9.5 gives them."""

    @pytest.fixture(scope="class")
    @classmethod
    def pair(cls) -> Iterator[LabPair]:
        with running("9.5.3") as pair:
            yield pair

    def test_whatever_is_answered_is_in_the_contract(self, request: pytest.FixtureRequest) -> None:
        """It stands last in its class: each kind of request, with each parameter, was asked by a test above."""
        wanted = {name for name in dir(ClusterContract) if name.startswith("test_")}
        here = {
            getattr(each, "originalname", "") for each in request.session.items if each.parent is request.node.parent
        }
        if not wanted <= here:
            pytest.skip("only some tests of the contract were chosen")
        asked: dict[int, set[str]] = {}
        for method, target in ASKED:
            path, _, query = target.partition("?")
            route, _ = route_of(method, path)
            asked.setdefault(ROUTES.index(route), set()).update(name for name, _ in parse_qsl(query))
        never = [
            f"{route.method} {route.path.pattern} {sorted(set(route.parameters) - asked.get(number, set()))}"
            for number, route in enumerate(ROUTES)
            if number not in asked or set(route.parameters) - asked[number]
        ]
        assert not never
