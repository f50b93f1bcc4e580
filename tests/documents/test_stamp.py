# SPDX-License-Identifier: MulanPSL-2.0
"""The code on every kind of paper: read from bad prints, clear of all words, and no page longer for it."""

from __future__ import annotations

import io
from dataclasses import replace

import pypdfium2
import pytest
import zxingcpp
from PIL import Image, ImageFilter

from inspector_app.documents import FontSet, Form, fill, render
from inspector_app.documents.layout import pieces_of
from inspector_app.documents.measures import (
    CODE_EDGE,
    CODE_QUIET,
    CODE_SIDE,
    LEFT,
    MM,
    PAGE_HEIGHT,
    PAGE_WIDTH,
    RIGHT,
    TEXT_HEIGHT,
    Scale,
)
from inspector_app.documents.pages import paginate
from inspector_app.documents.pieces import Group
from inspector_app.documents.stamp import MOST_MODULES, modules_of, stamp_piece
from inspector_app.documents.tables import TablePiece
from inspector_app.domain.document import DocumentFacts, DocumentKind
from inspector_app.domain.organ import EnforcementPower
from tests.documents.every_kind import collisions, drawn, least, marks, whole
from tests.documents.paper import ROOT, jpeg, make_photos, page_texts, squeezed
from tests.documents.papers_a import MARKET, TOWN
from tests.documents.stamped import a_stamp

K = DocumentKind
Forms = dict[DocumentKind, Form]
FONTS = FontSet(ROOT / "resources/fonts")
LONGEST_NUMBER = "（新疆生产建设兵团第十三师新星市）应急先保处〔2026〕第1234号"
TEXT_BEFORE_CODES = 243 * MM  # what a page held before papers had a code
# Forms that stand on one page with every field filled, and those that do with what is required of them.
ONE_PAGE = [
    K.INSPECTION_APPROVAL, K.INSPECTION_PLAN, K.EXTENSION_APPROVAL, K.EXTENSION_REPLY, K.CONSTRUCTION_RESUMPTION,
    K.COERCION_APPROVAL, K.SEIZURE_INVENTORY, K.SEIZURE_EXTENSION, K.INTERVIEW_NOTICE, K.SAMPLING_RECEIPT,
    K.PRESERVATION_APPROVAL, K.CASE_APPROVAL, K.SERVICE_RECEIPT,
]  # fmt: skip
ONE_PAGE_AT_LEAST = [
    *ONE_PAGE, K.INSPECTION_NOTICE, K.HAZARD_NOTICE, K.HAZARD_RECHECK, K.HAZARD_REPORT, K.SEIZURE_DISPOSAL,
    K.SCENE_RECORD, K.PRESERVATION_DISPOSAL, K.CLOSURE_PROPOSAL,
]  # fmt: skip


def printed(form: Form, facts: DocumentFacts, **pictures: bytes) -> bytes:
    content = fill(form, facts)
    return render(form, content, pictures, FONTS, a_stamp(content)).pdf


def read(picture: Image.Image) -> list[str]:
    return [code.text for code in zxingcpp.read_barcodes(picture, formats=zxingcpp.BarcodeFormat.QRCode)]


def badly_copied(picture: Image.Image) -> Image.Image:
    """A turned, blurred, grey copy with the noise of a cheap camera."""
    turned = picture.rotate(2.5, Image.Resampling.BICUBIC, fillcolor=255).filter(ImageFilter.GaussianBlur(0.6))
    noisy = Image.blend(turned, Image.effect_noise(turned.size, 40), 0.15).point(lambda grey: 70 + grey * 0.55)
    out = io.BytesIO()
    noisy.save(out, "JPEG", quality=60)
    return Image.open(out).convert("L")


@pytest.mark.parametrize("kind", list(DocumentKind))
def test_the_last_page_of_every_kind_bears_the_code_clear_of_all_words(forms: Forms, kind: DocumentKind) -> None:
    form, facts = forms[kind], whole(forms[kind])
    content = fill(form, facts)
    stamp = a_stamp(content)
    document = pypdfium2.PdfDocument(render(form, content, {}, FONTS, stamp).pdf)
    top = PAGE_HEIGHT - CODE_EDGE - CODE_SIDE
    for number, page in enumerate(document, start=1):
        words = marks(page)
        assert collisions(words) == []
        assert all(mark.left >= LEFT - 0.1 and mark.right <= PAGE_WIDTH - RIGHT + 0.1 for mark in words)
        beside = [m for m in words if m.bottom > top - CODE_QUIET + 0.1]
        if number == len(document):
            assert min(mark.left for mark in beside) >= LEFT + CODE_SIDE + 2 * MM
            assert max(mark.bottom for mark in beside) <= PAGE_HEIGHT - CODE_EDGE
            picture = drawn(page)
            foot = picture.crop((0, picture.height * 3 // 4, picture.width, picture.height))
            assert read(foot) == [stamp.code]
            assert read(badly_copied(foot)) == [stamp.code]
    document.close()


@pytest.mark.parametrize(
    ("kind", "facts"), [(kind, whole) for kind in ONE_PAGE] + [(kind, least) for kind in ONE_PAGE_AT_LEAST]
)
def test_a_form_of_one_page_keeps_to_it(forms: Forms, kind: DocumentKind, facts: object) -> None:
    made = facts(forms[kind])
    for paper in (made, replace(made, is_draft=True, number="")):
        assert len(page_texts(printed(forms[kind], paper))) == 1


def test_a_page_holds_with_the_code_what_it_held_before_there_were_codes(forms: Forms) -> None:
    content = fill(forms[K.HAZARD_NOTICE], whole(forms[K.HAZARD_NOTICE]))
    assert TEXT_HEIGHT - stamp_piece(a_stamp(content), FONTS).height >= TEXT_BEFORE_CODES - 0.01
    draft = replace(content, is_draft=True)
    assert stamp_piece(a_stamp(draft), FONTS).height == stamp_piece(a_stamp(content), FONTS).height


@pytest.mark.parametrize("kind", [K.INSPECTION_PLAN, K.CASE_APPROVAL, K.SEIZURE_RECORD])
def test_the_code_never_stands_alone_on_a_page(forms: Forms, kind: DocumentKind) -> None:
    """With and without signatures that are printed, at every length."""
    form, facts = forms[kind], whole(forms[kind])
    name = "content" if kind is K.INSPECTION_PLAN else "facts"
    pages = set()
    for lines in range(1, 40):
        content = fill(form, replace(facts, fields={**facts.fields, name: "储罐区围堰\n" * lines}))
        laid_out = paginate(pieces_of(content, FONTS, Scale(12.0), a_stamp(content)), TEXT_HEIGHT)
        pages.add(len(laid_out))
        *text, last = laid_out[-1].placed
        assert isinstance(last, Group)
        assert sum(piece.lines for piece in text) >= 2
    assert len(pages) > 1


def test_signatures_do_not_bring_the_closing_row_of_a_table_alone(forms: Forms) -> None:
    form = forms[K.HAZARD_REPORT]
    content = fill(form, whole(form))
    first = paginate(pieces_of(content, FONTS, Scale(14.0), a_stamp(content)), TEXT_HEIGHT)[1].placed[0]
    assert isinstance(first, TablePiece)
    assert [row.lines >= 2 for row in first.rows] == [True, False]  # the last finding with （以下空白）


def test_a_code_without_signatures_does_not_count_as_signed(forms: Forms) -> None:
    for kind, is_signed in ((K.CASE_APPROVAL, False), (K.HAZARD_REPORT, True)):
        content = fill(forms[kind], whole(forms[kind]))
        pages = paginate(pieces_of(content, FONTS, Scale(12.0), a_stamp(content)), TEXT_HEIGHT)
        assert pages[-1].has_signatures is is_signed


def test_a_long_number_leaves_the_modules_large_and_its_line_clear_of_the_page_number(forms: Forms) -> None:
    form = forms[K.PRESERVATION_DISPOSAL]
    content = fill(form, replace(whole(form), number=LONGEST_NUMBER))
    stamp = a_stamp(content)
    assert len(modules_of(stamp.code)) <= MOST_MODULES
    assert CODE_SIDE / MOST_MODULES >= 0.4 * MM - 0.01
    document = pypdfium2.PdfDocument(render(form, content, {}, FONTS, stamp).pdf)
    page = document[len(document) - 1]
    assert collisions(marks(page)) == []
    assert read(drawn(page)) == [stamp.code]
    document.close()


def test_the_code_ends_the_text_and_the_photos_follow_with_its_short_word(forms: Forms) -> None:
    form = forms[K.HAZARD_NOTICE]
    facts = replace(least(form), photos=make_photos(3))
    pdf = printed(form, facts, p1=jpeg(), p2=jpeg(), p3=jpeg())
    document = pypdfium2.PdfDocument(pdf)
    assert [len(read(drawn(page))) for page in document] == [1, 0, 0]
    document.close()
    pages = list(map(squeezed, page_texts(pdf)))
    assert [page.count("3f2a-9c07-b1de") for page in pages] == [1, 1, 1]
    assert [f"第{n}页共3页" in page for n, page in enumerate(pages, start=1)] == [True] * 3


@pytest.mark.parametrize("kind", [K.HAZARD_NOTICE, K.HAZARD_RECHECK, K.HAZARD_REPORT])
def test_no_word_of_enforcement_stands_on_the_paper_of_a_township_without_power(
    forms: Forms, kind: DocumentKind
) -> None:
    assert TOWN.enforcement_power is EnforcementPower.NONE
    facts = least(forms[kind])
    for paper in (facts, replace(facts, is_draft=True, number="")):
        fields = {**paper.fields, **({"superior": "清河县人民政府"} if "superior" in paper.fields else {})}
        text = squeezed("".join(page_texts(printed(forms[kind], replace(paper, fields=fields)))))
        assert "二维码" in text
        assert not [word for word in ("应急", "执法", "处罚", "责令") if word in text]


def test_the_name_at_the_seal_breaks_after_the_district(forms: Forms) -> None:
    for kind, lines in (
        (K.HAZARD_NOTICE, "天津市蓟州区\n上仓镇人民政府\n2026年"),
        (K.SPECIAL_EQUIPMENT_ORDER, "天津市蓟州区\n市场监督管理局\n2026年"),
    ):
        assert lines in page_texts(printed(forms[kind], whole(forms[kind])))[-1]
    long = replace(MARKET, name="巴音郭楞蒙古自治州市场监督管理局")
    text = page_texts(printed(forms[K.SPECIAL_EQUIPMENT_ORDER], whole(forms[K.SPECIAL_EQUIPMENT_ORDER], long)))[-1]
    assert "巴音郭楞蒙古自治\n州市场监督管理局" in text
