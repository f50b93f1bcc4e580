# SPDX-License-Identifier: MulanPSL-2.0
"""How each figure is worked out, in a few words; printed beside those whose definition is only proposed."""

from __future__ import annotations

from collections.abc import Mapping

from inspector_app.domain.figures import FigureKey

FORMULAS: Mapping[FigureKey, str] = {
    FigureKey.ENTERPRISES: "different units among the visits that took place; a unit visited twice counts once",
    FigureKey.VISITS: "visits that took place in the period",
    FigureKey.FINDINGS: "findings made in the period, without withdrawn and repeated ones",
    FigureKey.GENERAL: "findings of the period that are general",
    FigureKey.MAJOR: "findings of the period that are major",
    FigureKey.RECTIFIED: "findings of the period that were accepted by the cut-off",
    FigureKey.GENERAL_RECTIFIED: "general findings of the period that were accepted by the cut-off",
    FigureKey.MAJOR_RECTIFIED: "major findings of the period that were accepted by the cut-off",
    FigureKey.UNRECTIFIED: "findings of the period that were not accepted by the cut-off",
    FigureKey.OVERDUE: (
        "findings of the period whose deadline was over at the cut-off and that were not accepted by it; what "
        "is due today is not late yet"
    ),
    FigureKey.SUPERVISED: "findings of the period that were listed for supervision",
    FigureKey.ALL_FOUND: "all findings made by the cut-off",
    FigureKey.ALL_RECTIFIED: "all findings made and accepted by the cut-off",
    FigureKey.DOCUMENTS: (
        "valid documents issued in the period; orders and notices only where they were served by the cut-off"
    ),
    FigureKey.RECORDS: "valid inspection records issued in the period",
    FigureKey.ORDERS: "orders issued in the period and served by the cut-off",
    FigureKey.MEASURES: "decisions issued in the period and served by the cut-off",
    FigureKey.EQUIPMENT_ORDERS: "orders on special equipment issued in the period and served by the cut-off",
    FigureKey.REINSPECTIONS: "re-inspections that ended in the period",
    FigureKey.CASES: "cases opened in the period",
    FigureKey.PENALTIES: "decisions made in the period, without withdrawn cases",
    FigureKey.FINES: "amount of the fines decided in the period",
    FigureKey.RECEIVED: "what was paid by the cut-off of the fines decided in the period",
    FigureKey.SUSPENDED: (
        "different units that a decision or a served on-site measure of the period told to stop business"
    ),
    FigureKey.REVOKED: "different units whose licence a decision of the period revoked",
    FigureKey.CLOSURE_PROPOSED: "different units whose closure was proposed in the period",
    FigureKey.CLOSED_DOWN: "different units closed in the period by a decision, or at the end of a supervision",
    FigureKey.TALKS: "different units with which a talk was held in the period",
    FigureKey.JOINT_PUNISHMENTS: "entries on the list of joint punishment made in the period",
    FigureKey.OFFICERS: "active officers of the roster, today",
    FigureKey.BASE: "units of the register today, without closed and merged ones",
    FigureKey.FUNDS: "not recorded by this program",
    FigureKey.LEADERS_VISITS: "not recorded by this program",
    FigureKey.RATE: "100 × rectified / found",
    FigureKey.GENERAL_RATE: "100 × general ones rectified / general ones found",
    FigureKey.MAJOR_RATE: "100 × major ones rectified / major ones found",
    FigureKey.DYNAMIC_RATE: (
        "100 × all found and accepted by the cut-off / all found by the cut-off; no official definition is known"
    ),
    FigureKey.ON_TIME_RATE: (
        "100 × accepted by their deadline / findings of the period with a deadline by the cut-off"
    ),
    FigureKey.OVERDUE_RATE: "100 × overdue / findings of the period with a deadline by the cut-off",
    FigureKey.REINSPECTION_RATE: (
        "100 × of those, looked at again by the cut-off / orders of the period with a deadline by the cut-off "
        "or a report of completion"
    ),
    FigureKey.FIRST_PASS_RATE: (
        "100 × orders of which the first re-inspection found every line done / orders of the period that were "
        "looked at again"
    ),
    FigureKey.SUPERVISION_RATE: "100 × major findings under supervision / major findings of the period",
    FigureKey.SIGN_OFF_RATE: "100 × signed off by the cut-off / findings of the period under supervision",
    FigureKey.COVERAGE: "100 × of those, visited in the period / objects of inspection",
    FigureKey.PLAN_RATE: (
        "100 × visited by the cut-off / units of the approved plan for the months of the period, without "
        "those taken out"
    ),
    FigureKey.PLAN_WORKDAYS_RATE: (
        "100 × workdays of the visited units / workdays planned for the months of the period"
    ),
    FigureKey.CASE_RATE: "100 × cases opened / visits",
    FigureKey.RANDOM_SHARE: "100 × visits drawn at random / visits",
    FigureKey.PAYMENT_RATE: "100 × received / decided",
    FigureKey.DENSITY: "found / visits",
    FigureKey.VISITS_PER_OFFICER: "visits / active officers",
    FigureKey.PUBLICATION_RATE: (
        "100 × published by the last day / results of drawn visits whose last day of publication lies in the period"
    ),
}
