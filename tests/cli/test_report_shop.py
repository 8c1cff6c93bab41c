"""`otdesk report` for the shop: tables for the accountant and the siège, from the command line."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from otdesk.app import main
from otdesk.cli.report_shop import SHOP_KINDS
from otdesk.clock import FixedClock
from otdesk.domain.receipts import Payment, PaymentMethod
from tests.cli.conftest import NOON, Said
from tests.documents.pdf_papers import text_of
from tests.shop import opened

Report = Callable[..., Said]


@pytest.fixture
def report(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Report:
    """Run `otdesk report` on a shop that sold two things and closed its day."""
    with opened(tmp_path) as shop:
        basket = shop.basket(ign_2739=1, peche_jour=1, cp=2)
        shop.sell(basket, Payment(PaymentMethod.CARD, basket.total))
        shop.close_day()

    def run(*words: str) -> Said:
        code = main(["--data", str(tmp_path / "data"), "report", *words], clock=FixedClock(NOON))
        said = capsys.readouterr()
        return Said(code, said.out, said.err)

    return run


@pytest.mark.parametrize("kind", SHOP_KINDS)
@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_each_report_of_the_shop_is_written(
    report: Report, tmp_path: Path, kind: str, form: str
) -> None:
    period = "2022-07-20" if kind == "stock" else "2022-07"
    target = tmp_path / f"{kind}.{form}"
    said = report(kind, period, "--format", form, "--output", str(target))
    assert (said.code, said.err) == (0, "")
    magic = b"PK\x03\x04" if form == "xlsx" else b"\xef\xbb\xbf"
    assert target.read_bytes().startswith(magic)


def test_the_journal_of_a_month_balances(report: Report) -> None:
    said = report("accounting", "2022-07", "--format", "csv", "--output", "-")
    rows = [line.split(";") for line in said.out.lstrip("\ufeff").splitlines()[1:]]
    cents = [[int(cell.replace(",", "") or 0) for cell in row[6:8]] for row in rows]
    assert sum(debit for debit, _credit in cents) == sum(credit for _debit, credit in cents) == 2750
    assert {row[8] for row in rows} == {"Z 1"}


def test_a_day_without_a_z_is_told_beside_the_journal(report: Report, tmp_path: Path) -> None:
    with opened(tmp_path / "open") as shop:
        shop.sell()
    data = str(tmp_path / "open" / "data")
    words = ["report", "accounting", "2022-07", "--format", "csv", "--output"]
    target = tmp_path / "journal.csv"
    assert main(["--data", data, *words, str(target)], clock=FixedClock(NOON)) == 0
    assert len(target.read_text("utf-8-sig").splitlines()) == 1


def test_the_stock_is_that_of_one_day(report: Report) -> None:
    said = report("stock", "2022-07", "--format", "csv", "--output", "-")
    assert said.code == 1
    assert "2022-07-14" in said.err


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("stock", ("Stock au 20 juillet 2022", "Le Pont-de-Montvert", "Magnet Stevenson 50")),
        ("inventory", ("Écarts d’inventaire · Juillet 2022", "Aucun inventaire")),
        ("consignment", ("Photographes locaux", "Carte postale 0 50 2 0 0 48 1,60 € 1,12 €")),
        ("held", ("AAPPMA du Haut-Tarn", "Carte de pêche journée 1 12,00 €")),
    ],
)
def test_the_statements_of_the_shop_are_printed(
    report: Report, tmp_path: Path, kind: str, words: tuple[str, ...]
) -> None:
    target = tmp_path / "page.pdf"
    period = "2022-07-20" if kind == "stock" else "2022-07"
    said = report(kind, period, "--format", "pdf", "--output", str(target))
    assert (said.code, said.err) == (0, "")
    text = text_of(target.read_bytes())
    assert all(word in text for word in words)


def test_formats_that_a_report_has_not_are_refused(report: Report) -> None:
    said = report("accounting", "2022-07", "--format", "pdf", "--output", "-")
    assert (said.code, said.out) == (1, "")
    assert "csv ou xlsx." in said.err
    said = report("held", "2022-07", "--format", "json", "--output", "-")
    assert (said.code, said.out) == (1, "")
    assert "csv ou xlsx ou pdf" in said.err


def test_the_summary_tells_the_shop_in_json(report: Report) -> None:
    said = report("day", "2022-07-20", "--format", "json", "--output", "-")
    sales = json.loads(said.out)["sales"]
    assert (sales["turnover_cents"], sales["held_cents"], sales["receipts"]) == (1550, 1200, 1)
    assert [row["code"] for row in sales["by_family"]] == ["randonnee", "cartes_postales"]
    assert sales["by_payment"] == [{"method": "card", "receipts": 1, "amount_cents": 2750}]
    assert sales["days_without_closing"] == []
