# SPDX-License-Identifier: MulanPSL-2.0
"""Every kind of document as an organ that may use it would issue it, and what its pages show when they are read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import pypdfium2
import pypdfium2.raw
from PIL import Image

from inspector_app.documents import Form
from inspector_app.documents.measures import PAGE_HEIGHT
from inspector_app.domain.document import DocumentFacts, DocumentKind
from inspector_app.domain.organ import Organ
from tests.documents.paper import make_facts
from tests.documents.papers_a import number_in, organ_of, whole_facts
from tests.documents.papers_b import FULL, full_facts
from tests.documents.score import a_score_sheet

_CELL = 20  # points: boxes are compared with those near them


def whole(form: Form, organ: Organ | None = None) -> DocumentFacts:
    """Facts that fill the form; a bureau's, or those of the organ."""
    if form.kind in (DocumentKind.INSPECTION_RECORD, DocumentKind.RECTIFICATION_ORDER):
        facts = make_facts(form.kind, 3)
    elif form.kind is DocumentKind.SCORE_SHEET:
        facts = a_score_sheet()
    else:
        facts = full_facts(form.kind) if form.kind in FULL else whole_facts(form)
    organ = organ or organ_of(form)
    return replace(facts, organ=organ, number=number_in(form, organ))


def least(form: Form) -> DocumentFacts:
    """The same with one finding and nothing that is not required."""
    facts = whole(form)
    fields = {spec.name: facts.fields[spec.name] for spec in form.fields if spec.required}
    return replace(facts, fields=fields, lines=facts.lines[:1], verdicts=facts.verdicts[:1], witnesses=())


@dataclass(frozen=True, slots=True)
class Mark:
    """A printed character and its box, in points from the upper left corner."""

    char: str
    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: Mark) -> bool:
        """Whether two characters lie on each other, by more than a hair."""
        wide = min(self.right, other.right) - max(self.left, other.left)
        high = min(self.bottom, other.bottom) - max(self.top, other.top)
        return wide > 0.9 and high > 0.9


def marks(page: pypdfium2.PdfPage) -> list[Mark]:
    """What stands on a page, without the large words across a draft."""
    return [mark for mark in _marks(page.get_textpage()) if mark.bottom - mark.top < 30]


def _marks(text: pypdfium2.PdfTextPage) -> Iterator[Mark]:
    for at in range(text.count_chars()):
        code = pypdfium2.raw.FPDFText_GetUnicode(text.raw, at)
        second = 0xDC00 <= code <= 0xDFFF  # of a pair: the same box again
        if pypdfium2.raw.FPDFText_IsGenerated(text.raw, at) or second or chr(code).isspace():
            continue
        left, bottom, right, top = text.get_charbox(at, loose=False)
        yield Mark(chr(code), left, PAGE_HEIGHT - top, right, PAGE_HEIGHT - bottom)


def collisions(page: Sequence[Mark]) -> list[tuple[Mark, Mark]]:
    """Give the characters that lie on each other."""
    near: dict[tuple[int, int], list[Mark]] = {}
    found = []
    for mark in page:
        columns = range(int(mark.left // _CELL), int(mark.right // _CELL) + 1)
        rows = range(int(mark.top // _CELL), int(mark.bottom // _CELL) + 1)
        for cell in [(x, y) for x in columns for y in rows]:
            found += [(other, mark) for other in near.setdefault(cell, []) if mark.meets(other)]
            near[cell].append(mark)
    return found


def drawn(page: pypdfium2.PdfPage, dpi: int = 150) -> Image.Image:
    """A page as a scanner would give it."""
    return page.render(scale=dpi / 72, grayscale=True).to_pil().convert("L")
