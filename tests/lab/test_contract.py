"""The cluster contract, run on the practice clusters: what is pinned on real nodes holds here, too."""

from collections.abc import Iterator

import pytest

from tests.contract.cluster_contract import ClusterContract
from tests.lab.pair import LabPair, running


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
