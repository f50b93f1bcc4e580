# SPDX-License-Identifier: MulanPSL-2.0
"""How long the main job's acts take below the window."""

from __future__ import annotations

import itertools
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from inspector_app.domain.change import Op
from inspector_app.domain.document import DocumentKind
from inspector_app.domain.enterprise import Enterprise
from inspector_app.domain.inspection import AnswerResult, Inspection
from inspector_app.ledgers import enterprises as enterprise_rows
from inspector_app.ledgers import inspections as inspection_rows
from inspector_app.locations import bundled
from inspector_app.operations import documents, inspections, photos
from inspector_app.packs.catalogue import load_catalogue
from inspector_app.storage import enterprises
from inspector_app.workspace import Workspace
from tests.helpers.makers import a_code, a_finding, an_enterprise, an_inspection

ALL = ("hazmat", "construction", "special_equipment", "fireworks", "common")
PHOTOS = sorted((bundled("resources") / "demo" / "photos").glob("*.jpg"))


def test_load_all_packs(benchmark: Any) -> None:
    def load() -> int:
        catalogue = load_catalogue([bundled("checklists")])
        return sum(len(entry.pack.items) for entry in catalogue.entries if entry.pack)

    assert benchmark(load) >= 562


def test_answer_saved_in_an_inspection_of_all_packs(bench: Workspace, benchmark: Any) -> None:
    made = an_inspection(bench, pack_ids=ALL)
    codes = itertools.cycle([item.code for item in bench.frozen_items(made.packs)])
    benchmark(lambda: inspections.answer_item(bench, made.id, next(codes), AnswerResult.COMPLIANT))


def test_view_of_an_inspection_of_all_packs(bench: Workspace, benchmark: Any) -> None:
    made = an_inspection(bench, pack_ids=ALL)
    for item in bench.frozen_items(made.packs):
        inspections.answer_item(bench, made.id, item.code, AnswerResult.COMPLIANT)
    benchmark(lambda: inspection_rows.view(bench, made.id))


@pytest.mark.parametrize("text", ["", "化", "化工", "化工第79", "qhx", "9113000"])
def test_enterprise_search_among_79812(bench: Workspace, benchmark: Any, text: str) -> None:
    with bench.operation(Op.IMPORT_ENTERPRISES) as step:
        for n in range(79_812):
            enterprises.put_enterprise(
                step.db,
                Enterprise(
                    id=f"e{n}", name=f"清河县{'化工建筑电梯烟花'[n % 4 * 2 :][:2]}第{n}公司", credit_code=a_code(n),
                    address=f"工业园{n}号", initials=f"qhx{n}gs",
                ),
            )  # fmt: skip
    benchmark.pedantic(lambda: enterprise_rows.find_enterprises(bench, text), rounds=15, warmup_rounds=2)


def test_photo_of_12_megapixels_added(bench: Workspace, benchmark: Any) -> None:
    made = an_inspection(bench)
    data = PHOTOS[0].read_bytes()
    numbers = itertools.count()

    def add() -> None:
        source = photos.PhotoSource(name="a.jpg", data=data + b"%d" % next(numbers))
        assert photos.add_photos(bench, made.id, [source]).value.photos

    benchmark.pedantic(add, rounds=12, warmup_rounds=2)


def test_thumbnail_of_12_megapixels(bench: Workspace, benchmark: Any) -> None:
    made = an_inspection(bench)
    source = photos.PhotoSource(name="a.jpg", path=PHOTOS[0])
    photo = photos.add_photos(bench, made.id, [source]).value.photos[0]
    edges = itertools.count(200)
    benchmark.pedantic(lambda: photos.thumbnail(bench, photo, edge=next(edges)), rounds=12, warmup_rounds=1)


def finished(ws: Workspace) -> Inspection:
    """An inspection with 20 findings and 12 photos."""
    made = an_inspection(ws, an_enterprise(ws))
    recorded = [a_finding(ws, made, place=f"{n}号罐区", description=f"第{n}号储罐液位计失灵，" * 3) for n in range(20)]
    for n in range(12):
        data = PHOTOS[n % len(PHOTOS)].read_bytes() + b"%d" % n
        photos.add_photos(ws, made.id, [photos.PhotoSource(name=f"{n}.jpg", data=data)], recorded[n].id)
    return inspections.finish_inspection(ws, made.id, made.started_at + timedelta(hours=1)).value


def test_order_of_20_findings_and_12_photos_to_pdf(bench: Workspace, benchmark: Any, tmp_path: Path) -> None:
    made = finished(bench)
    kind = DocumentKind.RECTIFICATION_ORDER
    preview = benchmark.pedantic(lambda: documents.preview_document(bench, made.id, kind), rounds=8, warmup_rounds=1)
    benchmark.extra_info["pages"] = preview.pages
    benchmark.extra_info["kilobytes"] = len(preview.pdf) // 1000
    print(f"\norder of 20 findings and 12 photos: {preview.pages} pages, {len(preview.pdf) // 1000} kB")


def test_order_of_20_findings_and_12_photos_with_no_picture_made_yet(bench: Workspace, benchmark: Any) -> None:
    made = finished(bench)
    kind = DocumentKind.RECTIFICATION_ORDER

    def first() -> None:
        bench._pictures.clear()
        documents.preview_document(bench, made.id, kind)

    benchmark.pedantic(first, rounds=4, warmup_rounds=1)


def test_order_issued_and_voided(bench: Workspace, benchmark: Any) -> None:
    made = finished(bench)
    kind = DocumentKind.RECTIFICATION_ORDER
    on = made.started_at.date()
    documents.issue_document(bench, made.id, DocumentKind.INSPECTION_RECORD, issued_on=on)

    def issue() -> None:
        order = documents.issue_document(bench, made.id, kind, issued_on=on).value
        documents.void_document(bench, order.id, "测量")

    benchmark.pedantic(issue, rounds=8, warmup_rounds=1)
