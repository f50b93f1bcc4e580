# SPDX-License-Identifier: MulanPSL-2.0
"""Inspections as lists show them, one inspection whole, and what is still open before it may end."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from inspector_app.domain.answering import AnswerKind
from inspector_app.domain.checklist import ChecklistItem, PackRef
from inspector_app.domain.finding import Photo
from inspector_app.domain.inspection import Answer, AnswerResult, Inspection, InspectionState, Spot
from inspector_app.domain.problems import Problem, ProblemCode, Refused
from inspector_app.ledgers.inspection_gaps import gaps_of
from inspector_app.ledgers.inspection_view import InspectionView, SectionProgress, asked_items
from inspector_app.logic.live import Live, LiveForm, Node
from inspector_app.storage import documents, enterprises, findings, inspections, spots
from inspector_app.storage.driver import Database
from inspector_app.storage.enterprises import joined
from inspector_app.storage.rows import fetch, instant_in, instant_or_none, whole
from inspector_app.workspace import Workspace
from inspector_app.workspace.privacy import shown

__all__ = ["InspectionRow", "InspectionView", "SectionProgress", "asked_items", "current", "gaps", "rows", "view"]

NEWEST = 60  # ended inspections in a list for going on; the ledger has them all


@dataclass(frozen=True, slots=True, kw_only=True)
class InspectionRow:
    """One line of a list of inspections."""

    id: str
    enterprise_id: str
    enterprise_name: str
    state: InspectionState
    started_at: datetime
    finished_at: datetime | None
    packs_title: str
    checked: int
    total: int
    noncompliant: int
    findings: int
    last_touched: datetime


def view(ws: Workspace, inspection_id: str) -> InspectionView:
    """Give one inspection whole, or refuse NOT_FOUND."""
    with ws.reader() as db:
        inspection = inspections.get_inspection(db, inspection_id)
        if inspection is None:
            raise Refused(
                [Problem(code=ProblemCode.NOT_FOUND, fields={"kind": "inspection", "id": inspection_id[:80]})]
            )
        enterprise = enterprises.get_enterprise(db, inspection.enterprise_id)
        assert enterprise is not None, "a foreign key keeps it"
        answers = inspections.list_answers(db, inspection_id)
        found = findings.list_findings(db, inspection_id)
        photos = findings.list_photos(db, inspection_id)
        papers = documents.list_documents(db, inspection_id)
        places = spots.list_spots(db, inspection_id)
        at_spots = inspections.list_spot_answers(db, inspection_id)
    items, form = ws.frozen_items(inspection.packs, answers), ws.live_form(inspection.packs, answers)
    _put_photo_answers(inspection_id, items, photos, answers, at_spots)
    live = _live(ws, inspection, form, answers, at_spots, places)
    return InspectionView(
        inspection=shown(ws, inspection), enterprise=shown(ws, enterprise), items=items, answers=shown(ws, answers),
        findings=shown(ws, found), photos=shown(ws, photos), documents=papers, spots=places,
        spot_answers=at_spots, form=form, live=live,
    )  # fmt: skip


def _put_photo_answers(
    inspection_id: str,
    items: Sequence[ChecklistItem],
    photos: Sequence[Photo],
    answers: dict[str, Answer],
    at_spots: Mapping[Node, Answer],
) -> None:
    """Count an item that asks for photos as filled in by the photos it has, unless a person said more."""
    wanted = {item.code for item in items if item.answer.kind is AnswerKind.PHOTO}
    counts = Counter(photo.item_code for photo in photos if photo.item_code in wanted and not photo.removed_reason)
    for code, number in counts.items():
        known = answers.get(code) or Answer(
            inspection_id=inspection_id, item_code=code, result=AnswerResult.NOT_CHECKED
        )
        if known.result is AnswerResult.NOT_CHECKED:
            answers[code] = replace(known, result=AnswerResult.RECORDED, value=str(number))


def _live(
    ws: Workspace,
    inspection: Inspection,
    form: LiveForm,
    answers: Mapping[str, Answer],
    at_spots: Mapping[Node, Answer],
    places: Sequence[Spot],
) -> Live:
    """Open the logic: at the present time, or as it was when the visit ended."""
    is_over = inspection.state.is_over and inspection.finished_at is not None
    kept = {*answers, *(code for code, _ in at_spots)}
    is_frozen = is_over and not kept.isdisjoint(form.computed())
    now = inspection.finished_at if inspection.state.is_over and inspection.finished_at else ws.now()
    return form.open(answers, at_spots, now, places, is_frozen=is_frozen)


SQL = f"""
SELECT i.*, e.id AS shown_id, e.name AS enterprise_name,
  (SELECT json_group_array(json_array(p.pack_id, p.version, p.sha256, p.title))
    FROM (SELECT * FROM inspection_packs WHERE inspection_id = i.id ORDER BY ordinal) p) AS packs,
  (SELECT count(*) FROM answers a WHERE a.inspection_id = i.id AND a.spot_id = '' AND a.result <> 'not_checked')
    AS checked,
  (SELECT count(*) FROM answers a WHERE a.inspection_id = i.id AND a.spot_id = '' AND a.result = 'noncompliant')
    AS noncompliant,
  (SELECT count(*) FROM findings f WHERE f.inspection_id = i.id AND f.status <> 'withdrawn') AS findings,
  (SELECT max(a.answered_at) FROM answers a WHERE a.inspection_id = i.id) AS last_answer
FROM ({{chosen}}) i {joined("i.enterprise_id")} ORDER BY i.started_at DESC, i.id
"""
# The newest first and only then their counts, or every inspection ever made would be counted.
CHOSEN = f"SELECT i.* FROM inspections i {joined('i.enterprise_id')} {{where}} ORDER BY i.started_at DESC, i.id LIMIT ?"


def rows(
    ws: Workspace, *, state: InspectionState | None = None, enterprise_id: str | None = None, search: str = "",
    limit: int = -1,
) -> tuple[InspectionRow, ...]:  # fmt: skip
    """Give inspections, newest first, all of them or at most `limit`.

    `total` counts the items that a person answers; whether an answer hides some of them is not looked at here.
    """
    tests: list[str] = []
    params: list[object] = []
    if state is not None:
        tests.append("i.state = ?")
        params.append(state.value)
    if search.strip():
        tests.append("instr(e.name, ?) > 0")
        params.append(search.strip())
    return _rows(ws, tests, params, enterprise_id, limit)


def current(ws: Workspace, *, ended: int = NEWEST) -> tuple[InspectionRow, ...]:
    """Give what is to be worked on: every inspection that is not over, and the newest of those that are."""
    over = [state.value for state in InspectionState if state.is_over or state is InspectionState.TERMINATED]
    left = [state.value for state in InspectionState if state.value not in over]
    going = _rows(ws, [f"i.state IN ({enterprises.marks(left)})"], [*left], None, -1)
    # `+` keeps the state's index out of it: the newest are found by their day, without sorting all the others
    return (*going, *_rows(ws, [f"+i.state IN ({enterprises.marks(over)})"], [*over], None, ended))


def _rows(
    ws: Workspace, tests: list[str], params: list[object], enterprise_id: str | None, limit: int
) -> tuple[InspectionRow, ...]:
    with ws.reader() as db:
        if enterprise_id is not None:
            owners = enterprises.entries_of(db, enterprise_id)
            tests.append(f"i.enterprise_id IN ({enterprises.marks(owners)})")
            params.extend(owners)
        where = f" WHERE {' AND '.join(tests)}" if tests else ""
        found = fetch(db, SQL.format(chosen=CHOSEN.format(where=where)), [*params, limit])
        totals = _Totals(ws)
        return tuple(_row(totals, db, row) for row in found)


class _Totals:
    """What the checklists of inspections count, looked at once for each combination."""

    def __init__(self, ws: Workspace) -> None:
        self._ws = ws
        self._known: dict[tuple[PackRef, ...], tuple[frozenset[str], bool]] = {}

    def counts(self, db: Database, inspection_id: str, packs: tuple[PackRef, ...], answered: int) -> tuple[int, int]:
        """Give how many items are checked, and of how many; notes, entries and computed ones do not count."""
        codes, is_plain = self._asked(packs)
        if is_plain:  # every answer counts, so their number is enough
            return answered, len(codes)
        sql = (
            "SELECT item_code FROM answers WHERE inspection_id = ? AND spot_id = '' AND result <> 'not_checked'"
            " UNION SELECT item_code FROM photos WHERE inspection_id = ? AND item_code <> '' AND removed_reason = ''"
        )
        done = {str(row["item_code"]) for row in fetch(db, sql, [inspection_id, inspection_id])}
        return len(codes & done), len(codes)

    def _asked(self, packs: tuple[PackRef, ...]) -> tuple[frozenset[str], bool]:
        if packs not in self._known:
            items = self._ws.frozen_items(packs)
            asked = asked_items(items, self._ws.live_form(packs))
            is_plain = len(asked) == len(items) and all(i.answer.kind is not AnswerKind.PHOTO for i in items)
            self._known[packs] = frozenset(i.code for i in asked), is_plain
        return self._known[packs]


def _row(totals: _Totals, db: Database, row: Mapping[str, object]) -> InspectionRow:
    started = instant_in(row["started_at"])
    packs = tuple(
        PackRef(id=pack_id, version=version, sha256=sha256, title=title)
        for pack_id, version, sha256, title in json.loads(str(row["packs"]))
    )
    checked, total = totals.counts(db, str(row["id"]), packs, whole(row["checked"]))
    return InspectionRow(
        id=str(row["id"]), enterprise_id=str(row["shown_id"]), enterprise_name=str(row["enterprise_name"]),
        state=InspectionState(str(row["state"])), started_at=started, finished_at=instant_or_none(row["finished_at"]),
        packs_title="、".join(pack.title for pack in packs), checked=checked, total=total,
        noncompliant=whole(row["noncompliant"]), findings=whole(row["findings"]),
        last_touched=instant_or_none(row["last_answer"]) or started,
    )  # fmt: skip


def gaps(ws: Workspace, inspection_id: str) -> tuple[Problem, ...]:
    """Say what is open before the inspection ends; each `where` leads to its place. See `inspection_gaps`."""
    return gaps_of(view(ws, inspection_id))
