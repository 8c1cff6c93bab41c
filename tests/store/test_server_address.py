"""Which server's database a folder names, and where the password goes."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from otdesk.errors import DataFault
from otdesk.store.faults import BrokenDatabase
from otdesk.store.server import address as addresses
from otdesk.store.server.address import Address


def test_the_password_never_stands_in_the_data_folder(tmp_path: Path) -> None:
    url, password = addresses.parse(
        "postgresql://otdesk:p%3Aq%5Cr@siege.fr/r%C3%A9seau?sslmode=require"
    )
    assert password == "p:q\\r"
    address = Address(url, tmp_path / "state" / "pgpass")
    with addresses.keeping(address, password):
        pass
    addresses.write(tmp_path / "database.toml", address)
    text = (tmp_path / "database.toml").read_text("utf-8")
    assert "p:q" not in text
    assert "%3A" not in text
    assert "sslmode=require" in text
    kept = tmp_path / "state" / "pgpass"
    assert kept.read_text("utf-8") == "siege.fr:5432:réseau:otdesk:p\\:q\\\\r\n"
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    again = addresses.read(tmp_path / "database.toml", tmp_path)
    assert again.url == url


def test_a_password_of_a_failure_leaves_what_was_kept_before(tmp_path: Path) -> None:
    file = tmp_path / "pgpass"
    one, other = (Address(addresses.parse(f"postgresql://a@h/{name}")[0], file) for name in "xy")
    with addresses.keeping(one, "first"):
        pass
    for address in (one, other):
        with pytest.raises(OSError, match="cut"), addresses.keeping(address, "wrong"):
            raise OSError("cut")
    assert file.read_text("utf-8") == "h:5432:x:a:first\n"
    with addresses.keeping(one, "second"), addresses.keeping(other, "third"):
        pass
    assert file.read_text("utf-8") == "h:5432:x:a:second\nh:5432:y:a:third\n"


def test_a_password_among_the_options_is_taken_out_as_well() -> None:
    url, password = addresses.parse("postgresql://a@/b?host=/run/pg&password=secret")
    assert password == "secret"
    assert "secret" not in Address(url).text
    assert url.query == {"host": "/run/pg"}


@pytest.mark.parametrize(
    "text", ["", "siege", "mysql://a@b/c", "postgresql://a@b", "postgresql+asyncpg://a@b/c"]
)
def test_another_address_is_refused(text: str) -> None:
    with pytest.raises(DataFault, match="n’est pas l’adresse"):
        addresses.parse(text)


@pytest.mark.parametrize("content", ["", "[database]\n", "[database]\nurl = 3\n", "\x00"])
def test_a_file_that_names_no_database_is_broken(tmp_path: Path, content: str) -> None:
    path = tmp_path / "database.toml"
    path.write_text(content, "utf-8")
    with pytest.raises(BrokenDatabase, match="sans adresse"):
        addresses.read(path, None)
