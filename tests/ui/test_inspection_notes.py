# SPDX-License-Identifier: MulanPSL-2.0
"""Who answered, notes that are never printed, languages, guidance pictures, photos of items, the score."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pypdfium2
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest

from inspector_app.domain.answering import Need
from inspector_app.domain.document import DocumentKind
from inspector_app.domain.inspection import AnswerResult, Participant, PersonRole
from inspector_app.operations import documents, inspections
from inspector_app.ui.widgets.item_delegate import marks_of
from inspector_app.ui.widgets.item_value import value_words
from inspector_app.ui.widgets.working_form import NumberLine
from inspector_app.workspace import Workspace
from tests.helpers import pictures
from tests.helpers.forms import KIND, a_form, an_item, choices, keep_form, with_picture
from tests.helpers.makers import an_inspection, people
from tests.helpers.pages_inspection import InspectionPage

ENTER = Qt.Key.Key_Return
EXPERT = Participant(role=PersonRole.EXPERT, name="孙专家", title="注册安全工程师")


@pytest.fixture
def page(unit: Workspace, qapp: object) -> Iterator[InspectionPage]:
    keep_form(unit, a_form())
    made = InspectionPage(unit)
    made.open(an_inspection(unit, pack_ids=("trial",), people=(*people(), EXPERT)))
    yield made
    made.close()


def answer_as(page: InspectionPage, name: str) -> None:
    choice = page.screen.people.author
    choice.setCurrentIndex(choice.findData(name))
    choice.activated.emit(choice.currentIndex())
    page.settle()


def test_the_first_officer_answers_until_another_is_chosen(page: InspectionPage) -> None:
    choice = page.screen.people.author
    assert [choice.itemData(n) for n in range(choice.count())] == ["王建国", "李慧敏", "孙专家"]
    page.go_to("TK-01")
    page.answer("1")
    answer_as(page, "孙专家")
    page.go_to("floor")
    page.answer("1")
    view = page.view()
    assert (view.answers["TK-01"].author, view.answers["TK-01"].author_role) == ("王建国", PersonRole.OFFICER)
    assert (view.answers["floor"].author, view.answers["floor"].author_role) == ("孙专家", PersonRole.EXPERT)


def test_the_name_of_another_author_stands_quietly_at_the_answer(page: InspectionPage) -> None:
    page.go_to("TK-01")
    page.answer("1")
    row = page.check.rows.row_of("TK-01")
    assert row is not None and row.author == ""
    answer_as(page, "孙专家")
    row = page.check.rows.row_of("TK-01")
    assert row is not None
    assert ("person", "王建国", "muted") in marks_of(row)
    page.go_to("TK-01")
    assert page.check.page.answer.author.text() == "作答人：王建国"
    page.go_to("floor")
    page.answer("1")
    row = page.check.rows.row_of("floor")
    assert row is not None and row.author == ""


def test_who_answers_is_remembered(page: InspectionPage) -> None:
    answer_as(page, "李慧敏")
    inspection = page.view().inspection
    page.screen.show_chooser()
    page.settle()
    page.open(inspection)
    assert page.screen.people.author.currentData() == "李慧敏"
    page.go_to("TK-01")
    page.answer("1")
    assert page.view().answers["TK-01"].author == "李慧敏"


def test_a_private_note_is_kept_marked_and_never_printed(page: InspectionPage, qtbot) -> None:
    detail = page.check.page.detail
    page.go_to("TK-01")
    page.answer("2")
    page.go_to("TK-01")
    page.type_in(detail.note, "看过标签")
    page.type_in(detail.private_note, "负责人态度可疑")
    page.wait_saved(qtbot)
    answer = page.view().answers["TK-01"]
    assert (answer.remark, answer.private_note) == ("看过标签", "负责人态度可疑")
    assert answer.result is AnswerResult.NONCOMPLIANT
    row = page.check.rows.row_of("TK-01")
    assert row is not None and row.has_private_note
    page.go_to("contact")
    assert detail.private_note.text() == ""
    page.go_to("TK-01")
    assert detail.private_note.text() == "负责人态度可疑"
    text = printed(page)
    assert "灭火器压力正常" in text
    assert "态度可疑" not in text


def printed(page: InspectionPage) -> str:
    ws, inspection = page.ws, page.view().inspection
    ws._clock.move(minutes=30)  # type: ignore[attr-defined]
    inspections.finish_inspection(ws, inspection.id)
    pdf = documents.preview_document(ws, inspection.id, DocumentKind.INSPECTION_RECORD).pdf
    pages = pypdfium2.PdfDocument(pdf)
    return "".join(p.get_textpage().get_text_bounded() for p in pages)


def test_what_noncompliant_asks_for_is_said_until_it_is_there(unit: Workspace, qapp: object, qtbot) -> None:
    needs = (Need.PHOTO, Need.NOTE)
    keep_form(unit, a_form(items=[an_item("TK-01", "灭火器压力正常", needs=needs), an_item("TK-02", "另一项")]))
    page = InspectionPage(unit)
    page.open(an_inspection(unit, pack_ids=("trial",)))
    told = page.check.page.needs
    page.answer("2")
    assert told.text() == "此项不符合时还须补充：照片、备注"
    page.type_in(page.check.page.detail.note, "压力为零")
    page.wait_saved(qtbot)
    assert told.text() == "此项不符合时还须补充：照片"
    strip = page.editor.strip
    strip.intake.add_image(QImage(40, 30, QImage.Format.Format_RGB32))
    page.settle()
    assert not told.isVisibleTo(page.check.page)
    page.close()


def test_a_language_shows_items_hints_and_choices(unit: Workspace, qapp: object) -> None:
    floor = an_item(
        "floor", "地面材质", KIND.CHOICE, choices=choices("c=混凝土", "o=木材"), hint="看清楚",
        translations={"English (en)": {"check": "Floor", "hint": "Look closely"}},
    )  # fmt: skip
    pairs = zip(floor.answer.choices, ("Concrete", "Wood"), strict=True)
    english = tuple(replace(choice, translations={"English (en)": words}) for choice, words in pairs)
    spec = replace(floor.answer, choices=english)
    languages = ("中文 (zh)", "English (en)")
    keep_form(unit, a_form(items=[replace(floor, answer=spec)], languages=languages, default_language=languages[0]))
    page = InspectionPage(unit)
    page.open(an_inspection(unit, pack_ids=("trial",)))
    choice = page.screen.people.language
    assert choice.isVisibleTo(page.screen) and choice.currentData() == "中文 (zh)"
    page.answer("1")
    assert value_words(page.check.rows.row_of("floor")) == "混凝土"
    choice.setCurrentIndex(1)
    choice.activated.emit(1)
    page.settle()
    row = page.check.rows.row_of("floor")
    assert row is not None and row.title == "Floor"
    assert value_words(row) == "Concrete"
    assert page.check.page.detail.title.text() == "Floor"
    assert page.check.page.answer.hint.text() == "Look closely"
    model = page.check.page.answer.slot_.field.model
    assert [model.words(model.choice(n)) for n in range(2)] == ["Concrete", "Wood"]
    assert page.view().answers["floor"].label == "混凝土"  # what is printed stays in the form's own language
    page.close()


def test_one_language_needs_no_choice(page: InspectionPage) -> None:
    assert not page.screen.people.language.isVisibleTo(page.screen)


def test_a_guidance_picture_is_shown_and_enlarged(unit: Workspace, qapp: object) -> None:
    item = with_picture(unit, an_item("TK-01", "灭火器压力正常"), pictures.photo())
    keep_form(unit, a_form(items=[item, an_item("TK-02", "无图", KIND.TEXT)]))
    page = InspectionPage(unit)
    page.open(an_inspection(unit, pack_ids=("trial",)))
    shown = page.check.page.answer.picture
    assert shown.isVisibleTo(page.check.page) and shown.small.isVisibleTo(page.check.page)
    assert shown.small.icon().availableSizes()
    page.press(shown.small)
    assert shown.large is not None and shown.large.isVisible()
    QTest.keyClick(shown.large, Qt.Key.Key_Escape)
    assert shown.large is None
    page.go_to("TK-02")
    assert not shown.isVisibleTo(page.check.page)
    page.close()


def test_a_lost_guidance_picture_is_said_and_stops_nothing(unit: Workspace, qapp: object) -> None:
    item = with_picture(unit, an_item("TK-01", "灭火器压力正常"), pictures.photo())
    assert item.picture is not None
    keep_form(unit, a_form(items=[item]))
    unit.files.path(item.picture.sha256).unlink()
    page = InspectionPage(unit)
    page.open(an_inspection(unit, pack_ids=("trial",)))
    assert page.check.page.answer.picture.words.text()
    page.answer("1")
    assert page.stored("TK-01") is AnswerResult.COMPLIANT
    page.close()


def test_photos_answer_an_item_and_stay_out_of_the_tray(page: InspectionPage, tmp_path) -> None:
    path = tmp_path / "大门.jpg"
    path.write_bytes(pictures.photo())
    page.go_to("gate")
    page.ask.files = [path]
    page.screen.add_photos()  # Ctrl+P
    page.settle()
    assert page.stored("gate") is AnswerResult.RECORDED
    row = page.check.rows.row_of("gate")
    assert row is not None and value_words(row) == "1 张照片"
    (photo,) = page.view().photos
    assert (photo.item_code, photo.finding_id) == ("gate", None)
    assert page.screen.tray_button.text() == "照片盘"
    strip = page.check.page.answer.strip
    assert strip is not None and len(strip.model.photos) == 1
    page.ask.words = "拍重了"
    strip.acts.remove([photo.id])
    page.settle()
    assert page.stored("gate") is AnswerResult.NOT_CHECKED


def test_photos_move_between_the_tray_and_an_item(page: InspectionPage, tmp_path) -> None:
    path = tmp_path / "大门.jpg"
    path.write_bytes(pictures.photo())
    page.screen.sides.show_tray(True)
    page.screen.tray.intake.add_paths([path])
    page.settle()
    assert page.screen.tray_button.text().endswith("1")
    page.go_to("gate")
    photo = page.view().photos[0]
    strip = page.check.page.answer.strip
    strip.view.photos_dropped.emit((photo.id,), 0)
    page.settle()
    assert page.view().photos[0].item_code == "gate"
    assert page.stored("gate") is AnswerResult.RECORDED
    page.screen.tray.view.photos_dropped.emit((photo.id,), 0)
    page.settle()
    assert page.view().photos[0].item_code == ""
    assert page.stored("gate") is AnswerResult.NOT_CHECKED


def test_the_score_opens_where_a_checklist_scores_and_leads_to_its_items(unit: Workspace, qapp: object) -> None:
    page = InspectionPage(unit)
    page.open(an_inspection(unit, pack_ids=("construction_score",)))
    sides = page.screen.sides
    assert sides.score_button.isVisibleTo(page.screen)
    page.press(sides.score_button)
    assert sides.score is not None and sides.score.isVisibleTo(page.screen)
    first = page.codes()[0]
    page.go_to(first)
    page.answer("1")
    assert sides.score.found is not None and first not in sides.score.found.sheet.open
    sides.score.item_wanted.emit(page.codes()[5])
    page.settle()
    assert page.current == page.codes()[5]
    page.press(sides.tray_button)
    assert not sides.score.isVisibleTo(page.screen)
    page.close()


def test_no_score_without_a_checklist_that_scores(unit: Workspace, qapp: object) -> None:
    keep_form(unit, a_form())
    page = InspectionPage(unit)
    page.open(an_inspection(unit, pack_ids=("trial",)))
    assert not page.screen.sides.score_button.isVisibleTo(page.screen)
    page.close()


def test_a_calculation_stands_inside_its_item_and_is_kept_beside_the_tick(unit: Workspace, qapp: object) -> None:
    page = InspectionPage(unit)
    page.open(an_inspection(unit, pack_ids=("hazmat",)), "HZ-MHI-01")
    panel = page.check.page.answer.working
    assert panel is not None and panel.isVisibleTo(page.check.page)
    page.answer("1")
    page.go_to("HZ-MHI-01")
    line = next(one for one in panel.form.findChildren(NumberLine) if one.isVisibleTo(panel))
    page.type_in(line, "50")
    page.items.setFocus()
    page.settle()
    answer = page.view().answers["HZ-MHI-01"]
    assert "50" in answer.value
    assert answer.result is AnswerResult.COMPLIANT
    row = page.check.rows.row_of("HZ-MHI-01")
    assert row is not None and row.result is AnswerResult.COMPLIANT and row.value == answer.value
    page.close()
