"""A Windows printer by its name: raw bytes through the spooler (winspool.drv).

The spooler takes the bytes even where the printer is off, and says so in its own window.
"""

from __future__ import annotations

import ctypes
import sys
from dataclasses import dataclass

from otdesk.devices.ports import Check, PortFault
from otdesk.i18n import _

_RAW = "RAW"


class _Document(ctypes.Structure):
    """DOC_INFO_1W: the job's name, no file, the kind of data."""

    _fields_ = (
        ("name", ctypes.c_wchar_p),
        ("output", ctypes.c_wchar_p),
        ("kind", ctypes.c_wchar_p),
    )


@dataclass(frozen=True, slots=True)
class WindowsPrinter:
    """A printer as Windows' settings name it."""

    printer: str

    @property
    def name(self) -> str:
        """Return its name."""
        return self.printer

    def send(self, data: bytes, check: Check | None = None) -> None:
        """Hand bytes to the spooler, which answers nothing. Raises PortFault."""
        del check
        if sys.platform != "win32":
            raise PortFault(_("les imprimantes de Windows ne sont connues que de Windows"))
        else:  # noqa: RET506 - mypy reads the platform here
            _spool(self.printer, data)


if sys.platform == "win32":

    def _spool(printer: str, data: bytes) -> None:
        spooler = ctypes.WinDLL("winspool.drv", use_last_error=True)
        handle = ctypes.c_void_p()
        _must(spooler.OpenPrinterW(ctypes.c_wchar_p(printer), ctypes.byref(handle), None))
        try:
            document = _Document("otdesk", None, _RAW)
            _must(spooler.StartDocPrinterW(handle, 1, ctypes.byref(document)))
            try:
                written = ctypes.c_ulong()
                _must(spooler.StartPagePrinter(handle))
                _must(spooler.WritePrinter(handle, data, len(data), ctypes.byref(written)))
                _must(spooler.EndPagePrinter(handle))
            finally:
                spooler.EndDocPrinter(handle)
        finally:
            spooler.ClosePrinter(handle)

    def _must(done: int) -> None:
        if not done:
            raise PortFault(ctypes.FormatError(ctypes.get_last_error()).strip())
