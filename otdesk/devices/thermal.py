"""The receipt printer: ESC/POS over any port, and the drawer that hangs on it.

Six commands of Epson's ESC/POS reference, which printers of every make understand; decision 0010
says why no library stands between.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from otdesk.devices.ports import Answers, Check, DeviceFile, NetworkPort, Port, PortFault
from otdesk.devices.windows_spool import WindowsPrinter
from otdesk.domain.paper_roll import CODE_PAGE, RollLine
from otdesk.errors import DataFault, EnvironmentFault
from otdesk.i18n import _

INITIALISE = b"\x1b@"
# Printers sold for several countries start in Chinese: two letters with accents would be one sign.
NO_KANJI = b"\x1c."
EURO_CODE_PAGE = b"\x1bt\x13"
# ESC ! n: bit 3 bold, bits 4 and 5 double height and width.
USUAL, STRONG, LARGE = b"\x1b!\x00", b"\x1b!\x08", b"\x1b!\x38"
FEED_AND_CUT = b"\x1dVB\x00"
# Pin 2 of the drawer's plug, 50 ms on, 500 ms off: what every drawer is wired for.
OPEN_DRAWER = b"\x1bp\x00\x19\xfa"
# DLE EOT n is answered at once, even while the printer is stopped.
QUESTIONS = ASK_WHY_OFFLINE, ASK_PAPER = b"\x10\x04\x02", b"\x10\x04\x04"
_COVER_OPEN, _PAPER_OUT = 0x04, 0x60


def port_of(text: str) -> Port:
    r"""Read where a printer is: `192.168.1.50`, `imprimante:9100`, `/dev/usb/lp0`, `windows:NAME`.

    `\\.\LPT1` and `LPT1:` are device files too. Raises DataFault on nothing and on a wrong port.
    """
    place = text.strip()
    if not place:
        raise DataFault(_("L’adresse de l’imprimante de tickets est vide."))
    if place.lower().startswith("windows:"):
        return WindowsPrinter(place[len("windows:") :].strip())
    if place.startswith(("/", "\\")) or place.upper().startswith(("LPT", "COM")):
        return DeviceFile(Path(place.rstrip(":")))
    host, _colon, number = place.partition(":")
    if not number:
        return NetworkPort(host)
    if not number.isascii() or not number.isdecimal() or not 0 < int(number) < 1 << 16:
        raise DataFault(
            _("« {} » n’est pas une adresse d’imprimante : écrire nom ou nom:9100.").format(place)
        )
    return NetworkPort(host, int(number))


class ThermalPrinter:
    """A receipt printer of 80 or 58 mm, whose lines come laid out."""

    def __init__(self, port: Port) -> None:
        self._port = port

    def print_lines(
        self, lines: Iterable[RollLine], *, open_drawer: bool = False, safe: str = ""
    ) -> None:
        """Print lines and cut; the drawer opens first, the counter is waiting for it.

        `safe` says what is not lost where it fails, the sale where nothing else is said. Raises
        EnvironmentFault where the printer is off, away, open or out of paper, as far as it tells.
        """
        safe = safe or _("La vente est enregistrée.")
        data = INITIALISE + NO_KANJI + EURO_CODE_PAGE + b"".join(map(_line, lines)) + FEED_AND_CUT
        if open_drawer:
            data = OPEN_DRAWER + data
        try:
            self._port.send(data, Check(QUESTIONS, lambda answers: self._verdict(answers, safe)))
        except PortFault as fault:
            raise self._fault(fault, safe) from fault

    def open_drawer(self, *, safe: str = "") -> None:
        """Open the drawer alone. Raises EnvironmentFault."""
        try:
            self._port.send(INITIALISE + OPEN_DRAWER)
        except PortFault as fault:
            raise EnvironmentFault(
                _(
                    "Le tiroir-caisse ne s’ouvre pas : l’imprimante « {name} » ne répond pas."
                ).format(name=self._port.name),
                safe=safe or _("La vente est enregistrée."),
                todo=_("Ouvrir le tiroir avec sa clé, puis vérifier l’imprimante."),
            ) from fault

    def _verdict(self, answers: Answers, safe: str) -> None:
        """Raise EnvironmentFault where the printer says that it cannot print."""
        offline, paper = answers
        if offline is not None and offline & _COVER_OPEN:
            raise EnvironmentFault(
                _("Le capot de l’imprimante de tickets « {} » est ouvert.").format(self._port.name),
                safe=safe,
                todo=_("Fermer le capot, puis réimprimer le ticket."),
            )
        if paper is not None and paper & _PAPER_OUT:
            raise self._out_of_paper(safe)

    def _fault(self, fault: PortFault, safe: str) -> EnvironmentFault:
        if fault.no_paper:
            return self._out_of_paper(safe)
        return EnvironmentFault(
            _("L’imprimante de tickets « {name} » ne répond pas : {reason}.").format(
                name=self._port.name, reason=fault.reason
            ),
            safe=safe,
            todo=_(
                "Vérifier qu’elle est allumée et branchée, puis réimprimer le ticket, "
                "ou l’imprimer sur l’imprimante du bureau."
            ),
        )

    def _out_of_paper(self, safe: str) -> EnvironmentFault:
        return EnvironmentFault(
            _("L’imprimante de tickets « {} » n’a plus de papier.").format(self._port.name),
            safe=safe,
            todo=_("Mettre un rouleau neuf, puis réimprimer le ticket."),
        )


def _line(line: RollLine) -> bytes:
    style = LARGE if line.large else STRONG if line.strong else USUAL
    return style + line.text.encode(CODE_PAGE, "replace") + b"\n"
