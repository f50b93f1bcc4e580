# SPDX-License-Identifier: MulanPSL-2.0
"""The lists that can be imported: the register, equipment, units of a plan, self-reports; each with its own columns."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from inspector_app.operations.enterprise_import import import_enterprises, preview_import
from inspector_app.operations.equipment_import import import_equipment, preview_equipment
from inspector_app.operations.plan_import import import_units, preview_units
from inspector_app.operations.self_report_rows import ReportRow
from inspector_app.operations.self_reports import (
    ReportAct,
    ReportDefaults,
    SelfReportPreview,
    read_self_reports,
    take_self_reports,
)
from inspector_app.ui.jobs import Jobs, Report
from inspector_app.ui.models.ledger_model import Column
from inspector_app.ui.widgets.import_panel import Found, ImportPanel, act_column, found_rows
from inspector_app.ui.widgets.planning_workdays import day_words
from inspector_app.wording import tr, word
from inspector_app.workspace import Workspace


class RegisterImport(ImportPanel):
    """The register of enterprises."""

    def __init__(self, ws: Workspace, jobs: Jobs) -> None:
        columns = (
            act_column(),
            Column(title=tr("Name"), words=lambda r: r.draft.name, wide=200),
            Column(title=tr("Credit code"), words=lambda r: r.draft.credit_code, wide=176),
        )
        super().__init__(jobs, tr("Import enterprises"), columns)
        self.ws = ws

    def read_file(self, path: Path) -> None:
        """Show what a file would do to the register."""

        def work(report: Report) -> Found:
            return found_rows(preview_import(self.ws, path, report), partial(import_enterprises, self.ws))

        self.read(path, work)


class EquipmentImportPanel(ImportPanel):
    """The special equipment of an enterprise."""

    def __init__(self, ws: Workspace, jobs: Jobs) -> None:
        columns = (
            act_column(),
            Column(title=tr("Category"), words=lambda r: r.draft.category, wide=110),
            Column(title=tr("Name"), words=lambda r: r.draft.name, wide=120),
        )
        super().__init__(jobs, tr("Import an equipment list"), columns)
        self.ws = ws
        self.card.setProperty("card", False)  # it stands in one
        self.card.outer.setContentsMargins(0, 0, 0, 0)

    def read_file(self, path: Path, enterprise_id: str) -> None:
        """Show what a file would do to the list of an enterprise."""

        def work(_report: Report) -> Found:
            return found_rows(preview_equipment(self.ws, enterprise_id, path), partial(import_equipment, self.ws))

        self.read(path, work)


class PlanImportPanel(ImportPanel):
    """The units of a year's plan."""

    def __init__(self, ws: Workspace, jobs: Jobs) -> None:
        columns = (
            act_column(),
            Column(title=tr("Enterprise"), words=lambda r: r.name, wide=200),
            Column(title=tr("Month"), words=lambda r: str(r.draft.month or "—"), wide=60),
            Column(title=tr("Kind of inspection"), words=lambda r: word(r.draft.kind), wide=100),
            Column(title=tr("Days"), words=lambda r: day_words(r.draft.workdays) if r.draft.workdays else "", wide=60),
        )
        super().__init__(jobs, tr("Import units of the plan"), columns)
        self.ws = ws

    def read_file(self, path: Path, plan_id: str) -> None:
        """Show what a file would do to a draft."""

        def work(_report: Report) -> Found:
            return found_rows(preview_units(self.ws, plan_id, path), partial(import_units, self.ws))

        self.read(path, work)


class SelfReportsImport(ImportPanel):
    """Self-reports of enterprises; a bad row leaves its report out."""

    def __init__(self, ws: Workspace, jobs: Jobs) -> None:
        columns = (
            Column(title=tr("Name"), words=lambda r: r.enterprise, wide=200),
            Column(title=tr("Duty of the report"), words=lambda r: word(r.key.kind) if r.key.kind else "", wide=88),
            Column(title=tr("Period of the report"), words=_period, wide=190),
            Column(title=tr("Finding"), words=lambda r: r.finding.description if r.finding else "", wide=200),
        )
        super().__init__(jobs, tr("Take in self-reports"), columns)
        self.ws = ws

    def read_file(self, path: Path, enterprise_id: str = "") -> None:
        """Show what a file would do; rows that name no enterprise are of the given one."""

        def work(report: Report) -> Found:
            defaults = ReportDefaults(enterprise_id=enterprise_id)
            return _found_reports(self.ws, read_self_reports(self.ws, path, defaults, report))

        self.read(path, work)


def _found_reports(ws: Workspace, preview: SelfReportPreview) -> Found:
    counts = {act.value: preview.count(act) for act in ReportAct}
    good, bad = counts["new"] + counts["replace"], counts["bad"]
    summary = tr(
        "{total} rows, {reports} reports: {new} new, {replace} replace an older one, {same} unchanged, "
        "{bad} left out until mended.",
        total=preview.total, reports=len(preview.reports), **counts,
    )  # fmt: skip
    offer = tr("Take in the {count} good reports", count=good) if bad else tr("Take in {count} reports", count=good)
    return Found(
        rows=preview.rows, good=good, bad=bad, summary=summary, offer=offer,
        take=partial(take_self_reports, ws, preview, skip_bad=bad > 0),
    )  # fmt: skip


def _period(shown: ReportRow) -> str:
    days = (shown.key.period_from, shown.key.period_to)
    return " – ".join(day.isoformat() if day is not None else "?" for day in days)
