# SPDX-License-Identifier: MulanPSL-2.0
"""Re-inspection (复查): one round over the open lines of an order, its verdicts and photos, and where that leads."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from inspector_app.domain import texts
from inspector_app.domain.change import Done, Op
from inspector_app.domain.document import OfficialDocument, Verdict
from inspector_app.domain.finding import Finding, FindingStatus, FindingVerb, PhotoStage
from inspector_app.domain.order_life import ORDER_LIFE, OrderState, OrderVerb
from inspector_app.domain.order_lines import SETTLED, look_counts_from
from inspector_app.domain.periods import Due
from inspector_app.domain.problems import Problem, ProblemCode, Severity, refuse
from inspector_app.domain.reinspection import Reinspection, VerdictEntry
from inspector_app.domain.reinspection_record import (
    MAX_BYTES,
    LineVerdict,
    PhotoNames,
    ReinspectionDraft,
    read_reinspection_file,
)
from inspector_app.operations import task_links
from inspector_app.operations.files import read_small_file
from inspector_app.operations.order_lives import document_of, findings_on, life_of, move_finding_in, move_in, order_of
from inspector_app.operations.orders import other_orders
from inspector_app.operations.paper_photos import Photos, keep_photos, read_photos
from inspector_app.operations.photos import PhotoSource, ReadPhoto, put_photo_in, read_source
from inspector_app.operations.reinspection_checks import PERSON_TEXTS, Round, named_officers, round_faults
from inspector_app.storage import findings, order_lives, organs, reinspections
from inspector_app.storage.driver import Database
from inspector_app.storage.order_lives import lines_of
from inspector_app.workspace import Step, Workspace

_MOVES: Mapping[Verdict, FindingVerb] = {
    Verdict.DONE: FindingVerb.VERIFY,
    Verdict.PARTIAL: FindingVerb.FIND_PARTIAL,
    Verdict.NOT_DONE: FindingVerb.FAIL,
}
_LOOKS = (OrderVerb.FULFIL, OrderVerb.FIND_PART, OrderVerb.FAIL)
LinePhotos = Mapping[int, Sequence[ReadPhoto]]  # by line of the order


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordedRound:
    """A round that was recorded from a file, and what a person should still look at."""

    reinspection: Reinspection
    warnings: tuple[Problem, ...]


def reinspection_due(ws: Workspace, db: Database, document: OfficialDocument) -> Due | None:
    """Say until when the order must be looked at again; None while nothing runs.

    Counted from the report of completion, else from the first deadline, once that has passed or not; the period
    is that of the organ's department (rule R54). For special equipment it runs from the report alone.
    """
    life = life_of(ws, db, document)
    organ = organs.get_organ(db)
    if life is None or organ is None:
        return None
    key = ws.law.rules.table("R54", "periods")[organ.sector.value]
    lines, events = lines_of(db, document.id), order_lives.list_events(db, document.id)
    start = look_counts_from(lines, life.state, events, only_report=key.startswith("te."))
    return ws.law.due(key, start) if start is not None else None


def reinspection_problems(ws: Workspace, draft: ReinspectionDraft) -> tuple[Problem, ...]:
    """Say what keeps a round from being recorded, without recording it."""
    with ws.reader() as db:
        return tuple(round_faults(_round(ws, db, draft, {})))


def record_reinspection(
    ws: Workspace, draft: ReinspectionDraft, photos: Mapping[int, Sequence[PhotoSource]] | None = None
) -> Done[Reinspection]:
    """Record one round. `photos` are by line; those added before with the stage AFTER belong to it as well.

    Refuses VERDICT_MISSING, REINSPECTION_TOO_EARLY, R13, R21, TOO_FEW_OFFICERS, CERTIFICATE_EXPIRED, TIME_ORDER,
    DOCUMENT_NOT_SERVED, STATE_FORBIDS, PHOTO_…
    """
    with ws.reader() as db:  # before the originals are kept
        refuse(round_faults(_round(ws, db, draft, {})))
    read = {line: [read_source(ws, source) for source in own] for line, own in (photos or {}).items()}
    with ws.operation(Op.RECORD_REINSPECTION) as step:
        made = record_in(ws, step, draft, read)
    return Done(value=made, changes=step.changes)


def record_in(
    ws: Workspace, step: Step, draft: ReinspectionDraft, photos: LinePhotos, where: Mapping[int, str] | None = None
) -> Reinspection:
    """Record one round inside an open operation; the originals of its photos are kept already."""
    entered = _round(ws, step.db, draft, where or {})
    refuse(round_faults(entered))
    document, by_line = entered.document, {line.ordinal: line for line in entered.lines}
    verdicts = tuple(
        VerdictEntry(
            finding_id=by_line[v.line].finding.id, ordinal=v.line, verdict=v.verdict, fact=texts.cleaned(v.fact)
        )
        for v in _judged(entered)
    )
    refuse(_photo_faults(step, document, photos, {v.ordinal: v.finding_id for v in verdicts}))
    made = Reinspection(
        id=step.new_id(), inspection_id=document.inspection_id, document_id=document.id,
        round=len(reinspections.list_of_document(step.db, document.id)) + 1, started_at=entered.draft.started_at,
        finished_at=entered.draft.finished_at, place=texts.cleaned(draft.place), people=entered.draft.people,
        verdicts=verdicts, opinion=texts.cleaned(draft.opinion), party_remark=texts.cleaned(draft.party_remark),
    )  # fmt: skip
    reinspections.put_reinspection(step.db, made)
    for entry in verdicts:
        _judge_in(ws, step, document, made, entry, photos.get(entry.ordinal, ()), draft.photo_taker)
    _move_orders_in(ws, step, entered, made)
    task_links.reinspected_in(ws, step, document.id, made.id)
    return made


def _round(ws: Workspace, db: Database, draft: ReinspectionDraft, where: Mapping[int, str]) -> Round:
    """Gather the order as it stands. Refuses an order that is not there, void, not served, or over."""
    document, life = order_of(ws, db, draft.document_id)
    if not any(ORDER_LIFE.may(life.state, verb) for verb in _LOOKS):
        if life.state is OrderState.ISSUED:
            fields = {"number": document.number}
            refuse([Problem(code=ProblemCode.DOCUMENT_NOT_SERVED, where=f"document:{document.id}", fields=fields)])
        ORDER_LIFE.after(life.state, OrderVerb.FULFIL, where=f"document:{document.id}")
    people = tuple(texts.with_cleaned(person, PERSON_TEXTS) for person in draft.people)
    named = dataclasses.replace(draft, document_id=document.id, people=named_officers(db, people))
    lines = lines_of(db, document.id)
    return Round(ws=ws, db=db, document=document, life=life, lines=lines, draft=named, where=where)


def _judged(entered: Round) -> tuple[LineVerdict, ...]:
    """Give the verdicts of the open lines in their order; what was settled before is not judged again."""
    given = {v.line: v for v in entered.draft.verdicts}
    found = []
    for line in entered.lines:
        named = given.get(line.ordinal)
        if line.is_open and named is None and entered.draft.all_done:
            named = LineVerdict(line=line.ordinal, verdict=Verdict.DONE)
        if line.is_open and named is not None:
            found.append(named)
    return tuple(found)


def _photo_faults(
    step: Step, document: OfficialDocument, photos: LinePhotos, judged: Mapping[int, str]
) -> list[Problem]:
    """A photo of what was found is none of what became of it; and each belongs to a line of this round."""
    problems = []
    for line, own in photos.items():
        if own and line not in judged:
            fields = {"kind": "line", "id": str(line)}
            problems.append(Problem(code=ProblemCode.NOT_FOUND, where=f"verdicts:{line}.photos", fields=fields))
        for photo in own:
            known = findings.photo_with_hash(step.db, document.inspection_id, photo.facts.sha256)
            if known is not None and known.stage is PhotoStage.FOUND:
                fields = {"name": photo.name}
                problems.append(Problem(code=ProblemCode.PHOTO_DUPLICATE, where=f"verdicts:{line}", fields=fields))
    return problems


def _judge_in(
    ws: Workspace, step: Step, document: OfficialDocument, made: Reinspection, entry: VerdictEntry,
    photos: Sequence[ReadPhoto], taker: str,
) -> None:  # fmt: skip
    finding = findings.get_finding(step.db, entry.finding_id)
    assert finding is not None, "a foreign key keeps it"
    move_finding_in(step, finding, _MOVES[entry.verdict])
    for photo in findings.list_photos(step.db, document.inspection_id):
        waits = photo.stage is PhotoStage.AFTER and not photo.reinspection_id
        if photo.finding_id == finding.id and waits and photo.added_at >= document.issued_at:
            findings.put_photo(step.db, dataclasses.replace(photo, reinspection_id=made.id))
    for read in photos:
        put_photo_in(
            ws, step, document.inspection_id, finding.id, read, taker, stage=PhotoStage.AFTER, reinspection_id=made.id
        )


def _move_orders_in(ws: Workspace, step: Step, entered: Round, made: Reinspection) -> None:
    """Move the order by what was found, and fulfil others whose every finding is thereby settled."""
    document, people = entered.document, "、".join(p.name for p in entered.draft.officers)
    about = {"reinspection": made.id}
    verb = _outcome(entered, made, findings_on(step.db, document.id))
    if verb is not None:
        ids = [v.finding_id for v in made.verdicts]
        on, opinion = entered.on, made.opinion
        move_in(step, document, entered.life, verb, on=on, person=people, reason=opinion, finding_ids=ids, fields=about)
    settled = [v.finding_id for v in made.verdicts if v.verdict is Verdict.DONE]
    for other, life in other_orders(ws, step.db, document.id, settled):
        done = all(f.status in SETTLED for f in findings_on(step.db, other.id))
        if done and ORDER_LIFE.may(life.state, OrderVerb.FULFIL):
            move_in(
                step, other, life, OrderVerb.FULFIL, on=entered.on, person=people, finding_ids=settled,
                refers_to=document.id, fields=about,
            )  # fmt: skip


def _outcome(entered: Round, made: Reinspection, now: Sequence[Finding]) -> OrderVerb | None:
    """Say what the round makes of the order; nothing where all that was due is done and other lines still run."""
    if all(finding.status in SETTLED for finding in now):
        return OrderVerb.FULFIL
    if all(entry.verdict is Verdict.DONE for entry in made.verdicts):
        return None
    better = any(f.status in SETTLED or f.status is FindingStatus.PARTIAL for f in now)
    return OrderVerb.FIND_PART if better else OrderVerb.FAIL


# From a file ----------------------------------------------------------------------------------------------


def record_reinspection_file(ws: Workspace, path: Path) -> Done[RecordedRound]:
    """Record the round of a RECORD.json. Refuses with every fault of the file, its photos and the order at once."""
    content, faults = read_reinspection_file(read_small_file(path, MAX_BYTES), path.name)
    if content is None:
        refuse(faults)
        raise AssertionError
    refuse([p for p in faults if p.code is ProblemCode.VALUE_MISSING and p.where == "$.document"])
    with ws.reader() as db:
        document = document_of(db, content.draft.document_id)
        draft = dataclasses.replace(content.draft, document_id=document.id)
        found = tuple(round_faults(_round(ws, db, draft, content.where)))
    named = [names for names in content.photos.values() if names.photos]
    photos, photo_faults = read_photos(ws, path.parent, named)
    refuse((*faults, *found, *photo_faults))
    keep_photos(ws, photos)
    with ws.operation(Op.RECORD_REINSPECTION) as step:
        made = record_in(ws, step, draft, _by_line(content.photos, photos), content.where)
    warnings = tuple(p for p in (*faults, *found, *photo_faults) if p.severity is Severity.WARN)
    return Done(value=RecordedRound(reinspection=made, warnings=warnings), changes=step.changes)


def _by_line(named: Mapping[int, PhotoNames], photos: Photos) -> LinePhotos:
    return {line: [photo.read for photo in photos.get(names.where, ())] for line, names in named.items()}
