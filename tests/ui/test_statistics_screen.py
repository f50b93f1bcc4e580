# SPDX-License-Identifier: MulanPSL-2.0
"""统计: pictures, numbers and reports say the same, every figure opens its rows, and keys reach everything."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from inspector_app.domain.checklist import DeadlineClass
from inspector_app.domain.figures import Dimension, FigureKey, Period, Scope
from inspector_app.domain.finding import Grade
from inspector_app.domain.ledger import LedgerName, LedgerQuery
from inspector_app.domain.penalty_case import CaseProcedure, PenaltyKind
from inspector_app.ledgers import ledger, reports, statistics
from inspector_app.ledgers.overdue_ages import overdue_ages
from inspector_app.operations import inspections
from inspector_app.operations.penalty_cases import CaseDraft, Decision, decide_case, open_case
from inspector_app.ui import theme
from inspector_app.ui.jobs import Jobs
from inspector_app.ui.screens.statistics_screen import CHARTS, MAP, NUMBERS, REPORTS, StatisticsScreen
from inspector_app.ui.widgets.chart_view import ChartView
from inspector_app.ui.widgets.statistics_charts_page import ChartsPage, months_drawn
from inspector_app.ui.widgets.statistics_filter import PeriodKind, period_of
from inspector_app.ui.widgets.statistics_numbers_page import NumbersPage, NumbersPart
from inspector_app.ui.widgets.statistics_reports_page import ReportsPage, report_text
from inspector_app.wording import tr
from inspector_app.wording.figure_words import title
from inspector_app.workspace import Workspace
from tests.helpers.clock import Clock
from tests.helpers.makers import CLAUSE, a_finding, an_enterprise, an_inspection, an_order
from tests.helpers.pages_documents import Answers
from tests.helpers.pages_frame import settle

K = FigureKey


class Shown:
    """The screen with what it asked the window for."""

    def __init__(self, ws: Workspace, jobs: Jobs, ask: Answers) -> None:
        self.jobs = jobs
        self.screen = StatisticsScreen(ws, jobs, ask)
        self.queries: list[LedgerQuery] = []
        self.screen.ledger_wanted.connect(self.queries.append)
        self.screen.resize(1274, 660)
        self.screen.show()
        settle(jobs)

    def page(self, name: str) -> object:
        self.screen.show_tab(name)
        settle(self.jobs)
        return self.screen.pages[name]

    @property
    def charts(self) -> ChartsPage:
        found = self.page(CHARTS)
        assert isinstance(found, ChartsPage)
        return found

    @property
    def numbers(self) -> NumbersPage:
        found = self.page(NUMBERS)
        assert isinstance(found, NumbersPage)
        return found

    @property
    def reports(self) -> ReportsPage:
        found = self.page(REPORTS)
        assert isinstance(found, ReportsPage)
        return found

    def press(self, widget: ChartView, *keys: Qt.Key) -> None:
        widget.setFocus()
        for key in keys:
            QTest.keyClick(widget, key)
        settle(self.jobs)


@pytest.fixture
def worked(unit: Workspace, clock: Clock) -> Workspace:
    """Two visits in two districts; three findings, one of them major, one fixed on the spot."""
    for n, (district, sector) in enumerate((("望湖区", "危险化学品"), ("云溪区", "建筑施工")), start=1):
        visit = an_inspection(unit, an_enterprise(unit, n, district=district, industry=sector))
        a_finding(unit, visit, grade=Grade.MAJOR if n == 1 else Grade.GENERAL, deadline_class=DeadlineClass.IMMEDIATE)
        if n == 1:
            a_finding(unit, visit, place="罐区北侧", description="灭火器压力不足")
        clock.move(days=1)
    return unit


@pytest.fixture
def shown(worked: Workspace, jobs: Jobs, ask: Answers) -> Iterator[Shown]:
    made = Shown(worked, jobs, ask)
    yield made
    settle(jobs)
    made.screen.close()
    made.screen.deleteLater()


def year(ws: Workspace) -> Period:
    return period_of(PeriodKind.YEAR, ws.today())


def test_the_scope_line_says_period_scope_and_cut_off(shown: Shown, worked: Workspace) -> None:
    words = shown.screen.filter.said.text()
    assert worked.today().isoformat() in words
    assert tr("All districts") in words
    shown.screen.filter.periods.buttons[PeriodKind.LAST_MONTH].click()
    settle(shown.jobs)
    last = period_of(PeriodKind.LAST_MONTH, worked.today()).last
    assert last.isoformat() in shown.screen.filter.said.text()


def test_bars_say_the_figures_and_open_exactly_their_rows(shown: Shown, worked: Workspace) -> None:
    page = shown.charts
    rows = statistics.by(worked, year(worked), Dimension.DISTRICT)
    view = page.districts.view
    assert view.picture is not None
    assert [s.words.split("：")[0].split(":")[0] for s in view.picture.spots] == [r.label for r in rows]
    shown.press(view, Qt.Key.Key_Return, Qt.Key.Key_Down, Qt.Key.Key_Return)
    assert len(shown.queries) == 2
    for query, row in zip(shown.queries, rows, strict=True):
        assert query.ledger is LedgerName.FINDINGS
        assert ledger.count(worked, query) == row.figures[K.FINDINGS].value


def test_months_and_clauses_open_their_findings(shown: Shown, worked: Workspace) -> None:
    page = shown.charts
    shown.press(page.rate.view, Qt.Key.Key_End, Qt.Key.Key_Return)
    page.area.ensureWidgetVisible(page.clauses)
    settle(shown.jobs)
    shown.press(page.clauses.view, Qt.Key.Key_Space)
    months = statistics.series(worked, months_drawn(year(worked)))
    clauses = statistics.by(worked, year(worked), Dimension.CLAUSE)
    counts = [ledger.count(worked, query) for query in shown.queries]
    assert counts == [months[-1].figures[K.FINDINGS].value, clauses[0].figures[K.FINDINGS].value]
    assert clauses[0].label == f"{CLAUSE.name}{CLAUSE.clause}"


def test_clauses_are_not_counted_before_they_are_seen(shown: Shown) -> None:
    shown.screen.resize(1274, 420)
    shown.screen.refresh()
    settle(shown.jobs)
    page = shown.charts
    assert page.clauses.nothing.text() == tr("Reading …")
    assert not page.clauses.view.isVisible()
    page.area.ensureWidgetVisible(page.clauses)
    settle(shown.jobs)
    assert page.clauses.view.picture is not None
    assert len(page.clauses.view.picture.spots) == 1
    shown.screen.filter.periods.buttons[PeriodKind.LAST_MONTH].click()
    settle(shown.jobs)
    page.area.ensureWidgetVisible(page.clauses)
    settle(shown.jobs)
    assert page.clauses.nothing.text() == tr("Nothing was found in this period.")


def test_a_figure_without_rows_says_so(shown: Shown) -> None:
    page = shown.numbers
    page.whole_table.selectRow([row.key for row in page.whole.rows].index(K.BASE))
    QTest.keyClick(page.whole_table, Qt.Key.Key_Return)
    assert shown.queries == []
    assert title(K.BASE) in page.said.words.text()


def test_what_the_bars_show_can_be_chosen(shown: Shown, worked: Workspace) -> None:
    page = shown.charts
    page.measure.setCurrentIndex(page.measure.findData(K.VISITS))
    shown.press(page.sectors.view, Qt.Key.Key_Return)
    assert shown.queries[0].ledger is LedgerName.INSPECTIONS
    assert page.sectors.note.text() == title(K.VISITS)
    rows = statistics.by(worked, year(worked), Dimension.SECTOR)
    assert ledger.count(worked, shown.queries[0]) == rows[0].figures[K.VISITS].value


def test_overdue_findings_stand_by_their_age_and_open(shown: Shown, worked: Workspace, clock: Clock) -> None:
    visit = an_inspection(worked, an_enterprise(worked, 9))
    due = worked.today() + timedelta(days=5)
    a_finding(worked, visit, deadline_class=DeadlineClass.WITHIN_DAYS, deadline=due)
    clock.move(hours=1)
    inspections.finish_inspection(worked, visit.id)
    an_order(worked, visit.id)
    clock.move(days=20)
    shown.screen.refresh()
    settle(shown.jobs)
    ages = overdue_ages(worked, worked.today())
    assert [(a.general, a.major) for a in ages] == [(0, 0), (1, 0), (0, 0), (0, 0)]
    shown.press(shown.charts.ages.view, Qt.Key.Key_Home, Qt.Key.Key_Down, Qt.Key.Key_Return)
    assert [ledger.count(worked, q) for q in shown.queries] == [1]
    assert statistics.figures(worked, year(worked))[K.OVERDUE].value == 1


def test_a_chart_is_reached_and_told_without_a_mouse(shown: Shown) -> None:
    view = shown.charts.found.view
    view.setFocus()
    assert view.hasFocus()
    assert view.accessibleName() == tr("Found and rectified by month")
    before = view.accessibleDescription()
    QTest.keyClick(view, Qt.Key.Key_End)
    assert view.picture is not None
    assert view.accessibleDescription() == view.picture.spots[-1].words != before
    QTest.keyClick(view, Qt.Key.Key_Right)
    assert view.current == len(view.picture.spots) - 1


def test_a_click_on_a_bar_opens_its_rows(shown: Shown) -> None:
    view = shown.charts.districts.view
    assert view.picture is not None
    box = view.picture.spots[1].box
    QTest.mouseClick(view, Qt.MouseButton.LeftButton, pos=QPoint(int(box.x + 60), int(box.y + box.height / 2)))
    assert shown.queries[0].filters["district"] == "云溪区"


def test_numbers_are_those_of_every_other_place_with_their_parts(shown: Shown, worked: Workspace) -> None:
    page = shown.numbers
    figures = statistics.figures(worked, year(worked))
    cells = {row.key: page.whole.cells(n) for n, row in enumerate(page.whole.rows)}
    assert set(cells) == set(FigureKey)
    assert cells[K.RATE][1:5] == (figures[K.RATE].text, "%", "0", "3") or cells[K.RATE][3:5] == ("0", "3")
    assert cells[K.FINDINGS][1] == "3"
    assert cells[K.ENTERPRISES][1] == cells[K.VISITS][1] == "2"
    assert cells[K.ENTERPRISES][2] != cells[K.VISITS][2]
    page.whole_table.selectRow([row.key for row in page.whole.rows].index(K.MAJOR))
    QTest.keyClick(page.whole_table, Qt.Key.Key_Return)
    assert ledger.count(worked, shown.queries[0]) == figures[K.MAJOR].value == 1


@pytest.mark.parametrize("dimension", list(Dimension))
def test_groups_have_a_table_whose_cells_open_rows(shown: Shown, worked: Workspace, dimension: Dimension) -> None:
    page = shown.numbers
    page.parts.buttons[NumbersPart(str(dimension))].click()
    settle(shown.jobs)
    rows = statistics.by(worked, year(worked), dimension)
    table = page.tables[dimension]
    assert [table.ledger.cells(n)[0] for n in range(table.ledger.rowCount())] == [row.label for row in rows]
    filled = next(n for n, row in enumerate(rows) if row.figures[K.FINDINGS].value)
    table.setCurrentIndex(table.ledger.index(filled, 0))
    QTest.keyClick(table, Qt.Key.Key_Return)
    assert ledger.count(worked, shown.queries[0]) == rows[filled].figures[K.FINDINGS].value


def test_a_scope_narrows_every_view(shown: Shown, worked: Workspace) -> None:
    district = shown.screen.filter.district
    district.setCurrentIndex(district.findData("望湖区"))
    settle(shown.jobs)
    cells = {row.key: shown.numbers.whole.cells(n) for n, row in enumerate(shown.numbers.whole.rows)}
    assert cells[K.FINDINGS][1] == "2"
    assert "望湖区" in shown.screen.filter.said.text()
    scope = Scope(district="望湖区")
    assert statistics.figures(worked, year(worked), scope=scope)[K.FINDINGS].value == 2


def fined_too_much_on_the_spot(ws: Workspace) -> None:
    with ws.reader() as db:
        (enterprise,) = db.conn.execute("SELECT id FROM enterprises ORDER BY id LIMIT 1").fetchone()
    day = ws.today()
    draft = CaseDraft(
        enterprise_id=enterprise, number="1", cause="未培训", opened_on=day, procedure=CaseProcedure.SUMMARY
    )
    case = open_case(ws, draft).value
    decision = Decision(decided_on=day, decision_no="1", penalties=(PenaltyKind.FINE,), fine=300_001)
    decide_case(ws, case.id, decision)


def test_what_does_not_fit_is_listed_and_keeps_a_report_back(shown: Shown, worked: Workspace) -> None:
    fined_too_much_on_the_spot(worked)
    shown.screen.refresh()
    settle(shown.jobs)
    page = shown.numbers
    page.parts.buttons[NumbersPart.CHECKS].click()
    settle(shown.jobs)
    assert page.checks.rowCount() >= 1
    made = shown.reports
    assert made.made is None
    assert made.band.isVisible()
    made.band.action.click()
    settle(shown.jobs)
    expected = reports.report(worked, "situation", year(worked), anyway=True)
    assert made.made is not None
    assert made.words.toPlainText() == "\n".join(expected.paragraphs)
    assert made.pages.data.startswith(b"%PDF")


def test_a_report_is_copied_and_written(shown: Shown, ask: Answers, tmp_path: Path) -> None:
    page = shown.reports
    page.copy.click()
    assert page.made is not None
    assert QGuiApplication.clipboard().text() == report_text(page.made)
    for suffix, act in ((".pdf", page.as_pdf), (".xlsx", page.as_xlsx)):
        target = tmp_path / f"报告{suffix}"
        ask.targets.append(target)
        act.click()
        settle(shown.jobs)
        assert target.read_bytes()[:4] == {".pdf": b"%PDF", ".xlsx": b"PK\x03\x04"}[suffix]


def test_figures_are_exported_as_they_stand(shown: Shown, ask: Answers, tmp_path: Path) -> None:
    target = tmp_path / "统计.xlsx"
    ask.targets.append(target)
    shown.numbers.export.click()
    settle(shown.jobs)
    assert target.read_bytes().startswith(b"PK")
    assert str(target) in shown.numbers.said.words.text()


def test_what_is_found_meanwhile_is_counted(shown: Shown, worked: Workspace, clock: Clock) -> None:
    clock.move(hours=1)
    done = an_inspection(worked, an_enterprise(worked, 8))
    del done
    shown.screen.refresh()
    settle(shown.jobs)
    cells = {row.key: shown.numbers.whole.cells(n) for n, row in enumerate(shown.numbers.whole.rows)}
    assert cells[K.VISITS][1] == "3"


@pytest.mark.parametrize("look", ["light", "dark", "outdoor"])
@pytest.mark.parametrize("by", [1.0, 1.5])
def test_every_view_fits_a_small_laptop(
    worked: Workspace, qapp: QApplication, jobs: Jobs, ask: Answers, look: str, by: float
) -> None:
    theme.apply_theme(qapp, look, by)
    made = Shown(worked, jobs, ask)
    made.screen.resize(1240, 640)
    for name in (CHARTS, NUMBERS, REPORTS, MAP):
        made.page(name)
        least = made.screen.minimumSizeHint()
        assert least.width() <= 1240, name
        assert least.height() <= 640, name
        assert not made.screen.grab().isNull()
    settle(jobs)
    made.screen.close()
    made.screen.deleteLater()
    theme.apply_theme(qapp, "light", 1.0)


def test_periods_end_today_or_with_the_last_month() -> None:
    day = date(2026, 3, 5)
    assert period_of(PeriodKind.MONTH, day) == Period(date(2026, 3, 1), day)
    assert period_of(PeriodKind.LAST_MONTH, day) == Period(date(2026, 2, 1), date(2026, 2, 28))
    assert period_of(PeriodKind.QUARTER, day) == Period(date(2026, 1, 1), day)
    assert period_of(PeriodKind.YEAR, day) == Period(date(2026, 1, 1), day)
    assert months_drawn(period_of(PeriodKind.MONTH, day)) == Period(date(2026, 1, 1), day)


def test_chosen_days_are_asked_for(shown: Shown, worked: Workspace) -> None:
    choice = shown.screen.filter
    choice.periods.buttons[PeriodKind.CHOSEN].click()
    assert choice.days.isVisible()
    choice.first.edit.setText("")
    QTest.keyClicks(choice.first.edit, worked.today().replace(day=1).isoformat())
    settle(shown.jobs)
    assert choice.asked.period.first == worked.today().replace(day=1)
    assert choice.asked.period.last == worked.today()
