# SPDX-License-Identifier: MulanPSL-2.0
"""Files out of the register: exactly what the list shows, with progress, and the lists of the three groups."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QPushButton, QWidget

from inspector_app.domain.account import Act
from inspector_app.domain.problems import Problem
from inspector_app.ledgers import enterprises
from inspector_app.ledgers.enterprises import EnterpriseQuery
from inspector_app.operations.audit_import import ImportedAudit
from inspector_app.operations.enterprise_export import RegisterFilter, export_enterprises
from inspector_app.operations.self_reports import SelfReportImport
from inspector_app.operations.triages import save_triage_lists, save_triage_sheet
from inspector_app.ui.ask import Ask
from inspector_app.ui.jobs import Jobs, Report
from inspector_app.ui.widgets.mask_choice import MaskChoice
from inspector_app.ui.widgets.page import Band
from inspector_app.ui.widgets.rights import bind_rights
from inspector_app.wording import sentence, tr
from inspector_app.workspace import Workspace

TABLES = "XLSX (*.xlsx);;CSV (*.csv)"


class RegisterFiles(QObject):
    """Asks where to, writes in the background, and says how many rows the file holds."""

    def __init__(self, ws: Workspace, jobs: Jobs, ask: Ask, band: Band, parent: QObject) -> None:
        super().__init__(parent)
        self.ws, self.jobs, self.ask, self.band = ws, jobs, ask, band
        self.masking = MaskChoice(ws)  # of the register; the screen places it

    def ways_out(self, export: QPushButton) -> tuple[QWidget, ...]:
        """Give the button of the export with the choice beside it; grey where the role has no export."""
        bind_rights(self.ws, {export: Act.EXPORT})
        return export, self.masking

    def export(self, query: EnterpriseQuery, told: tuple[str, ...]) -> None:
        """Write what a query means; `told` says it in words, for the file."""
        day = self.ws.today().isoformat()
        path = self.ask.save_file(tr("Export the register"), tr("register-{day}.xlsx", day=day), TABLES)
        if path is not None:
            path = path if path.suffix else path.with_suffix(".xlsx")
            title = tr("Writing {name}", name=path.name)
            self._write(partial(_export, self.ws, query, told, path, not self.masking.take()), path, title)

    def triage_lists(self, mask: MaskChoice) -> None:
        """Write the lists of those to close, to suspend, to rectify."""
        day = self.ws.today().isoformat()
        path = self.ask.save_file(tr("Export the three lists"), tr("three-lists-{day}.xlsx", day=day), "XLSX (*.xlsx)")
        if path is not None:
            whole = not mask.take()
            title = tr("Writing {name}", name=path.name)
            self._write(lambda _report: save_triage_lists(self.ws, path, whole=whole), path, title)

    def triage_sheet(self, triage_id: str, name: str, mask: MaskChoice) -> None:
        """Write the sheet of one enterprise."""
        path = self.ask.save_file(tr("Save the sheet"), tr("sheet-{name}.xlsx", name=name), "XLSX (*.xlsx)")
        if path is not None:
            whole = not mask.take()

            def work(_report: Report) -> int:
                save_triage_sheet(self.ws, triage_id, path, whole=whole)
                return 1

            self._write(work, path, tr("Writing {name}", name=path.name))

    def _write(self, work: Callable[[Report], int], path: Path, title: str) -> None:
        self.jobs.run_slow(self, work, then=partial(self._done, path), refused=self._refused, title=title)

    def _done(self, path: Path, count: int) -> None:
        self.band.say(tr("{count} rows written: {path}", count=count, path=str(path)), tone="ok")

    def _refused(self, problems: tuple[Problem, ...]) -> None:
        self.band.say("\n".join(sentence(p) for p in problems[:5]), tone="bad")


def _export(
    ws: Workspace, query: EnterpriseQuery, told: tuple[str, ...], path: Path, whole: bool, report: Report
) -> int:
    which = RegisterFilter(ids=enterprises.ids(ws, query), told=told)
    return export_enterprises(ws, path, which, progress=report, whole=whole)  # a stop is raised by the report


def audit_words(made: ImportedAudit) -> str:
    """Say what became of an audit of another program."""
    words = tr("{answers} answers, {findings} findings.", answers=made.answers, findings=made.findings)
    if made.left_out:
        words += " " + tr("{count} parts are kept, but not shown here.", count=len(made.left_out))
    return words


def reports_words(result: SelfReportImport) -> str:
    """Say what taking in self-reports did."""
    return tr(
        "Taken in: {added} new, {replaced} replaced, {same} unchanged, {skipped} left out; {findings} findings.",
        added=result.added,
        replaced=result.replaced,
        same=result.same,
        skipped=result.skipped,
        findings=result.findings,
    )
