# SPDX-License-Identifier: MulanPSL-2.0
"""Forms are data: the product's own are whole, and a faulty one is refused with all its faults."""

from __future__ import annotations

import hashlib
import re
import tomllib

import pytest

from inspector_app.documents import Form, FormMark, load_form, read_form, unverified_parts
from inspector_app.documents.form import BlockKind
from inspector_app.documents.form_schema import BLOCK_KEYS
from inspector_app.domain.document import DocumentKind
from inspector_app.domain.organ import EnforcementPower
from inspector_app.domain.problems import ProblemCode, Refused, Severity
from tests.documents.paper import ROOT

ORDER = (ROOT / "forms/rectification_order.toml").read_text(encoding="utf-8")
RECORD = (ROOT / "forms/inspection_record.toml").read_text(encoding="utf-8")


def faults(text: str) -> list[tuple[ProblemCode, str]]:
    with pytest.raises(Refused) as refused:
        read_form(text.encode(), "f.toml")
    return [(p.code, p.fields.get("field", "")) for p in refused.value.problems]


def test_the_product_forms_are_whole(forms: dict[DocumentKind, Form]) -> None:
    order, record = forms[DocumentKind.RECTIFICATION_ORDER], forms[DocumentKind.INSPECTION_RECORD]
    assert (order.number_word, record.number_word) == ("责改", "检记")
    assert order.copies == 2
    assert order.sha256 == hashlib.sha256(ORDER.encode()).hexdigest()
    for form in forms.values():
        assert EnforcementPower.NONE not in form.powers
        assert all(block.part.source for block in form.blocks)


def test_the_remedy_stands_in_the_order_only(forms: dict[DocumentKind, Form]) -> None:
    kinds = {kind: {b.kind for b in form.blocks} for kind, form in forms.items()}
    assert BlockKind.REMEDY in kinds[DocumentKind.RECTIFICATION_ORDER]
    assert BlockKind.REMEDY not in kinds[DocumentKind.INSPECTION_RECORD]
    assert "行政复议" not in RECORD
    assert "上级主管部门" not in ORDER


def test_parts_from_memory_are_flagged_and_read_parts_are_not(forms: dict[DocumentKind, Form]) -> None:
    order = forms[DocumentKind.RECTIFICATION_ORDER]
    problems = unverified_parts(order)
    names = {p.fields["part"] for p in problems}
    assert {"份数", "印章和成文日期", "页码"} <= names
    assert "责令整改的法律依据" not in names
    assert {p.code for p in problems} == {ProblemCode.FORM_UNVERIFIED}
    assert {p.severity for p in problems} == {Severity.WARN}
    marks = {part.name: part.mark for part in order.parts}
    assert marks["文号字"] is FormMark.V


def test_an_unknown_kind_is_refused(tmp_path) -> None:
    with pytest.raises(Refused) as refused:
        load_form(tmp_path, DocumentKind.RECTIFICATION_ORDER)
    assert refused.value.problems[0].code is ProblemCode.FORM_UNKNOWN


@pytest.mark.parametrize("data", [b"a = ", b"\xff\xfe", b"x" * 600_000, b"a = [" + b"[" * 5000])
def test_a_file_that_is_no_form_is_refused(data: bytes) -> None:
    with pytest.raises(Refused) as refused:
        read_form(data, "f.toml")
    assert refused.value.problems[0].code is ProblemCode.FORM_FAULTY


def test_an_empty_form_names_every_missing_key() -> None:
    found = faults("")
    assert {"id", "version", "kind", "class", "title", "words.date", "layout.body_sizes", "blocks"} <= {
        w for _, w in found
    }


def test_all_faults_are_found_at_once() -> None:
    text = (
        ORDER.replace("{review_organ}", "{review_organs}")
        .replace('mark = "FM"', 'mark = "maybe"', 1)
        .replace("copies = 2", 'copies = "two"')
        .replace("label_width = 34", "label_width = 34\ncolour = 3")
        .replace("body_sizes = [14, 12]", "body_sizes = [14, 8]")
        .replace("（以下空白）", "（以下\u202e空白）", 1)
        .replace('style = "note"', 'style = "loud"')
        .replace('who = "date"', 'who = "judge"')
        .replace('  "number", "organ",', '  "number", "organn",')
        .replace("width = 54", "width = 154")
        .replace("第{items}项问题立即整改", "第{items项问题立即整改")
    )
    found = faults(text)
    codes = {code for code, _ in found}
    places = {place for _, place in found}
    assert ProblemCode.FORM_SLOT_UNKNOWN in codes
    assert ProblemCode.FORM_SLOT_MISSING in codes
    assert ProblemCode.FORM_FIELD_UNKNOWN in codes
    for expected in ("parts.page_note.mark", "copies", "layout.body_sizes", "required", "remedy.text"):
        assert expected in places
    for pattern in (r"label|colour", r"end_row", r"style", r"who", r"columns", r"immediate"):
        assert any(re.search(pattern, place) for place in places), pattern


def test_an_order_without_remedy_and_a_record_with_one_are_faulty() -> None:
    blocks = ORDER.split("[[blocks]]")
    without = "[[blocks]]".join(b for b in blocks if 'kind = "remedy"' not in b)
    assert (ProblemCode.FORM_REMEDY_MISSING, "blocks") in faults(without)
    remedy = next(b for b in blocks if 'kind = "remedy"' in b)
    assert (ProblemCode.FORM_REMEDY_NOT_ALLOWED, "blocks") in faults(RECORD + "\n[[blocks]]" + remedy)


def test_the_format_paper_shows_a_form_that_can_be_read_and_names_every_key() -> None:
    paper = (ROOT / "docs/form-format.md").read_text(encoding="utf-8")
    example = re.search(r"```toml\n(.*?)```", paper, re.S)
    assert example is not None
    form = read_form(example[1].encode(), "example.toml")
    assert form.id == "example"
    assert tomllib.loads(example[1])["blocks"]
    for kind, keys in BLOCK_KEYS.items():
        assert f"`{kind}`" in paper
        for key in keys:
            assert f"`{key.name}`" in paper
