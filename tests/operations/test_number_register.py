# SPDX-License-Identifier: MulanPSL-2.0
"""The number register: every serial of a year, void ones and gaps with their reasons, on as many pages as needed."""

from __future__ import annotations

import dataclasses
from datetime import date

import pypdfium2
import pytest

from inspector_app.domain.change import Op
from inspector_app.domain.document import DocumentKind, OfficialDocument
from inspector_app.domain.problems import ProblemCode, Refused
from inspector_app.operations import documents, inspections, number_register, numbers
from inspector_app.storage import documents as stored
from inspector_app.workspace import Workspace
from tests.helpers.clock import Clock
from tests.helpers.makers import a_finding, a_unit, an_inspection

RECORD, ORDER = DocumentKind.INSPECTION_RECORD, DocumentKind.RECTIFICATION_ORDER


def pages_of(pdf: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(pdf)
    try:
        return ["".join(page.get_textpage().get_text_bounded().split()) for page in document]
    finally:
        document.close()


@pytest.fixture
def issued(unit: Workspace, clock: Clock) -> OfficialDocument:
    """A record, a void order and a valid one."""
    visit = an_inspection(unit)
    a_finding(unit, visit)
    clock.move(hours=2)
    inspections.finish_inspection(unit, visit.id)
    documents.issue_document(unit, visit.id, RECORD, reasons={"*": "测试"})
    wrong = documents.issue_document(unit, visit.id, ORDER, reasons={"*": "测试"}).value
    documents.void_document(unit, wrong.id, "整改期限写错")
    return documents.issue_document(unit, visit.id, ORDER, reasons={"*": "测试"}).value


def another(ws: Workspace, like: OfficialDocument, serial: int, on: date | None = None) -> None:
    """Keep one more document with a serial, without drawing it."""
    day = on or like.issued_on
    with ws.operation(Op.ISSUE_DOCUMENT) as step:
        number = f"（清河）应急责改〔{day.year}〕{serial}号"
        copy = dataclasses.replace(like, id=step.new_id(), serial=serial, number=number, year=day.year, issued_on=day)
        stored.put_document(step.db, copy)


def test_every_serial_is_listed_with_what_became_of_it(unit: Workspace, issued: OfficialDocument) -> None:
    for serial in (3, 6):
        another(unit, issued, serial)
    numbers.explain_gap(unit, "应急责改", 2026, 4, "电脑故障，用纸质文书")
    made = number_register.number_register(unit, 2026)
    assert (made.pages, made.documents, made.void, made.gaps, made.open_gaps) == (1, 5, 1, 2, 1)
    text = pages_of(made.pdf)[0]
    assert "清河县应急管理局文号登记簿2026年度" in text
    assert "应急检记：共1件，其中作废0件，空号0个；本机号段1至99999号" in text
    assert "应急责改：共4件，其中作废1件，空号2个" in text
    assert "1（清河）应急责改〔2026〕1号责令限期整改指令书2026-11-20清河县第1化工有限公司作废：整改期限写错" in text
    assert "4空号空号：电脑故障，用纸质文书" in text
    assert "5空号空号，原因尚未说明" in text
    assert text.index("〔2026〕3号") < text.index("4空号") < text.index("5空号") < text.index("〔2026〕6号")


def test_a_year_stands_by_itself(unit: Workspace, issued: OfficialDocument) -> None:
    another(unit, issued, 1, date(2027, 1, 4))
    made = number_register.number_register(unit, 2027)
    assert (made.documents, made.void, made.gaps) == (1, 0, 0)
    text = pages_of(made.pdf)[0]
    assert "〔2027〕1号" in text and "2026" not in text
    empty = number_register.number_register(unit, 2025)
    assert empty.documents == 0 and "本年度没有编号的文书。" in pages_of(empty.pdf)[0]


def test_long_registers_go_on_under_repeated_heads(unit: Workspace, issued: OfficialDocument) -> None:
    for serial in range(3, 60):
        another(unit, issued, serial)
    made = number_register.number_register(unit, 2026)
    pages = pages_of(made.pdf)
    assert len(pages) == made.pages > 2
    for n, text in enumerate(pages, start=1):
        assert f"第{n}页共{made.pages}页" in text
        assert "文书名称" in text, "the head is repeated"
    assert all("文号登记簿（续）" in text for text in pages[1:])
    assert sum(text.count("责令限期整改指令书") for text in pages) == 59


def test_the_register_of_a_demonstration_says_so_and_none_is_drawn_without_an_organ(ws: Workspace) -> None:
    with pytest.raises(Refused) as refused:
        number_register.number_register(ws, 2026)
    assert [p.code for p in refused.value.problems] == [ProblemCode.ORGAN_INCOMPLETE]
    a_unit(ws, is_demo=True)
    assert "演示数据" in pages_of(number_register.number_register(ws, 2026).pdf)[0]
