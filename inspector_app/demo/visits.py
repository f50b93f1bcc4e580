# SPDX-License-Identifier: MulanPSL-2.0
"""The visits of the demonstration, played through the ordinary operations on a clock of their own."""

from __future__ import annotations

import dataclasses
import json
import tempfile
from collections.abc import Sequence
from datetime import datetime, time, timedelta
from pathlib import Path
from random import Random

from inspector_app.demo.after import Aftermath
from inspector_app.demo.county import County, DemoFinding, Visit, demo_photo
from inspector_app.demo.register import person
from inspector_app.domain.checklist import ChecklistItem, DeadlineClass
from inspector_app.domain.document import DocumentKind
from inspector_app.domain.enterprise import Enterprise
from inspector_app.domain.finding import FindingDraft, Grade
from inspector_app.domain.inspection import AnswerResult, InspectionTask, Participant, PersonRole, TaskSource
from inspector_app.ledgers import enterprises, inspections
from inspector_app.ledgers import organs as organ_ledger
from inspector_app.operations import document_drafts, documents, findings, inspection_moves, photos
from inspector_app.operations import inspections as verbs
from inspector_app.operations.paper_records import record_inspection_file
from inspector_app.workspace import Workspace

_NOT_APPLICABLE = 6  # one item in so many does not apply
_PACE = timedelta(seconds=70)  # between two answers
_DESK = timedelta(minutes=25)  # from the end of the visit to the printed papers


class DemoClock:
    """A clock that stands still until it is set."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        """Tell the time."""
        return self.now


class Visits:
    """All visits of one county; no enterprise is visited twice."""

    def __init__(self, ws: Workspace, county: County, clock: DemoClock, chance: Random, today: datetime) -> None:
        self._ws, self._county, self._clock, self._chance, self._today = ws, county, clock, chance, today
        self._officers = {o.certificate_no: o for o in organ_ledger.officers(ws)}
        self._taken: set[str] = set()
        self._after = Aftermath(ws, clock, today)

    def run(self) -> None:
        """Play every visit, oldest first."""
        for visit in self._county.visits:
            start = self._start_of(visit)
            self._clock.now = start
            play = self._by_file if visit.way == "file" else self._by_steps
            inspection_id = play(visit, self._enterprise(visit), start)
            inspection_moves.set_task(self._ws, inspection_id, self._task(start))
            self._clock.now = min(start + timedelta(minutes=visit.minutes) + _DESK, self._today)
            for kind in visit.documents:
                self._clock.now = min(self._clock.now + _PACE, self._today)
                self._issue(visit, inspection_id, DocumentKind(kind))
            self._after.run(visit, inspection_id, start)

    def _task(self, start: datetime) -> InspectionTask:
        """Say what stands before a visit: approved the day before, the notice handed over on arrival."""
        day = start.date() - timedelta(days=1)
        return InspectionTask(
            source=TaskSource.PLAN, approved_on=day, approver=self._county.approver, notice_served_at=start,
            avoidance_declared=True,
        )  # fmt: skip

    def _issue(self, visit: Visit, inspection_id: str, kind: DocumentKind) -> None:
        waiting = {f.description for f in visit.findings if not f.is_ordered}
        if waiting and kind is DocumentKind.RECTIFICATION_ORDER:
            live = inspections.view(self._ws, inspection_id).live_findings
            taken = [finding.id for finding in live if finding.description not in waiting]
            document_drafts.choose_findings(self._ws, inspection_id, kind, taken)
        documents.issue_document(self._ws, inspection_id, kind)

    def _start_of(self, visit: Visit) -> datetime:
        """Give the start of a visit; today's began before now, whatever the hour is."""
        day = self._today.date() - timedelta(days=visit.days_ago)
        start = datetime.combine(day, time.fromisoformat(visit.start), self._today.tzinfo)
        return min(start, self._today - timedelta(minutes=visit.minutes))

    def _enterprise(self, visit: Visit) -> Enterprise:
        rows = enterprises.find_enterprises(self._ws, limit=1000, industry=visit.industry)
        fitting = [row.enterprise for row in rows if row.enterprise.name.endswith(visit.tail)]
        free = [enterprise for enterprise in fitting if enterprise.id not in self._taken]
        chosen = self._chance.choice(free)
        self._taken.add(chosen.id)
        return chosen

    def _items(self, visit: Visit) -> list[ChecklistItem]:
        packs = [self._ws.catalogue.pack(name) for name in visit.packs]
        return list(self._ws.frozen_items(tuple(pack.ref for pack in packs if pack is not None)))

    def _some_answer(self) -> AnswerResult:
        rare = self._chance.randrange(_NOT_APPLICABLE) == 0
        return AnswerResult.NOT_APPLICABLE if rare else AnswerResult.COMPLIANT

    # A day kept on paper ----------------------------------------------------------------------------------

    def _by_file(self, visit: Visit, enterprise: Enterprise, start: datetime) -> str:
        self._clock.now = start + timedelta(minutes=visit.minutes) + _DESK / 2
        with tempfile.TemporaryDirectory(prefix="inspector-demo-") as folder:
            path = Path(folder) / "RECORD.json"
            path.write_text(json.dumps(self._record(visit, enterprise, start), ensure_ascii=False), "utf-8")
            return record_inspection_file(self._ws, path).value.inspection_id

    def _record(self, visit: Visit, enterprise: Enterprise, start: datetime) -> dict[str, object]:
        own = {finding.item for finding in visit.findings}
        answers = {i.code: self._some_answer().value for i in self._items(visit)[: visit.answered] if i.code not in own}
        officers = [self._county.officers[n] for n in visit.officers]
        chief = {"name": enterprise.person_in_charge, "title": enterprise.title, "phone": enterprise.phone}
        return {
            "enterprise": {"name": enterprise.name, "credit_code": enterprise.credit_code},
            "packs": list(visit.packs),
            "officers": [{"name": o["name"], "certificate_no": o["certificate_no"]} for o in officers],
            "accompanied_by": chief,
            "started_at": start.isoformat(timespec="minutes"),
            "finished_at": (start + timedelta(minutes=visit.minutes)).isoformat(timespec="minutes"),
            "place": visit.place,
            "party_remark": visit.party_remark,
            "answers": answers,
            "findings": [self._paper_finding(finding, start) for finding in visit.findings],
        }

    def _paper_finding(self, finding: DemoFinding, start: datetime) -> dict[str, object]:
        photo = demo_photo(finding.photo)
        made: dict[str, object] = {
            "item": finding.item,
            "place": finding.place,
            "description": finding.description,
            "grade": finding.grade,
            "measure": finding.measure,
            "deadline": (start.date() + timedelta(days=finding.days)).isoformat() if finding.days else None,
            "photos": [str(photo)] if photo else [],
        }
        return {**made, "clauses": list(finding.basis)} if finding.basis else made

    # A day with the laptop --------------------------------------------------------------------------------

    def _by_steps(self, visit: Visit, enterprise: Enterprise, start: datetime) -> str:
        draft = verbs.InspectionDraft(
            enterprise_id=enterprise.id,
            pack_ids=visit.packs,
            people=tuple(self._people(visit, enterprise)),
            started_at=start,
            place=visit.place,
        )
        inspection_id = verbs.start_inspection(self._ws, draft).value.id
        own = {finding.item: finding for finding in visit.findings if finding.item}
        for item in self._ordered(visit, own):
            self._clock.now = min(self._clock.now + _PACE, self._today)
            self._answer(inspection_id, item, own.get(item.code), start)
        for finding in visit.findings:
            if finding.item is None:
                made = findings.record_finding(self._ws, inspection_id, self._draft(finding, FindingDraft(), start))
                self._add_photos(inspection_id, [demo_photo(finding.photo)], made.value.id)
        self._add_photos(inspection_id, [demo_photo(name) for name in visit.tray], None)
        if visit.documents:
            self._finish(visit, inspection_id, start)
        return inspection_id

    def _finish(self, visit: Visit, inspection_id: str, start: datetime) -> None:
        self._clock.now = start + timedelta(minutes=visit.minutes)
        verbs.amend_inspection(self._ws, inspection_id, party_remark=visit.party_remark)
        verbs.finish_inspection(self._ws, inspection_id)

    def _people(self, visit: Visit, enterprise: Enterprise) -> Sequence[Participant]:
        numbers = [self._county.officers[n]["certificate_no"] for n in visit.officers]
        people = [
            Participant(
                role=PersonRole.OFFICER, name=o.name, certificate_no=o.certificate_no, unit=o.unit, officer_id=o.id
            )
            for o in (self._officers[number] for number in numbers)
        ]
        if visit.expert:
            people.append(Participant(role=PersonRole.EXPERT, name=visit.expert))
        guide = person(self._county.parts, self._chance)
        people.append(Participant(role=PersonRole.ACCOMPANYING, name=guide, unit=enterprise.name))
        return people

    def _ordered(self, visit: Visit, own: dict[str, DemoFinding]) -> list[ChecklistItem]:
        """Give the items that are answered: the first ones, and those with a finding."""
        every = self._items(visit)
        first = every[: visit.answered]
        known = {item.code for item in first}
        return first + [item for item in every if item.code in own and item.code not in known]

    def _answer(self, inspection_id: str, item: ChecklistItem, finding: DemoFinding | None, start: datetime) -> None:
        if finding is None:
            verbs.answer_item(self._ws, inspection_id, item.code, self._some_answer())
            return
        answered = verbs.answer_item(self._ws, inspection_id, item.code, AnswerResult.NONCOMPLIANT).value
        assert answered.finding is not None
        own = findings.draft_from_item(item, start.date())
        findings.amend_finding(self._ws, answered.finding.id, self._draft(finding, own, start))
        self._add_photos(inspection_id, [demo_photo(finding.photo)], answered.finding.id)

    def _draft(self, finding: DemoFinding, own: FindingDraft, start: datetime) -> FindingDraft:
        deadline = start.date() + timedelta(days=finding.days) if finding.days else own.deadline
        kind = own.deadline_class
        if finding.days and kind is DeadlineClass.IMMEDIATE:
            kind = DeadlineClass.WITHIN_DAYS
        return dataclasses.replace(
            own,
            place=finding.place,
            description=finding.description,
            measure=finding.measure,
            grade=Grade(finding.grade),
            deadline=deadline,
            deadline_class=kind,
            clauses=tuple(findings.typed_clause(text) for text in finding.basis) or own.clauses,
        )

    def _add_photos(self, inspection_id: str, paths: Sequence[Path | None], finding_id: str | None) -> None:
        sources = [photos.PhotoSource(name=p.name, path=p) for p in paths if p is not None]
        if sources:
            photos.add_photos(self._ws, inspection_id, sources, finding_id)
