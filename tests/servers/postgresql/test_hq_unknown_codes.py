"""What `tests/headquarters/test_unknown_codes.py` says, on PostgreSQL."""

from __future__ import annotations

from tests.headquarters import test_unknown_codes
from tests.servers.postgresql.same import same_tests

globals().update(same_tests(test_unknown_codes))
