# SPDX-License-Identifier: MulanPSL-2.0
"""The records beside an enterprise's entry: licences, major hazard sources, insurance, credit lists, triage sheets,
self-reports. Keeping one, removing one with a reason.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from typing import TypeVar

from inspector_app.domain import texts
from inspector_app.domain.change import Done, Op
from inspector_app.domain.enterprise_record_rules import KINDS, Record, cleaned, problems_of
from inspector_app.domain.enterprise_records import (
    CreditListing,
    Insurance,
    Licence,
    MajorHazard,
    RecordKind,
    SelfReport,
    Triage,
)
from inspector_app.domain.problems import Problem, ProblemCode, refuse
from inspector_app.storage import enterprises
from inspector_app.storage.record_rows import RECORDS, get_record, put_record, records_of
from inspector_app.workspace import Step, Workspace

R = TypeVar("R", Licence, MajorHazard, Insurance, CreditListing, Triage, SelfReport)

# Two records of an enterprise that agree in all of these are one; an empty number tells nothing.
TWINS: dict[type, tuple[str, ...]] = {
    Licence: ("kind", "number"), MajorHazard: ("name",), Insurance: ("insurer", "policy_no"),
    CreditListing: ("kind", "listed_on"), Triage: ("assessed_on",), SelfReport: ("kind", "period_from", "period_to"),
}  # fmt: skip


def keep_record(ws: Workspace, record: R) -> Done[R]:
    """Keep a record; one with an empty id is new. Refuses all faults at once.

    NOT_FOUND (the enterprise; the record, or it was removed), RECORD_EXISTS (the enterprise has this one already),
    and what `enterprise_record_rules.problems_of` says.
    """
    with ws.operation(Op.KEEP_RECORD) as step:
        kept = keep_record_in(step, record)
    return Done(value=kept, changes=step.changes)


def keep_record_in(step: Step, record: R) -> R:
    """Keep a record inside an open operation."""
    record = cleaned(record)
    kind = KINDS[type(record)]
    found: list[Problem] = []
    owners = enterprises.entries_of(step.db, record.enterprise_id)
    if enterprises.get_entry(step.db, owners[0]) is None:
        found.append(_not_found("enterprise", record.enterprise_id))
    known = get_record(step.db, type(record), record.id) if record.id else None
    if record.id and (known is None or known.removed_reason or known.enterprise_id not in owners):
        found.append(_not_found(kind.value, record.id))
    refuse((*found, *problems_of(record, step.now.date()), *_twins(step, record)))
    owner = known.enterprise_id if known is not None else owners[0]
    kept = dataclasses.replace(record, id=record.id or step.new_id(), enterprise_id=owner, removed_reason="")
    if isinstance(kept, SelfReport):  # its file comes with an import, never by typing
        source = known if isinstance(known, SelfReport) else dataclasses.replace(kept, source_name="", source_sha256="")
        kept = dataclasses.replace(kept, source_name=source.source_name, source_sha256=source.source_sha256)
    put_record(step.db, kept)
    return kept


def _twins(step: Step, record: Record) -> Iterable[Problem]:
    names = TWINS[type(record)]
    values = [getattr(record, name) for name in names]
    if not all(values):
        return
    for other in records_of(step.db, type(record), record.enterprise_id):
        if other.id != record.id and [getattr(other, name) for name in names] == values:
            told = " ".join(str(value) for value in values)[:120]
            fields = {"kind": KINDS[type(record)].value, "name": told}
            yield Problem(code=ProblemCode.RECORD_EXISTS, where=names[-1], fields=fields)
            return


def remove_record(ws: Workspace, kind: RecordKind, record_id: str, reason: str) -> Done[None]:
    """Take a record away that was wrong; it is kept with the reason. Refuses NOT_FOUND and REASON_MISSING."""
    with ws.operation(Op.REMOVE_RECORD) as step:
        remove_record_in(step, kind, record_id, reason)
    return Done(value=None, changes=step.changes)


def remove_record_in(step: Step, kind: RecordKind, record_id: str, reason: str) -> None:
    """Take a record away inside an open operation."""
    known: Record | None = get_record(step.db, RECORDS[kind], record_id)
    reason = texts.cleaned(reason)
    found = list(texts.problems_of(reason, "removed_reason", limit=texts.LONG_LIMIT))
    if known is None or known.removed_reason:
        found.append(_not_found(kind.value, record_id))
    if not reason:
        fields = {"act": Op.REMOVE_RECORD.value}
        found.append(Problem(code=ProblemCode.REASON_MISSING, where="removed_reason", fields=fields))
    refuse(found)
    assert known is not None
    put_record(step.db, dataclasses.replace(known, removed_reason=reason))


def _not_found(kind: str, name: str) -> Problem:
    return Problem(code=ProblemCode.NOT_FOUND, where=kind, fields={"kind": kind, "id": name[:80]})
