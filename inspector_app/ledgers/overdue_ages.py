# SPDX-License-Identifier: MulanPSL-2.0
"""How long overdue findings have been so at a cut-off, whenever they were made; and what figures may be narrowed to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from inspector_app.domain.figures import Scope, late_by
from inspector_app.domain.finding import Grade
from inspector_app.domain.ledger import LedgerName, LedgerQuery
from inspector_app.ledgers.statistics_findings import BEGINNING, scope_sql
from inspector_app.workspace import Workspace

STEPS = (7, 30, 90)  # days; the last group is everything older (a proposal: no rule names such groups)


@dataclass(frozen=True, slots=True, kw_only=True)
class OverdueAge:
    """Findings overdue for so many days, both inside; `most` is none for the oldest. `query` opens them."""

    least: int
    most: int | None
    general: int
    major: int
    query: LedgerQuery


@dataclass(frozen=True, slots=True, kw_only=True)
class ScopeChoices:
    """The districts and sectors that occur in the register; an empty one is of those without."""

    districts: tuple[str, ...]
    sectors: tuple[str, ...]


def overdue_ages(ws: Workspace, cut_off: date, scope: Scope | None = None) -> tuple[OverdueAge, ...]:
    """Count what is overdue at a cut-off, by the days since it was due; findings of every year count.

    Overdue is what the ledger calls so: a deadline before today and not after the cut-off, that runs still or was
    kept only after it.
    """
    scope = scope or Scope()
    last, day = late_by(cut_off, ws.today()), cut_off.isoformat()
    bounds = [0, *STEPS]
    groups = [
        (last - timedelta(days=most - 1) if most is not None else BEGINNING, last - timedelta(days=least))
        for least, most in zip(bounds, (*STEPS, None), strict=True)
    ]
    counts = [0] * (2 * len(groups))
    with ws.reader() as db:
        for which, values in (
            ("is_running = 1", ()),
            ("is_running = 0 AND accepted_on > ?", (day,)),
        ):  # each by an index
            row = db.conn.execute(*_counting(which, values, groups, day, scope)).fetchone()
            counts = [known + int(found) for known, found in zip(counts, row, strict=True)]
    scoped = {name: value for name in ("district", "sector") if (value := getattr(scope, name)) is not None}
    made = []
    for n, (oldest, newest) in enumerate(groups):
        days = {"due_from": oldest.isoformat(), "due_to": newest.isoformat()}
        filters = {"to": day, **days, "overdue": "yes", "at": day, **scoped}
        made.append(
            OverdueAge(
                least=bounds[n] + 1, most=(*STEPS, None)[n], general=counts[2 * n], major=counts[2 * n + 1],
                query=LedgerQuery(ledger=LedgerName.FINDINGS, filters=filters),
            )
        )  # fmt: skip
    return tuple(made)


def _counting(
    which: str, values: tuple[str, ...], groups: Sequence[tuple[date, date]], cut_off: str, scope: Scope
) -> tuple[str, tuple[object, ...]]:
    condition, params = scope_sql(scope)
    parts, days = [], []
    for oldest, newest in groups:
        for sign in ("<>", "="):
            parts.append(f"count(*) FILTER (WHERE due_on BETWEEN ? AND ? AND grade {sign} '{Grade.MAJOR.value}')")
            days += [oldest.isoformat(), newest.isoformat()]
    sql = (
        f"SELECT {', '.join(parts)} FROM finding_facts WHERE {which} AND is_live = 1 AND found_on <= ?"
        " AND due_on > '' AND due_on <= ?" + (f" AND {condition}" if condition else "")
    )
    return sql, (*days, *values, cut_off, groups[0][1].isoformat(), *params)


def scope_choices(ws: Workspace) -> ScopeChoices:
    """Give what the register can be narrowed to, districts by name."""
    with ws.reader() as db:
        found = [
            tuple(str(row[0]) for row in db.conn.execute(f"SELECT DISTINCT {column} FROM enterprises ORDER BY 1"))
            for column in ("district", "sector")
        ]
    return ScopeChoices(districts=found[0], sectors=found[1])
