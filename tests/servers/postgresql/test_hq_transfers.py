"""What `tests/headquarters/test_transfers.py` says of the siège itself, on PostgreSQL."""

from __future__ import annotations

from tests.headquarters import test_transfers
from tests.servers.postgresql.same import same_tests

# An office's own affair, or one of the file of a siège.
_ELSEWHERE = (
    "test_what_is_received_waits_no_more_with_a_difference_too",
    "test_a_restored_siege_tells_of_the_same_transfer_again_and_takes_it_back",
    "test_what_came_before_an_office_could_read_it_is_shown_after_its_update",
    "test_a_reply_that_is_written_on_a_stick_says_it_too",
    "test_what_is_asked_before_each_answer_reads_no_table_whole",
    "test_an_office_speaks_of_no_transfer_in_the_siege_s_place",
)
globals().update(same_tests(test_transfers, but=_ELSEWHERE))
