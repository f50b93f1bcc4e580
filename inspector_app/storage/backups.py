# SPDX-License-Identifier: MulanPSL-2.0
"""A place with backups: copies of the database with what goes with them, and the files, each once.

    20261122-150401-3f2a.db       the database, under the same key as the data
    20261122-150401-3f2a.json     what it holds; written last, so a copy without it is not finished
    20261122-150401-3f2a.with/    key slots, settings, this unit's own forms, holidays and checklists
    files/ab/ab12…                the originals, under the names that they have in the data folder

A backup is written aside, flushed, opened again and compared, and only then gets its name.
"""

from __future__ import annotations

import contextlib
import json
import re
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from inspector_app.domain.backup import Backup
from inspector_app.storage import chains
from inspector_app.storage.driver import UNREADABLE, Connection, DatabaseError, connect, is_open_file, opens
from inspector_app.storage.file_store import flush_file, flush_folder, make_folder, write_durably
from inspector_app.storage.key_slots import FILE_NAMES as KEY_FILES
from inspector_app.storage.own_json import ODD_VALUES, read_object
from inspector_app.storage.rows import instant_in, instant_out
from inspector_app.storage.sealed import DataKey
from inspector_app.storage.tables import FILE_COLUMNS, JOURNALLED

FORMAT = 1
ID = re.compile(r"\d{8}-\d{6}-[0-9a-f]{4}")
LARGEST_NOTE = 1_000_000  # bytes of a backup's note
LARGEST_EXTRA = 20_000_000  # bytes of one file that goes with a backup
MOMENTS = ("made_at", "last_at", "verified_at", "files_read_at")
EXTRAS = ("settings.json", "forms/*.toml", "holidays/*.json", "checklists/**/*.*")

Progress = Callable[[int, int], None]


class BackupFault(Exception):
    """A backup is not whole; the text is a word for where."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """What a database holds, as far as a backup is compared by it."""

    device: str
    incarnation: str
    seq: int
    head: str
    acts: int
    last_at: str
    last_act: str
    counts: Mapping[str, int]
    schema: str


class Place:
    """One folder with backups."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @property
    def files(self) -> Path:
        """Where the originals lie."""
        return self.folder / "files"

    def database(self, backup_id: str) -> Path:
        """Where the copy of the database lies."""
        return self.folder / f"{backup_id}.db"

    def note(self, backup_id: str) -> Path:
        """Where it is written what the backup holds."""
        return self.folder / f"{backup_id}.json"

    def extras(self, backup_id: str) -> Path:
        """Where key slots, settings and the unit's own data files of the backup lie."""
        return self.folder / f"{backup_id}.with"

    def all(self) -> tuple[Backup, ...]:
        """Give the finished backups, the newest first; what is not one of ours is passed over."""
        found = []
        if self.folder.is_dir():
            for path in self.folder.glob("*.json"):
                backup = read_note(path) if ID.fullmatch(path.stem) else None
                if backup is not None and self.database(backup.id).is_file():
                    found.append(backup)
        return tuple(sorted(found, key=lambda b: (b.made_at, b.id), reverse=True))

    def put_note(self, backup: Backup) -> None:
        """Write what a backup holds; with this it is finished."""
        content = {**asdict(backup), "format": FORMAT, "counts": dict(backup.counts)}
        for name in MOMENTS:
            content[name] = instant_out(getattr(backup, name))
        text = json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True)
        write_durably(self.note(backup.id), text.encode() + b"\n")

    def sweep(self) -> None:
        """Take away what a killed program left half-made."""
        for path in sorted(self.folder.glob("*")):
            unfinished = (
                ID.fullmatch(path.stem) and path.suffix in (".db", ".with") and not self.note(path.stem).exists()
            )
            if unfinished or ".part" in path.name:
                _remove(path)

    def remove(self, backup: Backup) -> None:
        """Take a backup away: its note first, so that half of it is never listed."""
        self.note(backup.id).unlink(missing_ok=True)
        _flush(self.folder)
        for path in (self.database(backup.id), self.extras(backup.id)):
            _remove(path)


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def read_note(path: Path) -> Backup | None:
    """Read the note of a backup; none where it is no such note."""
    raw = read_object(path, LARGEST_NOTE)
    try:
        if raw is None or raw.pop("format") != FORMAT or raw["id"] != path.stem:
            return None
        counts = {str(name): int(count) for name, count in raw.pop("counts").items()}
        moments = {n: instant_in(raw.pop(n)) if raw.get(n) else raw.pop(n) for n in MOMENTS}
        numbers = {n: int(raw.pop(n)) for n in ("seq", "acts", "size", "files", "file_bytes", "missing")}
        texts = {name: str(value) for name, value in raw.items() if name in Backup.__dataclass_fields__}
        return Backup(**texts, **numbers, **moments, counts=counts)  # type: ignore[arg-type]
    except ODD_VALUES:
        return None


# The copy of the database ---------------------------------------------------------------------------------


def copy_database(source: Path, key: DataKey | None, target: Path, progress: Callable[[], None]) -> None:
    """Write a whole copy under the same key, and flush it. `progress` is called now and then, and may raise to stop.

    Raises DatabaseError.
    """
    target.unlink(missing_ok=True)
    conn = connect(source, key=key.database if key else None)
    raised: list[BaseException] = []

    def tell() -> int:
        try:
            progress()
        except BaseException as error:  # it must not be lost in the library: it goes on below
            raised.append(error)
            return 1
        return 0

    try:
        conn.set_progress_handler(tell, 100_000)
        conn.execute("VACUUM INTO ?", (str(target),))
    except DatabaseError:
        if raised:
            raise raised[0] from None
        raise
    finally:
        conn.close()
    flush_file(target)


def read_content(conn: Connection) -> Content:
    """Read what a database holds. Raises DatabaseError where it cannot be read."""
    device, incarnation = conn.execute("SELECT id, incarnation FROM device").fetchone()
    mark = chains.own_mark(conn, str(device), str(incarnation))
    last = conn.execute(
        "SELECT at, name FROM operations WHERE name <> 'note_event' ORDER BY at DESC LIMIT 1"
    ).fetchone()
    tables = {str(row[0]) for row in conn.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    counted = [name for name in (*JOURNALLED, "operations", "changes") if name in tables]
    steps = [str(row[0]) for row in conn.execute("SELECT name FROM _sqlite_migrations ORDER BY name")]
    return Content(
        device=str(device), incarnation=str(incarnation), seq=mark.seq, head=mark.hash, acts=count_acts(conn),
        last_at=str(last[0]) if last else "", last_act=str(last[1]) if last else "",
        counts={name: int(conn.execute(f"SELECT count(*) FROM {name}").fetchone()[0]) for name in counted},
        schema=steps[-1] if steps else "",
    )  # fmt: skip


def count_acts(conn: Connection) -> int:
    """Count the operations of all laptops, without the notes of the security journal."""
    return int(conn.execute("SELECT count(*) FROM operations WHERE name <> 'note_event'").fetchone()[0])


def named_files(conn: Connection) -> frozenset[str]:
    """Give every file that a row of this database names."""
    tables = {str(row[0]) for row in conn.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    found: set[str] = set()
    for table, column, _ in FILE_COLUMNS:
        if table in tables:
            found.update(str(row[0]) for row in conn.execute(f"SELECT {column} FROM {table} WHERE {column} <> ''"))
    return frozenset(found)


def awaited_files(conn: Connection) -> frozenset[str]:
    """Give the files that other laptops' records announce and that have not come; they are no loss."""
    return frozenset(str(row[0]) for row in conn.execute("SELECT sha256 FROM wanted_files"))


def must_follow(content: Content, source: Connection) -> None:
    """Compare a copy with the database that it was made of, which may have gone on. Raises BackupFault."""
    row = source.execute(
        "SELECT hash FROM operations WHERE device = ? AND incarnation = ? AND seq = ?",
        (content.device, content.incarnation, content.seq),
    ).fetchone()
    if content.seq and (row is None or str(row[0]) != content.head):
        raise BackupFault("backup head")


@contextlib.contextmanager
def opened_copy(path: Path, keys: Sequence[DataKey]) -> Iterator[tuple[Connection, DataKey | None]]:
    """Open a copy for reading, without writing anything beside it. Raises BackupFault where it cannot be read."""
    key = key_of(path, keys)
    try:
        conn = connect(path, key=key.database if key else None, read_only=True, unchanging=True)
        try:
            if conn.execute("SELECT 1 FROM sqlite_master WHERE type = 'view' LIMIT 1").fetchone() is not None:
                raise BackupFault("backup database")  # ours has none; in the place of a table one need never end
            yield conn, key
        finally:
            conn.close()
    except UNREADABLE as error:
        raise BackupFault("backup database") from error


def key_of(path: Path, keys: Iterable[DataKey]) -> DataKey | None:
    """Give the key that opens a database that nobody writes; none for an open one. Raises BackupFault."""
    try:
        if path.stat().st_size == 0:
            raise BackupFault("backup database")
        if is_open_file(path):
            return None
    except OSError as error:
        raise BackupFault("backup database") from error
    for key in keys:
        if opens(path, key.database, unchanging=True):
            return key
    raise BackupFault("backup key")


def check_database(conn: Connection) -> Content:
    """Check every page and reference of a copy, and say what it holds. Raises BackupFault."""
    try:
        if conn.execute("PRAGMA integrity_check").fetchone()[0] != "ok":
            raise BackupFault("backup database")
        if conn.execute("PRAGMA foreign_key_check").fetchone() is not None:
            raise BackupFault("backup reference")
        return read_content(conn)
    except (DatabaseError, TypeError, ValueError) as error:
        raise BackupFault("backup database") from error


def note_fits(backup: Backup, content: Content) -> bool:
    """Whether a copy holds what its note says."""
    said = (backup.device, backup.incarnation, backup.seq, backup.head, backup.acts, dict(backup.counts))
    return said == (content.device, content.incarnation, content.seq, content.head, content.acts, dict(content.counts))


# What goes with it ----------------------------------------------------------------------------------------


def copy_extras(data: Path, target: Path) -> None:
    """Copy key slots, settings and the unit's own data files into a new folder, and flush it."""
    names = [data / name for name in KEY_FILES if (data / name).is_file()]
    names += [path for pattern in EXTRAS for path in sorted(data.glob(pattern)) if path.is_file()]
    part = target.with_name(f"{target.name}.part")
    _remove(part)
    part.mkdir(parents=True)
    for path in names:
        if path.stat().st_size <= LARGEST_EXTRA:
            goal = part / path.relative_to(data)
            make_folder(goal.parent)
            write_durably(goal, path.read_bytes())
    part.replace(target)
    _flush(target.parent)


def _flush(folder: Path) -> None:
    with contextlib.suppress(OSError):  # folders of some media cannot be flushed
        flush_folder(folder)
