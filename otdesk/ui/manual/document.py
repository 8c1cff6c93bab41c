"""A page of Markdown as a document in the theme's type and colours."""

from __future__ import annotations

import re
from collections.abc import Iterator

from PySide6.QtGui import (
    QBrush,
    QColor,
    QFont,
    QTextBlock,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFrameFormat,
    QTextLength,
    QTextOption,
    QTextTable,
    QTextTableFormat,
)

from otdesk import typography
from otdesk.ui.manual.pages import ManualPage
from otdesk.ui.theme.apply import Theme
from otdesk.ui.theme.fonts import SEMIBOLD, TABULAR_FAMILY
from otdesk.ui.theme.scale import LEAD, NOTE, SMALL

_TITLE = 1.9
_STEPS = {1: _TITLE, 2: LEAD, 3: 1.1}
_LINE_HEIGHT = 142.0
_CODE = re.compile("`([^`\n]+)`")


def document_of(page: ManualPage, theme: Theme) -> QTextDocument:
    """Return the page, dressed. Inline code is a key or a word to type: it stands out as one."""
    document = QTextDocument()
    document.setDefaultFont(theme.font())
    document.setDocumentMargin(theme.scale.space(22))
    # A path or a line of a file has no space to break at.
    wrapping = QTextOption()
    wrapping.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    document.setDefaultTextOption(wrapping)
    document.setMarkdown(_with_room(page.text), QTextDocument.MarkdownFeature.MarkdownDialectGitHub)
    for table in _tables(document):
        _dress_table(table, theme)
    for block in list(_blocks(document)):
        _dress_block(block, theme)
    return document


def _with_room(text: str) -> str:
    """Return the Markdown with a thin space inside each key, so that its ground is no tight box."""
    parts = text.split("```")
    parts[::2] = [_CODE.sub(f"`{typography.THIN}\\1{typography.THIN}`", p) for p in parts[::2]]
    return "```".join(parts)


def _blocks(document: QTextDocument) -> Iterator[QTextBlock]:
    block = document.begin()
    while block.isValid():
        yield block
        block = block.next()


def _tables(document: QTextDocument) -> list[QTextTable]:
    frames = document.rootFrame().childFrames()
    return [frame for frame in frames if isinstance(frame, QTextTable)]


def _dress_table(table: QTextTable, theme: Theme) -> None:
    palette, scale = theme.palette, theme.scale
    form = QTextTableFormat(table.format())
    form.setBorderStyle(QTextFrameFormat.BorderStyle.BorderStyle_Solid)
    form.setBorder(1)
    form.setBorderCollapse(True)
    form.setBorderBrush(QBrush(QColor(palette.line)))
    form.setCellPadding(scale.space(6))
    form.setCellSpacing(0)
    form.setTopMargin(scale.space(6))
    form.setBottomMargin(scale.space(12))
    form.setWidth(QTextLength(QTextLength.Type.PercentageLength, 100))
    share = 34 if table.columns() == 2 else 100 // max(1, table.columns())
    lengths = [QTextLength(QTextLength.Type.PercentageLength, share)]
    rest = (100 - share) // max(1, table.columns() - 1)
    lengths += [QTextLength(QTextLength.Type.PercentageLength, rest)] * (table.columns() - 1)
    form.setColumnWidthConstraints(lengths)
    table.setFormat(form)
    for column in range(table.columns()):
        cell = table.cellAt(0, column)
        head = QTextCharFormat(cell.format())
        head.setBackground(QBrush(QColor(palette.sunken)))
        cell.setFormat(head.toTableCellFormat())


def _dress_block(block: QTextBlock, theme: Theme) -> None:
    level = block.blockFormat().headingLevel()
    cursor = QTextCursor(block)
    in_table = cursor.currentTable() is not None
    form = QTextBlockFormat()
    kind = QTextBlockFormat.LineHeightTypes.ProportionalHeight.value
    form.setLineHeight(118.0 if level or in_table else _LINE_HEIGHT, kind)
    space = theme.scale.space
    if level:
        form.setTopMargin(space(4) if level == 1 else space(20))
        form.setBottomMargin(space(6))
    elif in_table:
        form.setTopMargin(0)
        form.setBottomMargin(0)
    elif block.blockFormat().nonBreakableLines():
        # A line of a command or a file: it goes on below, set in, rather than out of sight.
        form.setNonBreakableLines(False)
        form.setLeftMargin(theme.scale.em())
        form.setTextIndent(-theme.scale.em())
        form.setBottomMargin(space(2))
    else:
        form.setTopMargin(0)
        form.setBottomMargin(space(4) if block.textList() is not None else space(9))
    cursor.mergeBlockFormat(form)
    for start, length, char in _fragments(block):
        cursor.setPosition(start)
        cursor.setPosition(start + length, QTextCursor.MoveMode.KeepAnchor)
        cursor.setCharFormat(_dressed(char, level, theme))


def _fragments(block: QTextBlock) -> list[tuple[int, int, QTextCharFormat]]:
    """Return the runs of one format; read whole first, since changing one moves the others."""
    found = []
    iterator = block.begin()
    while not iterator.atEnd():
        fragment = iterator.fragment()
        if fragment.isValid():
            found.append((fragment.position(), fragment.length(), fragment.charFormat()))
        iterator += 1
    return found


def _dressed(char: QTextCharFormat, level: int, theme: Theme) -> QTextCharFormat:
    palette = theme.palette
    made = QTextCharFormat()
    made.setFontFamilies([TABULAR_FAMILY])
    made.setFontPointSize(theme.scale.points(_STEPS.get(level, 1.0)))
    made.setForeground(QBrush(QColor(palette.ink)))
    bold = level > 0 or char.fontWeight() > QFont.Weight.Medium
    made.setFontWeight(SEMIBOLD if bold else QFont.Weight.Normal)
    made.setFontItalic(char.fontItalic())
    if level == 1:
        made.setForeground(QBrush(QColor(palette.origin.ink)))
    if char.fontFixedPitch():
        made.setFontWeight(SEMIBOLD)
        made.setFontPointSize(theme.scale.points(SMALL if not level else NOTE))
        made.setForeground(QBrush(QColor(palette.origin.ink)))
        made.setBackground(QBrush(QColor(palette.origin.soft)))
    if char.isAnchor():
        made.setAnchor(True)
        made.setAnchorHref(char.anchorHref())
        made.setForeground(QBrush(QColor(palette.focus)))
        made.setFontUnderline(True)
    return made
