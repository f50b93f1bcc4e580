# SPDX-License-Identifier: MulanPSL-2.0
"""The store on the office's own workspace: the same reading, receipts and dispatches as with a stick."""

from __future__ import annotations

import hashlib
import json
import shutil
import threading
from dataclasses import asdict, dataclass
from pathlib import Path

from inspector_app.domain.problems import ProblemCode, Refused
from inspector_app.domain.unit import Device
from inspector_app.handoff import read_report
from inspector_app.handoff.dispatch import dispatch
from inspector_app.handoff.enrolment import TLS_KEY
from inspector_app.handoff.header import LEVEL
from inspector_app.handoff.membership import identities, membership
from inspector_app.handoff.part_reader import open_part
from inspector_app.handoff.reading import read_bundles
from inspector_app.handoff.receipts import make_receipt
from inspector_app.office.store import About, Dispatch, DispatchPart, PartState, Received
from inspector_app.storage import membership as books
from inspector_app.storage import outbox, parts_read, units
from inspector_app.storage.file_store import make_folder, write_durably
from inspector_app.storage.own_json import ODD_VALUES, read_object
from inspector_app.storage.rows import instant_out
from inspector_app.workspace import Workspace

NOTE = "dispatch.json"
"""Beside the files of a dispatch: what stood at the office when it was made."""
_LARGEST_NOTE = 1 << 20
_STATES = {
    read_report.PartState.APPLIED: PartState.APPLIED,
    read_report.PartState.KNOWN: PartState.KNOWN,
    read_report.PartState.WAITING: PartState.WAITING,
}


def tls_secret(ws: Workspace) -> str:
    """Give the key of the office's TLS certificate (PEM), or nothing."""
    with ws.reader() as db:
        return books.secret(db, TLS_KEY)


class EmbeddedStore:
    """An office whose data lie in one folder on this machine."""

    def __init__(self, ws: Workspace) -> None:
        self._ws, self._member = ws, membership(ws)  # an office stays what it is
        self._dispatching = threading.Lock()

    @property
    def folder(self) -> Path:
        """Where what comes in lies until it is read."""
        return self._ws.folder / "inbox"

    def about(self) -> About:
        """Say who the office is and what its time is."""
        m = self._member
        return About(unit=m.unit, name=m.name, key=m.office_key, level=LEVEL, time=self._ws.now())

    def device(self, device_id: str) -> Device | None:
        """Give an enrolled laptop, revoked ones too; the office itself sends nothing to itself."""
        if device_id == self._ws.device:
            return None
        with self._ws.reader() as db:
            return units.get_device(db, device_id)

    def is_read(self, bundle: str, part: int, device: str) -> bool:
        """Whether this part of this laptop was read before."""
        with self._ws.reader() as db:
            known = parts_read.get_part(db, bundle, part)
        return known is not None and known.device == device

    def header_of(self, path: Path) -> tuple[str, int, str]:
        """Give bundle, part and sender of a file."""
        with open_part(path, identities(self._ws)) as part:
            return part.header.bundle, part.header.part, part.header.device

    def receive(self, path: Path) -> Received:
        """Check a part and take it in."""
        report = read_bundles(self._ws, [path])
        for written in path.parent.glob("*.ajr"):  # a receipt for the stick on which it would have come
            written.unlink()
        (found,) = report.parts
        state = _STATES.get(found.state, PartState.REFUSED)
        return Received(state=state, operations=found.applied, problems=found.problems)

    def receipt_for(self, device: str) -> str:
        """Give the receipt of all that the office holds of a laptop."""
        return make_receipt(self._ws, device)

    def dispatch_for(self, device: str, have: str) -> Dispatch | None:
        """Give what waits for a laptop; it is made when something has happened since the last one."""
        with self._dispatching:
            folder = self._dispatches(device)
            standing = self._standing(device)
            note = _note(folder)
            if note is None or note.standing != standing:
                note = self._make(device, folder, standing)
            return None if note.bundle in ("", have) else _kept(folder, note)

    def dispatch_kept(self, device: str, bundle: str) -> Dispatch | None:
        """Give a dispatch that was made before, if its files are still here."""
        folder = self._dispatches(device)
        note = _note(folder)
        return _kept(folder, note) if note is not None and bundle and note.bundle == bundle else None

    def note_clock(self, device: str, seconds: int) -> None:
        """Note how far a laptop's clock is ahead of the office's."""
        at = instant_out(self._ws.now()) or ""
        with self._ws.books() as db:
            outbox.put_clock(db, device, seconds, at)

    def _dispatches(self, device: str) -> Path:
        return self._ws.folder / "outbox" / "dispatch" / hashlib.sha256(device.encode()).hexdigest()[:24]

    def _make(self, device: str, folder: Path, standing: str) -> _Note:
        shutil.rmtree(folder, ignore_errors=True)
        make_folder(folder)
        bundle, parts = "", list[_Part]()
        try:
            made = dispatch(self._ws, device, folder)
            bundle = made.bundle
            for number, path in enumerate(made.paths, start=1):
                with path.open("rb") as file:
                    digest = hashlib.file_digest(file, "sha256").hexdigest()
                parts.append((number, path.name, digest, path.stat().st_size))
        except Refused as refused:
            if {p.code for p in refused.problems} != {ProblemCode.NOTHING_TO_HAND_OFF}:
                raise
        note = _Note(bundle=bundle, standing=standing, parts=tuple(parts))
        write_durably(folder / NOTE, json.dumps(asdict(note)).encode())
        return note

    def _standing(self, device: str) -> str:
        """Name the state of all that a dispatch to this laptop is made of; another name, another dispatch."""
        marks = sorted((*chain, mark.seq, mark.hash) for chain, mark in self._ws.marks().items())
        with self._ws.reader() as db:
            wanted = [str(row[0]) for row in db.conn.execute("SELECT sha256 FROM wanted_files ORDER BY sha256")]
        return hashlib.sha256(json.dumps([device, marks, wanted]).encode()).hexdigest()


_Part = tuple[int, str, str, int]  # number, name of the file, SHA-256, bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class _Note:
    """A dispatch that lies ready; without a bundle there was nothing to say."""

    bundle: str
    standing: str
    parts: tuple[_Part, ...]


def _note(folder: Path) -> _Note | None:
    """Read what lies ready; of a note that is not of our shape nothing is known, and the dispatch is made anew."""
    found = read_object(folder / NOTE, _LARGEST_NOTE)
    if found is None:
        return None
    try:
        parts = tuple((int(n), Path(name).name, str(digest), int(size)) for n, name, digest, size in found["parts"])
        return _Note(bundle=str(found["bundle"]), standing=str(found["standing"]), parts=parts)
    except ODD_VALUES:
        return None


def _kept(folder: Path, note: _Note) -> Dispatch:
    parts = [
        DispatchPart(part=n, path=folder / name, sha256=digest, bytes=size) for n, name, digest, size in note.parts
    ]
    return Dispatch(bundle=note.bundle, parts=parts)
