# SPDX-License-Identifier: MulanPSL-2.0
"""The English word of every kind of document."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from inspector_app.domain.document import DocumentKind

DOCUMENT_WORDS: Mapping[type[StrEnum], Mapping[StrEnum, str]] = {
    DocumentKind: {
        DocumentKind.INSPECTION_APPROVAL: "Inspection approval",
        DocumentKind.INSPECTION_NOTICE: "Inspection notice",
        DocumentKind.INSPECTION_PLAN: "Inspection plan",
        DocumentKind.INSPECTION_RECORD: "On-site inspection record",
        DocumentKind.SCORE_SHEET: "Construction safety score sheet",
        DocumentKind.ONSITE_MEASURE: "On-site measure decision",
        DocumentKind.RECTIFICATION_ORDER: "Rectification order",
        DocumentKind.SPECIAL_EQUIPMENT_ORDER: "Special equipment supervision order",
        DocumentKind.CONSTRUCTION_ORDER: "Construction correction notice",
        DocumentKind.CONSTRUCTION_STOP: "Construction stop notice",
        DocumentKind.HAZARD_NOTICE: "Hazard notice",
        DocumentKind.EXTENSION_APPROVAL: "Extension approval",
        DocumentKind.EXTENSION_REPLY: "Extension reply",
        DocumentKind.REINSPECTION_OPINION: "Re-inspection opinion",
        DocumentKind.HAZARD_RECHECK: "Hazard recheck form",
        DocumentKind.HAZARD_REPORT: "Hazard report",
        DocumentKind.RESUMPTION_REPLY: "Resumption review opinion",
        DocumentKind.CONSTRUCTION_RESUMPTION: "Construction resumption notice",
        DocumentKind.COERCION_APPROVAL: "Coercion approval",
        DocumentKind.SEIZURE_DECISION: "Seizure decision",
        DocumentKind.SEIZURE_INVENTORY: "Seizure inventory",
        DocumentKind.SEIZURE_RECORD: "Seizure record",
        DocumentKind.SEIZURE_EXTENSION: "Seizure extension decision",
        DocumentKind.SEIZURE_DISPOSAL: "Seizure disposal decision",
        DocumentKind.INTERVIEW_NOTICE: "Interview notice",
        DocumentKind.INTERVIEW_RECORD: "Interview record",
        DocumentKind.SCENE_RECORD: "Scene record",
        DocumentKind.SAMPLING_RECEIPT: "Sampling receipt",
        DocumentKind.PRESERVATION_APPROVAL: "Evidence preservation approval",
        DocumentKind.PRESERVATION_NOTICE: "Evidence preservation notice",
        DocumentKind.PRESERVATION_DISPOSAL: "Evidence preservation disposal",
        DocumentKind.CASE_APPROVAL: "Case approval",
        DocumentKind.SPOT_PENALTY_UNIT: "On-the-spot penalty (unit)",
        DocumentKind.SPOT_PENALTY_PERSON: "On-the-spot penalty (person)",
        DocumentKind.SERVICE_RECEIPT: "Service receipt",
        DocumentKind.CASE_TRANSFER: "Case transfer letter",
        DocumentKind.CLOSURE_PROPOSAL: "Closure proposal",
    },
}
