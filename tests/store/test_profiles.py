"""The shipped profiles are usable, and one that is not says where."""

from __future__ import annotations

import shutil
from datetime import date, timedelta
from pathlib import Path

import pytest

from otdesk.domain.openings import TimeRange, minutes_of
from otdesk.domain.profile import NetworkProfile
from otdesk.domain.reference import ChannelCode
from otdesk.errors import DataFault
from otdesk.store.profiles import ProfileFault, available_profiles, check_codes, load_profile
from otdesk.store.reference import load_lists

DB = Path(__file__).parents[2] / "db"
FOLDER = DB / "profiles"


@pytest.fixture(scope="module")
def cevennes() -> NetworkProfile:
    return load_profile(FOLDER, "cevennes")


# ------------------------------------------------------------------------------ what we ship


def test_both_profiles_are_offered() -> None:
    assert available_profiles(FOLDER) == ("cevennes", "sommieres")


@pytest.mark.parametrize("code", ["cevennes", "sommieres"])
def test_a_shipped_profile_names_only_codes_that_the_lists_have(code: str) -> None:
    assert load_profile(FOLDER, code, load_lists(DB / "reference")).code == code


def test_the_cevennes_have_six_offices_and_the_siege_is_one_of_them(
    cevennes: NetworkProfile,
) -> None:
    assert cevennes.office_codes == ("PDM", "COL", "SEV", "SGC", "SCV", "VIA")
    siege = cevennes.office(cevennes.headquarters)
    assert siege is not None
    assert siege.name == "Le Pont-de-Montvert"
    assert cevennes.office("XXX") is None


def test_one_number_rings_for_all(cevennes: NetworkProfile) -> None:
    assert {office.phone for office in cevennes.offices} == {"04 66 45 81 94"}


def test_the_counter_of_le_pont_de_montvert_is_the_one_of_the_pictures(
    cevennes: NetworkProfile,
) -> None:
    office = cevennes.offices[0]
    assert office.favourites[:3] == ("FR-48", "FR-30", "FR-34")
    assert office.demand_tiles[0] == "pratique"
    assert office.demand_tiles[-1] == "autre"
    sizes = [(e.party_size, e.origin, e.channel) for e in office.express]
    assert sizes == [
        (2, "FR-48", ChannelCode.COMPTOIR),
        (2, "FR-30", ChannelCode.COMPTOIR),
        (4, "FR-34", ChannelCode.COMPTOIR),
        (1, "FR-48", ChannelCode.TELEPHONE),
    ]


def test_le_pont_de_montvert_is_open_every_day_of_july_and_august(
    cevennes: NetworkProfile,
) -> None:
    office = cevennes.offices[0]
    summer = [date(2026, 7, 1) + timedelta(days=n) for n in range(62)]
    assert all(office.planned(day) for day in summer)
    # The day of the design's pictures.
    assert office.planned(date(2026, 8, 8)) == (TimeRange(570, 750), TimeRange(840, 1110))


@pytest.mark.parametrize(
    ("code", "published"),
    [
        # Planned days of January to October 2022, Bilan 2022; COL's August is left out (misprint).
        ("PDM", [17, 20, 22, 22, 24, 23, 30, 31, 23, 25]),
        ("SEV", [12, 11, 11, 10, 18, 13, 21, 21, 17, 14]),
        ("COL", [0, 0, 0, 9, 15, 14, 22, None, 17, 10]),
        ("SGC", [0, 0, 0, 11, 16, 20, 22, 21, 19, 16]),
        ("SCV", [0, 0, 0, 9, 21, 19, 27, 25, 19, 13]),
        ("VIA", [0, 0, 0, 0, 2, 11, 26, 26, 11, 0]),
    ],
)
def test_a_pattern_plans_about_the_days_that_the_bilan_published(
    cevennes: NetworkProfile, code: str, published: list[int | None]
) -> None:
    office = cevennes.office(code)
    assert office is not None
    year = [date(2022, 1, 1) + timedelta(days=n) for n in range(365)]
    for month, days in enumerate(published, start=1):
        planned = sum(bool(office.planned(day)) for day in year if day.month == month)
        assert days is None or abs(planned - days) <= 5, (month, planned, days)


@pytest.mark.parametrize("code", ["cevennes", "sommieres"])
def test_a_planned_day_lasts_between_two_and_nine_hours(code: str) -> None:
    for office in load_profile(FOLDER, code).offices:
        for rule in office.opening_pattern:
            assert 2 * 60 <= minutes_of(rule.ranges) <= 9 * 60


def test_the_market_of_le_pont_de_montvert_is_on_wednesdays_in_summer(
    cevennes: NetworkProfile,
) -> None:
    office = cevennes.offices[0]
    assert office.market(date(2026, 7, 15)) == "Marché du Pont-de-Montvert"
    assert office.market(date(2026, 7, 16)) is None


def test_sommieres_has_two_departements_of_its_own_and_no_shop_yet() -> None:
    sommieres = load_profile(FOLDER, "sommieres")
    office = sommieres.offices[0]
    assert office.own_departments == ("FR-30", "FR-34")
    assert office.asks_residency("FR-34")
    assert not sommieres.has_shop
    assert "boutique" not in office.demand_tiles


def test_an_origin_is_in_one_group_at_most(cevennes: NetworkProfile) -> None:
    own, paris = cevennes.group_of("FR-48"), cevennes.group_of("FR-75")
    assert own is not None
    assert own.label == "Lozère"
    assert paris is not None
    assert paris.code == "bassin_parisien"
    assert cevennes.group_of("BE") is None


def test_both_networks_lie_in_zone_c(cevennes: NetworkProfile) -> None:
    assert cevennes.school_zone == "C"
    assert load_profile(FOLDER, "sommieres").school_zone == "C"


# ----------------------------------------------------------------------------- what we refuse


def damaged(tmp_path: Path, old: str, new: str) -> Path:
    """Return a folder with the profile of Sommières in which one text was replaced."""
    text = (FOLDER / "sommieres.toml").read_text("utf-8")
    assert old in text
    (tmp_path / "sommieres.toml").write_text(text.replace(old, new, 1), encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(
    ("old", "new", "key"),
    [
        ('name = "Pays de Sommières"', "", "network.name"),
        ('name = "Pays de Sommières"', 'name = ""', "network.name"),
        ('name = "Pays de Sommières"', "name = 3", "network.name"),
        ('code = "sommieres"', 'code = "uzes"', "network.code"),
        ("has_shop = false", 'has_shop = "non"', "network.has_shop"),
        ("has_shop = false", "has_shop = false\ncolor = 1", "network.color"),
        ('logo = ""', 'logo = ""\ncolours = { header = "bleu" }', "network.colours.header"),
        ('school_zone = "C"', 'school_zone = "D"', "network.school_zone"),
        ('timezone = "Europe/Paris"', 'timezone = "Europe/Nîmes"', "network.timezone"),
        ('headquarters = "SOM"', 'headquarters = "UZE"', "network.headquarters"),
        ('postcode = "30250"', 'postcode = "3025"', "network.postcode"),
        ("inhabitants = 5073", "inhabitants = true", "office[SOM].inhabitants"),
        ('code = "SOM"', 'code = "s"', "office[1].code"),
        ("inhabitants = 5073", "market = [1]", "office[SOM].market"),
        ("inhabitants = 5073", "market = 1", "office[SOM].market"),
        ('"BE", "DE"]\nmore', '"BE", "BE"]\nmore', "office[SOM].favourites"),
        ('favourites = ["FR-30",', "favourites = [", "office[SOM].favourites"),
        ('favourites = ["FR-30",', 'favourites = ["FR-34",', "office[SOM].favourites"),
        ('favourites = ["FR-30",', "favourites = [30,", "office[SOM].favourites"),
        ("favourites = [", "favorites = [", "office[SOM].favourites"),
        ('["CH", "FR-84"', '["FR-30", "FR-84"', "office[SOM].more_favourites"),
        ('  "autre",\n]', '  "boutique",\n]', "office[SOM].demand_tiles"),
        ('from = "07-01"', 'from = "02-30"', "office[SOM].opening[1].from"),
        ('from = "07-01"', 'from = "juillet"', "office[SOM].opening[1].from"),
        ('from = "09-01"', 'from = "08-31"', "office[SOM].opening[3].from"),
        ('to = "03-31"', 'to = "04-02"', "office[SOM].opening[5].from"),
        ('weekdays = ["lun"', 'weekdays = ["lundi"', "office[SOM].opening[1].weekdays"),
        ('hours = "9h30-12h30, 14h-18h30"', 'hours = "matin"', "office[SOM].opening[1].hours"),
        ('hours = "9h30-12h30, 14h-18h30"', 'hours = "fermé"', "office[SOM].opening[1].hours"),
        ("party_size = 2", "party_size = 0", "office[SOM].express[1].party_size"),
        ("party_size = 2", "", "office[SOM].express[1].party_size"),
        (
            'channel = "telephone"',
            'channel = "telephone"\nparty_size = 2',
            "office[SOM].express[4].party_size",
        ),
        ('channel = "telephone"', 'channel = "fax"', "office[SOM].express[4].channel"),
        ('"FR-04", "FR-07"', '"FR-30", "FR-07"', "origin_group.origins"),
        ('code = "proximite"', 'code = "own"', "origin_group"),
        ("[network]", "market = 1\n[network]", "market"),
        ("[network]", "origin_groups = []\n[network]", "origin_groups"),
        ("[network]", "[defaults]\nnom = 1\n[network]", "defaults.nom"),
    ],
)
def test_a_profile_that_is_wrong_names_the_key(
    tmp_path: Path, old: str, new: str, key: str
) -> None:
    with pytest.raises(ProfileFault) as caught:
        load_profile(damaged(tmp_path, old, new), "sommieres")
    assert (caught.value.file, caught.value.key) == ("sommieres.toml", key)
    assert key in str(caught.value)
    assert isinstance(caught.value, DataFault)


@pytest.mark.parametrize(
    ("old", "new", "key"),
    [
        ('favourites = ["FR-30",', 'favourites = ["FR-20",', "office[SOM].favourites"),
        ('own_departments = ["FR-30"', 'own_departments = ["BE"', "office[SOM].own_departments"),
        ('  "patrimoine",', '  "musique",', "office[SOM].demand_tiles"),
        ('origin = "GB"', 'origin = "UK"', "office[SOM].express"),
        ('demands = ["loisirs.sites"]', 'demands = ["loisirs.site"]', "office[SOM].express"),
        ('audiences = ["familles"', 'audiences = ["famille"', "network.audiences"),
        ('"FR-04", "FR-07"', '"FR-4", "FR-07"', "origin_group[proximite].origins"),
    ],
)
def test_a_code_that_no_list_knows_is_refused(tmp_path: Path, old: str, new: str, key: str) -> None:
    lists = load_lists(DB / "reference")
    with pytest.raises(ProfileFault) as caught:
        load_profile(damaged(tmp_path, old, new), "sommieres", lists)
    assert caught.value.key == key


def test_a_network_may_have_colours_and_a_phone_of_its_own(tmp_path: Path) -> None:
    folder = damaged(tmp_path, 'logo = ""', 'logo = ""\ncolours = { header = "#2B363D" }')
    assert load_profile(folder, "sommieres").colours == {"header": "#2B363D"}
    folder = damaged(tmp_path, "inhabitants = 5073", 'phone = "04 00 00 00 00"')
    office = load_profile(folder, "sommieres").offices[0]
    assert office.phone == "04 00 00 00 00"
    assert office.inhabitants is None


def test_a_profile_without_office_is_refused(tmp_path: Path) -> None:
    text = (FOLDER / "sommieres.toml").read_text("utf-8")
    (tmp_path / "sommieres.toml").write_text(text.split("[[office]]")[0], encoding="utf-8")
    with pytest.raises(ProfileFault) as caught:
        load_profile(tmp_path, "sommieres")
    assert caught.value.key == "office"


def test_two_offices_may_not_have_one_code(tmp_path: Path) -> None:
    text = (FOLDER / "sommieres.toml").read_text("utf-8")
    office = text[text.index("[[office]]") :]
    (tmp_path / "sommieres.toml").write_text(f"{text}\n{office}", encoding="utf-8")
    with pytest.raises(ProfileFault, match="SOM"):
        load_profile(tmp_path, "sommieres")


def test_a_fifth_express_profile_is_refused(tmp_path: Path) -> None:
    fifth = '\n[[office.express]]\nparty_size = 1\norigin = "BE"\ndemands = ["sport"]\n'
    text = (FOLDER / "sommieres.toml").read_text("utf-8")
    (tmp_path / "sommieres.toml").write_text(text + fifth, encoding="utf-8")
    with pytest.raises(ProfileFault) as caught:
        load_profile(tmp_path, "sommieres")
    assert caught.value.key == "office[SOM].express"


def test_a_file_that_is_no_toml_is_refused(tmp_path: Path) -> None:
    (tmp_path / "uzes.toml").write_text("[network", encoding="utf-8")
    with pytest.raises(ProfileFault, match="TOML"):
        load_profile(tmp_path, "uzes")
    (tmp_path / "uzes.toml").write_bytes(b"[network]\nname = '\xe9'\n")
    with pytest.raises(ProfileFault, match="UTF-8"):
        load_profile(tmp_path, "uzes")


@pytest.mark.parametrize("code", ["uzes", "../reference/secret", ""])
def test_a_profile_that_does_not_exist_names_those_that_do(code: str) -> None:
    with pytest.raises(ProfileFault, match="cevennes, sommieres"):
        load_profile(FOLDER, code)


def test_a_profile_of_its_own_folder_can_be_checked_later(tmp_path: Path) -> None:
    shutil.copy(FOLDER / "cevennes.toml", tmp_path)
    profile = load_profile(tmp_path, "cevennes")
    check_codes(profile, load_lists(DB / "reference"), "cevennes.toml")
