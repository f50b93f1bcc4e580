# SPDX-License-Identifier: MulanPSL-2.0
"""Opening a workspace: settings that keep what was acknowledged, schema, newer data, damage, keys."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from inspector_app.domain.problems import ProblemCode, Refused
from inspector_app.ledgers import enterprises
from inspector_app.operations.protection import protect, unprotect
from inspector_app.storage.database import FILE_NAME, schema_text
from inspector_app.storage.driver import connect
from inspector_app.workspace import Workspace, create_workspace, open_workspace
from inspector_app.workspace.protection import unlock_folder
from tests.helpers.makers import an_enterprise
from tests.helpers.ordinary_user import as_ordinary_user, let_others_in

PASSWORD = "安全检查2026Ab"
SCHEMA = Path(__file__).parents[2] / "inspector_app" / "storage" / "schema.sql"


def code_of(folder: Path, **how: str) -> ProblemCode:
    with pytest.raises(Refused) as refused:
        open_workspace(folder, **how)
    return refused.value.problems[0].code


def test_writer_uses_wal_and_full(ws: Workspace) -> None:
    conn = ws._opened.writer.conn
    assert conn.execute("PRAGMA journal_mode").fetchone()[0] == "wal"
    assert conn.execute("PRAGMA synchronous").fetchone()[0] == 2
    assert conn.execute("PRAGMA foreign_keys").fetchone()[0] == 1
    assert tuple(map(int, conn.execute("SELECT sqlite_version()").fetchone()[0].split("."))) >= (3, 51, 3)


def test_every_table_is_strict(ws: Workspace) -> None:
    with ws.reader() as db:
        listed = {row[1]: row[5] for row in db.execute("PRAGMA table_list") if row[0] == "main" and row[2] == "table"}
    ours = {name: strict for name, strict in listed.items() if not name.startswith(("sqlite_", "_sqlite"))}
    assert len(ours) > 15
    assert all(ours.values())


def test_schema_sql_is_current(ws: Workspace) -> None:
    with ws.reader() as db:
        assert schema_text(db) == SCHEMA.read_text(encoding="utf-8"), "run `make schema`"


def test_reopened_workspace_has_everything(ws: Workspace, unit: Workspace) -> None:
    made = an_enterprise(unit)
    folder = ws.folder
    ws.close()
    again = open_workspace(folder)
    try:
        assert enterprises.enterprise(again, made.id) == made
    finally:
        again.close()


def test_missing_existing_and_foreign_folders_are_refused(tmp_path: Path, ws: Workspace) -> None:
    assert code_of(tmp_path / "nothing") is ProblemCode.WORKSPACE_MISSING
    with pytest.raises(Refused) as refused:
        create_workspace(ws.folder)
    assert refused.value.problems[0].code is ProblemCode.WORKSPACE_EXISTS
    (tmp_path / "odd").mkdir()
    (tmp_path / "odd" / FILE_NAME).write_bytes(b"this is no database, but long enough to be one" * 100)
    assert code_of(tmp_path / "odd") is ProblemCode.KEY_SLOTS_DAMAGED, "sealed, as far as anybody can tell"


def test_newer_data_opens_read_only(ws: Workspace) -> None:
    an_enterprise(ws)
    ws.close()
    conn = connect(ws.folder / FILE_NAME)
    conn.execute("INSERT INTO _sqlite_migrations (migration_set, name, applied_at) VALUES ('inspector', 'm9999_x', '')")
    conn.close()
    newer = open_workspace(ws.folder)
    try:
        assert newer.read_only is not None
        assert newer.read_only.code is ProblemCode.WORKSPACE_NEWER
        assert enterprises.count(newer) == 1
        with pytest.raises(Refused) as refused:
            an_enterprise(newer, 2)
        assert refused.value.problems[0].code is ProblemCode.WORKSPACE_NEWER
    finally:
        newer.close()


def test_protected_data_open_only_with_the_password(tmp_path: Path) -> None:
    folder = tmp_path / "sealed"
    made = create_workspace(folder)
    an_enterprise(made)
    kept = made.files.keep(b"picture")
    protect(made, "王建国", PASSWORD)
    assert made.files.read(kept.sha256) == b"picture"
    made.close()
    assert b"SQLite format 3" not in (folder / FILE_NAME).read_bytes()
    assert not any(b"picture" in path.read_bytes() for path in (folder / "files").rglob("*") if path.is_file())
    assert code_of(folder) is ProblemCode.WORKSPACE_LOCKED
    with pytest.raises(Refused) as refused:
        unlock_folder(folder, "王建国", "other")
    assert refused.value.problems[0].code is ProblemCode.PASSWORD_WRONG
    again = open_workspace(folder, login=unlock_folder(folder, "王建国", PASSWORD))
    assert enterprises.count(again) == 1
    assert again.files.read(kept.sha256) == b"picture" and again.check().is_well
    unprotect(again, PASSWORD)
    again.close()
    last = open_workspace(folder)
    assert enterprises.count(last) == 1 and last.check().is_well and last.actor == ""
    last.close()


def test_a_full_disk_is_told_and_nothing_is_half_written(unit: Workspace) -> None:
    conn = unit._opened.writer.conn
    pages = conn.execute("PRAGMA page_count").fetchone()[0]
    conn.execute(f"PRAGMA max_page_count = {pages + 1}")
    with pytest.raises(Refused) as refused:
        for n in range(1, 300):
            an_enterprise(unit, n, note="长" * 4000)
    assert refused.value.problems[0].code is ProblemCode.DISK_FULL
    conn.execute("PRAGMA max_page_count = 1000000")
    assert unit.check().is_well
    an_enterprise(unit, 999)


REFUSED = (
    "from pathlib import Path\n"
    "from inspector_app.domain.problems import Refused\n"
    "from inspector_app.ledgers import enterprises\n"
    "from inspector_app.workspace import create_workspace, open_workspace\n"
    "from tests.helpers.makers import an_enterprise\n"
)


def test_a_read_only_folder_is_told(tmp_path: Path) -> None:
    locked = tmp_path / "locked"
    locked.mkdir(mode=0o555)
    let_others_in(locked / "w")
    body = "try: create_workspace(Path(sys.argv[1]))\nexcept Refused as r: print(r.problems[0].code)\n"
    assert as_ordinary_user(REFUSED, body, str(locked / "w")) == [ProblemCode.FOLDER_NOT_WRITABLE]


def test_what_may_only_be_read_can_be_read(unit: Workspace) -> None:
    an_enterprise(unit)
    unit.close()
    let_others_in(unit.folder)
    for path in (*unit.folder.rglob("*"), unit.folder):
        path.chmod(0o555 if path.is_dir() else 0o444)
    body = (
        "ws = open_workspace(Path(sys.argv[1])); print(enterprises.count(ws))\n"
        "try: an_enterprise(ws, 2)\n"
        "except Refused as r: print(r.problems[0].code)\n"
        "ws.close()\n"
    )
    told = as_ordinary_user(REFUSED, body, str(unit.folder))
    unit.folder.chmod(0o755)
    assert told == ["1", ProblemCode.FOLDER_NOT_WRITABLE]


def test_a_killed_program_keeps_what_was_acknowledged(tmp_path: Path) -> None:
    script = (
        "import os, sys; from pathlib import Path\n"
        "from inspector_app.workspace import create_workspace\n"
        "from tests.helpers.makers import an_enterprise\n"
        "ws = create_workspace(Path(sys.argv[1]))\n"
        "for n in range(1, 6): an_enterprise(ws, n); print(n, flush=True)\n"
        "os.kill(os.getpid(), 9)\n"
    )
    folder = tmp_path / "w"
    done = subprocess.run(
        [sys.executable, "-c", script, str(folder)], capture_output=True, text=True, timeout=60, check=False,
        cwd=Path(__file__).parents[2],
    )  # fmt: skip
    assert done.stdout.split() == ["1", "2", "3", "4", "5"], done.stderr
    ws = open_workspace(folder)
    try:
        assert enterprises.count(ws) == 5
        assert ws.check().is_well
    finally:
        ws.close()
