# SPDX-License-Identifier: MulanPSL-2.0
"""Bind finished PDFs of our own into one: page by page as they are, with a number through the whole file."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass

from pypdf import PdfReader, PdfWriter

from inspector_app.documents.fonts import FontSet
from inspector_app.documents.plain import render_page_numbers


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A finished PDF and the name under which a reader finds it; without a name it has no bookmark."""

    name: str
    pdf: bytes


def bind(title: str, parts: Sequence[Part], fonts: FontSet) -> tuple[bytes, int]:
    """Give the bound PDF and its pages, numbered from 1 in the lower right corner. What is bound must be ours."""
    writer = PdfWriter()
    for part in parts:
        at = len(writer.pages)
        writer.append(PdfReader(io.BytesIO(part.pdf)), import_outline=False)
        if part.name:
            writer.add_outline_item(title=part.name, page_number=at)
    numbers = PdfReader(io.BytesIO(render_page_numbers(len(writer.pages), fonts)))
    for page, number in zip(writer.pages, numbers.pages, strict=True):
        page.merge_page(number)
    writer.metadata = {"/Title": title, "/Producer": "inspector-app", "/Creator": "inspector-app"}
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue(), len(writer.pages)
