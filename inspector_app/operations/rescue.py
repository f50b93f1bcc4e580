# SPDX-License-Identifier: MulanPSL-2.0
"""应急导出: everything that can still be read, as files that need no program. The data folder is not touched.

It works where the program does not open any more: damaged pages, missing tables, one broken copy of the key slots.
What could not be read is listed. Where the database cannot be read at all, the newest backup that can is taken.
"""

from __future__ import annotations

import contextlib
import json
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from inspector_app.domain.account import AccountRole, Act
from inspector_app.domain.problems import Problem, ProblemCode, Refused, Severity
from inspector_app.operations.backup_places import LOCAL, stores_in
from inspector_app.operations.rescue_tables import Rows, csv_bytes, finding_rows, html_bytes, name_for
from inspector_app.sheets import ColumnPlan, SheetPlan, write_book
from inspector_app.storage.database import FILE_NAME
from inspector_app.storage.driver import UNREADABLE
from inspector_app.storage.file_store import FileStore, faults_of, flush_folder, make_folder, write_durably
from inspector_app.storage.salvage import Gap, Salvage
from inspector_app.storage.sealed import DataKey
from inspector_app.wording import tr
from inspector_app.workspace.clocks import Clock, system_clock
from inspector_app.workspace.permission_table import permissions
from inspector_app.workspace.protection import Login
from inspector_app.workspace.reserve import need_room

Progress = Callable[[int, int], None]
PART = ".rescue.part"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rescued:
    """What was saved, and what was not."""

    folder: Path
    source: str  # the database that was read, by its path
    is_from_backup: bool
    tables: Mapping[str, int]  # rows by table
    files: int
    unreadable: tuple[tuple[str, str], ...]  # what and where
    warnings: tuple[Problem, ...]


def rescue_export(
    data: Path, out: Path, login: Login | None = None, *, progress: Progress | None = None, clock: Clock = system_clock
) -> Rescued:
    """Write everything that can be read into a new folder below `out`: tables, papers, photos, findings, journal.

    Nothing is written below the data folder. Refuses RESTORE_TARGET where `out` lies in it, WORKSPACE_MISSING,
    NOT_PERMITTED as far as the accounts can be read, RESERVE_LOW, FOLDER_NOT_WRITABLE, DISK_FULL.
    """
    place = out.resolve()
    if data.resolve() == place or data.resolve() in place.parents:
        raise Refused([Problem(code=ProblemCode.RESTORE_TARGET, where="out", fields={"path": str(out)})])
    if not data.is_dir():
        raise Refused([Problem(code=ProblemCode.WORKSPACE_MISSING, fields={"path": str(data)})])
    with faults_of(out):
        make_folder(out)
        need_room(out, _size_of(data) // 2, data=data)
        target = _free_name(out, tr("Emergency export {time}", time=f"{clock():%Y%m%d-%H%M%S}"))
        part = target.with_name(f"{target.name}{PART}")
        part.mkdir()
        try:
            made = _Rescue(data, part, login, progress or (lambda _d, _t: None)).run(clock())
            part.rename(target)
            flush_folder(out)
        except BaseException:
            shutil.rmtree(part, ignore_errors=True)
            raise
    found = [(g.table, str(g.after), str(g.rows or "?")) for g in made.gaps]
    unreadable = (*((t, f"{after} + {rows}") for t, after, rows in found), *made.lost)
    return Rescued(
        folder=target, source=str(made.source), is_from_backup=made.is_from_backup, tables=made.counts,
        files=made.saved, unreadable=unreadable, warnings=_warnings(unreadable),
    )  # fmt: skip


def _warnings(unreadable: Sequence[tuple[str, str]]) -> tuple[Problem, ...]:
    if not unreadable:
        return ()
    fields = {"count": str(len(unreadable))}
    return (Problem(code=ProblemCode.RESCUE_PARTLY, fields=fields, severity=Severity.WARN),)


class _Rescue:
    """One export on its way; a table that cannot be read does not stop the next."""

    def __init__(self, data: Path, out: Path, login: Login | None, progress: Progress) -> None:
        self.data, self.out, self.progress = data, out, progress
        self.login = login
        self.keys: tuple[DataKey, ...] = login.unlocked.keys if login is not None else ()
        self.gaps: list[Gap] = []
        self.lost: list[tuple[str, str]] = []
        self.counts: dict[str, int] = {}
        self.saved = 0
        self.source = data / FILE_NAME
        self.is_from_backup = False
        self.rows: Rows = {}

    def run(self, now: datetime) -> _Rescue:
        with self._copied() as salvage:
            names = salvage.tables() if salvage is not None else ()
            if salvage is not None:
                self._need_right(salvage)
                for n, table in enumerate(names):
                    self._table(salvage, table)
                    self.progress(n + 1, 2 * len(names))
                self.gaps = salvage.gaps
        self._findings()
        self._files()
        self._lists(now)
        return self

    @contextlib.contextmanager
    def _copied(self) -> Iterator[Salvage | None]:
        """Copy the database aside, with its log, and read the copy: reading may write beside a database.

        None where no database can be read at all, the backups' neither; the files are saved then.
        """
        folder = self.out / "aside"
        folder.mkdir()
        tried = [self.data / FILE_NAME, *self._backups()]
        try:
            for path in tried:
                with contextlib.suppress(*UNREADABLE, OSError):
                    salvage = self._readable(path, folder)
                    if salvage is not None:
                        self.source, self.is_from_backup = path, path.parent != self.data
                        if self.is_from_backup:
                            self.lost.append((FILE_NAME, tr("cannot be read at all; a backup was taken instead")))
                        break
            else:
                salvage = None
                self._must_have_files()
                self.lost.append((FILE_NAME, tr("cannot be read at all")))
            yield salvage
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    def _must_have_files(self) -> None:
        if next(iter(FileStore(self.data / "files", self.keys).all()), None) is not None:
            return
        raise Refused([Problem(code=ProblemCode.WORKSPACE_DAMAGED, fields={"path": str(self.data), "detail": ""})])

    def _readable(self, path: Path, folder: Path) -> Salvage | None:
        target = folder / FILE_NAME
        for suffix in ("", "-wal"):
            (folder / f"{FILE_NAME}{suffix}").unlink(missing_ok=True)
            source = path.with_name(f"{path.name}{suffix}")
            if source.is_file():
                _copy_readable(source, folder / f"{FILE_NAME}{suffix}")
        (folder / f"{FILE_NAME}-shm").unlink(missing_ok=True)
        for key in (None, *self.keys):
            with contextlib.suppress(*UNREADABLE):
                salvage = Salvage(target, key)
                if salvage.tables():
                    return salvage
        return None

    def _backups(self) -> list[Path]:
        found = [(b.made_at, store.database(b.id)) for store in stores_in(self.data / LOCAL) for b in store.all()]
        return [path for _, path in sorted(found, reverse=True)]

    def _need_right(self, salvage: Salvage) -> None:
        """Ask the accounts, as far as they can be read: who has the key could read everything anyway."""
        if self.login is None or self.login.is_recovery:
            return
        account = self.login.unlocked.slot.account
        row = next((r for r in salvage.rows("accounts") if r.get("id") == account), None)
        if row is None:
            return
        role = AccountRole(str(row["role"]))
        if not permissions().may(role, Act.RESCUE):
            fields = {"role": role.value, "act": Act.RESCUE.value}
            raise Refused([Problem(code=ProblemCode.NOT_PERMITTED, where=Act.RESCUE.value, fields=fields)])

    def _table(self, salvage: Salvage, table: str) -> None:
        if table.startswith(("_", "finding_text", "facts")) or table in LEFT_OUT:
            return
        rows = list(salvage.rows(table))
        self.rows[table] = rows
        self.counts[table] = len(rows)
        heads = list(rows[0]) if rows else []
        lines = [heads, *([_text(row[h]) for h in heads] for row in rows)]
        if rows:
            self._write(f"{tr('tables')}/{table}.csv", csv_bytes(lines))
        if table == "operations":
            self._journal()

    def _journal(self) -> None:
        """Write the operations as lines of JSON; their changes follow in the table of that name."""
        order = sorted(
            self.rows["operations"],
            key=lambda r: (str(r.get("device")), str(r.get("incarnation")), _whole(r.get("seq"))),
        )
        lines = (json.dumps({k: _plain(v) for k, v in row.items()}, ensure_ascii=False) for row in order)
        self._write(tr("journal.jsonl"), ("\n".join(lines) + "\n").encode("utf-8", "replace"))

    def _findings(self) -> None:
        lines = finding_rows(self.rows)
        name = tr("findings")
        self._write(f"{name}.csv", csv_bytes(lines))
        self._write(f"{name}.html", html_bytes(name, lines))
        columns = tuple(ColumnPlan(head=head, width=18) for head in lines[0])
        with contextlib.suppress(Refused):  # a character that no workbook can hold: CSV and HTML have it
            self._write(f"{name}.xlsx", write_book([SheetPlan(name=name, columns=columns, rows=lines[1:])], title=name))

    def _files(self) -> None:
        """Copy papers, photos and scans under names that people know; what is damaged is listed."""
        stores = [FileStore(self.data / "files", self.keys), FileStore(self.data / LOCAL / "files", self.keys)]
        wanted = [(sha, name_for(table, row)) for table, column in NAMED for row in self.rows.get(table, ())
                  if (sha := _text(row.get(column)))]  # fmt: skip
        seen: set[str] = set()
        for n, (sha256, name) in enumerate(wanted):
            self.progress(len(wanted) + n, 2 * len(wanted))
            if sha256 in seen:
                continue
            seen.add(sha256)
            self._file(sha256, name, stores)
        for sha256 in stores[0].all():
            if sha256 not in seen:  # the row that named it cannot be read any more
                self._file(sha256, f"{tr('other files')}/{sha256}", stores)

    def _file(self, sha256: str, name: str, stores: Sequence[FileStore]) -> None:
        for store in stores:
            with contextlib.suppress(Refused):
                data = store.read(sha256)
                self._write(name, data)
                self.saved += 1
                return
        store = stores[0]
        with contextlib.suppress(OSError):
            data = b"".join(store.chunks(sha256))
            self._write(f"{tr('damaged files')}/{sha256}", data)
        self.lost.append((name, sha256))

    def _lists(self, now: datetime) -> None:
        gaps = [[g.table, str(g.after), str(g.rows or "?")] for g in self.gaps]
        lines = [
            [tr("What"), tr("After record"), tr("How many")],
            *gaps,
            *([name, where, ""] for name, where in self.lost),
        ]
        self._write(tr("unreadable.csv"), csv_bytes(lines))
        words = tr(
            "Emergency export of {time}, read from {path}.\nIt is not encrypted: keep it under lock.\n"
            "What could not be read is listed in {name}.",
            time=f"{now:%Y-%m-%d %H:%M}", path=str(self.source), name=tr("unreadable.csv"),
        )  # fmt: skip
        self._write(tr("Read me.txt"), f"\ufeff{words}\n".encode())

    def _write(self, name: str, data: bytes) -> None:
        path = self.out / name
        for n in range(2, 1000):
            if not path.exists():
                break
            path = (self.out / name).with_stem(f"{Path(name).stem}-{n}")
        make_folder(path.parent)
        write_durably(path, data)


# Keys, and what is worked out from other tables.
LEFT_OUT = frozenset({"keys", "session", "sightings", "membership", "chains", "parts_read"})
NAMED = (
    ("documents", "sha256"), ("photos", "sha256"), ("attachments", "sha256"), ("draws", "record_sha256"),
    ("self_reports", "source_sha256"), ("unit_files", "sha256"),
)  # fmt: skip


def _copy_readable(source: Path, target: Path) -> None:
    """Copy a file whose disk may refuse parts of it: what cannot be read becomes zeros."""
    with source.open("rb") as file, target.open("wb") as out:
        size = source.stat().st_size
        while (at := out.tell()) < size:
            try:
                file.seek(at)
                out.write(file.read(4096) or bytes(min(4096, size - at)))
            except OSError:
                out.write(bytes(min(4096, size - at)))


def _size_of(data: Path) -> int:
    return sum(p.stat().st_size for p in data.rglob("*") if p.is_file() and LOCAL not in p.relative_to(data).parts)


def _free_name(out: Path, stem: str) -> Path:
    names = (stem, *(f"{stem}-{n}" for n in range(2, 100)))
    return next(out / name for name in names if not (out / name).exists())


def _text(value: object) -> str:
    return "" if value is None else value.hex() if isinstance(value, bytes) else str(value)


def _plain(value: object) -> object:
    return value if isinstance(value, int | float | str) or value is None else _text(value)


def _whole(value: object) -> int:
    return value if isinstance(value, int) else 0
