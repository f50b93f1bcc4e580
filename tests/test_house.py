# SPDX-License-Identifier: MulanPSL-2.0
"""The house keeps its own rules: sizes, floors, one SQLite, icons, glossary, no forgotten stubs."""

from __future__ import annotations

import ast
import importlib
import pkgutil
import re
import subprocess
import sys
from enum import StrEnum
from pathlib import Path

import pytest

import inspector_app.domain

ROOT = Path(__file__).resolve().parents[1]
CODE = sorted((ROOT / "inspector_app").rglob("*.py"))
OURS = [*CODE, *sorted((ROOT / "build").glob("*.py")), *sorted((ROOT / "tests").rglob("*.py"))]


def short(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def test_no_file_is_over_400_lines() -> None:
    long = {short(p): n for p in OURS if (n := len(p.read_text(encoding="utf-8").splitlines())) > 400}
    assert not long


def test_no_function_is_over_60_lines() -> None:
    long = []
    for path in CODE:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                length = (node.end_lineno or 0) - node.lineno + 1
                if length > 60:
                    long.append(f"{short(path)}:{node.name} {length}")
    assert not long


def test_every_file_has_licence_line_and_docstring() -> None:
    bare = [
        short(p)
        for p in OURS
        if not (text := p.read_text(encoding="utf-8")).startswith("# SPDX-License-Identifier: MulanPSL-2.0")
        or ast.get_docstring(ast.parse(text)) is None
    ]
    assert not bare


def test_import_contracts_hold() -> None:
    lint = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([str(lint), "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0, done.stdout[-4000:]


def test_only_the_driver_module_imports_sqlite() -> None:
    wanted = re.compile(r"^\s*(import|from) (sqlite3|pysqlite3|sqlcipher3|PySide6\.QtSql)\b", re.MULTILINE)
    found = [short(p) for p in CODE if wanted.search(p.read_text(encoding="utf-8"))]
    assert found == ["inspector_app/storage/driver.py"]


def test_nothing_replaces_rows_behind_the_journal() -> None:
    found = [short(p) for p in CODE if "INSERT OR REPLACE" in p.read_text(encoding="utf-8")]
    assert found == []


def test_no_forgotten_stub() -> None:
    wanted = re.compile(r"\b(TODO|FIXME|XXX)\b|raise NotImplementedError|except Exception:\s*pass")
    found = [short(p) for p in CODE if wanted.search(p.read_text(encoding="utf-8"))]
    assert not found


def domain_words() -> list[StrEnum]:
    words: list[StrEnum] = []
    for module in pkgutil.iter_modules(inspector_app.domain.__path__):
        if module.name == "problem_codes":
            continue
        loaded = importlib.import_module(f"inspector_app.domain.{module.name}")
        for value in vars(loaded).values():
            if isinstance(value, type) and issubclass(value, StrEnum) and value.__module__ == loaded.__name__:
                words.extend(value)
    return words


def test_glossary_holds_every_word_of_the_domain() -> None:
    text = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
    known = set(re.findall(r"\w+", text))
    assert len(domain_words()) > 50
    assert not {w.value for w in domain_words() if w.value not in known}


def test_icons_that_are_named_exist() -> None:
    have = {p.stem for p in (ROOT / "resources" / "icons").glob("*.svg")}
    named = set()
    for path in CODE:
        named |= set(re.findall(r"\bicon\(\s*\"([a-z-]+)\"", path.read_text(encoding="utf-8")))
    assert named <= have
    assert have


def test_fonts_stay_under_100_megabytes_and_have_their_licences() -> None:
    fonts = ROOT / "resources" / "fonts"
    assert sum(p.stat().st_size for p in fonts.rglob("*")) < 100_000_000
    listed = (fonts / "LICENSES.md").read_text(encoding="utf-8")
    for font in fonts.rglob("*.ttf"):
        assert font.name in listed


@pytest.mark.parametrize(
    "name", ["README.md", "README.zh-CN.md", "ARCHITECTURE.md", "docs/cli.md", "docs/form-format.md"]
)
def test_links_of_the_documents_lead_somewhere(name: str) -> None:
    path = ROOT / name
    links = re.findall(r"\]\(([^)#:]+)\)", path.read_text(encoding="utf-8"))
    assert not [link for link in links if not (path.parent / link).exists()]


def test_void_qt_calls_take_no_reference_of_none() -> None:
    """PySide6 6.12 on Python 3.11 drops one at each call, and the interpreter dies (docs/decisions/0003)."""
    from PySide6.QtCore import QObject

    thing = QObject()
    before = sys.getrefcount(None)
    for _ in range(20_000):
        thing.setObjectName("x")
    assert sys.getrefcount(None) > before - 1_000
