# SPDX-License-Identifier: MulanPSL-2.0
"""The English word of every act and state of a year's use: register, figures, plan, draws."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from inspector_app.domain.change import Op
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
    RecordKind,
    SelfReportKind,
    TriageClass,
)
from inspector_app.domain.ledger import Colour, LedgerName
from inspector_app.domain.penalty_case import CaseProcedure, CaseState, CaseSubject, CaseVerb, PenaltyKind
from inspector_app.domain.year_plan import PlanKind, PlanState, PlanUnitState, PlanVerb

YEAR_OPS: Mapping[StrEnum, str] = {
    Op.KEEP_PROFILE: "Keep supervision facts",
    Op.KEEP_RECORD: "Keep record of a unit",
    Op.REMOVE_RECORD: "Remove record of a unit",
    Op.TAKE_SELF_REPORTS: "Take in self-reports",
    Op.ASSIGN_FINDINGS: "Assign findings",
    Op.REMIND_FINDINGS: "Remind of findings",
    Op.LIST_FINDINGS: "List findings under supervision",
    Op.OPEN_CASE: "Open case",
    Op.MOVE_CASE: "Move case on",
    Op.MAKE_PLAN: "Draw up plan",
    Op.AMEND_PLAN: "Amend plan",
    Op.APPROVE_PLAN: "Record approval of plan",
    Op.CHANGE_PLAN: "Change approved plan",
    Op.FREEZE_DRAW: "Freeze lists of a draw",
    Op.MAKE_DRAW: "Draw at random",
    Op.REPLACE_PICK: "Replace a drawn unit",
    Op.VOID_DRAW: "Void draw",
    Op.PUBLISH_DRAW: "Note publication of draw",
    Op.FILL_YEAR: "Fill in a year of figures",
}
YEAR_WORDS: Mapping[type[StrEnum], Mapping[StrEnum, str]] = {
    LedgerName: {
        LedgerName.FINDINGS: "Ledger of findings",
        LedgerName.INSPECTIONS: "Ledger of inspections",
        LedgerName.DOCUMENTS: "Ledger of documents",
        LedgerName.REINSPECTIONS: "Ledger of re-inspections",
        LedgerName.SUPERVISION: "Ledger of listed supervision",
        LedgerName.CASES: "Ledger of cases",
        LedgerName.EQUIPMENT: "Ledger of special equipment",
        LedgerName.ENTERPRISES: "Ledger of enterprises",
    },
    Colour: {
        Colour.RED: "Red light",
        Colour.YELLOW: "Yellow light",
        Colour.GREEN: "Green light",
        Colour.GREY: "No light",
    },
    Industry: {
        Industry.HAZMAT: "Hazardous chemicals",
        Industry.CONSTRUCTION: "Construction",
        Industry.SPECIAL_EQUIPMENT: "Special equipment",
        Industry.FIREWORKS: "Fireworks",
        Industry.OTHER: "Other industry",
    },
    EnterpriseState: {
        EnterpriseState.ACTIVE: "In operation",
        EnterpriseState.SUSPENDED: "Business suspended",
        EnterpriseState.CLOSED: "Closed",
    },
    SponsorGrade: {
        SponsorGrade.A: "Grade A",
        SponsorGrade.B: "Grade B",
        SponsorGrade.C: "Grade C",
    },
    SponsorLevel: {
        SponsorLevel.CITY: "City level",
        SponsorLevel.DISTRICT: "District level",
        SponsorLevel.TOWNSHIP: "Township level",
    },
    RiskGrade: {
        RiskGrade.RED: "Red (major risk)",
        RiskGrade.ORANGE: "Orange (considerable risk)",
        RiskGrade.YELLOW: "Yellow (moderate risk)",
        RiskGrade.BLUE: "Blue (low risk)",
    },
    StandardLevel: {
        StandardLevel.FIRST: "First level",
        StandardLevel.SECOND: "Second level",
        StandardLevel.THIRD: "Third level",
    },
    RecordKind: {
        RecordKind.LICENCE: "Licence or certificate",
        RecordKind.MAJOR_HAZARD: "Major hazard source",
        RecordKind.INSURANCE: "Liability insurance",
        RecordKind.LISTING: "Credit listing",
        RecordKind.TRIAGE: "Triage sheet",
        RecordKind.SELF_REPORT: "Self-report",
    },
    HazardLevel: {
        HazardLevel.ONE: "Level one",
        HazardLevel.TWO: "Level two",
        HazardLevel.THREE: "Level three",
        HazardLevel.FOUR: "Level four",
    },
    CreditListKind: {
        CreditListKind.BLACKLIST: "Blacklist",
        CreditListKind.JOINT: "Joint punishment",
    },
    SelfReportKind: {
        SelfReportKind.WEEKLY: "Weekly",
        SelfReportKind.FORTNIGHTLY: "Every two weeks",
        SelfReportKind.QUARTERLY: "Quarterly",
    },
    TriageClass: {
        TriageClass.CLOSE: "Close and leave",
        TriageClass.SUSPEND: "Suspend and rectify",
        TriageClass.RECTIFY: "Rectify by a day",
    },
    FindingActVerb: {
        FindingActVerb.ASSIGN: "Assigned to",
        FindingActVerb.REMIND: "Reminded",
    },
    CaseState: {
        CaseState.OPEN: "Case opened",
        CaseState.DECIDED: "Penalty decided",
        CaseState.CLOSED: "Case closed",
        CaseState.WITHDRAWN: "Case withdrawn",
    },
    CaseVerb: {
        CaseVerb.DECIDE: "Decide",
        CaseVerb.PAY: "Note payment",
        CaseVerb.CLOSE: "Close case",
        CaseVerb.WITHDRAW: "Withdraw case",
    },
    CaseSubject: {
        CaseSubject.UNIT: "Unit",
        CaseSubject.PERSON: "Person",
    },
    CaseProcedure: {
        CaseProcedure.SUMMARY: "On the spot",
        CaseProcedure.ORDINARY: "Ordinary procedure",
    },
    PenaltyKind: {
        PenaltyKind.WARNING: "Warning (penalty)",
        PenaltyKind.CRITICISM: "Public criticism",
        PenaltyKind.FINE: "Fine",
        PenaltyKind.CONFISCATION: "Confiscation",
        PenaltyKind.SUSPENSION: "Suspension of business",
        PenaltyKind.LICENCE_SUSPENDED: "Licence suspended",
        PenaltyKind.LICENCE_REVOKED: "Licence revoked",
        PenaltyKind.CLOSURE_PROPOSED: "Closure proposed",
        PenaltyKind.CLOSED_DOWN: "Shut down by order",
    },
    PlanState: {
        PlanState.DRAFT: "Plan in preparation",
        PlanState.APPROVED: "Plan approved",
        PlanState.REPLACED: "Replaced by a newer version",
    },
    PlanKind: {
        PlanKind.KEY: "Key inspection",
        PlanKind.GENERAL: "General inspection",
    },
    PlanUnitState: {
        PlanUnitState.PENDING: "Not begun",
        PlanUnitState.DONE: "Visited",
        PlanUnitState.CANCELLED: "Taken out",
        PlanUnitState.POSTPONED: "Put off",
    },
    PlanVerb: {
        PlanVerb.ADD: "Add unit",
        PlanVerb.CANCEL: "Take unit out",
        PlanVerb.POSTPONE: "Put unit off",
        PlanVerb.RESTORE: "Put unit back",
        PlanVerb.WORKDAYS: "Change workdays",
    },
    DrawState: {
        DrawState.FROZEN: "Lists frozen",
        DrawState.DRAWN: "Units drawn",
        DrawState.VOID: "Draw void",
    },
    PickState: {
        PickState.DRAWN: "Drawn",
        PickState.REPLACED: "Replaced",
    },
}
