"""Qt's own dialogs speak French to the last word."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QTreeView
from pytestqt.qtbot import QtBot

from otdesk.ui.application import speak_french
from otdesk.ui.qt_words import QtWords


@pytest.fixture
def french(qapp: QApplication) -> Iterator[None]:
    catalogue = speak_french(qapp)
    yield
    for translator in (catalogue, *qapp.findChildren(QtWords)):
        qapp.removeTranslator(translator)


@pytest.mark.usefixtures("french")
@pytest.mark.qt_log_ignore("This plugin does not support")
def test_the_folder_dialog_has_no_english_word(qtbot: QtBot, tmp_path: Path) -> None:
    (tmp_path / "exports").mkdir()
    dialog = QFileDialog(None, "", str(tmp_path))
    dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
    qtbot.addWidget(dialog)
    dialog.show()
    labels = [label.text().replace("\u00a0", " ") for label in dialog.findChildren(QLabel)]
    assert labels == ["&Dossier :", "&Nom de fichier :", "&Type de fichier :"]
    tree = dialog.findChild(QTreeView)
    assert tree is not None

    def kinds() -> list[object]:
        model, root = tree.model(), tree.rootIndex()
        return [model.index(row, 2, root).data() for row in range(model.rowCount(root))]

    qtbot.waitUntil(lambda: kinds() == ["Dossier"])


@pytest.mark.usefixtures("french")
def test_what_the_catalogue_knows_is_left_to_it() -> None:
    assert QCoreApplication.translate("QPlatformTheme", "Cancel") == "Annuler"
    assert QCoreApplication.translate("otdesk", "no such words") == "no such words"
