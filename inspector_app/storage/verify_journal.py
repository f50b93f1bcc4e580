# SPDX-License-Identifier: MulanPSL-2.0
"""Checks of the database, the journal and what is signed or noted about it; each gives its faults one by one.

All of it runs in constant memory: rows come one after the other, and only one chain's last operation is held.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from inspector_app.domain.change import Change, Operation
from inspector_app.domain.checkpoint import EVERY
from inspector_app.domain.merging import Chain
from inspector_app.domain.verification import CheckStep, Fault, FaultKind
from inspector_app.storage import chains, checkpoints
from inspector_app.storage.database import schema_text
from inspector_app.storage.driver import Database
from inspector_app.storage.journal_rows import OPERATION_COLUMNS, digest, operation_of, read_change_row
from inspector_app.storage.signatures import own_body

Tick = Callable[[int], None]
_PAGE = re.compile(r"[Pp]age (\d+)")
_SCHEMA = Path(__file__).with_name("schema.sql")


def database_faults(db: Database) -> Iterator[Fault]:
    """Check every page and reference, the cipher's own sums, and that tables and triggers are this program's."""
    for (words,) in db.conn.execute("PRAGMA cipher_integrity_check"):
        yield _page(str(words))
        return
    found = str(db.conn.execute("PRAGMA integrity_check(1)").fetchone()[0])
    if found != "ok":
        yield _page(found)
        return
    for table, rowid, parent, _ in db.conn.execute("PRAGMA foreign_key_check"):
        fields = {"table": str(table), "row": str(rowid), "other": str(parent)}
        yield Fault(step=CheckStep.DATABASE, kind=FaultKind.REFERENCE, where=f"{table}:{rowid}", fields=fields)
        return
    if schema_text(db) != _SCHEMA.read_text(encoding="utf-8"):
        yield Fault(step=CheckStep.DATABASE, kind=FaultKind.SHAPE, where=_first_other(schema_text(db)))


def page_fault(words: str) -> Fault:
    """Say which page could not be read, as the database itself says it."""
    return _page(words)


def _page(words: str) -> Fault:
    found = _PAGE.search(words)
    page = found[1] if found else "-"
    return Fault(step=CheckStep.DATABASE, kind=FaultKind.PAGE, where=f"page:{page}", fields={"page": page})


def _first_other(text: str) -> str:
    ours, theirs = (set(part.split(";\n\n")) for part in (_SCHEMA.read_text(encoding="utf-8"), text))
    other = sorted((ours - theirs) | (theirs - ours))
    return " ".join(other[0].split()[:3]) if other else ""


def journal_faults(db: Database, names: Mapping[str, str], tick: Tick) -> Iterator[Fault]:
    """Walk every chain and give its first fault: an operation that was changed, is missing or does not follow."""
    last: Operation | None = None
    broken = False
    for n, row in enumerate(db.conn.execute(f"SELECT {OPERATION_COLUMNS} FROM operations ORDER BY 2, 3, 4"), start=1):
        operation = operation_of(row)
        if last is None or (operation.device, operation.incarnation) != (last.device, last.incarnation):
            last, broken = None, False
        if not broken:
            kind = _fault_of(db, operation, last)
            if kind is not None:
                broken = True
                yield _at(kind, operation, names)
        last = operation
        if n % 100 == 0:
            tick(n)
    yield from _lone_changes(db)


def _fault_of(db: Database, operation: Operation, last: Operation | None) -> FaultKind | None:
    seq, hash_ = (last.seq, last.hash) if last is not None else (0, chains.GENESIS)
    if operation.seq != seq + 1:
        return FaultKind.OPERATION_MISSING
    try:
        found = digest(operation, _changes(db, operation.id))
    except ValueError:
        return FaultKind.OPERATION_CHANGED
    if found != operation.hash:
        return FaultKind.OPERATION_CHANGED
    return None if operation.prev_hash == hash_ else FaultKind.OPERATION_MOVED


def _changes(db: Database, operation_id: str) -> Iterator[Change]:
    sql = "SELECT ordinal, table_name, row_id, old, new FROM changes WHERE operation_id = ? ORDER BY ordinal"
    for row in db.conn.execute(sql, (operation_id,)):
        yield read_change_row(operation_id, row)


def _lone_changes(db: Database) -> Iterator[Fault]:
    sql = "SELECT operation_id FROM changes c WHERE NOT EXISTS (SELECT 1 FROM operations WHERE id = c.operation_id)"
    row = db.conn.execute(f"{sql} LIMIT 1").fetchone()
    if row is not None:
        yield Fault(
            step=CheckStep.JOURNAL, kind=FaultKind.CHANGE_ALONE, where=f"operation:{row[0]}",
            fields={"operation": str(row[0])[:40]},
        )  # fmt: skip


def _at(kind: FaultKind, o: Operation, names: Mapping[str, str]) -> Fault:
    fields = {
        "seq": str(o.seq), "laptop": names.get(o.device) or o.device[:12], "device": o.device, "name": str(o.name),
        "at": o.at, "actor": o.actor,
    }  # fmt: skip
    return Fault(
        step=CheckStep.JOURNAL, kind=kind, where=f"operation:{o.device}/{o.incarnation}/{o.seq}", fields=fields
    )


def book_faults(db: Database) -> Iterator[Fault]:
    """Compare what is noted of the journal (how far each chain goes, what its authors had seen) with the journal."""
    for device, incarnation, seq, hash_ in db.conn.execute("SELECT device, incarnation, seq, hash FROM chains"):
        row = db.conn.execute(
            "SELECT seq, hash FROM operations WHERE device = ? AND incarnation = ? ORDER BY seq DESC LIMIT 1",
            (device, incarnation),
        ).fetchone()
        if row is None or tuple(row) != (seq, hash_):
            kind = FaultKind.CUT_OFF if row is None or row[0] < seq else FaultKind.BOOK_DIFFERS
            fields = {"table": "chains", "seq": str(seq), "found": str(row[0] if row else 0), "laptop": device[:12]}
            yield Fault(step=CheckStep.ENDS, kind=kind, where=f"chain:{device}/{incarnation}", fields=fields)
    told = 0
    for device, incarnation, seq, saw in db.conn.execute(
        "SELECT device, incarnation, seq, saw FROM operations WHERE saw <> '' ORDER BY device, incarnation, seq"
    ):
        for other, other_seq in chains.seen_by(saw).items():
            told += 1
            params = (device, incarnation, *other, seq, other_seq)
            where = " AND ".join(f"{name} = ?" for name in _SIGHTING)
            if db.conn.execute(f"SELECT 1 FROM sightings WHERE {where}", params).fetchone() is None:
                yield _sightings(f"{device}/{incarnation}/{seq}")
                return
    if told != db.conn.execute("SELECT count(*) FROM sightings").fetchone()[0]:
        yield _sightings("count")


_SIGHTING = ("device", "incarnation", "other_device", "other_incarnation", "seq", "other_seq")


def _sightings(where: str) -> Fault:
    fields = {"table": "sightings", "seq": "-", "found": "-", "laptop": where[:12]}
    return Fault(step=CheckStep.ENDS, kind=FaultKind.BOOK_DIFFERS, where=f"sightings:{where}", fields=fields)


def checkpoint_faults(db: Database, own: Chain, key: str, office_key: str, tick: Tick) -> Iterator[Fault]:
    """Check every checkpoint: signed by this laptop, true to the journal, one on the other, the receipts too."""
    yield from _checkpoints_gone(db, *own)
    before: tuple[str, str] = ("", "")
    previous = ""
    for n, row in enumerate(checkpoints.all_rows(db), start=1):
        chain = (str(row["device"]), str(row["incarnation"]))
        if chain != before:
            before, previous = chain, ""
        kind = _checkpoint_fault(db, row, key, office_key, previous)
        if kind is not None:
            fields = {"seq": str(row["seq"]), "at": str(row["at"]), "laptop": chain[0][:12]}
            yield Fault(
                step=CheckStep.CHECKPOINTS, kind=kind, where=f"checkpoint:{chain[1]}/{row['seq']}", fields=fields
            )
        previous = str(row["statement"])
        if n % 100 == 0:
            tick(n)


def _checkpoints_gone(db: Database, own_device: str, current: str) -> Iterator[Fault]:
    """Ask for the checkpoint that came with each sealed document, and for that of each hundredth operation.

    The end of an earlier incarnation may have come back from the office, which has no checkpoints of it.
    """
    sql = (
        "SELECT o.incarnation, o.seq, o.at FROM operations o WHERE o.device = ? AND NOT EXISTS (SELECT 1 FROM"
        " checkpoints k WHERE k.device = o.device AND k.incarnation = o.incarnation AND k.seq = o.seq) AND ("
        " (o.name = 'issue_document' AND EXISTS (SELECT 1 FROM changes c WHERE c.operation_id = o.id AND c.table_name ="
        " 'documents' AND c.old IS NULL AND json_valid(c.new) AND json_extract(c.new, '$.seal') <> '{}'))"
        f" OR (o.seq % {EVERY} = 0 AND o.seq > (SELECT min(seq) FROM checkpoints k WHERE k.device = o.device"
        " AND k.incarnation = o.incarnation))) AND (o.incarnation = ? OR o.seq < (SELECT max(seq) FROM checkpoints k"
        " WHERE k.device = o.device AND k.incarnation = o.incarnation)) ORDER BY o.incarnation, o.seq LIMIT 1"
    )
    for incarnation, seq, at in db.conn.execute(sql, (own_device, current)):
        fields = {"seq": str(seq), "at": str(at), "laptop": own_device[:12]}
        yield Fault(
            step=CheckStep.CHECKPOINTS, kind=FaultKind.CHECKPOINT_MISSING, where=f"checkpoint:{incarnation}/{seq}",
            fields=fields,
        )  # fmt: skip


def _checkpoint_fault(
    db: Database, row: Mapping[str, object], key: str, office_key: str, previous: str
) -> FaultKind | None:
    body = own_body(str(row["statement"]), checkpoints.HEAD, key) if key else None
    if body is None:
        return FaultKind.CHECKPOINT_SIGNATURE
    if any(body.get(name) != row[name] for name in checkpoints.SIGNED):
        return FaultKind.CHECKPOINT_WRONG
    if body.get("previous", "") != (checkpoints.sum_of(previous) if previous else ""):
        return FaultKind.CHECKPOINT_WRONG
    found = db.conn.execute(
        "SELECT hash FROM operations WHERE device = ? AND incarnation = ? AND seq = ?",
        (row["device"], row["incarnation"], row["seq"]),
    ).fetchone()
    if found is None:
        return FaultKind.CHECKPOINT_BEYOND
    if found[0] != row["hash"]:
        return FaultKind.CHECKPOINT_DIFFERS
    return None if _is_covered(db, row, office_key) else FaultKind.COUNTERSIGNATURE


def _is_covered(db: Database, row: Mapping[str, object], office_key: str) -> bool:
    """Whether what is noted of the office's receipt holds; nothing noted holds."""
    noted = str(row["countersigned"])
    if noted.startswith("@"):
        other = db.conn.execute(
            "SELECT countersigned FROM checkpoints WHERE device = ? AND incarnation = ? AND seq = ? AND seq > ?",
            (row["device"], row["incarnation"], noted[1:], row["seq"]),
        ).fetchone()
        return other is not None and str(other[0]).startswith("{")
    if not noted:
        return True
    body = own_body(noted, "AJR1", office_key) if office_key else None
    marks = body.get("marks") if body is not None else None
    if not isinstance(marks, list):
        return False
    chain = [row["device"], row["incarnation"]]
    seq = int(str(row["seq"]))
    return any(mark[:2] == chain and (mark[2] > seq or mark[2:4] == [seq, row["hash"]]) for mark in marks)
