"""What `tests/headquarters/test_year_table.py` says, on PostgreSQL."""

from __future__ import annotations

from tests.headquarters import test_year_table
from tests.servers.postgresql.same import same_tests

globals().update(same_tests(test_year_table))
