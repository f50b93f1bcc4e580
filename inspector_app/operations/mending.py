# SPDX-License-Identifier: MulanPSL-2.0
"""Damaged photos and documents: set aside, never deleted, and put back from a backup that holds them whole."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from inspector_app.domain.account import Act, EventKind
from inspector_app.domain.problems import Refused
from inspector_app.operations.backup_places import BackupPlace
from inspector_app.operations.security_journal import note
from inspector_app.storage import backups
from inspector_app.storage.file_store import FileStore, faults_of, flush_folder, make_folder, write_durably
from inspector_app.wording import tr
from inspector_app.workspace import Workspace

QUARANTINE = "quarantine"  # below the data folder

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Mended:
    """What became of damaged or missing files, by SHA-256."""

    put_back: tuple[str, ...]
    set_aside: tuple[Path, ...]
    lost: tuple[str, ...]  # no backup that is here holds them whole


def bad_files(ws: Workspace, progress: Progress | None = None) -> tuple[str, ...]:
    """Read every file that a row names, and give those that are damaged or missing."""
    with ws.snapshot() as db:
        names = sorted(backups.named_files(db.conn))
        awaited = backups.awaited_files(db.conn)
    found = []
    for n, name in enumerate(names, start=1):
        if not ws.files.is_intact(name) and not (name in awaited and not ws.files.exists(name)):
            found.append(name)
        if progress is not None:
            progress(n, len(names))
    return tuple(found)


def mend_files(ws: Workspace, bad: Sequence[str], places: Sequence[BackupPlace]) -> Mended:
    """Set damaged files aside and put whole ones from the backups in their place. Refuses NOT_PERMITTED, DISK_FULL."""
    ws.need(Act.BACK_UP)
    if ws.read_only is not None:
        raise Refused([ws.read_only])
    put_back, aside, lost = [], [], []
    for name in bad:
        if ws.files.is_intact(name):
            continue
        moved = quarantine(ws, name)
        if moved is not None:
            aside.append(moved)
        sources = (FileStore(place.store.files, ws.files.keys) for place in places if place.is_here)
        whole = next((store for store in sources if store.is_intact(name)), None)
        if whole is None:
            lost.append(name)
        else:
            ws.files.keep(whole.read(name))
            put_back.append(name)
    return Mended(put_back=tuple(put_back), set_aside=tuple(aside), lost=tuple(lost))


def quarantine(ws: Workspace, sha256: str) -> Path | None:
    """Move a damaged file out of the way, with a note what it should have been; none where it is missing."""
    path = ws.files.path(sha256)
    if not path.is_file():
        return None
    folder = ws.folder / QUARANTINE
    target = folder / f"{sha256[:16]}-{ws.now():%Y%m%d-%H%M%S}"
    with faults_of(path):
        make_folder(folder)
        words = tr("This file is damaged and was set aside. Expected SHA-256: {sha256}", sha256=sha256)
        write_durably(target.with_suffix(".txt"), f"{words}\n{ws.now().isoformat()}\n{path.name}\n".encode())
        path.rename(target)
        flush_folder(folder)
        flush_folder(path.parent)
    note(ws, EventKind.FILE_QUARANTINED, sha256[:16], is_ok=False)
    return target
