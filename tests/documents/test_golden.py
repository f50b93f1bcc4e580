# SPDX-License-Identifier: MulanPSL-2.0
"""Golden pages: what the paper looks like, at 60 dpi.

After a change that is meant, look at every page and then run

    INSPECTOR_GOLDENS=write .venv/bin/python -m pytest tests/documents/test_golden.py
"""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image, ImageChops, ImageStat

from inspector_app.documents import FontSet, Form, fill, render
from inspector_app.domain.document import DocumentFacts, DocumentKind
from tests.documents.everything import every_fact, everything
from tests.documents.paper import ORGAN, jpeg, make_facts, make_photos
from tests.documents.score import a_score_sheet
from tests.documents.stamped import a_stamp

FOLDER = Path(__file__).parent / "golden"
WRITE = os.environ.get("INSPECTOR_GOLDENS") == "write"
TOLERANCE = 1.5  # mean difference of grey values, 0 to 255
PAPERS: dict[str, tuple[DocumentFacts, tuple[int, ...]]] = {
    "order_7": (make_facts(lines=7), (1, 2)),
    "order_20": (make_facts(lines=20), (4,)),
    "order_draft_demo": (make_facts(lines=2, is_draft=True, number="", organ=replace(ORGAN, is_demo=True)), (1, 2)),
    "order_photos": (make_facts(lines=1, photos=make_photos(4)), (3, 4)),
    "record_7": (make_facts("inspection_record", 7), (1, 2, 3)),
    "score": (a_score_sheet(), (1, 3, 8)),
    "everything": (every_fact(), (1, 2, 3)),
    "everything_draft": (every_fact({}, is_draft=True, number=""), (1, 2)),
}


@pytest.mark.parametrize("name", list(PAPERS))
def test_pages_look_as_they_did(forms: dict[DocumentKind, Form], fonts: FontSet, name: str) -> None:
    facts, numbers = PAPERS[name]
    pictures = {f"p{n}": jpeg(*((640, 480) if n != 4 else (480, 640)), f"#{n}{n}6") for n in range(1, 5)}
    form = everything() if name.startswith("everything") else forms[facts.kind]
    content = fill(form, facts)
    document = pypdfium2.PdfDocument(render(form, content, pictures, fonts, a_stamp(content)).pdf)
    for number in numbers:
        page = document[number - 1].render(scale=60 / 72, grayscale=True).to_pil().convert("L")
        _compare(page, FOLDER / f"{name}-{number}.png")
    document.close()


def _compare(page: Image.Image, path: Path) -> None:
    if WRITE:
        page.save(path, optimize=True)
    with Image.open(path) as golden:
        assert golden.size == page.size
        difference = ImageChops.difference(golden.convert("L"), page)
    mean = ImageStat.Stat(difference).mean[0]
    assert mean <= TOLERANCE, f"{path.name} looks different ({mean:.2f})"
