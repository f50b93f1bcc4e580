# SPDX-License-Identifier: MulanPSL-2.0
"""How the tables of a year's use and their columns are called when laptops say different things of one thing."""

from __future__ import annotations

from collections.abc import Mapping

YEAR_TABLES: Mapping[str, str] = {
    "finding_acts": "Act about a finding",
    "penalty_cases": "Penalty case",
    "licences": "Licence or certificate",
    "major_hazards": "Major hazard source",
    "insurances": "Liability insurance",
    "credit_listings": "Credit listing",
    "self_reports": "Self-report",
    "self_findings": "Finding of a self-report",
    "triages": "Triage sheet",
    "plans": "Year's plan",
    "plan_units": "Unit of the plan",
    "plan_changes": "Change of the plan",
    "draws": "Random draw",
    "draw_picks": "Drawn unit",
}
YEAR_COLUMNS: Mapping[str, str] = {
    "cause": "Cause of the case",
    "penalty_cases.person": "Person punished",
    "procedure": "Procedure of the case",
    "decided_on": "Decided on",
    "decision_no": "Number of the decision",
    "penalties": "Penalties",
    "fine": "Fine in fen",
    "received": "Paid in fen",
    "received_on": "Paid on",
    "closed_on": "Closed on",
    "found": "Hazards found",
    "report_id": "Self-report",
    "plans.officers": "Number of officers",
    "plan_id": "Year's plan",
    "state_reason": "Reason of the state",
    "plan_unit_id": "Unit of the plan",
    "conditions": "Conditions of the draw",
    "objects_sha256": "List of units",
    "officers_sha256": "List of officers",
    "draws.officers": "Number of officers",
    "algorithm": "Algorithm",
    "drawn_at": "Drawn at",
    "record_sha256": "Record of the draw",
    "published_on": "Made public on",
    "draw_id": "Random draw",
    "replaces": "Stands for the drawn unit",
    "enterprises.grade": "Sponsor grade",
}
