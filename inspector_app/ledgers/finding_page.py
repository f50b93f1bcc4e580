# SPDX-License-Identifier: MulanPSL-2.0
"""One finding whole, as the side of a ledger shows it: itself, its orders, what was done, 挂牌督办 with 五落实."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from inspector_app.domain.document import OfficialDocument, Verdict
from inspector_app.domain.enterprise_records import FindingAct
from inspector_app.domain.follow_up import FollowUpKind
from inspector_app.domain.inspection import Inspection
from inspector_app.domain.ledger import Colour, colour_of
from inspector_app.domain.reinspection import SignOff
from inspector_app.ledgers import findings
from inspector_app.ledgers.case import FollowUpRow, follow_up_rows
from inspector_app.ledgers.findings import FindingRow
from inspector_app.storage import documents, finding_acts, inspections, reinspections
from inspector_app.workspace import Workspace
from inspector_app.workspace.privacy import shown


@dataclass(frozen=True, slots=True, kw_only=True)
class VerdictLine:
    """What one re-inspection found of the finding."""

    on: date
    round: int
    verdict: Verdict
    fact: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingPage:
    """A finding with everything that a ledger's reader asks about it."""

    row: FindingRow
    colour: Colour
    inspection: Inspection
    documents: tuple[OfficialDocument, ...]  # which name it, by their day
    verdicts: tuple[VerdictLine, ...]
    acts: tuple[FindingAct, ...]  # 交办、催办, newest first
    supervision: FollowUpRow | None
    sign_off: SignOff | None


def finding_page(ws: Workspace, finding_id: str) -> FindingPage | None:
    """Give a finding with its surroundings; nothing where there is no such finding."""
    row = findings.finding(ws, finding_id)
    if row is None:
        return None
    found = row.finding
    beside = follow_up_rows(ws, found.inspection_id)
    own = [s for s in beside if (s.follow_up.kind, s.follow_up.subject) == (FollowUpKind.SUPERVISION, found.id)]
    with ws.reader() as db:
        inspection = inspections.get_inspection(db, found.inspection_id)
        assert inspection is not None, "a finding's inspection is never deleted"
        naming = tuple(
            d for d in documents.list_documents(db, found.inspection_id) if found.id in documents.findings_of(db, d.id)
        )
        rounds = reinspections.list_of_inspection(db, found.inspection_id)
        verdicts = tuple(
            VerdictLine(on=r.started_at.date(), round=r.round, verdict=v.verdict, fact=v.fact)
            for r in rounds
            for v in r.verdicts
            if v.finding_id == found.id
        )
        acts = finding_acts.acts_of(db, found.id)
        signed = reinspections.get_sign_off(db, found.id)
    colour = colour_of(found.status, found.grade, found.deadline, has_measure=bool(found.measure), today=ws.today())
    return FindingPage(
        row=row, colour=colour, inspection=shown(ws, inspection), documents=naming, verdicts=shown(ws, verdicts),
        acts=shown(ws, acts),
        supervision=own[0] if own else None, sign_off=signed,
    )  # fmt: skip
