# SPDX-License-Identifier: MulanPSL-2.0
"""Self-reports from a file: every bad row named, the same file twice changes nothing, who is late."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from inspector_app.domain.enterprise import Enterprise, Industry
from inspector_app.domain.enterprise_profile import EnterpriseProfile, EnterpriseState, RiskGrade
from inspector_app.domain.enterprise_records import RecordKind, SelfReport, SelfReportKind
from inspector_app.domain.finding import Grade
from inspector_app.domain.problems import Refused
from inspector_app.ledgers import self_reports as ledger
from inspector_app.ledgers.enterprise_records import records, self_findings
from inspector_app.operations.enterprise_merge import merge_enterprises
from inspector_app.operations.enterprise_profiles import keep_profile
from inspector_app.operations.enterprise_records import keep_record, remove_record
from inspector_app.operations.self_reports import ReportAct, ReportDefaults, read_self_reports, take_self_reports
from inspector_app.operations.undo import undo_last
from inspector_app.workspace import Workspace
from tests.helpers.makers import a_code, an_enterprise

HEAD = (
    "企业名称,统一社会信用代码,自查周期,自查开始日期,自查结束日期,上报日期,自查人,发现隐患数,已整改数,"
    "隐患描述,隐患部位,隐患级别,整改措施,责任人,发现日期,整改期限,整改完成日期,备注"
)
WEEK = "每周,2026-11-09,2026-11-15,2026-11-16,安全总监 钱进"


@pytest.fixture
def place(unit: Workspace) -> Enterprise:
    return an_enterprise(unit)


def written(folder: Path, *lines: str, name: str = "自查.csv", head: str = HEAD) -> Path:
    path = folder / name
    path.write_text("\n".join([head, *lines]), encoding="utf-8")
    return path


def two_findings(place: Enterprise, second: str = "2026-11-14") -> list[str]:
    return [
        f"{place.name},{place.credit_code},{WEEK},,,报警器损坏,罐区,一般,更换,李工,2026-11-10,2026-11-20,2026-11-12,",
        f"{place.name},,{WEEK},,,=1+1,泵房,重大隐患,停用,李工,2026-11-11,2026-11-30,{second},",
    ]


def taken(ws: Workspace, path: Path, **options: Any) -> tuple[int, int, int, int, int]:
    done = take_self_reports(ws, read_self_reports(ws, path), **options).value
    return done.added, done.replaced, done.same, done.skipped, done.findings


def test_rows_of_one_period_are_one_report(unit: Workspace, place: Enterprise, tmp_path: Path) -> None:
    path = written(tmp_path, *two_findings(place, second=""))
    assert taken(unit, path) == (1, 0, 0, 0, 2)
    report = records(unit, place.id).self_reports[0]
    assert (report.kind, report.period_to, report.reported_on) == (
        SelfReportKind.WEEKLY, date(2026, 11, 15), date(2026, 11, 16)
    )  # fmt: skip
    assert (report.found, report.rectified, report.checked_by) == (2, 1, "安全总监 钱进")
    assert (report.source_name, len(report.source_sha256)) == ("自查.csv", 64)
    first, second = self_findings(unit, report.id)
    assert (first.description, first.rectified_on, first.grade) == ("报警器损坏", date(2026, 11, 12), Grade.GENERAL)
    assert (second.description, second.grade, second.deadline) == ("=1+1", Grade.MAJOR, date(2026, 11, 30))
    assert unit.check().is_well
    undo_last(unit)
    assert records(unit, place.id).self_reports == ()


def test_the_same_file_twice_changes_nothing(unit: Workspace, place: Enterprise, tmp_path: Path) -> None:
    path = written(tmp_path, *two_findings(place))
    preview = read_self_reports(unit, path)
    take_self_reports(unit, preview)
    digest = unit.digest()
    assert read_self_reports(unit, path).count(ReportAct.SAME) == 1
    assert taken(unit, path) == (0, 0, 1, 0, 0)
    assert take_self_reports(unit, preview).value.same == 1  # a preview that is older than what it led to
    renamed = path.rename(tmp_path / "另一名称.csv")
    assert taken(unit, renamed) == (0, 0, 1, 0, 0)
    book = xlsxwriter.Workbook(str(tmp_path / "同样内容.xlsx"))
    sheet = book.add_worksheet()
    for n, line in enumerate([HEAD, *two_findings(place)]):
        for column, cell in enumerate(line.split(",")):
            sheet.write_string(n, column, cell)
    book.close()
    assert taken(unit, tmp_path / "同样内容.xlsx") == (0, 0, 1, 0, 0)
    assert unit.digest() == digest


def test_another_file_about_the_period_replaces_the_first(unit: Workspace, place: Enterprise, tmp_path: Path) -> None:
    first = written(tmp_path, *two_findings(place, second=""))
    second = written(tmp_path, *two_findings(place), name="更正.csv")
    taken(unit, first)
    assert taken(unit, second) == (0, 1, 0, 0, 2)
    report = records(unit, place.id).self_reports[0]
    assert (len(records(unit, place.id).self_reports), report.rectified) == (1, 2)
    assert taken(unit, first) == (0, 0, 1, 0, 0)  # the older file does not come back
    assert records(unit, place.id).self_reports == (report,)


def test_a_removed_report_does_not_come_back_with_its_file(unit: Workspace, place: Enterprise, tmp_path: Path) -> None:
    path = written(tmp_path, *two_findings(place))
    taken(unit, path)
    remove_record(unit, RecordKind.SELF_REPORT, records(unit, place.id).self_reports[0].id, "报错了单位")
    assert taken(unit, path) == (0, 0, 1, 0, 0)
    assert records(unit, place.id).self_reports == ()


def test_a_report_without_hazards_and_one_of_numbers_alone(unit: Workspace, place: Enterprise, tmp_path: Path) -> None:
    quarter = "每季度,2026/7/1,2026.9.30,20261009,"
    path = written(
        tmp_path, f"{place.name},,{WEEK},,,无隐患,,,,,,,,", f"{place.name},,{quarter},12,11项,,,,,,,,,三季度汇总"
    )
    assert taken(unit, path) == (2, 0, 0, 0, 0)
    week, summary = records(unit, place.id).self_reports
    assert (week.found, week.rectified) == (0, 0)
    assert (summary.kind, summary.found, summary.rectified, summary.note) == (
        SelfReportKind.QUARTERLY, 12, 11, "三季度汇总"
    )  # fmt: skip


def test_a_units_own_file_needs_no_columns_for_what_is_told(unit: Workspace, place: Enterprise, tmp_path: Path) -> None:
    path = written(tmp_path, "护栏缺失,二层平台", head="存在问题,部位")
    with pytest.raises(Refused) as refusal:
        read_self_reports(unit, path)
    assert [p.fields["column"] for p in refusal.value.problems] == [
        "企业名称", "自查周期", "自查开始日期", "自查结束日期"
    ]  # fmt: skip
    defaults = ReportDefaults(
        enterprise_id=place.id, kind=SelfReportKind.FORTNIGHTLY, period_from=date(2026, 11, 1),
        period_to=date(2026, 11, 14),
    )  # fmt: skip
    take_self_reports(unit, read_self_reports(unit, path, defaults))
    report = records(unit, place.id).self_reports[0]
    assert (report.kind, report.found, report.reported_on) == (SelfReportKind.FORTNIGHTLY, 1, unit.today())


def test_every_fault_of_every_row_is_named_and_its_report_left_out(
    unit: Workspace, place: Enterprise, tmp_path: Path
) -> None:
    other = an_enterprise(unit, 2)
    path = written(
        tmp_path,
        *two_findings(place),
        f"没有登记的公司,{a_code(9)},每月,2026-11-09,2026-13-01,2026-12-01,,多,,甲,,特大,,,2026-12-09,,昨天,",
        f"{other.name},,{WEEK},0,,乙,,,,,2026-11-10,2026-11-09,,",
        f"{other.name},,每两周,2026-11-15,2026-11-01,,,1,2,,,,,,,,,",
        ",,每周,,2026-11-15,,,,,丙,,,,,,,,",
    )
    preview = read_self_reports(unit, path)
    told = {(p.code.value, p.fields["row"], p.fields["column"]) for p in preview.problems}
    assert told == {
        ("enterprise_unknown", "4", "统一社会信用代码"), ("value_not_allowed", "4", "自查周期"),
        ("date_wrong", "4", "自查结束日期"), ("time_order", "4", "上报日期"), ("value_wrong_type", "4", "发现隐患数"),
        ("value_not_allowed", "4", "隐患级别"), ("time_order", "4", "发现日期"), ("date_wrong", "4", "整改完成日期"),
        ("self_report_counts", "5", "发现隐患数"), ("time_order", "5", "整改期限"),
        ("time_order", "6", "自查结束日期"), ("value_not_allowed", "6", "已整改数"),
        ("value_missing", "7", "企业名称"), ("value_missing", "7", "自查开始日期"),
    }  # fmt: skip
    with pytest.raises(Refused) as refusal:
        take_self_reports(unit, preview)
    assert len(refusal.value.problems) == len(preview.problems)
    assert records(unit, place.id).self_reports == ()
    assert taken(unit, path, skip_bad=True) == (1, 0, 0, 4, 2)
    assert records(unit, other.id).self_reports == ()


def test_numbers_of_one_report_must_agree(unit: Workspace, place: Enterprise, tmp_path: Path) -> None:
    path = written(tmp_path, f"{place.name},,{WEEK},3,1,甲,,,,,,,,", f"{place.name},,{WEEK},4,1,乙,,,,,,,,")
    assert [(p.code.value, p.fields["row"]) for p in read_self_reports(unit, path).problems] == [
        ("value_not_allowed", "3")
    ]


def test_a_file_that_is_no_table_of_reports_is_refused(unit: Workspace, tmp_path: Path) -> None:
    with pytest.raises(Refused) as refusal:
        read_self_reports(unit, written(tmp_path, head=HEAD))
    assert [p.code.value for p in refusal.value.problems] == ["table_empty"]
    with pytest.raises(Refused) as refusal:
        read_self_reports(unit, written(tmp_path, "1,2", head="甲,乙"))
    assert {p.code.value for p in refusal.value.problems} == {"column_missing"}


# Who is late ------------------------------------------------------------------------------------------------


def reported(ws: Workspace, owner: Enterprise, kind: SelfReportKind, upto: date) -> None:
    days = {SelfReportKind.WEEKLY: 6, SelfReportKind.FORTNIGHTLY: 13, SelfReportKind.QUARTERLY: 91}[kind]
    report = SelfReport(
        id="", enterprise_id=owner.id, kind=kind, period_from=upto - timedelta(days=days), period_to=upto,
        reported_on=upto,
    )  # fmt: skip
    keep_record(ws, report)


def late(ws: Workspace, on: date, kind: SelfReportKind, **options: Any) -> list[tuple[str, int | None]]:
    return [(row.enterprise, row.days_late) for row in ledger.late(ws, on, kind=kind, **options)]


def test_high_risk_owes_every_week_and_others_every_two_weeks(unit: Workspace) -> None:
    risky, plain, never = (an_enterprise(unit, n) for n in (1, 2, 3))
    keep_profile(unit, risky.id, EnterpriseProfile(risk_grade=RiskGrade.ORANGE))
    keep_profile(unit, never.id, EnterpriseProfile(sector=Industry.HAZMAT))
    reported(unit, risky, SelfReportKind.WEEKLY, date(2026, 11, 8))
    reported(unit, plain, SelfReportKind.FORTNIGHTLY, date(2026, 11, 8))
    weekly, two_weeks = SelfReportKind.WEEKLY, SelfReportKind.FORTNIGHTLY
    assert late(unit, date(2026, 11, 18), weekly) == [(never.name, None)]
    assert late(unit, date(2026, 11, 19), weekly) == [(risky.name, 1), (never.name, None)]
    assert late(unit, date(2026, 11, 19), weekly, with_never=False) == [(risky.name, 1)]
    assert late(unit, date(2026, 11, 25), two_weeks) == []
    assert late(unit, date(2026, 11, 26), two_weeks) == [(plain.name, 1)]
    row = ledger.late(unit, date(2026, 11, 19), kind=weekly)[0]
    assert (row.last, row.due_on) == (date(2026, 11, 8), date(2026, 11, 18))
    counts = ledger.counts(unit, date(2026, 11, 19))
    assert (counts[weekly].behind, counts[weekly].never, counts[weekly].owing) == (1, 1, 2)
    assert (counts[two_weeks].behind, counts[two_weeks].never, counts[two_weeks].owing) == (0, 0, 1)


def test_a_weekly_report_counts_for_two_weeks_and_not_the_other_way(unit: Workspace) -> None:
    plain, risky = an_enterprise(unit, 1), an_enterprise(unit, 2)
    keep_profile(unit, risky.id, EnterpriseProfile(risk_grade=RiskGrade.RED))
    reported(unit, plain, SelfReportKind.WEEKLY, date(2026, 11, 15))
    reported(unit, risky, SelfReportKind.FORTNIGHTLY, date(2026, 11, 15))
    assert late(unit, date(2026, 11, 20), SelfReportKind.FORTNIGHTLY) == []
    assert late(unit, date(2026, 11, 20), SelfReportKind.WEEKLY) == [(risky.name, None)]


def test_the_quarters_report_is_late_after_its_days_of_grace(unit: Workspace) -> None:
    done, behind = an_enterprise(unit, 1), an_enterprise(unit, 2)
    unit_clock = date(2026, 10, 10)
    reported(unit, done, SelfReportKind.QUARTERLY, date(2026, 9, 30))
    reported(unit, behind, SelfReportKind.QUARTERLY, date(2026, 6, 30))
    assert late(unit, unit_clock, SelfReportKind.QUARTERLY) == []
    assert late(unit, date(2026, 10, 11), SelfReportKind.QUARTERLY) == [(behind.name, 1)]
    row = ledger.late(unit, date(2026, 10, 11), kind=SelfReportKind.QUARTERLY)[0]
    assert row.due_on == date(2026, 10, 10)


def test_closed_suspended_and_merged_entries_owe_nothing(unit: Workspace) -> None:
    closed, stopped, twin, main = (an_enterprise(unit, n) for n in (1, 2, 3, 4))
    keep_profile(unit, closed.id, EnterpriseProfile(state=EnterpriseState.CLOSED))
    keep_profile(unit, stopped.id, EnterpriseProfile(state=EnterpriseState.SUSPENDED))
    reported(unit, twin, SelfReportKind.FORTNIGHTLY, date(2026, 11, 15))
    merge_enterprises(unit, main.id, twin.id)
    assert late(unit, date(2026, 11, 20), SelfReportKind.FORTNIGHTLY) == []
    assert ledger.counts(unit)[SelfReportKind.QUARTERLY].owing == 1


def test_a_unit_may_say_itself_who_is_of_high_risk(unit: Workspace) -> None:
    plain = an_enterprise(unit)
    keep_profile(unit, plain.id, EnterpriseProfile(risk_grade=RiskGrade.BLUE))
    own = unit.folder / "forms" / "law"
    own.mkdir(parents=True)
    text = (unit.law.folder / "self_reports.toml").read_text(encoding="utf-8")
    (own / "self_reports.toml").write_text(text.replace('["red", "orange"]', '["blue"]'), encoding="utf-8")
    assert late(unit, date(2026, 11, 20), SelfReportKind.WEEKLY) == [(plain.name, None)]
    (own / "self_reports.toml").write_text(text.replace("days = 7", "days = 0").replace("blue", ""), encoding="utf-8")
    with pytest.raises(Refused):
        ledger.late(unit)
