# SPDX-License-Identifier: MulanPSL-2.0
"""The reports of a period: their words to copy, their real pages, and both as files."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from inspector_app.domain.account import Act
from inspector_app.domain.problems import Problem, ProblemCode
from inspector_app.domain.report import Report as Made
from inspector_app.domain.report import ReportTable
from inspector_app.ledgers import reports
from inspector_app.ledgers.report_files import report_pdf, write_report
from inspector_app.ledgers.reports import ReportName
from inspector_app.ui import theme
from inspector_app.ui.ask import Ask
from inspector_app.ui.jobs import Jobs, Report
from inspector_app.ui.widgets.mask_choice import MaskChoice
from inspector_app.ui.widgets.page import Band, button, freeze, label, row
from inspector_app.ui.widgets.pdf_preview import PdfPreview
from inspector_app.ui.widgets.rights import bind_rights
from inspector_app.ui.widgets.row_list import Row, RowList
from inspector_app.ui.widgets.statistics_filter import Asked
from inspector_app.wording import sentence, tr
from inspector_app.workspace import Workspace

LIST_WIDE = 250
WORDS_HIGH = 140
MOST_SAID = 4  # faults of the figures that stand in the band


class ReportsPage(QWidget):
    """A list of reports, and the chosen one."""

    rows_wanted = Signal(object)  # LedgerQuery
    read = Signal()

    def __init__(self, ws: Workspace, jobs: Jobs, ask: Ask, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.ws, self.jobs, self.ask = ws, jobs, ask
        self.asked: Asked | None = None
        self.made: Made | None = None
        self._name = ""
        self._anyway = False
        self.band = Band()
        self.list = RowList(tr("Reports"))
        self.list.row_shown.connect(self._on_chosen)
        self.list.setFixedWidth(theme.dp(LIST_WIDE))
        self.title = label("", size="lead")
        self.words = QPlainTextEdit()
        self.words.setAccessibleName(tr("Text of the report"))
        freeze(self.words, True)
        self.words.setMaximumHeight(theme.dp(WORDS_HIGH))
        self.pages = PdfPreview(jobs)
        self.copy = button(tr("Copy the text"), self._copy, icon="documents")
        self.as_pdf = button(tr("Write as PDF …"), partial(self._write, ".pdf"), icon="export")
        self.as_xlsx = button(tr("Write as XLSX …"), partial(self._write, ".xlsx"), icon="export")
        self.masking = MaskChoice(ws)
        bind_rights(ws, {self.copy: Act.EXPORT, self.as_pdf: Act.EXPORT, self.as_xlsx: Act.EXPORT})
        self._lay_out()
        self._allow(False)

    def _lay_out(self) -> None:
        right = QVBoxLayout()
        right.setSpacing(theme.dp(8))
        right.addLayout(row(self.title, None, self.masking))
        right.addLayout(row(self.copy, self.as_pdf, self.as_xlsx, None))
        right.addWidget(self.words)
        right.addWidget(self.pages, 1)
        across = QHBoxLayout()
        across.setSpacing(theme.dp(12))
        across.addWidget(self.list)
        across.addLayout(right, 1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, theme.dp(8), 0, 0)
        outer.setSpacing(theme.dp(8))
        outer.addWidget(self.band)
        outer.addLayout(across, 1)

    def ask_for(self, asked: Asked) -> None:
        """Read which reports there are, then the chosen one for these days and this scope."""
        self.asked, self._anyway = asked, False
        self.jobs.run_read(self, partial(reports.names, self.ws), then=self._show_names, refused=self._refused)

    def focus_first(self) -> None:
        """Put the focus into the list."""
        self.list.setFocus()

    def _show_names(self, names: tuple[ReportName, ...]) -> None:
        self.list.blockSignals(True)
        self.list.put([Row(id=one.name, title=one.title, icon="documents") for one in names])
        if not self.list.currentIndex().isValid():
            self.list.step(1)
        self.list.blockSignals(False)
        self._name = self.list.current_id()
        self._make()

    def _on_chosen(self, name: str) -> None:
        if name and name != self._name:
            self._name, self._anyway = name, False
            self._make()

    def _make(self) -> None:
        if self.asked is None or not self._name:
            return
        self.band.hide()
        self._allow(False)
        self.pages.say_busy(tr("The pages are being made …"))
        asked = self.asked
        work = partial(reports.report, self.ws, self._name, asked.period, scope=asked.scope, anyway=self._anyway)
        self.jobs.run_read(self, work, then=partial(self._show, asked, self._name), refused=self._refused, key="report")

    def _show(self, asked: Asked, name: str, made: Made) -> None:
        if asked is not self.asked or name != self._name:
            return
        self.made = made
        self.title.setText(made.title)
        self.words.setPlainText("\n".join(made.paragraphs))
        self.words.setVisible(bool(made.paragraphs))
        self._allow(True)

        def paint(_report: Report) -> bytes:
            return report_pdf(self.ws, made)[0]

        self.jobs.run_slow(
            self, paint, then=partial(self._show_pages, made), refused=self._refused, title=tr("Making the report")
        )

    def _show_pages(self, made: Made, data: bytes) -> None:
        if made is self.made:
            self.pages.show_pdf(data, keep_place=False)
            self.read.emit()

    def _refused(self, problems: tuple[Problem, ...]) -> None:
        self.made = None
        self.words.clear()
        self.words.hide()
        self.title.setText("")
        self.pages.show_nothing(tr("The report was not made."))
        said = [sentence(p) for p in problems]
        more = len(said) - MOST_SAID
        words = "\n".join([*said[:MOST_SAID], *([tr("… and {count} more", count=more)] if more > 0 else [])])
        if any(p.code is ProblemCode.REPORT_CHECKS for p in problems):
            self.band.say(words, tone="warn", action=tr("Make it anyway"), then=self._make_anyway)
            self.band.action.setFocus()
        else:
            self.band.say(words, tone="bad")
        self.read.emit()

    def _make_anyway(self) -> None:
        self._anyway = True
        self._make()

    def _allow(self, has_report: bool) -> None:
        for made in (self.copy, self.as_pdf, self.as_xlsx):
            made.setEnabled(has_report)

    # ---- out -------------------------------------------------------------------------------------------

    def _copy(self) -> None:
        if self.made is not None:
            QGuiApplication.clipboard().setText(report_text(self.made))
            self.band.say(tr("The text and the tables are in the clipboard."), tone="ok")

    def _write(self, suffix: str) -> None:
        made = self.made
        if made is None:
            return
        name = f"{made.title}_{made.period.first:%Y%m%d}-{made.period.last:%Y%m%d}{suffix}"
        path = self.ask.save_file(tr("Write the report"), name, f"{suffix[1:].upper()} (*{suffix})")
        if path is None:
            return
        whole = not self.masking.take()
        target = path if path.suffix.lower() == suffix else path.with_name(path.name + suffix)

        def work(_report: Report) -> Path:
            write_report(self.ws, made, target, whole=whole)
            return target

        self.jobs.run_slow(self, work, then=self._written, refused=self._not_written, title=tr("Writing the report"))

    def _written(self, path: Path) -> None:
        self.band.say(tr("Written: {path}", path=str(path)), tone="ok")

    def _not_written(self, problems: tuple[Problem, ...]) -> None:
        self.band.say("\n".join(sentence(p) for p in problems), tone="bad")


def report_text(made: Made) -> str:
    """Give a report as plain text: scope and cut-off, its texts, its tables with tabs between the cells."""
    facts = "\n".join(f"{name}：{value}" for name, value in made.facts)
    return "\n\n".join([made.title, facts, *made.paragraphs, *map(_table_text, made.tables), *made.notes])


def _table_text(table: ReportTable) -> str:
    head = "\t".join(column.title for column in table.columns)
    rows = ["\t".join(cell.replace("\n", " ") for cell in cells) for cells in table.rows]
    return "\n".join([table.title, head, *rows])
