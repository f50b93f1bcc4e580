# SPDX-License-Identifier: MulanPSL-2.0
"""The heads under which the 37 kinds of documents stand in the list, in the order of a case."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from inspector_app.domain.document import DocumentKind
from inspector_app.wording import tr

_K = DocumentKind


class Group(StrEnum):
    """A part of a case."""

    BEFORE = "before"
    VISIT = "visit"
    ORDERS = "orders"
    AFTER = "after"
    COERCION = "coercion"
    EVIDENCE = "evidence"
    CASE = "case"
    SERVICE = "service"


OPEN_AT_FIRST = frozenset({Group.VISIT, Group.ORDERS})  # what is made at the gate

_KINDS: Mapping[Group, tuple[DocumentKind, ...]] = {
    Group.BEFORE: (_K.INSPECTION_APPROVAL, _K.INSPECTION_NOTICE, _K.INSPECTION_PLAN),
    Group.VISIT: (_K.INSPECTION_RECORD, _K.SCORE_SHEET),
    Group.ORDERS: (
        _K.ONSITE_MEASURE, _K.RECTIFICATION_ORDER, _K.SPECIAL_EQUIPMENT_ORDER, _K.CONSTRUCTION_ORDER,
        _K.CONSTRUCTION_STOP, _K.HAZARD_NOTICE,
    ),
    Group.AFTER: (
        _K.EXTENSION_APPROVAL, _K.EXTENSION_REPLY, _K.REINSPECTION_OPINION, _K.HAZARD_RECHECK, _K.HAZARD_REPORT,
        _K.RESUMPTION_REPLY, _K.CONSTRUCTION_RESUMPTION,
    ),
    Group.COERCION: (
        _K.COERCION_APPROVAL, _K.SEIZURE_DECISION, _K.SEIZURE_INVENTORY, _K.SEIZURE_RECORD, _K.SEIZURE_EXTENSION,
        _K.SEIZURE_DISPOSAL,
    ),
    Group.EVIDENCE: (
        _K.INTERVIEW_NOTICE, _K.INTERVIEW_RECORD, _K.SCENE_RECORD, _K.SAMPLING_RECEIPT, _K.PRESERVATION_APPROVAL,
        _K.PRESERVATION_NOTICE, _K.PRESERVATION_DISPOSAL,
    ),
    Group.CASE: (
        _K.CASE_APPROVAL, _K.SPOT_PENALTY_UNIT, _K.SPOT_PENALTY_PERSON, _K.CASE_TRANSFER, _K.CLOSURE_PROPOSAL,
    ),
    Group.SERVICE: (_K.SERVICE_RECEIPT,),
}  # fmt: skip
_OF = {kind: group for group, kinds in _KINDS.items() for kind in kinds}


def group_of(kind: DocumentKind) -> Group:
    """Give the part of the case to which a kind belongs."""
    return _OF[kind]


def group_name(group: Group) -> str:
    """Name a part of the case."""
    return {
        Group.BEFORE: tr("Before the visit"),
        Group.VISIT: tr("The visit"),
        Group.ORDERS: tr("Orders and measures"),
        Group.AFTER: tr("Re-inspection and extension"),
        Group.COERCION: tr("Measures of coercion"),
        Group.EVIDENCE: tr("Evidence"),
        Group.CASE: tr("The case"),
        Group.SERVICE: tr("Service"),
    }[group]
