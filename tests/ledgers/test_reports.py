# SPDX-License-Identifier: MulanPSL-2.0
"""Reports: the texts filled, the checks before them, one number in every file."""

from __future__ import annotations

import io
import re
from datetime import date
from pathlib import Path

import pypdfium2
import pytest
from python_calamine import CalamineWorkbook

from inspector_app.domain.enterprise_records import Triage, TriageClass
from inspector_app.domain.figures import Dimension, FigureKey, Period
from inspector_app.domain.finding import Grade
from inspector_app.domain.penalty_case import CaseProcedure, PenaltyKind
from inspector_app.domain.problems import ProblemCode, Refused
from inspector_app.ledgers import consistency, reports, statistics
from inspector_app.ledgers.figure_report import figure_report
from inspector_app.ledgers.report_files import export_figures, report_pdf, write_report
from inspector_app.locations import bundled
from inspector_app.operations.enterprise_records import keep_record
from inspector_app.operations.penalty_cases import CaseDraft, Decision, decide_case, open_case
from inspector_app.workspace import Workspace
from tests.helpers import after_issue
from tests.helpers.clock import Clock
from tests.helpers.figures import a_finding_on, a_visit_on, an_object

K = FigureKey
YEAR = Period(date(2026, 1, 1), date(2026, 11, 20))


@pytest.fixture
def year(unit: Workspace) -> Workspace:
    """Two visits with three findings; no record was made of them, so the checks find something."""
    east = an_object(unit, 1)
    for month in (3, 5):
        visit = a_visit_on(unit, east, date(2026, month, 2))
        a_finding_on(unit, visit, due=date(2026, month, 20), accepted=date(2026, month, 9), item_code="HZ-01")
    a_finding_on(unit, visit, due=date(2026, 6, 1), grade=Grade.MAJOR)
    return unit


def words(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    return "".join(re.sub(r"\s", "", document[n].get_textpage().get_text_range()) for n in range(len(document)))


def test_a_sound_period_passes_the_checks(unit: Workspace, clock: Clock) -> None:
    after_issue.a_visit(unit, clock)
    assert consistency.check(unit, Period(date(2026, 11, 1), date(2026, 11, 30))) == ()


def test_the_checks_name_visits_without_a_record(year: Workspace) -> None:
    found = consistency.check(year, YEAR)
    assert {p.code for p in found} == {ProblemCode.FIGURE_EXCEEDS, ProblemCode.FIGURE_VISITS_BARE}
    assert next(p for p in found if p.code is ProblemCode.FIGURE_VISITS_BARE).fields == {"count": "2"}


def fined_on_the_spot(ws: Workspace, number: str, fine: int) -> None:
    with ws.reader() as db:
        (enterprise,) = db.conn.execute("SELECT id FROM enterprises").fetchone()
    draft = CaseDraft(
        enterprise_id=enterprise, number=number, cause="未培训", opened_on=date(2026, 5, 3),
        procedure=CaseProcedure.SUMMARY,
    )  # fmt: skip
    case = open_case(ws, draft).value
    decide_case(ws, case.id, Decision(
        decided_on=date(2026, 5, 3), decision_no=number, penalties=(PenaltyKind.FINE,), fine=fine
    ))  # fmt: skip


def test_a_fine_on_the_spot_above_the_legal_cap_is_named(year: Workspace) -> None:
    row = next(iter(statistics.by(year, YEAR, Dimension.DISTRICT)))
    assert row.label == "东区"
    for number, fine in (("1", 300_000), ("2", 300_001)):  # the cap is 3000 yuan
        fined_on_the_spot(year, number, fine)
    found = [p for p in consistency.check(year, YEAR) if p.code is ProblemCode.FIGURE_SPOT_FINE]
    assert [p.fields for p in found] == [{"number": "2", "found": "3000.01", "allowed": "3000"}]


def test_visits_recorded_on_paper_do_not_stop_a_report_but_stand_on_it(year: Workspace) -> None:
    text = words(report_pdf(year, reports.report(year, "situation", YEAR))[0])
    assert "以下2处数字未通过校验" in text and "没有现场检查记录" in text


def test_a_report_with_faults_needs_a_choice_and_says_so_on_paper(year: Workspace) -> None:
    fined_on_the_spot(year, "1", 300_001)
    with pytest.raises(Refused) as refused:
        reports.report(year, "situation", YEAR)
    found = [p.code for p in refused.value.problems]
    assert found[0] is ProblemCode.REPORT_CHECKS and ProblemCode.FIGURE_SPOT_FINE in found
    made = reports.report(year, "situation", YEAR, anyway=True)
    text = words(report_pdf(year, made)[0])
    assert "以下3处数字未通过校验" in text and "没有现场检查记录" in text


def test_the_situation_is_filled_with_the_figures(year: Workspace) -> None:
    made = reports.report(year, "situation", YEAR, anyway=True)
    assert made.paragraphs[0].startswith(
        "2026年1月1日至2026年11月20日，共检查企业1家（2家次），排查一般隐患2项、重大隐患1项，已整改2项，整改率66.7%；"
    )
    assert "治理资金未登记" in made.paragraphs[1] and "一次复查合格率—" in made.paragraphs[1]
    assert dict(made.facts)["截止日"] == "2026年11月20日" and made.organ == "清河县应急管理局"


def test_all_shipped_reports_can_be_made_in_both_formats(year: Workspace, tmp_path: Path) -> None:
    assert tuple(r.name for r in reports.names(year)) == reports.REPORTS
    for name in reports.REPORTS:
        made = reports.report(year, name, YEAR, anyway=True)
        assert made.tables and not re.search(r"[{}]", "".join(made.paragraphs))
        for suffix in (".pdf", ".xlsx"):
            write_report(year, made, tmp_path / f"{name}{suffix}")
        text = words((tmp_path / f"{name}.pdf").read_bytes())
        assert re.sub(r"\s", "", made.title) in text
        assert re.sub(r"\s", "", "".join(made.paragraphs)) in text.replace(f"{made.title}（续）", "")


def test_lists_of_hazards_triage_and_repeaters(year: Workspace) -> None:
    with year.reader() as db:
        (enterprise,) = db.conn.execute("SELECT id FROM enterprises").fetchone()
    sheet = Triage(
        id="",
        enterprise_id=enterprise,
        triage=TriageClass.SUSPEND,
        conclusion="不具备条件",
        measures="停业检修",
        assessed_on=date(2026, 5, 4),
    )
    keep_record(year, sheet)
    made = reports.report(year, "hazards", YEAR, anyway=True)
    assert [(t.total, len(t.rows)) for t in made.tables] == [(1, 1), (1, 1)]  # major; overdue
    assert made.tables[0].rows[0][2] == "2026-05-02" and made.tables[0].rows[0][-1] == "否"
    triage = reports.report(year, "triage", YEAR, anyway=True).tables[0]
    assert triage.rows[0][:5] == ("1", "清河县第1化工有限公司", "不具备条件", "停业整改", "停业检修")
    again = reports.report(year, "analysis", YEAR, anyway=True).tables[-1]
    assert again.rows == (("1", "清河县第1化工有限公司", "东区", "2", "1", "3"),)


def test_one_number_on_screen_in_xlsx_and_in_pdf(year: Workspace, tmp_path: Path) -> None:
    made = figure_report(year, YEAR, by=Dimension.DISTRICT)
    shown = {row[0]: row[1] for row in made.tables[0].rows}
    figures = statistics.figures(year, YEAR)
    assert shown["整改率"] == figures[K.RATE].text == "66.7" and shown["治理资金"] == "未登记"
    export_figures(year, YEAR, tmp_path / "a.xlsx", Dimension.DISTRICT)
    export_figures(year, YEAR, tmp_path / "a.pdf", Dimension.DISTRICT)
    book = CalamineWorkbook.from_filelike(io.BytesIO((tmp_path / "a.xlsx").read_bytes()))
    rows = book.get_sheet_by_name(made.tables[0].title).to_python()
    written = {row[0]: row[1] for row in rows if row and row[0] in shown}
    assert {name: _text(value, shown[name]) for name, value in written.items()} == shown
    text = words((tmp_path / "a.pdf").read_bytes())
    for row in made.tables[0].rows:
        assert re.sub(r"\s", "", "".join(row[:4])) in text, row  # name, number, unit, parts stand side by side
    assert "统计范围本数据目录全部" in text and "截止日2026年11月20日" in text
    assert "口径（待核）：动态整改率" in re.sub(r"\s", "", text)


def _text(value: object, like: str) -> str:
    places = len(like.partition(".")[2])
    return f"{value:.{places}f}" if isinstance(value, int | float) else str(value)


def test_an_unknown_report_is_refused_with_the_names_of_the_others(unit: Workspace) -> None:
    with pytest.raises(Refused) as refused:
        reports.report(unit, "weekly", YEAR)
    (problem,) = refused.value.problems
    assert problem.code is ProblemCode.REPORT_UNKNOWN and "situation" in problem.fields["allowed"]


def test_a_unit_may_have_reports_of_its_own_and_every_fault_of_them_is_named(year: Workspace) -> None:
    folder = year.folder / "forms" / "reports"
    folder.mkdir(parents=True)
    text = (bundled("forms") / "reports" / "situation.toml").read_text(encoding="utf-8")
    (folder / "situation.toml").write_text(text.replace("安全生产执法检查工作情况", "周报"), encoding="utf-8")
    assert reports.report(year, "situation", YEAR, anyway=True).title == "周报"
    wrong = text.replace("{rate.said}", "{rates}").replace('rows = "sector"', 'rows = "colour"').replace(
        '"visits", ', '"vists", '
    )  # fmt: skip
    (folder / "situation.toml").write_text(wrong, encoding="utf-8")
    with pytest.raises(Refused) as refused:
        reports.names(year)
    found = {p.fields.get("found") for p in refused.value.problems}
    assert {"{rates}", "colour", "vists"} <= found
