# SPDX-License-Identifier: MulanPSL-2.0
"""A copy that anybody can read without the program: tables as CSV, papers and photos by enterprise. Not encrypted.

It is written aside under a name of its own, read back from the medium and compared, and gets its name at the end:
the folder is there whole or not at all. It is for reading; the program takes nothing in from it.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path

from inspector_app.domain.problems import Problem, ProblemCode, Refused, Severity
from inspector_app.handoff import medium
from inspector_app.handoff.making import Cancelled, Progress
from inspector_app.handoff.readable_tables import Tables, Visit, csv_bytes, enterprise_row, read_visit
from inspector_app.handoff.safe_names import Names, safe_name
from inspector_app.storage import enterprises, organs, outgoing_rows
from inspector_app.storage.rows import CHINA, instant_out
from inspector_app.wording import tr, word
from inspector_app.workspace import Workspace
from inspector_app.workspace.events import note_export
from inspector_app.workspace.giving_out import leave
from inspector_app.workspace.privacy import masked, note_of

ASIDE = ".readable.part"  # the end of the folder's name while it is written


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadableMade:
    """The finished copy. `bytes` are those of all files in it; without a path it was stopped."""

    path: Path | None
    inspections: int
    files: int
    bytes: int
    safe_to_remove: bool
    warnings: tuple[Problem, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Wanted:
    """A kept file and where it goes in the copy."""

    path: str  # with slashes
    sha256: str
    bytes: int
    kind: str
    title: str
    enterprise: str


class _Stopped(Exception):
    """A person asked to stop."""


def make_readable(
    ws: Workspace,
    folder: Path,
    *,
    since: date | None = None,
    inspection: str = "",
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
    whole: bool = False,
) -> ReadableMade:
    """Write a readable copy into a new folder below `folder`, of all inspections or those since a day, or of one.

    Files that are missing or changed are left out and named in the warnings. Refuses NOT_FOUND,
    NOTHING_TO_HAND_OFF, MEDIUM_FULL, MEDIUM_GONE, MEDIUM_READ_BACK, FOLDER_NOT_WRITABLE.
    """
    masks = leave(ws, folder, whole=whole)
    medium.prepare_target(folder)
    with medium.faults_of_medium(folder):
        for left in sorted(folder.glob(f"*{ASIDE}")):
            shutil.rmtree(left)
    copy = _Copy(ws, progress, cancelled, masks=masks)
    copy.gather(since, inspection)
    with ws.reader() as db:
        organ = organs.get_organ(db)
    stem = safe_name(tr("Readable copy {organ} {time:%Y%m%d-%H%M%S}", organ=organ.name if organ else "", time=ws.now()))
    medium.need_room(folder, copy.size + copy.size // 100 + medium.SPARE)
    aside = folder / f"{stem}{ASIDE}"
    with medium.faults_of_medium(folder):
        try:
            aside.mkdir()
            copy.write(aside)
            target = folder / _names_in(folder).give(stem)
            aside.rename(target)
            medium.flush_medium(folder)
        except BaseException as error:
            with contextlib.suppress(OSError):
                shutil.rmtree(aside)
            if isinstance(error, _Stopped):
                return copy.made(None)
            raise
    files = [p for p in sorted(target.rglob("*")) if p.is_file()]
    note_export(ws, "readable_copy", copy.made(target).inspections, files, whole=whole)
    return copy.made(target)


def _names_in(folder: Path) -> Names:
    """Give names that nothing in a folder has."""
    names = Names()
    for entry in folder.iterdir():
        names.give(entry.name)
    return names


class _Copy:
    """Gathers what goes into a copy, and writes it."""

    def __init__(self, ws: Workspace, progress: Progress | None, cancelled: Cancelled | None, *, masks: bool) -> None:
        self._ws, self._progress, self._cancelled, self._masks = ws, progress, cancelled, masks
        self._tables = Tables()
        self._wanted: list[_Wanted] = []
        self._index: list[list[str]] = []
        self._proofs: dict[str, str] = {}
        self._warnings: list[Problem] = []
        self._visits = self._half_done = self._written = 0

    @property
    def size(self) -> int:
        """How many bytes the files have that go along."""
        return sum(wanted.bytes for wanted in self._wanted)

    def made(self, path: Path | None) -> ReadableMade:
        """Give what was made."""
        return ReadableMade(
            path=path, inspections=self._visits, files=len(self._proofs), bytes=self._written,
            safe_to_remove=path is not None, warnings=tuple(self._warnings),
        )  # fmt: skip

    # ---- gathering -------------------------------------------------------------------------------------

    def gather(self, since: date | None, inspection: str) -> None:
        """Find out what goes along."""
        at = "" if since is None else instant_out(datetime.combine(since, time.min, CHINA)) or ""
        with self._ws.reader() as db:
            ids = (inspection,) if inspection else outgoing_rows.inspections_since(db, at)
            every = () if inspection or since else enterprises.list_enterprises(db)
        units = {e.id: masked(e) if self._masks else e for e in every}
        folders: dict[str, str] = {}
        names = Names()
        for inspection_id in ids:
            with self._ws.reader() as db:
                visit = read_visit(db, inspection_id)
            if visit is None:
                fields = {"kind": "inspection", "id": inspection_id[:80]}
                raise Refused([Problem(code=ProblemCode.NOT_FOUND, where=inspection_id[:80], fields=fields)])
            visit = masked(visit) if self._masks else visit
            e = visit.enterprise
            units.setdefault(e.id, e)
            if e.id not in folders:
                folders[e.id] = names.give(safe_name(e.name, longest=40))
            self._tables.add(visit)
            self._wanted += _files(visit, f"{tr('enterprises')}/{folders[e.id]}")
            self._visits += 1
        if not units:
            raise Refused([Problem(code=ProblemCode.NOTHING_TO_HAND_OFF)])
        self._tables.enterprises = [enterprise_row(e) for e in units.values()]

    # ---- writing ---------------------------------------------------------------------------------------

    def write(self, aside: Path) -> None:
        """Write everything, then read it back from the medium and compare."""
        for wanted in self._wanted:
            self._copy(aside, wanted)
        for name, data in self._tables.files():
            self._put(aside, name, data)
        head = [tr("Path"), tr("Kind"), tr("Enterprise"), tr("Name"), tr("Bytes"), tr("SHA-256")]
        self._put(aside, tr("list of files.csv"), csv_bytes([head, *self._index]))
        self._put(aside, tr("read me.txt"), _explained(masks=self._masks).encode("utf-8-sig"))
        for path, sha256 in self._proofs.items():
            found, _ = medium.file_sha256(aside / path, self._did)
            if found != sha256:
                fields = {"path": str(aside / path)}
                raise Refused([Problem(code=ProblemCode.MEDIUM_READ_BACK, where=path, fields=fields)])
        for inner in sorted(p for p in aside.rglob("*") if p.is_dir()):
            medium.flush_medium(inner)
        medium.flush_medium(aside)

    def _copy(self, aside: Path, wanted: _Wanted) -> None:
        target = aside / wanted.path
        target.parent.mkdir(parents=True, exist_ok=True)
        total, size = hashlib.sha256(), 0
        try:
            pieces = self._read(wanted)
            with target.open("wb") as file:
                for piece in pieces:
                    file.write(piece)
                    total.update(piece)
                    size += len(piece)
                    self._did(len(piece))
                file.flush()
                os.fsync(file.fileno())
            if total.hexdigest() != wanted.sha256:
                raise _warning(ProblemCode.HANDOFF_FILE_CHANGED, wanted)
        except Refused as refused:
            target.unlink(missing_ok=True)
            self._warnings += refused.problems
            return
        self._proofs[wanted.path] = wanted.sha256
        self._written += size
        self._index.append([wanted.path, wanted.kind, wanted.enterprise, wanted.title, str(size), wanted.sha256])

    def _read(self, wanted: _Wanted) -> Iterator[bytes]:
        try:
            yield from self._ws.files.chunks(wanted.sha256)
        except FileNotFoundError as error:
            raise _warning(ProblemCode.HANDOFF_FILE_MISSING, wanted) from error
        except OSError as error:
            raise _warning(ProblemCode.HANDOFF_FILE_CHANGED, wanted) from error

    def _put(self, aside: Path, name: str, data: bytes) -> None:
        with (aside / name).open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        self._proofs[name] = hashlib.sha256(data).hexdigest()
        self._written += len(data)
        self._did(len(data))

    def _did(self, half_bytes: int) -> None:
        if self._cancelled is not None and self._cancelled():
            raise _Stopped
        self._half_done += half_bytes
        if self._progress is not None:
            self._progress(min(self._half_done // 2, self.size), self.size)


def _warning(code: ProblemCode, wanted: _Wanted) -> Refused:
    fields = {"name": wanted.title, "sha256": wanted.sha256}
    return Refused([Problem(code=code, where=wanted.sha256, fields=fields, severity=Severity.WARN)])


def _files(visit: Visit, folder: str) -> Iterator[_Wanted]:
    """Give the papers, photos and scans of an inspection with their places in the copy."""
    i = visit.inspection
    inner = f"{folder}/{i.started_at:%Y-%m-%d} {i.id[:8]}"
    ordinals = {f.id: f.ordinal for f in visit.findings}
    names = {part: Names() for part in ("paper", "photo", "scan")}
    for d in visit.documents:
        title = d.number if d.is_valid else tr("{number} (void)", number=d.number)
        name = names["paper"].give(f"{title}.pdf")
        yield _Wanted(path=f"{inner}/{tr('papers')}/{name}", sha256=d.sha256, bytes=d.bytes, kind=word(d.kind),
                      title=title, enterprise=visit.enterprise.name)  # fmt: skip
    for p in visit.photos:
        number = ordinals.get(p.finding_id or "", 0)
        name = names["photo"].give(
            f"{number:02d}-{p.ordinal:02d} {p.caption or Path(p.file_name).stem}.{_suffix(p.format)}"
        )
        yield _Wanted(path=f"{inner}/{tr('photos')}/{name}", sha256=p.sha256, bytes=p.bytes, kind=tr("Photo"),
                      title=p.file_name, enterprise=visit.enterprise.name)  # fmt: skip
    for a in visit.attachments:
        name = names["scan"].give(f"{a.title}.{_suffix(a.format)}")
        yield _Wanted(path=f"{inner}/{tr('scans')}/{name}", sha256=a.sha256, bytes=a.bytes, kind=word(a.kind),
                      title=a.title, enterprise=visit.enterprise.name)  # fmt: skip


def _suffix(format_name: str) -> str:
    """Give the suffix of a format as most programs know it."""
    suffix = format_name.lower()
    return "jpg" if suffix == "jpeg" else suffix


def _explained(*, masks: bool) -> str:
    lines = [
        tr("This folder is a copy for reading. It is NOT encrypted: whoever has it can read everything in it."),
        tr("It is not for import: the program takes in hand-off files (.ajb) only."),
        tr("Each row of the list of files gives a file's SHA-256, by which anybody can check that it is unchanged."),
    ]
    name, how = note_of(masked=masks)
    lines.append(f"{name}: {how}")
    if masks:
        lines.append(tr("Papers, scans and photos are the originals; what stands on them is not masked."))
    return "\r\n".join([*lines, ""])
