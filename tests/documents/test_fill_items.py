# SPDX-License-Identifier: MulanPSL-2.0
"""Items in the record: values, facts, places, and the working of calculations below their list."""

from __future__ import annotations

from dataclasses import replace

from inspector_app.documents import Form, fill
from inspector_app.documents.blocks import DocumentContent, Paragraph, Table
from inspector_app.domain.document import CheckedItem, CheckedPlace, DocumentKind
from inspector_app.domain.inspection import AnswerResult
from tests.documents.paper import make_facts

Forms = dict[DocumentKind, Form]
R = AnswerResult


def an_item(code: str, result: AnswerResult, **more: object) -> CheckedItem:
    return CheckedItem(code=code, section="现场", check=f"{code}查什么", result=result, **more)  # type: ignore[arg-type]


def filled(forms: Forms, *items: CheckedItem, form: Form | None = None) -> DocumentContent:
    form = form or forms[DocumentKind.INSPECTION_RECORD]
    return fill(form, make_facts("inspection_record", 1, items=items))


def paragraphs(content: DocumentContent, part: str) -> list[str]:
    return [b.text for b in content.blocks if isinstance(b, Paragraph) and b.part == part]


def test_facts_stand_with_their_value_and_are_not_counted_as_compliant(forms: Forms) -> None:
    content = filled(
        forms,
        an_item("A-1", R.RECORDED, value="36.5℃"),
        an_item("A-2", R.RECORDED, value="{court} <b>", remark="现场读数"),
        an_item("A-3", R.RECORDED),
    )
    assert paragraphs(content, "记录事实的项目") == [
        "记录事实的项目（3项）：",
        "现场：A-1查什么：36.5℃；A-2查什么：{court} <b>（现场读数）；A-3查什么：/。",
    ]
    assert paragraphs(content, "检查项目结果") == [
        "检查项目结果：符合0项，不符合0项，不适用0项，未检查0项。未检查的项目不作判断。"
    ]


def test_values_and_places_are_said_with_the_remark(forms: Forms) -> None:
    places = (
        CheckedPlace(place="东门", result=R.NONCOMPLIANT, value="0.3 MPa", remark="过低"),
        CheckedPlace(place="西门", result=R.COMPLIANT),
        CheckedPlace(place="北门", result=R.RECORDED, value="12"),
    )
    content = filled(
        forms,
        an_item("A-1", R.NONCOMPLIANT, value="2处", places=places, remark="已拍照"),
        an_item("A-2", R.COMPLIANT, value="12"),
        an_item("A-3", R.COMPLIANT),
    )
    table = next(b for b in content.blocks if isinstance(b, Table) and b.part == "不符合的项目")
    assert table.rows[0][3].text == "2处；东门：不符合、0.3 MPa、过低；西门：符合；北门：12；已拍照"
    assert paragraphs(content, "符合的项目")[1] == "现场：A-2 A-2查什么（12）；A-3 A-3查什么。"


def test_parts_of_a_repeat_stand_entry_by_entry(forms: Forms) -> None:
    places = tuple(CheckedPlace(place=str(n), result=R.RECORDED, value=f"值{n}") for n in (1, 2))
    content = filled(forms, an_item("A-1", R.RECORDED, places=places))
    assert paragraphs(content, "记录事实的项目")[1] == "现场：A-1查什么：1：值1；2：值2。"


def test_the_working_follows_its_list_a_step_a_line(forms: Forms) -> None:
    lines = ("计算", "第一步 <b>&amp;</b>", "第二步")
    content = filled(
        forms,
        an_item("A-1", R.NONCOMPLIANT, value="结果", lines=lines),
        an_item("A-2", R.COMPLIANT, value="好", lines=lines[:1]),
        an_item("A-3", R.NOT_CHECKED, value="只算过", lines=lines),
    )
    assert paragraphs(content, "不符合的项目") == ["A-1 计算", "第一步 <b>&amp;</b>", "第二步"]
    assert paragraphs(content, "符合的项目")[-1] == "A-2 计算"
    assert paragraphs(content, "未检查的项目")[1:] == ["A-3（只算过）。", "A-3 计算", "第一步 <b>&amp;</b>", "第二步"]
    order = [b.part for b in content.blocks]
    assert order.index("不符合的项目") < order.index("符合的项目")


def test_a_form_that_names_the_value_itself_does_not_say_it_twice(forms: Forms) -> None:
    form = forms[DocumentKind.INSPECTION_RECORD]
    blocks = []
    for block in form.blocks:
        columns = tuple(replace(c, text="{value}｜{remark}") if c.text == "{remark}" else c for c in block.columns)
        blocks.append(replace(block, columns=columns))
    own = replace(form, blocks=tuple(blocks))
    content = filled(forms, an_item("A-1", R.NONCOMPLIANT, value="3", remark="注"), form=own)
    table = next(b for b in content.blocks if isinstance(b, Table) and b.part == "不符合的项目")
    assert table.rows[0][3].text == "3｜注"
