# SPDX-License-Identifier: MulanPSL-2.0
"""The records of the 1,298 ordered visits set from the store's rows: by one process, and by two at once.

The orders themselves cannot be set again: their findings are closed. A record (as a draft) has the same lines and more.
"""

from __future__ import annotations

import multiprocessing
import time
from pathlib import Path

from inspector_app.documents.fill import fill
from inspector_app.documents.render import render
from inspector_app.domain.document import DocumentKind
from inspector_app.operations.document_facts import gather
from inspector_app.storage.documents import document_from
from inspector_app.storage.rows import fetch
from inspector_app.workspace import open_workspace
from tests.bench.city.measure import Series, Table

RECORD = DocumentKind.INSPECTION_RECORD


def set_records(store: Path, part: int, parts: int, most: int) -> tuple[int, int]:
    """Set every `parts`-th record; gives how many, and their bytes."""
    ws = open_workspace(store)
    size = count = 0
    with ws.reader() as db:
        rows = fetch(db, "SELECT * FROM documents WHERE state = 'issued' ORDER BY issued_at, id LIMIT ?", [most])
        for document in (document_from(row) for row in rows[part::parts]):
            made = gather(ws, db, document.inspection_id, RECORD, document.issued_on)
            size += len(render(made.form, fill(made.form, made.facts), {}, ws.fonts).pdf)
            count += 1
    ws.close()
    return count, size


def measure(store: Path, table: Table, *, most: int = 1_298) -> None:
    """Measure both."""
    spawn = multiprocessing.get_context("spawn")
    alone, together = Series(), Series()
    began = time.perf_counter()
    count, size = set_records(store, 0, 1, most)
    alone.wall.append((time.perf_counter() - began) * 1000)
    began = time.perf_counter()
    with spawn.Pool(2) as pool:
        pool.starmap(set_records, [(store, n, 2, most) for n in range(2)])
    together.wall.append((time.perf_counter() - began) * 1000)
    table.note("inspection records of the ordered visits set, without photos", f"{count:,}, {size / 1e6:.0f} MB")
    table.add("all of them, one process", alone)
    table.add("all of them, two processes, with their start", together, goal="≤ 60 s", others={"one process": alone})
