"""One suite per seam, run by every implementation of it."""

import pytest

for _part in ("login", "state", "keys", "users", "use"):
    pytest.register_assert_rewrite(f"tests.contract.cluster_{_part}")
