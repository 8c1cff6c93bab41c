"""What `tests/headquarters/test_imports.py` says, on PostgreSQL."""

from __future__ import annotations

from tests.headquarters import test_imports
from tests.servers.postgresql.same import same_tests

globals().update(same_tests(test_imports))
