"""`db/schema.sql` says what is stored, and is in step."""

from __future__ import annotations

import gc
import runpy
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent


def test_the_schema_that_is_read_is_the_one_that_is_made(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """`make schema` writes it."""
    runpy.run_path(str(ROOT / ".ci" / "schema.py"), run_name="__main__")
    # A connection that it left open is told here (Python 3.13), not in whichever test comes next.
    gc.collect()
    assert capsys.readouterr().out == (ROOT / "db" / "schema.sql").read_text("utf-8")
