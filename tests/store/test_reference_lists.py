"""The shipped lists are right, and a list that is not is refused with its place."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import date, timedelta
from functools import cache
from pathlib import Path

import pytest

from otdesk.domain.calendar import DayCalendar, easter
from otdesk.domain.reference import ChannelCode, Lists, ResidencyCode
from otdesk.errors import DataFault
from otdesk.store.reference import ReferenceFault, load_communes, load_lists

FOLDER = Path(__file__).parents[2] / "db" / "reference"
LISTS = sorted(path.name for path in FOLDER.glob("*.csv"))


@cache
def shipped() -> Lists:
    return load_lists(FOLDER)


# ------------------------------------------------------------------------------ what we ship


def test_every_departement_and_overseas_collectivity_is_there() -> None:
    departments = shipped().departments
    metropolitan = [d for d in departments.values() if len(d.number) == 2]
    overseas = {d.number for d in departments.values() if len(d.number) == 3}
    assert len(metropolitan) == 96
    assert overseas == {
        "971", "972", "973", "974", "975", "976", "977", "978", "984", "986", "987", "988"
    }  # fmt: skip
    assert "FR-20" not in departments
    assert departments["FR-48"].region == "Occitanie"


def test_countries_are_those_of_iso_without_france() -> None:
    countries = shipped().countries
    # 249 codes of ISO 3166-1, less France and twelve overseas codes, plus Kosovo (XK).
    assert len(countries) == 237
    assert not countries.keys() & {"FR", "GP", "MQ", "GF", "RE", "YT", "PM", "BL", "MF", "NC"}
    assert countries["GB"].name == "Royaume-Uni"
    assert "Hollande" in countries["NL"].aliases


def test_no_short_label_is_too_long_for_a_tile() -> None:
    lists = shipped()
    origins = [d.short for d in lists.departments.values()]
    origins += [c.short for c in lists.countries.values()]
    assert max(map(len, origins)) <= 16
    assert max(len(d.short) for d in lists.demands.values()) <= 20
    assert max(len(a.short) for a in lists.audiences.values()) <= 16


def test_no_two_origins_or_demands_are_told_alike() -> None:
    lists = shipped()
    shorts = [d.short for d in lists.departments.values()]
    shorts += [c.short for c in lists.countries.values()]
    assert len(set(shorts)) == len(shorts)
    labels = [d.short for d in lists.demands.values()]
    assert len(set(labels)) == len(labels)


def test_demands_have_the_twelve_first_levels_in_the_order_of_the_tiles() -> None:
    assert [d.code for d in shipped().first_levels()] == [
        "pratique",
        "sport",
        "loisirs",
        "itinerance",
        "manifestations",
        "hebergement",
        "patrimoine",
        "terroir",
        "boutique",
        "services",
        "parc_national",
        "autre",
    ]
    assert len(shipped().demands) == 50


def test_every_channel_and_residency_has_words() -> None:
    assert set(shipped().channels) == set(ChannelCode)
    assert set(shipped().residencies) == set(ResidencyCode)


def test_a_personal_reason_is_never_published_as_it_is() -> None:
    personal = [r for r in shipped().closure_reasons.values() if r.personal]
    assert {r.published for r in personal} == {"Indisponibilité du personnel"}
    assert "maladie" in {r.code for r in personal}


def test_each_year_has_its_eleven_public_holidays() -> None:
    holidays = {h.day: h.name for h in shipped().public_holidays}
    for year in range(2015, 2036):
        days = [day for day in holidays if day.year == year]
        assert len(days) == 11
        assert holidays[easter(year) + timedelta(days=39)] == "Ascension"
    # As in the Journal officiel's agenda of 2022.
    assert sorted(day for day in holidays if day.year == 2022) == [
        date(2022, 1, 1),
        date(2022, 4, 18),
        date(2022, 5, 1),
        date(2022, 5, 8),
        date(2022, 5, 26),
        date(2022, 6, 6),
        date(2022, 7, 14),
        date(2022, 8, 15),
        date(2022, 11, 1),
        date(2022, 11, 11),
        date(2022, 12, 25),
    ]


def test_the_school_year_of_2022_is_the_published_one_in_zone_c() -> None:
    lists = shipped()
    calendar = DayCalendar.of(lists.public_holidays, lists.school_holidays)
    # Arrêté of 2021-2022: pupils leave on Saturday 19 February and are back on Monday 7 March.
    assert calendar.school_zones(date(2022, 2, 19)) == ("A", "B", "C")
    assert calendar.school_zones(date(2022, 3, 6)) == ("C",)
    assert calendar.school_zones(date(2022, 3, 7)) == ()
    assert calendar.school_zones(date(2022, 7, 14)) == ("A", "B", "C")
    assert calendar.school_zones(date(2022, 9, 1)) == ()


def test_the_readme_says_up_to_when_school_holidays_are_known() -> None:
    lists = shipped()
    last = DayCalendar.of(lists.public_holidays, lists.school_holidays).known_to
    assert last is not None
    assert last.isoformat() in (FOLDER / "README.md").read_text("utf-8")


def test_the_readme_names_every_list() -> None:
    text = (FOLDER / "README.md").read_text("utf-8")
    assert [name for name in LISTS if f"`{name}`" not in text] == []


def test_every_commune_lies_in_a_departement_that_is_known() -> None:
    communes = load_communes(FOLDER)
    assert len(communes) > 34_000
    assert {c.department for c in communes} <= set(shipped().departments)
    assert all(len(p) == 5 and p.isdecimal() for c in communes for p in c.postcodes)
    # Everybody lives somewhere that has a postcode; the southern islands have neither.
    assert {c.department for c in communes if not c.postcodes and not c.former} == {"FR-984"}


def test_a_merged_commune_is_found_by_its_old_name() -> None:
    old = [c for c in load_communes(FOLDER) if c.name == "Le Pont-de-Montvert"]
    assert [(c.insee, c.former, c.postcodes) for c in old] == [("48116", True, ("48220",))]


@pytest.mark.parametrize("name", LISTS)
def test_a_list_is_plain_utf8_with_unix_lines_and_a_stable_order(name: str) -> None:
    raw = (FOLDER / name).read_bytes()
    assert not raw.startswith(b"\xef\xbb\xbf")
    assert b"\r" not in raw
    assert raw.endswith(b"\n")
    if name in {"countries.csv", "communes.csv", "public_holidays.csv"}:
        lines = raw.decode("utf-8").splitlines()[1:]
        keys = [line.split(";")[0] for line in lines]
        assert keys == sorted(keys)


# ----------------------------------------------------------------------------- what we refuse


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a copy of the lists, without the communes."""
    for name in LISTS:
        if name != "communes.csv":
            shutil.copy(FOLDER / name, tmp_path)
    return tmp_path


Damage = Callable[[str], str]


def after_header(line: str) -> Damage:
    return lambda text: text.replace("\n", f"\n{line}\n", 1)


def at_the_end(line: str) -> Damage:
    return lambda text: f"{text}{line}\n"


@pytest.mark.parametrize(
    ("name", "damage", "line", "column"),
    [
        ("departments.csv", after_header("FR-48;48;Lozère;Lozère;Occitanie;;"), 51, "code"),
        ("departments.csv", after_header("FR-47;48;Lozère;Lozère;Occitanie;;"), 2, "code"),
        ("departments.csv", after_header("FR-99;99;;Ailleurs;Ailleurs;;"), 2, "name"),
        ("departments.csv", after_header("FR-99;99;A;Bien au-delà de seize;A;;"), 2, "short"),
        ("departments.csv", after_header("FR-99;99;A;A;A;;hier"), 2, "retired"),
        ("departments.csv", after_header("FR-99;99;A;A;A;;2022-02-30"), 2, "retired"),
        ("departments.csv", after_header("FR-99;99;A"), 2, ""),
        ("departments.csv", lambda text: text.replace(";short;", ";court;", 1), 1, "short"),
        ("departments.csv", lambda text: text.replace("code;number", "number;code", 1), 1, ""),
        ("departments.csv", lambda _text: "", 1, "code"),
        ("departments.csv", lambda text: f"\ufeff{text}", 1, "code"),
        ("countries.csv", after_header("FR;France;France;France;;"), 2, "code"),
        ("countries.csv", after_header("be;Belgique;Belgique;Belgium;;"), 2, "code"),
        ("demands.csv", at_the_end("loto.ticket;loto;Loto;Loto;Lottery;star;1;"), 52, "parent"),
        ("demands.csv", at_the_end("loto;sport;Loto;Loto;Lottery;star;1;"), 52, "parent"),
        (
            "demands.csv",
            at_the_end("sport.velo.vtt;sport.velo;VTT;VTT;MTB;bike;1;"),
            52,
            "parent",
        ),
        ("demands.csv", at_the_end("loto;;Loto;Loto;Lottery;star;un;"), 52, "position"),
        ("demands.csv", at_the_end("sport;;Sport;Sport;Sport;star;1;"), 52, "code"),
        ("channels.csv", at_the_end("pigeon;Pigeon;Pigeon;bird;"), 7, "code"),
        ("channels.csv", lambda text: text.replace("courrier;", "comptoir;", 1), 5, "code"),
        ("channels.csv", lambda text: "\n".join(text.splitlines()[:-1]), 1, "code"),
        ("residencies.csv", at_the_end("lune;Sur la Lune;Lune;"), 6, "code"),
        ("closure_reasons.csv", at_the_end("chat;Chat malade;Absence;oui;"), 17, "personal"),
        ("closure_reasons.csv", at_the_end("chat;Absence;Absence;1;"), 17, "published"),
        ("public_holidays.csv", at_the_end("2035-12-25;Noël"), 233, "date"),
        ("public_holidays.csv", at_the_end("25/12/2036;Noël"), 233, "date"),
        ("school_holidays.csv", at_the_end("D;2040-01-01;2040-01-02;Pont"), 212, "zone"),
        ("school_holidays.csv", at_the_end("A;2040-01-02;2040-01-01;Pont"), 212, "to"),
        ("school_holidays.csv", at_the_end("A;2028-08-31;2028-09-02;Pont"), 212, "from"),
    ],
)
def test_a_malformed_list_is_refused_with_file_line_and_column(
    folder: Path, name: str, damage: Damage, line: int, column: str
) -> None:
    path = folder / name
    path.write_text(damage(path.read_text("utf-8")), encoding="utf-8", newline="")
    with pytest.raises(ReferenceFault) as caught:
        load_lists(folder)
    assert (caught.value.file, caught.value.line, caught.value.column) == (name, line, column)
    assert name in str(caught.value)
    assert isinstance(caught.value, DataFault)


def test_a_list_in_another_encoding_is_refused(folder: Path) -> None:
    (folder / "audiences.csv").write_bytes("code;label;short;icon;retired\né".encode("latin-1"))
    with pytest.raises(ReferenceFault, match="UTF-8"):
        load_lists(folder)


def test_a_quote_that_is_never_closed_is_refused(folder: Path) -> None:
    with (folder / "audiences.csv").open("a", encoding="utf-8") as file:
        file.write('"ouvert;A;A;star;\n')
    with pytest.raises(ReferenceFault) as caught:
        load_lists(folder)
    assert caught.value.file == "audiences.csv"


def test_a_missing_list_is_an_installation_that_is_not_whole(folder: Path) -> None:
    (folder / "audiences.csv").unlink()
    with pytest.raises(FileNotFoundError):
        load_lists(folder)


@pytest.mark.parametrize(
    "line",
    [
        "30189;Nîmes;FR-30;30000;;x",
        "30189;;FR-30;30000;;c",
        "30189;Nîmes;30;30000;;c",
        "30189;Nîmes;FR-30;30000;beaucoup;c",
        "30189;Nîmes",
    ],
)
def test_a_malformed_commune_is_refused_with_its_line(tmp_path: Path, line: str) -> None:
    header = "insee;name;department;postcodes;population;kind"
    (tmp_path / "communes.csv").write_text(f"{header}\n{line}\n", encoding="utf-8")
    with pytest.raises(ReferenceFault) as caught:
        load_communes(tmp_path)
    assert caught.value.line == 2
