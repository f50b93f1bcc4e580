# SPDX-License-Identifier: MulanPSL-2.0
"""The figures of the work in a period, for a scope, as a whole and set apart; one place for screen, XLSX and PDF."""

from __future__ import annotations

import contextlib
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass

from inspector_app.domain.document import DocumentKind
from inspector_app.domain.enterprise import Industry
from inspector_app.domain.figures import (
    EVERYTHING,
    OF_GROUPS,
    OF_TODAY,
    UNRECORDED,
    Dimension,
    Figure,
    FigureKey,
    FigureRow,
    Growth,
    Period,
    Scope,
    counted,
    growth,
    ratio,
    unrecorded,
)
from inspector_app.domain.ledger import LedgerQuery
from inspector_app.domain.penalty_case import PenaltyKind
from inspector_app.law.documents import DocumentLaw
from inspector_app.ledgers import statistics_papers as papers
from inspector_app.ledgers import statistics_visits as visits
from inspector_app.ledgers.statistics_counts import cumulative, tallies
from inspector_app.ledgers.statistics_findings import FindingTally, Key, supervised
from inspector_app.ledgers.statistics_groups import OF_FINDINGS, GroupFigures, group_figure
from inspector_app.ledgers.statistics_kept import remembered
from inspector_app.ledgers.statistics_plan import PUBLISH_PERIOD, plan, publications
from inspector_app.ledgers.statistics_rows import group_filters, rows_behind
from inspector_app.ledgers.statistics_visits import VisitTally
from inspector_app.storage.driver import Database
from inspector_app.wording import language, tr, word
from inspector_app.workspace import Workspace

__all__ = ["Compared", "by", "compared", "documents", "figures", "rows_behind", "series", "snapshot"]

_K = FigureKey
_NO_FINDING, _NO_VISIT = FindingTally(), VisitTally()


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """A period's figures beside those of the same days a year before."""

    period: Period
    before: Period
    growths: Mapping[FigureKey, Growth]


@contextlib.contextmanager
def snapshot(ws: Workspace) -> Iterator[Database]:
    """Read several things as they stood at one moment, whatever is written meanwhile."""
    with ws.reader() as db:
        if db.conn.in_transaction:
            yield db
            return
        db.conn.execute("BEGIN")
        try:
            yield db
        finally:
            db.conn.execute("ROLLBACK")


def figures(ws: Workspace, period: Period, *, scope: Scope = EVERYTHING) -> Mapping[FigureKey, Figure]:
    """Give every figure of a period; the cut-off is its last day.

    Refuses PERIOD_UNKNOWN where the law's files lack the period of publication.
    """
    with snapshot(ws) as db:
        law = ws.law.documents  # a file of the program: where it was changed, this is another object
        _, counted_once = remembered(
            ws, db, ("whole", period, scope, id(law)),
            lambda: (law, _of_findings(ws, db, period, scope) | _of_visits(db, period, scope)
                     | _of_papers(db, law, period, scope)),
            lambda made: len(made[1]),
        )  # fmt: skip
        made = {
            **counted_once,
            **_of_plan(ws, db, period, scope),
            **{key: unrecorded(key) for key in UNRECORDED},
        }
        visit_count, found = made[_K.VISITS].numerator or 0, made[_K.FINDINGS].numerator or 0
        made[_K.DENSITY] = ratio(_K.DENSITY, int(found), int(visit_count))
        made[_K.CASE_RATE] = ratio(_K.CASE_RATE, int(made[_K.CASES].numerator or 0), int(visit_count))
    return {key: made[key] for key in FigureKey}


def by(ws: Workspace, period: Period, dimension: Dimension, *, scope: Scope = EVERYTHING) -> tuple[FigureRow, ...]:
    """Give the figures of every sector, district, month, officer or clause; `OF_GROUPS` says which.

    Those with most findings come first, months in their order. The findings of two officers stand with each of them,
    those on two clauses with each clause: such columns do not add up to the whole.
    """
    with snapshot(ws) as db:
        return remembered(
            ws, db, (dimension, period, scope, language()), lambda: _rows(ws, db, period, dimension, scope), len
        )


def _rows(ws: Workspace, db: Database, period: Period, dimension: Dimension, scope: Scope) -> tuple[FigureRow, ...]:
    found, seen = _grouped(ws, db, period, scope, dimension)
    if dimension is Dimension.MONTH:
        keys: list[Key] = [(month.first.isoformat()[:7],) for month in period.months]
    else:
        keys = sorted(found.keys() | seen.keys(), key=lambda k: (-found.get(k, _NO_FINDING).found, k))
    label_of = _labels(dimension, keys)
    whole = rows_behind(_K.FINDINGS, period, scope)
    assert whole is not None, "findings have a ledger"
    shown, ledger, filters = OF_GROUPS[dimension], whole.ledger, whole.filters
    return tuple(
        FigureRow(
            label=label_of(key), key=key[-1],
            figures=GroupFigures(shown, found.get(key, _NO_FINDING), seen.get(key, _NO_VISIT)),
            query=LedgerQuery(ledger=ledger, filters={**filters, **group_filters(dimension, key, period)}),
        )
        for key in keys
    )  # fmt: skip


def _grouped(
    ws: Workspace, db: Database, period: Period, scope: Scope, dimension: Dimension
) -> tuple[dict[Key, FindingTally], dict[Key, VisitTally]]:
    found = tallies(db, period, scope, ws.today(), dimension)
    return found, {} if dimension is Dimension.CLAUSE else visits.visit_tallies(db, period, scope, dimension)


def _labels(dimension: Dimension, keys: Collection[Key]) -> Callable[[Key], str]:
    """Say how groups are named as people read them; officers of one name by their certificates too."""
    namesakes = Counter(key[0] for key in keys) if dimension is Dimension.OFFICER else {}
    unnamed = tr("not stated")
    told_apart = tr("{name} ({number})", name="{name}", number="{number}")  # once, not for eight thousand officers

    def label(key: Key) -> str:
        value = key[0] if dimension is Dimension.OFFICER else key[-1]
        if not value:
            return unnamed
        if dimension is Dimension.SECTOR and value in tuple(Industry):
            return word(Industry(value))
        if namesakes.get(value, 0) > 1 and key[-1]:
            return told_apart.format(name=value, number=key[-1])
        return value

    return label


def series(ws: Workspace, period: Period, *, scope: Scope = EVERYTHING) -> tuple[FigureRow, ...]:
    """Give the months of a period in their order, those without a visit too."""
    return by(ws, period, Dimension.MONTH, scope=scope)


def compared(ws: Workspace, period: Period, *, scope: Scope = EVERYTHING) -> Compared:
    """Give the figures of a period beside those of the same days a year before (同比).

    What is counted as of today (roster, register) has none: nobody knows how it stood then.
    """
    before = period.year_before
    now, then = figures(ws, period, scope=scope), dict(figures(ws, before, scope=scope))
    then.update({key: Figure(key=key, value=None) for key in OF_TODAY})
    return Compared(period=period, before=before, growths={key: growth(now[key], then[key]) for key in now})


def documents(ws: Workspace, period: Period, *, scope: Scope = EVERYTHING) -> Mapping[DocumentKind, int]:
    """Count the documents of a period by kind (份): valid ones, orders and notices only where served."""
    with snapshot(ws) as db:
        return papers.documents_by_kind(db, ws.law.documents, period, scope)


# What the figures are made of -----------------------------------------------------------------------------


def _of_findings(ws: Workspace, db: Database, period: Period, scope: Scope) -> dict[FigureKey, Figure]:
    tally = tallies(db, period, scope, ws.today()).get((), FindingTally())
    all_found, all_rectified = cumulative(db, period.last, scope)
    listed, listed_major, signed_off = supervised(db, period, scope)
    return {
        **{key: group_figure(key, tally, VisitTally()) for key in OF_FINDINGS},
        _K.SUPERVISED: counted(_K.SUPERVISED, listed),
        _K.ALL_FOUND: counted(_K.ALL_FOUND, all_found),
        _K.ALL_RECTIFIED: counted(_K.ALL_RECTIFIED, all_rectified),
        _K.DYNAMIC_RATE: ratio(_K.DYNAMIC_RATE, all_rectified, all_found),
        _K.SUPERVISION_RATE: ratio(_K.SUPERVISION_RATE, listed_major, tally.major),
        _K.SIGN_OFF_RATE: ratio(_K.SIGN_OFF_RATE, signed_off, listed),
    }


def _of_visits(db: Database, period: Period, scope: Scope) -> dict[FigureKey, Figure]:
    tally = visits.visit_tallies(db, period, scope).get((), VisitTally())
    base, visited = visits.base_and_visited(db, period, scope, tally.enterprises)
    officers = visits.officers(db)
    counts = {
        _K.BASE: base, _K.OFFICERS: officers, _K.ENTERPRISES: tally.enterprises, _K.VISITS: tally.visits,
    }  # fmt: skip
    ratios = {
        _K.COVERAGE: (visited, base), _K.VISITS_PER_OFFICER: (tally.visits, officers),
        _K.RANDOM_SHARE: (visits.drawn_visits(db, period, scope), tally.visits),
    }  # fmt: skip
    return _made(counts, ratios)


def _of_papers(db: Database, law: DocumentLaw, period: Period, scope: Scope) -> dict[FigureKey, Figure]:
    kinds = papers.documents_by_kind(db, law, period, scope)
    orders = papers.orders(db, law, period, scope)
    cases, decided = papers.cases(db, period, scope), papers.punished(db, period, scope)
    counts = {
        _K.DOCUMENTS: sum(kinds.values()), _K.RECORDS: kinds.get(DocumentKind.INSPECTION_RECORD, 0),
        _K.ORDERS: kinds.get(DocumentKind.RECTIFICATION_ORDER, 0),
        _K.MEASURES: kinds.get(DocumentKind.ONSITE_MEASURE, 0),
        _K.EQUIPMENT_ORDERS: kinds.get(DocumentKind.SPECIAL_EQUIPMENT_ORDER, 0),
        _K.REINSPECTIONS: papers.reinspections(db, period, scope), _K.CASES: cases.opened,
        _K.PENALTIES: cases.decided, _K.FINES: cases.fines, _K.RECEIVED: cases.received,
        _K.SUSPENDED: len(papers.suspended(db, period, scope, decided)),
        _K.REVOKED: len(decided[PenaltyKind.LICENCE_REVOKED]),
        _K.CLOSURE_PROPOSED: len(papers.closure_proposed(db, period, scope, decided)),
        _K.CLOSED_DOWN: len(papers.closed_down(db, period, scope, decided)),
        _K.TALKS: len(papers.talked_to(db, period, scope)),
        _K.JOINT_PUNISHMENTS: papers.joint_punishments(db, period, scope),
    }  # fmt: skip
    ratios = {
        _K.REINSPECTION_RATE: (orders.looked_at, orders.due),
        _K.FIRST_PASS_RATE: (orders.passed_first, orders.reinspected),
        _K.PAYMENT_RATE: (cases.received, cases.fines),
    }
    return _made(counts, ratios)


def _of_plan(ws: Workspace, db: Database, period: Period, scope: Scope) -> dict[FigureKey, Figure]:
    planned = plan(db, period, scope)
    public = publications(db, period, scope, lambda day: ws.law.due(PUBLISH_PERIOD, day).date)
    ratios = {
        _K.PLAN_RATE: (planned.visited, planned.planned),
        _K.PLAN_WORKDAYS_RATE: (planned.used_days, planned.planned_days),
        _K.PUBLICATION_RATE: (public.in_time, public.due),
    }
    return _made({}, ratios)


def _made(counts: Mapping[FigureKey, int], ratios: Mapping[FigureKey, tuple[int, int]]) -> dict[FigureKey, Figure]:
    made = {key: counted(key, number) for key, number in counts.items()}
    return made | {key: ratio(key, above, below) for key, (above, below) in ratios.items()}
