# SPDX-License-Identifier: MulanPSL-2.0
"""The check of all data: database, journal, checkpoints, tables, seals, signatures, files, and that nothing is cut off.

It sees one moment on a connection of its own, so work goes on beside it, and it holds no more than one row of each
thing. What it found is noted in the security journal.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from inspector_app.domain.account import Act, EventKind
from inspector_app.domain.problems import ProblemCode, Refused
from inspector_app.domain.verification import MOST_FAULTS, CheckStep, Fault, FaultKind, Verified
from inspector_app.operations.security_journal import events, note
from inspector_app.operations.verify_documents import document_faults, file_faults, signature_faults
from inspector_app.operations.witnesses import Witness, witness_faults, witness_of_code, witnesses_in
from inspector_app.storage import chains, membership, units, verify_journal, verify_tables
from inspector_app.storage.checkpoints import count_checkpoints
from inspector_app.storage.driver import Database, DatabaseError
from inspector_app.storage.identity import Copied, Identity
from inspector_app.storage.signatures import public_key
from inspector_app.workspace import Workspace
from inspector_app.workspace.device_keys import DEVICE_KEY, known_keys

Progress = Callable[[CheckStep, int, int], None]  # what is checked, how many of how many things
Cancelled = Callable[[], bool]


class _Stopped(Exception):
    """A person cancelled the check."""


@dataclass(slots=True)
class _Run:
    """One check under way."""

    ws: Workspace
    db: Database
    progress: Progress | None
    cancelled: Cancelled | None
    counted: int  # how far the journal had come before this moment, by the counter beside it
    faults: list[Fault] = field(default_factory=list)
    count: int = 0
    counts: dict[CheckStep, int] = field(default_factory=dict)

    def step(self, step: CheckStep, every: int, faults: Callable[[Callable[[int], None]], Iterator[Fault]]) -> None:
        """Run one step to its end, whatever it finds. A database that cannot be read is a fault of its own."""

        def tick(done: int) -> None:
            if self.cancelled is not None and self.cancelled():
                raise _Stopped
            if self.progress is not None:
                self.progress(step, min(done, every), every)

        tick(0)
        try:
            for fault in faults(tick):
                self._note(fault)
        except DatabaseError as error:
            self._note(verify_journal.page_fault(str(error)))
        except Refused as refused:
            if refused.problems[0].code not in _DAMAGED:
                raise
            self._note(verify_journal.page_fault(""))
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):  # no row of ours is of such a shape
            self._note(Fault(step=step, kind=FaultKind.UNREADABLE, where=step.value))
        self.counts[step] = every
        tick(every)

    def _note(self, fault: Fault) -> None:
        self.count += 1
        if len(self.faults) < MOST_FAULTS:
            self.faults.append(fault)


_DAMAGED = {ProblemCode.WORKSPACE_DAMAGED, ProblemCode.STORAGE_FAILED, ProblemCode.WORKSPACE_KEY}


def verify(
    ws: Workspace,
    *,
    witnesses: Sequence[Witness] = (),
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> Verified:
    """Check everything that is kept. `witnesses` are read from outside: receipts, lists of checkpoints, papers' codes.

    Refuses NOT_PERMITTED. What is wrong comes as faults, the first of each kind of thing before the rest.
    """
    ws.need(Act.VERIFY)
    started = ws.now()
    is_cancelled = False
    counted = Identity(ws.folder).counted(ws.incarnation)
    with ws.snapshot() as db:
        run = _Run(ws=ws, db=db, progress=progress, cancelled=cancelled, counted=counted)
        try:
            _all_steps(run, witnesses)
        except _Stopped:
            is_cancelled = True
        seq, head = _own_head(ws, db)
    made = Verified(
        faults=tuple(run.faults), count=run.count, counts=run.counts, started_at=started, ended_at=ws.now(),
        head=head, seq=seq, is_cancelled=is_cancelled,
    )  # fmt: skip
    if not is_cancelled:
        first = made.faults[0] if made.faults else None
        detail = f"{first.kind.value} {first.where}" if first else ""
        note_quietly(ws, EventKind.VERIFIED, f"{seq} {head}", is_ok=made.is_well, detail=detail)
    return made


def _all_steps(run: _Run, witnesses: Sequence[Witness]) -> None:
    ws, db = run.ws, run.db
    own_key, office_key, names = _own_key(db), membership.value(db, "office_key"), _names(db)
    keys = {key.key: key for key in known_keys(db, ws.device)}
    operations = _count(db, "operations")
    run.step(CheckStep.DATABASE, 1, lambda _: verify_journal.database_faults(db))
    run.step(CheckStep.JOURNAL, operations, lambda tick: verify_journal.journal_faults(db, names, tick))
    run.step(
        CheckStep.CHECKPOINTS, count_checkpoints(db),
        lambda tick: verify_journal.checkpoint_faults(db, (ws.device, ws.incarnation), own_key, office_key, tick),
    )  # fmt: skip
    run.step(CheckStep.TABLES, _count(db, "changes"), lambda tick: _tables(db, tick))
    run.step(CheckStep.SEALS, _count(db, "documents"), lambda tick: document_faults(db, keys, tick))
    run.step(CheckStep.SIGNATURES, _count(db, "document_signatures"), lambda tick: signature_faults(db, tick))
    may_read = ws.may(Act.READ_CONTENT)
    run.step(
        CheckStep.FILES, verify_tables.count_named_files(db),
        lambda tick: file_faults(db, ws.files, tick, may_read=may_read),
    )  # fmt: skip
    run.step(CheckStep.ENDS, max(len(witnesses), 1), lambda tick: _ends(run, witnesses, tick))


def _tables(db: Database, tick: Callable[[int], None]) -> Iterator[Fault]:
    yield from verify_tables.table_faults(db, tick)
    yield from verify_tables.figure_faults(db)


def _ends(run: _Run, witnesses: Sequence[Witness], tick: Callable[[int], None]) -> Iterator[Fault]:
    """Ask whether the journal was cut off or set back, of all that could know."""
    ws, db, counted = run.ws, run.db, run.counted
    yield from verify_journal.book_faults(db)
    yield from verify_tables.receipt_faults(db, ws.device)
    reason, at = verify_tables.copied(db)
    if reason == Copied.SET_BACK.value:
        yield Fault(step=CheckStep.ENDS, kind=FaultKind.SET_BACK, where="identity", fields={"at": at[:10]})
    here = _own_head(ws, db)[0]
    if counted > here:
        fields = {"seq": str(counted), "found": str(here), "laptop": ws.device[:12]}
        yield Fault(step=CheckStep.ENDS, kind=FaultKind.CUT_OFF, where="identity.seq", fields=fields)
    for n, witness in enumerate(witnesses, start=1):
        yield from witness_faults(db, ws.device, witness)
        tick(n)


def _own_head(ws: Workspace, db: Database) -> tuple[int, str]:
    mark = chains.own_mark(db.conn, ws.device, ws.incarnation)
    return mark.seq, mark.hash


def _own_key(db: Database) -> str:
    secret = membership.secret(db, DEVICE_KEY)
    return public_key(secret) if secret else ""


def _names(db: Database) -> dict[str, str]:
    return {device.id: device.name for device in units.list_devices(db)}


def _count(db: Database, table: str) -> int:
    return int(db[table].count)


def last_verified(ws: Workspace) -> tuple[str, bool] | None:
    """Give when all data were last checked here (day, ISO) and whether all was well; None where never."""
    found = events(ws, (EventKind.VERIFIED,), limit=1)
    return (found[0].at.astimezone(ws.now().tzinfo).date().isoformat(), found[0].is_ok) if found else None


def note_quietly(ws: Workspace, kind: EventKind, subject: str, *, is_ok: bool, detail: str = "") -> None:
    """Note in the security journal; data so damaged that nothing can be noted are still told about."""
    try:
        note(ws, kind, subject, is_ok=is_ok, detail=detail)
    except (Refused, DatabaseError):
        return


def read_witnesses(paths: Sequence[Path], codes: Sequence[str] = ()) -> tuple[Witness, ...]:
    """Read receipts, lists of checkpoints and codes of papers. Refuses FILE_MISSING, WITNESS_UNREADABLE."""
    return (*(w for path in paths for w in witnesses_in(path)), *(witness_of_code(code) for code in codes))
