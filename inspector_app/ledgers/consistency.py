# SPDX-License-Identifier: MulanPSL-2.0
"""The checks of handbook 5.4 before figures leave the house; each gives a warning that a person has to see."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from inspector_app.domain.document import DocumentKind, DocumentState
from inspector_app.domain.figures import EVERYTHING, Dimension, Figure, FigureKey, Period, Scope
from inspector_app.domain.finding import FindingStatus
from inspector_app.domain.penalty_case import CaseProcedure, CaseState, CaseSubject
from inspector_app.domain.problems import Problem, ProblemCode, Severity
from inspector_app.ledgers import statistics
from inspector_app.ledgers.statistics_counts import cumulative, tallies
from inspector_app.ledgers.statistics_findings import FindingTally, scope_sql, tallies_of_facts
from inspector_app.ledgers.statistics_papers import of_enterprises
from inspector_app.storage.driver import Database
from inspector_app.storage.rows import count, fetch, whole
from inspector_app.wording import word
from inspector_app.workspace import Workspace

SPOT_RULE, SPOT_UNIT, SPOT_PERSON = "R48", "spot_penalty_unit", "spot_penalty_person"
FEN = 100

_K = FigureKey
_NOT_MORE = (
    (_K.RECTIFIED, _K.FINDINGS), (_K.MAJOR, _K.FINDINGS), (_K.MAJOR_RECTIFIED, _K.MAJOR), (_K.RECEIVED, _K.FINES),
    (_K.ENTERPRISES, _K.VISITS), (_K.ALL_RECTIFIED, _K.ALL_FOUND), (_K.VISITS, _K.DOCUMENTS),
)  # fmt: skip


def check(
    ws: Workspace, period: Period, *, scope: Scope = EVERYTHING, made: Mapping[FigureKey, Figure] | None = None
) -> tuple[Problem, ...]:
    """Say what does not fit together in the figures of a period; empty when all is well. Every fault at once."""
    with statistics.snapshot(ws) as db:
        figures = made if made is not None else statistics.figures(ws, period, scope=scope)
        return (
            *_relations(figures), *_sums(ws, db, period, scope), *_fell(db, period, scope, figures),
            *_bare_visits(db, period, scope), *_not_accepted(db, period, scope), *_spot_fines(ws, db, period, scope),
        )  # fmt: skip


def stops(problem: Problem) -> bool:
    """Whether a report must not leave with it unless a person wants it so.

    Visits without a record of ours do not stop it: their records may be on paper. The report says how many.
    """
    on_paper = problem.code is ProblemCode.FIGURE_EXCEEDS and problem.where == f"figure:{_K.VISITS.value}"
    return problem.code is not ProblemCode.FIGURE_VISITS_BARE and not on_paper


def _relations(figures: Mapping[FigureKey, Figure]) -> Iterator[Problem]:
    for less, more in _NOT_MORE:
        small, large = figures[less], figures[more]
        if (small.numerator or 0) > (large.numerator or 0):
            yield _warning(
                ProblemCode.FIGURE_EXCEEDS, less, figure=word(less), found=small.text, other=word(more),
                allowed=large.text,
            )  # fmt: skip


def _sums(ws: Workspace, db: Database, period: Period, scope: Scope) -> Iterator[Problem]:
    """The districts against the whole, each from another source: the counts by month and the single findings."""
    whole_of = tallies_of_facts(db, period, scope, ws.today()).get((), FindingTally())
    for dimension in (Dimension.DISTRICT, Dimension.SECTOR):
        total = FindingTally()
        for part in tallies(db, period, scope, ws.today(), dimension).values():
            total.add(part)
        for key, name in ((_K.FINDINGS, "found"), (_K.MAJOR, "major"), (_K.RECTIFIED, "rectified")):
            found, allowed = getattr(total, name), getattr(whole_of, name)
            if found != allowed:
                yield _warning(
                    ProblemCode.FIGURE_SUM, key, figure=word(key), dimension=word(dimension), found=str(found),
                    allowed=str(allowed),
                )  # fmt: skip


def _fell(db: Database, period: Period, scope: Scope, figures: Mapping[FigureKey, Figure]) -> Iterator[Problem]:
    before = cumulative(db, period.previous.last, scope)
    for key, earlier in zip((_K.ALL_FOUND, _K.ALL_RECTIFIED), before, strict=True):
        now = int(figures[key].numerator or 0)
        if now < earlier:
            yield _warning(ProblemCode.FIGURE_FELL, key, figure=word(key), found=str(now), allowed=str(earlier))


def _bare_visits(db: Database, period: Period, scope: Scope) -> Iterator[Problem]:
    """Each visit has at least a record (现场检查记录)."""
    condition, params = scope_sql(scope, "v")
    sql = (
        "SELECT count(*) FROM visit_facts v WHERE v.took_place = 1 AND v.day BETWEEN ? AND ?"
        + (f" AND {condition}" if condition else "")
        + " AND NOT EXISTS (SELECT 1 FROM documents d WHERE d.inspection_id = v.id AND d.kind = ? AND d.state = ?)"
    )
    days = (period.first.isoformat(), period.last.isoformat())
    kinds = (DocumentKind.INSPECTION_RECORD.value, DocumentState.ISSUED.value)
    found = count(db, sql, (*days, *params, *kinds))
    if found:
        yield _warning(ProblemCode.FIGURE_VISITS_BARE, _K.RECORDS, count=str(found))


def _not_accepted(db: Database, period: Period, scope: Scope) -> Iterator[Problem]:
    condition, params = scope_sql(scope, "f")
    sql = (
        "SELECT count(*) FROM finding_facts f LEFT JOIN sign_offs s ON s.id = f.id"
        " WHERE f.status = ? AND f.found_on BETWEEN ? AND ?"
        " AND (s.id IS NULL OR s.accepted_by = '' OR s.accepted_on = '')" + (f" AND {condition}" if condition else "")
    )
    days = (period.first.isoformat(), period.last.isoformat())
    found = count(db, sql, (FindingStatus.CLOSED.value, *days, *params))
    if found:
        yield _warning(ProblemCode.FIGURE_NOT_ACCEPTED, _K.RECTIFIED, count=str(found))


def _spot_fines(ws: Workspace, db: Database, period: Period, scope: Scope) -> Iterator[Problem]:
    """A fine on the spot is at most what the law's own rule says."""
    join, where, params = of_enterprises("c", scope)
    rows = fetch(
        db,
        f"SELECT c.id, c.number, c.subject, c.fine FROM penalty_cases c {join} WHERE c.procedure = ?"
        f" AND c.decided_on BETWEEN ? AND ? AND c.state <> ?{where} ORDER BY c.decided_on, c.id",
        (CaseProcedure.SUMMARY.value, period.first.isoformat(), period.last.isoformat(), CaseState.WITHDRAWN.value,
         *params),
    )  # fmt: skip
    rules = ws.law.rules if rows else None
    for row in rows:
        assert rules is not None
        most = rules.number(SPOT_RULE, SPOT_PERSON if row["subject"] == CaseSubject.PERSON.value else SPOT_UNIT)
        if whole(row["fine"]) > most * FEN:
            fields = {"number": str(row["number"]), "found": f"{whole(row['fine']) / FEN:.2f}", "allowed": str(most)}
            code = ProblemCode.FIGURE_SPOT_FINE
            yield Problem(code=code, where=f"case:{row['id']}", fields=fields, severity=Severity.WARN)


def _warning(code: ProblemCode, key: FigureKey, **fields: str) -> Problem:
    return Problem(code=code, where=f"figure:{key.value}", fields=fields, severity=Severity.WARN)
