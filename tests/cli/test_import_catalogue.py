"""`otdesk import-catalogue`: sentences, exit codes, the template."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Otdesk

HEAD = "code;nom;famille;prix"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "articles.csv"
    path.write_text(f"{HEAD}\nmagnet;Magnet;goodies;4,50\n", encoding="utf-8")
    return path


@pytest.fixture
def shop(office: Otdesk, folder: Path) -> Otdesk:
    """An office with the family of the file."""
    from contextlib import closing

    from otdesk import paths
    from otdesk.clock import FixedClock
    from otdesk.domain.catalogue import Family
    from otdesk.services.shop.catalogue import put_family
    from otdesk.services.workplace import Grounds, open_folder
    from tests.cli.conftest import NOON

    grounds = Grounds(paths.database_files(), paths.state_folder(), FixedClock(NOON))
    with (
        closing(open_folder(grounds, folder).open_store()) as store,
        store.writing("CA") as transaction,
    ):
        put_family(
            transaction, Family("goodies", "Goodies", "Goodies", "genet", "gift", "707210", 1)
        )
    return office


def test_an_import_says_what_it_took(shop: Otdesk, file: Path) -> None:
    said = shop("import-catalogue", file, "--since", "01/08/2022")
    assert said.code == 0
    assert said.out.splitlines() == [
        "« articles.csv » : 1 article.",
        "  1 nouveau",
        "  1 prix à partir du 01/08/2022",
        "Importé.",
    ]
    again = shop("import-catalogue", file, "--since", "01/08/2022")
    assert again.out.splitlines()[-1] == "Le catalogue dit déjà tout cela : rien n’a été changé."


def test_a_dry_run_records_nothing(shop: Otdesk, file: Path) -> None:
    assert "Rien n’a été enregistré" in shop("import-catalogue", "--dry-run", file).out
    answer = json.loads(shop("import-catalogue", "--json", file).out)
    assert (answer["new"], answer["written"]) == (1, True)


def test_faults_are_listed_and_exit_with_one(office: Otdesk, file: Path) -> None:
    said = office("import-catalogue", file)
    assert said.code == 1
    assert said.err.splitlines()[0] == "« articles.csv » a 1 anomalie : rien n’a été importé."
    assert "ligne 2, famille : « goodies » n’est pas une famille" in said.err
    answer = json.loads(office("import-catalogue", "--json", file).out)
    assert answer["faults"][0]["column"] == "famille"


@pytest.mark.parametrize("words", [[], ["--since", "demain", "x.csv"], ["absent.csv"]])
def test_what_cannot_run_exits_with_two(office: Otdesk, words: list[str]) -> None:
    said = office("import-catalogue", *words)
    assert said.code == 2
    assert said.err


def test_the_template_is_a_workbook_that_imports(shop: Otdesk, file: Path, tmp_path: Path) -> None:
    shop("import-catalogue", file)
    template = tmp_path / "modele.xlsx"
    assert shop("import-catalogue", "--template", template).code == 0
    said = shop("import-catalogue", template)
    assert said.out.splitlines() == [
        "« modele.xlsx » : 1 article.",
        "  1 inchangé",
        "Le catalogue dit déjà tout cela : rien n’a été changé.",
    ]


def test_the_siege_begins_with_the_starter_and_then_with_files(otdesk: Otdesk, file: Path) -> None:
    otdesk("init", "--siege")
    assert otdesk("import-catalogue", "--starter").code == 0
    said = otdesk("import-catalogue", file)
    assert said.out.splitlines()[:2] == ["« articles.csv » : 1 article.", "  1 modifié"]
    assert otdesk("import-catalogue", "--starter", file).code == 2
