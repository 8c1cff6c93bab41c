"""What CUPS said of the last document: Qt sends it and does not look at the answer.

Qt's print engine calls `cupsPrintFile` and drops its result, so that a queue that rejects
documents would look as if all were well. CUPS keeps the answer of the thread's last request;
the library is the one that Qt has loaded already. On a system without CUPS there is no answer.
"""

from __future__ import annotations

import ctypes
import sys

_LIBRARY = "libcups.so.2"
# IPP: below 0x0100 a request succeeded, perhaps with a remark.
_FIRST_FAILURE = 0x0100


def last_refusal() -> str | None:
    """Return CUPS's sentence if this thread's last request failed, None if it succeeded."""
    if not sys.platform.startswith("linux"):
        return None
    try:
        library = ctypes.CDLL(_LIBRARY)
    except OSError:
        return None
    library.cupsLastErrorString.restype = ctypes.c_char_p
    if library.cupsLastError() < _FIRST_FAILURE:
        return None
    sentence = library.cupsLastErrorString() or b""
    return str(sentence.decode("utf-8", "replace"))
