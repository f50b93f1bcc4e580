# SPDX-License-Identifier: MulanPSL-2.0
"""Ten thousand texts with the languages of reportlab, HTML and PDF in them: what is typed is what the paper says."""

from __future__ import annotations

import re
import unicodedata
from random import Random

import pytest

from inspector_app.documents import DocumentContent, FontSet, load_form, render
from inspector_app.documents.blocks import Paragraph, Running
from inspector_app.documents.characters import visible
from inspector_app.domain.document import DocumentKind
from tests.documents.paper import ROOT, page_texts, squeezed

FONTS = FontSet(ROOT / "resources/fonts")
ORDER = load_form(ROOT / "forms", DocumentKind.RECTIFICATION_ORDER)
MARK = ORDER.words["control"]
PIECES = (
    "<b>", "</b>", "<font color='white'>", "</font>", "<font color=\"[[[].append(1)]]\">", "<img src='/etc/passwd'/>",
    "<a href='javascript:x'>", "<para>", "</para>", "<br/>", "<!--", "-->", "<![CDATA[", "&amp;", "&lt;", "&#20320;",
    "&nbsp;", "&", "<", ">", "10<x and y>20", "\\", "\\n", "\\101", "(", ")", ") Tj", "BT /F1 ET", "endstream",
    "endobj", "%%EOF", "%PDF-1.7", "<<", ">>", "/JavaScript", "{organ}", "{}", "%s", "%(x)d", "${x}", "#{y}", "`ls`",
    "<seq/>", "<onDraw name=x/>", "<super>", "<greek>", "<unichar code='65'/>", "\u202e", "\u200b", "\u2066", "\x07",
    "\x1b[2J", "\u0000", "\ufeff", "\U000e0041", "\ufe0f", "罐区", "报警器", "，", "。", "“", "”", "𠮷", "㛃", "①",
    "㎡", "≥98.5%", "GB/T 9704-2012", " ", "  ", "\t", "\n", "=1+1", "@SUM(1)", "http://example.com/?a=b&c", "'", '"',
    "｛",
)  # fmt: skip
COUNT, PER_PAPER = 10_000, 500
NUMBER = re.compile(r"〖(\d+)〗")


def texts(seed: int, count: int) -> list[str]:
    chance = Random(seed)
    return ["".join(chance.choice(PIECES) for _ in range(chance.randrange(1, 7))) for _ in range(count)]


def printed(lines: list[str]) -> str:
    """Print the lines on one paper, each behind its number, and read it back."""
    running = Running(number="", continued="", page="", notice="", watermarks=(), foot=())
    blocks = tuple(Paragraph(part="部分", style="body", text=f"〖{n}〗{line}") for n, line in enumerate(lines))
    content = DocumentContent(
        form_id=ORDER.id, form_version=ORDER.version, form_sha256=ORDER.sha256, title="", number="", is_draft=False,
        running=running, blocks=blocks,
    )  # fmt: skip
    return "\n".join(page_texts(render(ORDER, content, {}, FONTS).pdf))


@pytest.mark.parametrize("paper", range(COUNT // PER_PAPER))
def test_what_is_typed_is_what_is_printed(paper: int) -> None:
    shown = [visible(text, MARK) for text in texts(paper, PER_PAPER)]
    parts = NUMBER.split(squeezed(printed(shown)))[1:]  # a line may end inside a number
    found = {int(n): text for n, text in zip(parts[::2], parts[1::2], strict=True)}
    wrong = {text: found.get(n) for n, text in enumerate(shown) if found.get(n) != squeezed(text)}
    assert not wrong, dict(list(wrong.items())[:5])


def test_nothing_that_hides_is_on_the_paper() -> None:
    shown = "".join(visible(text, MARK) for text in texts(99, 300))
    assert not [c for c in shown if c != "\n" and unicodedata.category(c) in ("Cc", "Cf")]
