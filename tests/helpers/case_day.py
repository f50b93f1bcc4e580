# SPDX-License-Identifier: MulanPSL-2.0
"""One case lived through operations: visit, papers with all their fields, service, re-inspection, sign-off."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pypdfium2

from inspector_app.domain.checklist import DeadlineClass
from inspector_app.domain.document import DocumentKind, OfficialDocument, Verdict
from inspector_app.domain.document_fields import FieldSpec, FieldType, FieldValues, Value
from inspector_app.domain.finding import Finding, Grade
from inspector_app.domain.inspection import Inspection, InspectionTask, TaskSource
from inspector_app.domain.reinspection import Reinspection
from inspector_app.domain.reinspection_record import LineVerdict, ReinspectionDraft
from inspector_app.domain.service import Capacity, ServiceMethod
from inspector_app.domain.service_record import ServiceDraft
from inspector_app.operations import documents, inspection_moves, inspections, photos, reinspections, service
from inspector_app.workspace import Workspace
from tests.helpers.after_issue import MAJOR_CLAUSE
from tests.helpers.clock import Clock
from tests.helpers.makers import CLAUSE, OFFICERS, a_finding, a_unit, an_enterprise, people
from tests.helpers.pictures import photo

K = DocumentKind
SERVERS = tuple(name for name, _ in OFFICERS)


class CaseDay:
    """The case of one enterprise, driven as an officer would."""

    def __init__(self, ws: Workspace, clock: Clock, folder: Path, **organ: Any) -> None:
        self.ws, self.clock, self.folder = ws, clock, folder
        a_unit(ws, **organ)
        self.enterprise = an_enterprise(ws)
        self.inspection: Inspection
        self.findings: list[Finding] = []
        self.issued: dict[DocumentKind, OfficialDocument] = {}

    def begin(self) -> Inspection:
        """Start the visit."""
        draft = inspections.InspectionDraft(
            enterprise_id=self.enterprise.id, pack_ids=("hazmat", "common"), people=people(), place="甲类仓库、罐区"
        )
        self.inspection = inspections.start_inspection(self.ws, draft).value
        return self.inspection

    def complete(self, *, findings: int = 3) -> Inspection:
        """Find things (the last is major), photograph each, finish."""
        self.find(findings)
        self.clock.move(hours=2)
        self.inspection = inspections.finish_inspection(self.ws, self.inspection.id).value
        return self.inspection

    def find(self, count: int) -> None:
        """Record findings that a careful officer would write."""
        today = self.clock.now.date()
        for n in range(count):
            is_major = n == count - 1
            found = a_finding(
                self.ws, self.inspection, place=f"甲类仓库第{n + 1}跨",
                description=f"{n + 1}号可燃气体报警器GD-0{n + 1}被人为关闭，现场显示屏无读数",
                measure="恢复报警器并查明关闭原因", deadline_class=DeadlineClass.WITHIN_DAYS,
                deadline=today + timedelta(days=10), grade=Grade.MAJOR if is_major else Grade.GENERAL,
                clauses=(CLAUSE, MAJOR_CLAUSE) if is_major else (CLAUSE,),
            )  # fmt: skip
            self.findings.append(found)
            source = photos.PhotoSource(name=f"{n}.jpg", data=photo() + bytes([n]))
            photos.add_photos(self.ws, self.inspection.id, [source], finding_id=found.id)

    def fields(self, kind: DocumentKind, **changes: Value) -> FieldValues:
        """Give a value for every field of a kind's form; `changes` say those that matter."""
        today = self.clock.now.date()
        values = {spec.name: _sample(spec, today, self.clock) for spec in self.ws.form(kind).fields}
        unknown = set(changes) - set(values)
        assert not unknown, (kind, unknown)
        return {**values, **changes}

    def issue(self, kind: DocumentKind, *, refers_to: str = "", **changes: Value) -> OfficialDocument:
        """Issue a document with all its fields filled in."""
        fields = self.fields(kind, **changes)
        made = documents.issue_document(
            self.ws, self.inspection.id, kind, fields=fields, refers_to=refers_to or None,
            reasons={"*": "现场核实无误"}, need_reasons=True,
        ).value  # fmt: skip
        self.issued[kind] = made
        self.clock.move(minutes=10)
        return made

    def serve(self, document: OfficialDocument, **changes: Any) -> None:
        """Serve by hand to the person in charge."""
        values: dict[str, Any] = {
            "method": ServiceMethod.DIRECT, "served_at": self.clock.now, "receiver": "赵明", "place": "厂区办公楼",
            "capacity": Capacity.PERSON_IN_CHARGE, "servers": SERVERS,
        }  # fmt: skip
        service.serve_document(self.ws, document.id, ServiceDraft(**{**values, **changes}))
        self.clock.move(minutes=5)

    def reinspect(self, order: OfficialDocument, *verdicts: Verdict) -> Reinspection:
        """Look at the lines again, from the first."""
        return self._look(order, dict(enumerate(verdicts, start=1)))

    def reinspect_lines(self, order: OfficialDocument, lines: list[int], verdict: Verdict) -> Reinspection:
        """Look at some lines again."""
        return self._look(order, dict.fromkeys(lines, verdict))

    def _look(self, order: OfficialDocument, verdicts: dict[int, Verdict]) -> Reinspection:
        started = self.clock.now
        self.clock.move(hours=1)
        draft = ReinspectionDraft(
            document_id=order.id, started_at=started, finished_at=self.clock.now, place="甲类仓库", people=people(),
            verdicts=tuple(
                LineVerdict(line=n, verdict=v, fact="报警器读数正常" if v is Verdict.DONE else "报警器仍无读数")
                for n, v in verdicts.items()
            ),
            opinion="全部整改完毕" if set(verdicts.values()) == {Verdict.DONE} else "其余问题继续整改，拟重新责令",
        )  # fmt: skip
        mark = str(self.clock.now).encode()
        sources = {n: [photos.PhotoSource(name=f"after-{n}.jpg", data=photo() + mark + bytes([n]))] for n in verdicts}
        return reinspections.record_reinspection(self.ws, draft, sources).value

    def task(self) -> None:
        """Say what stands before a visit."""
        task = InspectionTask(
            source=TaskSource.PLAN, approved_on=self.clock.now.date(), approver="周正", avoidance_declared=True,
            notice_served_at=self.clock.now,
        )  # fmt: skip
        inspection_moves.set_task(self.ws, self.inspection.id, task)

    def text(self, document: OfficialDocument) -> str:
        """Read the frozen PDF back."""
        pdf = pypdfium2.PdfDocument(documents.document_pdf(self.ws, document.id))
        try:
            return "".join(page.get_textpage().get_text_bounded() for page in pdf).replace("\r\n", "").replace("\n", "")
        finally:
            pdf.close()


def _sample(spec: FieldSpec, today: date, clock: Clock) -> Value:
    if spec.type is FieldType.ROWS:
        row = {column.name: str(_sample(column, today, clock)) for column in spec.columns}
        return (row, row)
    match spec.type:
        case FieldType.DAY:
            return today.isoformat()
        case FieldType.TIME:
            return clock.now.isoformat(timespec="minutes")
        case FieldType.NUMBER:
            return "1"
        case FieldType.MONEY:
            return "200"
        case FieldType.CHOICE:
            return spec.words[0]
        case FieldType.CHOICES:
            return spec.words
        case FieldType.FLAG:
            return ""
        case _:
            return f"{spec.label}内容"[:40]
