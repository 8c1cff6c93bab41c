"""Keys and signatures are those of the public tool, and one flipped character is seen."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from otdesk.journal.keys import UnusableKey
from otdesk.journal.minisign import BadSignature, PublicKey, SecretKey, Signature

# Made by minisign 0.11: a key without a password, and its signature of b"hello\n".
SECRET = (
    "untrusted comment: minisign encrypted secret key\n"
    "RWQAAEIyAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAZ4ybnZgbWpc3BUXVchzS"
    "6HmMYvojaO3XKe36nN43MaQ8D1E23n1KoH/gOWunh08TCosky1l4Xzhm6vtDFNVBQ7N0HZdY6fTVAAAAAAAAAAAAAAAAAAAA"
    "AAAAAAAAAAAAAAAAAAAAAAA=\n"
)
PUBLIC = (
    "untrusted comment: minisign public key 975A1B989D9B8C67\n"
    "RWRnjJudmBtal3/gOWunh08TCosky1l4Xzhm6vtDFNVBQ7N0HZdY6fTV\n"
)
SIGNATURE = (
    "untrusted comment: signature from minisign secret key\n"
    "RURnjJudmBtal5VkxJzt80Ox6XLp0VijJzpUuH4FhhtPcPKQ1F15erDVVv4rbH+0RAiA+7Xt5mMGqg+hAa1AxwHve7/ePy86"
    "pAE=\n"
    "trusted comment: timestamp:1795690574\tfile:m\thashed\n"
    "P3snne3nYMhOp9jbuanNYnP7ztTOeuzhXIQtyUGdWxlG1+3ZHKef0G1/S2/HDVa6QSz2D5pDmZgywCfKdbFaAg==\n"
)
KEY = SecretKey(bytes(range(32)))


def test_the_public_tools_own_files_are_read_and_written() -> None:
    key = SecretKey.from_text(SECRET)
    assert key.public.text == PUBLIC
    assert key.to_text().splitlines()[1] == SECRET.splitlines()[1]
    assert PublicKey.from_text(PUBLIC) == key.public
    assert PublicKey.from_text(key.public.line) == key.public
    signature = Signature.from_text(SIGNATURE)
    key.public.verify(b"hello\n", signature)
    assert signature.text == SIGNATURE
    assert signature.trusted_comment == "timestamp:1795690574\tfile:m\thashed"


@given(st.binary(max_size=200), st.text("abc é.:/0123456789", max_size=60))
def test_a_signature_is_of_its_message_and_comment_alone(message: bytes, comment: str) -> None:
    text = KEY.sign(message, comment).text
    KEY.public.verify(message, Signature.from_text(text))
    with pytest.raises(BadSignature):
        KEY.public.verify(message + b"\0", Signature.from_text(text))
    forged = text.replace(f"trusted comment: {comment}\n", f"trusted comment: {comment}!\n")
    with pytest.raises(BadSignature):
        KEY.public.verify(message, Signature.from_text(forged))


def test_every_flipped_bit_of_a_signature_is_seen() -> None:
    good = KEY.sign(b"message", "comment").text.encode()
    first_line = good.index(b"\n")
    for bit in range(8 * len(good)):
        data = bytearray(good)
        data[bit // 8] ^= 1 << bit % 8
        try:
            signature = Signature.from_text(data.decode())
            KEY.public.verify(b"message", signature)
        except ValueError:
            continue
        # The first comment is nobody's word, in this format.
        assert bit // 8 < first_line


def test_a_signature_of_another_key_is_refused() -> None:
    signature = SecretKey(bytes(32)).sign(b"message", "comment")
    with pytest.raises(BadSignature):
        KEY.public.verify(b"message", signature)
    # Even under this key's number.
    posing = SecretKey(bytes(32), KEY.public.key_id).sign(b"message", "comment")
    with pytest.raises(BadSignature):
        KEY.public.verify(b"message", posing)


def test_the_form_that_signs_unhashed_messages_is_refused() -> None:
    old = SIGNATURE.replace("\nRURn", "\nRWRn")
    with pytest.raises(BadSignature, match="hashed"):
        Signature.from_text(old)


@pytest.mark.parametrize("text", ["", "one\ntwo\n", SIGNATURE[:-1], SIGNATURE + "\n", PUBLIC])
def test_what_is_no_signature_is_refused(text: str) -> None:
    with pytest.raises(BadSignature):
        Signature.from_text(text)


def test_a_comment_of_two_lines_is_refused() -> None:
    with pytest.raises(ValueError, match="printable"):
        KEY.sign(b"message", "one\ntwo")


def test_a_secret_key_comes_back_from_its_text() -> None:
    key = SecretKey.generate()
    again = SecretKey.from_text(key.to_text())
    assert again.public == key.public
    assert again.sign(b"m", "c") == key.sign(b"m", "c")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "RWQ",
        PUBLIC,
        SIGNATURE,
        SECRET.replace("RWQAAEIy", "RWRTY0Iy"),
        SECRET.replace("ZdY6fTV", "ZdY6fTW"),
        "a\nb\nc\n",
    ],
)
def test_what_is_no_secret_key_is_refused(text: str) -> None:
    with pytest.raises(UnusableKey):
        SecretKey.from_text(text)


@pytest.mark.parametrize(
    "text", ["", "RWQ", SECRET, PUBLIC.replace("RWRn", "RVRn"), PUBLIC.replace("fTV", "fT"), "é"]
)
def test_what_is_no_public_key_is_refused(text: str) -> None:
    with pytest.raises(UnusableKey):
        PublicKey.from_text(text)
