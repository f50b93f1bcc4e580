# SPDX-License-Identifier: MulanPSL-2.0
"""New stores that cost little: the tables are made once for each process, and every store begins as their copy."""

from __future__ import annotations

import functools
import tempfile
from pathlib import Path

from inspector_app.storage.database import FILE_NAME
from inspector_app.storage.driver import Database, connect
from inspector_app.storage.migrations import migrations
from inspector_app.workspace import Workspace, open_workspace
from tests.helpers.clock import Clock


@functools.cache
def empty_database() -> bytes:
    """A database as the migrations leave it, before a laptop has it: making one takes longer than many a test."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / FILE_NAME
        conn = connect(path)
        migrations.apply(Database(conn, execute_plugins=False))
        conn.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        conn.close()
        return path.read_bytes()


def a_store(folder: Path, clock: Clock | None = None) -> Workspace:
    """Make a store with nothing in it, as `create_workspace` does; the caller closes it."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / FILE_NAME).write_bytes(empty_database())
    return open_workspace(folder, clock=clock)
