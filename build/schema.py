# SPDX-License-Identifier: MulanPSL-2.0
"""Write storage/schema.sql: the whole schema as text, so that a review sees a schema change in the diff."""

from __future__ import annotations

from pathlib import Path

from inspector_app.storage.database import schema_text
from inspector_app.storage.driver import Database
from inspector_app.storage.migrations import migrations

TARGET = Path(__file__).resolve().parent.parent / "inspector_app" / "storage" / "schema.sql"


def current() -> str:
    """Give the schema that the migrations make."""
    db = Database(memory=True)
    migrations.apply(db)
    return schema_text(db)


if __name__ == "__main__":
    TARGET.write_text(current(), encoding="utf-8")
