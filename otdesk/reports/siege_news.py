"""What came from the siège, in words: prices, articles, lists, openings, people, months, posts.

Read from the siège's own entries, in an office's folder: one sentence for what was changed
together, the latest first.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, select

from otdesk import typography
from otdesk.domain.list_items import ListName, list_label
from otdesk.domain.reference import Lists
from otdesk.i18n import _, ngettext
from otdesk.journal import canonical
from otdesk.journal.entry import Op
from otdesk.store import exchange_tables, shop_tables
from otdesk.store.database_file import SIEGE_OFFICE
from otdesk.store.network_records import month_from
from otdesk.store.siege_records import of_siege
from otdesk.store.tables import journal


class Topic(StrEnum):
    """What a piece of news is about."""

    PRICES = "prices"
    ARTICLES = "articles"
    LISTS = "lists"
    OPENINGS = "openings"
    COUNSELLORS = "counsellors"
    MONTHS = "months"
    POSTS = "posts"


@dataclass(frozen=True, slots=True)
class SiegeNews:
    """One sentence, and the day on which the siège wrote the last of what it tells."""

    day: date
    topic: Topic
    text: str


@dataclass(frozen=True, slots=True)
class NewsGrounds:
    """Whose news these are: the office, the day, the lists that came with the program."""

    office: str
    today: date
    shipped: Lists


@dataclass(frozen=True, slots=True)
class _Said:
    """The last entry of one record; `before` is what the revision before said."""

    day: date
    rev: int
    is_void: bool
    payload: Mapping[str, Any]
    before: Mapping[str, Any] | None


_KINDS = (
    "price",
    "product",
    "list_item",
    "planned_opening",
    "counsellor",
    "month_lock",
    "month_reopening",
    "post",
)


def what_changed(
    connection: Connection, grounds: NewsGrounds, since: date
) -> tuple[SiegeNews, ...]:
    """Return what the siège wrote since a day (its own date), the latest first."""
    said = _said(connection, since)
    names = _article_names(connection)
    found = (
        *_prices(said["price"], names, grounds),
        *_articles(said["product"]),
        *_lists(said["list_item"], grounds),
        *_openings(said["planned_opening"], grounds),
        *_counsellors(said["counsellor"], grounds),
        *_locks(said["month_lock"]),
        *_reopenings(said["month_reopening"], grounds),
        *_posts(said["post"], grounds),
    )
    order = list(Topic)
    return tuple(sorted(found, key=lambda n: (-n.day.toordinal(), order.index(n.topic), n.text)))


def _said(connection: Connection, since: date) -> dict[str, list[_Said]]:
    """Return, by kind, the last word on each record that was spoken of since a day."""
    received = exchange_tables.received_stream
    lately = journal.alias("lately")
    # A season has thousands of dates: only what was spoken of since is read.
    touched = (
        select(lately.c.uid)
        .join(received, received.c.stream == lately.c.stream)
        .where(
            received.c.office == SIEGE_OFFICE,
            lately.c.kind.in_(_KINDS),
            lately.c.recorded_at >= since.isoformat(),
        )
    )
    rows = connection.execute(
        select(journal.c.uid, journal.c.kind, journal.c.rev, journal.c.op)
        .add_columns(journal.c.payload, journal.c.recorded_at)
        .join(received, received.c.stream == journal.c.stream)
        .where(received.c.office == SIEGE_OFFICE, journal.c.uid.in_(touched))
        .order_by(journal.c.rev, journal.c.id)
    )
    revisions: dict[tuple[str, str], list[Any]] = defaultdict(list)
    for row in rows:
        revisions[row.kind, row.uid].append(row)
    said: dict[str, list[_Said]] = defaultdict(list)
    for (kind, _uid), entries in revisions.items():
        last = entries[-1]
        day = datetime.fromisoformat(last.recorded_at).date()
        contents = [canonical.decode(e.payload) for e in entries if e.op == Op.PUT.value]
        if day < since or not contents:
            continue
        is_void = last.op == Op.VOID.value
        before = contents[-2] if len(contents) > 1 else None
        said[kind].append(_Said(day, last.rev, is_void, contents[-1], before))
    return said


def _article_names(connection: Connection) -> dict[str, str]:
    table = shop_tables.product
    rows = connection.execute(
        select(table.c.code, table.c.label)
        .where(table.c.void_reason.is_(None), of_siege(table))
        .order_by(table.c.uid)
    )
    return {row.code: row.label for row in rows}


def _prices(
    said: Sequence[_Said], names: Mapping[str, str], grounds: NewsGrounds
) -> Iterator[SiegeNews]:
    by_day: dict[date, list[_Said]] = defaultdict(list)
    for each in said:
        if not each.is_void:
            by_day[date.fromisoformat(each.payload["since"])].append(each)
    for since, prices in by_day.items():
        when = typography.long_date(since, year=since.year != grounds.today.year)
        count, to_come = len(prices), since > grounds.today
        if count == 1:
            name = names.get(prices[0].payload["product"], prices[0].payload["product"])
            cost = typography.cents(prices[0].payload["cents"])
            text = (
                _("Le prix de « {name} » passe à {cost} {when}.")
                if to_come
                else _("Le prix de « {name} » est de {cost} depuis {when}.")
            )
        else:
            name = cost = ""
            text = (
                ngettext("{count} prix change {when}.", "{count} prix changent {when}.", count)
                if to_come
                else ngettext(
                    "{count} prix est nouveau depuis {when}.",
                    "{count} prix sont nouveaux depuis {when}.",
                    count,
                )
            )
        told = text.format(name=name, cost=cost, when=when, count=typography.integer(count))
        yield SiegeNews(_last(prices), Topic.PRICES, told)


def _articles(said: Sequence[_Said]) -> Iterator[SiegeNews]:
    groups: dict[str, list[_Said]] = defaultdict(list)
    for each in said:
        was_retired = each.before is not None and bool(each.before.get("retired"))
        if each.payload.get("retired") and not was_retired:
            groups["retired"].append(each)
        else:
            groups["new" if each.before is None else "changed"].append(each)
    for group, articles in groups.items():
        count = len(articles)
        told = _article_text(group, count).format(
            name=articles[0].payload["label"], count=typography.integer(count)
        )
        yield SiegeNews(_last(articles), Topic.ARTICLES, told)


def _article_text(group: str, count: int) -> str:
    if count == 1:
        return {
            "new": _("L’article « {name} » s’ajoute."),
            "changed": _("L’article « {name} » change."),
            "retired": _("« {name} » ne se vend plus."),
        }[group]
    return {
        "new": ngettext("{count} article s’ajoute.", "{count} articles s’ajoutent.", count),
        "changed": ngettext("{count} article change.", "{count} articles changent.", count),
        "retired": ngettext(
            "{count} article ne se vend plus.", "{count} articles ne se vendent plus.", count
        ),
    }[group]


def _lists(said: Sequence[_Said], grounds: NewsGrounds) -> Iterator[SiegeNews]:
    for each in said:
        name = next((n for n in ListName if n.value == each.payload["list"]), None)
        if name is None:
            continue
        known = each.before is not None or _is_shipped(grounds.shipped, name, each.payload["code"])
        if each.payload.get("retired"):
            text = _("Listes : « {label} » n’est plus proposé ({list}).")
        elif known:
            text = _("Listes : « {label} » change ({list}).")
        else:
            text = _("Listes : « {label} » s’ajoute ({list}).")
        told = text.format(label=each.payload["label"], list=list_label(name).lower())
        yield SiegeNews(each.day, Topic.LISTS, told)


def _is_shipped(lists: Lists, name: ListName, code: str) -> bool:
    known: Mapping[ListName, Mapping[str, object]] = {
        ListName.DEMANDS: lists.demands,
        ListName.AUDIENCES: lists.audiences,
        ListName.CLOSURE_REASONS: lists.closure_reasons,
        ListName.COUNTRIES: lists.countries,
    }
    return code in known[name]


def _openings(said: Sequence[_Said], grounds: NewsGrounds) -> Iterator[SiegeNews]:
    by_month: dict[date, list[_Said]] = defaultdict(list)
    for each in said:
        if each.payload["office"] == grounds.office and not each.is_void:
            by_month[date.fromisoformat(each.payload["day"]).replace(day=1)].append(each)
    for month, days in by_month.items():
        count = len(days)
        text = ngettext(
            "Horaires {of_month} : {count} jour prévu par le siège.",
            "Horaires {of_month} : {count} jours prévus par le siège.",
            count,
        )
        told = text.format(of_month=_of_month(month), count=typography.integer(count))
        yield SiegeNews(_last(days), Topic.OPENINGS, told)


def _of_month(month: date) -> str:
    name = typography.month_name(month)
    return _("d’{}").format(name) if name[0] in "ao" else _("de {}").format(name)


def _counsellors(said: Sequence[_Said], grounds: NewsGrounds) -> Iterator[SiegeNews]:
    for each in said:
        if each.payload.get("office", grounds.office) != grounds.office:
            continue
        text = (
            _("{name} ({initials}) n’est plus sur la liste des conseillers.")
            if each.is_void
            else _("{name} ({initials}) est sur la liste des conseillers.")
        )
        told = text.format(name=each.payload["name"], initials=each.payload["initials"])
        yield SiegeNews(each.day, Topic.COUNSELLORS, told)


def _locks(said: Sequence[_Said]) -> Iterator[SiegeNews]:
    for each in said:
        text = _("{month} n’est plus verrouillé.") if each.is_void else _("{month} est verrouillé.")
        yield SiegeNews(each.day, Topic.MONTHS, text.format(month=_month(each)))


def _reopenings(said: Sequence[_Said], grounds: NewsGrounds) -> Iterator[SiegeNews]:
    for each in said:
        if each.payload["office"] == grounds.office and not each.is_void:
            until = typography.long_date(date.fromisoformat(each.payload["until"]), weekday=False)
            text = _("{month} est rouvert pour ce bureau jusqu’au {until}.")
            yield SiegeNews(each.day, Topic.MONTHS, text.format(month=_month(each), until=until))


def _posts(said: Sequence[_Said], grounds: NewsGrounds) -> Iterator[SiegeNews]:
    for each in said:
        if each.payload["office"] != grounds.office or each.is_void:
            continue
        text = (
            _("Le poste « {} » est révoqué : le siège ne le croit plus.")
            if each.payload.get("revoked")
            else _("Le poste « {} » est reconnu par le siège.")
        )
        yield SiegeNews(each.day, Topic.POSTS, text.format(each.payload["name"]))


def _month(said: _Said) -> str:
    return typography.capitalised(typography.month_name(month_from(said.payload["month"])))


def _last(said: Sequence[_Said]) -> date:
    return max(each.day for each in said)
