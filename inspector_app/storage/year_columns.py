# SPDX-License-Identifier: MulanPSL-2.0
"""What each column of a year's tables may hold (see `column_words`)."""

from __future__ import annotations

from collections.abc import Mapping

from inspector_app.domain.draw import DrawState, PickState
from inspector_app.domain.enterprise import Industry
from inspector_app.domain.enterprise_profile import (
    EnterpriseState,
    RiskGrade,
    SponsorGrade,
    SponsorLevel,
    StandardLevel,
)
from inspector_app.domain.enterprise_records import (
    CreditListKind,
    FindingActVerb,
    HazardLevel,
    SelfReportKind,
    TriageClass,
)
from inspector_app.domain.finding import Grade
from inspector_app.domain.penalty_case import CaseProcedure, CaseState, CaseSubject
from inspector_app.domain.year_plan import PlanKind, PlanState, PlanUnitState, PlanVerb
from inspector_app.storage.column_shapes import (
    COUNT,
    DAY,
    HASH,
    INSTANT,
    KEY,
    PLACE,
    TEXT,
    TEXTS,
    YEAR,
    Column,
    Real,
    Shape,
    Whole,
    words,
)

PROFILE: Mapping[str, Column] = {
    "industry_code": KEY, "district_code": KEY, "sector": words(Industry, ""), "state": words(EnterpriseState),
    "grade": words(SponsorGrade, ""), "grade_basis": TEXT, "sponsor_unit": TEXT, "sponsor_person": TEXT,
    "sponsor_level": words(SponsorLevel, ""), "visit_cycle_days": PLACE, "risk_grade": words(RiskGrade, ""),
    "standardisation": words(StandardLevel, ""), "standardised_until": DAY, "employees": PLACE,
    "latitude": Real(-90, 90), "longitude": Real(-180, 180),
}  # fmt: skip
YEAR_COLUMNS: Mapping[str, Mapping[str, Column]] = {
    "finding_acts": {
        "id": KEY, "finding_id": KEY, "verb": words(FindingActVerb), "person": TEXT, "officer_id": KEY,
        "due_on": DAY, "text": TEXT, "at": INSTANT, "made_by": TEXT,
    },
    "penalty_cases": {
        "id": KEY, "enterprise_id": KEY, "inspection_id": KEY, "number": TEXT, "cause": TEXT,
        "subject": words(CaseSubject), "person": TEXT, "procedure": words(CaseProcedure), "state": words(CaseState),
        "opened_on": DAY, "decided_on": DAY, "decision_no": TEXT, "penalties": TEXTS, "fine": COUNT,
        "received": COUNT, "received_on": DAY, "closed_on": DAY, "note": TEXT,
    },
    "licences": {
        "id": KEY, "enterprise_id": KEY, "kind": TEXT, "number": TEXT, "scope": TEXT, "issuer": TEXT,
        "issued_on": DAY, "expires_on": DAY, "note": TEXT, "removed_reason": TEXT,
    },
    "major_hazards": {
        "id": KEY, "enterprise_id": KEY, "name": TEXT, "level": words(HazardLevel, ""), "substances": TEXT,
        "place": TEXT, "person": TEXT, "filing_no": TEXT, "filed_on": DAY, "note": TEXT, "removed_reason": TEXT,
    },
    "insurances": {
        "id": KEY, "enterprise_id": KEY, "insurer": TEXT, "policy_no": TEXT, "starts_on": DAY, "ends_on": DAY,
        "insured": PLACE, "amount": COUNT, "note": TEXT, "removed_reason": TEXT,
    },
    "credit_listings": {
        "id": KEY, "enterprise_id": KEY, "kind": words(CreditListKind), "basis": TEXT, "organ": TEXT,
        "listed_on": DAY, "ends_on": DAY, "delisted_on": DAY, "delist_reason": TEXT, "note": TEXT,
        "removed_reason": TEXT,
    },
    "self_reports": {
        "id": KEY, "enterprise_id": KEY, "kind": words(SelfReportKind), "period_from": DAY, "period_to": DAY,
        "reported_on": DAY, "checked_by": TEXT, "found": PLACE, "rectified": PLACE, "source_name": TEXT,
        "source_sha256": HASH, "note": TEXT, "removed_reason": TEXT,
    },
    "self_findings": {
        "id": KEY, "report_id": KEY, "ordinal": PLACE, "description": TEXT, "place": TEXT, "grade": words(Grade),
        "measure": TEXT, "person": TEXT, "found_on": DAY, "deadline": DAY, "rectified_on": DAY, "note": TEXT,
    },
    "triages": {
        "id": KEY, "enterprise_id": KEY, "triage": words(TriageClass), "conclusion": TEXT, "assessed_on": DAY,
        "assessor": TEXT, "measures": TEXT, "deadline": DAY, "person": TEXT, "done_on": DAY, "result": TEXT,
        "removed_reason": TEXT,
    },
    "plans": {
        "id": KEY, "year": YEAR, "version": PLACE, "title": TEXT, "state": words(PlanState), "officers": PLACE,
        "statutory_days": PLACE, "other_days": PLACE, "idle_days": PLACE, "texts": Shape.JSON, "approved_by": TEXT,
        "approval_no": TEXT, "approved_on": DAY, "filed_with": TEXT, "filed_on": DAY, "made_at": INSTANT,
    },
    "plan_units": {
        "id": KEY, "plan_id": KEY, "enterprise_id": KEY, "kind": words(PlanKind), "month": Whole(1, 12),
        "reason": TEXT, "items": TEXTS, "officers": TEXTS, "workdays": PLACE, "state": words(PlanUnitState),
        "state_reason": TEXT, "inspection_id": KEY, "note": TEXT,
    },
    "plan_changes": {
        "id": KEY, "plan_id": KEY, "ordinal": PLACE, "at": INSTANT, "verb": words(PlanVerb), "plan_unit_id": KEY,
        "text": TEXT, "reason": TEXT, "approver": TEXT, "approval_no": TEXT,
    },
    "draws": {
        "id": KEY, "name": TEXT, "state": words(DrawState), "made_at": INSTANT, "place": TEXT, "operator": TEXT,
        "supervisor": TEXT, "witness": TEXT, "conditions": Shape.JSON, "objects_sha256": HASH, "objects": PLACE,
        "officers_sha256": HASH, "officers": PLACE, "wanted": PLACE, "per_unit": PLACE, "algorithm": KEY, "seed": TEXT,
        "seed_source": TEXT, "drawn_at": INSTANT, "record_sha256": HASH, "published_on": DAY, "channel": TEXT,
        "link": TEXT, "void_reason": TEXT,
    },
    "draw_picks": {
        "id": KEY, "draw_id": KEY, "ordinal": PLACE, "enterprise_id": KEY, "officers": TEXTS,
        "state": words(PickState), "replaces": KEY, "reason": TEXT, "at": INSTANT, "inspection_id": KEY,
        "published_on": DAY,
    },
}  # fmt: skip
