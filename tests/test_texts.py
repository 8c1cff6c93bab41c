"""Texts: French stands in the source inside `_()`, and no sentence escapes it."""

from __future__ import annotations

import ast
import re
import runpy
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "otdesk"
FRENCH = re.compile(r"[àâçéèêëîïôùûüœÀÂÇÉÈÊÎÔÙÛŒ’«»]")
TRANSLATORS = {"_", "ngettext"}

# Not texts of the program: data that is French by nature, each with its reason.
DATA = {
    "typography.py": "the words of the French calendar are French typography itself",
    "domain/search.py": "what people type",
    "domain/spoken_dates.py": "what people type",
    "domain/written_dates.py": "what spreadsheets write",
    "domain/vocabulary.py": "what spreadsheets write",
    "services/till/archive_files.py": "columns of an archive, compared byte by byte for ever",
}
FOLDERS = {"demo": "the reconstruction's own data: names, places, notes of one French office"}


def escaped(tree: ast.Module) -> Iterator[ast.Constant]:
    """Yield French string constants that no translator was given."""
    told = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in TRANSLATORS:
            told |= {id(part) for argument in node.args for part in ast.walk(argument)}
        if isinstance(
            node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef
        ) and ast.get_docstring(node, clean=False):
            first = node.body[0]
            told |= {id(part) for part in ast.walk(first)}
        # A bare string under an assignment is the doc of an attribute.
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            told.add(id(node.value))
    for node in ast.walk(tree):
        if not (isinstance(node, ast.Constant) and isinstance(node.value, str)):
            continue
        # Two words of letters and a blank between them: no pattern, no row of keys.
        words = re.findall(r"[^\W\d_]{2,}", node.value)
        sentence = len(words) > 1 and " " in node.value.strip()
        if id(node) not in told and sentence and FRENCH.search(node.value):
            yield node


SOURCES = [
    path
    for path in sorted(PACKAGE.rglob("*.py"))
    if path.relative_to(PACKAGE).as_posix() not in DATA
    and path.relative_to(PACKAGE).parts[0] not in FOLDERS
]


@pytest.mark.parametrize("path", SOURCES, ids=lambda p: p.relative_to(PACKAGE).as_posix())
def test_no_french_sentence_escapes_the_catalogue(path: Path) -> None:
    found = [f"{n.lineno}: {n.value!r}" for n in escaped(ast.parse(path.read_text("utf-8")))]
    assert found == []


def test_the_test_finds_a_text_that_escaped() -> None:
    tree = ast.parse('def f():\n    """Décrit « tout »."""\n    return "Rien n’a été changé."\n')
    assert [node.value for node in escaped(tree)] == ["Rien n’a été changé."]
    assert list(escaped(ast.parse('x = _("Rien n’a été changé.")'))) == []


def test_the_template_sees_texts_in_f_strings_and_both_forms_of_a_count() -> None:
    texts_in = runpy.run_path(str(ROOT / ".ci" / "texts.py"))["texts_in"]
    source = """f"{hour} {_('en cours')}"\n_(name)\nngettext("{} jour", "{} jours", count)\n"""
    assert sorted(texts_in(source), key=str) == [("{} jour", "{} jours"), "en cours"]
