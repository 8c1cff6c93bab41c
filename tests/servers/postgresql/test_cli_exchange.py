"""What `tests/cli/test_exchange.py` says, with a siège on PostgreSQL."""

from __future__ import annotations

from tests.cli import test_exchange
from tests.servers.postgresql.same import same_tests

globals().update(same_tests(test_exchange, but=("test_what_is_missing_is_said",)))
