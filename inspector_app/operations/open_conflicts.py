# SPDX-License-Identifier: MulanPSL-2.0
"""At issue: what a paper would print must not still be said differently by two laptops."""

from __future__ import annotations

from inspector_app.domain.conflict import ConflictKind
from inspector_app.domain.document import DocumentKind
from inspector_app.domain.problems import Problem, ProblemCode
from inspector_app.operations.document_facts import Gathered
from inspector_app.storage import conflicts
from inspector_app.storage.driver import Database
from inspector_app.wording import word

# What no paper prints: it may wait.
UNPRINTED = {
    "enterprises": frozenset({"district", "note", "initials", "visit_cap", "merged_into", "industry"}),
    "answers": frozenset({"private_note"}),
    "findings": frozenset({"duplicate_of"}),
}


def conflict_problems(db: Database, gathered: Gathered) -> tuple[Problem, ...]:
    """Say which facts of a document in the making have several values; a value that a paper fixed is settled."""
    inspection = gathered.inspection
    keys = [
        ("organ", gathered.facts.organ.id),
        ("enterprises", gathered.facts.enterprise.id),
        ("inspections", inspection.id),
        *(("inspection_people", f"{inspection.id}:{n}") for n in range(len(inspection.people))),
        ("document_drafts", f"{inspection.id}:{gathered.facts.kind.value}"),
        *(("findings", finding.id) for finding in gathered.findings),
        *(("photos", photo.id) for photo in gathered.photos),
    ]
    if gathered.reinspection is not None:
        keys.append(("reinspections", gathered.reinspection.id))
    found = [*conflicts.keys_in_conflict(db, keys), *_of_answers(db, gathered)]
    return tuple(
        Problem(
            code=ProblemCode.CONFLICT_OPEN, where=_place(row, gathered),
            fields={"item": _item(row, gathered), "field": _field(row, gathered), "conflict": row.id},
        )
        for row in found
        if not row.is_frozen and row.field not in UNPRINTED.get(row.table, ())
    )  # fmt: skip


def _of_answers(db: Database, gathered: Gathered) -> tuple[conflicts.ConflictRow, ...]:
    """Give the conflicts of answers: the record prints them."""
    if gathered.facts.kind is not DocumentKind.INSPECTION_RECORD:
        return ()
    prefix = f"{gathered.inspection.id}:"
    wanted = [name for name in sorted(conflicts.conflicted(db, "answers")) if name.startswith(prefix)]
    return conflicts.keys_in_conflict(db, [("answers", name) for name in wanted])


def _item(row: conflicts.ConflictRow, gathered: Gathered) -> str:
    """Name what it is about in a few words."""
    if row.table == "findings":
        finding = next(f for f in gathered.own if f.id == row.row_id)
        return f"{finding.ordinal}. {finding.description[:40]}"
    if row.table == "answers":
        return row.row_id.removeprefix(f"{gathered.inspection.id}:")
    if row.table == "organ":
        return gathered.facts.organ.name
    return gathered.facts.enterprise.name


def _field(row: conflicts.ConflictRow, gathered: Gathered) -> str:
    """Name the field: a form's own as the form calls it."""
    name, _, key = row.field.partition("/")
    if key:
        return next((spec.label for spec in gathered.form.fields if spec.name == key), key)
    return name or word(ConflictKind.DELETED)


def _place(row: conflicts.ConflictRow, gathered: Gathered) -> str:
    """Say where to go: the thing itself where the page can lead there."""
    if row.table == "findings":
        return f"finding:{row.row_id}"
    if row.table == "enterprises":
        return f"enterprise:{row.row_id}:{row.field}"
    return f"conflict:{row.id}"
