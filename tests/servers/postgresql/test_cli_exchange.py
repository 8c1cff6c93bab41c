"""What `tests/cli/test_exchange.py` says, with a siège on PostgreSQL."""

from __future__ import annotations

import pytest

from tests.cli import conftest, test_exchange
from tests.servers.postgresql.same import same_tests

pytestmark = pytest.mark.usefixtures("no_keystore")

globals().update(same_tests(conftest))
globals().update(
    same_tests(
        test_exchange,
        but=(
            # What is refused before a database is asked, or is said by test_hq_exchange.py too.
            "test_what_is_missing_is_said",
            "test_a_damaged_file_exits_1_and_is_kept_aside",
            "test_a_lost_post_is_revoked_by_its_words",
            "test_a_post_is_revoked_by_its_name_or_its_office_where_it_has_one",
        ),
    )
)
