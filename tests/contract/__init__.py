"""One suite per seam, run by every implementation of it."""

import pytest

pytest.register_assert_rewrite("tests.contract.cluster_contract")
