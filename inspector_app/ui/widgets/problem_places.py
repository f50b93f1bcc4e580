# SPDX-License-Identifier: MulanPSL-2.0
"""Where a problem of a document is mended: on this page, in the inspection, the register or the settings."""

from __future__ import annotations

from inspector_app.domain.document import DocumentKind
from inspector_app.domain.problems import Problem, ProblemCode
from inspector_app.ui.models.documents_state import DocumentsState

SETTINGS, LINES = "settings", "lines"
IN_SETTINGS = frozenset(
    {
        ProblemCode.ORGAN_INCOMPLETE,
        ProblemCode.ORGAN_WITHOUT_POWER,
        ProblemCode.NUMBERS_USED_UP,
    }
)
ORGAN_FIELDS = frozenset({"number", "organ", "short_name", "review_organ", "court", "numbering_word"})
ENTERPRISE_FIELDS = frozenset({"unit", "credit_code", "address", "person_in_charge", "phone", "title"})
NOWHERE = frozenset({ProblemCode.FORM_UNVERIFIED, ProblemCode.FORM_FAULTY, ProblemCode.FORM_UNKNOWN})


def place_of(problem: Problem, state: DocumentsState) -> str:
    """Give `settings`, `lines`, a place of the inspection or enterprise, `document:ID`, `documents`, or nothing."""
    kind, _, rest = problem.where.partition(":")
    if problem.code in NOWHERE or problem.where == "issued_on":
        return ""
    if problem.code in IN_SETTINGS or kind == "organ":
        return SETTINGS
    if problem.code is ProblemCode.NO_FINDINGS_CHOSEN:
        return LINES
    if problem.code is ProblemCode.TOO_FEW_OFFICERS:
        return "inspection:officers"
    if kind in set(DocumentKind):  # a form's own field
        if rest in ENTERPRISE_FIELDS:
            return f"enterprise:{state.view.enterprise.id}:{rest}"
        return SETTINGS if rest in ORGAN_FIELDS else f"inspection:{rest}"
    if kind == "photo":
        photo = next((one for one in state.view.photos if one.id == rest), None)
        return f"finding:{photo.finding_id}:photos" if photo is not None else ""
    return problem.where
