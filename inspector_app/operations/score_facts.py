# SPDX-License-Identifier: MulanPSL-2.0
"""The score that a score sheet prints, read within one connection, and when such a sheet may be made."""

from __future__ import annotations

from collections.abc import Iterator

from inspector_app.domain.document import DocumentKind
from inspector_app.domain.inspection import Inspection, InspectionState
from inspector_app.domain.problems import Problem, ProblemCode
from inspector_app.domain.score_sheet import ScoreSheet
from inspector_app.domain.site_score import scoring_pack, site_score
from inspector_app.storage import findings, inspections
from inspector_app.storage.driver import Database
from inspector_app.workspace import Workspace

_SCORED = frozenset({InspectionState.OPEN, InspectionState.FINISHED, InspectionState.FILED})


def is_offered(ws: Workspace, inspection: Inspection, kind: DocumentKind) -> bool:
    """Whether a kind of document has anything to say of an inspection: a score sheet needs a pack that scores."""
    return kind is not DocumentKind.SCORE_SHEET or scoring_pack(ws.frozen_packs(inspection.packs)) is not None


def score_in(ws: Workspace, db: Database, inspection: Inspection, kind: DocumentKind) -> ScoreSheet | None:
    """Score the site for its sheet; nothing for other documents, and without a pack that scores."""
    if kind is not DocumentKind.SCORE_SHEET:
        return None
    answers = inspections.list_answers(db, inspection.id)
    return site_score(ws.frozen_packs(inspection.packs), answers, findings.list_findings(db, inspection.id))


def score_problems(inspection: Inspection, kind: DocumentKind) -> Iterator[Problem]:
    """Say that nothing was looked at on this visit yet: INSPECTION_NOT_BEGUN."""
    if kind is DocumentKind.SCORE_SHEET and inspection.state not in _SCORED:
        yield Problem(code=ProblemCode.INSPECTION_NOT_BEGUN, where="inspection", fields={"id": inspection.id})
