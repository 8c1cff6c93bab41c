"""The import contract of pyproject.toml: it holds, and it can fail."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


@pytest.fixture
def copied_package(tmp_path: Path) -> Path:
    """Return a folder with a copy of the package and of the contract."""
    shutil.copytree(
        ROOT / "otdesk", tmp_path / "otdesk", ignore=shutil.ignore_patterns("__pycache__", "_data")
    )
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def lint_imports(folder: Path) -> tuple[int, str]:
    """Return the exit code and the report of the contract on the package in `folder`."""
    command = "import sys; from importlinter.cli import lint_imports_command as c; sys.exit(c())"
    done = subprocess.run(
        [sys.executable, "-c", command, "--no-cache"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        env={"PYTHONPATH": str(folder), "PATH": "", "COLUMNS": "200"},
    )
    return done.returncode, done.stdout + done.stderr


def add_module(folder: Path, name: str, source: str) -> None:
    """Write the module `name`, of an existing package or of a new one."""
    *packages, _ = name.split(".")
    place = folder
    for package in packages:
        place /= package
        place.mkdir(exist_ok=True)
        (place / "__init__.py").touch()
    (folder / (name.replace(".", "/") + ".py")).write_text(source, encoding="utf-8")


def test_the_package_keeps_its_import_contract(copied_package: Path) -> None:
    code, report = lint_imports(copied_package)
    assert code == 0, report


@pytest.mark.parametrize(
    ("module", "source", "broken"),
    [
        ("otdesk.store.probe", "import otdesk.services.target", "Layers import downward only"),
        ("otdesk.cli.probe", "import otdesk.ui.target", "Layers import downward only"),
        ("otdesk.clock", "import otdesk.domain.target", "What stands beside the layers"),
        ("otdesk.domain.probe", "import otdesk.paths", "The domain is pure"),
        ("otdesk.domain.probe", "import sqlalchemy", "The domain is pure"),
        ("otdesk.domain.probe", "import sqlite3", "The domain is pure"),
        ("otdesk.app", "def start():\n    import PySide6.QtCore", "Only ui imports PySide6"),
        ("otdesk.reports.probe", "import reportlab", "Only documents imports reportlab"),
        ("otdesk.services.probe", "import pypdfium2", "import pypdfium2"),
        ("otdesk.store.probe", "import alembic.op", "Only store.migration imports alembic"),
        ("otdesk.headquarters.probe", "import psycopg", "Only store.server imports psycopg"),
        ("otdesk.sync.probe", "import paramiko", "Only sync.mailbox imports fsspec"),
        ("otdesk.headquarters.probe", "def go():\n    import fsspec.core", "Only sync.mailbox"),
        ("otdesk.cli.probe", "import webdav4.client", "Only sync.mailbox imports fsspec"),
    ],
)
def test_a_forbidden_import_breaks_the_contract(
    copied_package: Path, module: str, source: str, broken: str
) -> None:
    for layer in ("domain", "services", "ui"):
        add_module(copied_package, f"otdesk.{layer}.target", "")
    add_module(copied_package, module, source)
    code, report = lint_imports(copied_package)
    assert code == 1, report
    assert any(broken in line and "BROKEN" in line for line in report.splitlines()), report


@pytest.mark.parametrize(
    ("module", "source"),
    [
        ("otdesk.ui.probe", "import PySide6.QtCore\nimport pypdfium2"),
        ("otdesk.documents.probe", "import reportlab\nimport pypdfium2"),
        ("otdesk.store.migration", "def upgrade():\n    import alembic.command"),
        ("otdesk.domain.probe", "import otdesk.errors\nimport otdesk.i18n"),
        ("otdesk.store.server.probe", "import psycopg"),
        ("otdesk.sync.mailbox.probe", "import fsspec.core\nimport paramiko\nimport webdav4.client"),
    ],
)
def test_an_allowed_import_keeps_the_contract(
    copied_package: Path, module: str, source: str
) -> None:
    add_module(copied_package, module, source)
    code, report = lint_imports(copied_package)
    assert code == 0, report


def test_a_package_outside_the_layers_breaks_the_contract(copied_package: Path) -> None:
    add_module(copied_package, "otdesk.helpers.text", "")
    code, report = lint_imports(copied_package)
    assert code == 1, report
    assert "otdesk.helpers" in report, report
