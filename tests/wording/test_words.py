# SPDX-License-Identifier: MulanPSL-2.0
"""Every word that people read has its English and its Chinese, and the compiled catalogue is current."""

from __future__ import annotations

import ast
import importlib
import importlib.util
import pkgutil
import re
import sys
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from types import ModuleType

import pytest

import inspector_app.domain
from inspector_app import wording
from inspector_app.domain.change import Op
from inspector_app.domain.finding import Grade
from inspector_app.domain.inspection import AnswerResult
from inspector_app.domain.problems import Problem, ProblemCode
from inspector_app.photos.faults import PhotoFault
from inspector_app.wording.problem_sentences import SENTENCES, SHORTER
from inspector_app.wording.values import FIELDS, KINDS, REASONS
from inspector_app.wording.words import WORDS

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "inspector_app"
LATIN = re.compile(r"[A-Za-z]{2,}")
# What stays Latin in Chinese sentences: formats, examples and units that people know by these names.
KEPT = re.compile(
    r"\{\w+\}|JPEG|PNG|WEBP|HEIC|HEIF|UTF-8|JSON|PDF|XLSX|CSV|CM-LIC-01|T09:05|https|MB|GB|DIR"
    "|GeoJSON|AJ1:|WGS-84|GCJ-02|CGCS2000|datum"
)


def load_tool() -> ModuleType:
    spec = importlib.util.spec_from_file_location("build_words", ROOT / "build" / "words.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["build_words"] = module  # dataclasses look their module up
    spec.loader.exec_module(module)
    return module


TOOL = load_tool()
MERGED = TOOL.merge()


@pytest.fixture(autouse=True)
def chinese() -> Iterator[None]:
    wording.set_language("zh_CN")
    yield
    wording.set_language("zh_CN")


def enums() -> list[type[StrEnum]]:
    found = []
    for module in pkgutil.iter_modules(inspector_app.domain.__path__):
        loaded = importlib.import_module(f"inspector_app.domain.{module.name}")
        found += [
            value
            for value in vars(loaded).values()
            if isinstance(value, type) and issubclass(value, StrEnum) and value.__module__ == loaded.__name__
        ]
    return [enum for enum in found if enum is not ProblemCode]


def test_translations_agree_and_fit_their_blanks() -> None:
    assert MERGED.faults == []


def test_every_used_word_has_chinese() -> None:
    missing = {text: place for text, place in TOOL.used_words().items() if text not in MERGED.words}
    assert missing == {}


def test_the_compiled_catalogue_is_current() -> None:
    assert TOOL.TARGET.read_bytes() == TOOL.compile_words(MERGED.words)


def test_every_tr_call_has_a_plain_text() -> None:
    odd = []
    for path in sorted(PACKAGE.rglob("*.py")):
        for call in TOOL.tr_calls(path):
            first = call.args[0] if call.args else None
            if not (isinstance(first, ast.Constant) and isinstance(first.value, str)):
                odd.append(f"{path.relative_to(ROOT)}:{call.lineno}")
    assert odd == []


def test_every_tr_call_fills_the_blanks_of_its_text() -> None:
    wrong = []
    for path in sorted(PACKAGE.rglob("*.py")):
        for call in TOOL.tr_calls(path):
            given = {keyword.arg for keyword in call.keywords}
            text = call.args[0].value if call.args and isinstance(call.args[0], ast.Constant) else ""
            if None not in given and TOOL.placeholders(text) != frozenset(given) and given:
                wrong.append(f"{path.relative_to(ROOT)}:{call.lineno} {text}")
    assert wrong == []


@pytest.mark.parametrize("code", ProblemCode)
def test_every_problem_has_a_sentence(code: ProblemCode) -> None:
    fields = dict.fromkeys(TOOL.placeholders(SENTENCES[code]), "7")
    said = wording.sentence(Problem(code=code, fields=fields))
    assert said != str(code) and "{" not in said and "…" not in said
    assert not LATIN.findall(KEPT.sub("", said)), said
    assert not LATIN.findall(KEPT.sub("", MERGED.words[SENTENCES[code]]))


@pytest.mark.parametrize("code", ProblemCode)
def test_a_sentence_forgives_missing_fields(code: ProblemCode) -> None:
    assert wording.sentence(Problem(code=code))


@pytest.mark.parametrize("code", SHORTER)
def test_an_empty_field_leaves_no_hole(code: ProblemCode) -> None:
    missing, _ = SHORTER[code]
    fields = dict.fromkeys(TOOL.placeholders(SENTENCES[code]), "7") | {missing: ""}
    said = wording.sentence(Problem(code=code, fields=fields))
    assert "（）" not in said and "  " not in said and "…" not in said


@pytest.mark.parametrize("enum", enums(), ids=lambda enum: enum.__name__)
def test_every_value_of_the_domain_has_a_word(enum: type[StrEnum]) -> None:
    for value in enum:
        assert value in WORDS[enum], value
        assert not LATIN.search(wording.word(value)), wording.word(value)


def test_equal_values_of_two_enums_have_their_own_words() -> None:
    assert wording.word(AnswerResult.NOT_APPLICABLE) == "不适用"
    assert wording.word(Grade.MAJOR) == "重大"
    assert wording.op_name(Op.ISSUE_DOCUMENT) == "签发文书"


@pytest.mark.parametrize("table", [FIELDS, KINDS, REASONS], ids=["fields", "kinds", "reasons"])
def test_words_inside_fields_have_chinese(table: dict[str, str]) -> None:
    for text in table.values():
        assert not LATIN.findall(KEPT.sub("", MERGED.words[text])), text


def test_every_photo_fault_is_a_known_reason() -> None:
    assert {fault.value for fault in PhotoFault} <= REASONS.keys()


def test_fields_of_a_problem_are_said_in_chinese() -> None:
    said = wording.sentence(Problem(code=ProblemCode.VALUE_MISSING, fields={"field": "$.findings[0].deadline"}))
    assert said == "缺少“整改期限”，请填写。"
    fields = {"path": "a.toml", "line": "3", "reason": "Cannot declare ('a', 'b') twice (at line 3, column 4)"}
    said = wording.sentence(Problem(code=ProblemCode.SYNTAX_WRONG, fields=fields))
    assert said == "“a.toml”第 3 行写法有误：同一个键出现两次。请更正后重试。"
    fields = {"act": "void_document"}
    assert "作废文书" in wording.sentence(Problem(code=ProblemCode.REASON_MISSING, fields=fields))
    fields = {"path": "a.jpg", "size": "41000000", "limit": "40000000"}
    assert "41.0 MB" in wording.sentence(Problem(code=ProblemCode.FILE_TOO_LARGE, fields=fields))


def test_braces_in_typed_text_stay_as_they_are() -> None:
    said = wording.sentence(Problem(code=ProblemCode.PACK_UNKNOWN, fields={"pack": "{x} {0} %s"}))
    assert "{x} {0} %s" in said


def test_english_is_spoken_on_wish_and_without_a_catalogue(tmp_path: Path) -> None:
    problem = Problem(code=ProblemCode.NO_PACK)
    wording.set_language("en")
    assert wording.sentence(problem) == "No checklist is chosen; choose at least one."
    wording.set_language("zh_CN")
    wording.load(tmp_path)
    try:
        assert wording.sentence(problem) == "No checklist is chosen; choose at least one."
        assert wording.tr("never translated {n}", n=1) == "never translated 1"
    finally:
        wording.load(ROOT / "resources" / "translations")
    assert wording.sentence(problem) == "尚未选择检查表，请至少选择一套。"


def test_a_broken_catalogue_is_no_reason_to_fail(tmp_path: Path) -> None:
    folder = tmp_path / "zh_CN" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "inspector_app.mo").write_bytes(b"\xde\x12\x04\x95" + bytes(40) + b"\xff" * 60)
    wording.load(tmp_path)
    try:
        assert wording.tr("Name")
    finally:
        wording.load(ROOT / "resources" / "translations")


def test_conflicting_translations_are_refused(tmp_path: Path) -> None:
    head = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n\n'
    (tmp_path / "a.po").write_text(head + 'msgid "Name {n}"\nmsgstr "名称 {n}"\n', encoding="utf-8")
    (tmp_path / "b.po").write_text(head + 'msgid "Name {n}"\nmsgstr "姓名 {n}"\n', encoding="utf-8")
    (tmp_path / "c.po").write_text(head + 'msgid "Sum {n}"\nmsgstr "合计"\n', encoding="utf-8")
    faults = TOOL.merge(tmp_path).faults
    assert len(faults) == 2 and "two translations" in faults[0] and "other blanks" in faults[1]
