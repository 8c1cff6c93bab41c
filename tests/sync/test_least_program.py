"""A version that comes before the one that the siège asks for."""

from __future__ import annotations

import pytest

from otdesk.sync.least_program import is_older


@pytest.mark.parametrize(
    ("program", "least", "older"),
    [
        ("0.9.0", "0.10.0", True),
        ("0.10", "0.10.0", False),
        ("1.0.0", "0.10.0", False),
        ("1.2.0.dev3", "1.2.1", True),
        ("1.2.0", "", False),
        ("1.2.0", "demain", False),
    ],
)
def test_a_version_is_older_by_its_numbers(program: str, least: str, older: bool) -> None:
    assert is_older(program, least) is older
