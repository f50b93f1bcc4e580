# SPDX-License-Identifier: MulanPSL-2.0
"""Records beside an entry: kept, changed, removed with a reason; what runs out, the three lists, the sheet of one."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from inspector_app.domain.enterprise import Enterprise
from inspector_app.domain.enterprise_profile import EnterpriseProfile, EnterpriseState, SponsorGrade
from inspector_app.domain.enterprise_records import (
    CreditListing,
    CreditListKind,
    HazardLevel,
    Insurance,
    Licence,
    MajorHazard,
    RecordKind,
    SelfReport,
    SelfReportKind,
    Triage,
    TriageClass,
)
from inspector_app.domain.problems import Refused
from inspector_app.ledgers.enterprise_records import expiring, records
from inspector_app.operations.enterprise_merge import merge_enterprises
from inspector_app.operations.enterprise_profiles import keep_profile
from inspector_app.operations.enterprise_records import keep_record, remove_record
from inspector_app.operations.triages import save_triage_lists, save_triage_sheet
from inspector_app.operations.undo import undo_last
from inspector_app.sheets import read_book
from inspector_app.workspace import Workspace
from tests.helpers.makers import an_enterprise

TODAY = date(2026, 11, 20)  # of the test clock


@pytest.fixture
def place(unit: Workspace) -> Enterprise:
    assert unit.today() == TODAY
    return an_enterprise(unit)


def licence(place: Enterprise, **facts: Any) -> Licence:
    values = {"kind": "安全生产许可证", "number": "（津）WH安许证字〔2024〕0001", "expires_on": date(2027, 3, 1)}
    return Licence(id="", enterprise_id=place.id, **{**values, **facts})


def listing(place: Enterprise, **facts: Any) -> CreditListing:
    values = {"kind": CreditListKind.BLACKLIST, "listed_on": date(2026, 1, 5), "ends_on": date(2027, 1, 4)}
    return CreditListing(id="", enterprise_id=place.id, **{**values, **facts})


def triage(place: Enterprise, **facts: Any) -> Triage:
    values: dict[str, Any] = {
        "triage": TriageClass.RECTIFY, "conclusion": "不具备部分安全条件", "assessed_on": date(2026, 10, 8),
        "deadline": date(2026, 12, 31), "measures": "改造自动化控制系统", "person": "周平",
    }  # fmt: skip
    return Triage(id="", enterprise_id=place.id, **{**values, **facts})


def refused(work: Any) -> set[tuple[str, str]]:
    with pytest.raises(Refused) as refusal:
        work()
    return {(p.code.value, p.where) for p in refusal.value.problems}


def test_every_kind_is_kept_and_read_back(unit: Workspace, place: Enterprise) -> None:
    kept = (
        keep_record(unit, licence(place, issued_on=date(2024, 3, 2), scope="氯气 500 t/a")).value,
        keep_record(
            unit, MajorHazard(id="", enterprise_id=place.id, name="液氯储罐区", level=HazardLevel.ONE, person="郑凯")
        ).value,
        keep_record(
            unit, Insurance(id="", enterprise_id=place.id, insurer="某财险", ends_on=date(2026, 12, 1), amount=500)
        ).value,
        keep_record(unit, listing(place)).value,
        keep_record(unit, triage(place)).value,
        keep_record(
            unit,
            SelfReport(
                id="", enterprise_id=place.id, kind=SelfReportKind.WEEKLY, period_from=date(2026, 11, 9),
                period_to=date(2026, 11, 15), reported_on=date(2026, 11, 16), found=3, rectified=2,
            ),
        ).value,
    )  # fmt: skip
    found = records(unit, place.id)
    assert (
        *found.licences, *found.major_hazards, *found.insurances, *found.listings, *found.triages, *found.self_reports
    ) == kept  # fmt: skip
    assert all(record.id for record in kept)
    assert unit.check().is_well


def test_every_fault_of_a_record_is_told_at_once(unit: Workspace, place: Enterprise) -> None:
    bad = licence(
        place, kind=" ", number="9" * 201, note="\x00", issued_on=date(2026, 12, 1), expires_on=date(2026, 11, 30)
    )
    assert refused(lambda: keep_record(unit, bad)) == {
        ("value_missing", "kind"), ("text_too_long", "number"), ("character_forbidden", "note"),
        ("time_order", "issued_on"), ("time_order", "expires_on"),
    }  # fmt: skip
    bad_listing = listing(place, listed_on=None, delisted_on=date(2026, 12, 1))
    assert refused(lambda: keep_record(unit, bad_listing)) == {
        ("value_missing", "listed_on"), ("value_missing", "delist_reason"), ("time_order", "delisted_on"),
    }  # fmt: skip
    bad_insurance = Insurance(id="", enterprise_id="nowhere", insurer="", insured=-1, amount=-5)
    assert refused(lambda: keep_record(unit, bad_insurance)) == {
        ("not_found", "enterprise"), ("value_missing", "insurer"), ("value_not_allowed", "insured"),
        ("value_not_allowed", "amount"),
    }  # fmt: skip
    report = SelfReport(
        id="", enterprise_id=place.id, kind=SelfReportKind.WEEKLY, period_from=date(2026, 11, 9),
        period_to=date(2026, 11, 8), reported_on=date(2026, 11, 21), found=1, rectified=2,
    )  # fmt: skip
    assert refused(lambda: keep_record(unit, report)) == {
        ("time_order", "period_to"), ("time_order", "reported_on"), ("value_not_allowed", "rectified"),
    }  # fmt: skip


def test_rectifying_by_a_day_needs_the_day_and_closing_does_not(unit: Workspace, place: Enterprise) -> None:
    assert refused(lambda: keep_record(unit, triage(place, deadline=None))) == {("value_missing", "deadline")}
    keep_record(unit, triage(place, triage=TriageClass.CLOSE, deadline=None))


def test_the_same_record_stands_once_but_a_licence_without_number_may_stand_twice(
    unit: Workspace, place: Enterprise
) -> None:
    first = keep_record(unit, licence(place)).value
    assert refused(lambda: keep_record(unit, licence(place))) == {("record_exists", "number")}
    keep_record(unit, replace(first, note="换证"))
    keep_record(unit, licence(place, number=""))
    keep_record(unit, licence(place, number=""))
    remove_record(unit, RecordKind.LICENCE, first.id, "登记错了企业")
    keep_record(unit, licence(place))
    assert len(records(unit, place.id).licences) == 3


def test_a_record_is_removed_with_a_reason_and_comes_back_by_undo(unit: Workspace, place: Enterprise) -> None:
    kept = keep_record(unit, licence(place)).value
    assert refused(lambda: remove_record(unit, RecordKind.INSURANCE, kept.id, " ")) == {
        ("not_found", "insurances"), ("reason_missing", "removed_reason"),
    }  # fmt: skip
    remove_record(unit, RecordKind.LICENCE, kept.id, "登记错了")
    assert records(unit, place.id).licences == ()
    assert refused(lambda: keep_record(unit, kept)) == {("not_found", "licences")}
    assert refused(lambda: remove_record(unit, RecordKind.LICENCE, kept.id, "再来")) == {("not_found", "licences")}
    undo_last(unit)
    assert records(unit, place.id).licences == (kept,)


def test_a_record_of_another_enterprise_cannot_be_moved_here(unit: Workspace, place: Enterprise) -> None:
    other = an_enterprise(unit, 2)
    kept = keep_record(unit, licence(other)).value
    assert refused(lambda: keep_record(unit, replace(kept, enterprise_id=place.id))) == {("not_found", "licences")}


def test_records_of_merged_entries_stand_together(unit: Workspace, place: Enterprise) -> None:
    twin = an_enterprise(unit, 2)
    keep_record(unit, licence(place))
    other = keep_record(unit, licence(twin, number="2")).value
    merge_enterprises(unit, twin.id, place.id)
    assert len(records(unit, place.id).licences) == 2
    changed = keep_record(unit, replace(other, enterprise_id=place.id, note="改")).value
    assert changed.enterprise_id == twin.id  # the row stays where it was, so that separating gives it back


def test_a_listing_is_in_force_from_its_day_until_it_ends_or_is_lifted(place: Enterprise) -> None:
    entry = listing(place)
    days = [date(2026, 1, 4), date(2026, 1, 5), date(2027, 1, 4), date(2027, 1, 5)]
    assert [entry.is_in_force(day) for day in days] == [False, True, True, False]
    assert not replace(entry, delisted_on=date(2026, 6, 1)).is_in_force(TODAY)


def test_what_runs_out_is_listed_and_what_was_renewed_is_not(unit: Workspace, place: Enterprise) -> None:
    other = an_enterprise(unit, 2)
    keep_record(unit, licence(place, number="旧", expires_on=date(2026, 11, 1)))
    keep_record(unit, licence(place, number="新", expires_on=date(2029, 11, 1)))
    soon = keep_record(unit, licence(place, kind="经营许可证", number="B", expires_on=date(2026, 12, 20))).value
    gone = keep_record(
        unit, Insurance(id="", enterprise_id=other.id, insurer="某财险", policy_no="P1", ends_on=date(2026, 11, 19))
    ).value
    found = expiring(unit, 30)
    assert [(row.record_id, row.days_left) for row in found] == [(gone.id, -1), (soon.id, 30)]
    assert (found[0].enterprise, found[0].kind, found[0].number) == (other.name, RecordKind.INSURANCE, "P1")
    assert [row.record_id for row in expiring(unit, 29)] == [gone.id]
    assert [row.record_id for row in expiring(unit, 30, limit=1, offset=1)] == [soon.id]
    keep_profile(unit, other.id, EnterpriseProfile(state=EnterpriseState.CLOSED))
    assert [row.record_id for row in expiring(unit, 30)] == [soon.id]


def test_a_renewal_in_a_merged_entry_counts(unit: Workspace, place: Enterprise) -> None:
    twin = an_enterprise(unit, 2)
    keep_record(unit, licence(place, expires_on=date(2026, 11, 1)))
    keep_record(unit, licence(twin, number="2", expires_on=date(2029, 11, 1)))
    assert len(expiring(unit, 30)) == 1
    merge_enterprises(unit, twin.id, place.id)
    assert expiring(unit, 30) == ()


def test_the_three_lists_hold_each_enterprise_once_as_classed_last(
    unit: Workspace, place: Enterprise, tmp_path: Path
) -> None:
    other, third = an_enterprise(unit, 2), an_enterprise(unit, 3)
    keep_record(unit, triage(place, triage=TriageClass.SUSPEND, assessed_on=date(2026, 3, 1)))
    keep_record(unit, triage(place))
    keep_record(unit, triage(other, deadline=date(2026, 12, 1), measures="=SUM(A1)"))
    keep_record(unit, triage(third, triage=TriageClass.CLOSE, deadline=None))
    path = tmp_path / "三个一批.xlsx"
    assert save_triage_lists(unit, path) == 3
    book = read_book(path.read_bytes(), path.name)
    assert [len(rows) for rows in book.values()] == [2, 1, 3]
    names = [[row[1] for row in rows[1:]] for rows in book.values()]
    assert names == [[third.name], [], [other.name, place.name]]
    assert list(book.values())[2][1][8] == "=SUM(A1)"  # a text, not a formula
    assert save_triage_lists(unit, path, until=date(2026, 3, 31)) == 1
    assert refused(lambda: save_triage_lists(unit, tmp_path / "a.doc")) == {("value_not_allowed", "path")}


def test_the_sheet_of_one_enterprise_says_what_it_must_do(unit: Workspace, place: Enterprise, tmp_path: Path) -> None:
    keep_profile(unit, place.id, EnterpriseProfile(grade=SponsorGrade.A, sponsor_unit="县人民政府"))
    kept = keep_record(unit, triage(place)).value
    path = tmp_path / "一企一策.xlsx"
    save_triage_sheet(unit, kept.id, path)
    cells = {row[0]: row[1] for row in next(iter(read_book(path.read_bytes(), path.name).values())) if len(row) > 1}
    assert cells["一企一策措施"] == "改造自动化控制系统"
    assert (cells["单位"], cells["包保单位"], cells["评估日期"]) == (place.name, "县人民政府", "2026-10-08")
    remove_record(unit, RecordKind.TRIAGE, kept.id, "重评")
    assert refused(lambda: save_triage_sheet(unit, kept.id, path)) == {("not_found", "triages")}
