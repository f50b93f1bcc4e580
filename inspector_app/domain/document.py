# SPDX-License-Identifier: MulanPSL-2.0
"""Official documents (执法文书): kinds, what fills them, and what is kept of an issued one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from inspector_app.domain.checklist import Clause, DeadlineClass
from inspector_app.domain.enterprise import Enterprise
from inspector_app.domain.finding import Grade
from inspector_app.domain.inspection import AnswerResult, Participant
from inspector_app.domain.organ import Organ


class DocumentKind(StrEnum):
    """The documents that this program makes; each has a form in `forms/`."""

    INSPECTION_RECORD = "inspection_record"  # 现场检查记录 (F2)
    RECTIFICATION_ORDER = "rectification_order"  # 责令限期整改指令书 (F4)


class DocumentState(StrEnum):
    """An issued document never changes; it may be voided before service, and keeps its number."""

    ISSUED = "issued"
    VOID = "void"


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingLine:
    """A finding as a document prints it; frozen with the document."""

    finding_id: str
    ordinal: int  # its number in this document, from 1
    place: str
    description: str
    grade: Grade
    measure: str
    clauses: tuple[Clause, ...]  # only those that may be printed
    deadline_class: DeadlineClass
    deadline: date | None
    photo_numbers: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedItem:
    """An answered item as the record lists it."""

    code: str
    section: str
    check: str
    result: AnswerResult
    remark: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PhotoLine:
    """A photo of the annex; `picture` names the print copy's bytes in the pictures given to `render`."""

    number: int  # from 1 through the whole document
    finding_ordinal: int
    picture: str  # key into the mapping of print copies
    sha256: str
    taken_at: str
    place: str
    taker: str
    proves: str  # 证明对象
    caption: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentFacts:
    """Everything that fills a document. `number` is empty and `is_draft` set in the preview."""

    kind: DocumentKind
    organ: Organ
    enterprise: Enterprise
    officers: tuple[Participant, ...]
    experts: tuple[Participant, ...]
    accompanied_by: Participant | None
    witnesses: tuple[Participant, ...]
    started_at: datetime
    finished_at: datetime | None
    place: str
    issued_on: date
    number: str
    lines: tuple[FindingLine, ...]
    items: tuple[CheckedItem, ...] = ()
    photos: tuple[PhotoLine, ...] = ()
    party_remark: str = ""
    referred_number: str = ""  # for an order: the number of the inspection record it rests on
    is_draft: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficialDocument:
    """What is kept of an issued document; its PDF lies in the file store under `sha256`."""

    id: str
    inspection_id: str
    kind: DocumentKind
    state: DocumentState
    number: str
    word: str
    year: int
    serial: int
    form_id: str
    form_version: str
    form_sha256: str
    issued_on: date
    issued_at: datetime
    content: str  # canonical JSON of what was printed
    content_sha256: str
    sha256: str  # of the PDF
    sm3: str
    pages: int
    bytes: int
    copies_printed: int = 0
    void_reason: str = ""
    voided_at: datetime | None = None
