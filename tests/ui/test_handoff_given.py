# SPDX-License-Identifier: MulanPSL-2.0
"""数据交接: files given to all laptops, an office's copied folder, and the address of the office."""

from __future__ import annotations

import shutil
import socket
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from inspector_app.domain.document import DocumentKind
from inspector_app.domain.problems import Problem, ProblemCode, Refused
from inspector_app.domain.unit_file import UnitFileState
from inspector_app.handoff import leases
from inspector_app.handoff.membership import is_office_set_back, membership, set_url
from inspector_app.handoff.statements import read_answer
from inspector_app.handoff.unit_files import apply_unit_files, unit_files
from inspector_app.ledgers import law_library
from inspector_app.locations import bundled
from inspector_app.ui.models import handoff_office
from inspector_app.ui.models.handoff_unit_files import Give
from inspector_app.ui.widgets.handoff_files import FilesPage
from inspector_app.wording import sentence, tr, word
from inspector_app.workspace import Workspace, create_workspace, open_workspace
from tests.helpers.clock import Clock
from tests.helpers.law import a_holiday_file
from tests.helpers.law_updates import a_law, an_update, write
from tests.helpers.makers import an_enterprise, an_inspection
from tests.helpers.pages_frame import titles
from tests.helpers.pages_handoff import LEFT, HandoffWindow, said, tone
from tests.helpers.unit import exchange

Open = Callable[[Workspace], HandoffWindow]


@pytest.fixture
def laptop(laptop: Workspace) -> Workspace:
    """A laptop with an inspection that was begun."""
    an_inspection(laptop, an_enterprise(laptop))
    return laptop


def files_page(window: HandoffWindow) -> FilesPage:
    page = window.go("files")
    assert isinstance(page, FilesPage)
    return page


def begin(window: HandoffWindow, give: Give, path: Path) -> FilesPage:
    """Open the form, choose what it is for and the file."""
    page = files_page(window)
    window.ctrl_enter()
    QTest.mouseClick(page.form.kind.buttons[give], LEFT)
    window.ask.files = [path]
    window.press(page.form.choose)
    return page


# Files for all laptops -----------------------------------------------------------------------------------


def test_holidays_are_given_out_count_here_and_are_withdrawn(
    office: Workspace, laptop: Workspace, opened: Open, tmp_path: Path
) -> None:
    source = tmp_path / "放假安排.json"
    source.write_text(a_holiday_file(2027), encoding="utf-8")
    window = opened(office)
    page = files_page(window)
    assert page.nothing.isVisible()
    window.ctrl_enter()
    assert not window.screen.primary_action.isVisible()  # the form has the primary act now
    window.press(page.form.keep)
    assert page.form.file.text() == tr("Choose the file first")
    window.ask.files = [source]
    window.press(page.form.choose)
    window.type(page.form.remark.edit, "国办发明电〔2026〕7 号")
    window.press(page.form.keep)
    assert tone(page.result) == "ok" and "放假安排.json" in said(page.result)
    (row,) = page.list.rows.rows
    assert (row.title, row.chip) == (tr("Holidays of {year}", year="2027"), word(UnitFileState.IN_FORCE))
    assert "国办发明电" in page.card.facts.words()[tr("Note")]
    assert office.law.loaded_calendar.calendar.is_working(date(2027, 10, 5)) is False

    window.ask.words = None
    window.press(page.card.withdraw)
    assert unit_files(office)[0].state is UnitFileState.IN_FORCE
    window.ask.words = "国务院重新公布"
    window.press(page.card.withdraw)
    assert unit_files(office)[0].state is UnitFileState.REMOVED
    assert page.card.facts.words()[tr("Withdrawn because")] == "国务院重新公布"
    assert not page.card.withdraw.isVisible() and not page.card.save.isVisible()
    window.window.undo()
    window.settle()
    assert unit_files(office)[0].state is UnitFileState.IN_FORCE  # its bytes are put in place again too


def test_a_faulty_file_is_refused_in_words_and_the_form_stays(office: Workspace, opened: Open, tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.toml"
    wrong.write_text("kind = 'no such form'\n", encoding="utf-8")
    window = opened(office)
    page = begin(window, Give.FORM, wrong)
    window.press(page.form.keep)
    assert page.form.isVisible() and page.form.words.isVisible()
    assert page.form.words.text().startswith(tr("Nothing was given out."))
    assert unit_files(office) == ()
    missing = tmp_path / "gone.json"
    QTest.mouseClick(page.form.kind.buttons[Give.HOLIDAY], LEFT)
    assert not page.form.words.isVisible()
    page.form.take(missing)
    window.press(page.form.keep)
    assert "gone.json" in page.form.words.text()
    window.key(page.form.remark.edit, Qt.Key.Key_Escape)
    assert page.card.isVisible() and window.screen.primary_action.isVisible()


def test_a_form_is_named_by_its_document(office: Workspace, opened: Open) -> None:
    window = opened(office)
    page = begin(window, Give.FORM, bundled("forms") / "rectification_order.toml")
    window.press(page.form.keep)
    assert titles(page.list) == [word(DocumentKind.RECTIFICATION_ORDER)]


def test_a_notice_needs_a_title_and_laptops_read_it(
    office: Workspace, laptop: Workspace, opened: Open, tmp_path: Path
) -> None:
    notice = tmp_path / "关于冬季防火的通知.pdf"
    notice.write_bytes(b"%PDF-1.7 notice")
    window = opened(office)
    page = begin(window, Give.OTHER, notice)
    assert page.form.titled.text() == notice.name
    page.form.titled.edit.clear()
    window.press(page.form.keep)
    assert page.form.titled.words.text() == tr("This is needed")
    window.type(page.form.titled.edit, "冬季防火通知.pdf")
    window.press(page.form.keep)
    assert titles(page.list) == ["冬季防火通知.pdf"]

    exchange(office, laptop)
    apply_unit_files(laptop)
    other = opened(laptop)
    unit = other.unit()
    assert [(r.title, r.chip) for r in unit.given.list.rows.rows] == [("冬季防火通知.pdf", word(UnitFileState.TO_READ))]
    other.ask.target = tmp_path / "copy.pdf"
    unit.given.list.show_row(unit_files(laptop)[0].file.id)
    other.key(unit.given.list, Qt.Key.Key_Return)
    assert other.ask.target.read_bytes() == notice.read_bytes()
    assert other.ask.asked[-1] == "冬季防火通知.pdf"


def test_a_law_update_is_asked_about_before_it_counts(
    office: Workspace, opened: Open, tmp_path: Path, clock: Clock
) -> None:
    clock.now += timedelta(days=60)  # after the day on which it was checked
    source = write(tmp_path, an_update(a_law("county-rule-1")))
    window = opened(office)
    page = begin(window, Give.LAW, source)
    assert page.form.person.isVisible() and not page.form.remark.isVisible()
    page.form.person.edit.clear()
    window.press(page.form.keep)
    assert page.form.person.words.text() == tr("This is needed")
    window.type(page.form.person.edit, "王建国")
    window.ask.yes = False
    window.press(page.form.keep)
    assert window.ask.asked[-1] == tr("Apply this law update?")
    assert law_library.updates(office) == () and page.form.isVisible()
    window.ask.yes = True
    window.press(page.form.keep)
    (applied,) = law_library.updates(office)
    assert applied.update.person == "王建国"
    assert titles(page.list) == [applied.update.title]
    assert not page.card.withdraw.isVisible()  # a law update cannot be taken back
    begin(window, Give.LAW, source)
    window.type(page.form.person.edit, "王建国")
    window.press(page.form.keep)
    assert page.form.words.isVisible() and len(law_library.updates(office)) == 1


# An office's folder that was copied ------------------------------------------------------------------------


def test_a_copied_office_says_that_it_gives_out_nothing_until_a_person_resumes(
    office: Workspace, laptop: Workspace, opened: Open, tmp_path: Path, clock: Clock
) -> None:
    office.close()
    shutil.copytree(office.folder, tmp_path / "office-2")
    second = open_workspace(tmp_path / "office-2", clock=clock)
    try:
        window = opened(second)
        stopped = sentence(Problem(code=ProblemCode.OFFICE_SET_BACK))
        shown = [band for band in window.screen.warnings.bands if band.isVisible()]
        assert [band.words.text() for band in shown] == [stopped]
        with pytest.raises(Refused):
            handoff_office.lease(second, laptop.device, "all", 5, 2026)
        window.ask.yes = False
        window.press(shown[0].action)
        assert window.ask.asked[-1] == tr("Resume giving out numbers?")
        assert is_office_set_back(second) and shown[0].isVisible()
        window.ask.yes = True
        window.press(shown[0].action)
        assert not is_office_set_back(second)
        assert not any(band.isVisible() for band in window.screen.warnings.bands)
        assert tone(window.screen.result) == "ok"
        assert leases.lease(second, laptop.device, "all", 5).value
        window.close()
    finally:
        second.close()


def test_a_copied_laptop_says_it_where_its_numbers_stand(
    ws: Workspace, opened: Open, tmp_path: Path, clock: Clock
) -> None:
    ws.close()
    shutil.copytree(ws.folder, tmp_path / "twin")
    twin = open_workspace(tmp_path / "twin", clock=clock)
    try:
        window = opened(twin)
        window.unit()
        (warning,) = leases.copy_warnings(twin)
        assert sentence(warning) in [b.words.text() for b in window.screen.warnings.bands if b.isVisible()]
        window.close()
    finally:
        twin.close()


# The office's address --------------------------------------------------------------------------------------


def test_the_office_keeps_its_address_and_answers_carry_it(
    office: Workspace, opened: Open, tmp_path: Path, clock: Clock
) -> None:
    window = opened(office)
    form = window.unit().address
    assert form.isVisible() and not form.keep.isEnabled()
    window.type(form.field.edit, "192.168.1.20")
    window.press(form.keep)
    assert form.field.words.text() == sentence(
        Problem(code=ProblemCode.COURIER_ADDRESS, fields={"office": "192.168.1.20"})
    )
    assert membership(office).url == ""
    form.field.edit.clear()
    window.type(form.field.edit, "https://192.168.1.20:8620/")
    window.key(form.field.edit, Qt.Key.Key_Return)
    assert membership(office).url == "https://192.168.1.20:8620"
    assert form.field.text() == "https://192.168.1.20:8620" and not form.keep.isEnabled()
    new = create_workspace(tmp_path / "new", clock=clock)
    try:
        from inspector_app.handoff.enrolment import enrol, make_request

        answer = enrol(office, make_request(new, name="三组 1 号")).answer
        assert read_answer(answer).url == "https://192.168.1.20:8620"
    finally:
        new.close()
    form.field.edit.clear()
    window.key(form.field.edit, Qt.Key.Key_Return)
    assert not form.keep.isEnabled()


def test_only_an_office_has_an_address_to_give(laptop: Workspace, opened: Open) -> None:
    with pytest.raises(Refused) as refused:
        set_url(laptop, "https://192.168.1.20:8620")
    assert [p.code for p in refused.value.problems] == [ProblemCode.NOT_OFFICE]
    assert not opened(laptop).unit().address.isVisible()


def test_a_laptop_without_an_address_is_told_one(laptop: Workspace, opened: Open) -> None:
    with socket.socket() as taken:  # a port that nobody answers at
        taken.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{taken.getsockname()[1]}"
    window = opened(laptop)
    target = window.sending().target
    assert not target.address.isVisible()
    target.list.show_row("network")
    window.settle()
    assert target.address.isVisible() and target.target() is None
    assert not window.screen.primary_action.isEnabled()
    window.type(target.address.edit, "127.0.0.1:8620")
    window.key(target.address.edit, Qt.Key.Key_Return)
    assert target.address.words.text() == sentence(
        Problem(code=ProblemCode.COURIER_ADDRESS, fields={"office": "127.0.0.1:8620"})
    )
    assert target.target() is None
    target.address.edit.clear()
    window.type(target.address.edit, url)
    assert window.screen.primary_action.isEnabled()
    window.ctrl_enter()
    page = window.sending()
    assert tone(page.result) == "bad" and url in said(page.result)
    assert membership(laptop).url == ""  # kept only once our office answered there
    assert target.address.text() == url and target.target() is not None  # and not to be typed again
