"""Each state of the exchange is said in plain French."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from otdesk.domain.posts import RevocationMotive
from otdesk.store.pairing_state import Partner
from otdesk.sync.months_seen import MonthSeen, SeenState
from otdesk.sync.office_notes import Notes, Way
from otdesk.sync.office_state import OfficeState, PacketLine, PacketState
from otdesk.ui.sync import words

TODAY = date(2026, 8, 8)
NOON = datetime(2026, 8, 8, 12, 5, tzinfo=UTC)
BEFORE = OfficeState(
    office="VIA",
    today=TODAY,
    known=None,
    is_confirmed=False,
    revoked=None,
    here={},
    under_way={},
    seen=(),
    packets=(),
    news=(),
    notes=Notes(),
    mailbox="",
    mail="",
    fetched=frozenset(),
    put_off="",
    acknowledged_at=None,
    done_at=None,
    tried_at=None,
)
INVITED = replace(BEFORE, known=Partner("f" * 16, "", "", "", "", "", ""), mailbox="/partage")
PAIRED = replace(INVITED, is_confirmed=True)
WAITING = replace(PAIRED, here={"visit": 5})


def at(day: int, month: int = 8, year: int = 2026) -> datetime:
    return NOON.replace(day=day, month=month, year=year)


@pytest.mark.parametrize(
    ("state", "headline", "subline", "mark"),
    [
        (BEFORE, "pas encore relié", "Quatre étapes", ""),
        (INVITED, "doit encore reconnaître", "mots lus au téléphone", "cloud-check"),
        (PAIRED, "Tout est au siège.", "Rien n’attend", "cloud-check"),
        (WAITING, "Rien n’est encore au siège", "partira à la clôture", "cloud-upload"),
        (replace(WAITING, mailbox=""), "Rien n’est encore", "sur une clé", "cloud-upload"),
        (replace(WAITING, acknowledged_at=NOON), "jusqu’à 12:05", "à la clôture", "cloud-upload"),
        (replace(WAITING, acknowledged_at=at(7)), "jusqu’au vendredi 7", "", "cloud-upload"),
        (replace(WAITING, acknowledged_at=at(28, 7)), "depuis 11 jours", "", "cloud-upload"),
        (
            replace(PAIRED, under_way={"visit": 1}, acknowledged_at=NOON),
            "pas encore répondu",
            "le prochain envoi reprend tout",
            "cloud-upload",
        ),
        (
            replace(PAIRED, revoked=RevocationMotive.STOLEN),
            "déclaré volé",
            "appelez le siège",
            "cloud-off",
        ),
        (replace(PAIRED, revoked=RevocationMotive.LOST), "déclaré perdu", "", "cloud-off"),
        (replace(PAIRED, revoked=RevocationMotive.REPLACED), "le remplace", "", "cloud-off"),
        (
            replace(PAIRED, notes=Notes(stranger="2026-08-08T10:00:00Z")),
            "",
            "nouvelle invitation",
            "",
        ),
    ],
)
def test_where_it_stands_is_one_sentence_and_what_becomes_of_the_rest_another(
    state: OfficeState, headline: str, subline: str, mark: str
) -> None:
    assert headline in words.headline(state)
    assert subline in words.subline(state)
    assert mark in words.head_mark(state, is_running=False)


def test_a_running_exchange_turns_in_the_head() -> None:
    assert words.head_mark(PAIRED, is_running=True) == "refresh-cw"


@pytest.mark.parametrize(
    ("counts", "said"),
    [
        ({}, ""),
        ({"visit": 1}, "1 accueil"),
        ({"receipt": 2, "visit": 1204}, "1\u202f204 accueils · 2 tickets"),
        ({"visit": 1, "odd": 2}, "1 accueil · 2 autres écritures"),
        ({"visit": 1, "walk_in": 1, "tally": 2, "odd": 3}, "1 accueil · 1 passage · 2 feuilles"),
    ],
)
def test_a_packet_s_content_is_its_first_kinds(counts: Mapping[str, int], said: str) -> None:
    assert words.content(counts) == said


@pytest.mark.parametrize(
    ("moment", "said"),
    [
        (NOON, "12:05"),
        (at(7), "hier 12:05"),
        (at(5), "mercredi 12:05"),
        (at(1, 7), "1er juillet 12:05"),
        (at(1, 7, 2025), "1er juillet 2025 12:05"),
    ],
)
def test_a_moment_is_said_as_far_as_it_is_away(moment: datetime, said: str) -> None:
    assert words.moment_words(moment, TODAY).replace("\u00a0", " ") == said


def test_a_moment_of_another_year_has_its_date_in_a_column() -> None:
    assert words.short_moment(at(1, 7, 2025), TODAY) == "01/07/2025 12:05"


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("sftp://ot@sftp.example.fr/boite", "Serveur SFTP sftp.example.fr"),
        ("https://ot@nuage.example.fr/remote.php/dav/files/ot", "Nextcloud de nuage.example.fr"),
        ("webdavs://ot@dav.example.fr/boite", "Serveur WebDAV dav.example.fr"),
        ("mailto:siege@example.fr?via=smtp://a@e.fr@smtp.e.fr", "siege@example.fr"),
        ("ftp://example.fr", "ftp://example.fr"),
    ],
)
def test_a_mailbox_is_called_by_its_kind_and_host(address: str, name: str) -> None:
    assert words.way_name(address).replace("\u00a0", " ") == name


LINE = PacketLine(4, at(7), {"visit": 1}, Way.MAILBOX, "", PacketState.UNDER_WAY, None, 0)


@pytest.mark.parametrize(
    ("line", "way", "state"),
    [
        (LINE, "boîte d’échange", "parti, sans réponse encore"),
        (replace(LINE, state=PacketState.CUT), "—", "ligne coupée, rien n’est perdu"),
        (replace(LINE, state=PacketState.CUT, remade_in=5), "—", "refait dans le n° 5"),
        (replace(LINE, way=Way.STICK, where="E:\\OT-VIALAS"), "clé OT-VIALAS", "parti"),
        (replace(LINE, way=Way.STICK), "clé USB", "parti"),
        (replace(LINE, way=Way.MAIL), "courriel", "parti"),
        (replace(LINE, way=Way.FILE), "fichier", "parti"),
        (replace(LINE, state=PacketState.ARRIVED), "boîte d’échange", "reçu"),
        (replace(LINE, state=PacketState.ARRIVED, arrived_at=at(7)), "boîte", "reçu à 12:05"),
        (replace(LINE, state=PacketState.ARRIVED, arrived_at=NOON), "boîte", "reçu 12:05"),
    ],
)
def test_a_packet_says_by_what_it_left_and_what_became_of_it(
    line: PacketLine, way: str, state: str
) -> None:
    assert way in words.packet_way(line).replace("\u00a0", " ")
    assert state in words.packet_state(line, TODAY)[0].replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("state", "said"),
    [
        (SeenState.RUNNING, "6 jours reçus"),
        (SeenState.LOCKED, "verrouillé"),
        (SeenState.COMPLETE, "déclaré"),
        (SeenState.TO_COME, "à venir"),
        (SeenState.CLOSED, "fermé"),
    ],
)
def test_a_month_says_what_the_siege_has_of_it(state: SeenState, said: str) -> None:
    month = MonthSeen(date(2026, 8, 1), state, 52, 20, 6, None, True, True, False)
    assert words.month_state(month)[0] == said
    assert words.month_title(month.month) == "Août 2026"
