"""Make fingerprint_words.csv from the unpacked wheel of mnemonic.

    pip download --no-deps mnemonic && unzip mnemonic-*.whl
    python db/reference/scripts/fingerprint_words.py mnemonic

Its French list has 2 048 words of five to eight letters that differ by their first four, chosen so
that none is taken for another when it is heard or written down. Accents come as one character.
"""

from __future__ import annotations

import sys
import unicodedata
from pathlib import Path

from listfile import write


def main(package: Path) -> None:
    """Write the list."""
    text = (package / "wordlist" / "french.txt").read_text(encoding="utf-8")
    words = [unicodedata.normalize("NFC", word) for word in text.split()]
    write("fingerprint_words.csv", ("number", "word"), [(str(n), w) for n, w in enumerate(words)])


if __name__ == "__main__":
    main(Path(sys.argv[1]))
