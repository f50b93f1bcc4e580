# SPDX-License-Identifier: MulanPSL-2.0
"""Where a problem of a document is mended: on its page, in the inspection, the register or the settings."""

from __future__ import annotations

from inspector_app.domain.document import DocumentKind
from inspector_app.domain.problems import Problem, ProblemCode
from inspector_app.ui.models.documents_state import DocumentsState
from inspector_app.ui.widgets.document_draft import LINES
from inspector_app.ui.widgets.field_editor import FIELD

SETTINGS = "settings"
IN_SETTINGS = {
    ProblemCode.ORGAN_INCOMPLETE: "organ",
    ProblemCode.ORGAN_WITHOUT_POWER: "organ",
    ProblemCode.FORM_NOT_FOR_SECTOR: "organ",
    ProblemCode.NUMBERS_USED_UP: "numbers",
    ProblemCode.NUMBER_TAKEN: "numbers",
    ProblemCode.FORM_UNVERIFIED: "forms",
    ProblemCode.FORM_FAULTY: "forms",
    ProblemCode.FORM_FIELD_MISSING: "forms",
    ProblemCode.FORM_FIELD_WRONG: "forms",
}
ORGAN_FIELDS = frozenset({"number", "organ", "short_name", "review_organ", "court", "numbering_word", "remedy"})
ENTERPRISE_FIELDS = frozenset({"unit", "credit_code", "address", "person_in_charge", "phone", "title"})
NOWHERE = frozenset({ProblemCode.FORM_UNKNOWN})
ON_THE_PAGE = frozenset({"issued_on", "refers_to"})


def place_of(problem: Problem, state: DocumentsState) -> str:
    """Give `settings:PART`, `lines`, `field:NAME`, `issued_on`, `refers_to`, `document:ID`, `documents:KIND`,
    a place of the inspection or enterprise, or nothing.
    """
    kind, _, rest = problem.where.partition(":")
    if problem.code in NOWHERE:
        return ""
    if problem.code in IN_SETTINGS:
        return f"{SETTINGS}:{IN_SETTINGS[problem.code]}"
    if problem.where in ON_THE_PAGE or problem.where.startswith(FIELD):
        return problem.where
    if kind == "organ":
        return f"{SETTINGS}:organ"
    if problem.code is ProblemCode.NO_FINDINGS_CHOSEN:
        return LINES
    if problem.code is ProblemCode.TOO_FEW_OFFICERS:
        return "inspection:officers"
    if kind in set(DocumentKind):  # a form's own field
        if rest in ENTERPRISE_FIELDS:
            return f"enterprise:{state.view.enterprise.id}:{rest}"
        return f"{SETTINGS}:organ" if rest in ORGAN_FIELDS else f"inspection:{rest}"
    if kind == "photo":
        photo = next((one for one in state.view.photos if one.id == rest), None)
        return f"finding:{photo.finding_id}:photos" if photo is not None else ""
    return problem.where
