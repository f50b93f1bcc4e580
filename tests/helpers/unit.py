# SPDX-License-Identifier: MulanPSL-2.0
"""An office and its laptops in one process: joined as people join them, merged without bundles."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from inspector_app.domain.change import Change, Operation
from inspector_app.domain.merging import Chain
from inspector_app.handoff import enrolment
from inspector_app.storage import chains, journal_rows
from inspector_app.storage.driver import Database
from inspector_app.workspace import Workspace
from tests.helpers.clock import Clock
from tests.helpers.makers import a_unit
from tests.helpers.stores import a_store

Sent = tuple[Operation, tuple[Change, ...]]


def an_office(folder: Path, clock: Clock | None = None, **organ: Any) -> Workspace:
    """Make an office with an organ and two officers; the caller closes it."""
    made = a_store(folder, clock)
    a_unit(made, **organ)
    enrolment.init_office(made)
    return made


def a_laptop(folder: Path, office: Workspace, name: str, clock: Clock | None = None, holder: str = "") -> Workspace:
    """Make a laptop that joined the office and knows all that it knows; the caller closes it."""
    made = a_store(folder, clock or office._clock)
    enrolment.enrol_workspace(office, made, name=name, holder=holder)
    exchange(office, made)
    return made


def exchange(one: Workspace, other: Workspace) -> None:
    """Merge all operations both ways, with every file that either has."""
    hand_over(one, other)
    hand_over(other, one)


def hand_over(source: Workspace, target: Workspace) -> None:
    """Bring to the target what it does not know: operations, then files."""
    deliver(target, operations_of(source, unknown_to=target))
    copy_files(source, target)


def operations_of(ws: Workspace, *, unknown_to: Workspace | None = None) -> list[Sent]:
    """Give operations in the order in which a workspace learned them; only those that another does not know."""
    known = {} if unknown_to is None else unknown_to.marks()
    with ws.reader() as db:
        sql = f"SELECT {journal_rows.OPERATION_COLUMNS} FROM operations ORDER BY rowid"
        found = [journal_rows.operation_of(row) for row in db.conn.execute(sql).fetchall()]
        return [(o, _changes(db, o.id)) for o in found if not _is_known(known, o)]


def _is_known(known: Mapping[Chain, chains.Mark], operation: Operation) -> bool:
    mark = known.get((operation.device, operation.incarnation))
    return mark is not None and operation.seq <= mark.seq


def _changes(db: Database, operation_id: str) -> tuple[Change, ...]:
    rows = db.conn.execute(
        "SELECT ordinal, table_name, row_id, old, new FROM changes WHERE operation_id = ? ORDER BY ordinal",
        (operation_id,),
    )
    return tuple(
        Change(
            operation_id=operation_id, ordinal=n, table=t, row_id=r, old=journal_rows.parsed(o),
            new=journal_rows.parsed(w),
        )
        for n, t, r, o, w in rows
    )  # fmt: skip


def deliver(ws: Workspace, sent: Sequence[Sent]) -> None:
    """Take operations in, in one transaction."""
    if sent:
        with ws.merging("test") as merger:
            for operation, changes in sent:
                merger.take(operation, changes)


def copy_files(source: Workspace, target: Workspace) -> None:
    """Copy every kept file that the target lacks, and strike it off the wanted list."""
    arrived = []
    for path in (source.folder / "files").rglob("*"):
        if path.is_file() and len(path.name) == 64:
            if not target.files.path(path.name).exists():
                target.files.keep(path.read_bytes())
            arrived.append(path.name)
    with target.books() as db:
        db.conn.executemany("DELETE FROM wanted_files WHERE sha256 = ?", [(name,) for name in arrived])
