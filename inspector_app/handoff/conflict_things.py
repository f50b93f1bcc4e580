# SPDX-License-Identifier: MulanPSL-2.0
"""What a row is, in words: the enterprise, the finding with its number and wording, the document's number."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from inspector_app.domain.document import DocumentKind
from inspector_app.domain.problems import Refused
from inspector_app.storage import conflicts, documents, enterprises, findings, inspections, organs
from inspector_app.storage.driver import Database
from inspector_app.wording import tr, word
from inspector_app.wording.catalogue import translate
from inspector_app.wording.conflict_words import TABLES
from inspector_app.workspace import Workspace

LONGEST = 60
Row = Mapping[str, object]


def thing_of(ws: Workspace, db: Database, table: str, row_id: str) -> str:
    """Say what a row is; nothing where there is no such row."""
    row = conflicts.row_of(db, table, row_id)
    if row is None:
        return ""
    say = _SAY.get(table)
    if say is not None:
        return say(ws, db, row)
    own = _named(table, row)
    if "inspection_id" in row:
        return _joined(visit(db, str(row["inspection_id"])), own)
    if "document_id" in row:
        return _joined(_document_of(db, str(row["document_id"])), own)
    return own


def table_word(table: str) -> str:
    """Name a table."""
    return translate(TABLES.get(table, table))


def visit(db: Database, inspection_id: str) -> str:
    """Say which inspection: the enterprise and the day."""
    inspection = inspections.get_inspection(db, inspection_id)
    if inspection is None:
        return tr("an inspection")
    enterprise = enterprises.get_enterprise(db, inspection.enterprise_id)
    day = inspection.started_at.date().isoformat()
    return tr("{enterprise}, inspection of {day}", enterprise=enterprise.name if enterprise else "…", day=day)


def _named(table: str, row: Row) -> str:
    names = ("name", "title", "caption", "file_name", "text", "place", "number", "word", "reason", "source_name")
    named = next((str(row[name]) for name in names if row.get(name)), "")
    return _joined(table_word(table), short(named))


def _joined(*parts: str) -> str:
    return " · ".join(part for part in parts if part)


def short(text: str, limit: int = LONGEST) -> str:
    """Cut a text for a line."""
    line = " ".join(text.split())
    return line if len(line) <= limit else f"{line[:limit]}…"


def _enterprise(ws: Workspace, db: Database, row: Row) -> str:
    return str(row["name"])


def _finding(ws: Workspace, db: Database, row: Row) -> str:
    text = short(str(row["description"]) or str(row["place"]))
    named = tr("finding {number}: {text}", number=row["ordinal"], text=text)
    return _joined(visit(db, str(row["inspection_id"])), named)


def _inspection(ws: Workspace, db: Database, row: Row) -> str:
    return visit(db, str(row["id"]))


def _answer(ws: Workspace, db: Database, row: Row) -> str:
    code, inspection_id = str(row["item_code"]), str(row["inspection_id"])
    text = _item(ws, db, inspection_id, code)
    return _joined(visit(db, inspection_id), tr("item {code}: {text}", code=code, text=text) if text else code)


def _item(ws: Workspace, db: Database, inspection_id: str, code: str) -> str:
    inspection = inspections.get_inspection(db, inspection_id)
    if inspection is None:
        return ""
    try:
        items = ws.frozen_items(inspection.packs, (code,))
    except Refused:  # the checklist has not arrived yet
        return ""
    return next((short(item.check) for item in items if item.code == code), "")


def _draft(ws: Workspace, db: Database, row: Row) -> str:
    kind = str(row["kind"])
    name = word(DocumentKind(kind)) if kind in tuple(DocumentKind) else kind
    return _joined(visit(db, str(row["inspection_id"])), tr("draft: {document}", document=name))


def _document(ws: Workspace, db: Database, row: Row) -> str:
    return _document_of(db, str(row["id"]))


def _document_of(db: Database, document_id: str) -> str:
    document = documents.get_document(db, document_id)
    if document is None:
        return tr("a document")
    return _joined(document.number, word(document.kind))


def _verdict(ws: Workspace, db: Database, row: Row) -> str:
    finding = findings.get_finding(db, str(row["finding_id"]))
    if finding is None:
        return table_word("verdicts")
    named = tr("finding {number}: {text}", number=finding.ordinal, text=short(finding.description))
    return _joined(visit(db, finding.inspection_id), table_word("verdicts"), named)


def _sign_off(ws: Workspace, db: Database, row: Row) -> str:
    return _joined(table_word("sign_offs"), thing_of(ws, db, "findings", str(row["id"])))


def _life(ws: Workspace, db: Database, row: Row) -> str:
    return _document_of(db, str(row["id"]))


def _equipment(ws: Workspace, db: Database, row: Row) -> str:
    owner = enterprises.get_enterprise(db, str(row["enterprise_id"]))
    return _joined(owner.name if owner else "", str(row["name"]) or str(row["category"]))


def _task(ws: Workspace, db: Database, row: Row) -> str:
    owner = enterprises.get_enterprise(db, str(row["enterprise_id"])) if row["enterprise_id"] else None
    return _joined(table_word("tasks"), owner.name if owner else "")


def _organ(ws: Workspace, db: Database, row: Row) -> str:
    organ = organs.get_organ(db)
    return organ.name if organ is not None else table_word("organ")


_SAY: Mapping[str, Callable[[Workspace, Database, Row], str]] = {
    "enterprises": _enterprise,
    "findings": _finding,
    "inspections": _inspection,
    "answers": _answer,
    "document_drafts": _draft,
    "documents": _document,
    "verdicts": _verdict,
    "sign_offs": _sign_off,
    "order_lives": _life,
    "equipment": _equipment,
    "tasks": _task,
    "organ": _organ,
}
