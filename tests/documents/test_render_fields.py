# SPDX-License-Identifier: MulanPSL-2.0
"""The blocks of the second edition on paper: hostile values, long lists, what stays together, boxes and ticks."""

from __future__ import annotations

import itertools
import re
import zlib
from dataclasses import replace

import pypdfium2
import pypdfium2.raw
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inspector_app.documents import FontSet, fill, missing_glyphs, render
from inspector_app.documents.blocks import Choices, Opinion, Opinions, Paragraph
from inspector_app.documents.boxes import ChoicesPiece, choices_piece, cut_piece, opinions_piece
from inspector_app.documents.fonts import Role
from inspector_app.documents.layout import pieces_of
from inspector_app.documents.measures import BOTTOM, LEFT, MM, PAGE_HEIGHT, PAGE_WIDTH, RIGHT, TEXT_HEIGHT, TOP, Scale
from inspector_app.documents.pages import paginate
from inspector_app.documents.pieces import Group
from inspector_app.documents.tables import StruckRows, TablePiece
from inspector_app.domain.document_fields import FieldValues
from inspector_app.domain.problems import ProblemCode
from tests.documents.everything import FIELDS, every_fact, everything
from tests.documents.paper import ROOT, page_texts, squeezed

FONTS = FontSet(ROOT / "resources/fonts")
FORM = everything()
HOSTILE = "{organ} {f_cause} %s {} {0} <b>10<x and y>20</b> &amp; \\n \\101 (a)) ${x}"


def printed(fields: FieldValues = FIELDS, **changes: object) -> bytes:
    return render(FORM, fill(FORM, every_fact(fields, **changes)), {}, FONTS).pdf


def said(pdf: bytes) -> str:
    return squeezed("".join(page_texts(pdf)))


def hostile(text: str) -> FieldValues:
    goods = ({"name": text, "spec": text, "quantity": "1"}, {"name": "丙酮", "quantity": "2"})
    answers = ({"question": text, "answer": text},)
    return FIELDS | {"cause": text, "reason": text, "opinion": text, "goods": goods, "answers": answers}


def boxes(pdf: bytes) -> list[tuple[float, float, float, float]]:
    """Left, right, top and bottom of every character, from the upper left corner."""
    found = []
    document = pypdfium2.PdfDocument(pdf)
    for page in document:
        text = page.get_textpage()
        for at in range(text.count_chars()):
            shown = chr(pypdfium2.raw.FPDFText_GetUnicode(text.raw, at))
            if not pypdfium2.raw.FPDFText_IsGenerated(text.raw, at) and not shown.isspace():
                left, bottom, right, top = text.get_charbox(at)
                found.append((left, right, PAGE_HEIGHT - top, PAGE_HEIGHT - bottom))
    document.close()
    return found


def test_typed_fields_are_never_taken_for_slots_or_marks() -> None:
    text = said(printed(hostile(HOSTILE)))
    assert text.count(squeezed(HOSTILE)) >= 7


def test_unseen_characters_in_fields_are_marked_and_faceless_ones_named() -> None:
    content = fill(FORM, every_fact(hostile("合格\u202e不\u200b")))
    problems = missing_glyphs(content, FONTS)
    assert {p.code for p in problems} == {ProblemCode.CHARACTER_FORBIDDEN}
    places = {p.fields["place"] for p in problems}
    assert {"基本情况", "审批", "物品清单 1", "问答 1", "回执"} <= places
    assert "合格〔U+202E〕不〔U+200B〕" in said(printed(hostile("合格\u202e不\u200b")))
    options = tuple((word, label + "☑") for word, label in FORM.fields[6].choices)
    form = replace(FORM, fields=tuple(replace(s, choices=options) if s.name == "measure" else s for s in FORM.fields))
    named = {(p.code, p.fields["place"]) for p in missing_glyphs(fill(form, every_fact()), FONTS)}
    assert (ProblemCode.GLYPH_MISSING, "措施") in named


@pytest.mark.parametrize("text", ["W" * 400, "很长的物品名称" * 300, "M-" * 300 + "储罐" * 40, "第一行\n\n" * 60])
def test_long_values_stay_within_the_margins(text: str) -> None:
    for left, right, top, bottom in boxes(printed(hostile(text))):
        assert left >= LEFT - 0.1
        assert right <= PAGE_WIDTH - RIGHT + 0.1
        assert top >= TOP - 14 * MM
        assert bottom <= PAGE_HEIGHT - BOTTOM + 14 * MM


def test_five_hundred_rows_are_all_printed_under_repeated_heads() -> None:
    goods = tuple({"name": f"物品{n:03}", "spec": "规格" * (n % 9), "quantity": str(n)} for n in range(1, 501))
    pages = [squeezed(text) for text in page_texts(printed(FIELDS | {"goods": goods}))]
    text = "".join(pages)
    assert all(f"物品{n:03}" in text for n in range(1, 501))
    with_rows = [page for page in pages if re.search(r"物品\d{3}", page)]
    assert len(with_rows) > 10
    assert all("序号名称规格数量" in page for page in with_rows)


def test_empty_rows_are_left_out_and_many_answers_flow() -> None:
    goods = ({}, {"name": " "}, {"name": "丙酮", "quantity": "1"}, {})
    answers = tuple({"question": f"问题{n}？", "answer": f"回答{n}。"} for n in range(60))
    text = said(printed(FIELDS | {"goods": goods, "answers": answers}))
    assert "物品清单（1项）" in text
    assert all(f"问：问题{n}？答：回答{n}。" in text for n in range(60))


@given(
    st.lists(st.integers(0, 90), max_size=30),
    st.lists(st.integers(1, 400), max_size=12),
    st.integers(0, 1500),
    st.booleans(),
)
@settings(max_examples=120, deadline=None)
def test_the_rules_of_pages_hold_for_any_lengths(
    goods: list[int], answers: list[int], reason: int, draft: bool
) -> None:
    fields = FIELDS | {
        "reason": "检查发现丙酮与过氧化氢同库存放。" + "有危险，" * (reason // 4),
        "goods": tuple({"name": "物品" + "名" * n, "quantity": "1"} for n in goods) or FIELDS["goods"],
        "answers": tuple({"question": "问" * (n // 3 + 1), "answer": "答" * n} for n in answers),
    }
    content = fill(FORM, every_fact(fields, is_draft=draft))
    pages = paginate(pieces_of(content, FONTS, Scale(14.0)), TEXT_HEIGHT)
    for page, after in itertools.zip_longest(pages, pages[1:]):
        assert page.used <= TEXT_HEIGHT + 0.1
        if after is not None:
            assert not page.placed[-1].keeps_next
    at = next(n for n, piece in enumerate(pages[-1].placed) if isinstance(piece, Group))
    assert sum(piece.lines for piece in pages[-1].placed[:at]) >= 2


def test_a_long_opinion_goes_on_over_pages_and_is_signed_at_its_end() -> None:
    block = Opinions(
        part="审批",
        label_width=30,
        rows=(Opinion(label="意见", text="同意，" * 2500, sign="签名：", height=30),),
    )
    pages = paginate([opinions_piece(block, FONTS, Scale(14.0))], TEXT_HEIGHT)
    assert len(pages) > 2
    rows = [row for page in pages for piece in page.placed if isinstance(piece, TablePiece) for row in piece.rows]
    signs = ["".join(line.text for line in row.boxes[1].foot) for row in rows]
    assert signs == [""] * (len(rows) - 1) + ["签名："]
    assert "".join(line.text for row in rows for line in row.boxes[1].text).count("同意") == 2500


def test_an_opinion_is_at_least_as_high_as_the_form_wants_and_signed_at_the_right() -> None:
    rows = (Opinion(label="意见", text="", sign="2026年11月21日", height=28),)
    piece = opinions_piece(Opinions(part="审批", label_width=30, rows=rows), FONTS, Scale(14.0))
    assert piece.height == pytest.approx(28 * MM)
    (sign,) = piece.rows[0].boxes[1].foot
    box = piece.rows[0].boxes[1]
    assert box.x + sign.x + sign.width < box.x + box.width
    assert sign.x > box.width / 2


def test_boxes_flow_or_stand_under_each_other_and_long_words_hang() -> None:
    def set_rows(*labels: str, per_line: bool) -> ChoicesPiece:
        options = tuple((label, False) for label in labels)
        return choices_piece(Choices(part="", caption="", per_line=per_line, options=options), FONTS, Scale(14.0))

    assert len(set_rows(*"甲乙丙", per_line=False).rows) == 1
    assert len(set_rows(*"甲乙丙", per_line=True).rows) == 3
    many = set_rows(*(["责令立即排除"] * 9), per_line=False)
    assert [len(row) for row in many.rows] == [3, 3, 3]
    long = set_rows("当场纠正", "从危险区域内撤出作业人员" * 5, "停止使用", per_line=False)
    assert [[option.box for option in row] for row in long.rows] == [[False], [False], [None], [None], [False]]
    first, second = long.rows[1][0], long.rows[2][0]
    assert first.x == second.x


def test_a_page_ends_between_words_not_within_one() -> None:
    options = tuple(("当场告知当事人采取措施的理由、依据" * 4, True) for _ in range(30))
    block = Choices(part="", caption="", per_line=True, options=options)
    piece = choices_piece(block, FONTS, Scale(14.0))
    parts = piece.split(TEXT_HEIGHT, TEXT_HEIGHT)
    assert parts is not None
    for part in parts:
        assert isinstance(part, ChoicesPiece)
        assert part.rows[0][0].box is True
    giant = choices_piece(replace(block, options=(("很长" * 2000, True),)), FONTS, Scale(14.0))
    assert len(paginate([giant], TEXT_HEIGHT)) > 2


def strokes(pdf: bytes) -> bytes:
    """The drawing of all pages."""
    streams = re.findall(rb"stream\r?\n(.*?)endstream", pdf, re.S)
    found = b""
    for stream in streams:
        try:
            found += zlib.decompress(stream)
        except zlib.error:
            continue
    return found


def test_ticks_and_cuts_are_drawn_not_written() -> None:
    def ticks(fields: FieldValues) -> int:
        return strokes(printed(fields)).count(b"1 J")

    none = FIELDS | {"steps": ()}
    assert ticks(FIELDS) - ticks(none) == 3
    assert b"[4 3] 0 d" in strokes(printed())
    assert "由收件人填写后退回" in said(printed())


def test_a_cutting_line_leaves_room_for_dashes() -> None:
    piece = cut_piece("由收件人填写后退回" * 20, FONTS)
    assert len(piece.text) > 1
    assert max(line.width for line in piece.text) < PAGE_WIDTH - LEFT - RIGHT - 60


def test_struck_rows_stand_under_the_rows() -> None:
    pieces = pieces_of(fill(FORM, every_fact()), FONTS, Scale(14.0))
    table = next(p for p in pieces if isinstance(p, TablePiece) and any(isinstance(r, StruckRows) for r in p.rows))
    *rows, struck = table.rows
    assert isinstance(struck, StruckRows)
    assert (len(rows), struck.count) == (3, 3)
    assert struck.height == pytest.approx(3 * 7 * MM)


def test_tables_that_follow_each_other_are_joined() -> None:
    grid, opinions = (b for b in fill(FORM, every_fact()).blocks if b.part in ("基本情况", "审批"))
    content = replace(fill(FORM, every_fact()), blocks=(grid, opinions, Paragraph(part="", style="body", text="字")))
    first, second, text = pieces_of(content, FONTS, Scale(14.0))
    assert (first.before > 0, second.before, text.before > 0) == (True, 0.0, True)


def test_a_wide_table_of_signatures_has_the_seal_under_it() -> None:
    signatures = next(b for b in FORM.blocks if b.kind == "signatures")
    wide = replace(signatures, columns=tuple(replace(c, width=c.width + 20) for c in signatures.columns))
    form = replace(FORM, blocks=tuple(wide if b is signatures else b for b in FORM.blocks))
    groups = [p for p in pieces_of(fill(form, every_fact()), FONTS, Scale(14.0)) if isinstance(p, Group)]
    beside = [p for p in pieces_of(fill(FORM, every_fact()), FONTS, Scale(14.0)) if isinstance(p, Group)]
    assert len(groups[0].pieces) == len(beside[0].pieces) + 1


def test_money_is_shown_with_the_sign_of_the_yuan() -> None:
    assert FONTS.font_for("￥", Role.BODY) == "NotoSerifSC-Regular"
    assert FONTS.font_for("①", Role.BODY) == "NotoSerifSC-Regular"


def test_the_same_facts_give_the_same_bytes() -> None:
    assert printed() == printed()
