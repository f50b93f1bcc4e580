# SPDX-License-Identifier: MulanPSL-2.0
"""Self-reports of enterprises (自查自改自报) from a file: a preview that names every bad row, then one operation.

A row is one hazard that an enterprise found itself, or says that it found none. The rows of one enterprise, duty and
period are one report. A file that was taken in once changes nothing the second time; another file about the same
period replaces what the first one said.
"""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from pathlib import Path

from inspector_app.domain.change import Done, Op
from inspector_app.domain.enterprise_records import SelfFinding, SelfReport, SelfReportKind
from inspector_app.domain.problems import Problem, ProblemCode, blocking, refuse
from inspector_app.operations.files import read_small_file
from inspector_app.operations.import_rows import filled_rows
from inspector_app.operations.self_report_rows import HEADINGS, ReportKey, ReportRow, RowReader
from inspector_app.operations.table_columns import Columns, find_columns
from inspector_app.sheets import read_sheet
from inspector_app.storage import enterprises
from inspector_app.storage.bulk import insert_many
from inspector_app.storage.driver import Database
from inspector_app.storage.record_rows import TABLES, list_records, put_record, row_of
from inspector_app.wording import tr
from inspector_app.workspace import Step, Workspace

FILE_LIMIT = 30_000_000
CHUNK = 200


class ReportAct(StrEnum):
    """What taking in a report would do."""

    NEW = "new"
    REPLACE = "replace"  # a report of the same period is there, and says something else
    SAME = "same"
    BAD = "bad"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportDefaults:
    """What holds where the file has no column, or an empty cell: a unit's own file does not name the unit."""

    enterprise_id: str = ""
    kind: SelfReportKind | None = None
    period_from: date | None = None
    period_to: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportDraft:
    """One report of the file, with the rows that make it."""

    enterprise: str
    report: SelfReport
    findings: tuple[SelfFinding, ...]
    rows: tuple[int, ...]
    act: ReportAct
    replaces: str = ""  # the id of the report that it would replace


@dataclass(frozen=True, slots=True, kw_only=True)
class SelfReportPreview:
    """The whole file: rows as they were read, and the reports that they make."""

    path: Path
    sha256: str
    data: bytes = field(repr=False)  # the file itself: it is kept with what was taken in
    rows: tuple[ReportRow, ...]
    reports: tuple[ReportDraft, ...]
    problems: tuple[Problem, ...]

    @property
    def total(self) -> int:
        """How many rows hold anything."""
        return len(self.rows)

    def count(self, act: ReportAct) -> int:
        """How many reports would be treated so."""
        return sum(report.act is act for report in self.reports)


@dataclass(frozen=True, slots=True, kw_only=True)
class SelfReportImport:
    """What was taken in: reports, and hazards that the enterprises found."""

    added: int
    replaced: int
    same: int
    skipped: int
    findings: int


def read_self_reports(
    ws: Workspace,
    path: Path,
    defaults: ReportDefaults | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> SelfReportPreview:
    """Read a file of self-reports (XLSX or CSV) and say what taking it in would do; nothing is written.

    Refuses FILE_MISSING, FILE_UNREADABLE, FILE_TOO_LARGE, TABLE_EMPTY, and COLUMN_MISSING for every needed column
    that is neither there nor given by `defaults`.
    """
    defaults = defaults or ReportDefaults()
    data = read_small_file(path, FILE_LIMIT)
    sha256 = hashlib.sha256(data).hexdigest()
    sheet = read_sheet(data, path.name)
    columns = find_columns(sheet, HEADINGS, (), path.name)
    refuse(_missing_columns(columns, defaults, path.name))
    filled = filled_rows(sheet, columns, path.name)
    reader = RowReader(columns, ws.today(), dataclasses.asdict(defaults))
    rows: list[ReportRow] = []
    for start in range(0, len(filled), CHUNK):
        with ws.reader() as db:  # between chunks the screens may read as well
            rows += [reader.read(db, number, cells) for number, cells in filled[start : start + CHUNK]]
        if progress is not None:
            progress(len(rows), len(filled))
    reports, more = _reports(ws, rows, columns, path.name, sha256)
    problems = (*(p for row in rows for p in row.problems), *more)
    return SelfReportPreview(path=path, sha256=sha256, data=data, rows=tuple(rows), reports=reports, problems=problems)


def _missing_columns(columns: Columns, defaults: ReportDefaults, name: str) -> list[Problem]:
    there = columns.places
    missing = [
        HEADINGS[field][0]
        for field, given in (
            ("enterprise", bool(defaults.enterprise_id) or "credit_code" in there),
            ("kind", defaults.kind is not None),
            ("period_from", defaults.period_from is not None),
            ("period_to", defaults.period_to is not None),
        )
        if not given and field not in there
    ]
    if "description" not in there and "found" not in there:
        missing.append(HEADINGS["description"][0])
    return [Problem(code=ProblemCode.COLUMN_MISSING, where=name, fields={"column": title}) for title in missing]


def _reports(
    ws: Workspace, rows: Sequence[ReportRow], columns: Columns, name: str, sha256: str
) -> tuple[tuple[ReportDraft, ...], list[Problem]]:
    """Put the rows together to reports; a bad row makes its whole report bad."""
    groups: dict[ReportKey, list[ReportRow]] = {}
    for row in rows:
        groups.setdefault(row.key, []).append(row)
    found, problems = [], []
    for key, members in groups.items():
        faults = _count_faults(members, columns)
        problems += faults
        draft = _draft(key, members, name, sha256, ws.today())
        act, replaces = ReportAct.BAD, ""
        if not (faults or any(blocking(row.problems) for row in members)):
            with ws.reader() as db:
                act, replaces = _act(db, draft)
        found.append(dataclasses.replace(draft, act=act, replaces=replaces))
    return tuple(found), problems


def _draft(key: ReportKey, members: Sequence[ReportRow], name: str, sha256: str, today: date) -> ReportDraft:
    listed = [row.finding for row in members if row.finding is not None]
    stated = next((row for row in members if row.found is not None), None)
    rectified = next((row.rectified for row in members if row.rectified is not None), None)
    done = sum(finding.rectified_on is not None for finding in listed)
    report = SelfReport(
        id="", enterprise_id=key.enterprise_id, kind=key.kind or SelfReportKind.QUARTERLY,
        period_from=key.period_from or today, period_to=key.period_to or today,
        reported_on=next((row.reported_on for row in members if row.reported_on is not None), today),
        checked_by=next((row.checked_by for row in members if row.checked_by), ""),
        found=len(listed) if stated is None or stated.found is None else stated.found,
        rectified=done if rectified is None else rectified, source_name=name[:200], source_sha256=sha256,
        note=next((row.note for row in members if row.note and row.finding is None), ""),
    )  # fmt: skip
    findings = tuple(dataclasses.replace(finding, ordinal=n) for n, finding in enumerate(listed, 1))
    rows = tuple(row.row_number for row in members)
    enterprise = members[0].enterprise
    return ReportDraft(enterprise=enterprise, report=report, findings=findings, rows=rows, act=ReportAct.BAD)


def _count_faults(members: Sequence[ReportRow], columns: Columns) -> list[Problem]:
    """Say where the numbers of a report do not fit what it lists, or each other."""
    listed = sum(row.finding is not None for row in members)
    first = next((row.found for row in members if row.found is not None), None)
    faults = []
    for row in members:
        if row.found is not None and row.found < listed:
            fields = {"found": str(row.found), "listed": str(listed)}
            problem = Problem(code=ProblemCode.SELF_REPORT_COUNTS, where="found", fields=fields)
            faults.append(columns.placed(problem, row.row_number))
        elif row.found is not None and row.found != first:
            fields = {"field": "found_count", "found": str(row.found), "allowed": str(first)}
            problem = Problem(code=ProblemCode.VALUE_NOT_ALLOWED, where="found", fields=fields)
            faults.append(columns.placed(problem, row.row_number))
        most = row.found if row.found is not None else listed
        if row.rectified is not None and row.rectified > most:
            fields = {"field": "rectified", "found": str(row.rectified), "allowed": f"0 – {most}"}
            problem = Problem(code=ProblemCode.VALUE_NOT_ALLOWED, where="rectified", fields=fields)
            faults.append(columns.placed(problem, row.row_number))
    return faults


def _act(db: Database, draft: ReportDraft) -> tuple[ReportAct, str]:
    """Say what taking in a report would do, as the register is now."""
    report = draft.report
    owners = enterprises.entries_of(db, report.enterprise_id)
    where = f"enterprise_id IN ({enterprises.marks(owners)}) AND kind = ? AND period_from = ? AND period_to = ?"
    params = [*owners, report.kind.value, report.period_from.isoformat(), report.period_to.isoformat()]
    every = list_records(db, SelfReport, where, params)
    if any(known.source_sha256 == report.source_sha256 for known in every):
        return ReportAct.SAME, ""  # this file was taken in before, whatever became of it since
    live = next((known for known in every if not known.removed_reason), None)
    if live is None:
        return ReportAct.NEW, ""
    told = list_records(db, SelfFinding, "report_id = ?", [live.id], order="ordinal, id")
    if _content(report, draft.findings) == _content(live, told):
        return ReportAct.SAME, ""
    return ReportAct.REPLACE, live.id


def _content(report: SelfReport, findings: Sequence[SelfFinding]) -> tuple[object, ...]:
    told = tuple(dataclasses.replace(finding, id="", report_id="") for finding in findings)
    return (report.checked_by, report.found, report.rectified, report.note, told)


def take_self_reports(
    ws: Workspace,
    preview: SelfReportPreview,
    *,
    skip_bad: bool = False,
    progress: Callable[[int, int], None] | None = None,
) -> Done[SelfReportImport]:
    """Take in what the preview showed, in one operation. Refuses with all bad rows unless they are to be skipped;
    then a report with a bad row is left out whole.
    """
    if not skip_bad:
        refuse(preview.problems)
    if preview.count(ReportAct.NEW) + preview.count(ReportAct.REPLACE):
        ws.files.keep(preview.data)
    counts = dict.fromkeys(ReportAct, 0)
    findings = 0
    with ws.operation(Op.TAKE_SELF_REPORTS) as step:
        for start in range(0, len(preview.reports), CHUNK):
            taken: list[ReportDraft] = []
            for draft in preview.reports[start : start + CHUNK]:
                act, replaces = (draft.act, "") if draft.act is ReportAct.BAD else _act(step.db, draft)
                counts[act] += 1
                if act in (ReportAct.NEW, ReportAct.REPLACE):
                    taken.append(dataclasses.replace(draft, replaces=replaces))
            findings += _take(step, taken)
            if progress is not None:
                progress(start, len(preview.reports))
    result = SelfReportImport(
        added=counts[ReportAct.NEW], replaced=counts[ReportAct.REPLACE], same=counts[ReportAct.SAME],
        skipped=counts[ReportAct.BAD], findings=findings,
    )  # fmt: skip
    return Done(value=result, changes=step.changes)


def _take(step: Step, drafts: Sequence[ReportDraft]) -> int:
    """Keep reports with their findings, and give how many findings; what they replace is removed with that reason."""
    reports, findings = [], []
    for draft in drafts:
        if draft.replaces:
            reason = tr("Replaced by a newer report of the same period ({file})", file=draft.report.source_name)
            old = list_records(step.db, SelfReport, "id = ?", [draft.replaces])[0]
            put_record(step.db, dataclasses.replace(old, removed_reason=reason))
        report_id = step.new_id()
        reports.append({**row_of(draft.report), "id": report_id})
        findings += [{**row_of(f), "id": step.new_id(), "report_id": report_id} for f in draft.findings]
    insert_many(step.db, TABLES[SelfReport], reports)
    insert_many(step.db, TABLES[SelfFinding], findings)
    return len(findings)
