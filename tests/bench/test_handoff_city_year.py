# SPDX-License-Identifier: MulanPSL-2.0
"""The published year of one city (79,812 enterprises, 237,126 findings, 1,298 orders) and 10,000 photos handed over.

One laptop holds it all and hands it to an empty office in one go: the worst case. Rows go through the journal, a
finding an operation; papers are rows without pages. CITY_SCALE=0.1 makes a tenth of it.
"""

from __future__ import annotations

import os
import shutil
import sys
import time
from pathlib import Path

from inspector_app.domain.change import Op
from inspector_app.domain.enterprise import Enterprise
from inspector_app.storage import enterprises
from inspector_app.storage.rows import put
from inspector_app.workspace import Workspace, open_workspace
from tests.bench.test_handoff import copied, measured, place
from tests.helpers.clock import Clock
from tests.helpers.kept_photos import kept_photos
from tests.helpers.makers import an_enterprise, an_inspection
from tests.helpers.unit import a_laptop, an_office

__all__ = ["place"]  # the fixture

SCALE = float(os.environ.get("CITY_SCALE", "1"))
ENTERPRISES, FINDINGS, ORDERS, PHOTOS = (round(n * SCALE) for n in (79_812, 237_126, 1_298, 10_000))
PHOTO_BYTES = int(os.environ.get("CITY_PHOTO_BYTES", "1000000"))
AT = "2026-11-20T01:00:00.000000Z"
FINDING: dict[str, object] = {
    "ordinal": 1, "item_code": "HZ-A01", "place": "甲类仓库东侧", "grade": "general", "deadline_class": "within_days",
    "description": "可燃气体报警器GD-03被人为关闭，现场显示屏无读数，值班人员不能说明关闭的时间和原因",
    "measure": "立即恢复报警器并查明原因，对值班人员进行教育", "deadline": "2026-12-01", "clauses": "[]",
    "status": "ordered", "found_at": AT, "withdrawn_reason": "",
}  # fmt: skip


def a_year(ws: Workspace) -> None:
    """Fill a laptop: the register in portions, then a visit for each enterprise, each finding an act of its own."""
    for start in range(0, ENTERPRISES, 5_000):
        with ws.operation(Op.IMPORT_ENTERPRISES) as step:
            for n in range(start, min(start + 5_000, ENTERPRISES)):
                made = Enterprise(id=f"e{n:06}", name=f"某市第{n}生产经营有限公司", address=f"某市某区某路{n}号")
                enterprises.put_enterprise(step.db, made)
    for n in range(ENTERPRISES):
        with ws.operation(Op.START_INSPECTION) as step:
            put(step.db, "inspections", {
                "id": f"i{n:06}", "enterprise_id": f"e{n:06}", "state": "filed", "started_at": AT, "finished_at": AT,
                "place": "厂区", "party_remark": "",
            })  # fmt: skip
    for n in range(FINDINGS):
        with ws.operation(Op.RECORD_FINDING) as step:
            put(step.db, "findings", {"id": f"f{n:06}", "inspection_id": f"i{n % ENTERPRISES:06}", **FINDING})


def test_a_city_year(place: Path) -> None:
    office = an_office(place / "office", Clock())
    laptop = a_laptop(place / "laptop", office, "一组")
    began = time.monotonic()
    laptop._opened.writer.conn.execute("PRAGMA synchronous = OFF")  # only to fill it sooner; measured later, anew
    a_year(laptop)
    for n in range(0, PHOTOS, 100):
        visit = an_inspection(laptop, an_enterprise(laptop, n + 1))
        kept_photos(laptop, visit, [os.urandom(PHOTO_BYTES) for _ in range(min(100, PHOTOS - n))])
    for ws in (office, laptop):
        ws.close()
    files = sum(p.stat().st_size for p in (place / "laptop" / "files").glob("??/*"))
    size = (place / "laptop" / "inspector.db").stat().st_size
    sys.stdout.write(f"\nmade in {time.monotonic() - began:.0f} s: database {size:,} bytes, files {files:,} bytes\n")
    plain = copied(place / "laptop" / "files", place / "plain")
    began = time.monotonic()
    shutil.copyfile(place / "laptop" / "inspector.db", place / "plain.db")
    plain += time.monotonic() - began
    shutil.rmtree(place / "plain")
    sys.stdout.write(f"plain copy of files and database: {plain:.1f} s\n")
    made = measured("make", place / "laptop", place / "stick")
    sys.stdout.write(f"bundle {made['found'][3]:,} bytes for {files:,} bytes of files\n")
    measured("read", place / "office", place / "stick")
    measured("read", place / "office", place / "stick")  # once more: all is known
    one, other = open_workspace(place / "laptop"), open_workspace(place / "office")
    assert one.digest() == other.digest()
    for ws in (one, other):
        ws.close()
