"""What `tests/headquarters/test_sent_down.py` says, on PostgreSQL."""

from __future__ import annotations

from tests.headquarters import test_sent_down
from tests.servers.postgresql.same import same_tests

globals().update(same_tests(test_sent_down))
