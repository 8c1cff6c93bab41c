"""What `tests/headquarters/test_month_locks.py` says, on PostgreSQL."""

from __future__ import annotations

from tests.headquarters import test_month_locks
from tests.servers.postgresql.same import same_tests

globals().update(same_tests(test_month_locks))
