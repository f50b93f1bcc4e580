# SPDX-License-Identifier: MulanPSL-2.0
"""Import a SafetyCulture audit: its template as a checklist, its answers as a finished inspection.

The audit was made by another program, so nobody enforced: its author becomes the expert of the inspection, there
is no officer, and no order can rest on it before officers have looked themselves.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path

from inspector_app.domain import texts
from inspector_app.domain.answering import AnswerKind, LeftOut
from inspector_app.domain.change import Done, Op
from inspector_app.domain.checklist import ChecklistPack, DeadlineClass, PackRef
from inspector_app.domain.finding import FindingDraft
from inspector_app.domain.inspection import (
    Answer,
    AnswerResult,
    Inspection,
    InspectionState,
    Participant,
    PersonRole,
    Spot,
)
from inspector_app.domain.problems import Problem, ProblemCode, refuse
from inspector_app.operations.files import read_small_file
from inspector_app.operations.findings import record_finding_in
from inspector_app.packs.frozen import freeze, with_hash
from inspector_app.packs.safetyculture.audit import MAX_BYTES, Audit, read_audit
from inspector_app.packs.safetyculture.checklist import (
    ORIGIN,
    AuditAnswers,
    GivenAnswer,
    answers_of,
    checklist_of,
    version_of,
)
from inspector_app.storage import enterprises, imports, inspections, kept_packs, spots
from inspector_app.storage.driver import Database
from inspector_app.storage.rows import CHINA
from inspector_app.workspace import Step, Workspace


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportedAudit:
    """What came of an audit; `left_out` is kept in the stored file and not shown."""

    inspection_id: str
    pack: PackRef
    answers: int
    findings: int
    left_out: tuple[LeftOut, ...]


def import_audit(ws: Workspace, data: bytes, name: str, *, enterprise_id: str = "") -> Done[ImportedAudit]:
    """Import one audit file, once (AUDIT_EXISTS). Without an id the enterprise is the one named like the site.

    Refuses every fault of the file at once, and NOT_FOUND or VALUE_MISSING for the enterprise.
    """
    audit, problems = read_audit(data, name)
    if audit is None:
        refuse(problems)
        raise AssertionError
    inspection_id = sha256(audit.audit_id.encode()).hexdigest()[:32]
    with ws.reader() as db:
        refuse(_refusals(db, audit, inspection_id, enterprise_id))
        owner = enterprise_id or _named_enterprise(db, audit)
    given = answers_of(audit)
    pack, is_new = _pack_of(ws, audit)
    source = ws.files.keep(data).sha256
    ref = ws.keep_pack(pack)
    with ws.operation(Op.IMPORT_AUDIT) as step:
        if is_new:
            kept_packs.put_pack(step.db, _pack_row(step, pack, name, source))
        inspection = _inspection(step, audit, inspection_id, owner, ref)
        inspections.put_inspection(step.db, inspection)
        imports.put_import(
            step.db, inspection_id, name=name, source_format=ORIGIN, sha256=source, note=audit.score, at=step.now
        )
        places = _entries_in(step, inspection, given)
        count = _answers_in(step, inspection, pack, given, places)
    value = ImportedAudit(
        inspection_id=inspection_id, pack=ref, answers=len(given.answers), findings=count,
        left_out=(*pack.left_out, *given.left_out),
    )  # fmt: skip
    return Done(value=value, changes=step.changes)


def import_audit_file(ws: Workspace, path: Path, *, enterprise_id: str = "") -> Done[ImportedAudit]:
    """Import the audit of a file. Refuses FILE_* and what `import_audit` refuses."""
    return import_audit(ws, read_small_file(path, MAX_BYTES, where=str(path)), path.name, enterprise_id=enterprise_id)


def _refusals(db: Database, audit: Audit, inspection_id: str, enterprise_id: str) -> tuple[Problem, ...]:
    if inspections.get_inspection(db, inspection_id) is not None:
        fields = {"name": audit.name or audit.audit_id, "inspection": inspection_id}
        return (Problem(code=ProblemCode.AUDIT_EXISTS, fields=fields),)
    if enterprise_id and enterprises.get_enterprise(db, enterprise_id) is None:
        fields = {"kind": "enterprise", "id": enterprise_id[:80]}
        return (Problem(code=ProblemCode.NOT_FOUND, where="enterprise", fields=fields),)
    if not enterprise_id and not _named_enterprise(db, audit):
        return (Problem(code=ProblemCode.VALUE_MISSING, where="enterprise", fields={"field": "enterprise"}),)
    return ()


def _named_enterprise(db: Database, audit: Audit) -> str:
    known = enterprises.with_name(db, audit.site) if audit.site else None
    return known.id if known is not None else ""


def _pack_of(ws: Workspace, audit: Audit) -> tuple[ChecklistPack, bool]:
    """Give the template's checklist: a version that is kept already if it is the same, else a new one."""
    first = checklist_of(audit, version_of(audit))
    known = ws.catalogue.versions(first.id)
    for pack in known:
        if freeze(replace(first, version=pack.version)) == freeze(pack):
            return pack, False
    taken = {pack.version for pack in known}
    version, n = first.version, 1
    while version in taken:
        n += 1
        version = f"{first.version}.{n}"
    return with_hash(replace(first, version=version)), True


def _pack_row(step: Step, pack: ChecklistPack, name: str, source: str) -> kept_packs.PackRow:
    return kept_packs.PackRow(
        id=step.new_id(), pack_id=pack.id, version=pack.version, sha256=pack.sha256, title=pack.title,
        source_name=texts.cleaned(name)[: texts.NAME_LIMIT], source_format=ORIGIN, source_sha256=source,
        kept_at=step.now,
    )  # fmt: skip


def _inspection(step: Step, audit: Audit, inspection_id: str, owner: str, ref: PackRef) -> Inspection:
    started = audit.started_at or audit.completed_at or step.now
    ended = audit.completed_at if audit.completed_at and audit.completed_at > started else None
    author = Participant(role=PersonRole.EXPERT, name=texts.cleaned(audit.author)[: texts.NAME_LIMIT] or ORIGIN)
    return Inspection(
        id=inspection_id,
        enterprise_id=owner,
        state=InspectionState.FINISHED,
        started_at=started.astimezone(CHINA),
        finished_at=(ended or started + timedelta(minutes=1)).astimezone(CHINA),
        place=texts.cleaned(audit.site)[: texts.NAME_LIMIT],
        packs=(ref,),
        people=(author,),
    )


def _entries_in(step: Step, inspection: Inspection, given: AuditAnswers) -> dict[str, Spot]:
    """Keep each entry of a repeated part; it is a fact of the audit, not a finding of ours."""
    made: dict[str, Spot] = {}
    for code, entry in given.entries:
        ordinal = spots.next_ordinal(step.db, inspection.id, code)
        spot = Spot(id=step.new_id(), inspection_id=inspection.id, item_code=code, ordinal=ordinal)
        spots.put_spot(step.db, spot)
        made[entry] = spot
    return made


def _answers_in(
    step: Step, inspection: Inspection, pack: ChecklistPack, given: AuditAnswers, places: dict[str, Spot]
) -> int:
    """Keep the answers; a failed one gets its finding, in the audit's own words. Gives the number of findings."""
    items = {item.code: item for item in pack.items}
    author = inspection.people[0]
    count = 0
    for answer in given.answers:
        item = items.get(answer.code)
        if item is None:
            continue
        failed = answer.failed and item.answer.can_fail
        passes = AnswerResult.COMPLIANT if item.answer.can_fail else AnswerResult.RECORDED
        spot = places.get(answer.entry)
        kept = Answer(
            inspection_id=inspection.id, item_code=answer.code,
            result=AnswerResult.NONCOMPLIANT if failed else passes,
            answered_at=inspection.finished_at, spot_id=spot.id if spot else "", value=_canonical(answer),
            label=answer.label, author=author.name, author_role=author.role,
        )  # fmt: skip
        inspections.put_answer(step.db, kept)
        if failed:
            count += 1
            words = f"{item.check}：{answer.label}"[: texts.LONG_LIMIT]
            draft = FindingDraft(
                item_code=answer.code, description=words, deadline_class=DeadlineClass.WITHIN_DAYS,
                place=f"{spot.ordinal}" if spot else "",
            )  # fmt: skip
            record_finding_in(step, inspection, draft)
    return count


def _canonical(answer: GivenAnswer) -> str:
    """Write times as this program does: local, to the minute."""
    if answer.kind not in (AnswerKind.INSTANT, AnswerKind.DATE, AnswerKind.TIME):
        return answer.value
    try:
        at = datetime.fromisoformat(answer.value.replace("Z", "+00:00"))
    except ValueError:
        return answer.value
    text = at.astimezone(CHINA).isoformat(timespec="minutes")[:16]
    if answer.kind is AnswerKind.DATE:
        return text[:10]
    return text[11:] if answer.kind is AnswerKind.TIME else text
