"""What `tests/headquarters/test_union.py` says, on PostgreSQL."""

from __future__ import annotations

from tests.headquarters import test_union
from tests.servers.postgresql.same import same_tests

globals().update(same_tests(test_union))
