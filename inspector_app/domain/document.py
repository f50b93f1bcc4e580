# SPDX-License-Identifier: MulanPSL-2.0
"""Official documents (执法文书): kinds, what fills them, and what is kept of an issued one."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from inspector_app.domain.checklist import Clause, DeadlineClass
from inspector_app.domain.document_fields import FieldValues
from inspector_app.domain.enterprise import Enterprise
from inspector_app.domain.finding import Grade, PhotoStage
from inspector_app.domain.inspection import AnswerResult, Participant
from inspector_app.domain.organ import Organ
from inspector_app.domain.score_sheet import ScoreSheet


class DocumentKind(StrEnum):
    """The documents that this program makes; each has a form in `forms/`. F-numbers: handbook 2.1."""

    # before the visit
    INSPECTION_APPROVAL = "inspection_approval"  # 行政检查审批表 (司法部2025)
    INSPECTION_NOTICE = "inspection_notice"  # 行政检查通知书 (司法部2025)
    INSPECTION_PLAN = "inspection_plan"  # 现场检查方案 F1
    # the visit
    INSPECTION_RECORD = "inspection_record"  # 现场检查记录 F2
    SCORE_SHEET = "score_sheet"  # 建筑施工安全检查评分表 (JGJ 59)
    ONSITE_MEASURE = "onsite_measure"  # 现场处理措施决定书 F3
    RECTIFICATION_ORDER = "rectification_order"  # 责令限期整改指令书 F4
    SPECIAL_EQUIPMENT_ORDER = "special_equipment_order"  # 特种设备安全监察指令书
    CONSTRUCTION_ORDER = "construction_order"  # 住建 责令限期改正通知书
    CONSTRUCTION_STOP = "construction_stop"  # 住建 责令停工整改通知书
    HAZARD_NOTICE = "hazard_notice"  # 乡镇 隐患告知单
    # after the order
    EXTENSION_APPROVAL = "extension_approval"  # 整改延期审批表
    EXTENSION_REPLY = "extension_reply"  # 整改延期答复书
    REINSPECTION_OPINION = "reinspection_opinion"  # 整改复查意见书 F5
    HAZARD_RECHECK = "hazard_recheck"  # 乡镇 隐患整改复查单
    HAZARD_REPORT = "hazard_report"  # 乡镇 隐患上报单
    RESUMPTION_REPLY = "resumption_reply"  # 恢复生产经营审查意见书
    CONSTRUCTION_RESUMPTION = "construction_resumption"  # 住建 复工通知书
    # measures of coercion
    COERCION_APPROVAL = "coercion_approval"  # 行政强制审批表 F6
    SEIZURE_DECISION = "seizure_decision"  # 查封扣押决定书 F7
    SEIZURE_INVENTORY = "seizure_inventory"  # 查封扣押清单 F8
    SEIZURE_RECORD = "seizure_record"  # 现场笔录（查封、扣押）
    SEIZURE_EXTENSION = "seizure_extension"  # 延长查封扣押期限决定书 F9
    SEIZURE_DISPOSAL = "seizure_disposal"  # 查封扣押处理决定书 F10
    # evidence
    INTERVIEW_NOTICE = "interview_notice"  # 询问通知书 F14
    INTERVIEW_RECORD = "interview_record"  # 询问笔录 F15
    SCENE_RECORD = "scene_record"  # 勘验笔录 F16
    SAMPLING_RECEIPT = "sampling_receipt"  # 抽样取证凭证 F17
    PRESERVATION_APPROVAL = "preservation_approval"  # 先行登记保存证据审批表 F18
    PRESERVATION_NOTICE = "preservation_notice"  # 先行登记保存证据通知书 F19
    PRESERVATION_DISPOSAL = "preservation_disposal"  # 先行登记保存证据处理决定书 F21
    # the case
    CASE_APPROVAL = "case_approval"  # 立案审批表 F0
    SPOT_PENALTY_UNIT = "spot_penalty_unit"  # 行政（当场）处罚决定书（单位） F31
    SPOT_PENALTY_PERSON = "spot_penalty_person"  # 行政（当场）处罚决定书（个人） F32
    SERVICE_RECEIPT = "service_receipt"  # 送达回执 F39
    CASE_TRANSFER = "case_transfer"  # 案件移送书 F43
    CLOSURE_PROPOSAL = "closure_proposal"  # 提请关闭


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
    order_basis: tuple[Clause, ...] = ()  # only those that may be printed
    penalty: tuple[Clause, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedPlace:
    """One place of an item that was checked at several, or one entry of a repeat."""

    place: str
    result: AnswerResult
    value: str = ""
    remark: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedItem:
    """An answered item as the record lists it; `value` as people read it, `lines` the working of a calculation."""

    code: str
    section: str
    check: str
    result: AnswerResult
    remark: str = ""
    value: str = ""
    places: tuple[CheckedPlace, ...] = ()
    lines: tuple[str, ...] = ()


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
    stage: PhotoStage = PhotoStage.FOUND


class Verdict(StrEnum):
    """What a re-inspection found of one line."""

    DONE = "done"  # 已整改
    PARTIAL = "partial"  # 部分整改
    NOT_DONE = "not_done"  # 未整改


@dataclass(frozen=True, slots=True, kw_only=True)
class VerdictLine:
    """A line of an order as the re-inspection found it; frozen with the 复查意见书."""

    finding_id: str
    ordinal: int  # its number in the order
    place: str
    description: str
    deadline: date | None
    verdict: Verdict
    fact: str = ""
    photo_numbers: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Referred:
    """The earlier document that this one rests on, as it is cited."""

    kind: DocumentKind
    title: str
    number: str
    issued_on: date


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
    fields: FieldValues = field(default_factory=dict)  # what a person filled in, by the form's fields
    referred: Referred | None = None  # the document that this one answers, extends or carries out
    remedy: str = ""  # the remedy paragraph (handbook 1.5), empty for what decides nothing
    verdicts: tuple[VerdictLine, ...] = ()  # of a re-inspection; its times and people stand in the facts above
    score: ScoreSheet | None = None  # of a score sheet


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentDraft:
    """A document in the making: what a person chose and wrote. One for each kind of an inspection."""

    inspection_id: str
    kind: DocumentKind
    left_out: frozenset[str] | None = None  # findings that wait for another document; None: nobody chose yet
    fields: FieldValues = field(default_factory=dict)
    refers_to: str = ""
    reinspection_id: str = ""


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
    refers_to: str = ""  # id of the document that this one answers, extends or carries out
    fields: FieldValues = field(default_factory=dict)
    reinspection_id: str = ""  # the re-inspection that a 复查意见书 records
    seal: str = "{}"  # JSON: head of the journal that stands on the paper, code of the paper, device's signature

    @property
    def is_valid(self) -> bool:
        """Whether it is in force: issued and not void."""
        return self.state is DocumentState.ISSUED
