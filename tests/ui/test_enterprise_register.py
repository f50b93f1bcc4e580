# SPDX-License-Identifier: MulanPSL-2.0
"""企业: a long register that is read only where somebody looks; filters; files out; what runs out or is late."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from inspector_app.domain.change import Op
from inspector_app.domain.enterprise import Industry
from inspector_app.domain.enterprise_profile import EnterpriseProfile, RiskGrade, SponsorGrade
from inspector_app.domain.enterprise_records import (
    CreditListing,
    CreditListKind,
    Insurance,
    Licence,
    RecordKind,
    SelfReport,
    SelfReportKind,
)
from inspector_app.ledgers import enterprises as register
from inspector_app.ledgers.enterprises import EnterpriseQuery, Listing
from inspector_app.operations.enterprise_import import import_enterprises, preview_import
from inspector_app.operations.enterprise_profiles import keep_profile
from inspector_app.operations.enterprise_records import keep_record
from inspector_app.operations.enterprises import EnterpriseDraft, amend_enterprise, register_enterprise
from inspector_app.ui import theme
from inspector_app.ui.widgets.enterprise_detail import RECORDS
from inspector_app.ui.widgets.register_filters import SECTOR
from inspector_app.ui.widgets.register_window import KEPT, PAGE
from inspector_app.wording import tr
from inspector_app.workspace import Workspace
from tests.helpers.pages_frame import EnterprisesPage, Frame

MANY = 700


@pytest.fixture
def many(unit: Workspace, tmp_path: Path) -> Workspace:
    """A register of several pages: 企业0000 … 企业0699, every seventh in another district."""
    path = tmp_path / "many.csv"
    lines = [f"企业{n:04d},{'河西镇' if n % 7 == 0 else '城关镇'},工业路{n}号" for n in range(MANY)]
    path.write_text("企业名称,辖区,地址\n" + "\n".join(lines) + "\n", encoding="utf-8")
    import_enterprises(unit, preview_import(unit, path))
    return unit


def id_of(ws: Workspace, name: str) -> str:
    return register.page(ws, EnterpriseQuery(text=name))[0].enterprise.id


@pytest.fixture
def frame(qapp: QApplication, many: Workspace) -> Iterator[Frame]:
    theme.apply_theme(qapp, "light", 1.0)
    made = Frame(many)
    yield made
    made.close()


@pytest.fixture
def page(frame: Frame) -> EnterprisesPage:
    return frame.enterprises()


def choose(page: EnterprisesPage, box: str, value: str) -> None:
    shown = getattr(page.screen.left.filters, box)
    shown.setCurrentIndex(shown.findData(value))
    page.settle()


def look_at(page: EnterprisesPage, place: int) -> str:
    """Scroll as the thumb of the bar does, and give the first name that is seen then."""
    shown = page.screen.list
    shown.verticalScrollBar().setValue(place * shown.rowHeight(0))
    shown.grab()
    page.settle()
    shown.grab()
    return shown.rows.row(shown.rowAt(0)).title


def test_all_are_counted_and_only_what_is_looked_at_is_read(page: EnterprisesPage) -> None:
    shown = page.screen.list
    assert shown.rows.rowCount() == MANY
    assert page.screen.count.text() == tr("{total} enterprises", total=MANY)
    assert shown.rows.row(PAGE * 3).id == ""
    assert look_at(page, PAGE * 3) == f"企业{PAGE * 3:04d}"
    assert shown.rows.row(PAGE * 2 - 40).id == ""  # what was jumped over was never read


def test_pages_that_nobody_looks_at_are_forgotten(page: EnterprisesPage) -> None:
    rows = page.screen.list.rows
    for n in range(KEPT + 3):
        rows.take(n, [])
    rows.take(0, [])
    assert rows.missing() is None
    rows.seen = (PAGE, PAGE)
    assert rows.missing() == 1


def test_keys_go_to_the_last_row_and_its_facts_come_with_it(page: EnterprisesPage) -> None:
    page.screen.list.setFocus()
    page.press(Qt.Key.Key_End, page.screen.list)
    page.screen.list.grab()
    page.settle()
    assert page.screen.detail.name.text() == f"企业{MANY - 1:04d}"
    page.press(Qt.Key.Key_Home, page.screen.list)
    assert page.screen.detail.name.text() == "企业0000"


def test_an_address_is_found(page: EnterprisesPage) -> None:
    assert page.search("路639号") == ["企业0639"]


def test_what_is_shown_stays_when_something_is_kept(page: EnterprisesPage, frame: Frame, many: Workspace) -> None:
    look_at(page, 400)
    wanted = page.screen.list.rows.index(402)
    page.screen.list.setCurrentIndex(wanted)
    page.settle()
    place = id_of(many, "企业0402")
    amended = EnterpriseDraft(name="企业0402", phone="13900000000")
    frame.jobs.run_write(page.screen, lambda: amend_enterprise(many, place, amended))
    page.settle()
    assert page.screen.list.currentIndex().row() == 402
    assert page.screen.detail.values["phone"].text() == "13900000000"
    frame.jobs.run_write(page.screen, lambda: register_enterprise(many, EnterpriseDraft(name="一分厂")))
    page.settle()
    assert page.screen.list.currentIndex().row() == 403
    assert page.screen.detail.name.text() == "企业0402"


def test_filters_of_grades_sector_and_credit(page: EnterprisesPage, frame: Frame, many: Workspace) -> None:
    red, listed = id_of(many, "企业0100"), id_of(many, "企业0200")
    profile = EnterpriseProfile(sector=Industry.FIREWORKS, grade=SponsorGrade.A, risk_grade=RiskGrade.RED)
    frame.jobs.run_write(page.screen, lambda: keep_profile(many, red, profile))
    record = CreditListing(
        id="", enterprise_id=listed, kind=CreditListKind.BLACKLIST, organ="局", basis="瞒报", listed_on=date(2026, 1, 1)
    )
    frame.jobs.run_write(page.screen, lambda: keep_record(many, record))
    page.settle()
    for box, value in (("risk", "red"), ("grade", "A"), ("industry", SECTOR + "fireworks")):
        choose(page, box, value)
        assert page.names() == ["企业0100"], box
    assert page.screen.left.narrow.text() == "3"
    choose(page, "listing", Listing.BLACKLIST)
    assert page.names() == []
    assert page.screen.stack.currentWidget() is page.screen.empty
    page.screen.empty_clear.click()
    page.settle()
    assert page.screen.count.text() == tr("{total} enterprises", total=MANY)
    choose(page, "listing", Listing.ANY)
    assert [row.chip for row in page.screen.list.rows.rows] == [tr("On a credit list")]
    assert "黑名单" in "".join(page.screen.detail.chips.words())


def test_exactly_what_the_list_shows_is_exported(page: EnterprisesPage, frame: Frame, tmp_path: Path) -> None:
    choose(page, "district", "河西镇")
    shown = page.names()
    frame.ask.target = tmp_path / "out.xlsx"
    page.screen.export_button.click()
    page.settle()
    assert page.screen.band.words.text() == tr("{count} rows written: {path}", count=100, path=str(frame.ask.target))
    book = load_workbook(frame.ask.target, read_only=True)
    rows = list(book.worksheets[0].iter_rows(values_only=True))
    assert [row[0] for row in rows[1:]] == shown[: len(rows) - 1]
    assert len(rows) == 101 == len(shown) + 1
    told = " ".join(
        str(cell) for sheet in book.worksheets[1:] for row in sheet.iter_rows(values_only=True) for cell in row
    )
    assert "河西镇" in told


def test_what_cannot_be_written_is_told_in_the_page(page: EnterprisesPage, frame: Frame, tmp_path: Path) -> None:
    frame.ask.target = tmp_path / "no" / "out.csv"
    page.screen.export()
    page.settle()
    assert page.screen.band.property("band") == "bad"
    assert frame.ask.shown == []


def test_what_runs_out_leads_to_its_record(page: EnterprisesPage, many: Workspace) -> None:
    today = many.today()
    place = id_of(many, "企业0500")
    keep_record(many, Licence(id="", enterprise_id=place, kind="安全生产许可证", expires_on=today + timedelta(days=9)))
    keep_record(many, Licence(id="", enterprise_id=id_of(many, "企业0001"), kind="许可证", expires_on=date(2030, 1, 1)))
    keep_record(many, Insurance(id="", enterprise_id=place, insurer="保险公司", ends_on=today - timedelta(days=3)))
    page.screen.show_warnings()
    page.settle()
    model = page.screen.warnings.expiring.model
    told = [model.cells(n)[5] for n in range(model.rowCount())]
    assert told == [tr("Ran out {count} days ago", count=3), tr("Runs out in {count} days", count=9)]
    page.screen.warnings.expiring.table.row_chosen.emit(model.id_at(1))
    page.settle()
    detail = page.screen.detail
    assert detail.name.text() == "企业0500"
    assert page.screen.list.currentIndex().row() == 500
    assert detail.tabs.currentIndex() == RECORDS
    assert detail.records.kind is RecordKind.LICENCE


def test_who_is_late_with_its_self_report(page: EnterprisesPage, many: Workspace) -> None:
    record = SelfReport(
        id="", enterprise_id=id_of(many, "企业0300"), kind=SelfReportKind.FORTNIGHTLY, period_from=date(2026, 8, 1),
        period_to=date(2026, 8, 14), reported_on=date(2026, 8, 15), found=1, rectified=1,
    )  # fmt: skip
    keep_record(many, record)
    page.screen.show_warnings()
    page.settle()
    late = page.screen.warnings.late
    assert [late.model.cells(n)[0] for n in range(late.model.rowCount())] == ["企业0300"]
    assert str(MANY) in late.note.text()
    page.screen.warnings.back.click()
    page.settle()
    assert page.screen.stack.currentWidget() is page.screen.detail


@pytest.mark.spoils
def test_a_list_that_cannot_be_read_says_so_and_is_read_again(
    page: EnterprisesPage, frame: Frame, many: Workspace
) -> None:
    def rename(old: str, new: str) -> None:
        with many.operation(Op.FILL_YEAR) as step:
            step.db.conn.execute(f"ALTER TABLE {old} RENAME TO {new}")

    rename("credit_listings", "gone")
    page.screen.refresh()
    page.settle()
    assert page.screen.count.text() == tr("The list could not be read. Nothing was changed.")
    assert page.screen.count.property("tone") == "bad"
    assert len(frame.faults) > 0
    rename("gone", "credit_listings")
    page.screen.left.clear.click()
    page.settle()
    assert page.screen.count.text() == tr("{total} enterprises", total=MANY)
    frame.faults.clear()
