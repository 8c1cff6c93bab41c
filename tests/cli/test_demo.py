from __future__ import annotations

import json
from pathlib import Path

from tests.cli.conftest import Otdesk


def test_the_demonstration_says_where_it_lies_and_what_it_is(
    otdesk: Otdesk, tmp_path: Path
) -> None:
    out = tmp_path / "demo"
    said = otdesk("demo", "--out", out)
    assert said.code == 0
    assert "Reconstitution" in said.out
    for code in ("PDM", "COL", "SEV", "SGC", "SCV", "VIA"):
        assert str(out / "offices" / code) in said.out
    assert "27\u202f803,58\u00a0€" in said.out
    assert "cartes de randonnée 750" in said.out
    assert any((out / "prints").glob("*.pdf"))
    report = otdesk(
        "--data",
        out / "offices" / "PDM",
        "report",
        "month",
        "2022-07",
        "--format",
        "json",
        "--output",
        "-",
    )
    assert json.loads(report.out)["persons"] > 0
    # A second time is refused: demonstration and real data never mix.
    assert otdesk("demo", "--out", out).code == 2
