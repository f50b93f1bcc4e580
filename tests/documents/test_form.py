# SPDX-License-Identifier: MulanPSL-2.0
"""Forms are data: the product's own are whole, and a faulty one is refused with all its faults."""

from __future__ import annotations

import hashlib
import json
import re
import tomllib
from copy import deepcopy
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inspector_app.documents import Form, FormMark, default_values, fill, load_form, read_form, unverified_parts
from inspector_app.documents.form import BlockKind
from inspector_app.documents.form_reader import LARGEST_FILE
from inspector_app.documents.form_schema import BLOCK_KEYS
from inspector_app.domain.document import DocumentKind
from inspector_app.domain.document_fields import FieldType
from inspector_app.domain.organ import EnforcementPower
from inspector_app.domain.problems import ProblemCode, Refused, Severity
from tests.documents.everything import FILE, every_fact
from tests.documents.paper import ROOT

ORDER = (ROOT / "forms/rectification_order.toml").read_text(encoding="utf-8")
RECORD = (ROOT / "forms/inspection_record.toml").read_text(encoding="utf-8")
COMMON = (ROOT / "forms/common.toml").read_bytes()
EVERYTHING = FILE.read_text(encoding="utf-8")


def faults(text: str) -> list[tuple[ProblemCode, str]]:
    with pytest.raises(Refused) as refused:
        read_form(text.encode(), "f.toml", COMMON)
    return [(p.code, p.fields.get("field", "")) for p in refused.value.problems]


def test_the_product_forms_are_whole(forms: dict[DocumentKind, Form]) -> None:
    order, record = forms[DocumentKind.RECTIFICATION_ORDER], forms[DocumentKind.INSPECTION_RECORD]
    assert (order.number_word, record.number_word) == ("责改", "检记")
    assert order.copies == 2
    assert order.sha256 == hashlib.sha256(ORDER.encode() + b"\n" + COMMON).hexdigest()
    for form in (order, record):
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
    wanted = ProblemCode.FILE_TOO_LARGE if len(data) > LARGEST_FILE else ProblemCode.FORM_FAULTY
    assert refused.value.problems[0].code is wanted


def test_an_empty_form_names_every_missing_key() -> None:
    found = faults("")
    assert {"id", "version", "kind", "class", "title", "powers", "layout.body_sizes", "blocks"} <= {w for _, w in found}


def test_all_faults_are_found_at_once() -> None:
    text = (
        ORDER.replace('text = "{remedy}"', 'text = "{review_organs}"')
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
    form = read_form(example[1].encode(), "example.toml", COMMON)
    assert form.id == "example"
    assert tomllib.loads(example[1])["blocks"]
    for kind, keys in BLOCK_KEYS.items():
        assert f"`{kind}`" in paper
        for key in keys:
            assert f"`{key.name}`" in paper


def test_words_come_from_the_form_itself_else_from_the_common_ones() -> None:
    own = ORDER.replace("[words]\n", '[words]\nnone = "（无）"\n')
    form = read_form(own.encode(), "f.toml", COMMON)
    assert (form.words["none"], form.words["join"]) == ("（无）", "、")
    assert form.foot[0] == "执法人员（签名）："
    with pytest.raises(Refused) as refused:
        read_form(ORDER.encode(), "f.toml", COMMON.replace("{hour}时".encode(), b"{hours}") + b'\nodd = "1"\n')
    found = {(p.code, p.where) for p in refused.value.problems}
    assert (ProblemCode.FORM_SLOT_UNKNOWN, "common.toml:words.time") in found
    assert (ProblemCode.FORM_FIELD_UNKNOWN, "common.toml:words.odd") in found


def test_a_folder_without_common_words_takes_those_of_the_program(tmp_path) -> None:
    kind = DocumentKind.INSPECTION_RECORD
    (tmp_path / f"{kind}.toml").write_text(RECORD, encoding="utf-8")
    assert load_form(tmp_path, kind, ROOT / "forms") == load_form(ROOT / "forms", kind)
    with pytest.raises(Refused) as refused:
        load_form(tmp_path, kind)
    assert "words.date" in {p.fields["field"] for p in refused.value.problems}
    (tmp_path / "common.toml").write_bytes(COMMON.replace("（待填写）".encode(), "（待填）".encode()))
    assert load_form(tmp_path, kind, ROOT / "forms").words["pending"] == "（待填）"


@pytest.mark.parametrize(
    ("was", "now", "place"),
    [
        ('name = "cause"', 'name = "Cause1"', "fields[1].name"),
        ('name = "reason"', 'name = "cause"', "fields[2].name"),
        ('name = "pieces"', 'name = "fine_capital"', "fields[6].name"),
        ('type = "long"\nrequired', 'type = "story"\nrequired', "fields[2].type"),
        ('default = "{unit}涉嫌违法"', 'default = "{f_reason}"', "fields[1].default"),
        ('default = "{issued_on}"', 'default = "明天"', "fields[3].default"),
        ('default = "{started_at}"', 'default = "{issued_on}"', "fields[4].default"),
        ('default = "seal"', 'default = "burn"', "fields[7].default"),
        ('default = "report,two_officers"', 'default = "report,two"', "fields[8].default"),
        ('word = "seize"', 'word = "seal"', "fields[7].choices"),
        ('{ name = "spec",', '{ name = "name",', "fields[10].columns[2].name"),
        ('label = "价值", type = "money"', 'label = "价值", type = "rows"', "fields[10].columns[5].type"),
        ('when_field = "fine"', 'when_field = "fines"', "blocks[2].rows[4].when_field"),
        ('when_no_field = "fine"', 'when_no_field = "fines"', "blocks[2].rows[5].when_no_field"),
        ("measure=seize", "measure=burn", "blocks[2].rows[6].when_word"),
        ("steps=heard", "steps", "blocks[2].rows[7].when_word"),
        ('field = "measure"\ncaption', 'field = "goods"\ncaption', "blocks[4].field"),
        ('field = "goods"', 'field = "measure"', "blocks[7].field"),
        ('text = "{spec}"', 'text = "{specs}"', "blocks[7].columns[3].text"),
        ("least_rows = 6", "least_rows = 60", "blocks[7].least_rows"),
        ("答：{answer}", "答：{answers}", "blocks[8].text"),
        ("{verdict}。", "{verdicts}。", "blocks[9].columns[4].text"),
        ("{f_fine_capital}", "{f_cause_capital}", "blocks[2].rows[4].cells[1].value"),
        ("第{serial}号", "第号", "number_pattern"),
        ("〔{year}〕第", "〔{year}〕{year}第", "number_pattern"),
        ('sectors = ["emergency", ', 'sectors = ["fire", ', "sectors"),
        ("height = 16", "height = 1", "blocks[3].rows[3].height"),
        ('{ title = "身份", width = 58 }, ', "", "blocks[12].columns"),
        ("order_basis = ", "order_bases = ", "words.order_basis"),
        ('short_title = "决定书"\n', "", "short_title"),
        ('style = "cut"', 'style = "tear"', "blocks[14].style"),
        ("per_line = true", 'per_line = "yes"', "blocks[5].per_line"),
        ('text = "{remedy}"', 'text = "可以申请复议。"', "remedy.text"),
    ],
)
def test_each_fault_of_the_second_edition_is_named_at_its_place(was: str, now: str, place: str) -> None:
    assert EVERYTHING.count(was) >= 1, was
    assert place in {where for _, where in faults(EVERYTHING.replace(was, now, 1))}


def test_who_must_sign_is_a_matter_of_the_class() -> None:
    blocks = EVERYTHING.split("[[blocks]]")
    plain = "[[blocks]]".join(b for b in blocks if 'kind = "remedy"' not in b)
    unsigned = "[[blocks]]".join(b for b in plain.split("[[blocks]]") if 'kind = "signatures"' not in b)
    sealed = unsigned.replace('class = "order"', 'class = "notice"')
    internal = unsigned.replace('class = "order"', 'class = "internal"')
    for good in (sealed, internal, unsigned.replace('class = "order"', 'class = "record"\nsignatures = false')):
        assert read_form(good.encode(), "f.toml", COMMON)
    bare = "[[blocks]]".join(b for b in sealed.split("[[blocks]]") if 'kind = "seal"' not in b)
    for bad in (unsigned.replace('class = "order"', 'class = "record"'), bare):
        assert (ProblemCode.FORM_FIELD_MISSING, "blocks.signatures") in faults(bad)
    for other in ("notice", "record", "internal"):
        found = faults(EVERYTHING.replace('class = "order"', f'class = "{other}"'))
        assert (ProblemCode.FORM_REMEDY_NOT_ALLOWED, "blocks") in found


def test_the_test_form_uses_every_field_type_and_every_new_block() -> None:
    form = read_form(EVERYTHING.encode(), "f.toml", COMMON)
    assert {spec.type for spec in form.fields} == set(FieldType)
    new = {BlockKind.ROWS, BlockKind.ROW_TEXTS, BlockKind.CHOICES, BlockKind.VERDICTS, BlockKind.OPINIONS}
    assert new <= {block.kind for block in form.blocks}
    assert "理由" in {p.fields["part"] for p in unverified_parts(form)}  # a field from memory is 待核 too


def dumped(value: object) -> str:
    """Write a value as TOML."""
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{json.dumps(key)} = {dumped(inner)}" for key, inner in value.items()) + " }"
    if isinstance(value, list):
        return "[" + ", ".join(map(dumped, value)) + "]"
    return json.dumps(value, ensure_ascii=False)


def places_in(value: object) -> list[tuple[object, object]]:
    """Give every container with each of its keys."""
    keys = list(value) if isinstance(value, dict) else list(range(len(value))) if isinstance(value, list) else []
    return [(value, key) for key in keys] + [place for key in keys for place in places_in(value[key])]  # type: ignore[index]


ODD = ("", "?", "{", 0, -1, 10**30, 1.5, True, [], [[]], [{}], {}, {"a": {"b": [1]}}, ["?"], [{"name": 3}])


@given(st.data())
@settings(max_examples=250, deadline=None)
def test_any_wrong_value_is_named_and_never_breaks_the_reader(data: st.DataObject) -> None:
    values = tomllib.loads(EVERYTHING)
    for _ in range(data.draw(st.integers(1, 3))):
        container, key = data.draw(st.sampled_from(places_in(values)))
        if data.draw(st.booleans()):
            container[key] = deepcopy(data.draw(st.sampled_from(ODD)))  # type: ignore[index]
        else:
            del container[key]  # type: ignore[attr-defined]
    text = "\n".join(f"{json.dumps(key)} = {dumped(value)}" for key, value in values.items())
    try:
        form = read_form(text.encode(), "f.toml", COMMON)
    except Refused as refused:
        assert refused.problems
        assert all(p.code.startswith("form_") for p in refused.problems)
        return
    facts = every_fact()
    if form.kind is facts.kind and facts.organ.enforcement_power in form.powers and facts.organ.sector in form.sectors:
        fill(form, replace(facts, is_draft=True))
        default_values(form, facts)
