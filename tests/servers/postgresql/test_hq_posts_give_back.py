"""What `tests/headquarters/test_posts_give_back.py` says, on PostgreSQL."""

from __future__ import annotations

from tests.headquarters import test_posts_give_back
from tests.servers.postgresql.same import same_tests

globals().update(same_tests(test_posts_give_back))
