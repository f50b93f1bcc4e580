# SPDX-License-Identifier: MulanPSL-2.0
"""The PDF: what was typed is what is read back, inside the margins, with every glyph embedded, the same each time."""

from __future__ import annotations

import hashlib
import re
import subprocess
import sys
import time
from dataclasses import replace

import pypdfium2
import pypdfium2.raw
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from inspector_app.documents import DocumentContent, FontSet, Form, fill, load_form, missing_glyphs, render
from inspector_app.documents.blocks import Paragraph, Running
from inspector_app.documents.characters import visible
from inspector_app.documents.fonts import Role
from inspector_app.documents.measures import BOTTOM, LEFT, PAGE_HEIGHT, PAGE_WIDTH, RIGHT, TOP
from inspector_app.domain.document import DocumentFacts, DocumentKind
from inspector_app.domain.problems import ProblemCode, Refused, Severity
from tests.documents.paper import (
    FIRST,
    ORGAN,
    ROOT,
    jpeg,
    make_facts,
    make_line,
    make_photos,
    page_texts,
    squeezed,
)

FONTS = FontSet(ROOT / "resources/fonts")
ORDER = load_form(ROOT / "forms", DocumentKind.RECTIFICATION_ORDER)
MARK = ORDER.words["control"]
Forms = dict[DocumentKind, Form]


def printed(forms: Forms, facts: DocumentFacts, **pictures: bytes) -> bytes:
    form = forms[facts.kind]
    return render(form, fill(form, facts), pictures, FONTS).pdf


def alone(text: str) -> DocumentContent:
    """A content of one paragraph and nothing else."""
    running = Running(number="", continued="", page="", notice="", watermarks=(), foot=())
    return DocumentContent(
        form_id=ORDER.id,
        form_version=ORDER.version,
        form_sha256=ORDER.sha256,
        title="",
        number="",
        is_draft=False,
        running=running,
        blocks=(Paragraph(part="部分", style="body", text=text),),
    )


def read_back(text: str) -> str:
    return "\n".join(page_texts(render(ORDER, alone(text), {}, FONTS).pdf))


HOSTILE = (
    "10<x and y>20",
    "<b>粗体</b><font color='white'>隐</font><img src='/etc/passwd'/>",
    "&amp; &lt; & && &#20320;",
    "\\ \\n \\\\ (a)(b) ) ( \\) \\( \\101",
    "“常闭”‘单’ \"double\" 'single' 《书名》〔2026〕【重大】",
    "𠮷野家、李㛃、王䶮、陈𬭚、𠅤𫖯𬀩",
    "supercalifragilistic" * 20,
    "GB/T 9704-2012，AQ 3067-2026；R-201≥98.5%，25℃，±0.1mm，5㎡，①②③ⅠⅡ，Φ50×3",
    "{organ} {} %s %d ${x} #{y}",
    "http://example.com/a?b=c&d=e#f a@b.cn",
)


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_comes_out_as_typed(text: str) -> None:
    assert squeezed(read_back(text)) == squeezed(text)


def test_short_text_keeps_its_spaces() -> None:
    assert read_back("液位10<x and y>20 mm").strip() == "液位10<x and y>20 mm"


def _has_face(char: str) -> bool:
    # pdfium itself reads presentation and compatibility forms back as other characters, and sorts right-to-left text
    return FONTS.glyph(char) is not None and not ("\ufb00" <= char <= "\ufdff" or "\u0590" <= char <= "\u08ff")


any_text = st.text(
    st.one_of(
        st.characters(min_codepoint=0x20, max_codepoint=0x7E),
        st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF).filter(_has_face),
        st.characters(min_codepoint=0x3400, max_codepoint=0x4DBF).filter(_has_face),
        st.characters(min_codepoint=0x20000, max_codepoint=0x2CEA1).filter(_has_face),
        st.characters(max_codepoint=0xFFFF, categories=("L", "N", "P", "S")).filter(_has_face),
        st.sampled_from("，。；：“”（）《》【】、—…\n\t\x07\u202e\u200b\U000e0100𠮷㛃䶮𬭚"),
    ),
    max_size=120,
)


@given(any_text)
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow])
def test_any_text_is_read_back_as_it_was_typed(text: str) -> None:
    shown = visible(text, MARK)
    assert squeezed(read_back(shown)) == squeezed(shown)


def test_control_and_bidi_characters_are_seen_and_warned_of(forms: Forms) -> None:
    line = make_line(1, description="合格\u202e不\u202c\x07")
    facts = replace(make_facts(lines=1), lines=(line,))
    content = fill(ORDER, facts)
    problems = missing_glyphs(content, FONTS)
    assert {(p.code, p.severity, p.fields["code_point"]) for p in problems} == {
        (ProblemCode.CHARACTER_FORBIDDEN, Severity.WARN, code) for code in ("202E", "202C", "0007")
    }
    assert {p.fields["place"] for p in problems} == {"存在的问题 1"}
    assert "合格〔U+202E〕不〔U+202C〕〔U+0007〕" in squeezed("".join(page_texts(printed(forms, facts))))


def test_raw_control_characters_in_a_content_block() -> None:
    (problem,) = missing_glyphs(alone("a\u202eb"), FONTS)
    assert (problem.code, problem.severity) == (ProblemCode.CHARACTER_FORBIDDEN, Severity.BLOCK)


def test_a_character_without_a_face_is_named_with_its_place() -> None:
    facts = replace(make_facts(lines=2), lines=(make_line(1), make_line(2, measure="打☑，勿用😀")))
    problems = missing_glyphs(fill(ORDER, facts), FONTS)
    assert [(p.code, p.fields["character"], p.fields["code_point"], p.fields["place"]) for p in problems] == [
        (ProblemCode.GLYPH_MISSING, "☑", "2611", "存在的问题 2"),
        (ProblemCode.GLYPH_MISSING, "😀", "1F600", "存在的问题 2"),
    ]
    assert missing_glyphs(fill(ORDER, make_facts()), FONTS) == ()


def test_a_very_long_text_is_whole_and_quick(forms: Forms) -> None:
    text = "危险化学品重大危险源安全监测监控体系不完善，" * 3050  # 200 kB in UTF-8
    assert len(text.encode()) > 200_000
    for kind in FIRST:
        facts = replace(make_facts(kind, 1), lines=(make_line(1, description=text, photo_numbers=()),), items=())
        start = time.perf_counter()
        pdf = printed(forms, facts)
        assert time.perf_counter() - start < 6
        found = squeezed("".join(page_texts(pdf)))
        assert found.count("危险化学品重大危险源安全监测监控体系不完善") > 2900  # the others lie across page breaks
        assert found.count("险") >= text.count("险")


@pytest.mark.parametrize("lines", [1, 7, 20, 60])
@pytest.mark.parametrize("kind", FIRST)
def test_every_page_has_number_page_count_and_margins(forms: Forms, kind: DocumentKind, lines: int) -> None:
    facts = make_facts(kind, lines)
    pdf = printed(forms, facts)
    pages = page_texts(pdf)
    for page, text in enumerate(pages, start=1):
        assert f"第{page}页共{len(pages)}页" in squeezed(text)
        assert facts.number in squeezed(text)
        assert ("（续页）" in text) == (page > 1)
    for y_top, y_bottom, left, right in _boxes(pdf):
        assert left >= LEFT - 0.1
        assert right <= PAGE_WIDTH - RIGHT + 0.1
        assert y_top >= TOP - 14 * 72 / 25.4
        assert y_bottom <= PAGE_HEIGHT - BOTTOM + 14 * 72 / 25.4


def _boxes(pdf: bytes):
    """Every character's box: top and bottom from the top of the page, left, right."""
    document = pypdfium2.PdfDocument(pdf)
    for page in document:
        textpage = page.get_textpage()
        for at in range(textpage.count_chars()):
            if (
                pypdfium2.raw.FPDFText_IsGenerated(textpage.raw, at)
                or chr(pypdfium2.raw.FPDFText_GetUnicode(textpage.raw, at)).isspace()
            ):
                continue
            left, bottom, right, top = textpage.get_charbox(at, loose=False)
            yield PAGE_HEIGHT - top, PAGE_HEIGHT - bottom, left, right
    document.close()


def test_long_words_and_names_stay_within_the_margins(forms: Forms) -> None:
    line = make_line(3, description="W" * 400 + " " + "储罐" * 40 + "M-" * 100, place="P" * 60, measure="m" * 90)
    unit = replace(make_facts().enterprise, name="天津" * 60 + "有限公司", address="A" * 200, phone="1" * 60)
    for kind in FIRST:
        facts = replace(
            make_facts(kind, 1), lines=(line,), enterprise=unit, organ=replace(ORGAN, name="很长的机关名称" * 8)
        )
        for _, _, left, right in _boxes(printed(forms, facts)):
            assert left >= LEFT - 0.1
            assert right <= PAGE_WIDTH - RIGHT + 0.1


@pytest.mark.parametrize("kind", FIRST)
def test_all_fonts_are_embedded_subsets(forms: Forms, kind: DocumentKind, tmp_path) -> None:
    line = make_line(1, description="𠮷㛃䶮𬭚Ωж〔U+202E〕")
    path = tmp_path / "x.pdf"
    path.write_bytes(printed(forms, replace(make_facts(kind, 1), lines=(line,))))
    data = path.read_bytes()
    assert b"Helvetica" not in data
    fonts = re.findall(rb"/BaseFont /([A-Z]{6}\+)?(\S+)", data)
    assert len(fonts) >= 4
    assert all(prefix for prefix, _ in fonts)
    assert data.count(b"/FontFile2") == len(fonts)
    assert b"ASCII85" not in data


SCRIPT = """
import hashlib, sys
from inspector_app.documents import FontSet, fill, load_form, render
from tests.documents.paper import FIRST, ROOT, jpeg, make_facts, make_photos
facts = make_facts(lines=7, photos=make_photos(2))
form = load_form(ROOT / "forms", facts.kind)
out = render(form, fill(form, facts), {"p1": jpeg(), "p2": jpeg(240, 320)}, FontSet(ROOT / "resources/fonts"))
sys.stdout.write(hashlib.sha256(out.pdf).hexdigest())
"""


def test_the_same_input_gives_the_same_bytes_here_and_in_another_process(forms: Forms) -> None:
    facts = make_facts(lines=7, photos=make_photos(2))
    pictures = {"p1": jpeg(), "p2": jpeg(240, 320)}
    first, second = (printed(forms, facts, **pictures) for _ in range(2))
    assert first == second
    printed(forms, make_facts("inspection_record", 20))  # what was printed before does not matter
    assert printed(forms, facts, **pictures) == first
    other = subprocess.run(
        [sys.executable, "-c", SCRIPT], capture_output=True, text=True, check=True, cwd=ROOT, timeout=60
    )
    assert other.stdout == hashlib.sha256(first).hexdigest()


def test_the_title_of_the_file_is_the_number(forms: Forms) -> None:
    document = pypdfium2.PdfDocument(printed(forms, make_facts(lines=1)))
    assert document.get_metadata_value("Title") == "（津蓟）应急责改〔2026〕12号"
    document.close()


def test_the_order_prints_the_remedy_that_it_is_given_and_the_record_has_none(forms: Forms) -> None:
    remedy = "可以自收到之日起六十日内向某某省某某县人民政府申请行政复议"
    text = squeezed("".join(page_texts(printed(forms, make_facts(lines=3, remedy=remedy)))))
    assert remedy in text
    record = squeezed("".join(page_texts(printed(forms, make_facts("inspection_record", 3, remedy=remedy)))))
    assert "复议" not in record
    assert "法院" not in record


def test_draft_and_demonstration_marks_are_on_every_page(forms: Forms) -> None:
    organ = replace(ORGAN, is_demo=True)
    for draft in (True, False):
        facts = make_facts(lines=20, organ=organ, is_draft=draft)
        for text in map(squeezed, page_texts(printed(forms, facts))):
            assert "演示文书不具有法律效力" in text
            assert ("草稿未生效" in text) == draft


def test_pictures_go_into_the_file_untouched(forms: Forms) -> None:
    pictures = {"p1": jpeg(1280, 960, "#446"), "p2": jpeg(960, 1280, "#644")}
    facts = make_facts(lines=1, photos=make_photos(2))
    pdf = printed(forms, facts, **pictures)
    assert all(data in pdf for data in pictures.values())
    text = squeezed("".join(page_texts(pdf)))
    for expected in ("照片1", "2026年11月20日9时31分", "拍摄人张建国", "原件校验码" + make_photos(1)[0].sha256[:8]):
        assert expected in text


def test_a_missing_or_broken_picture_is_named(forms: Forms) -> None:
    facts = make_facts(lines=1, photos=make_photos(3))
    with pytest.raises(Refused) as refused:
        printed(forms, facts, p1=jpeg(), p2=b"\x89PNG not a jpeg")
    assert [p.code for p in refused.value.problems] == [ProblemCode.PHOTO_BROKEN, ProblemCode.FILE_MISSING]


def test_content_of_another_form_is_a_bug() -> None:
    with pytest.raises(ValueError, match="another form"):
        render(ORDER, replace(alone("x"), form_sha256="0"), {}, FONTS)


def test_every_role_can_show_the_same_characters() -> None:
    for char in "张䶮𠮷Aα①㎡·“〇":
        assert {FONTS.font_for(char, role) is not None for role in Role} == {True}
    assert FONTS.font_for("张") == "FandolFang-Regular"
    assert FONTS.font_for("䶮") == "NotoSerifSC-Regular"
    assert FONTS.font_for("𠮷").startswith("HanaMin")
    assert FONTS.font_for("☑") is None


def test_an_order_with_twenty_findings_and_twelve_photos_is_quick(forms: Forms) -> None:
    pictures = {f"p{n}": jpeg(1280, 960) + b"\0" * 310_000 for n in range(1, 13)}
    facts = make_facts(lines=20, photos=make_photos(12))
    printed(forms, facts, **pictures)
    best = min(_timed(forms, facts, pictures) for _ in range(3))
    assert best < 0.6  # 0.1 to 0.2 s on the machine it was built on; 0.3 s is the goal


def _timed(forms: Forms, facts: DocumentFacts, pictures: dict[str, bytes]) -> float:
    start = time.process_time()
    printed(forms, facts, **pictures)
    return time.process_time() - start
