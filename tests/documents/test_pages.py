# SPDX-License-Identifier: MulanPSL-2.0
"""What stays together on a page."""

from __future__ import annotations

import itertools
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inspector_app.documents import FontSet, Form, fill, load_form, render
from inspector_app.documents.annex import annex_pages
from inspector_app.documents.blocks import Annex
from inspector_app.documents.layout import pieces_of
from inspector_app.documents.measures import FOOT_HEIGHT, MM, TEXT_HEIGHT, Scale
from inspector_app.documents.pages import Page, paginate
from inspector_app.documents.pieces import Group, HandLines, TextPiece
from inspector_app.documents.tables import TablePiece
from inspector_app.domain.document import DocumentFacts, DocumentKind
from inspector_app.domain.inspection import Participant, PersonRole
from tests.documents.paper import (
    FIRST,
    ROOT,
    jpeg,
    make_facts,
    make_items,
    make_line,
    make_photos,
    page_texts,
    squeezed,
)

FONTS = FontSet(ROOT / "resources/fonts")
FORMS = {kind: load_form(ROOT / "forms", kind) for kind in FIRST}


def laid_out(facts: DocumentFacts, size: float = 14.0) -> list[Page]:
    return paginate(pieces_of(fill(FORMS[facts.kind], facts), FONTS, Scale(size)), TEXT_HEIGHT)


def check(pages: list[Page], height: float = TEXT_HEIGHT) -> None:
    """The rules of every page."""
    for number, page in enumerate(pages):
        assert page.used <= height + 0.1
        last, first = page.placed[-1], page.placed[0]
        if number < len(pages) - 1:
            assert not last.keeps_next, "a head stands at the foot of a page"
        for piece in page.placed:
            if isinstance(piece, Group) and number:
                at = page.placed.index(piece)
                assert at > 0, "the signatures stand alone"
                assert sum(p.lines for p in page.placed[:at]) >= 2
        assert not isinstance(first, HandLines)


@pytest.mark.parametrize("kind", FIRST)
@pytest.mark.parametrize("lines", [1, 2, 3, 7, 12, 20, 60])
@pytest.mark.parametrize("size", [14.0, 12.0])
def test_signatures_never_stand_alone_and_heads_never_at_the_foot(kind: DocumentKind, lines: int, size: float) -> None:
    pages = laid_out(make_facts(kind, lines), size)
    check(pages)
    assert [page.has_signatures for page in pages].count(True) == 1
    assert pages[-1].has_signatures


@given(st.lists(st.integers(1, 900), min_size=1, max_size=12), st.integers(0, 60), st.sampled_from(FIRST))
@settings(max_examples=150, deadline=None)
def test_the_rules_hold_for_any_lengths(lengths: list[int], items: int, kind: DocumentKind) -> None:
    lines = tuple(
        make_line(n, description="储罐围堰排水阀常开" * (length // 9 + 1)) for n, length in enumerate(lengths, 1)
    )
    check(laid_out(replace(make_facts(kind, 1), lines=lines, items=make_items(items))))


def test_table_heads_are_repeated_and_rows_stay_whole() -> None:
    facts = make_facts(lines=60)
    texts = page_texts(render(FORMS[facts.kind], fill(FORMS[facts.kind], facts), {}, FONTS).pdf)
    rows = [text for text in texts if "整改要求" in squeezed(text)]
    assert len(rows) >= 8
    assert all("存在的问题（部位、事实）" in squeezed(text) for text in rows)
    pages = laid_out(facts, 12.0)
    tables = [piece for page in pages for piece in page.placed if isinstance(piece, TablePiece) and piece.head]
    whole = next(
        p for p in pieces_of(fill(FORMS[facts.kind], facts), FONTS, Scale(12.0)) if isinstance(p, TablePiece) and p.head
    )
    assert [row for table in tables for row in table.rows] == list(whole.rows)


def test_only_a_row_higher_than_a_page_is_split_and_its_number_repeated() -> None:
    giant = make_line(2, description="储罐围堰排水阀处于常开状态，" * 200)
    facts = replace(make_facts(lines=1), lines=(make_line(1), giant, make_line(3)))
    tables = [p for page in laid_out(facts) for p in page.placed if isinstance(p, TablePiece) and p.head]
    numbers = ["".join(line.text for line in row.boxes[0].text) for table in tables for row in table.rows]
    assert numbers[0] == "1"
    assert numbers.count("2") > 2
    assert numbers[-2:] == ["3", "（以下空白）"]
    cells = [row.boxes[1] for table in tables for row in table.rows if len(row.boxes) > 1]
    text = "".join(line.text for cell in cells for line in cell.text)
    assert text.count("储罐围堰排水阀处于常开状态，") == 201  # the first finding says it once


def test_no_line_of_a_paragraph_is_left_alone() -> None:
    long = make_line(1, description="储罐围堰排水阀处于常开状态，" * 300)
    facts = replace(make_facts("inspection_record", 1), lines=(long, long, long))
    whole = pieces_of(fill(FORMS[facts.kind], facts), FONTS, Scale(14.0))
    torn = 0
    for before, after in itertools.pairwise(laid_out(facts)):
        last, first = before.placed[-1], after.placed[0]
        if isinstance(first, TextPiece) and first not in whole:
            torn += 1
            assert last.lines >= 2
            assert first.lines >= 2
    assert torn >= 2


def test_many_signers_are_printed_over_pages() -> None:
    officer = make_facts().officers[0]
    many = tuple(replace(officer, name=f"张{n}", certificate_no=f"{n:011}") for n in range(60))
    for kind in FIRST:
        facts = make_facts(kind, 1, officers=many)
        text = squeezed("".join(page_texts(render(FORMS[kind], fill(FORMS[kind], facts), {}, FONTS).pdf)))
        assert all(officer.certificate_no in text for officer in many)


def test_the_record_has_a_line_for_signatures_on_every_page_but_the_last() -> None:
    witness = Participant(role=PersonRole.WITNESS, name="赵六", unit="上仓镇人民政府")
    facts = make_facts("inspection_record", 20, items=make_items(80), witnesses=(witness,))
    *pages, last = page_texts(render(FORMS[facts.kind], fill(FORMS[facts.kind], facts), {}, FONTS).pdf)
    assert len(pages) >= 2
    assert all("执法人员（签名）：" in squeezed(text) for text in pages)
    assert "执法人员（签名）：" not in squeezed(last)
    for signer in ("张建国", "欧阳䶮", "刘志强", "赵六上仓镇人民政府"):
        assert signer in squeezed(last)


@pytest.mark.parametrize(("width", "height"), [(1280, 960), (960, 1280), (1000, 1000), (300, 3000), (3000, 200)])
def test_photos_are_wide_enough_and_at_most_two_to_a_page(width: int, height: int) -> None:
    facts = make_facts(lines=1, photos=make_photos(5))
    annex = next(b for b in fill(FORMS[facts.kind], facts).blocks if isinstance(b, Annex))
    pages = annex_pages(annex, {f"p{n}": jpeg(width, height) for n in range(1, 6)}, FONTS)
    shown = 0
    for page in pages:
        assert page.used <= TEXT_HEIGHT - FOOT_HEIGHT + 0.1
        boxes = [p.rows[0].boxes[0] for p in page.placed if isinstance(p, TablePiece)]
        assert 1 <= len(boxes) <= 2
        shown += len(boxes)
        for box in boxes:
            wide, high = box.picture_size
            assert abs(high / wide - height / width) < 0.01
            assert wide >= 100 * MM or height > width * 2  # a tower cannot be 10 cm wide on A4
    assert shown == 5


def test_a_photo_with_endless_particulars_goes_on_over_pages() -> None:
    photo = replace(make_photos(1)[0], proves="证明对象说明，" * 400)
    facts = make_facts(lines=1, photos=(photo,))
    texts = page_texts(render(FORMS[facts.kind], fill(FORMS[facts.kind], facts), {"p1": jpeg()}, FONTS).pdf)
    assert squeezed("".join(texts)).count("证明对象说明，") >= 380


def test_a_form_may_have_one_size_only(forms: dict[DocumentKind, Form]) -> None:
    form = forms[DocumentKind.RECTIFICATION_ORDER]
    form = replace(form, layout=replace(form.layout, body_sizes=(12.0,)))
    facts = make_facts(lines=3)
    assert render(form, fill(form, facts), {}, FONTS).pages >= 2
