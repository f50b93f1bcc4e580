# SPDX-License-Identifier: MulanPSL-2.0
"""Which rows of which ledger a figure was counted from."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from inspector_app.domain.document import DocumentKind
from inspector_app.domain.figures import Dimension, FigureKey, Period, Scope
from inspector_app.domain.finding import Grade
from inspector_app.domain.ledger import LedgerName, LedgerQuery
from inspector_app.domain.penalty_case import CaseState, PenaltyKind
from inspector_app.ledgers.statistics_findings import BEGINNING, Key

_K = FigureKey
_MAJOR, _GENERAL = {"grade": Grade.MAJOR.value}, {"grade": Grade.GENERAL.value}
_DONE, _OPEN, _LATE, _DUE = "done", "open", "late", "due"  # what the cut-off has to be named for

# Of the findings made in the period: more filters, and what the cut-off says.
_FINDINGS: Mapping[FigureKey, tuple[Mapping[str, str], str]] = {
    _K.FINDINGS: ({}, ""), _K.GENERAL: (_GENERAL, ""), _K.MAJOR: (_MAJOR, ""), _K.RECTIFIED: ({}, _DONE),
    _K.GENERAL_RECTIFIED: (_GENERAL, _DONE), _K.MAJOR_RECTIFIED: (_MAJOR, _DONE), _K.UNRECTIFIED: ({}, _OPEN),
    _K.OVERDUE: ({}, _LATE), _K.OVERDUE_RATE: ({}, _LATE), _K.RATE: ({}, ""), _K.GENERAL_RATE: (_GENERAL, ""),
    _K.MAJOR_RATE: (_MAJOR, ""), _K.ON_TIME_RATE: ({}, _DUE), _K.DENSITY: ({}, ""),
    _K.SUPERVISED: ({"supervised": "yes"}, ""), _K.SIGN_OFF_RATE: ({"supervised": "yes"}, ""),
    _K.SUPERVISION_RATE: (_MAJOR, ""),
}  # fmt: skip
_KINDS: Mapping[FigureKey, DocumentKind] = {
    _K.RECORDS: DocumentKind.INSPECTION_RECORD, _K.ORDERS: DocumentKind.RECTIFICATION_ORDER,
    _K.MEASURES: DocumentKind.ONSITE_MEASURE, _K.EQUIPMENT_ORDERS: DocumentKind.SPECIAL_EQUIPMENT_ORDER,
}  # fmt: skip
_DECIDED: Mapping[FigureKey, PenaltyKind | None] = {
    _K.PENALTIES: None, _K.FINES: PenaltyKind.FINE, _K.RECEIVED: PenaltyKind.FINE, _K.PAYMENT_RATE: PenaltyKind.FINE,
    _K.REVOKED: PenaltyKind.LICENCE_REVOKED,
}  # fmt: skip
_STANDING = f"{CaseState.DECIDED}|{CaseState.CLOSED}"
_VISITS = (_K.VISITS, _K.ENTERPRISES, _K.RANDOM_SHARE, _K.VISITS_PER_OFFICER, _K.CASE_RATE)


def rows_behind(
    key: FigureKey,
    period: Period,
    scope: Scope,
    group: Mapping[str, str] | None = None,
    *,
    today: date | None = None,
) -> LedgerQuery | None:
    """Give the rows that a figure counts; for a ratio, those that it is a part of. None where no ledger holds them.

    `group` narrows to one row of `by`: its filters, as `group_filters` or a row's own query gives them. `today` cuts
    off what only falls due later, where the period reaches beyond it.
    """
    days = {"from": period.first.isoformat(), "to": period.last.isoformat()}
    narrow = {**_scope(scope), **(group or {})}
    cut_off = period.last.isoformat()
    if key in _FINDINGS:
        more, what = _FINDINGS[key]
        due_to = min(cut_off, today.isoformat()) if today else cut_off
        at = {
            _DONE: {"rectified": "yes", "at": cut_off},
            _OPEN: {"rectified": "no", "at": cut_off},
            _LATE: {"overdue": "yes", "at": cut_off},
            _DUE: {"due_from": BEGINNING.isoformat(), "due_to": due_to},
        }.get(what, {})
        return LedgerQuery(ledger=LedgerName.FINDINGS, filters={**days, **narrow, **more, **at})
    if key in (_K.ALL_FOUND, _K.ALL_RECTIFIED, _K.DYNAMIC_RATE):
        done = {"rectified": "yes", "at": cut_off} if key is _K.ALL_RECTIFIED else {}
        return LedgerQuery(ledger=LedgerName.FINDINGS, filters={"to": cut_off, **narrow, **done})
    if key in _VISITS:
        return LedgerQuery(ledger=LedgerName.INSPECTIONS, filters={**days, **narrow, "took_place": "yes"})
    if key in _KINDS:
        served = {} if key is _K.RECORDS else {"served": "yes"}
        more = {"kind": _KINDS[key].value, "live": "yes", **served}
        return LedgerQuery(ledger=LedgerName.DOCUMENTS, filters={**days, **narrow, **more})
    if key in _DECIDED:
        penalty = _DECIDED[key]
        decided = {"decided_from": days["from"], "decided_to": cut_off, "state": _STANDING}
        return LedgerQuery(
            ledger=LedgerName.CASES, filters={**decided, **narrow, **({"penalty": penalty.value} if penalty else {})}
        )
    simple = {_K.REINSPECTIONS: LedgerName.REINSPECTIONS, _K.CASES: LedgerName.CASES}
    return LedgerQuery(ledger=simple[key], filters={**days, **narrow}) if key in simple else None


def group_filters(dimension: Dimension, key: Key, period: Period) -> dict[str, str]:
    """Give the filters of one group; a month is cut to the period."""
    value = key[-1]
    if dimension is Dimension.MONTH:
        month = next((m for m in period.months if m.first.isoformat()[:7] == value), period)
        return {"from": month.first.isoformat(), "to": month.last.isoformat()}
    if dimension is Dimension.CLAUSE:
        return {"law": key[0], "clause": value}
    if dimension is Dimension.OFFICER:
        return {"officer": key[0], **({"certificate": value} if value else {})}
    return {str(dimension): value}


def _scope(scope: Scope) -> dict[str, str]:
    return {name: value for name in ("district", "sector") if (value := getattr(scope, name)) is not None}
