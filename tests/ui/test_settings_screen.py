# SPDX-License-Identifier: MulanPSL-2.0
"""设置: the first start, officers and their certificates, checklists with their faults, look, and the check.

Forms, numbers, holidays and periods: test_settings_law.py.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from inspector_app.domain.problems import ProblemCode
from inspector_app.ledgers import organs
from inspector_app.settings import read_settings
from inspector_app.ui import theme
from inspector_app.ui.widgets.officer_panel import day_in
from inspector_app.wording import tr
from inspector_app.workspace import Workspace
from tests.helpers.pages_frame import Frame, SettingsPage, titles


@pytest.fixture
def frame(qapp: QApplication, ws: Workspace) -> Iterator[Frame]:
    theme.apply_theme(qapp, "light", 1.0)
    made = Frame(ws)
    yield made
    made.close()
    theme.apply_theme(qapp, "light", 1.0)


@pytest.fixture
def page(frame: Frame) -> SettingsPage:
    return frame.settings()


def set_organ(page: SettingsPage) -> None:
    for name, value in (("name", "清河县应急管理局"), ("short_name", "清河"), ("numbering_word", "应急")):
        page.screen.organ.fields[name].edit.setText(value)
    page.screen.primary_action.trigger()
    page.settle()


def add_officer(page: SettingsPage, name: str, number: str, until: str = "") -> None:
    panel = page.screen.officers
    for key, value in (("name", name), ("certificate_no", number), ("valid_to", until)):
        panel.fields[key].edit.setText(value)
    panel.keep.click()
    page.settle()


def test_first_start_sets_the_organ_and_goes_on_to_officers(page: SettingsPage, ws: Workspace) -> None:
    set_organ(page)
    organ = organs.organ(ws)
    assert organ is not None
    assert organ.name == "清河县应急管理局"
    assert page.screen.list.current_id() == "officers"
    assert not page.screen.organ.welcome.isVisible()


def test_missing_name_is_said_below_its_field(page: SettingsPage, frame: Frame, ws: Workspace) -> None:
    page.screen.primary_action.trigger()
    page.settle()
    assert page.screen.organ.fields["name"].words.text()
    assert page.screen.organ.fields["name"].edit.property("faulty") is True
    assert organs.organ(ws) is None
    assert frame.ask.shown == []


def test_organ_field_is_kept_when_it_is_left(page: SettingsPage, ws: Workspace) -> None:
    set_organ(page)
    page.part("organ")
    field = page.screen.organ.fields["court"]
    field.edit.setText("清河县人民法院")
    field.edit.editingFinished.emit()
    page.settle()
    organ = organs.organ(ws)
    assert organ is not None
    assert organ.court == "清河县人民法院"


def test_officers_are_added_one_after_the_other_and_the_first_is_the_user(page: SettingsPage, ws: Workspace) -> None:
    set_organ(page)
    add_officer(page, "王建国", "02011200101", "2028年12月31日")
    add_officer(page, "李慧敏", "02011200102")
    assert [o.name for o in organs.officers(ws)] == ["王建国", "李慧敏"]
    assert organs.officers(ws)[0].valid_to == date(2028, 12, 31)
    assert ws.actor == "王建国"
    assert ws.session_value("actor") == "王建国"
    assert page.window.foot.user.text() == "王建国"


def test_validity_of_certificates_is_a_word(page: SettingsPage) -> None:
    set_organ(page)
    add_officer(page, "甲", "02011200101", "2028-12-31")
    add_officer(page, "乙", "02011200102", "2026-12-01")
    add_officer(page, "丙", "02011200103", "2025-12-31")
    chips = {r.title.split("（")[0].split(" (")[0]: r.chip for r in page.screen.officers.list.rows.rows}
    assert chips == {"甲": tr("Valid"), "乙": tr("Ends soon"), "丙": tr("Not valid")}


def test_officer_is_amended_and_taken_off_duty(page: SettingsPage, ws: Workspace) -> None:
    set_organ(page)
    add_officer(page, "甲", "02011200101")
    panel = page.screen.officers
    panel.list.step(1)
    page.settle()
    panel.active.click()
    page.settle()
    assert not organs.officers(ws)[0].is_active


def test_wrong_day_is_said_and_nothing_is_kept(page: SettingsPage, ws: Workspace) -> None:
    set_organ(page)
    add_officer(page, "甲", "02011200101", "明年")
    assert page.screen.officers.fields["valid_to"].words.text() == tr("Write the day as 2026-11-21")
    assert organs.officers(ws) == ()


@pytest.mark.parametrize(
    ("text", "day"),
    [("2026-11-21", date(2026, 11, 21)), ("2026.1.2", date(2026, 1, 2)), ("20261121", date(2026, 11, 21)),
     ("2026年11月21日", date(2026, 11, 21)), ("2026-02-30", None), ("x", None), ("", None)],
)  # fmt: skip
def test_days_are_read_as_people_write_them(text: str, day: date | None) -> None:
    assert day_in(text) == day


def test_checklists_are_listed_with_what_is_to_be_verified(page: SettingsPage) -> None:
    page.part("packs")
    panel = page.screen.packs
    assert len(titles(panel.packs.list)) >= 12
    assert panel.detail.unsure.rows.rows
    assert {r.chip for r in panel.packs.list.rows.rows} == {tr("Usable")}


def test_faulty_checklist_is_listed_with_its_faults(page: SettingsPage, ws: Workspace) -> None:
    folder = ws.folder / "checklists" / "own"
    folder.mkdir(parents=True)
    (folder / "pack.toml").write_text("id = 'own'\nversion = '1'\ntitle = '自编'\n", encoding="utf-8")
    (folder / "items.toml").write_text("[[item]]\ncode = 'X'\n", encoding="utf-8")
    page.part("packs")
    panel = page.screen.packs
    row = next(r for r in panel.packs.list.rows.rows if r.title == "自编")
    assert row.chip_role == "bad"
    panel.packs.list.show_row(row.id)
    page.settle()
    assert panel.detail.problems.count() > 0


def test_theme_and_size_take_effect_and_are_kept(page: SettingsPage, ws: Workspace, qapp: QApplication) -> None:
    page.part("look")
    page.screen.look.themes["outdoor"].click()
    page.screen.look.sizes[1.3].click()
    page.settle()
    assert theme.current() == "outdoor"
    assert theme.scale() == 1.3
    kept = read_settings(ws.settings_path)
    assert (kept.theme, kept.font_scale) == ("outdoor", 1.3)


@pytest.mark.parametrize(("typed", "tone"), [("隐患𬀪", "ok"), ("abc", "muted")])
def test_input_method_line_says_what_arrived(page: SettingsPage, typed: str, tone: str) -> None:
    page.part("look")
    page.screen.look.trial.setText(typed)
    assert page.screen.look.verdict.property("tone") == tone


def test_check_finds_everything_whole(page: SettingsPage) -> None:
    set_organ(page)
    page.part("data")
    page.screen.data.check_button.click()
    page.settle()
    assert page.screen.data.result.text() == tr("All data is whole ({time}).", time="09:05")
    assert page.screen.data.check_button.isEnabled()


def test_organ_file_fills_organ_and_officers(page: SettingsPage, frame: Frame, tmp_path: Path, ws: Workspace) -> None:
    path = tmp_path / "ORGAN.toml"
    path.write_text(
        "name = '清河县应急管理局'\nshort_name = '清河'\n"
        "[[officers]]\nname = '甲'\ncertificate_no = '02011200101'\n"
        "[[officers]]\nname = '乙'\ncertificate_no = '02011200102'\n",
        encoding="utf-8",
    )
    frame.ask.files = [path]
    page.screen.organ._on_file()
    page.settle()
    assert [o.name for o in organs.officers(ws)] == ["甲", "乙"]
    assert organs.organ(ws) is not None


def test_organ_file_with_faults_is_refused_whole(
    page: SettingsPage, frame: Frame, tmp_path: Path, ws: Workspace
) -> None:
    path = tmp_path / "ORGAN.toml"
    path.write_text("short_name = 3\n", encoding="utf-8")
    frame.ask.files = [path]
    page.screen.organ._on_file()
    page.settle()
    assert ProblemCode.VALUE_MISSING in {p.code for p in frame.ask.shown}
    assert organs.organ(ws) is None
