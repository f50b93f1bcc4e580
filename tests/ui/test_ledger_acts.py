# SPDX-License-Identifier: MulanPSL-2.0
"""The acts of the chosen findings from the ledger (交办, 催办, 挂牌督办): all or none; and what their detail tells."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from inspector_app.domain.document_fields import FieldType
from inspector_app.domain.finding import Grade
from inspector_app.ledgers.finding_page import finding_page
from inspector_app.operations import findings, photos
from inspector_app.operations.undo import undo_last
from inspector_app.ui import theme
from inspector_app.wording import tr
from inspector_app.workspace import Workspace
from tests.helpers.makers import a_finding, an_inspection
from tests.helpers.pages_frame import Frame, LedgerPage
from tests.helpers.pages_ledger import choose, fill, press, two_findings
from tests.helpers.pictures import photo


@pytest.fixture
def page(qapp: QApplication, unit: Workspace) -> Iterator[LedgerPage]:
    theme.apply_theme(qapp, "light", 1.0)
    two_findings(unit)
    frame = Frame(unit)
    yield frame.ledger()
    frame.close()


def record(page: LedgerPage) -> None:
    page.screen.side.do_act()
    page.settle()


def test_without_a_choice_it_is_said_what_to_do(page: LedgerPage) -> None:
    press(page, Qt.Key.Key_A)
    assert not page.screen.side.isVisible()
    assert page.screen.band.words.text() == tr("Choose rows first: click, Shift+↑ ↓, or Ctrl+A for all.")


def test_the_chosen_findings_are_assigned(page: LedgerPage, unit: Workspace) -> None:
    page.screen.table.selectAll()
    ids = [page.screen.model.id_at(n) for n in range(2)]
    press(page, Qt.Key.Key_A)
    due = (unit.today() + timedelta(days=3)).isoformat()
    fill(page, {"person": "李慧敏", "due_on": due, "text": "请核实后报结果"})
    record(page)
    for finding_id in ids:
        shown = finding_page(unit, finding_id)
        assert shown is not None
        (act,) = shown.acts
        assert (act.person, act.text, str(act.due_on)) == ("李慧敏", "请核实后报结果", due)
        assert act.officer_id  # an officer of the unit was meant
    assert page.cells("assignee") == ["李慧敏"] * 2
    assert page.screen.band.words.text() == tr("{count} findings are assigned.", count=2)
    undo_last(unit)
    after = [finding_page(unit, finding_id) for finding_id in ids]
    assert [shown.acts for shown in after if shown is not None] == [(), ()]


def test_nobody_named_stops_at_the_field(page: LedgerPage, unit: Workspace) -> None:
    choose(page, 0)
    press(page, Qt.Key.Key_A)
    record(page)
    assert page.screen.side.isVisible()
    assert page.screen.side.acts.act.editor.rows["person"].title.property("tone") == "warn"
    shown = finding_page(unit, page.screen.model.id_at(0))
    assert shown is not None and not shown.acts


def test_whom_a_reminder_goes_to_may_be_left_open(page: LedgerPage, unit: Workspace) -> None:
    choose(page, 1)
    press(page, Qt.Key.Key_U)
    record(page)
    shown = finding_page(unit, page.screen.model.id_at(1))
    assert shown is not None
    assert [act.person for act in shown.acts] == ["赵明"]


def listing(page: LedgerPage, unit: Workspace) -> dict[str, str]:
    """Fill in whatever the law's data asks of listing under supervision."""
    values = {}
    for name, row in page.screen.side.acts.listing.form.editor.rows.items():
        if row.spec.required:
            day = (unit.today() + timedelta(days=60)).isoformat()
            words = {FieldType.DAY: day, FieldType.CHOICE: next(iter(row.spec.words), "")}
            values[name] = words.get(row.spec.type, f"按方案办理{name}")
    return {**values, "step_on": unit.today().isoformat(), "number": "清安督〔2026〕009号"}


def test_major_findings_are_listed_and_numbers_count_on(page: LedgerPage, unit: Workspace) -> None:
    a_finding(unit, an_inspection(unit, _enterprise(unit)), description="液氨储罐区未设围堰", grade=Grade.MAJOR)
    page.screen.refresh()
    page.settle()
    page.screen.show_query(page.screen.query.__class__(ledger=page.screen.query.ledger, filters={"grade": "major"}))
    page.settle()
    page.screen.table.selectAll()
    ids = [page.screen.model.id_at(n) for n in range(2)]
    press(page, Qt.Key.Key_G)
    fill(page, listing(page, unit))
    record(page)
    numbers = []
    for finding_id in ids:
        shown = finding_page(unit, finding_id)
        assert shown is not None and shown.supervision is not None, page.screen.side.acts.band.words.text()
        numbers.append(shown.supervision.follow_up.fields["number"])
    assert numbers == ["清安督〔2026〕009号", "清安督〔2026〕010号"]


def _enterprise(ws: Workspace) -> object:
    from tests.helpers.makers import an_enterprise

    return an_enterprise(ws, 2)


def test_what_cannot_be_taken_can_be_left_out(page: LedgerPage, unit: Workspace) -> None:
    page.screen.table.selectAll()
    major = next(n for n in range(2) if page.cells("description")[n] == "通道堵塞")
    press(page, Qt.Key.Key_G)
    fill(page, listing(page, unit))
    record(page)
    acts = page.screen.side.acts
    assert acts.band.isVisible() and acts.band.action.text() == tr("Leave these out")
    ids = [page.screen.model.id_at(n) for n in range(2)]
    assert all(shown.supervision is None for n in ids if (shown := finding_page(unit, n)))
    acts.band.action.click()
    assert acts.chosen.ids == (ids[major],)
    record(page)
    shown = finding_page(unit, ids[major])
    assert shown is not None and shown.supervision is not None


def test_the_act_is_about_what_was_chosen_even_if_rows_move(page: LedgerPage, unit: Workspace) -> None:
    choose(page, 0)
    chosen = page.screen.model.id_at(0)
    press(page, Qt.Key.Key_A)
    visit = finding_page(unit, chosen)
    assert visit is not None
    draft = findings.FindingDraft(description="新的一条在最上面", place="门口")
    page.jobs.run_write(page.screen, lambda: findings.record_finding(unit, visit.inspection.id, draft))
    page.settle()
    fill(page, {"person": "孙主任"})
    record(page)
    shown = finding_page(unit, chosen)
    assert shown is not None and [act.person for act in shown.acts] == ["孙主任"]


def test_the_detail_shows_the_five_fulfilments(page: LedgerPage, unit: Workspace, qtbot: QtBot) -> None:
    major = next(n for n in range(2) if page.cells("description")[n] == "通道堵塞")
    choose(page, major)
    press(page, Qt.Key.Key_G)
    fill(page, listing(page, unit))
    record(page)
    page.settle()
    choose(page, major)
    press(page, Qt.Key.Key_D)
    detail = page.screen.side.detail
    qtbot.waitUntil(lambda: detail.page is not None and detail.supervision.isVisible())
    words = [one.text() for one in detail.supervision.findChildren(type(detail.words))]
    assert any("清安督〔2026〕009号" in text for text in words)


@pytest.mark.spoils
def test_the_detail_names_a_photo_whose_original_is_gone(page: LedgerPage, unit: Workspace, qtbot: QtBot) -> None:
    found = finding_page(unit, page.screen.model.id_at(0))
    assert found is not None
    visit, finding = found.row.finding.inspection_id, found.row.finding.id
    source = photos.PhotoSource(name="罐区.jpg", data=photo())
    (kept,) = photos.add_photos(unit, visit, [source], finding).value.photos
    page.settle()
    choose(page, 0)
    press(page, Qt.Key.Key_D)
    detail = page.screen.side.detail
    qtbot.waitUntil(lambda: detail.page is not None and detail.page.row.photo_count == 1)
    page.settle()
    assert "罐区.jpg" not in detail.photos.text(), "its original is there"
    unit.files.path(kept.sha256).unlink()
    page.screen._read_detail()
    page.settle()
    qtbot.waitUntil(lambda: "罐区.jpg" in detail.photos.text())
    assert detail.photos.isVisible()
    assert detail.photos.property("tone") == "bad"
