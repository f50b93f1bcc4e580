# SPDX-License-Identifier: MulanPSL-2.0
"""The emergency export from whatever is left: damaged pages, missing tables, broken key slots, lost files."""

from __future__ import annotations

import csv
import io
import json
import random
from pathlib import Path

import pytest

from inspector_app.domain.problems import ProblemCode, Refused
from inspector_app.operations import backups
from inspector_app.operations.protection import protect
from inspector_app.operations.rescue import Rescued, rescue_export
from inspector_app.storage.driver import connect
from inspector_app.storage.salvage import Salvage
from inspector_app.workspace import Workspace
from inspector_app.workspace.protection import unlock_folder
from tests.helpers.backups import a_paper
from tests.helpers.clock import Clock
from tests.helpers.makers import an_enterprise

PASSWORD = "青山-7-绿水-longer"


def tree(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def table(done: Rescued, name: str) -> list[list[str]]:
    (path,) = done.folder.rglob(f"{name}.csv")
    return list(csv.reader(io.StringIO(path.read_text(encoding="utf-8-sig"))))


@pytest.fixture
def busy(unit: Workspace, clock: Clock) -> Workspace:
    a_paper(unit, clock)
    for n in range(2, 40):
        an_enterprise(unit, n)
    return unit


def test_everything_of_whole_data_is_there_and_the_folder_is_untouched(busy: Workspace, tmp_path: Path) -> None:
    folder = busy.folder
    papers = {bytes(busy.files.read(name)) for name in busy.files.all() if busy.files.read(name)[:4] == b"%PDF"}
    busy.close()
    before = tree(folder)
    done = rescue_export(folder, tmp_path / "out")
    assert tree(folder) == before
    assert done.unreadable == ()
    assert done.tables["enterprises"] == 39
    assert len(table(done, "enterprises")) == 40
    saved = {p.read_bytes() for p in done.folder.rglob("*.pdf")}
    assert saved == papers
    lines = (next(done.folder.glob("*.jsonl"))).read_text(encoding="utf-8").splitlines()
    assert [json.loads(line)["seq"] for line in lines] == list(range(1, len(lines) + 1))
    assert {p.suffix for p in done.folder.iterdir() if p.is_file()} >= {".xlsx", ".csv", ".html", ".txt", ".jsonl"}
    assert list((tmp_path / "out").iterdir()) == [done.folder]


@pytest.mark.parametrize("seed", range(8))
def test_damaged_pages_cost_only_what_lies_in_them(busy: Workspace, tmp_path: Path, seed: int) -> None:
    folder = busy.folder
    busy.close()
    path = folder / "inspector.db"
    data = bytearray(path.read_bytes())
    chance = random.Random(seed)
    pages = range(1, len(data) // 4096)
    for page in chance.sample(pages, 6):
        data[page * 4096 : page * 4096 + 4096] = chance.randbytes(4096)
    path.write_bytes(data)
    before = tree(folder)
    done = rescue_export(folder, tmp_path / "out")
    assert tree(folder) == before
    assert list(done.folder.glob("*.html"))
    assert sum(done.tables.values()) > 0 or done.unreadable[-1][0] == "inspector.db"
    assert done.files >= 2, "the papers, by their number or at least by their hash"


def test_rows_behind_a_bad_page_are_read(tmp_path: Path) -> None:
    path = tmp_path / "some.db"
    conn = connect(path)
    conn.execute("CREATE TABLE t (id INTEGER PRIMARY KEY, text TEXT)")
    conn.executemany("INSERT INTO t VALUES (?, ?)", [(n, f"row {n} " + "x" * 180) for n in range(1, 2001)])
    conn.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    conn.close()
    data = bytearray(path.read_bytes())
    at = data.index(b"row 1000 ") // 4096 * 4096
    data[at : at + 4096] = b"\xff" * 4096
    path.write_bytes(data)
    salvage = Salvage(path, None)
    read = [int(str(row["id"])) for row in salvage.rows("t")]
    assert read == sorted(set(read))
    assert {1, 900, 1100, 2000} <= set(read), "what lies before and behind the bad page"
    assert 1000 not in read
    assert len(read) > 1950
    (gap,) = salvage.gaps
    assert gap.after < 1000 <= gap.after + gap.rows


def test_missing_tables_and_files_are_listed(busy: Workspace, tmp_path: Path) -> None:
    folder = busy.folder
    name = next(n for n in busy.files.all() if busy.files.read(n)[:4] == b"%PDF")
    busy.files.path(name).unlink()
    busy.close()
    conn = connect(folder / "inspector.db")
    conn.execute("PRAGMA foreign_keys = OFF")
    conn.execute("DROP TABLE inspections")
    conn.close()
    done = rescue_export(folder, tmp_path / "out")
    assert "inspections" not in done.tables
    assert done.tables["enterprises"] == 39
    assert [sha for _, sha in done.unreadable] == [name]
    assert [p.code for p in done.warnings] == [ProblemCode.RESCUE_PARTLY]


@pytest.mark.parametrize("how", ["empty", "noise", "gone"])
def test_without_a_readable_database_the_newest_backup_is_taken(busy: Workspace, tmp_path: Path, how: str) -> None:
    backups.make_backup(busy)
    folder = busy.folder
    busy.close()
    path = folder / "inspector.db"
    path.unlink()
    if how != "gone":
        path.write_bytes(b"" if how == "empty" else random.Random(1).randbytes(50_000))
    done = rescue_export(folder, tmp_path / "out")
    assert done.is_from_backup
    assert done.tables["enterprises"] == 39
    assert done.unreadable


def test_with_nothing_readable_at_all_it_is_refused_and_nothing_is_left(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "inspector.db").write_bytes(b"no database")
    with pytest.raises(Refused) as refused:
        rescue_export(tmp_path / "data", tmp_path / "out")
    assert refused.value.problems[0].code is ProblemCode.WORKSPACE_DAMAGED
    assert list((tmp_path / "out").iterdir()) == []


def test_never_into_the_data_folder(busy: Workspace) -> None:
    with pytest.raises(Refused) as refused:
        rescue_export(busy.folder, busy.folder / "backups" / "out")
    assert refused.value.problems[0].code is ProblemCode.RESTORE_TARGET


def test_protected_data_with_one_broken_copy_of_the_slots(busy: Workspace, tmp_path: Path) -> None:
    protect(busy, "王建国", PASSWORD)
    an_enterprise(busy, 77)
    folder = busy.folder
    busy.close()
    (folder / "keyslots.json").write_text("{ broken")
    done = rescue_export(folder, tmp_path / "out", unlock_folder(folder, "", PASSWORD))
    assert done.tables["enterprises"] == 40
    assert {p.read_bytes()[:5] for p in done.folder.rglob("*.pdf")} == {b"%PDF-"}
    assert "keys" not in done.tables, "secret keys are nobody's table"
