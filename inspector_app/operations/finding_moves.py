# SPDX-License-Identifier: MulanPSL-2.0
"""What befalls a finding beside its order: mended on site, repeated, back again, handed over to another department."""

from __future__ import annotations

from collections.abc import Sequence

from inspector_app.domain.change import Done, Op
from inspector_app.domain.finding import Finding, FindingStatus, FindingVerb, Photo, PhotoStage
from inspector_app.domain.problems import Problem, ProblemCode, Severity, refuse
from inspector_app.operations.order_lives import finding_of, move_finding_in
from inspector_app.operations.photos import PhotoSource, ReadPhoto, put_photo_in, read_source
from inspector_app.storage import enterprises, findings, inspections
from inspector_app.storage.driver import Database
from inspector_app.workspace import Step, Workspace


def fix_on_site(ws: Workspace, finding_id: str, photos: Sequence[PhotoSource] = (), taker: str = "") -> Done[Finding]:
    """Keep that a finding was mended before the officers' eyes; it still counts, as found and as rectified.

    A photo of afterwards is needed: given here, or added before with the stage AFTER. Refuses FINDING_NO_PHOTO,
    PHOTO_DUPLICATE for a photo that shows what was found, STATE_FORBIDS, PHOTO_….
    """
    read = [read_source(ws, source) for source in photos]
    with ws.operation(Op.FIX_FINDING) as step:
        before = finding_of(step.db, finding_id)
        refuse(_fix_faults(step.db, before, read))
        for photo in read:
            put_photo_in(ws, step, before.inspection_id, before.id, photo, taker, stage=PhotoStage.AFTER)
        after = move_finding_in(step, before, FindingVerb.FIX)
    return Done(value=after, changes=step.changes)


def _fix_faults(db: Database, finding: Finding, read: Sequence[ReadPhoto]) -> list[Problem]:
    own = _photos_of(db, finding)
    known = {p.sha256 for p in findings.list_photos(db, finding.inspection_id)}
    problems = [
        Problem(code=ProblemCode.PHOTO_DUPLICATE, where=photo.name, fields={"name": photo.name})
        for photo in read
        if photo.facts.sha256 in known
    ]
    if not read and not any(p.stage is PhotoStage.AFTER for p in own):
        fields = {"ordinal": str(finding.ordinal), "rule": "R22"}
        problems.append(Problem(code=ProblemCode.FINDING_NO_PHOTO, where=f"finding:{finding.id}", fields=fields))
    return problems


def fix_warnings(ws: Workspace, finding_id: str) -> tuple[Problem, ...]:
    """Tell that a finding has no photo of what was found, to set beside the one of afterwards."""
    with ws.reader() as db:
        finding = finding_of(db, finding_id)
        if any(p.stage is PhotoStage.FOUND for p in _photos_of(db, finding)):
            return ()
    fields = {"ordinal": str(finding.ordinal), "rule": "R22"}
    where = f"finding:{finding.id}"
    return (Problem(code=ProblemCode.FINDING_NO_PHOTO, where=where, fields=fields, severity=Severity.WARN),)


def _photos_of(db: Database, finding: Finding) -> list[Photo]:
    return [p for p in findings.list_photos(db, finding.inspection_id) if p.finding_id == finding.id]


def merge_duplicate(ws: Workspace, finding_id: str, main_id: str) -> Done[Finding]:
    """Mark a finding as the same as another one of the enterprise, which alone is counted.

    Refuses STATE_FORBIDS once something was done about it, and FINDING_DUPLICATE where the main one is itself
    struck out, a repetition, or this very finding.
    """
    with ws.operation(Op.MOVE_FINDING) as step:
        before, main = finding_of(step.db, finding_id), finding_of(step.db, main_id)
        same = _enterprise_of(step.db, before) == _enterprise_of(step.db, main)
        if not same:
            fields = {"kind": "finding", "id": main_id[:80]}
            refuse([Problem(code=ProblemCode.NOT_FOUND, where=f"finding:{main_id}", fields=fields)])
        if main.id == before.id or not main.status.is_live or _repetitions(step.db, before):
            fields = {"item": before.item_code or "", "first": str(main.ordinal)}
            refuse([Problem(code=ProblemCode.FINDING_DUPLICATE, where=f"finding:{main.id}", fields=fields)])
        after = move_finding_in(step, before, FindingVerb.MERGE, duplicate_of=main.id)
    return Done(value=after, changes=step.changes)


def _repetitions(db: Database, finding: Finding) -> bool:
    """Whether others are counted by this one already: no chains."""
    return any(f.duplicate_of == finding.id for f in findings.list_findings(db, finding.inspection_id))


def _enterprise_of(db: Database, finding: Finding) -> str:
    inspection = inspections.get_inspection(db, finding.inspection_id)
    assert inspection is not None, "a foreign key keeps it"
    return enterprises.shown_id(db, inspection.enterprise_id)


def separate_duplicate(ws: Workspace, finding_id: str) -> Done[Finding]:
    """Take back that a finding repeats another one; it counts by itself again. Refuses STATE_FORBIDS."""
    with ws.operation(Op.MOVE_FINDING) as step:
        before = finding_of(step.db, finding_id)
        if before.status is not FindingStatus.DUPLICATE:
            fields = {"life": "finding", "state": before.status.value, "verb": FindingVerb.RELEASE.value}
            refuse([Problem(code=ProblemCode.STATE_FORBIDS, where=f"finding:{before.id}", fields=fields)])
        after = move_finding_in(step, before, FindingVerb.RELEASE, duplicate_of="")
    return Done(value=after, changes=step.changes)


def reopen_finding(ws: Workspace, finding_id: str) -> Done[Finding]:
    """Keep that a finding which was found rectified or signed off is there again (反弹); it may be ordered anew."""
    with ws.operation(Op.MOVE_FINDING) as step:
        after = reopen_in(step, finding_id)
    return Done(value=after, changes=step.changes)


def reopen_in(step: Step, finding_id: str) -> Finding:
    """Reopen a finding inside an open operation."""
    return move_finding_in(step, finding_of(step.db, finding_id), FindingVerb.REOPEN)


def transfer_finding(ws: Workspace, finding_id: str) -> Done[Finding]:
    """Mark a finding as handed over to another department; to whom and why stands in the transfer's own life."""
    with ws.operation(Op.MOVE_FINDING) as step:
        after = transfer_in(step, finding_id)
    return Done(value=after, changes=step.changes)


def transfer_in(step: Step, finding_id: str) -> Finding:
    """Mark a finding as handed over inside an open operation. Refuses STATE_FORBIDS."""
    return move_finding_in(step, finding_of(step.db, finding_id), FindingVerb.TRANSFER)


def take_back_finding(ws: Workspace, finding_id: str) -> Done[Finding]:
    """Keep that the other department returned a finding; it stands again as it was recorded."""
    with ws.operation(Op.MOVE_FINDING) as step:
        after = take_back_in(step, finding_id)
    return Done(value=after, changes=step.changes)


def take_back_in(step: Step, finding_id: str) -> Finding:
    """Take a finding back inside an open operation. Refuses STATE_FORBIDS."""
    return move_finding_in(step, finding_of(step.db, finding_id), FindingVerb.TAKE_BACK)
