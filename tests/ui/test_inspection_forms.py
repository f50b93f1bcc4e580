# SPDX-License-Identifier: MulanPSL-2.0
"""Forms of others, imported from their spreadsheets, on the inspection screen with their logic live."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from inspector_app.domain.inspection import AnswerResult
from inspector_app.operations.pack_import import import_pack
from inspector_app.ui.widgets.item_value import look_of
from inspector_app.workspace import Workspace
from tests.helpers.makers import an_enterprise, an_inspection
from tests.helpers.pages_inspection import InspectionPage

FORMS = Path(__file__).parents[1] / "fixtures" / "xlsform"
GOOD = sorted(
    path.name for path in FORMS.iterdir() if path.is_file() and path.name[:2] < "50" and path.name[0].isdigit()
)


def opened(ws: Workspace, name: str) -> InspectionPage:
    pack_id = import_pack(ws, (FORMS / name).read_bytes(), name).value.pack_id
    page = InspectionPage(ws)
    page.open(an_inspection(ws, an_enterprise(ws), pack_ids=(pack_id,)))
    return page


def test_a_petrol_station_is_inspected_with_the_form_of_somebody_else(unit: Workspace, qapp: object) -> None:
    page = opened(unit, "01_jiayouzhan.xlsx")
    before = page.codes()
    page.go_to("站名")
    page.key(Qt.Key.Key_Return, page.items)
    page.type_in(page.focus(), "城南加油站")
    page.key(Qt.Key.Key_Return)
    for letter in "4":
        QTest.keyClick(page.items, letter)
    page.key(Qt.Key.Key_Return)
    assert {page.view().answers[code].value for code in ("站名", "油罐数")} == {"城南加油站", "4"}
    came = [code for code in page.codes() if code not in before]
    assert came  # what is asked of a station with tanks
    page.go_to("静电接地")
    choices = page.check._maker.state.asked(page.check.rows.row_of("静电接地").item).choices
    page.answer(str([choice.name for choice in choices].index("no") + 1))
    assert page.stored("静电接地") is AnswerResult.NONCOMPLIANT
    (finding,) = page.findings("静电接地")
    assert finding.item_code == "静电接地"
    row = page.check.rows.row_of("卸油区说明")
    assert row is not None and not row.is_hidden
    assert look_of(row).words == "必填"
    page.close()


@pytest.mark.parametrize("name", GOOD)
def test_every_row_of_every_form_can_be_looked_at_and_keyed(unit: Workspace, qapp: object, name: str) -> None:
    page = opened(unit, name)
    for code in page.codes():
        if not page.items.show_key(code):
            continue  # an answer before has hidden it
        page.items.setFocus()
        page.answer("1")
        page.items.setFocus()
        assert page.check.page.detail.title.text()
    page.settle()
    assert not page.screen.grab().isNull()
    assert not page.faults
    page.close()
