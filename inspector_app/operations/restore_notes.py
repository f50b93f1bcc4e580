# SPDX-License-Identifier: MulanPSL-2.0
"""What must be known when a backup is put back a second time: notes beside the backups, outside of the data.

Data that were set back know nothing of the numbers that were given out after the backup. What the present data tell
is noted beside the backups (`restored.json`), so that whoever falls back onto the same backup again knows it too.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from inspector_app.domain.backup import Backup
from inspector_app.domain.change import Op
from inspector_app.domain.numbering import NumberBlock, NumberGap
from inspector_app.domain.unit import BlockState, Role
from inspector_app.storage import membership, numbers, organs
from inspector_app.storage.backups import BackupFault, Place, key_of
from inspector_app.storage.database import FILE_NAME
from inspector_app.storage.driver import UNREADABLE, Database, connect
from inspector_app.storage.file_store import make_folder, write_durably
from inspector_app.storage.own_json import ODD_VALUES, read_object
from inspector_app.storage.rows import instant_in, instant_out
from inspector_app.storage.sealed import DataKey
from inspector_app.wording import tr
from inspector_app.workspace import Workspace
from inspector_app.workspace.number_series import USED_BEFORE

NOTES = "restored.json"
LARGEST = 1_000_000  # bytes
MOST_SERIALS = 200_000  # that a note may tell of; a unit gives out some thousands in a year

Given = Mapping[tuple[str, int], int]  # the highest serial that is known to be given out, by word and year


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """A backup was put back: when, under which incarnation it went on, and which numbers were known to be used."""

    backup: str
    at: datetime
    incarnation: str
    given: Given


def given_of(target: Path, keys: Sequence[DataKey]) -> Given:
    """Read from the present data how far numbers were given out; nothing where they cannot be read."""
    path = target / FILE_NAME
    try:
        key = key_of(path, keys)
        conn = connect(path, key=key.database if key else None, read_only=True)
        try:
            db = Database(conn, execute_plugins=False)
            found = {(word, year): serial for word, year, serial in numbers.highest_serials(db)}
            for block in organs.list_blocks(db):
                if block.state is BlockState.LEASED:
                    series = (block.word, block.year)
                    found[series] = max(found.get(series, 0), block.last)
        finally:
            conn.close()
    except (BackupFault, *UNREADABLE, ValueError, TypeError):  # damaged, or of a shape that nobody here writes
        return {}
    return found


def merged(*every: Given) -> Given:
    """Give the highest serial that anybody knows of."""
    found: dict[tuple[str, int], int] = {}
    for given in every:
        for series, serial in given.items():
            found[series] = max(found.get(series, 0), serial)
    return found


def notes_of(store: Place, backup: Backup) -> tuple[Note, ...]:
    """Give what is noted beside the backups about putting back backups of the same laptop's data."""
    content = read_object(store.folder / NOTES, LARGEST)
    if content is None:
        return ()
    try:
        return tuple(_note(entry) for entry in content["restored"] if entry["device"] == backup.device)
    except ODD_VALUES:
        return ()


def _note(entry: Mapping[str, object]) -> Note:
    listed = entry["given"]
    if not isinstance(listed, list):
        raise TypeError("given")
    given = {(str(word), int(year)): int(serial) for word, year, serial in listed}
    if any(serial < 0 for serial in given.values()) or sum(given.values()) > MOST_SERIALS:
        raise ValueError("given")  # each one would become a gap of its own
    return Note(
        backup=str(entry["backup"]), at=instant_in(entry["at"]), incarnation=str(entry["incarnation"]), given=given,
    )  # fmt: skip


def put_note(store: Place, target: Path, backup: Backup, note: Note) -> None:
    """Note it beside the backup and in the data folder; a medium that cannot be written is passed over."""
    for folder in {store.folder, target / "backups"}:
        with contextlib.suppress(OSError):
            make_folder(folder)
            known = notes_of(Place(folder), backup)
            entries = [_entry(n, backup.device) for n in (*known, note)]
            write_durably(folder / NOTES, json.dumps({"restored": entries}, ensure_ascii=False, indent=1).encode())


def _entry(note: Note, device: str) -> dict[str, object]:
    given = [[word, year, serial] for (word, year), serial in sorted(note.given.items())]
    at = instant_out(note.at)
    return {"backup": note.backup, "at": at, "incarnation": note.incarnation, "device": device, "given": given}


def block_numbers(ws: Workspace, given: Given, at: datetime) -> int:
    """Keep numbers that were used after the backup from being given out again; says how many.

    A unit without an office explains them as gaps; an office blocks them for all laptops. A member of a unit needs
    nothing: its leases end with its incarnation.
    """
    with ws.reader() as db:
        role = Role(membership.value(db, "role") or Role.ALONE.value)
        known = {(word, year): serial for word, year, serial in numbers.highest_serials(db)}
        for block in organs.list_blocks(db) if role is Role.OFFICE else ():
            known[block.word, block.year] = max(known.get((block.word, block.year), 0), block.last)
    over = {series: last for series, last in given.items() if last > known.get(series, 0)}
    if role is Role.MEMBER or not over:
        return 0
    reason = tr("Used before a backup was put back on {day}", day=at.date().isoformat())
    with ws.operation(Op.EXPLAIN_GAP if role is Role.ALONE else Op.RETURN_NUMBERS) as step:
        for (word, year), last in sorted(over.items()):
            first = known.get((word, year), 0) + 1
            if role is Role.OFFICE:
                organs.put_block(step.db, NumberBlock(
                    id=f"{USED_BEFORE}{step.new_id()}", word=word, year=year, first=first, last=last,
                    device=ws.device, state=BlockState.USED, reason=reason, at=step.now,
                ))  # fmt: skip
                continue
            for serial in range(first, last + 1):
                gap = NumberGap(word=word, year=year, serial=serial, reason=reason, at=step.now)
                numbers.put_gap(step.db, gap)
    return sum(last - known.get(series, 0) for series, last in over.items())
