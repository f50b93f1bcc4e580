# SPDX-License-Identifier: MulanPSL-2.0
"""The English word of every operation on checklists and of every kind of answer."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from inspector_app.domain.answering import AnswerKind, Need
from inspector_app.domain.change import Op
from inspector_app.domain.pack_diff import DiffKind
from inspector_app.domain.phrase import PhraseState

CHECKLIST_OPS: Mapping[StrEnum, str] = {
    Op.KEEP_PACK: "Import checklist",
    Op.REMOVE_PACK: "Remove checklist",
    Op.CHOOSE_PACK: "Switch checklist on or off",
    Op.APPLY_LAW_UPDATE: "Apply law update",
    Op.IMPORT_AUDIT: "Import audit",
    Op.ADD_SPOT: "Add place or entry",
    Op.AMEND_SPOT: "Amend place",
    Op.REMOVE_SPOT: "Remove place or entry",
    Op.PUBLISH_PHRASE: "Publish phrase",
    Op.DROP_PHRASE: "Drop phrase",
    Op.KEEP_EQUIPMENT: "Keep equipment",
    Op.REMOVE_EQUIPMENT: "Remove equipment",
}

CHECKLIST_WORDS: Mapping[type[StrEnum], Mapping[StrEnum, str]] = {
    AnswerKind: {
        AnswerKind.TICK: "Compliant or not",
        AnswerKind.TEXT: "Text",
        AnswerKind.WHOLE: "Whole number",
        AnswerKind.NUMBER: "Decimal number",
        AnswerKind.DATE: "Date",
        AnswerKind.TIME: "Time",
        AnswerKind.INSTANT: "Date and time",
        AnswerKind.CHOICE: "Choice",
        AnswerKind.CHOICES: "Choices",
        AnswerKind.NOTE: "Words to read",
        AnswerKind.PHOTO: "Photo",
        AnswerKind.POSITION: "Position",
        AnswerKind.CODE: "Barcode",
        AnswerKind.COMPUTED: "Computed",
        AnswerKind.ENTRIES: "Entries",
        AnswerKind.DEDUCTION: "Points deducted",
        AnswerKind.WORKING: "Calculation",
        AnswerKind.UNSUPPORTED: "Not for this computer",
    },
    DiffKind: {
        DiffKind.ADDED: "Added",
        DiffKind.REMOVED: "Removed",
        DiffKind.CHANGED: "Changed",
        DiffKind.MOVED: "Moved",
    },
    PhraseState: {
        PhraseState.CANDIDATE: "Candidate",
        PhraseState.PUBLISHED: "Published",
        PhraseState.DROPPED: "Dropped",
    },
    Need: {Need.PHOTO: "Photo", Need.NOTE: "Note"},
}
