# SPDX-License-Identifier: MulanPSL-2.0
"""The check of a whole workspace: database, chain, tables against the journal, files."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass

from inspector_app.storage import facts, journal
from inspector_app.storage.database import damage
from inspector_app.storage.driver import Database, DatabaseError
from inspector_app.storage.file_store import FileStore
from inspector_app.storage.rebuilding import differing
from inspector_app.storage.tables import FILE_COLUMNS

NAMED_FILES = " UNION ".join(
    f"SELECT {column} AS sha256 FROM {table} WHERE {column} <> ''" for table, column, _ in FILE_COLUMNS
)


@dataclass(frozen=True, slots=True)
class Health:
    """What a check of the whole workspace found; empty fields mean all is well."""

    database: str  # the first damaged page or reference
    journal: str  # id of the first operation whose hash does not fit
    tables: tuple[str, ...]  # tables that differ from the replayed journal
    files: tuple[str, ...]  # hashes of missing or changed files

    @property
    def is_well(self) -> bool:
        """Whether nothing is wrong."""
        return not (self.database or self.journal or self.tables or self.files)


def _differing(db: Database) -> tuple[str, ...]:
    """Tables that differ from the journal; the journal itself where a flipped bit left nothing that can be replayed."""
    try:
        return differing(db)
    except (ValueError, DatabaseError):
        return ("changes",)


def examine(
    reader: AbstractContextManager[Database], files: FileStore, progress: Callable[[int, int], None] | None = None
) -> Health:
    """Check the database, the chain, the tables against the journal, and every file named by a row."""
    with reader as db:
        broken = journal.first_broken(db)
        other = _differing(db)
        awaited = {str(row[0]) for row in db.conn.execute("SELECT sha256 FROM wanted_files")}
        named = [str(row[0]) for row in db.conn.execute(NAMED_FILES)]
        database = damage(db)
        wrong_facts = facts.wrong(db.conn)
    bad: list[str] = []
    for n, name in enumerate(named, start=1):
        if not files.is_intact(name) and not (name in awaited and not files.exists(name)):
            bad.append(name)
        if progress is not None:
            progress(n, len(named))
    return Health(database, broken.id if broken else "", (*other, *wrong_facts), tuple(bad))


def is_chain_whole(db: Database) -> bool:
    """Walk every chain of a copy of the database from its beginning. Raises DatabaseError where it cannot be read."""
    return journal.first_broken(db) is None
