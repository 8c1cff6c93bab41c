"""What the files of a till's archive hold: each a function of the journal's entries alone.

The check makes them again from the journal inside and compares the bytes, so they are never
translated and change only with `FORMAT`.
"""

from __future__ import annotations

import base64
import binascii
import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from otdesk.domain.till import TillTotals
from otdesk.journal import canonical
from otdesk.journal.canonical import Value
from otdesk.journal.chain import StoredEntry
from otdesk.journal.entry import Header
from otdesk.journal.keys import short_signature
from otdesk.store.till_records import CLOSING_KINDS, totals_payload
from otdesk.store.till_state import count

FORMAT = 1
JOURNAL = "journal.jsonl"
TOTALS = "totaux.json"
READ_ME = "LISEZMOI.txt"
MANIFEST = "manifeste.json"
SIGNATURE = "manifeste.sig"
# The journal's codes, for who reads the tables; the check compares bytes, hence no translation.
_METHODS = {
    "cash": "espèces", "card": "carte", "cheque": "chèque", "ancv": "ANCV",
    "transfer": "virement", "account": "sur facture",
}  # fmt: skip
_MOVES = {
    "float": "fond de caisse", "deposit": "remise en banque", "to_headquarters": "siège",
    "paid_over": "reversement", "purchase": "achat", "other": "autre mouvement",
}  # fmt: skip
_KINDS = {
    "till": "ouverture", "till_event": "événement", "duplicate": "duplicata",
    "till_archive": "archive", "till_closing": "Z", "till_month": "mois", "till_year": "année",
}  # fmt: skip
# The entries of an archive, as often as they are asked for.
Source = Callable[[], Iterator[StoredEntry]]
_SEALED = ("header_bytes", "salt", "payload", "payload_digest", "prev", "digest")
_NAMES = ("header", "salt", "payload", "payload_digest", "prev", "digest", "signature")
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
_CLOSINGS = frozenset(CLOSING_KINDS.values())
Rows = Iterator[tuple[str, ...]]


def key_file(stream: str) -> str:
    """Return the name of a till's public key in the archive."""
    return f"cle-{stream}.pem"


def renewed(stream: str) -> str:
    """Return under which name the key lies that a till signs archives with by now."""
    return f"{stream}-archive"


def journal_lines(entries: Iterable[StoredEntry]) -> Iterator[bytes]:
    """Yield the journal, one JSON object a line, its exact bytes in base64."""
    for entry in entries:
        sealed = [getattr(entry, name) for name in _SEALED]
        values = [*sealed, entry.signature or b""]
        line = {
            name: base64.b64encode(value).decode("ascii")
            for name, value in zip(_NAMES, values, strict=True)
        }
        yield json.dumps(line).encode("ascii") + b"\n"


def entry_of(line: bytes) -> StoredEntry:
    """Return the entry behind a line of the journal. Raises ValueError."""
    try:
        said = json.loads(line)
        header, salt, payload, digest_of_payload, prev, digest, signature = (
            base64.b64decode(said[name], validate=True) for name in _NAMES
        )
    except (KeyError, TypeError, binascii.Error) as error:
        raise ValueError(str(error)) from error
    return StoredEntry(
        Header.decoded(header), header, salt, payload, digest_of_payload, prev, digest,
        signature or None,
    )  # fmt: skip


def totals_file(entries: Iterable[StoredEntry]) -> bytes:
    """Return what each till sold, gave back and closed with, as canonical JSON."""
    totals: dict[str, TillTotals] = {}
    ends: dict[str, dict[str, Value]] = {}
    for entry in entries:
        stream, kind = entry.header.stream, entry.header.kind
        payload: dict[str, Any] = dict(canonical.decode(entry.payload))
        count(totals.setdefault(stream, TillTotals()), stream, kind, payload)
        if kind == "till_closing":
            names = ("number", "period", "perpetual_net", "perpetual_absolute")
            ends[stream] = {name: payload[name] for name in names}
    said: list[Value] = []
    for stream, found in totals.items():
        till: dict[str, Value] = {"till": stream, "totals": totals_payload(found)}
        if stream in ends:
            till["last_z"] = ends[stream]
        said.append(till)
    return canonical.encode({"tills": said})


@dataclass(frozen=True, slots=True)
class Sheet:
    """A CSV of the archive: its columns, and the rows that one entry makes."""

    name: str
    columns: tuple[str, ...]
    rows: Callable[[str, Mapping[str, Any], StoredEntry], Rows]

    def chunks(self, entries: Iterable[StoredEntry]) -> Iterator[bytes]:
        """Yield the file: UTF-8 with a BOM and semicolons, as French spreadsheets open it."""
        yield _csv_line(("caisse", "entrée", *self.columns), bom=True)
        for entry in entries:
            header = entry.header
            payload: dict[str, Any] = dict(canonical.decode(entry.payload))
            for row in self.rows(header.kind, payload, entry):
                yield _csv_line((header.stream, str(header.seq), *row))


def _csv_line(cells: Iterable[str], *, bom: bool = False) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=";", lineterminator="\r\n").writerow(cells)
    return text.getvalue().encode("utf-8-sig" if bom else "utf-8")


def _text(value: object) -> str:
    """Return text that no spreadsheet computes: labels are typed by people."""
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(_FORMULA) else text


def _word(words: Mapping[str, str], code: str) -> str:
    """Return the French word of a code; one of a later version stays as it is."""
    return words.get(code, _text(code))


def _euros(cents: int | None) -> str:
    if cents is None:
        return ""
    whole, rest = divmod(abs(cents), 100)
    return f"{'-' if cents < 0 else ''}{whole},{rest:02d}"


def _quantity(thousandths: int) -> str:
    whole, rest = divmod(abs(thousandths), 1000)
    decimals = f",{rest:03d}".rstrip("0") if rest else ""
    return f"{'-' if thousandths < 0 else ''}{whole}{decimals}"


def _sale(kind: str, payload: Mapping[str, Any]) -> tuple[int, str, str] | None:
    """Return the sign, the French name and the number of a sale or a refund; None for others."""
    if kind == "receipt":
        return 1, "ticket", str(payload["number"])
    if kind == "refund":
        return -1, "remboursement", str(payload["number"])
    return None


def _when(payload: Mapping[str, Any]) -> tuple[str, str]:
    hour, minute = divmod(payload["minute"], 60)
    return payload["day"], f"{hour:02d}:{minute:02d}"


def _receipts(kind: str, payload: Mapping[str, Any], entry: StoredEntry) -> Rows:
    sale = _sale(kind, payload)
    if sale is None:
        return
    sign, what, number = sale
    held = sum(line["amount"] for line in payload["lines"] if line.get("held_for"))
    yield (
        what,
        number,
        *_when(payload),
        _text(payload["operator"]),
        str(payload.get("receipt_number", "")),
        _euros(sign * payload["total"]),
        _euros(sign * (payload["total"] - held)),
        _euros(sign * held),
        _text(payload.get("reason")),
        short_signature(entry.signature or b""),
    )


def _lines(kind: str, payload: Mapping[str, Any], _entry: StoredEntry) -> Rows:
    sale = _sale(kind, payload)
    if sale is None:
        return
    sign, what, number = sale
    for line in payload["lines"]:
        yield (
            what,
            number,
            _text(line["product"]),
            _text(line["label"]),
            _text(line.get("family")),
            _quantity(sign * line["quantity"]),
            _euros(line["list_price"]),
            _euros(line["unit_price"]),
            _euros(sign * line.get("discount", 0)),
            _euros(sign * line["amount"]),
            _euros(line["vat_basis_points"]),
            _euros(sign * line["tax"]),
            _text(line.get("held_for")),
        )


def _payments(kind: str, payload: Mapping[str, Any], _entry: StoredEntry) -> Rows:
    sale = _sale(kind, payload)
    if sale is not None:
        sign, what, number = sale
        for paid in payload["payments"]:
            yield what, number, _word(_METHODS, paid["method"]), _euros(sign * paid["cents"]), ""
    elif kind == "payment_correction":
        number, reason = str(payload["number"]), _text(payload["reason"])
        taken, given = (_word(_METHODS, payload[name]) for name in ("taken", "given"))
        yield "correction", number, taken, _euros(-payload["cents"]), reason
        yield "correction", number, given, _euros(payload["cents"]), reason
    elif kind == "cash_movement":
        number, note = str(payload["number"]), _text(payload.get("note"))
        move = _word(_MOVES, payload["move"])
        yield "mouvement", number, move, _euros(payload["cents"]), note


def _closings(kind: str, payload: Mapping[str, Any], _entry: StoredEntry) -> Rows:
    if kind not in _CLOSINGS:
        return
    totals = payload["totals"]
    yield (
        _word(_KINDS, kind),
        str(payload["number"]),
        payload["period"],
        payload["closed_at"],
        _text(payload["operator"]),
        str(payload["first_seq"]),
        str(payload["last_seq"]),
        str(totals["receipts"]),
        str(totals["refunds"]),
        _euros(totals["sales"]),
        _euros(totals["refunded"]),
        _euros(totals["sales"] - totals["refunded"]),
        _euros(totals["held"]),
        _euros(payload["expected"]),
        _euros(payload.get("counted")),
        _text(payload.get("explanation")),
        _euros(payload["perpetual_net"]),
        _euros(payload["perpetual_absolute"]),
    )


def _events(kind: str, payload: Mapping[str, Any], entry: StoredEntry) -> Rows:
    details = {"till_event": "event", "duplicate": "copy", "till_archive": "period"}
    if kind in details or kind == "till":
        yield (
            _word(_KINDS, kind),
            str(payload["number"]),
            entry.header.recorded_at,
            _text(entry.header.author),
            _text(payload.get(details.get(kind, ""))),
            _text(payload.get("detail")),
        )


SHEETS = (
    Sheet(
        "tickets.csv",
        (
            "type", "numéro", "jour", "heure", "opérateur", "ticket d’origine", "total",
            "chiffre d’affaires", "encaissé pour des tiers", "motif", "signature",
        ),
        _receipts,
    ),
    Sheet(
        "lignes.csv",
        (
            "type", "numéro", "article", "libellé", "famille", "quantité", "prix catalogue",
            "prix", "remise", "montant", "taux de TVA", "TVA", "pour le compte de",
        ),
        _lines,
    ),
    Sheet("reglements.csv", ("type", "numéro", "mode", "montant", "motif"), _payments),
    Sheet(
        "clotures.csv",
        (
            "type", "numéro", "période", "clôturé le", "opérateur", "première entrée",
            "dernière entrée", "tickets", "remboursements", "ventes", "remboursé",
            "chiffre d’affaires", "encaissé pour des tiers", "espèces attendues",
            "espèces comptées", "explication", "total perpétuel net", "total perpétuel absolu",
        ),
        _closings,
    ),
    Sheet("evenements.csv", ("type", "numéro", "enregistré le", "par", "quoi", "détail"), _events),
)  # fmt: skip


def files(source: Source) -> Iterator[tuple[str, Iterator[bytes]]]:
    """Yield name and content of every file that the journal's entries make."""
    yield JOURNAL, journal_lines(source())
    for sheet in SHEETS:
        yield sheet.name, sheet.chunks(source())
    yield TOTALS, iter((totals_file(source()),))
