"""What `tests/store/test_received.py` says, on PostgreSQL."""

from __future__ import annotations

from tests.servers.postgresql.same import same_tests
from tests.store import conftest, test_received

globals().update(same_tests(conftest))
globals().update(
    same_tests(
        test_received,
        but=(
            # Forty sieges: the simulation has every order, on PostgreSQL too.
            "test_parts_in_any_order_end_at_the_same_tables",
            # The password of a server stays on its own machine.
            "test_the_marks_of_an_offices_machine_are_not_the_head_offices_affair",
            # Offices only, or the bytes of a SQLite file.
            "test_a_stream_that_is_written_here_is_not_continued_from_elsewhere",
            "test_an_erasure_empties_what_came_before_and_after_it",
            "test_a_folder_of_many_streams_knows_its_own_identity",
        ),
    )
)
