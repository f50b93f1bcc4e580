# SPDX-License-Identifier: MulanPSL-2.0
"""数据交接 → 冲突: values in columns with who, where, when; taken by keys, typed, explained, merged."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from inspector_app.domain.enterprise import Enterprise
from inspector_app.handoff.conflicts import list_conflicts
from inspector_app.handoff.settling import settle
from inspector_app.ledgers import enterprises as register
from inspector_app.ui.jobs import Jobs
from inspector_app.ui.widgets.conflict_panel import ConflictPanel
from inspector_app.ui.widgets.conflict_sides import marked_text
from inspector_app.workspace import Workspace
from tests.helpers.clock import Clock
from tests.helpers.differing import amended, mended
from tests.helpers.makers import a_finding, an_enterprise, an_inspection
from tests.helpers.pages_frame import Frame
from tests.helpers.unit import a_laptop, an_office, exchange


@pytest.fixture
def both(tmp_path: Path, clock: Clock) -> Iterator[tuple[Workspace, Workspace]]:
    """An office and a laptop that both amended one enterprise."""
    office = an_office(tmp_path / "office", clock)
    laptop = a_laptop(tmp_path / "laptop", office, "一组电脑")
    office.actor, laptop.actor = "周科长", "王建国"
    yield office, laptop
    office.close()
    laptop.close()


@pytest.fixture
def known(both: tuple[Workspace, Workspace], clock: Clock) -> Enterprise:
    office, laptop = both
    made = an_enterprise(office, 1, name="清河县恒源化工有限公司")
    exchange(office, laptop)
    amended(office, made, address="工业园区东路1号", phone="13900000001")
    clock.move(minutes=7)
    amended(laptop, made, address="工业园区西路1号", phone="13900000002")
    exchange(office, laptop)
    return made


class Page:
    """The panel as a person uses it."""

    def __init__(self, qapp: QApplication, ws: Workspace, jobs: Jobs) -> None:
        self.app, self.jobs = qapp, jobs
        self.panel = ConflictPanel(ws, jobs)
        self.view, self.rows = self.panel.view, self.panel.list.list
        self.told: list[int] = []
        self.panel.counted.connect(self.told.append)
        self.panel.resize(1246, 648)
        self.panel.show()
        self.panel.show_conflicts()
        self.settle()

    def settle(self) -> None:
        for _ in range(3):
            self.jobs.wait_idle()
            self.app.processEvents()

    def close(self) -> None:
        self.settle()
        self.panel.close()
        self.panel.deleteLater()
        self.settle()

    def press(self, key: Qt.Key) -> None:
        QTest.keyClick(self.view, key)
        self.settle()

    def titles(self) -> list[str]:
        return [row.detail for row in self.rows.rows.rows]


@pytest.fixture
def page(qapp: QApplication, both: tuple[Workspace, Workspace], known: Enterprise, jobs: Jobs) -> Iterator[Page]:
    made = Page(qapp, both[0], jobs)
    yield made
    made.close()


def test_the_sides_say_who_where_and_when_and_which_is_shown(page: Page) -> None:
    assert page.told == [2]
    assert page.view.thing.text() == "清河县恒源化工有限公司"
    assert page.view.field.text() == "地址"
    left, right = page.view.sides.cards
    assert (left.person.text(), right.person.text()) == ("周科长", "王建国")
    assert "（本机）" in left.where.text() and "2026-11-20 09:05" in left.where.text()
    assert right.where.text().startswith("一组电脑\n2026-11-20 09:12")
    assert sorted((left.shown.text, right.shown.text)) == ["", "现用"]
    assert "<span" in left.value.text() and ">东</span>" in left.value.text() and ">西</span>" in right.value.text()


def test_a_side_is_chosen_by_keys_and_taken_by_enter(
    page: Page, both: tuple[Workspace, Workspace], known: Enterprise
) -> None:
    page.rows.setFocus()
    QTest.keyClick(page.rows, Qt.Key.Key_Return)  # Enter goes from the list to the sides
    assert page.app.focusWidget() is page.view
    page.press(Qt.Key.Key_1)
    assert page.view.current == 0
    page.press(Qt.Key.Key_Right)
    assert page.view.current == 1
    page.press(Qt.Key.Key_Return)
    assert register.enterprise(both[0], known.id).address == "工业园区西路1号"
    assert page.view.field.text() == "电话", "the next one is shown"
    assert page.told[-1] == 1
    page.press(Qt.Key.Key_3)  # there is no third
    assert page.view.current in (0, 1)
    page.press(Qt.Key.Key_2)
    page.press(Qt.Key.Key_Enter)
    assert page.view.stack.currentWidget() is page.view.nothing
    assert list_conflicts(both[0]) == ()


def test_another_value_is_typed_and_a_wrong_one_is_refused_in_words(
    page: Page, both: tuple[Workspace, Workspace], known: Enterprise
) -> None:
    page.view.other.click()
    assert page.view.line.isVisible()
    page.view.line.setText("路" * 300)
    page.view.use.click()
    page.settle()
    assert page.view.band.isVisible() and "200" in page.view.band.words.text()
    page.view.line.setText("工业园区中路1号")
    page.view.reason.setText("现场核对门牌")
    page.view.use.click()
    page.settle()
    assert register.enterprise(both[0], known.id).address == "工业园区中路1号"
    with both[0].reader() as db:
        rows = db.conn.execute("SELECT choice, person, reason FROM settlements").fetchall()
    assert [tuple(row) for row in rows] == [("other", "周科长", "现场核对门牌")]


def test_what_another_laptop_decided_meanwhile_is_told(
    page: Page, both: tuple[Workspace, Workspace], known: Enterprise
) -> None:
    office, laptop = both
    settle(laptop, f"enterprises:{known.id}:address", "right")
    amended(laptop, register.enterprise(laptop, known.id), address="工业园区北路1号")
    exchange(office, laptop)
    page.press(Qt.Key.Key_Return)
    assert page.view.band.isVisible(), "the choice was made on an old picture"
    page.panel.show_conflicts()
    page.settle()
    assert page.view.field.text() == "电话"


def test_entries_of_one_enterprise_are_compared_and_merged_or_kept_apart(
    qapp: QApplication, both: tuple[Workspace, Workspace], jobs: Jobs
) -> None:
    office, laptop = both
    one = an_enterprise(office, 7, name="清河恒源化工有限公司", note="东厂")
    other = an_enterprise(laptop, 7, name="清河县恒源化工有限公司", note="西厂")
    exchange(office, laptop)
    page = Page(qapp, office, jobs)
    assert page.view.different.isVisible() and not page.view.other.isVisible()
    cards = page.view.sides.cards
    place = next(n for n, side in enumerate(page.view.conflict.sides) if side.row_id == other.id)  # type: ignore[union-attr]
    cards[place].take.click()
    page.settle()
    assert [r.enterprise.id for r in register.find_enterprises(office)] == [other.id]
    assert page.told[-1] == 0
    assert register.enterprise(office, one.id).id == other.id
    page.close()


def test_a_deleted_row_is_kept_or_deleted_and_search_finds_by_person(
    qapp: QApplication, both: tuple[Workspace, Workspace], known: Enterprise, jobs: Jobs
) -> None:
    office, laptop = both
    gone = an_enterprise(office, 3, name="清河县安平加油站")
    exchange(office, laptop)
    from inspector_app.domain.change import Op

    with laptop.operation(Op.UNDO) as step:
        step.db.conn.execute("DELETE FROM enterprises WHERE id = ?", (gone.id,))
    amended(office, gone, phone="13800000003")
    exchange(office, laptop)
    page = Page(qapp, office, jobs)
    assert len(page.titles()) == 3
    page.panel.list.search.setText("安平")
    assert page.titles() == ["企业：电话：13800000003 ／ 已删除"] or "已删除" in page.titles()[0]
    assert page.view.keep.isVisible() and page.view.delete.isVisible()
    assert not any(card.take.isVisible() for card in page.view.sides.cards)
    page.view.delete.click()
    page.settle()
    assert register.find_enterprises(office, "安平") == ()
    page.close()


@pytest.mark.parametrize(
    ("texts", "marked"),
    [
        (("一号库房", "二号库房"), ">一</span>号库房"),
        (("<b>甲", "<b>乙"), "&lt;b&gt;"),
        (("完全不同", "毫无相干"), "完全不同"),
    ],
)
def test_what_differs_is_marked_and_nothing_typed_becomes_markup(
    texts: tuple[str, str], marked: str, page: Page
) -> None:
    assert marked in marked_text(texts, 0)
    assert "<b>" not in marked_text(texts, 0)


def test_the_mark_stands_at_the_enterprise_and_at_its_finding(
    qapp: QApplication, both: tuple[Workspace, Workspace], known: Enterprise
) -> None:
    office, laptop = both
    found = a_finding(office, an_inspection(office, known))
    exchange(office, laptop)
    mended(office, found, measure="立即恢复并逐点测试")
    mended(laptop, found, measure="立即恢复并停用罐区")
    exchange(office, laptop)
    frame = Frame(office)
    page = frame.enterprises()
    page.search("恒源")
    detail = page.screen.detail
    assert detail.conflict.isVisible() and detail.conflict.text == "冲突"
    assert "地址、电话" in detail.conflict.toolTip()
    (row,) = detail.findings.rows.rows
    assert row.chip == "冲突" and "数据交接" in row.tip
    ledger = frame.ledger()
    assert ledger.cells("status")[0].endswith("· 冲突")
    for conflict in list_conflicts(office):
        settle(office, conflict.id, "left")
    page = frame.enterprises()
    page.search("恒源")
    page.screen.refresh()
    page.settle()
    assert not detail.conflict.isVisible() and detail.findings.rows.rows[0].chip != "冲突"
    frame.close()
