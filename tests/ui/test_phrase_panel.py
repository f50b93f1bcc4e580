# SPDX-License-Identifier: MulanPSL-2.0
"""设置 → 常用表述: what officers wrote, publishing it in a person's name, dropping it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton

from inspector_app.domain.checklist import DeadlineClass
from inspector_app.domain.phrase import PhraseDraft, PhraseState
from inspector_app.ledgers import organs
from inspector_app.ledgers import phrases as ledger
from inspector_app.operations import phrases as verbs
from inspector_app.operations.organs import OfficerDraft, amend_officer
from inspector_app.operations.undo import undo_last
from inspector_app.ui.jobs import Jobs
from inspector_app.ui.widgets.phrase_panel import PhrasePanel
from inspector_app.wording import tr
from inspector_app.workspace import Workspace
from tests.helpers.clock import Clock
from tests.helpers.kept_packs import LAPSED
from tests.helpers.pages_frame import FakeAsk, settle, titles, type_text
from tests.helpers.phrases import ITEM, written

TEXT = "〔部位〕洗眼器水压不足〔数值〕兆帕"


class PhrasePage:
    """The panel as one works it."""

    def __init__(self, ws: Workspace, jobs: Jobs, ask: FakeAsk) -> None:
        self.ws, self.jobs, self.ask = ws, jobs, ask
        self.panel = PhrasePanel(ws, jobs, ask)
        jobs.changed.connect(self.panel.on_changed)
        self.panel.resize(1000, 650)
        self.panel.show()
        self.panel.refresh()
        self.settle()

    @property
    def form(self):
        return self.panel.form

    @property
    def list(self):
        return self.panel.list

    def settle(self) -> None:
        settle(self.jobs)

    def press(self, button: QPushButton) -> None:
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
        self.settle()

    def show(self, state: PhraseState) -> list[str]:
        self.press(self.list.states.buttons[state])
        return titles(self.list.list)

    def states(self) -> dict[str, PhraseState]:
        return {line.phrase.text: line.phrase.state for line in ledger.lines(self.ws)}


@pytest.fixture
def ask() -> FakeAsk:
    return FakeAsk()


@pytest.fixture
def page(unit: Workspace, clock: Clock, jobs: Jobs, ask: FakeAsk) -> Iterator[PhrasePage]:
    unit.actor = "李慧敏"
    for n, place in enumerate(("灌装间", "罐区", "配料间")):
        written(unit, n, f"{place}洗眼器水压不足0.{n + 1}兆帕", place, deadline=unit.today() + timedelta(days=5))
        clock.move(minutes=1)
    made = PhrasePage(unit, jobs, ask)
    yield made
    made.panel.close()
    made.settle()
    made.panel.deleteLater()
    QApplication.processEvents()
    assert not ask.shown


def test_a_candidate_shows_what_it_was_learned_from(page: PhrasePage) -> None:
    assert titles(page.list.list) == [TEXT]
    row = page.list.list.rows.rows[0]
    assert row.side == f"{tr('{count} times', count=3)} · 2026-11-20"
    assert row.detail.startswith(ITEM)
    assert page.form.text.text() == TEXT
    assert (page.form.kinds.value(), page.form.days.value()) == (DeadlineClass.WITHIN_DAYS, 5)
    assert [box.isChecked() for box, _ in page.form.basis.boxes] == [True]
    newest_first = ["配料间洗眼器水压不足0.3兆帕", "罐区洗眼器水压不足0.2兆帕", "灌装间洗眼器水压不足0.1兆帕"]
    assert titles(page.form.sources) == newest_first
    assert page.form.person.currentText() == "李慧敏"


def test_publishing_is_an_act_with_a_name(page: PhrasePage) -> None:
    page.form.person.setCurrentText("王建国")
    page.press(page.form.publish)
    (line,) = ledger.lines(page.ws)
    assert (line.phrase.state, line.phrase.person, line.phrase.text) == (PhraseState.PUBLISHED, "王建国", TEXT)
    assert len(line.phrase.learned_from) == 3
    assert page.list.states.value() is PhraseState.PUBLISHED
    assert titles(page.list.list) == [TEXT]
    assert page.panel.band.isVisible()
    assert "王建国" in page.form.words.text()
    assert page.show(PhraseState.CANDIDATE) == []
    assert page.list.empty.isVisible()
    assert not page.panel.page.isVisible()


def test_wording_measure_deadline_and_basis_are_edited_before(page: PhrasePage) -> None:
    form = page.form
    form.text.setFocus()
    QTest.keyClick(form.text, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    type_text(form.text, "〔部位〕洗眼器〔无水/水压不足〕")
    form.measure.setFocus()
    QTest.keyClick(form.measure, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    type_text(form.measure, "修复〔部位〕洗眼器")
    page.press(form.kinds.buttons[DeadlineClass.IMMEDIATE])
    assert not form.days.isVisible()
    form.basis.boxes[0][0].click()
    QTest.keyClick(form.text, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    page.press(form.publish)
    published = [line.phrase for line in ledger.lines(page.ws, PhraseState.PUBLISHED)]
    assert [(p.text, p.measure, p.deadline_class, p.deadline_days, p.clauses) for p in published] == [
        ("〔部位〕洗眼器〔无水/水压不足〕", "修复〔部位〕洗眼器", DeadlineClass.IMMEDIATE, None, ())
    ]
    assert page.states()[TEXT] is PhraseState.DROPPED
    assert ledger.candidates(page.ws) == ()


def test_what_is_typed_waits_while_another_phrase_is_looked_at(page: PhrasePage) -> None:
    verbs.publish_phrase(page.ws, PhraseDraft(item_code=ITEM, text="无水"), "王建国")
    page.panel.refresh()
    page.settle()
    page.form.text.set_text("改到一半的表述")
    assert page.show(PhraseState.PUBLISHED) == ["无水"]
    assert page.form.text.text() == "无水"
    page.show(PhraseState.CANDIDATE)
    assert page.form.text.text() == "改到一半的表述"
    assert tr("Your changes are not published yet.") in page.form.words.text()
    written(page.ws, 7, "别的话")  # another screen writes meanwhile
    page.panel.refresh()
    page.settle()
    assert page.form.text.text() == "改到一半的表述"


def test_a_faulty_wording_is_refused_and_kept(page: PhrasePage) -> None:
    page.form.text.set_text("〔部位洗眼器无水")
    page.press(page.form.publish)
    assert page.form.trouble.isVisible() and not page.form.trouble.text().isascii()
    assert page.form.text.text() == "〔部位洗眼器无水"
    assert ledger.lines(page.ws) == ()


def test_a_candidate_is_dropped_with_a_reason_and_comes_back_by_undo(page: PhrasePage) -> None:
    page.ask.words = "说法不准"
    page.press(page.form.drop)
    (line,) = ledger.lines(page.ws)
    assert (line.phrase.state, line.phrase.person, line.phrase.note) == (PhraseState.DROPPED, "李慧敏", "说法不准")
    assert titles(page.list.list) == []
    assert page.show(PhraseState.DROPPED) == [TEXT]
    assert "说法不准" in page.form.words.text()
    assert not page.form.drop.isVisible()
    page.panel.on_changed(undo_last(page.ws).changes)
    page.settle()
    assert page.show(PhraseState.CANDIDATE) == [TEXT]


def test_nothing_is_dropped_without_an_answer(page: PhrasePage) -> None:
    page.ask.words = None
    page.press(page.form.drop)
    assert ledger.lines(page.ws) == ()


def test_a_lapsed_basis_is_marked_and_not_ticked(page: PhrasePage) -> None:
    verbs.publish_phrase(page.ws, PhraseDraft(item_code=ITEM, text="无水", clauses=(LAPSED,)), "王建国")
    page.panel.refresh()
    page.settle()
    page.show(PhraseState.PUBLISHED)
    ticks = {clause.law: box.isChecked() for box, clause in page.form.basis.boxes}
    assert ticks == {"D15": False, "ZYB": False}


def test_a_phrase_of_ones_own_is_begun_from_its_item(page: PhrasePage) -> None:
    page.ask.words = ITEM.lower()
    page.press(page.panel.new_button)
    form = page.form
    assert form.text.text() == "" and form.measure.text()
    assert form.days.value() == 3
    assert not form.drop.isVisible()
    type_text(form.text, "〔部位〕没有洗眼器")
    page.press(form.publish)
    assert page.states() == {"〔部位〕没有洗眼器": PhraseState.PUBLISHED}
    assert page.list.list.current_id() == ledger.lines(page.ws)[0].phrase.id
    page.ask.words = "NO-1"
    page.press(page.panel.new_button)
    assert page.panel.band.property("band") == "bad"


def test_without_a_valid_officer_nothing_can_be_decided(page: PhrasePage) -> None:
    for officer in organs.officers(page.ws):
        draft = OfficerDraft(name=officer.name, certificate_no=officer.certificate_no, is_active=False)
        amend_officer(page.ws, officer.id, draft)
    page.panel.refresh()
    page.settle()
    assert not page.form.publish.isEnabled() and not page.form.drop.isEnabled()
    wanted: list[bool] = []
    page.panel.officers_wanted.connect(lambda: wanted.append(True))
    page.press(page.form.nobody)
    assert wanted == [True]


def test_phrases_are_searched_by_wording_and_item(page: PhrasePage) -> None:
    type_text(page.list.search, "水压")
    assert titles(page.list.list) == [TEXT]
    page.list.search.clear()
    QTest.keyClicks(page.list.search, "hz-lic")
    assert titles(page.list.list) == []
    assert page.list.empty.isVisible()
