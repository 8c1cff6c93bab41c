"""A public key as four words that two people read to each other by telephone.

Four words of 2 048 are 44 bits. Whoever wants another key with the same words must try 2^44 keys,
each through scrypt (RFC 7914) at some 50 ms: that is what makes so few words enough.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

from otdesk.store.list_file import list_rows

WORDS = "fingerprint_words.csv"
SPOKEN = 4
_BITS = 11
_SALT = b"otdesk.spoken.1"
# N, r and p of scrypt: 32 MiB, once for each key that is shown.
_COST, _BLOCK, _LANES = 2**15, 8, 1
_MEMORY = 64 * 1024 * 1024


def read_words(folder: Path) -> tuple[str, ...]:
    """Return the words in their order, from the folder of reference lists.

    Raises ReferenceFault where the list is not what it must be.
    """
    words = tuple(row.text("word") for row in list_rows(folder / WORDS, ("number", "word")))
    if len(set(words)) != 2**_BITS:
        raise ValueError(f"{WORDS} must have {2**_BITS} different words")
    return words


def spoken_key(key: bytes, words: Sequence[str]) -> tuple[str, ...]:
    """Return the four words of a public key (32 bytes), the same on every machine.

    Slow on purpose: not for the GUI's thread.
    """
    digest = hashlib.scrypt(
        key,
        salt=_SALT,
        n=_COST,
        r=_BLOCK,
        p=_LANES,
        maxmem=_MEMORY,
        dklen=(SPOKEN * _BITS + 7) // 8,
    )
    number = int.from_bytes(digest, "big") >> (8 * len(digest) - SPOKEN * _BITS)
    chosen = [(number >> (_BITS * place)) & (2**_BITS - 1) for place in reversed(range(SPOKEN))]
    return tuple(words[index] for index in chosen)
