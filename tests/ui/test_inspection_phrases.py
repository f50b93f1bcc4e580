# SPDX-License-Identifier: MulanPSL-2.0
"""Published phrases at a finding: Alt+↓, a digit, and the finding is written; Ctrl+Z takes it back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from inspector_app.domain.checklist import DeadlineClass
from inspector_app.domain.document import DocumentKind
from inspector_app.domain.phrase import PhraseDraft
from inspector_app.operations import documents, inspections
from inspector_app.operations import phrases as verbs
from inspector_app.operations.undo import undo_last
from inspector_app.ui.widgets.inspection_keys import inspection_keys
from inspector_app.ui.widgets.phrase_offer import PhraseMenu
from inspector_app.workspace import Workspace
from tests.helpers.clock import Clock
from tests.helpers.kept_packs import AQF, LAPSED
from tests.helpers.makers import a_finding, an_inspection
from tests.helpers.pages_inspection import InspectionPage
from tests.helpers.phrases import ITEM

ALT = Qt.KeyboardModifier.AltModifier
WORDING = "〔部位〕洗眼器〔无水/水压不足〕"


def publish(ws: Workspace, text: str = WORDING, **changes: object) -> None:
    values: dict[str, object] = {
        "measure": "修复〔部位〕洗眼器", "deadline_days": 5, "deadline_class": DeadlineClass.WITHIN_DAYS,
        "clauses": (AQF,),
    }  # fmt: skip
    verbs.publish_phrase(ws, PhraseDraft(item_code=ITEM, text=text, **{**values, **changes}), "王建国")  # type: ignore[arg-type]


@pytest.fixture
def page(unit: Workspace, qapp: object) -> Iterator[InspectionPage]:
    made = InspectionPage(unit)
    yield made
    made.close()


def begin(page: InspectionPage) -> None:
    page.open(an_inspection(page.ws, place=""), ITEM)
    page.answer("2")


def menu(page: InspectionPage) -> PhraseMenu:
    assert page.editor.phrases is not None
    shown = page.editor.phrases.menu_shown
    assert shown is not None and shown.isVisible()
    return shown


def test_nothing_is_shown_where_nothing_is_published(page: InspectionPage) -> None:
    begin(page)
    offer = page.editor.phrases
    assert offer is not None and not offer.isVisible()
    page.editor.open_phrases()
    assert offer.menu_shown is None


def test_two_keys_write_the_finding(page: InspectionPage, qtbot) -> None:
    publish(page.ws)
    begin(page)
    assert page.editor.phrases is not None and page.editor.phrases.isVisible()
    page.key(Qt.Key.Key_Return, page.items)
    page.type_in(page.editor.place, "灌装间")
    page.editor.description.setFocus()
    page.key(Qt.Key.Key_Down, modifier=ALT)
    QTest.keyClick(menu(page).list, "1")
    page.wait_saved(qtbot)
    (finding,) = page.findings(ITEM)
    assert finding.description == "灌装间洗眼器〔无水/水压不足〕"
    assert finding.measure == "修复灌装间洗眼器"
    assert (finding.deadline_class, finding.deadline) == (DeadlineClass.WITHIN_DAYS, date(2026, 11, 25))
    assert [(c.law, c.clause) for c in finding.clauses] == [("AQF", AQF.clause)]
    assert finding.clauses[0].effective_from == page.ws.catalogue.laws["AQF"].effective_from
    assert page.focus() is page.editor.description
    assert page.editor.description.selected_slot() == "〔无水/水压不足〕"
    assert page.choices() == ["无水", "水压不足"]


def test_undo_takes_the_phrase_back_and_leaves_what_was_typed_before(page: InspectionPage, qtbot) -> None:
    publish(page.ws)
    begin(page)
    before = page.findings(ITEM)[0]
    page.type_in(page.editor.place, "罐区")
    page.editor.open_phrases()
    QTest.keyClick(menu(page).list, Qt.Key.Key_Return)
    page.wait_saved(qtbot)
    assert page.findings(ITEM)[0].description.startswith("罐区洗眼器")
    page.undo()
    (finding,) = page.findings(ITEM)
    assert (finding.place, finding.description, finding.measure) == ("罐区", before.description, before.measure)
    assert (finding.deadline, finding.clauses) == (before.deadline, before.clauses)
    assert page.editor.description.text() == before.description


def test_arrows_choose_and_escape_takes_nothing(page: InspectionPage, qtbot) -> None:
    publish(page.ws, "一种说法")
    publish(page.ws, "二种说法")
    begin(page)
    before = page.findings(ITEM)[0]
    page.editor.open_phrases()
    QTest.keyClick(menu(page).list, Qt.Key.Key_Escape)
    page.settle()
    assert page.findings(ITEM)[0] == before
    page.editor.open_phrases()
    QTest.keyClick(menu(page).list, Qt.Key.Key_Down)
    QTest.keyClick(menu(page).list, Qt.Key.Key_Return)
    page.wait_saved(qtbot)
    assert page.findings(ITEM)[0].description == "二种说法"
    page.editor.open_phrases()
    QTest.keyClick(menu(page).list, "9")  # there is no ninth
    page.settle()
    assert page.findings(ITEM)[0].description == "二种说法"


def test_a_lapsed_basis_is_marked_and_not_taken(page: InspectionPage, qtbot) -> None:
    publish(page.ws, clauses=(LAPSED, AQF))
    begin(page)
    page.editor.open_phrases()
    assert menu(page).list.rows.rows[0].chip
    QTest.keyClick(menu(page).list, "1")
    page.wait_saved(qtbot)
    assert [c.law for c in page.findings(ITEM)[0].clauses] == ["AQF"]
    assert page.editor.notice.isVisible()
    assert "安全生产违法行为行政处罚办法" in page.editor.notice.text()
    page.go_to("HZ-LIC-03")
    page.answer("2")
    assert not page.editor.notice.isVisible()


def test_the_list_follows_what_is_published_and_dropped_meanwhile(page: InspectionPage) -> None:
    begin(page)
    offer = page.editor.phrases
    assert offer is not None
    draft = PhraseDraft(item_code=ITEM, text="无水")
    page.jobs.changed.emit(verbs.publish_phrase(page.ws, draft, "王建国").changes)
    page.settle()
    assert offer.isVisible() and offer.text().endswith("1")
    page.jobs.changed.emit(undo_last(page.ws).changes)
    page.settle()
    assert not offer.isVisible()


def test_another_items_finding_has_its_own_phrases(page: InspectionPage) -> None:
    publish(page.ws)
    begin(page)
    page.go_to("HZ-LIC-03")
    page.answer("2")
    assert page.editor.phrases is not None and not page.editor.phrases.isVisible()
    page.go_to(ITEM)
    assert page.editor.phrases.isVisible()


def test_a_finding_on_paper_is_offered_nothing(page: InspectionPage, clock: Clock) -> None:
    publish(page.ws)
    inspection = an_inspection(page.ws)
    a_finding(page.ws, inspection, item_code=ITEM)
    clock.move(hours=1)
    inspections.finish_inspection(page.ws, inspection.id)
    documents.issue_document(page.ws, inspection.id, DocumentKind.INSPECTION_RECORD)
    page.open(inspection, ITEM)
    assert page.editor.phrases is not None and not page.editor.phrases.isVisible()
    page.editor.open_phrases()
    assert page.editor.phrases.menu_shown is None


def test_editing_keeps_what_the_order_rests_on(page: InspectionPage, qtbot) -> None:
    begin(page)
    before = page.findings(ITEM)[0]
    assert before.order_basis
    page.type_in(page.editor.place, "罐区")
    page.wait_saved(qtbot)
    (after,) = page.findings(ITEM)
    assert (after.place, after.order_basis, after.penalty) == ("罐区", before.order_basis, before.penalty)


def test_the_keys_name_it() -> None:
    assert "Alt+↓" in dict(inspection_keys())
