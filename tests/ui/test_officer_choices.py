# SPDX-License-Identifier: MulanPSL-2.0
"""Choosing who goes: a small office sees everybody, a city of thousands a few and a search."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from inspector_app.domain.organ import Officer
from inspector_app.ui.widgets.officer_choices import MOST, OfficerChoices
from tests.helpers.pages_frame import type_text

TODAY = date(2026, 11, 20)


def officers(count: int) -> list[Officer]:
    """Make officers of two units, turn by turn."""
    return [
        Officer(id=f"o{n}", name=f"执法员{n}", certificate_no=f"13092700{n:04d}", unit="甲区" if n % 2 else "乙县")
        for n in range(count)
    ]


@pytest.fixture
def choices(qtbot: QtBot) -> OfficerChoices:
    made = OfficerChoices()
    qtbot.addWidget(made)
    made.show()
    return made


def shown(choices: OfficerChoices) -> list[str]:
    return [name for name, box in choices.boxes.items() if box.isVisible()]


def test_a_small_office_sees_everybody_in_the_order_of_the_roster(choices: OfficerChoices) -> None:
    choices.show_officers(officers(4), {"o2", "o3"}, TODAY)
    assert shown(choices) == ["o0", "o1", "o2", "o3"]
    assert [o.id for o in choices.chosen()] == ["o2", "o3"]
    assert choices.search.isHidden() and not choices.more.isVisible()


def test_of_thousands_only_a_few_boxes_are_made_those_of_the_same_unit_first(choices: OfficerChoices) -> None:
    choices.show_officers(officers(3000), {"o1501"}, TODAY)
    assert len(choices.boxes) == MOST + 1
    assert shown(choices)[0] == "o1501"
    assert {int(name[1:]) % 2 for name in shown(choices)} == {1}  # all of the unit of the chosen one
    assert choices.more.isVisible()


def test_the_search_finds_by_name_and_keeps_what_is_ticked(choices: OfficerChoices) -> None:
    choices.show_officers(officers(3000), {"o1501"}, TODAY)
    type_text(choices.search, "执法员2998")
    assert shown(choices) == ["o1501", "o2998"]
    QTest.keyClick(choices.boxes["o2998"], Qt.Key.Key_Space)
    choices.search.clear()
    assert [o.id for o in choices.chosen()] == ["o1501", "o2998"]
    assert {"o1501", "o2998"} <= set(shown(choices))


def test_an_expired_certificate_cannot_be_ticked(choices: OfficerChoices) -> None:
    expired = Officer(id="x", name="钱某", certificate_no="1", valid_to=date(2026, 1, 31))
    choices.show_officers([expired, *officers(2)], {"x", "o1"}, TODAY)
    assert not choices.boxes["x"].isEnabled() and not choices.boxes["x"].isChecked()
    assert [o.id for o in choices.chosen()] == ["o1"]
