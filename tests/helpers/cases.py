# SPDX-License-Identifier: MulanPSL-2.0
"""A whole case without a fault, made through the operations that people use; tests plant faults into it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

from inspector_app.domain.checklist import Clause, DeadlineClass, Verified
from inspector_app.domain.document import DocumentKind, OfficialDocument
from inspector_app.domain.document_fields import FieldValues
from inspector_app.domain.enterprise import Enterprise
from inspector_app.domain.finding import Finding, Grade, PhotoStage
from inspector_app.domain.inspection import Inspection, InspectionTask, TaskSource
from inspector_app.domain.reinspection_record import ReinspectionDraft
from inspector_app.domain.service import AttachmentKind, Capacity, ServiceMethod
from inspector_app.domain.service_record import ServiceDraft
from inspector_app.operations import (
    attachments,
    documents,
    findings,
    inspection_moves,
    inspections,
    orders,
    photos,
    reinspections,
    service,
    sign_off,
)
from inspector_app.operations.photos import PhotoSource
from inspector_app.storage import documents as document_rows
from inspector_app.storage import findings as finding_rows
from inspector_app.workspace import Workspace
from tests.helpers.clock import Clock
from tests.helpers.makers import CLAUSE, OFFICERS, an_enterprise, people
from tests.helpers.pictures import photo

K = DocumentKind
CRITERION = Clause(
    law="AQ3067", name="化工和危险化学品生产经营企业重大生产安全事故隐患判定准则", number="AQ 3067-2026",
    clause="4.2", verified=Verified.V,
)  # fmt: skip
MEASURES = {
    "measures": ("suspend_business",),
    "object": "甲类仓库",
    "period": "排除隐患并经审查同意之前",
    "basis": "《中华人民共和国安全生产法》第六十五条第一款第（三）项",
    "unsafe_reason": "储罐仍在进料，排除过程中不能保证安全",
}


@dataclass
class MadeCase:
    """What was made: the visit, its findings, its papers by kind."""

    ws: Workspace
    clock: Clock
    folder: Path
    enterprise: Enterprise
    inspection: Inspection
    papers: dict[DocumentKind, OfficialDocument] = field(default_factory=dict)
    pictures: int = 0

    @property
    def findings(self) -> tuple[Finding, ...]:
        """The findings as they stand now."""
        with self.ws.reader() as db:
            return finding_rows.list_findings(db, self.inspection.id)

    def picture(self) -> bytes:
        """A photo like no other one, taken half an hour ago."""
        self.pictures += 1
        taken = self.clock.now - timedelta(minutes=30)
        return photo(time=taken.strftime("%Y:%m:%d %H:%M:%S"), offset="+08:00") + bytes([self.pictures])

    def issue(self, kind: DocumentKind, fields: FieldValues | None = None, **more: Any) -> OfficialDocument:
        """Issue a paper; it counts from now on as the one of its kind."""
        self.papers[kind] = documents.issue_document(self.ws, self.inspection.id, kind, fields=fields, **more).value
        return self.papers[kind]

    def attach(self, kind: AttachmentKind, title: str, document: OfficialDocument | None = None, **more: Any) -> str:
        """Attach a scan: of a paper, with as many pages as it has."""
        for n in range(document.pages if document else 1):
            path = self.folder / f"scan-{len(list(self.folder.iterdir()))}-{n}.jpg"
            path.write_bytes(self.picture())
            name = f"{title}{n + 1}" if document else title
            made = attachments.attach_file(
                self.ws, self.inspection.id, path, kind, name, document_id=document.id if document else "", **more
            )
        return made.value.id

    def scan(self, kind: DocumentKind) -> None:
        """Attach the signed scan of a paper."""
        self.attach(AttachmentKind.SIGNED_SCAN, "签字件", self.papers[kind])

    def serve(self, kind: DocumentKind, **changes: Any) -> None:
        """Serve a paper by hand, now."""
        draft = ServiceDraft(
            method=ServiceMethod.DIRECT, served_at=self.clock.now, place=self.enterprise.address, receiver="赵明",
            capacity=Capacity.LEGAL_REPRESENTATIVE, servers=tuple(name for name, _ in OFFICERS),
        )  # fmt: skip
        service.serve_document(self.ws, self.papers[kind].id, replace(draft, **changes))

    def reinspect(self, kind: DocumentKind, **changes: Any) -> None:
        """Look again at an order: all is mended, with a photo of each line."""
        draft = ReinspectionDraft(
            document_id=self.papers[kind].id, started_at=self.clock.now - timedelta(hours=1),
            finished_at=self.clock.now, people=people(), all_done=True, place="甲类仓库", opinion="均已整改",
        )  # fmt: skip
        lines = document_rows.findings_of
        with self.ws.reader() as db:
            count = len(lines(db, self.papers[kind].id))
        after = {n: [PhotoSource(name=f"after{n}.jpg", data=self.picture())] for n in range(1, count + 1)}
        made = reinspections.record_reinspection(self.ws, replace(draft, **changes), after).value
        with self.ws.reader() as db:
            taken = [p for p in finding_rows.list_photos(db, self.inspection.id) if p.reinspection_id == made.id]
        for one in taken:
            assert one.stage is PhotoStage.AFTER
            photos.amend_photo(self.ws, one.id, taker=OFFICERS[0][0])


def planned(
    ws: Workspace, clock: Clock, folder: Path, *, task: Mapping[str, Any] | None = None, **unit: Any
) -> MadeCase:
    """An inspection up to the arrival: planned, approved the day before, notified."""
    folder.mkdir(parents=True, exist_ok=True)
    enterprise = an_enterprise(ws, **unit)
    draft = inspection_moves.PlanDraft(
        enterprise_id=enterprise.id, pack_ids=("hazmat", "common"), planned_at=clock.now, people=people(),
        place="甲类仓库", task=InspectionTask(source=TaskSource.PLAN),
    )  # fmt: skip
    made = inspection_moves.plan_inspection(ws, draft).value
    inspection_moves.submit(ws, made.id)
    inspection_moves.approve(ws, made.id, "周局长", ws.today() - timedelta(days=1))
    case = MadeCase(ws=ws, clock=clock, folder=folder, enterprise=enterprise, inspection=made)
    case.issue(K.INSPECTION_APPROVAL, approval_fields(ws))
    given = {"notice_served_at": clock.now, "avoidance_declared": True, **(task or {})}
    case.inspection = inspection_moves.begin(ws, made.id, **given).value
    clock.move(hours=1)
    return case


def approval_fields(ws: Workspace) -> FieldValues:
    """What an approval says."""
    return {
        "task_source": "plan", "basis": "《中华人民共和国安全生产法》第六十二条", "items": "危险化学品企业安全生产检查",
        "is_published": "yes", "visit_ordinal": "1", "visit_cap": "2", "advance_notice": "yes", "method": ("onsite",),
        "approver": "周局长", "approved_on": (ws.today() - timedelta(days=1)).isoformat(),
    }  # fmt: skip


def found(case: MadeCase, *, with_photo: bool = True, **changes: Any) -> Finding:
    """Record a finding that says a place and a fact, with a photo."""
    values: dict[str, Any] = {
        "place": "甲类仓库东侧",
        "description": f"可燃气体报警器GD-{len(case.findings) + 1:02}被人为关闭，现场显示屏无读数",
        "measure": "立即恢复报警器并查明原因",
        "deadline_class": DeadlineClass.WITHIN_DAYS,
        "deadline": case.ws.today() + timedelta(days=10),
        "clauses": (CLAUSE,),
    }
    made = findings.record_finding(case.ws, case.inspection.id, findings.FindingDraft(**{**values, **changes})).value
    if with_photo:
        shoot(case, made)
    return made


def shoot(case: MadeCase, finding: Finding, *, taker: str = OFFICERS[0][0]) -> str:
    """Add a photo to a finding, taken now by an officer."""
    source = PhotoSource(name=f"IMG_{case.pictures}.jpg", data=case.picture())
    added = photos.add_photos(case.ws, case.inspection.id, [source], finding.id, taker=taker).value
    assert not added.problems
    return added.photos[0].id


def major(case: MadeCase, **changes: Any) -> Finding:
    """Record a major hazard: judged by its criterion, to be reported twice."""
    values: dict[str, Any] = {
        "grade": Grade.MAJOR,
        "description": "1号储罐液位高高联锁被旁路，储罐仍在进料",
        "measure": "恢复联锁，向负有安全监管职责的部门和职工代表大会报告",
        "clauses": (CLAUSE, CRITERION),
    }
    return found(case, **{**values, **changes})


def finish(case: MadeCase) -> None:
    """End the visit, record it, let the unit sign."""
    case.clock.move(hours=1)
    case.inspection = inspections.finish_inspection(case.ws, case.inspection.id).value
    case.issue(K.INSPECTION_RECORD)
    case.scan(K.INSPECTION_RECORD)
    case.attach(AttachmentKind.LICENCE, "营业执照")


def carried_out(case: MadeCase) -> None:
    """From the order to the sign-off: served, reported, looked at again, closed."""
    case.serve(K.RECTIFICATION_ORDER)
    case.clock.move(days=5)
    orders.report_done(case.ws, case.papers[K.RECTIFICATION_ORDER].id, on=case.ws.today(), person="赵明")
    case.clock.move(days=2)
    case.reinspect(K.RECTIFICATION_ORDER)
    case.issue(K.REINSPECTION_OPINION, {"opinion": "均已整改"})
    case.serve(K.REINSPECTION_OPINION)
    done = sign_off.SignOffDraft(
        checked_by="王建国", checked_on=case.ws.today(), rectified_by="赵明", rectified_on=case.ws.today(),
        accepted_by="李慧敏", accepted_on=case.ws.today(),
    )  # fmt: skip
    sign_off.sign_off(case.ws, [f.id for f in case.findings], done)
    case.clock.move(days=1)


def clean_case(ws: Workspace, clock: Clock, folder: Path) -> MadeCase:
    """A case from the plan to the sign-off in which no rule finds anything."""
    case = planned(ws, clock, folder)
    found(case)
    found(case, place="装卸区", description="鹤管静电接地线断开，接地电阻无法测量")
    finish(case)
    case.issue(K.RECTIFICATION_ORDER)
    carried_out(case)
    return case


def own_form(case: MadeCase, kind: str, old: str, new: str) -> None:
    """Give the unit a form of its own: the bundled one with one change."""
    folder = case.ws.folder / "forms"
    folder.mkdir(exist_ok=True)
    text = (Path(__file__).resolve().parents[2] / "forms" / f"{kind}.toml").read_text(encoding="utf-8")
    assert old in text
    (folder / f"{kind}.toml").write_text(text.replace(old, new, 1), encoding="utf-8")


GOODS = ({"name": "硝酸铵", "unit": "袋", "quantity": "20"},)


def at(case: MadeCase, **ago: float) -> str:
    """A time so long ago, as a field has it."""
    return (case.clock.now - timedelta(**ago)).isoformat(timespec="minutes")


def grave_case(ws: Workspace, clock: Clock, folder: Path) -> MadeCase:
    """A case with a major hazard: stop, order, seizure, preservation, a fine on the spot, case, transfer."""
    case = planned(ws, clock, folder)
    major(case)
    finish(case)
    today = ws.today().isoformat()
    case.issue(K.ONSITE_MEASURE, MEASURES)
    case.issue(K.RECTIFICATION_ORDER)
    case.issue(K.COERCION_APPROVAL, {"measure": "seize", "approver": "周局长", "approved_on": today})
    told = {"measure": "seize", "reason": "储存不符合标准", "basis": "安全生产法第六十五条第一款第四项"}
    case.issue(K.SEIZURE_DECISION, {**told, "objects": "硝酸铵20袋"})
    case.issue(K.SEIZURE_INVENTORY, {"goods": GOODS})
    case.issue(K.SEIZURE_RECORD, {"started_at": at(case, hours=2), "ended_at": at(case, hours=1), "facts": "当场扣押"})
    preserved(case)
    case.issue(K.CASE_APPROVAL, {"cause": "涉嫌未消除事故隐患", "source": "检查发现", "case_name": "未消除事故隐患案",
                                 "facts": "联锁被旁路", "approved_on": today})  # fmt: skip
    case.issue(K.INTERVIEW_RECORD, {"started_at": at(case, hours=2), "ended_at": at(case, hours=1), "place": "会议室",
               "interviewee": "赵明", "answers": ({"question": "为何旁路？", "answer": "误报频繁"},)},
               refers_to=case.papers[K.CASE_APPROVAL].id)  # fmt: skip
    penalised(case)
    case.issue(K.CASE_TRANSFER, {"receiver": "清河县公安局", "sort": "criminal", "cause": "涉嫌危险作业罪",
               "reason": "关闭报警、联锁", "basis": "行政处罚法第二十七条", "filed_on": today, "approver": "周局长",
               "approved_on": today, "approved_at": at(case, minutes=30)})  # fmt: skip
    for kind in (K.SEIZURE_INVENTORY, K.SEIZURE_RECORD, K.INTERVIEW_RECORD):
        case.scan(kind)
    for kind in SERVED:
        case.serve(kind)
    clock.move(days=3)
    released(case)
    return case


SERVED = (K.ONSITE_MEASURE, K.RECTIFICATION_ORDER, K.SEIZURE_DECISION, K.PRESERVATION_NOTICE, K.SPOT_PENALTY_UNIT)


def preserved(case: MadeCase) -> None:
    """Preserve evidence, as was approved."""
    today = case.ws.today().isoformat()
    approved = {"approver": "周局长", "approved_on": today}
    case.issue(K.PRESERVATION_APPROVAL, {"goods": GOODS, **approved})
    case.issue(K.PRESERVATION_NOTICE, {"matter": "涉嫌违法储存", **approved})


def penalised(case: MadeCase) -> None:
    """A fine on the spot."""
    told = {"facts": "关闭报警器", "violated": "安全生产法第三十六条第三款", "basis": "安全生产法第九十九条第四项"}
    case.issue(K.SPOT_PENALTY_UNIT, {**told, "penalty": ("warning", "fine"), "fine": "2000", "payment": "bank"})


def released(case: MadeCase) -> None:
    """Decide about what was seized and preserved, in time."""
    today = case.ws.today().isoformat()
    case.issue(K.SEIZURE_DISPOSAL, {"disposal": "release", "decided_on": today})
    case.issue(K.PRESERVATION_DISPOSAL, {"disposal": "return", "decided_on": today})
    case.serve(K.SEIZURE_DISPOSAL)
    case.serve(K.PRESERVATION_DISPOSAL)
