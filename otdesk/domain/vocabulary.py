"""From what people write to the code of a list: a code, a number, or a name without ambiguity."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from otdesk import typography
from otdesk.domain.reference import FRANCE, NOT_ASKED, Lists
from otdesk.domain.search import normalise
from otdesk.errors import DataFault
from otdesk.i18n import _


@dataclass(frozen=True, slots=True)
class Word:
    """An entry of a list: its code, its names, and the day from which it is no longer used."""

    code: str
    names: tuple[str, ...]
    others: tuple[str, ...] = ()
    retired: date | None = None


class Vocabulary:
    """One list. Codes win over names, names over older or foreign ones."""

    def __init__(self, subject: str, words: Iterable[Word]) -> None:
        """`subject` names the list in a fault: « une demande connue »."""
        self._subject = subject
        self._words: dict[str, Word] = {}
        self._codes: dict[str, str] = {}
        self._names: dict[str, set[str]] = {}
        self._others: dict[str, set[str]] = {}
        # A season writes the same few hundred cells a hundred thousand times.
        self._seen: dict[str, str] = {}
        for word in words:
            self._words[word.code] = word
            self._codes[word.code.casefold()] = word.code
            for name in word.names:
                self._names.setdefault(normalise(name), set()).add(word.code)
            for name in word.others:
                self._others.setdefault(normalise(name), set()).add(word.code)

    def code(self, text: str, day: date | None) -> str:
        """Return the code of a written one; where `day` is known, it must be in use then.

        Raises DataFault on an unknown, ambiguous or retired one.
        """
        code = self._seen.get(text)
        if code is None:
            code = self._seen[text] = self._only(text)
        retired = self._words[code].retired
        if retired is not None and day is not None and day >= retired:
            raise DataFault(
                _("« {text} » n’est plus en usage depuis le {day}.").format(
                    text=text, day=typography.short_date(retired)
                )
            )
        return code

    def knows(self, text: str) -> bool:
        """Tell whether something of this list is written so."""
        return text in self._seen or bool(self._candidates(text))

    def _only(self, text: str) -> str:
        codes = self._candidates(text)
        if not codes:
            raise DataFault(_("« {} » n’est pas {}.").format(text, self._subject))
        if len(codes) > 1:
            raise DataFault(
                _("« {text} » peut être {codes} : écrire le code.").format(
                    text=text, codes=_(" ou ").join(sorted(codes))
                )
            )
        (code,) = codes
        return code

    def _candidates(self, text: str) -> set[str]:
        exact = self._codes.get(text.casefold())
        if exact is not None:
            return {exact}
        name = normalise(text)
        return self._names.get(name) or self._others.get(name) or set()


def origins(lists: Lists) -> Vocabulary:
    """Return the origins: `FR-48`, `48`, `1` (Ain), `BE`, `Lozère`, `Belgique`, `FR`, `ND`."""
    words = [
        Word(FRANCE, (lists.origin_label(FRANCE),), ("France",)),
        Word(NOT_ASKED, (lists.origin_label(NOT_ASKED), "Non demandée")),
    ]
    for department in lists.departments.values():
        # A spreadsheet takes 01 for a number and drops its zero.
        numbers = {department.number, department.number.lstrip("0")}
        words.append(
            Word(
                department.code,
                (department.name, *sorted(numbers)),
                department.aliases,
                department.retired,
            )
        )
    for country in lists.countries.values():
        others = (country.name_en, *country.aliases)
        words.append(Word(country.code, (country.name,), others, country.retired))
    return Vocabulary(_("une provenance connue"), words)


def demands(lists: Lists) -> Vocabulary:
    """Return the demands of both levels, by code or label."""
    return Vocabulary(
        _("une demande connue"),
        [Word(d.code, (d.label,), (d.short,), d.retired) for d in lists.demands.values()],
    )


def audiences(lists: Lists) -> Vocabulary:
    """Return the publics, by code or label."""
    return Vocabulary(
        _("un public connu"),
        [Word(a.code, (a.label,), (a.short,), a.retired) for a in lists.audiences.values()],
    )


def residencies(lists: Lists) -> Vocabulary:
    """Return the four residencies, by code or label."""
    return Vocabulary(
        _("l’une de « habitant, secondaire, sejour, excursion »"),
        [Word(r.code.value, (r.label,), (r.short,)) for r in lists.residencies.values()],
    )


def channels(lists: Lists, more: Mapping[str, str]) -> Vocabulary:
    """Return the channels, by code or label, with `more` codes and labels (the passage)."""
    words = [
        Word(c.code.value, (c.label, c.code.value), (c.short,)) for c in lists.channels.values()
    ]
    words += [Word(code, (label,)) for code, label in more.items()]
    known = ", ".join(word.code for word in words)
    return Vocabulary(_("un canal : {}").format(known), words)


def split(vocabulary: Vocabulary, text: str) -> list[str]:
    """Part what is written between commas; a label that holds one itself stays whole.

    « Se repérer, plan, sport.velo » is two demands. What is unknown comes back as it is.
    """
    parts = [part.strip() for part in text.split(",")]
    if len(parts) == 1:
        return parts if text else []
    found: list[str] = []
    start = 0
    while start < len(parts):
        end = next(
            (
                e
                for e in range(len(parts), start, -1)
                if vocabulary.knows(", ".join(parts[start:e]))
            ),
            start + 1,
        )
        found.append(", ".join(parts[start:end]))
        start = end
    return [part for part in found if part]
