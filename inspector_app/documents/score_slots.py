# SPDX-License-Identifier: MulanPSL-2.0
"""The general slots that a score fills: total, grade, and what is said about them."""

from __future__ import annotations

from inspector_app.documents.form import BlockKind, Form
from inspector_app.documents.phrases import Phrases, put
from inspector_app.domain.document import DocumentFacts
from inspector_app.domain.score_sheet import ScoreSheet, shown


def score_slots(form: Form, facts: DocumentFacts, phrases: Phrases) -> dict[str, str]:
    """Give the general slots of a score; in a draft without a total it is said how many items are not checked."""
    score = facts.score
    if score is None:
        return dict.fromkeys(("score_total", "score_grade", "score_line", "score_unlisted"), "")
    grade = score.grade
    unsure = f"（{score.facts.pending}）" if grade is not None and grade.is_unsure else ""
    return {
        "score_total": _open(form, score) if score.total is None else shown(score.total),
        "score_grade": "" if grade is None else phrases.typed(grade.grade) + unsure,
        "score_line": phrases.typed(score.grade_line),
        "score_unlisted": phrases.typed(score.facts.unlisted),
    }


def _open(form: Form, score: ScoreSheet) -> str:
    blocks = (block for block in form.blocks if block.kind is BlockKind.SCORE_SUMMARY)
    block = next(blocks, None)
    return put(block.texts["total_open"], {"count": str(len(score.open))}) if block and score.open else ""
