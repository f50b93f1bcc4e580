# SPDX-License-Identifier: MulanPSL-2.0
"""The reports of a period: the texts of `forms/reports` filled with the figures that every other place shows."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from inspector_app.domain.enterprise_records import TriageClass
from inspector_app.domain.figures import EVERYTHING, NOTHING, FigureKey, FigureUnit, Growth, Period, Scope, half_up
from inspector_app.domain.finding import FindingStatus, Grade
from inspector_app.domain.inspection import TaskSource
from inspector_app.domain.order_life import OrderVerb
from inspector_app.domain.problems import Problem, ProblemCode, Refused
from inspector_app.domain.report import Report, ReportColumn, ReportTable
from inspector_app.law.reports import BLANK, ReportFact, ReportText, RowSource, TableText, Which
from inspector_app.ledgers import consistency, statistics
from inspector_app.ledgers.figure_report import facts_of, group_table, long_day, month_charts, notes_of
from inspector_app.ledgers.report_rows import Row, finding_rows, repeaters, triages
from inspector_app.ledgers.statistics_findings import scope_sql
from inspector_app.storage import organs
from inspector_app.storage.driver import Database
from inspector_app.wording import tr, word
from inspector_app.wording.figure_words import figure_said, figure_text
from inspector_app.workspace import Workspace
from inspector_app.workspace.privacy import shown

REPORTS = ("situation", "hazards", "institutions", "monthly", "triage", "analysis")  # as they ship, in their order
CHARTED = ("monthly", "analysis")


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportName:
    """A report that can be made: its name for machines and its title."""

    name: str
    title: str


def names(ws: Workspace) -> tuple[ReportName, ...]:
    """Give every report that there is, a unit's own ones last. Refuses the faults of their files."""
    texts = ws.law.report_texts
    ordered = sorted(texts, key=lambda name: (REPORTS.index(name) if name in REPORTS else len(REPORTS), name))
    return tuple(ReportName(name=name, title=texts[name].title) for name in ordered)


def report(ws: Workspace, name: str, period: Period, *, scope: Scope = EVERYTHING, anyway: bool = False) -> Report:
    """Fill a report with the figures of a period.

    Refuses REPORT_UNKNOWN, the faults of its file, and REPORT_CHECKS with everything that does not fit together in
    the figures, unless `anyway` says that it is wanted so. Whatever was found stands on the report.
    """
    texts = ws.law.report_texts
    text = texts.get(name)
    if text is None:
        fields = {"name": name[:80], "allowed": ", ".join(known.name for known in names(ws))}
        raise Refused([Problem(code=ProblemCode.REPORT_UNKNOWN, where="name", fields=fields)])
    with statistics.snapshot(ws) as db:
        organ = organs.get_organ(db)
        growths = statistics.compared(ws, period, scope=scope).growths
        problems = consistency.check(ws, period, scope=scope, made={key: g.now for key, g in growths.items()})
        if any(consistency.stops(problem) for problem in problems) and not anyway:
            first = Problem(code=ProblemCode.REPORT_CHECKS, where=name, fields={"count": str(len(problems))})
            raise Refused([first, *problems])
        blanks = {**_figure_blanks(growths), **_fact_blanks(ws, db, period, scope, organ.name if organ else "")}
        tables = tuple(_table(ws, db, table, period, scope) for table in text.tables)
        charts = month_charts(statistics.series(ws, period, scope=scope)) if name in CHARTED else ()
    made = Report(
        name=name, title=text.title, organ=organ.name if organ else "", period=period, scope=scope,
        facts=facts_of(ws, period, scope), paragraphs=tuple(_filled(p, blanks) for p in text.paragraphs),
        charts=charts, tables=tables, notes=_notes(text), problems=problems, is_demo=bool(organ and organ.is_demo),
    )  # fmt: skip
    return shown(ws, made)


# Texts ----------------------------------------------------------------------------------------------------


def _filled(text: str, blanks: Mapping[str, str]) -> str:
    return BLANK.sub(lambda found: blanks[found[1]], text)


def _figure_blanks(growths: Mapping[FigureKey, Growth]) -> dict[str, str]:
    made = {}
    for key, growth in growths.items():
        made[key.value] = figure_text(growth.now)
        made[f"{key.value}.said"] = figure_said(growth.now)
        made[f"{key.value}.before"] = figure_text(growth.before)
        made[f"{key.value}.growth"] = _growth_said(growth)
    return made


def _growth_said(growth: Growth) -> str:
    if growth.rate is None:
        return growth.text
    if growth.now.unit is FigureUnit.PERCENT:
        return tr("{number} percentage points", number=growth.text)
    return f"{growth.text}%"


def _fact_blanks(ws: Workspace, db: Database, period: Period, scope: Scope, organ: str) -> dict[str, str]:
    days, hours = _averages(db, period, scope)
    return {
        ReportFact.FIRST: long_day(period.first), ReportFact.LAST: long_day(period.last),
        ReportFact.CUT_OFF: long_day(min(period.last, ws.today())), ReportFact.ORGAN: organ,
        ReportFact.DAYS_TO_CLOSE: days, ReportFact.HOURS_PER_VISIT: hours,
        ReportFact.EXTENSIONS: str(_extensions(db, period, scope)),
        ReportFact.REFUSALS: str(_refusals(db, period, scope)),
    }  # fmt: skip


def _averages(db: Database, period: Period, scope: Scope) -> tuple[str, str]:
    """Mean days from finding to acceptance of what is accepted by the cut-off; mean hours of the timed visits."""
    condition, params = scope_sql(scope)
    more = f" AND {condition}" if condition else ""
    first, last = period.first.isoformat(), period.last.isoformat()
    days = db.conn.execute(
        "SELECT count(*), sum(CAST(julianday(accepted_on) - julianday(found_on) AS INTEGER)) FROM finding_facts"
        f" WHERE is_live = 1 AND found_on BETWEEN ? AND ? AND accepted_on <> '' AND accepted_on <= ?{more}",
        (first, last, last, *params),
    ).fetchone()
    minutes = db.conn.execute(
        f"SELECT count(minutes), sum(minutes) FROM visit_facts WHERE took_place = 1 AND day BETWEEN ? AND ?{more}",
        (first, last, *params),
    ).fetchone()
    return _mean(days, 1), _mean(minutes, 60)


def _mean(counted: Sequence[object], per: int) -> str:
    number, total = int(str(counted[0])), int(str(counted[1] or 0))
    return f"{half_up(Decimal(total) / number / per):f}" if number else NOTHING


def _extensions(db: Database, period: Period, scope: Scope) -> int:
    condition, params = scope_sql(scope, "v")
    sql = (
        "SELECT count(*) FROM order_events o JOIN documents d ON d.id = o.document_id"
        " JOIN visit_facts v ON v.id = d.inspection_id WHERE o.verb = ? AND o.happened_on BETWEEN ? AND ?"
        + (f" AND {condition}" if condition else "")
    )
    days = (period.first.isoformat(), period.last.isoformat())
    return int(db.conn.execute(sql, (OrderVerb.GRANT.value, *days, *params)).fetchone()[0])


def _refusals(db: Database, period: Period, scope: Scope) -> int:
    condition, params = scope_sql(scope, "v")
    sql = (
        "SELECT count(*) FROM services s JOIN documents d ON d.id = s.document_id"
        " JOIN visit_facts v ON v.id = d.inspection_id WHERE s.withdrawn_reason = '' AND s.refusal <> ''"
        " AND date(s.served_at, '+8 hours') BETWEEN ? AND ?" + (f" AND {condition}" if condition else "")
    )
    days = (period.first.isoformat(), period.last.isoformat())
    return int(db.conn.execute(sql, (*days, *params)).fetchone()[0])


def _notes(text: ReportText) -> tuple[str, ...]:
    """Say of which figures of the texts the definition is not verified, and where the report's own form comes from."""
    used = {blank.partition(".")[0] for paragraph in text.paragraphs for blank in BLANK.findall(paragraph)}
    keys = [key for key in FigureKey if key.value in used or any(key in table.figures for table in text.tables)]
    source = tr("The form of this report: {source}.", source=text.source)
    return (*notes_of(keys), source)


# Tables ---------------------------------------------------------------------------------------------------


def _table(ws: Workspace, db: Database, text: TableText, period: Period, scope: Scope) -> ReportTable:
    dimension = text.rows.dimension
    if dimension is not None:
        made = group_table(dimension, statistics.by(ws, period, dimension, scope=scope), text.figures, text.most)
        rows = made.rows[: text.most] if text.most else made.rows
        return ReportTable(title=text.title, columns=made.columns, rows=rows, total=len(made.rows), note=made.note)
    total, found = _SOURCES[text.rows](ws, db, text, period, scope)
    columns = tuple(
        ReportColumn(title=c.title, width=float(c.width), is_number=_is_number(c.key)) for c in text.columns
    )
    keys = [column.key for column in text.columns]
    cells = tuple(
        tuple(str(n) if key == "number" else _cell(row, key) for key in keys) for n, row in enumerate(found, start=1)
    )
    return ReportTable(title=text.title, columns=columns, rows=cells, total=total)


def _is_number(key: str) -> bool:
    return key in ("number", "visits", "repeated", "findings")


def _cell(row: Row, key: str) -> str:
    value = str(row.get(key) or "")
    kinds = {"status": FindingStatus, "grade": Grade, "source": TaskSource, "class": TriageClass}
    kind = kinds.get(key)
    if kind is not None and value in tuple(kind):
        return word(kind(value))
    if key == "done":
        return tr("yes") if value == "1" else tr("no")
    return value


_Source = Callable[[Workspace, Database, TableText, Period, Scope], tuple[int, Sequence[Row]]]


def _findings(ws: Workspace, db: Database, text: TableText, period: Period, scope: Scope) -> tuple[int, Sequence[Row]]:
    return finding_rows(db, Which(text.which), period, scope, ws.today(), text.most)


def _triage(_ws: Workspace, db: Database, text: TableText, period: Period, scope: Scope) -> tuple[int, Sequence[Row]]:
    return triages(db, period, scope, text.most)


def _repeat(_ws: Workspace, db: Database, text: TableText, period: Period, scope: Scope) -> tuple[int, Sequence[Row]]:
    return repeaters(db, period, scope, text.most)


def _blank(_ws: Workspace, _db: Database, text: TableText, _period: Period, _scope: Scope) -> tuple[int, Sequence[Row]]:
    rows: Sequence[Row] = list(_empty(text.blank_rows or 1))
    return len(rows), rows


def _empty(count: int) -> Iterator[Row]:
    for _ in range(count):
        yield {}


_SOURCES: Mapping[RowSource, _Source] = {
    RowSource.FINDINGS: _findings, RowSource.TRIAGE: _triage, RowSource.REPEATERS: _repeat, RowSource.BLANK: _blank,
}  # fmt: skip
