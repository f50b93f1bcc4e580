# SPDX-License-Identifier: MulanPSL-2.0
"""The year handed over: a bundle of everything made, read at an empty office, and read once more.

python -m tests.bench.city.travel STORE RESULT.json PLACE
"""

from __future__ import annotations

import resource
import shutil
import sys
from pathlib import Path

from inspector_app.handoff import enrolment
from inspector_app.handoff.making import make_bundle
from inspector_app.handoff.outgoing import order_for_office
from inspector_app.handoff.reading import read_bundles
from inspector_app.workspace import open_workspace
from tests.bench.city.measure import Table
from tests.helpers.unit import an_office


def measure(store: Path, place: Path, table: Table) -> None:
    """Measure each step once; the store joins the office as a laptop."""
    office, laptop = an_office(place / "office"), open_workspace(store)
    enrolment.enrol_workspace(office, laptop, name="全市")
    paths: list[Path] = []

    def copy() -> None:
        shutil.copyfile(store / "inspector.db", place / "plain.db")

    def make() -> None:
        made = make_bundle(laptop, place / "stick", order_for_office(laptop))
        paths.extend(made.paths)

    (place / "stick").mkdir()
    table.measure("bundle of the year made, encrypted and read back", make, rounds=1, warm=False,
                  against={"plain copy of the database": copy})  # fmt: skip
    size = sum(path.stat().st_size for path in paths)
    table.note("the bundle", f"{len(paths)} parts, {size / 1e6:,.0f} MB",
               reference=f"database {(store / 'inspector.db').stat().st_size / 1e6:,.0f} MB")  # fmt: skip
    table.measure("read and merged at an empty office", lambda: read_bundles(office, paths), rounds=1, warm=False)
    table.measure("read once more: nothing new", lambda: read_bundles(office, paths), rounds=1, warm=False)
    same = {name: _count(office, name) == _count(laptop, name) for name in ("findings", "finding_facts", "sign_offs")}
    table.note("rows at both sides", "equal" if all(same.values()) else f"differ: {same}")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    table.note("peak memory of making and reading in one process", f"{peak} MB", goal="≤ 64 MB more than idle")
    for ws in (office, laptop):
        ws.close()


def _count(ws: object, table: str) -> int:
    with ws.reader() as db:  # type: ignore[attr-defined]
        return int(db.conn.execute(f"SELECT count(*) FROM {table}").fetchone()[0])


if __name__ == "__main__":
    made = Table()
    measure(Path(sys.argv[1]), Path(sys.argv[3]), made)
    made.keep(Path(sys.argv[2]))
