# SPDX-License-Identifier: MulanPSL-2.0
"""Sign-off (销号, handbook 4.3): who checked, who rectified, who accepted, with what evidence; one or many findings."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from inspector_app.domain import texts
from inspector_app.domain.change import Done, Op
from inspector_app.domain.document import Verdict
from inspector_app.domain.finding import FINDING_LIFE, Finding, FindingStatus, FindingVerb, PhotoStage
from inspector_app.domain.follow_up import FollowUpKind, FollowUpState, FollowUpVerb
from inspector_app.domain.order_life import ORDER_LIFE, OrderVerb
from inspector_app.domain.problems import Problem, ProblemCode, refuse
from inspector_app.domain.reinspection import SignOff
from inspector_app.domain.service import AttachmentKind
from inspector_app.operations.attachments import ReadFile, attach_in, read_attachment
from inspector_app.operations.order_lives import finding_of, findings_on, move_finding_in, move_in
from inspector_app.operations.orders import other_orders
from inspector_app.storage import attachments, documents, findings, follow_ups, inspections, reinspections
from inspector_app.storage.driver import Database
from inspector_app.workspace import Step, Workspace

_SUPERVISION_OVER = frozenset({FollowUpState.ACCEPTED, FollowUpState.DELISTED, FollowUpState.CLOSED_DOWN})
_PEOPLE = ("checked_by", "rectified_by", "accepted_by")
_OUT_OF_HAND = frozenset({FindingStatus.WITHDRAWN, FindingStatus.DUPLICATE, FindingStatus.CLOSED})


@dataclass(frozen=True, slots=True, kw_only=True)
class SignOffDraft:
    """Three persons and their days. `evidence`: ids of photos, attachments or documents of the case.

    Without `evidence` a finding rests on the photos of what became of it, and on the opinion that found it done;
    `also` comes to either for every one of the findings.
    """

    checked_by: str
    checked_on: date
    rectified_by: str
    rectified_on: date
    accepted_by: str
    accepted_on: date
    evidence: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    remark: str = ""


def sign_off(
    ws: Workspace, finding_ids: Sequence[str] | str, draft: SignOffDraft, files: Sequence[Path] = ()
) -> Done[tuple[SignOff, ...]]:
    """Sign findings off; all of them or none. An order all of whose findings are closed is closed with them.

    `files` are attached and come to the evidence in the same act. Refuses what `read_attachment` refuses,
    STATE_FORBIDS unless found rectified, mended on site or handed over, SIGN_OFF_SAME_PERSON,
    SIGN_OFF_NO_EVIDENCE, TIME_ORDER, VALUE_MISSING, NOT_FOUND.
    """
    ids = (finding_ids,) if isinstance(finding_ids, str) else tuple(dict.fromkeys(finding_ids))
    draft = texts.with_cleaned(draft, (*_PEOPLE, "remark"))
    read = [read_attachment(ws, path) for path in files]
    with ws.operation(Op.SIGN_OFF_FINDING) as step:
        chosen = [finding_of(step.db, finding_id) for finding_id in ids]
        filed = {f.inspection_id: _attached_in(step, f.inspection_id, read) for f in chosen}
        evidence = {
            f.id: (*(draft.evidence or _own_evidence(step.db, f)), *draft.also, *filed[f.inspection_id]) for f in chosen
        }
        refuse((*_draft_faults(ws, draft), *(p for f in chosen for p in _faults(step.db, f, draft, evidence[f.id]))))
        made = tuple(_sign_in(step, finding, draft, evidence[finding.id]) for finding in chosen)
        _close_orders_in(ws, step, ids, draft)
    return Done(value=made, changes=step.changes)


def _attached_in(step: Step, inspection_id: str, read: Sequence[ReadFile]) -> tuple[str, ...]:
    return tuple(attach_in(step, inspection_id, file, AttachmentKind.UNIT_REPORT).id for file in read)


def _sign_in(step: Step, finding: Finding, draft: SignOffDraft, evidence: tuple[str, ...]) -> SignOff:
    made = SignOff(
        finding_id=finding.id, checked_by=draft.checked_by, checked_on=draft.checked_on,
        rectified_by=draft.rectified_by, rectified_on=draft.rectified_on, accepted_by=draft.accepted_by,
        accepted_on=draft.accepted_on, evidence=evidence, remark=draft.remark,
    )  # fmt: skip
    reinspections.put_sign_off(step.db, made)
    move_finding_in(step, finding, FindingVerb.CLOSE)
    return made


def _close_orders_in(ws: Workspace, step: Step, finding_ids: Sequence[str], draft: SignOffDraft) -> None:
    for document, life in other_orders(ws, step.db, "", finding_ids):
        closed = all(f.status in _OUT_OF_HAND for f in findings_on(step.db, document.id))
        if closed and ORDER_LIFE.may(life.state, OrderVerb.CLOSE):
            on, person = draft.accepted_on, draft.accepted_by
            move_in(step, document, life, OrderVerb.CLOSE, on=on, person=person, finding_ids=tuple(finding_ids))


def _draft_faults(ws: Workspace, draft: SignOffDraft) -> Iterator[Problem]:
    for name in _PEOPLE:
        value = getattr(draft, name)
        if not value:
            yield Problem(code=ProblemCode.VALUE_MISSING, where=name, fields={"field": name})
        yield from texts.problems_of(value, name)
    yield from texts.problems_of(draft.remark, "remark", limit=texts.LONG_LIMIT)
    if draft.accepted_by and _bare(draft.accepted_by) == _bare(draft.rectified_by):
        fields = {"person": draft.accepted_by}
        yield Problem(code=ProblemCode.SIGN_OFF_SAME_PERSON, where="accepted_by", fields=fields)
    days = (("checked_on", draft.checked_on), ("rectified_on", draft.rectified_on), ("accepted_on", draft.accepted_on))
    for (earlier, early), (later, late) in itertools.pairwise(days):
        if late < early:
            fields = {"earlier": f"sign_off_{earlier}", "later": f"sign_off_{later}"}
            yield Problem(code=ProblemCode.TIME_ORDER, where=later, fields=fields)
    if draft.accepted_on > ws.today():
        fields = {"earlier": draft.accepted_on.isoformat(), "later": ws.today().isoformat()}
        yield Problem(code=ProblemCode.TIME_ORDER, where="accepted_on", fields=fields)


def _bare(name: str) -> str:
    """Give a name without blanks, for comparing: 王 建国 and 王建国 are one person."""
    return "".join(name.split()).casefold()


def _faults(db: Database, finding: Finding, draft: SignOffDraft, evidence: tuple[str, ...]) -> Iterator[Problem]:
    where = f"finding:{finding.id}"
    if not FINDING_LIFE.may(finding.status, FindingVerb.CLOSE):
        fields = {"life": "finding", "state": finding.status.value, "verb": FindingVerb.CLOSE.value}
        yield Problem(code=ProblemCode.STATE_FORBIDS, where=where, fields=fields)
        return
    yield from _supervised(db, finding)
    inspection = inspections.get_inspection(db, finding.inspection_id)
    assert inspection is not None, "a foreign key keeps it"
    found_on = inspection.started_at.date()
    if draft.checked_on < found_on:
        fields = {"earlier": found_on.isoformat(), "later": draft.checked_on.isoformat()}
        yield Problem(code=ProblemCode.TIME_ORDER, where=f"{where}:checked_on", fields=fields)
    known = _evidence_of_case(db, finding)
    for name in evidence:
        if name not in known:
            yield Problem(code=ProblemCode.NOT_FOUND, where=where, fields={"kind": "attachment", "id": name[:80]})
    if not evidence:
        fields = {"ordinal": str(finding.ordinal)}
        yield Problem(code=ProblemCode.SIGN_OFF_NO_EVIDENCE, where=where, fields=fields)


def _supervised(db: Database, finding: Finding) -> Iterator[Problem]:
    """A finding under listed supervision is signed off by the supervising organ first (handbook 4.3, 4.7)."""
    for listed in follow_ups.list_follow_ups(db, finding.inspection_id):
        is_over = listed.state in _SUPERVISION_OVER
        if listed.kind is FollowUpKind.SUPERVISION and listed.subject == finding.id and not is_over:
            fields = {"life": "supervision", "state": listed.state.value, "verb": FollowUpVerb.DELIST.value}
            yield Problem(code=ProblemCode.STATE_FORBIDS, where=f"follow_up:{listed.id}", fields=fields)


def _evidence_of_case(db: Database, finding: Finding) -> set[str]:
    photos = findings.list_photos(db, finding.inspection_id)
    files = attachments.list_of_inspection(db, finding.inspection_id)
    papers = [d for d in documents.list_documents(db, finding.inspection_id) if d.is_valid]
    return {p.id for p in photos} | {a.id for a in files} | {d.id for d in papers}


def _own_evidence(db: Database, finding: Finding) -> tuple[str, ...]:
    """Give what shows by itself that the finding was mended: photos of afterwards, the opinion that says so."""
    after = [
        p.id
        for p in findings.list_photos(db, finding.inspection_id)
        if p.finding_id == finding.id and p.stage is PhotoStage.AFTER
    ]
    done = {
        r.id
        for r in reinspections.list_of_inspection(db, finding.inspection_id)
        if any(v.finding_id == finding.id and v.verdict is Verdict.DONE for v in r.verdicts)
    }
    case = documents.list_documents(db, finding.inspection_id)
    return (*after, *(d.id for d in case if d.is_valid and d.reinspection_id in done))
