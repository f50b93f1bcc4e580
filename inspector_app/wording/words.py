# SPDX-License-Identifier: MulanPSL-2.0
"""The English word of every operation and every enum value of the domain; the catalogue has the Chinese."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from inspector_app.domain.change import Op
from inspector_app.domain.checklist import DeadlineClass, ItemGrade, Verified
from inspector_app.domain.document import DocumentKind, DocumentState
from inspector_app.domain.enterprise import Industry
from inspector_app.domain.finding import FindingStatus, Grade
from inspector_app.domain.inspection import AnswerResult, InspectionState, PersonRole
from inspector_app.domain.markup import MarkKind
from inspector_app.domain.organ import EnforcementPower
from inspector_app.domain.problems import Severity

# By class first: members of different StrEnums with the same value are equal to each other.
WORDS: Mapping[type[StrEnum], Mapping[StrEnum, str]] = {
    Op: {
        Op.SET_ORGAN: "Set organ",
        Op.ADD_OFFICER: "Add officer",
        Op.AMEND_OFFICER: "Amend officer",
        Op.REGISTER_ENTERPRISE: "Register enterprise",
        Op.AMEND_ENTERPRISE: "Amend enterprise",
        Op.IMPORT_ENTERPRISES: "Import enterprises",
        Op.START_INSPECTION: "Start inspection",
        Op.AMEND_INSPECTION: "Amend inspection",
        Op.ANSWER_ITEM: "Answer item",
        Op.FINISH_INSPECTION: "Finish inspection",
        Op.RECORD_PAPER_INSPECTION: "Record inspection kept on paper",
        Op.RECORD_FINDING: "Record finding",
        Op.AMEND_FINDING: "Amend finding",
        Op.WITHDRAW_FINDING: "Withdraw finding",
        Op.CONFIRM_CLAUSE: "Confirm legal basis",
        Op.ADD_PHOTOS: "Add photos",
        Op.ASSIGN_PHOTO: "Assign photo",
        Op.ARRANGE_PHOTOS: "Arrange photos",
        Op.AMEND_PHOTO: "Amend photo",
        Op.REMOVE_PHOTO: "Remove photo",
        Op.CHOOSE_FINDINGS: "Choose findings of the document",
        Op.ISSUE_DOCUMENT: "Issue document",
        Op.PRINT_DOCUMENT: "Print document",
        Op.VOID_DOCUMENT: "Void document",
        Op.UNDO: "Undo",
    },
    Verified: {Verified.V: "Verified", Verified.M: "To be verified"},
    ItemGrade: {
        ItemGrade.GENERAL: "General",
        ItemGrade.POSSIBLY_MAJOR: "Possibly major",
        ItemGrade.MAJOR: "Major",
    },
    DeadlineClass: {
        DeadlineClass.IMMEDIATE: "At once",
        DeadlineClass.WITHIN_DAYS: "Within a time limit",
        DeadlineClass.STOP: "Stop production or use",
    },
    DocumentKind: {
        DocumentKind.INSPECTION_RECORD: "On-site inspection record",
        DocumentKind.RECTIFICATION_ORDER: "Rectification order",
    },
    DocumentState: {DocumentState.ISSUED: "Issued", DocumentState.VOID: "Void"},
    Industry: {
        Industry.HAZMAT: "Hazardous chemicals",
        Industry.CONSTRUCTION: "Construction",
        Industry.SPECIAL_EQUIPMENT: "Special equipment",
        Industry.FIREWORKS: "Fireworks",
        Industry.OTHER: "Other industry",
    },
    Grade: {Grade.GENERAL: "General", Grade.MAJOR: "Major"},
    FindingStatus: {
        FindingStatus.RECORDED: "Recorded",
        FindingStatus.ORDERED: "Ordered",
        FindingStatus.WITHDRAWN: "Withdrawn",
    },
    InspectionState: {InspectionState.OPEN: "In progress", InspectionState.FINISHED: "Finished"},
    AnswerResult: {
        AnswerResult.NOT_CHECKED: "Not checked",
        AnswerResult.COMPLIANT: "Compliant",
        AnswerResult.NONCOMPLIANT: "Noncompliant",
        AnswerResult.NOT_APPLICABLE: "Not applicable",
    },
    PersonRole: {
        PersonRole.OFFICER: "Officer",
        PersonRole.EXPERT: "Expert",
        PersonRole.ACCOMPANYING: "Accompanying person",
        PersonRole.WITNESS: "Witness",
    },
    MarkKind: {
        MarkKind.ARROW: "Arrow",
        MarkKind.BOX: "Box",
        MarkKind.CIRCLE: "Circle",
        MarkKind.TEXT: "Text",
    },
    EnforcementPower: {
        EnforcementPower.FULL: "Full enforcement power",
        EnforcementPower.DELEGATED: "Delegated enforcement",
        EnforcementPower.EMPOWERED: "Empowered by law",
        EnforcementPower.NONE: "No enforcement power",
    },
    Severity: {Severity.BLOCK: "Must be mended", Severity.WARN: "To be noted"},
}
