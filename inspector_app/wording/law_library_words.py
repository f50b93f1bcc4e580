# SPDX-License-Identifier: MulanPSL-2.0
"""The words of the law library: states, fields, what becomes of a citation, who cites, why it has to be mended."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from inspector_app.domain.checklist import Verified
from inspector_app.domain.law_citation import CitationKind, MendReason
from inspector_app.domain.law_clause import LawState
from inspector_app.domain.law_names import STATE
from inspector_app.domain.law_update import ClauseFate, FieldChange, LawField, TouchedClause
from inspector_app.wording.catalogue import tr

LAW_LIBRARY_WORDS: Mapping[type[StrEnum], Mapping[StrEnum, str]] = {
    LawState: {
        LawState.IN_FORCE: "In force",
        LawState.NOT_YET: "Not yet in force",
        LawState.LAPSED: "Repealed",
        LawState.UNSURE: "To be verified",
    },
    LawField: {
        LawField.NAME: "Name",
        LawField.NUMBER: "Number",
        LawField.KIND: "Kind",
        LawField.SUBJECT: "What it says",
        LawField.VERIFIED: "Verification mark",
        LawField.STATUS: "Status in law",
        LawField.EFFECTIVE_FROM: "In force from",
        LawField.EFFECTIVE_TO: "Last day in force",
        LawField.SUPERSEDED_BY: "Superseded by",
        LawField.CHECKED_ON: "Checked on",
        LawField.SOURCES: "Sources",
        LawField.DECIDES: "Its mark counts for the items",
    },
    ClauseFate: {
        ClauseFate.LAPSES: "lapses",
        ClauseFate.LASTS: "lasts longer",
        ClauseFate.STARTS: "another first day",
        ClauseFate.RENAMED: "another name or number",
        ClauseFate.VERIFIED: "becomes verified",
        ClauseFate.DOUBTED: "is to be verified again",
    },
    CitationKind: {
        CitationKind.ITEM: "Checklist item",
        CitationKind.PERIOD: "Period",
        CitationKind.RULE: "Review rule",
        CitationKind.DOCUMENT: "Kind of document",
        CitationKind.FORM: "Form",
        CitationKind.STEP: "Follow-up step",
        CitationKind.PHRASE: "Phrase",
        CitationKind.FINDING: "Finding not yet ordered",
    },
    MendReason: {
        MendReason.LAPSED: "Lapsed",
        MendReason.LAPSING: "Lapses soon",
        MendReason.NOT_YET: "Not yet in force",
        MendReason.UNVERIFIED: "To be verified",
        MendReason.NO_PENALTY: "No penalty known",
    },
}


def fates_text(touched: TouchedClause) -> str:
    """Say what becomes of a citation, with the day and what takes its place."""
    return "；".join(_fate(touched, fate) for fate in touched.fates)


def _fate(touched: TouchedClause, fate: ClauseFate) -> str:
    after = touched.after
    match fate:
        case ClauseFate.LAPSES:
            day = after.effective_to.isoformat() if after.effective_to else ""
            if touched.successor:
                return tr("in force until {day}, then {successor}", day=day, successor=short_names(touched.successor))
            return tr("in force until {day}", day=day)
        case ClauseFate.LASTS if after.effective_to:
            return tr("in force until {day} now", day=after.effective_to.isoformat())
        case ClauseFate.LASTS:
            return tr("no last day any more")
        case ClauseFate.STARTS:
            return (
                tr("in force from {day}", day=after.effective_from.isoformat())
                if after.effective_from
                else tr("no first day any more")
            )
        case ClauseFate.RENAMED:
            return tr("cited as {name}, {number}", name=f"《{after.name}》", number=after.number)
        case ClauseFate.VERIFIED:
            return tr("becomes verified")
    return tr("is to be verified again")


def field_value(field: LawField, value: str) -> str:
    """Give the value of a field as people read it."""
    if not value:
        return tr("not known")
    if field is LawField.VERIFIED:
        return tr("Verified") if value == Verified.V else tr("To be verified")
    return tr("yes") if field is LawField.DECIDES else value


def short_names(text: str) -> str:
    """Give the names of laws without that of the state, as a screen has room for them."""
    return text.replace(f"《{STATE}", "《")


def change_text(change: FieldChange, *, is_new: bool = False) -> str:
    """Say old and new of a field; of a new entry only what it says."""
    if is_new:
        return field_value(change.field, change.new)
    return f"{field_value(change.field, change.old)} → {field_value(change.field, change.new)}"
