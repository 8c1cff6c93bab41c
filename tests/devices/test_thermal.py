"""The receipt printer, over real sockets and files: what it is sent, and what is told when not."""

from __future__ import annotations

import errno
import os
import socket
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from otdesk.devices.ports import DeviceFile, NetworkPort, PortFault
from otdesk.devices.thermal import (
    ASK_PAPER,
    ASK_WHY_OFFLINE,
    FEED_AND_CUT,
    INITIALISE,
    LARGE,
    OPEN_DRAWER,
    STRONG,
    USUAL,
    ThermalPrinter,
    port_of,
)
from otdesk.devices.windows_spool import WindowsPrinter
from otdesk.documents.receipt_text import receipt_lines
from otdesk.domain.paper_roll import CODE_PAGE, RollLine, RollWidth
from otdesk.domain.receipts import Payment, PaymentMethod, Receipt
from otdesk.errors import DataFault, EnvironmentFault
from tests.roll_printer import Printer
from tests.shop import Shop, opened

SOLD = (RollLine("Ticket n° 1", strong=True), RollLine("Carte postale  0,80 €"))
READY, COVER_OPEN, PAPER_OUT = 0x12, 0x16, 0x72


@pytest.fixture
def printer() -> Iterator[Callable[..., Printer]]:
    made: list[Printer] = []

    def make(offline: int | None = None, paper: int | None = None) -> Printer:
        told = {ASK_WHY_OFFLINE: offline, ASK_PAPER: paper}
        made.append(Printer({ask: byte for ask, byte in told.items() if byte is not None}))
        return made[-1]

    yield make
    for one in made:
        one.close()


def test_lines_go_out_in_the_code_page_with_the_euro_and_are_cut(
    printer: Callable[..., Printer],
) -> None:
    ready = printer(READY, READY)
    ThermalPrinter(ready.port).print_lines(SOLD)
    data = ready.printed()
    # Initialise, leave Chinese, code page 19: Epson's number of 858.
    assert data.startswith(b"\x1b@\x1c.\x1bt\x13")
    assert STRONG + "Ticket n° 1".encode("cp858") + b"\n" in data
    assert USUAL + b"Carte postale  0,80 \xd5\n" in data
    assert data.endswith(FEED_AND_CUT)
    assert OPEN_DRAWER not in data


def test_a_printer_that_never_answers_prints_all_the_same(
    printer: Callable[..., Printer],
) -> None:
    mute = printer()
    ThermalPrinter(mute.port).print_lines(SOLD)
    assert mute.printed().endswith(FEED_AND_CUT)


def test_the_drawer_opens_before_the_receipt_or_alone(printer: Callable[..., Printer]) -> None:
    with_receipt, alone = printer(READY, READY), printer()
    ThermalPrinter(with_receipt.port).print_lines(SOLD, open_drawer=True)
    assert with_receipt.printed().startswith(OPEN_DRAWER)
    ThermalPrinter(alone.port).open_drawer()
    assert alone.printed() == INITIALISE + OPEN_DRAWER


def test_a_receipt_of_thirty_lines_arrives_whole(
    printer: Callable[..., Printer], tmp_path: Path
) -> None:
    with opened(tmp_path) as shop:
        lines = receipt_lines(_thirty(shop), RollWidth.MM80, signature="7F3A-09C2")
    ready = printer(READY, READY)
    ThermalPrinter(ready.port).print_lines(lines)
    text = ready.printed().decode(CODE_PAGE)
    assert text.count("\n") == len(lines)
    assert text.count("Carte postale") == 30
    assert LARGE.decode() in text


def test_a_printer_without_paper_or_open_is_told_and_gets_nothing(
    printer: Callable[..., Printer],
) -> None:
    empty, opened_up = printer(READY, PAPER_OUT), printer(COVER_OPEN, READY)
    with pytest.raises(EnvironmentFault) as fault:
        ThermalPrinter(empty.port).print_lines(SOLD)
    assert "n’a plus de papier" in fault.value.what
    assert fault.value.safe == "La vente est enregistrée."
    assert "rouleau" in fault.value.todo
    assert empty.printed() == b""
    with pytest.raises(EnvironmentFault, match="capot"):
        ThermalPrinter(opened_up.port).print_lines(SOLD, safe="Le remboursement est enregistré.")


def test_a_printer_that_is_off_is_told_with_what_is_safe_and_what_to_do() -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as listener:
        port = NetworkPort("127.0.0.1", listener.getsockname()[1])
    with pytest.raises(EnvironmentFault) as fault:
        ThermalPrinter(port).print_lines(SOLD, safe="Le remboursement est enregistré.")
    assert port.name in fault.value.what
    assert fault.value.safe == "Le remboursement est enregistré."
    assert "allumée" in fault.value.todo
    with pytest.raises(EnvironmentFault, match="Ouvrir le tiroir avec sa clé"):
        ThermalPrinter(port).open_drawer()


def test_a_device_file_gets_the_bytes(tmp_path: Path) -> None:
    pipe = tmp_path / "lp0"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    try:
        ThermalPrinter(DeviceFile(pipe)).print_lines(SOLD, open_drawer=True)
        data = os.read(reader, 4096)
    finally:
        os.close(reader)
    assert data.startswith(OPEN_DRAWER)
    assert data.endswith(FEED_AND_CUT)


def test_a_device_file_that_takes_no_more_bytes_does_not_hold_the_counter(tmp_path: Path) -> None:
    pipe = tmp_path / "lp0"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    try:
        with pytest.raises(PortFault) as fault:
            DeviceFile(pipe, patience=0.1).send(b"x" * 10_000_000)
    finally:
        os.close(reader)
    assert fault.value.reason == os.strerror(errno.ETIMEDOUT)


def test_a_device_file_that_is_away_or_says_no_paper_is_told(tmp_path: Path) -> None:
    with pytest.raises(EnvironmentFault, match="ne répond pas"):
        ThermalPrinter(DeviceFile(tmp_path / "none")).print_lines(SOLD)
    # A parallel port says ENOSPC where the paper is out, and so does this device of the kernel.
    with pytest.raises(EnvironmentFault, match="n’a plus de papier"):
        ThermalPrinter(DeviceFile(Path("/dev/full"))).print_lines(SOLD)


def test_a_windows_printer_is_a_fault_elsewhere() -> None:
    with pytest.raises(EnvironmentFault, match="EPSON"):
        ThermalPrinter(port_of("windows:EPSON TM-T20")).print_lines(SOLD)


@pytest.mark.parametrize(
    ("text", "port"),
    [
        ("192.168.1.50", NetworkPort("192.168.1.50", 9100)),
        (" imprimante:9101 ", NetworkPort("imprimante", 9101)),
        ("/dev/usb/lp0", DeviceFile(Path("/dev/usb/lp0"))),
        ("LPT1:", DeviceFile(Path("LPT1"))),
        ("Windows: EPSON TM-T20", WindowsPrinter("EPSON TM-T20")),
    ],
)
def test_an_address_says_what_kind_of_port_it_is(text: str, port: object) -> None:
    assert port_of(text) == port


@pytest.mark.parametrize("text", ["", "  ", "imprimante:0", "imprimante:99999", "a:b", "a:²"])
def test_an_address_that_leads_nowhere_is_refused(text: str) -> None:
    with pytest.raises(DataFault):
        port_of(text)


def _thirty(shop: Shop) -> Receipt:
    receipt = shop.sell()[1]
    total = Payment(PaymentMethod.CARD, 30 * receipt.total)
    return replace(receipt, lines=receipt.lines * 30, payments=(total,))
