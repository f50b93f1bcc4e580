# SPDX-License-Identifier: MulanPSL-2.0
"""Content becomes a PDF: the same input gives the same bytes, on any day and in any process."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from inspector_app.documents.annex import annex_pages
from inspector_app.documents.blocks import Annex, DocumentContent, Paragraph, Table, texts
from inspector_app.documents.characters import MARK, code_point, is_unseen
from inspector_app.documents.chrome import draw_foot, draw_running, draw_watermarks, strike_blank
from inspector_app.documents.fonts import FontSet, Role
from inspector_app.documents.form import FootPages, Form
from inspector_app.documents.layout import pieces_of
from inspector_app.documents.measures import BOTTOM, FOOT_HEIGHT, PAGE_HEIGHT, TEXT_HEIGHT, TOP, Scale
from inspector_app.documents.pages import Page, paginate
from inspector_app.documents.pen import Pen
from inspector_app.documents.stamp import Stamp
from inspector_app.domain.problems import Problem, ProblemCode, Severity

LONG_DOCUMENT = 8  # pages; such a document is not set twice to see which size is better


@dataclass(frozen=True, slots=True)
class Rendered:
    """A finished PDF."""

    pdf: bytes
    pages: int


def render(
    form: Form,
    content: DocumentContent,
    pictures: Mapping[str, bytes],
    fonts: FontSet,
    stamp: Stamp | None = None,
) -> Rendered:
    """Print a content on A4: FILE_MISSING, PHOTO_BROKEN for pictures; `missing_glyphs` is asked before.

    `stamp` is the code by which the paper is checked; without one none is printed.
    """
    if content.form_sha256 != form.sha256:
        raise ValueError("the content was made with another form")
    with fonts.lock:
        body = _body_pages(form, content, fonts, stamp)
        annex = [
            page for block in content.blocks if isinstance(block, Annex) for page in annex_pages(block, pictures, fonts)
        ]
        pen = Pen(fonts, content.number)
        _draw(pen, form, content, body, annex, stamp.foot if stamp else "")
        return Rendered(pen.finish(), len(body) + len(annex))


def missing_glyphs(content: DocumentContent, fonts: FontSet) -> tuple[Problem, ...]:
    """Name every character that cannot be printed, once for each place.

    GLYPH_MISSING: no font has it. CHARACTER_FORBIDDEN: it acts or hides; it blocks where it still stands in
    the content, and only warns where `fill` has put its visible mark.
    """
    found: dict[tuple[str, str], Problem] = {}
    good = {"\n"}
    for place, text in texts(content):
        for char in dict.fromkeys(text):
            if char in good:
                continue
            problem = _problem(char, place, fonts)
            if problem:
                found.setdefault((place, char), problem)
            else:
                good.add(char)
        for code in MARK.findall(text):
            found.setdefault((place, code), _forbidden(code, place, Severity.WARN))
    return tuple(found.values())


def _problem(char: str, place: str, fonts: FontSet) -> Problem | None:
    if is_unseen(char):
        return _forbidden(code_point(char), place, Severity.BLOCK)
    if all(fonts.glyph(char, role) for role in Role):
        return None
    fields = {"character": char, "code_point": code_point(char), "place": place}
    return Problem(code=ProblemCode.GLYPH_MISSING, where=place, fields=fields)


def _forbidden(code: str, place: str, severity: Severity) -> Problem:
    fields = {"code_point": code, "place": place}
    return Problem(code=ProblemCode.CHARACTER_FORBIDDEN, where=place, fields=fields, severity=severity)


def _body_pages(form: Form, content: DocumentContent, fonts: FontSet, stamp: Stamp | None) -> list[Page]:
    """Lay out at the wished size; smaller or closer when the list is long or when a page is saved by it."""
    height = TEXT_HEIGHT - (FOOT_HEIGHT if form.layout.foot_pages is FootPages.ALL else 0.0)
    sizes = sorted(form.layout.body_sizes, reverse=True)
    if _list_length(content) > form.layout.long_after:
        sizes = sizes[-1:]
    wished, *others = (Scale(size, tight) for size in sizes for tight in (False, True))
    best = paginate(pieces_of(content, fonts, wished, stamp), height)
    if not 1 < len(best) <= LONG_DOCUMENT:
        return best
    for scale in others:
        pages = paginate(pieces_of(content, fonts, scale, stamp), height)
        best = pages if len(pages) < len(best) else best
    return best


def _list_length(content: DocumentContent) -> int:
    """How many findings or facts there are."""
    rows = (len(block.rows) for block in content.blocks if isinstance(block, Table) and block.end_row)
    facts = (1 for block in content.blocks if isinstance(block, Paragraph) and block.style == "fact")
    return sum(rows) + sum(facts)


def _draw(pen: Pen, form: Form, content: DocumentContent, body: list[Page], annex: list[Page], check: str) -> None:
    running, pages = content.running, len(body) + len(annex)
    for number, (page, is_annex) in enumerate(_all(body, annex), start=1):
        draw_watermarks(pen, running)
        draw_running(pen, running, number, pages, "" if number == len(body) else check)  # there the stamp says it
        y = TOP
        for at, piece in enumerate(page.placed):
            y += piece.before if at else 0.0
            piece.draw(pen, y)
            y += piece.height
        foot = _has_foot(form, page, is_annex=is_annex)
        if foot:
            draw_foot(pen, running)
        if not is_annex and number < len(body):
            strike_blank(pen, y, PAGE_HEIGHT - BOTTOM - (FOOT_HEIGHT if foot else 0.0))
        pen.next_page()


def _all(body: list[Page], annex: list[Page]) -> Iterator[tuple[Page, bool]]:
    yield from ((page, False) for page in body)
    yield from ((page, True) for page in annex)


def _has_foot(form: Form, page: Page, *, is_annex: bool) -> bool:
    """Whether a page carries the line for signatures; the one with the signature block does not need it."""
    if is_annex:
        return form.layout.foot_pages is not FootPages.NONE
    return form.layout.foot_pages is FootPages.ALL and not page.has_signatures
