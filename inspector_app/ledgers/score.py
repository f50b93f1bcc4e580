# SPDX-License-Identifier: MulanPSL-2.0
"""The scores of an inspection as they stand now: by JGJ 59, and by weight where a checklist has weights."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from inspector_app.domain.checklist import ChecklistPack, PackRef
from inspector_app.domain.inspection import InspectionState
from inspector_app.domain.problems import Problem, ProblemCode, Refused
from inspector_app.domain.score_sheet import ScoreSheet
from inspector_app.domain.site_score import scoring_pack, site_score
from inspector_app.domain.weight_score import WeightScore, weight_score
from inspector_app.ledgers.inspections import InspectionView, view
from inspector_app.workspace import Workspace


@dataclass(frozen=True, slots=True, kw_only=True)
class PackScore:
    """The score by weight of one checklist."""

    pack: PackRef
    score: WeightScore


@dataclass(frozen=True, slots=True, kw_only=True)
class InspectionScore:
    """What is scored of an inspection; `sheet` and `pack` are none where no checklist scores by JGJ 59."""

    inspection_id: str
    pack: PackRef | None
    sheet: ScoreSheet | None
    weighted: tuple[PackScore, ...] = ()
    may_change: bool = False  # whether answers may still be given

    @property
    def open(self) -> tuple[str, ...]:
        """The codes of all items that keep a score open."""
        codes = [
            *(self.sheet.open if self.sheet is not None else ()),
            *(c for p in self.weighted for c in p.score.not_checked),
        ]
        return tuple(dict.fromkeys(codes))

    @property
    def not_ready(self) -> tuple[Problem, ...]:
        """Why a score is not there: SCORE_NOT_READY with the first open item, SCORE_ALL_MISSING."""
        left = self.open
        if left:
            fields = {"count": str(len(left)), "item": left[0]}
            return (Problem(code=ProblemCode.SCORE_NOT_READY, where=f"item:{left[0]}", fields=fields),)
        bare = self.sheet is not None and not self.sheet.is_ready
        if bare or not all(p.score.is_ready for p in self.weighted):
            return (Problem(code=ProblemCode.SCORE_ALL_MISSING, where="score"),)
        return ()


def score_of(ws: Workspace, inspection_id: str) -> InspectionScore:
    """Score an inspection. Refuses NOT_FOUND, and SCORE_NONE where none of its checklists scores."""
    shown = view(ws, inspection_id)
    packs = ws.frozen_packs(shown.inspection.packs)
    pack, sheet = scoring_pack(packs), site_score(packs, shown.answers, shown.findings)
    weighted = _weighted(packs, shown)
    if sheet is None and not weighted:
        raise Refused([Problem(code=ProblemCode.SCORE_NONE, where="packs")])
    return InspectionScore(
        inspection_id=inspection_id, pack=pack.ref if pack and sheet else None, sheet=sheet, weighted=weighted,
        may_change=shown.inspection.state is InspectionState.OPEN,
    )  # fmt: skip


def _weighted(packs: Sequence[ChecklistPack], shown: InspectionView) -> tuple[PackScore, ...]:
    """Score each checklist with weights by the items that are asked."""
    asked = {item.code for item in shown.asked}
    results = {code: shown.result(code) for code in asked}
    found = []
    for pack in packs:
        score = weight_score((item for item in pack.items if item.code in asked), results)
        if score is not None:
            found.append(PackScore(pack=pack.ref, score=score))
    return tuple(found)
