# SPDX-License-Identifier: MulanPSL-2.0
"""A document in the making: which findings it takes, to what it refers, what a person writes into its fields."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from inspector_app.domain.change import Done, Op
from inspector_app.domain.document import DocumentDraft, DocumentKind, OfficialDocument
from inspector_app.domain.document_fields import FieldSpec, FieldValues, as_json, read_values
from inspector_app.domain.json_fields import parse_json
from inspector_app.domain.problems import Problem, ProblemCode, refuse
from inspector_app.operations.document_facts import gather
from inspector_app.operations.document_graph import candidates, may_take, taken
from inspector_app.operations.files import read_small_file
from inspector_app.operations.visits import inspection_in
from inspector_app.storage import documents, findings
from inspector_app.workspace import Step, Workspace

MAX_FIELDS_BYTES = 2_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """The page of a document in the making: its fields with their values, and what it may refer to."""

    kind: DocumentKind
    specs: tuple[FieldSpec, ...]
    values: FieldValues  # written by a person, else known, else the form's own
    written: FieldValues
    may_refer_to: tuple[OfficialDocument, ...]
    refers_to: str
    takes: tuple[str, ...]  # findings on its lines
    may_take: tuple[str, ...]


def draft_page(ws: Workspace, inspection_id: str, kind: DocumentKind, issued_on: date | None = None) -> Page:
    """Give what a person may write and choose for a document."""
    with ws.reader() as db:
        gathered = gather(ws, db, inspection_id, kind, issued_on or ws.today())
    return Page(
        kind=kind,
        specs=gathered.form.fields,
        values=gathered.facts.fields,
        written=gathered.draft.fields,
        may_refer_to=candidates(gathered.law, gathered.issued),
        refers_to=gathered.referred.id if gathered.referred else "",
        takes=tuple(f.id for f in gathered.findings),
        may_take=tuple(f.id for f in may_take(gathered.law, gathered.own)),
    )


def form_fields(ws: Workspace, kind: DocumentKind) -> tuple[FieldSpec, ...]:
    """Give the fields of the form that this unit uses."""
    return ws.form(kind).fields


def read_fields_file(ws: Workspace, kind: DocumentKind, path: Path) -> tuple[FieldValues, tuple[Problem, ...]]:
    """Read a FIELDS.json by the fields of the form: every fault at once, unknown names as warnings."""
    raw, faults = parse_json(read_small_file(path, MAX_FIELDS_BYTES), path.name)
    refuse(faults)
    reading = read_values(ws.form(kind).fields, raw)
    refuse(reading.problems)
    return reading.values, reading.problems


def fill_document(
    ws: Workspace,
    inspection_id: str,
    kind: DocumentKind,
    *,
    fields: FieldValues | None = None,
    refers_to: str | None = None,
    reinspection_id: str | None = None,
) -> Done[DocumentDraft]:
    """Keep what a person wrote; fields that are not named keep their value, an empty one is forgotten.

    Refuses NOT_FOUND, and values that do not fit the form's fields.
    """
    with ws.operation(Op.FILL_DOCUMENT) as step:
        draft = keep_in(ws, step, inspection_id, kind, fields, refers_to, reinspection_id)
    return Done(value=draft, changes=step.changes)


def keep_in(
    ws: Workspace, step: Step, inspection_id: str, kind: DocumentKind, fields: FieldValues | None,
    refers_to: str | None, reinspection_id: str | None,
) -> DocumentDraft:  # fmt: skip
    """Keep what was written inside an open operation; nothing named changes nothing."""
    before = documents.get_draft(step.db, inspection_id, kind)
    if fields is None and refers_to is None and reinspection_id is None:
        return before
    inspection_in(step, inspection_id)
    if fields is not None:
        specs = ws.form(kind).fields
        refuse(read_values(specs, as_json({n: v for n, v in fields.items() if v}, specs)).problems)
    target = before.refers_to if refers_to is None else _target(step, inspection_id, refers_to)
    written = {name: value for name, value in {**before.fields, **(fields or {})}.items() if value}
    after = dataclasses.replace(
        before, fields=written, refers_to=target, reinspection_id=reinspection_id or before.reinspection_id
    )
    documents.put_draft(step.db, after)
    return after


def _target(step: Step, inspection_id: str, name: str) -> str:
    """Give the id of a document named by id or number; it must be of the same case."""
    if not name:
        return ""
    found = documents.get_document(step.db, name) or documents.with_number(step.db, name)
    if found is None or found.inspection_id != inspection_id:
        refuse([Problem(code=ProblemCode.NOT_FOUND, where="refers_to", fields={"kind": "document", "id": name[:80]})])
        raise AssertionError
    return found.id


def choose_findings(ws: Workspace, inspection_id: str, kind: DocumentKind, finding_ids: Sequence[str]) -> Done[None]:
    """Choose which findings a document in the making takes; the others wait for another one."""
    with ws.operation(Op.CHOOSE_FINDINGS) as step:
        own = findings.list_findings(step.db, inspection_id)
        may = may_take(ws.law.documents.of(kind), own)
        out = frozenset(f.id for f in may if f.id not in set(finding_ids))
        draft = documents.get_draft(step.db, inspection_id, kind)
        documents.put_draft(step.db, dataclasses.replace(draft, left_out=out))
    return Done(value=None, changes=step.changes)


def chosen_ids(ws: Workspace, inspection_id: str, kind: DocumentKind) -> tuple[str, ...]:
    """Give the findings that a document in the making takes now."""
    with ws.reader() as db:
        draft = documents.get_draft(db, inspection_id, kind)
        own = findings.list_findings(db, inspection_id)
    return tuple(f.id for f in taken(ws.law.documents.of(kind), own, draft))
