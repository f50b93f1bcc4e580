# SPDX-License-Identifier: MulanPSL-2.0
"""The tables of a readable copy: CSV as spreadsheet programs open it by a click, no cell a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from inspector_app.domain.document import OfficialDocument
from inspector_app.domain.enterprise import Enterprise
from inspector_app.domain.finding import Finding, Photo
from inspector_app.domain.inspection import Inspection
from inspector_app.domain.service import Attachment
from inspector_app.storage import attachments, documents, enterprises, findings, inspections
from inspector_app.storage.driver import Database
from inspector_app.wording import tr, word

_FORMULAS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """One inspection with all that a reader without the program wants of it."""

    inspection: Inspection
    enterprise: Enterprise
    findings: tuple[Finding, ...]
    documents: tuple[OfficialDocument, ...]
    photos: tuple[Photo, ...]
    attachments: tuple[Attachment, ...]


@dataclass(slots=True)
class Tables:
    """The rows of all tables, without their heads."""

    enterprises: list[list[str]] = field(default_factory=list)
    inspections: list[list[str]] = field(default_factory=list)
    findings: list[list[str]] = field(default_factory=list)
    documents: list[list[str]] = field(default_factory=list)

    def add(self, visit: Visit) -> None:
        """Add what belongs to one inspection."""
        self.inspections.append(_inspection_row(visit))
        self.findings += [_finding_row(visit, f) for f in visit.findings]
        self.documents += [_document_row(visit, d) for d in visit.documents]

    def files(self) -> Iterator[tuple[str, bytes]]:
        """Give every table as a file: its name and bytes."""
        yield tr("enterprises.csv"), csv_bytes([_enterprise_head(), *self.enterprises])
        yield tr("inspections.csv"), csv_bytes([_inspection_head(), *self.inspections])
        yield tr("findings.csv"), csv_bytes([_finding_head(), *self.findings])
        yield tr("documents.csv"), csv_bytes([_document_head(), *self.documents])


def read_visit(db: Database, inspection_id: str) -> Visit | None:
    """Read one inspection."""
    inspection = inspections.get_inspection(db, inspection_id)
    enterprise = enterprises.get_enterprise(db, inspection.enterprise_id) if inspection else None
    if inspection is None or enterprise is None:
        return None
    return Visit(
        inspection=inspection, enterprise=enterprise, findings=findings.list_findings(db, inspection_id),
        documents=documents.list_documents(db, inspection_id),
        photos=tuple(p for p in findings.list_photos(db, inspection_id) if not p.removed_reason),
        attachments=tuple(a for a in attachments.list_of_inspection(db, inspection_id) if not a.removed_reason),
    )  # fmt: skip


def csv_bytes(rows: Iterable[Sequence[str]]) -> bytes:
    """Give a table as UTF-8 with a byte order mark, as Excel and WPS need it; no cell begins a formula."""
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\r\n").writerows([_harmless(cell) for cell in row] for row in rows)
    return text.getvalue().encode("utf-8-sig", "replace")


def _harmless(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_FORMULAS) else cell


def enterprise_row(e: Enterprise) -> list[str]:
    """Give an enterprise as a row."""
    return [e.name, e.credit_code, e.address, e.district, e.industry, e.person_in_charge, e.title, e.phone, e.note]


def _enterprise_head() -> list[str]:
    return [
        tr("Name"), tr("Credit code"), tr("Address"), tr("District"), tr("Industry"), tr("Person in charge"),
        tr("Title"), tr("Phone"), tr("Note"),
    ]  # fmt: skip


def _inspection_head() -> list[str]:
    return [
        tr("Inspection"), tr("Enterprise"), tr("Credit code"), tr("State"), tr("Visit began"), tr("Visit ended"),
        tr("Place"), tr("Officers"), tr("Remark of the unit"), tr("Findings"),
    ]  # fmt: skip


def _inspection_row(v: Visit) -> list[str]:
    i, e = v.inspection, v.enterprise
    officers = "、".join(f"{p.name} {p.certificate_no}".strip() for p in i.officers)
    live = sum(f.status.is_live for f in v.findings)
    return [
        i.id, e.name, e.credit_code, word(i.state), _time(i.started_at), _time(i.finished_at), i.place, officers,
        i.party_remark, str(live),
    ]  # fmt: skip


def _finding_head() -> list[str]:
    return [
        tr("Inspection"), tr("Enterprise"), tr("Number of the finding"), tr("Item"), tr("Place"), tr("Finding"),
        tr("Grade"), tr("Measure"), tr("Deadline"), tr("State"), tr("Legal basis"), tr("Found at"), tr("Photos"),
    ]  # fmt: skip


def _finding_row(v: Visit, f: Finding) -> list[str]:
    basis = "；".join(f"《{c.name}》{c.clause}" for c in f.clauses)
    photos = sum(p.finding_id == f.id for p in v.photos)
    return [
        v.inspection.id, v.enterprise.name, str(f.ordinal), f.item_code or "", f.place, f.description, word(f.grade),
        f.measure, _day(f.deadline), word(f.status), basis, _time(f.found_at), str(photos),
    ]  # fmt: skip


def _document_head() -> list[str]:
    return [
        tr("Document number"), tr("Kind"), tr("Enterprise"), tr("Inspection"), tr("State"), tr("Issued on (document)"),
        tr("Pages"), tr("SHA-256"),
    ]  # fmt: skip


def _document_row(v: Visit, d: OfficialDocument) -> list[str]:
    return [
        d.number, word(d.kind), v.enterprise.name, v.inspection.id, word(d.state), _day(d.issued_on), str(d.pages),
        d.sha256,
    ]  # fmt: skip


def _time(at: datetime | None) -> str:
    return "" if at is None else at.strftime("%Y-%m-%d %H:%M")


def _day(day: date | None) -> str:
    return "" if day is None else day.isoformat()
