"""What `tests/services/sync/test_taking.py` says, on PostgreSQL."""

from __future__ import annotations

from tests.servers.postgresql.same import same_tests
from tests.services.sync import test_taking

globals().update(same_tests(test_taking))
