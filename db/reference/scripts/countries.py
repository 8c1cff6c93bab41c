"""Make countries.csv from babel (CLDR): French, English and own-language names.

    python db/reference/scripts/countries.py

Codes are ISO 3166-1, without France and the overseas codes that are départements or collectivities
here, and with XK (Kosovo), a user-assigned code that CLDR and the European Union use. Short forms,
synonyms and old names are kept here by hand.
"""

from __future__ import annotations

import unicodedata

from babel import Locale, UnknownLocaleError
from babel.languages import get_official_languages
from listfile import french, short, write

# They are origins of departments.csv, as FR-971 and so on.
FRENCH = {"FR", "GP", "MQ", "GF", "RE", "YT", "PM", "BL", "MF", "WF", "PF", "NC", "TF"}
# Codes of CLDR that ISO 3166-1 does not have: exceptional reservations and groupings.
NOT_ISO = {"AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "ZZ"}

# CLDR's own short variants, which are what people say.
NAMES = {"HK": "Hong Kong", "MO": "Macao", "VA": "Vatican"}

SHORTER = {
    "AE": "Émirats ar. unis",
    "AG": "Antigua-et-Barb.",
    "AS": "Samoa améric.",
    "BA": "Bosnie-Herzég.",
    "BQ": "Pays-Bas carib.",
    "CF": "Centrafrique",
    "CG": "Congo-Brazza.",
    "DO": "Rép. dominicaine",
    "EH": "Sahara occid.",
    "GQ": "Guinée équat.",
    "GS": "Géorgie du Sud",
    "HM": "Îles Heard",
    "IO": "Océan Indien br.",
    "KN": "St-Christophe-N.",
    "MK": "Macédoine du N.",
    "MM": "Birmanie",
    "MP": "Îles Mariannes",
    "PG": "Papouasie-N.-G.",
    "PS": "Palestine",
    "SJ": "Svalbard",
    "ST": "Sao Tomé-et-Pr.",
    "SX": "St-Martin (NL)",
    "TC": "Îles Turques",
    "TT": "Trinité-et-Tob.",
    "UM": "Îles mineures US",
    "VC": "Saint-Vincent",
    "VG": "Îles Vierges br.",
    "VI": "Îles Vierges US",
}

SYNONYMS = {
    "AE": ["Dubaï", "Abou Dabi"],
    "BE": ["Belgique flamande", "Vlaanderen", "Wallonie"],
    "BY": ["Bélarus"],
    "CD": ["République démocratique du Congo", "RDC", "Zaïre"],
    "CF": ["Centrafrique"],
    "CG": ["République du Congo", "Congo"],
    "CH": ["Confédération helvétique", "Suisse alémanique", "Suisse romande"],
    "CI": ["Ivory Coast"],
    "CZ": ["République tchèque", "Tchécoslovaquie", "Czech Republic"],
    "DE": ["RFA"],
    "FK": ["Falkland"],
    "FO": ["Féroé"],
    "GB": ["Angleterre", "Écosse", "Pays de Galles", "Irlande du Nord", "Grande-Bretagne",
           "Great Britain", "England", "Scotland", "Wales", "UK"],
    "GR": ["Hellas", "Ellada"],
    "IE": ["Eire"],
    "IR": ["Perse"],
    "KH": ["Kampuchéa"],
    "KR": ["Corée"],
    "LK": ["Ceylan"],
    "MD": ["Moldova"],
    "MK": ["ARYM"],
    "MM": ["Birmanie", "Burma"],
    "MU": ["Île Maurice"],
    "NL": ["Hollande", "Holland", "Nederland"],
    "PS": ["Palestine", "Gaza", "Cisjordanie"],
    "RS": ["Yougoslavie"],
    "RU": ["URSS", "Rossia", "Fédération de Russie"],
    "SJ": ["Spitzberg"],
    "SZ": ["Swaziland"],
    "TH": ["Siam"],
    "TL": ["Timor-Leste"],
    "TR": ["Turkey"],
    "TW": ["Formose"],
    "US": ["USA", "Amérique", "États-Unis d’Amérique"],
    "VA": ["Saint-Siège"],
    "VN": ["Vietnam"],
}  # fmt: skip


def main() -> None:
    """Write the list."""
    names_fr = Locale("fr").territories
    names_en = Locale("en").territories
    rows = []
    for code in sorted(names_fr):
        if len(code) != 2 or code in FRENCH | NOT_ISO:
            continue
        name = french(NAMES.get(code, names_fr[code]))
        name_en = names_en[code]
        known = {_plain(name), _plain(name_en)}
        aliases = []
        for alias in [*SYNONYMS.get(code, []), *_own_names(code)]:
            if _plain(alias) not in known:
                known.add(_plain(alias))
                aliases.append(french(alias))
        rows.append(
            (code, name, short(code, name, SHORTER), french(name_en), "|".join(aliases), "")
        )
    write("countries.csv", ("code", "name", "short", "name_en", "aliases", "retired"), rows)


def _own_names(code: str) -> list[str]:
    """Return a country's names in its official languages, where an AZERTY can type them."""
    names = []
    for language in get_official_languages(code, de_facto=True):
        try:
            name = Locale.parse(language).territories.get(code, "")
        except UnknownLocaleError:
            # CLDR knows that the language is spoken there, and babel has no words in it.
            continue
        if name and all("LATIN" in unicodedata.name(c, "") for c in name if c.isalpha()):
            names.append(name)
    return names


def _plain(name: str) -> str:
    letters = unicodedata.normalize("NFD", name.casefold())
    return "".join(c for c in letters if c.isalnum())


if __name__ == "__main__":
    main()
