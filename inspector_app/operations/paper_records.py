# SPDX-License-Identifier: MulanPSL-2.0
"""Record a whole inspection from a file (docs/record-format.md): all of it in one act, or every fault at once."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from inspector_app.domain.change import Done, Op
from inspector_app.domain.checklist import ChecklistItem, ChecklistPack, DeadlineClass
from inspector_app.domain.enterprise import Enterprise, EnterpriseDraft
from inspector_app.domain.finding import FindingDraft, Grade
from inspector_app.domain.inspection import AnswerResult, Inspection, Participant, PersonRole
from inspector_app.domain.organ import EnforcementPower
from inspector_app.domain.paper_record import MAX_BYTES, PaperFinding, PaperRecord, read_paper_record
from inspector_app.domain.problems import Problem, ProblemCode, Severity, refuse
from inspector_app.operations import enterprises, findings, inspections, organs, visits
from inspector_app.operations.files import read_small_file
from inspector_app.operations.paper_photos import NamedPhoto, keep_photos, read_photos
from inspector_app.operations.paper_values import put_values_in, value_faults
from inspector_app.operations.photos import put_photo_in
from inspector_app.packs.catalogue import superseded_codes
from inspector_app.storage import enterprises as enterprise_rows
from inspector_app.storage import inspections as inspection_rows
from inspector_app.storage import organs as organ_rows
from inspector_app.storage.driver import Database
from inspector_app.workspace import Step, Workspace


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordedInspection:
    """What was recorded, and what a person should still look at."""

    inspection_id: str
    finding_ids: tuple[str, ...]
    warnings: tuple[Problem, ...]


def record_inspection_file(ws: Workspace, path: Path) -> Done[RecordedInspection]:
    """Record the inspection of a RECORD.json. Refuses with every fault of the file and its photos at once."""
    data = read_small_file(path, MAX_BYTES)
    with ws.reader() as db:
        organ = organ_rows.get_organ(db)
    enforces = organ is None or organ.enforcement_power is not EnforcementPower.NONE
    record, faults = read_paper_record(data, path.name, enforces=enforces)
    if record is None:
        refuse(faults)
        raise AssertionError
    packs, pack_faults = _packs(ws, record)
    with ws.reader() as db:
        people_faults = (*_enterprise_faults(db, record), *_officer_faults(db, record))
    item_faults = () if pack_faults else tuple(_item_faults(record, packs))
    photos, photo_faults = read_photos(ws, path.parent, record.findings)
    found = (*faults, *pack_faults, *people_faults, *item_faults, *_time_faults(ws, record), *photo_faults)
    refuse(found)
    keep_photos(ws, photos)
    items = {item.code: item for pack in packs for item in pack.items}
    with ws.operation(Op.RECORD_PAPER_INSPECTION) as step:
        inspection = _inspection_in(ws, step, record)
        finding_ids = _findings_in(ws, step, inspection, record, items, photos)
        put_values_in(step, inspection.id, record, items)
        _end_in(ws, step, inspection, record)
    value = RecordedInspection(inspection_id=inspection.id, finding_ids=finding_ids, warnings=found)
    return Done(value=value, changes=step.changes)


# What is wrong with it ------------------------------------------------------------------------------------


def _packs(ws: Workspace, record: PaperRecord) -> tuple[tuple[ChecklistPack, ...], tuple[Problem, ...]]:
    found: dict[str, ChecklistPack] = {}
    faults: list[Problem] = []
    listed = {entry.id for entry in ws.catalogue.entries}
    for n, name in enumerate(record.packs):
        pack = ws.catalogue.pack(name) if name else None
        if pack is not None:
            found.setdefault(name, pack)
        elif name:
            code = ProblemCode.PACK_FAULTY if name in listed else ProblemCode.PACK_UNKNOWN
            faults.append(Problem(code=code, where=f"$.packs[{n}]", fields={"pack": name[:80]}))
    return tuple(found.values()), tuple(faults)


def _item_faults(record: PaperRecord, packs: Sequence[ChecklistPack]) -> Iterator[Problem]:
    known = {item.code for pack in packs for item in pack.items}
    replaced = superseded_codes(packs)
    named = [(code, record.where_of(code)) for code in record.answers]
    named += [(f.item_code, f"{f.where}.item") for f in record.findings if f.item_code]
    named += [(v.item_code, v.where) for v in record.values]
    for code, where in named if packs else ():
        if code in replaced:
            fields = {"item": code, "by": replaced[code]}
            # What was looked at on paper is a fact, whichever of the two items it was ticked under.
            warned = ProblemCode.ITEM_SUPERSEDED
            yield Problem(code=warned, where=where, fields=fields, severity=Severity.WARN)
        elif code not in known:
            yield Problem(code=ProblemCode.ITEM_UNKNOWN, where=where, fields={"item": code[:80]})
    described = {f.item_code for f in record.findings}
    yield from value_faults(record, {item.code: item for pack in packs for item in pack.items}, described)
    for code, result in record.answers.items():
        if result is AnswerResult.NONCOMPLIANT and code not in described:
            warned = ProblemCode.NONCOMPLIANT_WITHOUT_FINDING
            yield Problem(code=warned, where=record.where_of(code), fields={"item": code[:80]}, severity=Severity.WARN)


def _enterprise_faults(db: Database, record: PaperRecord) -> Iterator[Problem]:
    draft = record.enterprise
    known = _known_enterprise(db, draft)
    if known is None or not draft.name:
        return
    if known.name != draft.name:
        fields = {"credit_code": draft.credit_code, "known": known.name, "found": draft.name}
        code = ProblemCode.ENTERPRISE_NAME_DIFFERS
        yield Problem(code=code, where="$.enterprise.name", fields=fields)


def _known_enterprise(db: Database, draft: EnterpriseDraft) -> Enterprise | None:
    """Give the registered enterprise that the file means: by credit code, else by its exact name."""
    if draft.credit_code:
        known = enterprise_rows.with_code(db, draft.credit_code)
        if known is not None:
            return known
    named = enterprise_rows.with_name(db, draft.name) if draft.name else None
    # Two codes are two enterprises, however they are called.
    return named if named is None or not (named.credit_code and draft.credit_code) else None


def _officer_faults(db: Database, record: PaperRecord) -> Iterator[Problem]:
    on = record.started_at.date() if record.started_at else None
    for n, officer in enumerate(record.officers):
        where = f"$.officers[{n}]"
        if not officer.certificate_no or not officer.name:
            continue
        known = organ_rows.find_officer(db, officer.certificate_no)
        if known is None:
            draft = organs.OfficerDraft(name=officer.name, certificate_no=officer.certificate_no, unit=officer.unit)
            for problem in organs.officer_problems(draft):
                yield dataclasses.replace(problem, where=f"{where}.{problem.where}")
            continue
        if known.name != officer.name:
            fields = {
                "certificate_no": officer.certificate_no,
                "known": known.name,
                "found": officer.name,
            }
            yield Problem(code=ProblemCode.OFFICER_NAME_DIFFERS, where=f"{where}.name", fields=fields)
        if on is not None and not known.is_valid(on):
            fields = {
                "name": officer.name,
                "valid_to": known.valid_to.isoformat() if known.valid_to else "",
            }
            yield Problem(code=ProblemCode.CERTIFICATE_EXPIRED, where=where, fields=fields)


def _time_faults(ws: Workspace, record: PaperRecord) -> Iterator[Problem]:
    """Warn of a time to come; it is no refusal, for the laptop's clock may be the one that is wrong."""
    now = ws.now()
    for name, at in (("started_at", record.started_at), ("finished_at", record.finished_at)):
        if at is not None and at > now:
            fields = {"found": at.isoformat(" ", "minutes"), "now": now.isoformat(" ", "minutes")}
            code = ProblemCode.INSPECTION_IN_FUTURE
            yield Problem(code=code, where=f"$.{name}", fields=fields, severity=Severity.WARN)
            return


# Recording it ---------------------------------------------------------------------------------------------


def _inspection_in(ws: Workspace, step: Step, record: PaperRecord) -> Inspection:
    enterprise = _enterprise_in(step, record.enterprise)
    draft = inspections.InspectionDraft(
        enterprise_id=enterprise.id,
        pack_ids=tuple(dict.fromkeys(record.packs)),
        people=tuple(_person_in(step, person) for person in record.people),
        started_at=record.started_at,
        place=record.place,
    )
    inspection = inspections.start_inspection_in(ws, step, draft)
    valued = {value.item_code for value in record.values}
    for code, result in record.answers.items():
        if code not in valued:
            visits.put_answer_in(step, inspection.id, code, result)
    return inspection


def _enterprise_in(step: Step, draft: EnterpriseDraft) -> Enterprise:
    """Give the registered enterprise, brought up to what the file says of it; or register it."""
    known = _known_enterprise(step.db, draft)
    if known is None:
        return enterprises.register_enterprise_in(step, draft)
    values = {name: getattr(draft, name) or getattr(known, name) for name in enterprises.TEXTS}
    if all(getattr(known, name) == value for name, value in values.items()):
        return known
    return enterprises.amend_enterprise_in(step, known.id, EnterpriseDraft(**values))


def _person_in(step: Step, person: Participant) -> Participant:
    """Name an officer as the roster does; one who is not on it is added."""
    if person.role is not PersonRole.OFFICER or not person.certificate_no:
        return person
    known = organ_rows.find_officer(step.db, person.certificate_no)
    if known is None:
        draft = organs.OfficerDraft(name=person.name, certificate_no=person.certificate_no, unit=person.unit)
        known = organs.add_officer_in(step, draft)
    return dataclasses.replace(person, officer_id=known.id, unit=person.unit or known.unit)


def _findings_in(
    ws: Workspace,
    step: Step,
    inspection: Inspection,
    record: PaperRecord,
    items: Mapping[str, ChecklistItem],
    photos: Mapping[str, Sequence[NamedPhoto]],
) -> tuple[str, ...]:
    ids = []
    for paper in record.findings:
        item = items[paper.item_code] if paper.item_code else None
        if item is not None and record.answers.get(item.code) is not AnswerResult.NONCOMPLIANT:
            visits.put_answer_in(step, inspection.id, item.code, AnswerResult.NONCOMPLIANT)
        draft = _draft(paper, item, inspection.started_at)
        finding = findings.record_finding_in(step, inspection, draft)
        for photo in photos.get(paper.where, ()):
            put_photo_in(ws, step, inspection.id, finding.id, photo.read)  # the file does not say who took it
        ids.append(finding.id)
    return tuple(ids)


def _draft(paper: PaperFinding, item: ChecklistItem | None, at: datetime) -> FindingDraft:
    """Join what the file says with what its item proposes where the file says nothing."""
    own = findings.draft_from_item(item, at.date()) if item is not None else FindingDraft()
    clauses = own.clauses
    if item is not None:  # which grade it is was judged by the people on site, so the basis follows it
        clauses = tuple(dict.fromkeys(item.basis + (item.major_ref if paper.grade is Grade.MAJOR else ())))
    if paper.clauses is not None:
        clauses = tuple(findings.typed_clause(text) for text in paper.clauses)
    kind = own.deadline_class
    if paper.deadline is not None and kind is DeadlineClass.IMMEDIATE:
        kind = DeadlineClass.WITHIN_DAYS
    return FindingDraft(
        item_code=paper.item_code,
        place=paper.place,
        description=paper.description,
        grade=paper.grade,
        measure=paper.measure or own.measure,
        deadline_class=kind,
        deadline=paper.deadline or own.deadline,
        clauses=clauses,
    )


def _end_in(ws: Workspace, step: Step, inspection: Inspection, record: PaperRecord) -> None:
    if record.party_remark:
        remarked = dataclasses.replace(inspection, party_remark=record.party_remark)
        inspection_rows.put_inspection(step.db, remarked)
    inspections.finish_inspection_in(ws, step, inspection.id, record.finished_at)
