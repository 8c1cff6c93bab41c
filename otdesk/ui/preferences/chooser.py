"""The system's own pickers of folders and files, behind one name that a test can replace."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QWidget

Pick = Callable[[QWidget, str], Path | None]
"""Asks for a path under a title; None where nobody chose."""


def pick_folder(parent: QWidget, title: str) -> Path | None:
    """Ask for a folder."""
    chosen = QFileDialog.getExistingDirectory(parent, title)
    return Path(chosen) if chosen else None


def pick_table(parent: QWidget, title: str) -> Path | None:
    """Ask for a CSV file."""
    chosen, _filter = QFileDialog.getOpenFileName(parent, title, "", "CSV (*.csv);;* (*)")
    return Path(chosen) if chosen else None


def pick_text_to_write(parent: QWidget, title: str) -> Path | None:
    """Ask where to write a CSV file."""
    chosen, _filter = QFileDialog.getSaveFileName(parent, title, "", "CSV (*.csv)")
    return Path(chosen) if chosen else None


def show_folder(folder: Path) -> None:
    """Open a folder in the system's file manager."""
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))
