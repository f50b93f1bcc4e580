# SPDX-License-Identifier: MulanPSL-2.0
"""The fields of a document: typed, proposed, chosen and in rows, by keys and mouse; half a value is never kept."""

from __future__ import annotations

from datetime import datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QInputMethodEvent, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from inspector_app.domain.document_fields import YES, FieldSpec, FieldType, Value
from inspector_app.domain.problems import Problem, ProblemCode
from inspector_app.ui import theme
from inspector_app.ui.widgets.field_editor import FieldEditor
from inspector_app.ui.widgets.field_editor_choices import ButtonsInput, ChoicesInput, ListInput
from inspector_app.ui.widgets.field_editor_days import parse_moment
from inspector_app.ui.widgets.field_editor_rows import RowsInput, packed
from inspector_app.wording import tr
from tests.helpers.pages_frame import type_text

NEAR = datetime.fromisoformat("2026-11-20T09:00+08:00")
CTRL = Qt.KeyboardModifier.ControlModifier
T = FieldType
GOODS = FieldSpec(
    name="goods", label="财物", type=T.ROWS, required=True,
    columns=(
        FieldSpec(name="name", label="名称", type=T.TEXT, required=True),
        FieldSpec(name="quantity", label="数量", type=T.NUMBER),
        FieldSpec(name="remark", label="备注", type=T.TEXT),
    ),
)  # fmt: skip
SPECS = (
    FieldSpec(name="reason", label="理由", type=T.LONG, required=True, help="写部位、事实"),
    FieldSpec(name="basis", label="依据", type=T.TEXT),
    FieldSpec(name="day", label="起始日期", type=T.DAY),
    FieldSpec(name="at", label="时间", type=T.TIME),
    FieldSpec(name="fine", label="罚款", type=T.MONEY),
    FieldSpec(name="measure", label="措施", type=T.CHOICE, choices=(("seal", "查封"), ("seize", "扣押"))),
    FieldSpec(
        name="source", label="来源", type=T.CHOICE,
        choices=(("plan", "年度计划"), ("random", "随机抽查"), ("report", "举报核查"), ("assigned", "上级交办")),
    ),
    FieldSpec(name="steps", label="程序", type=T.CHOICES, choices=(("told", "告知"), ("heard", "听取申辩"))),
    FieldSpec(name="urgent", label="情况紧急", type=T.FLAG),
    GOODS,
)  # fmt: skip


class Page:
    """An editor on the screen, and everything that was typed into it."""

    def __init__(self, qtbot: QtBot) -> None:
        self.editor = FieldEditor()
        self.typed: dict[str, Value] = {}
        self.editor.edited.connect(self.typed.__setitem__)
        qtbot.addWidget(self.editor)
        self.editor.resize(460, 700)
        self.editor.show()
        self.editor.activateWindow()
        qtbot.waitUntil(self.editor.isActiveWindow)

    def show(self, values: dict[str, Value] | None = None, written: tuple[str, ...] = ()) -> None:
        kept = values or {}
        self.editor.show_fields(SPECS, kept, {name: kept.get(name, "") for name in written}, near=NEAR)

    def first(self, name: str) -> QWidget:
        assert self.editor.focus_field(name)
        return self.editor.rows[name].input.first()

    def line(self, name: str) -> QLineEdit:
        found = self.first(name)
        assert isinstance(found, QLineEdit)
        return found

    def type(self, name: str, words: str) -> None:
        target = self.first(name)
        if isinstance(target, QLineEdit):
            target.selectAll()
        type_text(target, words)

    def is_auto(self, name: str) -> bool:
        return self.editor.rows[name].auto.isVisible()


@pytest.fixture
def page(qapp: QApplication, qtbot: QtBot) -> Page:
    theme.apply_theme(qapp, "light", 1.0)
    made = Page(qtbot)
    made.show()
    return made


# Text, figures, days


def test_words_of_an_input_method_are_kept_when_they_are_committed(page: Page) -> None:
    target = page.first("reason")
    QApplication.sendEvent(target, QInputMethodEvent("chengzhong", []))
    assert page.typed == {}
    page.show({"reason": "别处写的"})  # the ledger must not tear the word apart
    done = QInputMethodEvent()
    done.setCommitString("承重柱开裂")
    QApplication.sendEvent(target, done)
    assert page.typed == {"reason": "承重柱开裂"}


def test_enter_makes_a_line_in_a_paragraph(page: Page) -> None:
    page.type("reason", "一")
    QTest.keyClick(page.first("reason"), Qt.Key.Key_Return)
    page.type("reason", "二")
    assert page.typed["reason"] == "一\n二"


@pytest.mark.parametrize(
    ("typed", "kept"), [("500", "500"), ("５００．５", "500.5"), ("1,200.55", "1200.55"), ("", "")]
)
def test_money_is_read_as_people_type_it(page: Page, typed: str, kept: str) -> None:
    page.type("fine", "1")
    page.line("fine").clear()
    page.type("fine", typed)
    if not typed:
        QTest.keyClick(page.line("fine"), Qt.Key.Key_Backspace)
    assert page.editor.rows["fine"].input.value() == kept


@pytest.mark.parametrize("typed", ["-5", "5.555", "五百", "1e3"])
def test_what_is_no_money_is_shown_and_not_kept(page: Page, typed: str) -> None:
    page.line("fine").clear()
    page.type("fine", typed)
    assert page.editor.rows["fine"].input.value() is None
    assert page.line("fine").property("faulty") is True
    assert page.typed.get("fine") != typed


def test_a_day_may_be_typed_short_stepped_and_left_empty(page: Page) -> None:
    page.type("day", "12.5")
    assert page.typed["day"] == "2026-12-05"
    QTest.keyClick(page.line("day"), Qt.Key.Key_Up)
    assert page.typed["day"] == "2026-12-06"
    assert page.line("day").text() == "2026-12-06"
    page.line("day").selectAll()
    QTest.keyClick(page.line("day"), Qt.Key.Key_Delete)
    assert page.typed["day"] == ""


def test_half_a_day_is_not_kept(page: Page) -> None:
    page.type("day", "2026-13")
    assert "day" not in page.typed
    assert page.line("day").property("faulty") is True


def test_a_moment_takes_its_day_and_offset_from_now(page: Page) -> None:
    page.type("at", "14:05")
    assert page.typed["at"] == "2026-11-20T14:05+08:00"
    QTest.keyClick(page.line("at"), Qt.Key.Key_Down)
    assert page.typed["at"] == "2026-11-20T14:00+08:00"
    page.line("at").selectAll()
    QTest.keyClicks(page.line("at"), "11-21 8:30")
    assert page.typed["at"] == "2026-11-21T08:30+08:00"


def test_moments_that_do_not_exist_are_none() -> None:
    assert parse_moment("24:00", NEAR) is None
    assert parse_moment("9:60", NEAR) is None
    assert parse_moment("2月30日 9:00", NEAR) is None
    at = parse_moment("11月21日 9时30分", NEAR)
    assert at is not None
    assert at.isoformat() == "2026-11-21T09:30:00+08:00"


# Choices


def test_a_choice_is_made_and_taken_back(page: Page) -> None:
    buttons = page.editor.rows["measure"].input
    assert isinstance(buttons, ButtonsInput)
    page.first("measure")
    QTest.mouseClick(buttons.buttons["seal"], Qt.MouseButton.LeftButton)
    assert page.typed["measure"] == "seal"
    QTest.keyClick(page.first("measure"), Qt.Key.Key_Right)
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Space)
    assert page.typed["measure"] == "seize"
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Space)
    assert page.typed["measure"] == ""


def test_many_words_are_a_list_that_opens(page: Page) -> None:
    part = page.editor.rows["source"].input
    assert isinstance(part, ListInput)
    page.first("source")
    QTest.keyClick(part.combo, Qt.Key.Key_Down)
    assert page.typed["source"] == "plan"


def test_a_click_on_the_words_ticks_the_box(page: Page) -> None:
    part = page.editor.rows["steps"].input
    assert isinstance(part, ChoicesInput)
    page.first("steps")
    QTest.keyClick(page.first("steps"), Qt.Key.Key_Down)
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Space)
    assert page.typed["steps"] == ("heard",)
    QTest.keyClick(page.first("steps"), Qt.Key.Key_Space)
    assert page.typed["steps"] == ("told", "heard")


def test_a_flag_is_yes_or_nothing(page: Page) -> None:
    QTest.keyClick(page.first("urgent"), Qt.Key.Key_Space)
    assert page.typed["urgent"] == YES
    QTest.keyClick(page.first("urgent"), Qt.Key.Key_Space)
    assert page.typed["urgent"] == ""


# What is proposed


def test_what_nobody_wrote_is_shown_as_such_until_it_is_changed(page: Page) -> None:
    page.show({"basis": "《安全生产法》第六十五条"})
    assert page.is_auto("basis")
    page.type("basis", "《特种设备安全法》第六十一条")
    assert not page.is_auto("basis")
    page.show({"basis": "《特种设备安全法》第六十一条"}, written=("basis",))
    assert not page.is_auto("basis")


def test_a_cleared_field_takes_the_proposal_again_when_it_is_left(page: Page) -> None:
    page.show({"basis": "《安全生产法》第六十五条"})
    line = page.line("basis")
    line.selectAll()
    QTest.keyClick(line, Qt.Key.Key_Delete)
    assert page.typed["basis"] == ""
    page.show({"basis": "《安全生产法》第六十五条"})
    assert line.text() == ""
    page.first("day")
    assert line.text() == "《安全生产法》第六十五条"
    assert page.is_auto("basis")


def test_the_ledger_follows_only_into_fields_that_nobody_is_typing_in(page: Page) -> None:
    page.show({"basis": "甲"}, written=("basis",))
    page.type("basis", "乙")
    page.show({"basis": "丙"}, written=("basis",))  # read before 乙 was kept
    assert page.line("basis").text() == "乙"
    page.show({"basis": "乙"}, written=("basis",))
    page.show({"basis": "甲"}, written=("basis",))  # taken back by Ctrl+Z
    assert page.line("basis").text() == "甲"


def test_undo_is_the_windows_when_the_line_has_nothing_to_take_back(page: Page, qtbot: QtBot) -> None:
    page.show({"basis": "甲"}, written=("basis",))
    taken: list[bool] = []
    action = page.editor.addAction("undo")
    action.setShortcut(QKeySequence.StandardKey.Undo)
    action.triggered.connect(lambda: taken.append(True))
    page.type("basis", "乙")
    QTest.keyClick(page.line("basis"), Qt.Key.Key_Z, CTRL)
    assert page.line("basis").text() == "甲"
    assert not taken
    QTest.keyClick(page.line("basis"), Qt.Key.Key_Z, CTRL)
    assert taken


def test_the_help_of_the_field_stands_at_the_foot(page: Page) -> None:
    page.first("reason")
    assert page.editor.help.text() == "写部位、事实"
    page.first("basis")
    assert not page.editor.help.isVisible()


def test_problems_stand_at_their_field(page: Page) -> None:
    gap = Problem(code=ProblemCode.VALUE_MISSING, where="field:reason", fields={"field": "理由"})
    told = Problem(code=ProblemCode.RULE_BROKEN, where="field:day", fields={"rule": "R42", "sentence": "超过三十日。"})
    page.editor.show_problems([gap, told])
    assert page.editor.rows["reason"].title.text() == tr("{title} * to be filled in", title="理由")
    assert "超过三十日" in page.editor.rows["day"].fault.text()
    page.editor.show_problems([])
    assert not page.editor.rows["day"].fault.isVisible()


# Rows


def rows_of(page: Page) -> RowsInput:
    part = page.editor.rows["goods"].input
    assert isinstance(part, RowsInput)
    return part


def cell(page: Page, row: int, name: str) -> QLineEdit:
    found = rows_of(page).editors[row].inputs[name].first()
    assert isinstance(found, QLineEdit)
    return found


def test_rows_are_filled_by_the_keyboard_alone(page: Page) -> None:
    page.first("goods")
    type_text(QApplication.focusWidget(), "防爆灯")
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    QTest.keyClicks(QApplication.focusWidget(), "12")
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)  # behind the last cell: a new row
    assert len(rows_of(page).editors) == 2
    type_text(QApplication.focusWidget(), "配电箱")
    assert page.typed["goods"] == ({"name": "防爆灯", "quantity": "12"}, {"name": "配电箱"})
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Up)
    assert QApplication.focusWidget() is cell(page, 0, "name")
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Minus, CTRL)
    assert page.typed["goods"] == ({"name": "配电箱"},)


def test_a_row_is_taken_away_by_its_button_and_one_stays_ready(page: Page) -> None:
    page.show({"goods": ({"name": "甲"}, {"name": "乙"})}, written=("goods",))
    page.first("goods")
    QTest.mouseClick(rows_of(page).editors[0].remove, Qt.MouseButton.LeftButton)
    assert page.typed["goods"] == ({"name": "乙"},)
    QTest.mouseClick(rows_of(page).editors[0].remove, Qt.MouseButton.LeftButton)
    assert page.typed["goods"] == ""
    assert len(rows_of(page).editors) == 1


def test_an_empty_row_makes_no_other_and_is_not_kept(page: Page) -> None:
    page.first("goods")
    last = cell(page, 0, "remark")
    last.setFocus()
    QTest.keyClick(last, Qt.Key.Key_Return)
    assert len(rows_of(page).editors) == 1
    QTest.mouseClick(rows_of(page).add_button, Qt.MouseButton.LeftButton)
    type_text(cell(page, 1, "name"), "阀门")
    assert page.typed["goods"] == ({"name": "阀门"},)


def test_a_wrong_cell_keeps_the_table_from_being_kept(page: Page) -> None:
    page.first("goods")
    type_text(cell(page, 0, "name"), "阀门")
    before = page.typed["goods"]
    type_text(cell(page, 0, "quantity"), "许多")
    assert page.typed["goods"] == before
    assert cell(page, 0, "quantity").property("faulty") is True


def test_cells_of_a_spreadsheet_fill_rows(page: Page) -> None:
    QGuiApplication.clipboard().setText("防爆灯\t12\t库房\n配电箱\t1\n阀门\n")
    page.first("goods")
    QTest.keyClick(cell(page, 0, "name"), Qt.Key.Key_V, CTRL)
    assert page.typed["goods"] == (
        {"name": "防爆灯", "quantity": "12", "remark": "库房"},
        {"name": "配电箱", "quantity": "1"},
        {"name": "阀门"},
    )


def test_columns_are_set_into_lines_of_about_the_same_length() -> None:
    five = [FieldSpec(name=f"c{n}", label="", type=T.TEXT) for n in range(5)]
    assert [len(line) for line in packed(five, 6)] == [3, 2]
    assert [len(line) for line in packed(five[:4], 6)] == [2, 2]
    assert [len(line) for line in packed([FieldSpec(name="a", label="", type=T.LONG), *five[:1]], 6)] == [1, 1]
