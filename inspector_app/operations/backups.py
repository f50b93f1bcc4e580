# SPDX-License-Identifier: MulanPSL-2.0
"""Backups: made, checked, thinned out to 7 daily, 4 weekly and 12 monthly ones. Put back by `restoring`."""

from __future__ import annotations

import contextlib
import dataclasses
import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from inspector_app import __version__
from inspector_app.domain.account import Act, EventKind
from inspector_app.domain.backup import Backup, Moment, PlaceKind, is_due, kept
from inspector_app.domain.checkpoint import CheckpointCause
from inspector_app.domain.problems import Problem, ProblemCode, Refused, Severity
from inspector_app.operations.backup_places import BackupPlace, local_place, note_seen, places
from inspector_app.operations.security_journal import note
from inspector_app.storage import backup_files, backups, organs
from inspector_app.storage.backups import BackupFault, Content, Place
from inspector_app.storage.database import FILE_NAME
from inspector_app.storage.driver import Database, translated
from inspector_app.storage.file_store import FileStore, faults_of, make_folder
from inspector_app.storage.place_lock import place_alone
from inspector_app.storage.rows import instant_in
from inspector_app.storage.sealed import DataKey
from inspector_app.workspace import Workspace
from inspector_app.workspace.checking import is_chain_whole
from inspector_app.workspace.reserve import need_room

Progress = Callable[[int, int], None]
APART = timedelta(days=31)
WHOLE_EVERY = timedelta(days=7)  # after so long a backup by itself reads every older file again


@dataclass(frozen=True, slots=True, kw_only=True)
class BackupMade:
    """A finished, verified backup; `missing` are files that the data folder itself has lost."""

    backup: Backup
    place: BackupPlace
    copied: int  # files that were new there
    removed: tuple[str, ...]  # ids of older backups that were not needed any more
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class BackupStanding:
    """How safe the data are: the newest good backup of each place, and what is late."""

    local: Backup | None
    medium: Backup | None
    medium_name: str  # empty while no second medium was chosen
    is_medium_here: bool
    is_changed: bool  # whether there is work that the newest backup does not hold
    warnings: tuple[Problem, ...]


def make_backup(
    ws: Workspace, place: BackupPlace | None = None, *, whole: bool = True, progress: Progress | None = None
) -> BackupMade:
    """Make a backup, in the data folder unless another place is named, and thin out the older ones afterwards.

    It is opened again and compared before it counts: every page, the chain's head, counts, every file (`whole`; else
    the older files by their length). Refuses NOT_PERMITTED, BACKUP_RUNNING, RESERVE_LOW, DISK_FULL,
    FOLDER_NOT_WRITABLE, STORAGE_FAILED, MEDIUM_GONE, WORKSPACE_DAMAGED (then `rescue` and older backups help).
    What `progress` raises stops it; nothing half-made is listed.
    """
    ws.need(Act.BACK_UP)
    place = place or local_place(ws)
    ws.keep_checkpoint(CheckpointCause.BACKUP)
    with place_alone(place.folder), _faults(place):
        made = _Making(ws, place, whole, progress or (lambda _done, _total: None)).run()
    if place.kind is PlaceKind.MEDIUM:
        note_seen(ws)
    note(ws, EventKind.BACKED_UP, made.backup.id, detail=place.kind.value)
    return made


class _Making:
    """One backup on its way."""

    def __init__(self, ws: Workspace, place: BackupPlace, whole: bool, progress: Progress) -> None:
        self.ws, self.place, self.whole, self.progress = ws, place, whole, progress
        self.source = ws.folder / FILE_NAME
        self.keys = ws.files.keys
        self.files = FileStore(place.store.files, self.keys)
        self.size = self.source.stat().st_size
        self.done, self.total = 0, 4 * self.size
        self.id = f"{ws.now():%Y%m%d-%H%M%S}-{ws.new_id()[:4]}"

    def run(self) -> BackupMade:
        """Make it; what goes wrong leaves nothing half-made, as far as the disk lets it be taken away."""
        try:
            return self._run()
        except BaseException:
            with contextlib.suppress(OSError):
                self.place.store.sweep()
            raise

    def _run(self) -> BackupMade:
        store = self.place.store
        make_folder(self.files.folder)
        store.sweep()
        backup_files.sweep_parts(self.files.folder)
        names, awaited = self._named()
        _, lacking = backup_files.missing_from(names, self.files, self.ws.files)
        self.total += lacking
        is_far = self.place.kind is PlaceKind.MEDIUM
        need_room(store.folder, self.size + (lacking if is_far else 0), data=self.ws.folder)
        part = store.folder / f"{self.id}.part.db"
        with translated(part):
            backups.copy_database(self.source, self.keys[0] if self.keys else None, part, self._breathe)
        self._advance(self.size)
        content = self._compared(part)
        is_own = self.place.kind is PlaceKind.LOCAL  # elsewhere a second name of the same file would be no copy
        held = backup_files.keep_all(
            names, self.ws.files, self.files, whole=self.whole, link=is_own, tell=self._advance
        )
        missing = tuple(name for name in held.missing if not (name in awaited and not self.ws.files.exists(name)))
        backups.copy_extras(self.ws.folder, store.extras(self.id))
        backup = self._finish(part, content, held, missing)
        removed = thin_out(store)
        made = dataclasses.replace(self.place, backups=store.all(), is_here=True)
        return BackupMade(backup=backup, place=made, copied=held.copied, removed=removed, missing=missing)

    def _named(self) -> tuple[frozenset[str], frozenset[str]]:
        with self.ws.snapshot() as db:
            return backups.named_files(db.conn), backups.awaited_files(db.conn)

    def _compared(self, part: Path) -> Content:
        """Open the copy again and compare it with the data, which may have gone on meanwhile."""
        try:
            with backups.opened_copy(part, self.keys) as (conn, _):
                content = backups.check_database(conn)
            with self.ws.snapshot() as db:
                backups.must_follow(content, db.conn)
                same_moment = backups.count_acts(db.conn) == content.acts
                now = backups.read_content(db.conn)
            if same_moment and now.seq == content.seq and dict(now.counts) != dict(content.counts):
                raise BackupFault("backup counts")
        except BackupFault as fault:
            part.unlink(missing_ok=True)
            raise Refused([_damaged(part, fault)]) from fault
        self._advance(2 * self.size)
        return content

    def _finish(self, part: Path, content: Content, held: backup_files.Held, missing: tuple[str, ...]) -> Backup:
        store = self.place.store
        target = store.database(self.id)
        sha256, size = _sum_of(part)
        part.replace(target)
        known_whole = newest_whole(store)
        backup = Backup(
            id=self.id, made_at=self.ws.now(), device=content.device, incarnation=content.incarnation,
            seq=content.seq, head=content.head, acts=content.acts,
            last_at=instant_in(content.last_at) if content.last_at else None, last_act=content.last_act,
            counts=content.counts, size=size, files=held.count, file_bytes=held.bytes, missing=len(missing),
            key=self.keys[0].id if self.keys else "", sha256=sha256, schema=content.schema, program=__version__,
            verified_at=self.ws.now(), files_read_at=self.ws.now() if self.whole else known_whole,
        )  # fmt: skip
        store.put_note(backup)
        self.progress(self.total, self.total)
        return backup

    def _advance(self, count: int) -> None:
        self.done = min(self.done + count, self.total)
        self.progress(self.done, self.total)

    def _breathe(self) -> None:
        self.progress(self.done, self.total)


def thin_out(store: Place) -> tuple[str, ...]:
    """Remove the backups that are not needed beside a newer verified one; damaged ones go as soon as a newer is good.

    Backups of data that were set back since hold what the present ones do not: for a month they are counted by
    themselves.
    """
    every = store.all()
    good = [b for b in every if b.is_good]
    if not good:
        return ()
    newest = good[0]
    groups: dict[str, list[Backup]] = {}
    for backup in good:
        is_apart = backup.incarnation != newest.incarnation and newest.made_at - backup.made_at < APART
        groups.setdefault(backup.incarnation if is_apart else "", []).append(backup)
    stay = {moment for group in groups.values() for moment in kept([b.made_at for b in group])}
    removed = []
    for backup in every:
        old_damaged = not backup.is_good and backup.made_at < newest.made_at
        if old_damaged or (backup.is_good and backup.made_at not in stay):
            store.remove(backup)
            removed.append(backup.id)
    return tuple(removed)


def newest_whole(store: Place) -> datetime | None:
    """When every file of a place was read last."""
    return max((b.files_read_at for b in store.all() if b.files_read_at is not None), default=None)


def verify_backup(ws: Workspace, place: BackupPlace, backup: Backup, progress: Progress | None = None) -> Backup:
    """Read a whole backup: every page, the chain from its beginning, every file; and note what was found.

    Refuses NOT_PERMITTED, BACKUP_DAMAGED with what is wrong, BACKUP_OTHER, BACKUP_RUNNING.
    """
    ws.need(Act.BACK_UP)
    with place_alone(place.folder), _faults(place):
        try:
            content = check_backup(place.store, backup, ws.files.keys, progress)
        except BackupFault as fault:
            damaged = dataclasses.replace(backup, fault=str(fault))
            with contextlib.suppress(OSError):  # a medium that cannot be written still can be read
                place.store.put_note(damaged)
            raise Refused([_damaged(place.store.database(backup.id), fault)]) from fault
        if content.device != ws.device:
            fields = {"path": str(place.store.database(backup.id))}
            raise Refused([Problem(code=ProblemCode.BACKUP_OTHER, where=backup.id, fields=fields)])
        now = ws.now()
        checked = dataclasses.replace(backup, verified_at=now, files_read_at=now, fault="")
        with contextlib.suppress(OSError):
            place.store.put_note(checked)
    return checked


def check_backup(store: Place, backup: Backup, keys: Sequence[DataKey], progress: Progress | None = None) -> Content:
    """Read every page, the chain and every file of a backup. Raises BackupFault."""
    path = store.database(backup.id)
    tell = progress or (lambda _done, _total: None)
    total = 2 * backup.size + backup.file_bytes
    with backups.opened_copy(path, keys) as (conn, key):
        same_key = (key.id if key else "") == backup.key
        if same_key and _sum_of(path) != (backup.sha256, backup.size):
            raise BackupFault("backup database")
        tell(backup.size, total)
        content = backups.check_database(conn)
        if not is_chain_whole(Database(conn, execute_plugins=False)):
            raise BackupFault("backup journal")
        if not backups.note_fits(backup, content):
            raise BackupFault("backup note")
        names, awaited = backups.named_files(conn), backups.awaited_files(conn)
    files, done, lost = FileStore(store.files, keys), 2 * backup.size, 0
    for name in sorted(names):
        if files.is_intact(name):
            done += files.size(name)
            tell(min(done, total), total)
        elif name not in awaited:
            lost += 1
    if lost > backup.missing:
        raise BackupFault(f"backup files: {lost}")
    return content


def standing(ws: Workspace, roots: Sequence[Path] = ()) -> BackupStanding:
    """Say how safe the data are, and what is late (BACKUP_LATE, BACKUP_MEDIUM_LATE)."""
    found = places(ws, roots)
    local = next((p for p in found if p.kind is PlaceKind.LOCAL), None)
    medium = next((p for p in found if p.kind is PlaceKind.MEDIUM), None)
    here, there = (newest_good(p) for p in (local, medium))
    with ws.reader() as db:
        acts = backups.count_acts(db.conn)
        first = db.conn.execute("SELECT min(at) FROM operations").fetchone()[0]
        is_demo = organs.is_demo(db)
    newest = max((b for b in (here, there) if b is not None), key=lambda b: b.made_at, default=None)
    is_changed = acts > 0 and (newest is None or acts != newest.acts)
    began = newest.made_at if newest else instant_in(first) if first else ws.now()
    days, warnings = (ws.now() - began).days, []
    if is_changed and days >= ws.settings.backup_days and not is_demo:
        warnings.append(_late(ProblemCode.BACKUP_LATE, days))
    seen = medium.seen_at if medium else None
    far = (ws.now() - seen).days if seen else 0
    if medium is not None and acts > 0 and far >= ws.settings.backup_medium_days:
        warnings.append(_late(ProblemCode.BACKUP_MEDIUM_LATE, far, medium.name))
    return BackupStanding(
        local=here, medium=there, medium_name=medium.name if medium else "",
        is_medium_here=medium is not None and medium.is_here, is_changed=is_changed, warnings=tuple(warnings),
    )  # fmt: skip


def due_places(ws: Workspace, moment: Moment, roots: Sequence[Path] = ()) -> tuple[tuple[BackupPlace, bool], ...]:
    """Give the places where a backup is due now, and whether every file is read again there."""
    if ws.read_only is not None or not ws.may(Act.BACK_UP):
        return ()
    with ws.reader() as db:
        acts = backups.count_acts(db.conn)
    found = []
    for place in places(ws, roots):
        newest = newest_good(place)
        changed = acts > 0 and (newest is None or newest.acts != acts)
        if place.is_here and changed and is_due(moment, newest.made_at if newest else None, ws.now()):
            last = newest_whole(place.store)
            whole = moment is not Moment.CLOSE and (last is None or ws.now() - last >= WHOLE_EVERY)
            found.append((place, whole))
    return tuple(found)


def newest_good(place: BackupPlace | None) -> Backup | None:
    """Give the newest backup of a place that counts."""
    return next((b for b in place.backups if b.is_good), None) if place else None


def _late(code: ProblemCode, days: int, name: str = "") -> Problem:
    return Problem(code=code, where="backup", fields={"days": str(days), "name": name}, severity=Severity.WARN)


def _damaged(path: Path, fault: BackupFault) -> Problem:
    return Problem(code=ProblemCode.BACKUP_DAMAGED, where=path.stem, fields={"path": str(path), "detail": str(fault)})


def _sum_of(path: Path) -> tuple[str, int]:
    total, size = hashlib.sha256(), 0
    with path.open("rb") as file:
        while piece := file.read(1 << 20):
            total.update(piece)
            size += len(piece)
    return total.hexdigest(), size


@contextlib.contextmanager
def _faults(place: BackupPlace) -> Iterator[None]:
    """Turn faults of a disk or stick into Problems; one that is gone is called so."""
    try:
        with translated(place.folder), faults_of(place.folder):
            yield
    except Refused as refusal:
        gone = place.kind is PlaceKind.MEDIUM and not place.folder.is_dir()
        if gone and refusal.problems[0].code in (ProblemCode.STORAGE_FAILED, ProblemCode.FOLDER_NOT_WRITABLE):
            fields = {"path": str(place.folder), "reason": ""}
            raise Refused([Problem(code=ProblemCode.MEDIUM_GONE, fields=fields)]) from refusal
        raise
