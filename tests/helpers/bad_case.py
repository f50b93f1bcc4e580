# SPDX-License-Identifier: MulanPSL-2.0
"""A case in which everything is wrong that can be wrong at once.

Faults are made as people make them, through operations; what the operations refuse is written into the rows, as a
data folder that somebody tampered with would have it.
"""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from inspector_app.domain.change import Op
from inspector_app.domain.checklist import Clause, Verified
from inspector_app.domain.document import DocumentKind, DocumentState, OfficialDocument, Verdict
from inspector_app.domain.enterprise import EnterpriseDraft
from inspector_app.domain.finding import Finding, FindingStatus, Grade
from inspector_app.domain.follow_up import FollowUp, FollowUpKind, FollowUpState
from inspector_app.domain.inspection import InspectionState, Participant, PersonRole
from inspector_app.domain.organ import OrganStanding
from inspector_app.domain.reinspection import Reinspection, VerdictEntry
from inspector_app.domain.reinspection_record import LineVerdict, ReinspectionDraft
from inspector_app.domain.service import AttachmentKind, Capacity, Service, ServiceMethod
from inspector_app.operations import attachments, enterprises, inspections, organs, reinspections
from inspector_app.operations.document_drafts import choose_findings
from inspector_app.storage import documents as document_rows
from inspector_app.storage import findings as finding_rows
from inspector_app.storage import follow_ups as follow_up_rows
from inspector_app.storage import inspections as inspection_rows
from inspector_app.storage import organs as organ_rows
from inspector_app.storage import reinspections as round_rows
from inspector_app.storage import services as service_rows
from inspector_app.workspace import Step, Workspace
from tests.helpers.cases import (
    GOODS,
    MEASURES,
    MadeCase,
    approval_fields,
    at,
    found,
    major,
    own_form,
    shoot,
)
from tests.helpers.clock import Clock
from tests.helpers.makers import CLAUSE, OFFICERS, a_code, an_enterprise, an_inspection, people

K = DocumentKind
# What cannot stand beside the others: R49 wants a case without any order.
NOT_PLANTED = {"R49"}


@dataclasses.dataclass
class BadCase:
    """The case, and where each fault was planted: the place that the review must name."""

    made: MadeCase
    planted: dict[str, set[str]] = dataclasses.field(default_factory=dict)

    def plant(self, rule: str, where: str) -> None:
        self.planted.setdefault(rule, set()).add(where)

    def issue(self, kind: DocumentKind, fields: Any = None, only: list[Finding] | None = None, **more: Any) -> str:
        if only is not None:
            choose_findings(self.made.ws, self.made.inspection.id, kind, [f.id for f in only])
        return f"document:{self.made.issue(kind, fields, confirm_unverified=True, **more).id}"

    def rows(self, write: Callable[[Step], None]) -> None:
        """Write past the operations."""
        with self.made.ws.operation(Op.AMEND_INSPECTION) as step:
            write(step)


def begin(ws: Workspace, clock: Clock, folder: Path) -> BadCase:
    """A visit that nobody approved, announced or declared, on a day on which its officer was elsewhere as well."""
    folder.mkdir()
    enterprise = an_enterprise(ws)
    enterprises.amend_enterprise(ws, enterprise.id, register_of(enterprise.name), visit_cap=1)
    early = an_inspection(ws, enterprise)
    clock.move(hours=1)
    inspections.finish_inspection(ws, early.id)
    clock.move(days=1)
    elsewhere = an_inspection(ws, an_enterprise(ws, 2))
    visit = an_inspection(ws, enterprise)
    clock.move(hours=1)
    inspections.finish_inspection(ws, elsewhere.id)
    bad = BadCase(MadeCase(ws=ws, clock=clock, folder=folder, enterprise=enterprise, inspection=visit))
    bad.plant("R10", "inspection:notice_served_at")
    bad.plant("R11", "inspection:started_at")
    bad.plant("R58", "inspection:avoidance_declared")
    bad.plant("R59", "inspection:cap_reason")
    return bad


def register_of(name: str, code: str = a_code(1)) -> EnterpriseDraft:
    return EnterpriseDraft(
        name=name, credit_code=code, address="清河县工业园区1号", person_in_charge="赵明", title="总经理",
        phone="13800000000",
    )  # fmt: skip


def record_findings(bad: BadCase) -> list[Finding]:
    """Ten findings: seven with one fault each, two major ones, one to be handed over; photos that prove little."""
    case, law = bad.made, Verified.V
    today = case.ws.today()
    special = Clause(law="TSF", name="中华人民共和国特种设备安全法", clause="第三十三条", verified=law)
    old = Clause(law="HXTL", name="危险化学品安全管理条例", clause="第二十条第一款", verified=law)
    own = [
        found(case, description="现场管理混乱，存在安全隐患"),
        found(case, place="装卸区", with_photo=False),
        found(case, place="罐区", deadline=today + timedelta(days=60)),
        found(case, place="配电室", clauses=(replace(CLAUSE, clause="第三十六条"),)),
        found(case, place="锅炉房", description="1号锅炉使用登记标志缺失，现场未见登记证", clauses=(special,)),
        found(case, place="乙类仓库", clauses=(old,)),
        found(case, place="门卫室", description="据举报人反映夜间无人值守，值班记录缺10月12日至18日"),
        major(case, place="储罐区", measure="恢复联锁"),
        major(case, place="泵房"),
        found(case, place="食堂"),
    ]
    for rule, n, field in (
        ("R15", 0, "description"), ("R22", 1, "photos"), ("R14", 2, "deadline"), ("R17", 3, "clauses"),
        ("R18", 4, "clauses"), ("R19", 5, "clauses"), ("R40", 7, "deadline"), ("R41", 7, "measure"),
    ):  # fmt: skip
        bad.plant(rule, f"finding:{own[n].id}:{field}")
    return own


def photograph(bad: BadCase, own: list[Finding]) -> None:
    """A photo of nobody, one of another day, one that is lost."""
    case = bad.made
    bad.plant("R25", f"photo:{shoot(case, own[0], taker='')}")
    late = case.clock.now
    case.clock.now = late - timedelta(days=10)
    bad.plant("R23", f"photo:{shoot(case, own[2])}")
    case.clock.now = late


def write_papers(bad: BadCase, own: list[Finding]) -> None:
    """The record and three orders; the first by a form of the unit's own, whose number word is another."""
    case = bad.made
    case.clock.move(hours=1)
    case.inspection = inspections.finish_inspection(case.ws, case.inspection.id).value
    first_record = case.issue(K.INSPECTION_RECORD)
    approval = {**approval_fields(case.ws), "is_published": "no", "approved_on": case.ws.today().isoformat()}
    case.clock.move(days=1)
    late = {**approval, "approved_on": case.ws.today().isoformat()}
    bad.plant("R60", bad.issue(K.INSPECTION_APPROVAL, late))
    bad.plant("R09", "inspection:approved_on")
    own_form(case, "rectification_order", 'number_word = "责改"', 'number_word = "整改"')
    bad.issue(K.RECTIFICATION_ORDER, only=own[:8])
    bad.plant("R35", f"document:{case.papers[K.RECTIFICATION_ORDER].id}")
    case.papers[K.HAZARD_NOTICE] = case.papers[K.RECTIFICATION_ORDER]  # kept aside: order A
    bad.issue(K.RECTIFICATION_ORDER, only=own[9:])
    case.papers[K.CONSTRUCTION_ORDER] = case.papers[K.RECTIFICATION_ORDER]  # order B
    bad.issue(K.ONSITE_MEASURE, MEASURES, only=[own[8]])
    # the record is voided in the rows and made anew later than its orders
    bad.rows(lambda step: document_rows.amend_document(step.db, replace(first_record, state=DocumentState.VOID)))
    bad.plant("R31", f"document:{first_record.id}")
    case.clock.move(days=1)
    bad.issue(K.INSPECTION_RECORD)
    for paper in (K.HAZARD_NOTICE, K.CONSTRUCTION_ORDER, K.ONSITE_MEASURE):
        bad.plant("R12", f"document:{case.papers[paper].id}")


def coerce(bad: BadCase, _own: list[Finding]) -> None:
    """A seizure without its papers, a preservation without an end, a case opened after its first interview."""
    case = bad.made
    today = case.ws.today().isoformat()
    approved = {"approver": "周局长", "approved_on": today}
    bad.issue(K.COERCION_APPROVAL, {"measure": "seize", **approved})
    told = {"measure": "seize", "reason": "储存不符合标准", "basis": "安全生产法第六十五条", "objects": "硝酸铵20袋"}
    bad.plant("R42", bad.issue(K.SEIZURE_DECISION, told))
    bad.issue(K.PRESERVATION_APPROVAL, {"goods": GOODS, **approved})
    bad.plant("R43", bad.issue(K.PRESERVATION_NOTICE, {"matter": "涉嫌违法储存", **approved}))
    opened = {
        "cause": "涉嫌未消除事故隐患",
        "source": "检查发现",
        "case_name": "未消除事故隐患案",
        "facts": "联锁被旁路",
    }
    later = (case.ws.today() + timedelta(days=2)).isoformat()
    bad.issue(K.CASE_APPROVAL, {**opened, "approved_on": later})
    asked = {"started_at": at(case, hours=2), "ended_at": at(case, hours=1), "place": "会议室", "interviewee": "赵明"}
    answers = ({"question": "为何旁路？", "answer": "误报频繁"},)
    where = bad.issue(K.INTERVIEW_RECORD, {**asked, "answers": answers}, refers_to=case.papers[K.CASE_APPROVAL].id)
    bad.plant("R45", where)
    bad.plant("R27", where)
    fine = {
        "facts": "关闭报警器",
        "violated": "安全生产法第三十六条",
        "basis": "安全生产法第九十九条",
        "penalty": ("fine",),
    }
    bad.issue(K.SPOT_PENALTY_UNIT, {**fine, "fine": "3000"})


def serve(bad: BadCase, _own: list[Finding]) -> None:
    """Services that lack something; the fine was never served."""
    case = bad.made
    order_a = case.papers[K.HAZARD_NOTICE]
    case.serve(K.HAZARD_NOTICE, receiver="钱进", capacity=Capacity.SITE_MANAGER)
    bad.plant("R28", f"document:{order_a.id}")
    case.serve(K.CONSTRUCTION_ORDER)
    decision, measure = case.papers[K.SEIZURE_DECISION], case.papers[K.ONSITE_MEASURE]
    servers = tuple(name for name, _ in OFFICERS)
    values: dict[str, Any] = {"served_at": case.clock.now, "servers": servers}
    left = Service(id="left", document_id=measure.id, method=ServiceMethod.LEFT, refusal="拒收", **values)
    electronic = Service(
        id="mail", document_id=decision.id, method=ServiceMethod.ELECTRONIC, address="a@b.cn", **values
    )
    bad.rows(lambda step: [service_rows.put_service(step.db, s) for s in (left, electronic)])  # type: ignore[func-returns-value]
    bad.plant("R37", f"document:{measure.id}")
    bad.plant("R38", f"document:{decision.id}")
    case.clock.move(days=30)
    case.serve(K.PRESERVATION_NOTICE)
    bad.plant("R36", f"document:{case.papers[K.SPOT_PENALTY_UNIT].id}")


def look_again(bad: BadCase, own: list[Finding]) -> None:
    """One order was never looked at in time; of the other nothing follows; and a look before its day, at too much."""
    case = bad.made
    order_a, order_b = case.papers[K.HAZARD_NOTICE], case.papers[K.CONSTRUCTION_ORDER]
    draft = ReinspectionDraft(
        document_id=order_b.id, started_at=case.clock.now - timedelta(hours=1), finished_at=case.clock.now,
        people=people(), verdicts=(LineVerdict(line=1, verdict=Verdict.NOT_DONE, fact="未整改"),), opinion="立案",
    )  # fmt: skip
    reinspections.record_reinspection(case.ws, draft)
    bad.plant("R55", f"document:{order_b.id}")
    on = datetime.combine(order_a.issued_on + timedelta(days=1), datetime.min.time(), case.clock.now.tzinfo)
    early = Reinspection(
        id="early", inspection_id=case.inspection.id, document_id=order_a.id, round=1, started_at=on,
        finished_at=on + timedelta(hours=1), place="", people=people(),
        verdicts=(
            VerdictEntry(finding_id=own[0].id, ordinal=1, verdict=Verdict.DONE),
            VerdictEntry(finding_id=own[9].id, ordinal=9, verdict=Verdict.DONE),
        ),
    )  # fmt: skip
    bad.rows(lambda step: round_rows.put_reinspection(step.db, early))
    for rule in ("R13", "R21", "R54"):
        bad.plant(rule, f"document:{order_a.id}")
    case.clock.move(days=30)


def collect(bad: BadCase, _own: list[Finding]) -> None:
    """Papers of other desks that call for others, a recording without words, a record scanned by halves, no licence."""
    case = bad.made
    record = case.papers[K.INSPECTION_RECORD]
    assert record.pages > 1
    path = case.folder / "one-page.jpg"
    path.write_bytes(case.picture())
    kind = AttachmentKind.SIGNED_SCAN
    attachments.attach_file(case.ws, case.inspection.id, path, kind, "签字件", document_id=record.id)
    bad.plant("R29", f"document:{record.id}")
    bad.plant("R33", "attachments")
    decision = case.attach(AttachmentKind.OTHER, "行政处罚决定书")
    hearing = case.attach(AttachmentKind.OTHER, "听证笔录")
    case.attach(AttachmentKind.OTHER, "停止供电决定书")
    bad.plant("R26", f"attachment:{case.attach(AttachmentKind.RECORDING, '询问录像')}")
    bad.plant("R44", "attachments")
    for rule in ("R46", "R47"):
        bad.plant(rule, f"attachment:{decision}")
    for rule in ("R50", "R51"):
        bad.plant(rule, f"attachment:{hearing}")


def forge(bad: BadCase, own: list[Finding]) -> None:
    """What no operation lets through, written into the rows."""
    case = bad.made
    penalty, order = case.papers[K.SPOT_PENALTY_UNIT], case.papers[K.CONSTRUCTION_ORDER]
    bad.plant("R48", forged(bad, penalty, serial=7, fields={**penalty.fields, "fine": "5000"}))
    bad.plant("R34", f"document:{'forged-7-' + penalty.id}")
    where = forged(bad, order, serial=3, content=order.content.replace("六个月", "三个月"))
    bad.plant("R07", where)
    approval = case.papers[K.INSPECTION_APPROVAL]
    text = approval.content.replace("周局长", "周局长，可以向清河县人民政府申请行政复议", 1)
    bad.plant("R08", forged(bad, approval, serial=2, content=text))
    # the forged approval repeats that its item is not published, the forged papers were never served
    bad.plant("R60", f"document:forged-2-{approval.id}")
    bad.plant("R36", f"document:forged-7-{penalty.id}")
    bad.plant("R36", where)
    bad.plant("R35", where)
    bad.plant("R35", f"document:{order.id}")
    bad.plant("R12", where)
    bad.rows(lambda step: spoil_findings(bad, step, own))
    bad.rows(lambda step: spoil_visit(bad, step))


def forged(bad: BadCase, document: OfficialDocument, *, serial: int, **changes: Any) -> str:
    """A copy of a document with another number."""
    number = document.number.replace(f"{document.serial}号", f"{serial}号")
    made = replace(document, id=f"forged-{serial}-{document.id}", serial=serial, number=number, **changes)
    if made.number == document.number:
        made = replace(made, number=f"{document.number}-{serial}")
    made = replace(made, content_sha256=hashlib.sha256(made.content.encode()).hexdigest())
    bad.rows(lambda step: document_rows.put_document(step.db, made))
    return f"document:{made.id}"


def spoil_findings(bad: BadCase, step: Step, own: list[Finding]) -> None:
    case = bad.made
    kept = {f.id: f for f in finding_rows.list_findings(step.db, case.inspection.id)}
    changes: dict[int, dict[str, Any]] = {
        1: {"clauses": (replace(CLAUSE, effective_from=date(2027, 1, 1)),)},
        2: {"measure": "更换〔型号〕"},
        5: {"status": FindingStatus.TRANSFERRED},
        8: {"grade": Grade.GENERAL},
    }
    for n, change in changes.items():
        finding_rows.put_finding(step.db, replace(kept[own[n].id], **change))
    bad.plant("R16", f"finding:{own[1].id}:clauses")
    bad.plant("R30", f"finding:{own[2].id}:measure")
    bad.plant("R53", f"finding:{own[5].id}")
    bad.plant("R39", f"document:{case.papers[K.ONSITE_MEASURE].id}")
    extra = replace(
        kept[own[0].id], id=step.new_id(), ordinal=11, place="车间", description="安全出口上锁，钥匙不在现场"
    )
    finding_rows.put_finding(step.db, extra)
    order = case.papers[K.CONSTRUCTION_ORDER]
    document_rows.put_line(step.db, order.id, extra.id, 2, order.issued_on + timedelta(days=9))
    bad.plant("R20", f"finding:{extra.id}")
    bad.plant("R22", f"finding:{extra.id}:photos")
    bad.plant("R61", f"document:{order.id}")
    crime = FollowUp(
        id="crime", inspection_id=case.inspection.id, kind=FollowUpKind.TRANSFER, subject="",
        fields={"sort": "criminal"}, state=FollowUpState.PREPARED, opened_on=case.ws.today(),
    )  # fmt: skip
    follow_up_rows.put_follow_up(step.db, crime)
    bad.plant("R52", "follow_up:crime")


def spoil_visit(bad: BadCase, step: Step) -> None:
    visit = inspection_rows.get_inspection(step.db, bad.made.inspection.id)
    assert visit is not None
    nobody = Participant(role=PersonRole.OFFICER, name="无证者")
    inspection_rows.put_inspection(step.db, replace(visit, people=(nobody, *visit.people), state=InspectionState.FILED))
    bad.plant("R02", "inspection:officers")


def close(bad: BadCase, own: list[Finding]) -> None:
    """Filed unfinished and unprinted; a photo lost, a PDF changed, the unit renamed, the organ another."""
    case = bad.made
    ws = case.ws
    with ws.reader() as db:
        photo = next(p for p in finding_rows.list_photos(db, case.inspection.id) if p.finding_id == own[3].id)
        roster = organ_rows.list_officers(db)
        every = [d for d in document_rows.list_documents(db, case.inspection.id) if d.is_valid]
        live = [f for f in finding_rows.list_findings(db, case.inspection.id) if f.status.is_live]
    ws.files.path(photo.sha256).unlink()
    bad.plant("R24", f"photo:{photo.id}")
    pdf = ws.files.path(case.papers[K.ONSITE_MEASURE].sha256)
    pdf.chmod(0o644)
    pdf.write_bytes(pdf.read_bytes() + b"%")
    bad.plant("R61", f"document:{case.papers[K.ONSITE_MEASURE].id}")
    enterprises.amend_enterprise(ws, case.enterprise.id, register_of("清河县宏达化工有限公司"))
    printing = {K.INSPECTION_RECORD, K.RECTIFICATION_ORDER, K.ONSITE_MEASURE, K.SEIZURE_DECISION}
    scanned = case.papers[K.INSPECTION_RECORD].id
    for document in every:
        where = f"document:{document.id}"
        if document.kind in printing:
            bad.plant("R32", where)
        if document.id != scanned:
            bad.plant("R56", where)
        if document.number.startswith("（"):
            bad.plant("R04", where)
        if document.kind in {K.INSPECTION_RECORD, K.RECTIFICATION_ORDER} and "举报人" in document.content:
            bad.plant("R62", where)
    for finding in live:
        if finding.status is not FindingStatus.TRANSFERRED:
            bad.plant("R57", f"finding:{finding.id}")
    bad.plant("R57", "attachments")
    lapsed, idle = roster
    draft = organs.OfficerDraft(name=lapsed.name, certificate_no=lapsed.certificate_no, valid_to=date(2026, 11, 1))
    organs.amend_officer(ws, lapsed.id, draft)
    draft = organs.OfficerDraft(name=idle.name, certificate_no=idle.certificate_no, is_active=False)
    organs.amend_officer(ws, idle.id, draft)
    organs.set_organ(
        ws,
        organs.OrganDraft(
            name="清河县应急管理局", short_name="清江", review_organ="清河市应急管理局", court="清河县人民法院",
            standing=OrganStanding.INNER,
        ),
    )  # fmt: skip
    bad.plant("R01", "inspection:officers")
    bad.plant("R03", "inspection:officers")
    bad.plant("R05", "organ:standing")
    bad.plant("R06", "organ:review_organ")


def bad_case(ws: Workspace, clock: Clock, folder: Path) -> BadCase:
    """Make it, from the arrival to the file."""
    bad = begin(ws, clock, folder)
    own = record_findings(bad)
    for part in (photograph, write_papers, coerce, serve, look_again, collect, forge, close):
        part(bad, own)
    return bad
