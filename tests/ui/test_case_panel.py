# SPDX-License-Identifier: MulanPSL-2.0
"""案卷: the review with reasons and jumps, the files of the case, giving it out and filing it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from inspector_app.domain.change import Op
from inspector_app.domain.document import DocumentKind
from inspector_app.domain.inspection import InspectionState
from inspector_app.domain.review import RuleLevel
from inspector_app.domain.service import Attachment, AttachmentKind, Capacity, ServiceMethod
from inspector_app.domain.service_record import ServiceDraft
from inspector_app.ledgers import attachments as file_rows
from inspector_app.ledgers import inspections as inspection_rows
from inspector_app.ledgers import organs as organ_rows
from inspector_app.operations import attachments, inspection_moves, organs, service
from inspector_app.operations.organs import OrganDraft
from inspector_app.operations.review.review import Result, review
from inspector_app.operations.undo import undo_last
from inspector_app.storage import inspections as inspection_storage
from inspector_app.ui import theme
from inspector_app.ui.jobs import Jobs
from inspector_app.ui.widgets.case_panel import CasePanel
from inspector_app.ui.widgets.case_review_list import Group, group_word
from inspector_app.ui.widgets.document_rows import HEAD
from inspector_app.ui.widgets.problem_list import ProblemList
from inspector_app.wording import tr, word
from inspector_app.workspace import Workspace
from tests.helpers.bad_case import bad_case
from tests.helpers.cases import MadeCase, clean_case
from tests.helpers.clock import Clock
from tests.helpers.makers import OFFICERS, an_enterprise, an_inspection
from tests.helpers.pages_documents import Answers, decode_here
from tests.helpers.pages_frame import Opened, settle, type_text
from tests.helpers.pictures import photo

KEY = Qt.Key
LEFT, NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
AVOIDANCE = "inspection:avoidance_declared"


class CasePage:
    """The page of a case as a person uses it."""

    def __init__(self, ws: Workspace, jobs: Jobs, ask: Answers, qtbot: QtBot) -> None:
        self.ws, self.jobs, self.ask, self.bot = ws, jobs, ask, qtbot
        self.panel = CasePanel(ws, jobs, ask)
        self.jumps: list[str] = []
        self.told: list[tuple[str, str]] = []
        self.panel.jump_wanted.connect(self.jumps.append)
        self.panel.said.connect(lambda words, tone: self.told.append((words, tone)))
        qtbot.addWidget(self.panel)
        self.panel.resize(930, 600)
        self.panel.show()
        self.panel.activateWindow()
        qtbot.waitUntil(self.panel.isActiveWindow)

    def open(self, inspection_id: str) -> CasePage:
        self.panel.show_case(inspection_id)
        self.settle()
        self.panel.focus_first()
        return self

    def settle(self) -> None:
        settle(self.jobs)

    def press(self, key: Qt.Key, mods: Qt.KeyboardModifier = NONE) -> None:
        QTest.keyClick(self.panel.focusWidget() or self.panel, key, mods)
        self.settle()

    def type(self, words: str) -> None:
        focused = self.panel.focusWidget()
        assert focused is not None
        type_text(focused, words)

    def click(self, part: QWidget) -> None:
        assert part.isVisible() and part.isEnabled()
        QTest.mouseClick(part, LEFT)
        self.settle()

    @property
    def rows(self) -> list[str]:
        """Heads and rules as they are listed."""
        return [row.id if row.id.startswith(HEAD) else row.side for row in self.panel.review.list.rows.rows]

    @property
    def chips(self) -> list[str]:
        page = self.panel.review
        return [chip.text for chip in (page.clean, *page.chips.values()) if chip.isVisible()]

    def go_to(self, rule: str, where: str = "") -> None:
        """Click on a result."""
        shown = self.panel.review.list
        start = f"{rule}|{where}"
        at = next(n for n, row in enumerate(shown.rows.rows) if row.id.startswith(start))
        self._click_row(at)

    def fold(self, group: Group) -> None:
        """Click on a head."""
        self._click_row([row.id for row in self.panel.review.list.rows.rows].index(HEAD + group))

    def _click_row(self, at: int) -> None:
        shown = self.panel.review.list
        index = shown.model().index(at, 0)
        shown.scrollTo(index)
        QTest.mouseClick(shown.viewport(), LEFT, NONE, shown.visualRect(index).center())
        self.settle()

    def refused(self, shown: ProblemList) -> list[str]:
        return [problem.where for problem in shown.model.problems] if shown.isVisible() else []

    def drop(self, *paths: Path) -> None:
        mime = QMimeData()
        mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
        copy, target = Qt.DropAction.CopyAction, self.panel.files
        QApplication.sendEvent(target, QDragEnterEvent(QPoint(30, 30), copy, mime, LEFT, NONE))
        QApplication.sendEvent(target, QDropEvent(QPointF(30, 30), copy, mime, LEFT, NONE))
        self.settle()


@pytest.fixture
def page(unit: Workspace, jobs: Jobs, ask: Answers, qtbot: QtBot) -> CasePage:
    return CasePage(unit, jobs, ask, qtbot)


@pytest.fixture
def case(unit: Workspace, clock: Clock, tmp_path: Path) -> MadeCase:
    """A case in which no rule finds anything."""
    decode_here(unit)
    return clean_case(unit, clock, tmp_path / "files")


@pytest.fixture
def opened() -> Iterator[Opened]:
    made = Opened()
    yield made
    made.close()


def undeclare(case: MadeCase) -> None:
    """R58: a warning about the task of the inspection."""
    with case.ws.operation(Op.AMEND_INSPECTION) as step:
        kept = inspection_storage.get_inspection(step.db, case.inspection.id)
        assert kept is not None
        task = replace(kept.task, avoidance_declared=False)
        inspection_storage.put_inspection(step.db, replace(kept, task=task))


def misname(case: MadeCase) -> None:
    """R06: a block in the settings."""
    organs.set_organ(case.ws, wrong_organ(case))


def wrong_organ(case: MadeCase) -> OrganDraft:
    """The organ as it is, with a department where a government reviews."""
    organ = organ_rows.organ(case.ws)
    assert organ is not None
    return OrganDraft(
        name=organ.name, short_name=organ.short_name, review_organ="清河市应急管理局", court=organ.court,
        enforcement_power=organ.enforcement_power,
    )  # fmt: skip


def files(case: MadeCase) -> list[Attachment]:
    return [row.attachment for row in file_rows.rows(case.ws, case.inspection.id)]


def licence_of(case: MadeCase) -> Attachment:
    return next(f for f in files(case) if f.kind is AttachmentKind.LICENCE)


def passed(case: MadeCase) -> dict[str, str]:
    """The reasons by rule and place."""
    found = review(case.ws, case.inspection.id).results
    return {f"{r.rule.id} {r.problem.where}": r.passed_by.reason for r in found if r.passed_by is not None}


def state(case: MadeCase) -> InspectionState:
    return inspection_rows.view(case.ws, case.inspection.id).inspection.state


def open_now(case: MadeCase) -> list[Result]:
    return [result for result in review(case.ws, case.inspection.id).results if result.is_open]


# The review


def test_everything_that_is_wrong_is_listed_under_its_level(
    page: CasePage, unit: Workspace, clock: Clock, tmp_path: Path
) -> None:
    decode_here(unit)
    bad = bad_case(unit, clock, tmp_path / "files").made
    found = review(unit, bad.inspection.id)
    page.open(bad.inspection.id)
    counts = {level: found.count(level) for level in RuleLevel}
    assert page.chips == [f"{word(level)} {counts[level]}" for level in RuleLevel]
    heads = [n for n, row in enumerate(page.rows) if row.startswith(HEAD)]
    assert [page.rows[n] for n in heads] == [HEAD + group for group in (Group.BLOCK, Group.WARN, Group.INFO)]
    listed = [page.rows[a + 1 : b] for a, b in zip(heads, [*heads[1:], len(page.rows)], strict=True)]
    assert listed == [[r.rule.id for r in found.results if r.level is level] for level in RuleLevel]
    for row in page.panel.review.list.rows.rows:
        assert row.id.startswith(HEAD) or (row.chip and row.title and row.detail), row
    assert page.panel.tabs.tabText(0).endswith(f" {len(open_now(bad))}")


def test_a_result_says_its_basis_how_sure_it_is_and_leads_to_its_place(page: CasePage, case: MadeCase) -> None:
    misname(case)
    undeclare(case)
    page.open(case.inspection.id)
    detail, law = page.panel.review.detail, case.ws.law.rules
    assert (detail.title.text(), detail.basis.text()) == ("R06", law.of("R06").basis)
    assert law.of("R06").mend in detail.mend.text()
    assert not detail.unsure.isVisible() and not detail.reason.isVisible(), "what blocks is mended, not passed"
    page.press(KEY.Key_Return)
    assert page.jumps == ["organ:review_organ"]
    page.go_to("R58")
    assert detail.reason.isVisible()
    page.click(detail.jump_button)
    assert page.jumps[1:] == [AVOIDANCE]


def test_what_was_not_read_in_its_source_is_marked(page: CasePage, case: MadeCase) -> None:
    attachments.remove_attachment(case.ws, licence_of(case).id, "拍错了")
    page.open(case.inspection.id)
    detail = page.panel.review.detail
    assert detail.title.text() == "R33"
    assert detail.unsure.isVisible() and detail.unsure.text == tr("To be verified")


def test_a_warning_is_passed_by_its_reason_and_folds_away(page: CasePage, case: MadeCase) -> None:
    undeclare(case)
    page.open(case.inspection.id)
    assert page.rows == [HEAD + Group.WARN, "R58"]
    page.press(KEY.Key_Return)
    page.type("检查当日已口头声明")
    page.press(KEY.Key_Return)
    assert passed(case) == {f"R58 {AVOIDANCE}": "检查当日已口头声明"}
    assert page.rows == [HEAD + Group.PASSED], "folded away"
    assert page.chips == [tr("The review finds no fault"), f"{group_word(Group.PASSED)} 1"]
    page.fold(Group.PASSED)
    assert page.rows == [HEAD + Group.PASSED, "R58"]
    assert "检查当日已口头声明" in page.panel.review.list.rows.rows[1].detail
    page.go_to("R58")
    assert page.panel.review.detail.chip.text == group_word(Group.PASSED)
    assert page.panel.review.detail.reason.edit.text() == "检查当日已口头声明"


def test_the_person_who_gave_a_reason_is_named(page: CasePage, case: MadeCase) -> None:
    officer = organ_rows.officers(case.ws)[0]
    case.ws.actor = officer.name
    undeclare(case)
    page.open(case.inspection.id)
    page.press(KEY.Key_Return)
    page.type("已声明")
    page.press(KEY.Key_Return)
    page.fold(Group.PASSED)
    assert officer.name in page.panel.review.list.rows.rows[1].detail
    page.go_to("R58")
    assert officer.name in page.panel.review.detail.reason.tag.text()


def test_what_is_typed_stays_when_something_changes_and_is_kept_when_it_is_left(page: CasePage, case: MadeCase) -> None:
    undeclare(case)
    attachments.remove_attachment(case.ws, licence_of(case).id, "拍错了")
    page.open(case.inspection.id)
    assert page.rows == [HEAD + Group.WARN, "R33", "R58"]
    page.press(KEY.Key_Return)
    page.type("营业执照已在")
    misname_job(page, case)
    assert page.rows[:2] == [HEAD + Group.BLOCK, "R06"], "read again by itself"
    page.type("上次案卷")
    page.go_to("R58")
    assert passed(case) == {"R33 attachments": "营业执照已在上次案卷"}
    assert page.panel.review.detail.title.text() == "R58"
    assert page.panel.review.detail.reason.edit.text() == ""
    page.press(KEY.Key_Return)
    page.type("已声明")
    page.press(KEY.Key_2, Qt.KeyboardModifier.AltModifier)
    assert passed(case)[f"R58 {AVOIDANCE}"] == "已声明", "to another part, without Enter"


def misname_job(page: CasePage, case: MadeCase) -> None:
    """The same as `misname`, through the window's worker, which tells every page."""
    changed = wrong_organ(case)
    page.jobs.run_write(page.panel, lambda: organs.set_organ(case.ws, changed))
    page.settle()


def test_enter_goes_on_to_the_next_warning_and_one_reason_may_do_for_all_of_a_rule(
    page: CasePage, unit: Workspace, clock: Clock, tmp_path: Path
) -> None:
    decode_here(unit)
    bad = bad_case(unit, clock, tmp_path / "files").made
    page.open(bad.inspection.id)
    page.go_to("R54")
    page.press(KEY.Key_Return)  # the click put the focus on the list
    page.type("已由属地复查")
    page.press(KEY.Key_Return)
    detail = page.panel.review.detail
    assert detail.title.text() == "R55" and detail.reason.edit.hasFocus()
    page.go_to("R56")
    waiting = {r.problem.where for r in open_now(bad) if r.rule.id == "R56"}
    assert len(waiting) > 10 and str(len(waiting) - 1) in detail.reason.every.text()
    page.press(KEY.Key_Return)
    page.type("纸质件存档案室")
    page.click(detail.reason.every)
    given = passed(bad)
    assert {key for key in given if key.startswith("R56")} == {f"R56 {where}" for where in waiting}
    assert "R56" not in page.rows
    assert detail.title.text() == "R57", "the cursor goes on"


def test_a_refused_reason_is_told_and_stays_typed(page: CasePage, case: MadeCase) -> None:
    undeclare(case)
    page.open(case.inspection.id)
    page.press(KEY.Key_Return)
    line = page.panel.review.detail.reason
    line.edit.setText("a\x01b")  # pasted out of another program
    page.press(KEY.Key_Return)
    assert line.refusal.isVisible() and line.refusal.text()
    assert passed(case) == {}
    assert line.edit.text() == "a\x01b"


def test_a_place_among_the_files_is_shown_on_this_page(page: CasePage, case: MadeCase) -> None:
    sound = case.folder / "sound.mp3"
    sound.write_bytes(b"ID3" + bytes(300))
    kind = AttachmentKind.RECORDING
    made = attachments.attach_file(case.ws, case.inspection.id, sound, kind, "现场录音").value
    page.open(case.inspection.id)
    assert page.rows == [HEAD + Group.INFO, "R26"]
    assert page.chips[0] == tr("The review finds no fault"), "a note does not keep a case from being clean"
    page.press(KEY.Key_Return)
    assert page.jumps == [] and page.panel.tabs.currentWidget() is page.panel.files
    current = page.panel.files.current()
    assert current is not None and current.id == made.id


def test_a_clean_case_says_so_and_another_case_begins_anew(page: CasePage, case: MadeCase) -> None:
    page.open(case.inspection.id)
    assert page.chips == [tr("The review finds no fault")]
    assert page.panel.review.empty.isVisible() and not page.panel.review.detail.isVisible()
    other = an_inspection(case.ws, an_enterprise(case.ws, 2))
    page.panel.show_part(page.panel.closing)
    page.open(other.id)
    assert page.panel.tabs.currentWidget() is page.panel.review
    assert page.chips and page.chips[0] != tr("The review finds no fault")
    assert page.panel.tabs.tabText(1) == tr("Files of the case"), "this one has none"
    page.open("nobody")
    assert page.panel.review.problems.isVisible() and page.panel.review.problems.count() == 1


def test_a_hidden_page_reads_again_when_it_is_looked_at(page: CasePage, case: MadeCase) -> None:
    page.open(case.inspection.id)
    page.panel.hide()
    misname_job(page, case)
    assert page.rows == []
    page.panel.show()
    page.settle()
    assert page.rows == [HEAD + Group.BLOCK, "R06"]


# The files


def test_a_file_is_added_with_kind_title_and_document(page: CasePage, case: MadeCase, ask: Answers) -> None:
    path = case.folder / "IMG_0001.jpg"
    path.write_bytes(case.picture())
    ask.files = [[path]]
    count = len(files(case))
    page.open(case.inspection.id)
    part = page.panel.files
    page.panel.show_part(part)
    page.click(part.choose_button)
    assert part.form.title.text() == "IMG_0001"
    page.click(part.form.add_button)
    assert len(files(case)) == count and part.form.hint.isVisible(), "its kind is asked first"
    part.form.kinds.setCurrentIndex(part.form.kinds.findData(AttachmentKind.SIGNED_SCAN))
    order = case.papers[DocumentKind.RECTIFICATION_ORDER]
    part.form.documents.setCurrentIndex(part.form.documents.findData(order.id))
    part.form.title.setFocus()
    part.form.title.selectAll()
    page.type("指令书签字件")
    page.press(KEY.Key_Return)
    made = files(case)[-1]
    assert (made.kind, made.title, made.document_id) == (AttachmentKind.SIGNED_SCAN, "指令书签字件", order.id)
    row = part.list.rows.rows[-1]
    assert row.title == "指令书签字件" and row.side == word(AttachmentKind.SIGNED_SCAN)
    assert order.number in row.detail and made.sha256[:10] in row.detail and tr("{count} pages", count=1) in row.detail
    assert not part.form.isVisible() and page.told[-1][1] == "ok"
    assert page.panel.tabs.tabText(1).endswith(str(count + 1))


def test_dropped_files_take_their_names_and_a_recording_its_summary(page: CasePage, case: MadeCase) -> None:
    page.open(case.inspection.id)
    part = page.panel.files
    page.panel.show_part(part)
    paths = [case.folder / "正本.jpg", case.folder / "副本.jpg"]
    for path in paths:
        path.write_bytes(case.picture())
    page.drop(*paths)
    assert not part.form.title.isVisible() and "副本.jpg" in part.form.names.text()
    part.form.kinds.setCurrentIndex(part.form.kinds.findData(AttachmentKind.LICENCE))
    page.click(part.form.add_button)
    assert {(f.title, f.kind) for f in files(case)} >= {(p.stem, AttachmentKind.LICENCE) for p in paths}
    sound = case.folder / "现场录音.mp3"
    sound.write_bytes(b"ID3" + bytes(300))
    page.drop(sound)
    assert part.form.kind() is AttachmentKind.RECORDING
    part.form.note.setFocus()
    page.type("赵明陈述报警器关闭经过")
    page.press(KEY.Key_Return)
    made = next(f for f in files(case) if f.kind is AttachmentKind.RECORDING)
    assert made.note == "赵明陈述报警器关闭经过"
    assert open_now(case) == [] and "R26" not in page.rows


def test_what_cannot_be_read_is_told_and_the_rest_is_added(page: CasePage, case: MadeCase) -> None:
    page.open(case.inspection.id)
    part = page.panel.files
    page.panel.show_part(part)
    count = len(files(case))
    good, bad = case.folder / "good.jpg", case.folder / "notes.docx"
    good.write_bytes(case.picture())
    bad.write_bytes(b"PK\x03\x04 no scan")
    page.drop(bad, good)
    part.form.kinds.setCurrentIndex(part.form.kinds.findData(AttachmentKind.OTHER))
    page.click(part.form.add_button)
    assert len(files(case)) == count + 1
    assert part.problems.isVisible() and part.problems.count() == 1
    assert part.form.isVisible() and part.form.paths == [bad], "what was refused is still there"
    page.press(KEY.Key_Escape)
    assert not part.form.isVisible() and part.choose_button.isVisible()


def test_a_file_is_looked_at_saved_and_taken_out_with_a_reason(
    page: CasePage, case: MadeCase, ask: Answers, tmp_path: Path
) -> None:
    page.open(case.inspection.id)
    part = page.panel.files
    page.panel.show_part(part)
    licence = licence_of(case)
    part.list.show_row(licence.id)
    page.click(part.look_button)
    assert part.view.isVisible() and part.view.count == 1
    QTest.keyClick(part.view, KEY.Key_Escape)
    assert part.list.isVisible() and part.list.hasFocus()
    ask.targets = [tmp_path / "licence.jpg"]
    page.click(part.save_button)
    assert (tmp_path / "licence.jpg").read_bytes() == attachments.attachment_bytes(case.ws, licence)
    count = len(files(case))
    page.click(part.remove_button)
    assert len(files(case)) == count, "no reason, nothing done"
    ask.texts = ["拍错了"]
    page.click(part.remove_button)
    assert len(files(case)) == count - 1
    kept = file_rows.find(case.ws, licence.id)
    assert kept is not None and kept.removed_reason == "拍错了"
    assert "R33" in page.rows, "and the review knows"


def test_a_file_on_which_a_service_rests_stays_and_leads_there(
    page: CasePage, case: MadeCase, ask: Answers, clock: Clock
) -> None:
    path = case.folder / "served.jpg"
    path.write_bytes(photo() + b"served")
    kind, order = AttachmentKind.SERVICE_EVIDENCE, case.papers[DocumentKind.RECTIFICATION_ORDER]
    made = attachments.attach_file(case.ws, case.inspection.id, path, kind, "送达照片").value
    draft = ServiceDraft(
        method=ServiceMethod.DIRECT, served_at=clock.now, receiver="赵明", media=(made.id,), place="厂区",
        capacity=Capacity.LEGAL_REPRESENTATIVE, servers=tuple(name for name, _ in OFFICERS),
    )  # fmt: skip
    service.serve_document(case.ws, order.id, draft)
    page.open(case.inspection.id)
    part = page.panel.files
    page.panel.show_part(part)
    part.list.show_row(made.id)
    ask.texts = ["不要了"]
    page.click(part.remove_button)
    assert made in files(case)
    assert page.refused(part.problems) == [f"document:{order.id}"]
    QTest.keyClick(part.problems.view, KEY.Key_Return)
    assert page.jumps == [f"document:{order.id}"]


# Giving out


def test_the_case_is_given_out_whole_and_its_folder_opened(
    page: CasePage, case: MadeCase, ask: Answers, tmp_path: Path, opened: Opened
) -> None:
    target = tmp_path / "out"
    target.mkdir()
    ask.folders = [target]
    page.open(case.inspection.id)
    card = page.panel.closing.export
    page.panel.show_part(page.panel.closing)
    assert not card.open.isVisible()
    card.retention.setFocus()
    page.type("三十年")
    heard: list[tuple[int, int]] = []
    page.jobs.progressed.connect(lambda _title, done, total: heard.append((done, total)))
    page.click(card.export_button)
    manifest = json.loads((target / "manifest.json").read_text(encoding="utf-8"))
    said = card.band.words.text()
    assert str(manifest["pages"]) in said and str(target) in said and card.band.property("band") == "ok"
    assert opened.paths == [str(target)]
    assert ask.asked == [], "nothing is open: nothing is asked"
    assert heard and heard[-1][0] < heard[-1][1]
    assert card.export_button.isEnabled() and not card.bar.isVisible()
    page.click(card.band.action)
    assert opened.paths == [str(target)] * 2


def test_what_is_open_is_told_before_and_no_means_nothing(
    page: CasePage, case: MadeCase, ask: Answers, tmp_path: Path, opened: Opened
) -> None:
    misname(case)
    undeclare(case)
    target = tmp_path / "out"
    target.mkdir()
    page.open(case.inspection.id)
    card = page.panel.closing.export
    page.panel.show_part(page.panel.closing)
    words = tr("The review still finds: {blocks} that stop, {waiting} that need a reason.", blocks=1, waiting=1)
    assert card.open.isVisible() and card.open.text() == words
    ask.yes, ask.folders = False, [target]
    page.click(card.export_button)
    assert words in ask.asked[0][1]
    assert list(target.iterdir()) == [] and ask.folders == [target], "not even asked for a folder"
    ask.yes = True
    page.click(card.export_button)
    assert (target / "manifest.json").is_file() and card.band.property("band") == "warn"
    assert opened.paths == [str(target)]


def test_a_full_folder_is_refused_in_a_line(
    page: CasePage, case: MadeCase, ask: Answers, tmp_path: Path, opened: Opened
) -> None:
    full = tmp_path / "full"
    full.mkdir()
    (full / "other.txt").write_text("x", encoding="utf-8")
    ask.folders = [full]
    page.open(case.inspection.id)
    card = page.panel.closing.export
    page.panel.show_part(page.panel.closing)
    page.click(card.export_button)
    assert page.refused(card.problems) == [""], "said, and it leads nowhere"
    assert [p.name for p in full.iterdir()] == ["other.txt"] and opened.paths == []
    assert card.export_button.isEnabled() and not card.band.isVisible()


def test_an_export_that_is_stopped_leaves_nothing(
    page: CasePage, case: MadeCase, ask: Answers, tmp_path: Path, opened: Opened
) -> None:
    target = tmp_path / "targets" / "out"
    target.mkdir(parents=True)
    ask.folders = [target]
    page.open(case.inspection.id)
    card = page.panel.closing.export
    page.panel.show_part(page.panel.closing)
    card.export()
    assert card.stop_button.isVisible() and not card.export_button.isEnabled()
    QTest.mouseClick(card.stop_button, LEFT)
    page.settle()
    assert list(target.parent.iterdir()) == [target] and list(target.iterdir()) == []
    assert card.band.words.text() == tr("The export was stopped; nothing was written.")
    assert card.export_button.isEnabled() and not card.bar.isVisible() and opened.paths == []


# Filing


def test_a_case_is_filed_after_one_question(page: CasePage, case: MadeCase, ask: Answers) -> None:
    page.open(case.inspection.id)
    card = page.panel.closing.close_card
    page.panel.show_part(page.panel.closing)
    ask.yes = False
    page.click(card.close_button)
    assert state(case) is InspectionState.FINISHED and len(ask.asked) == 1
    ask.yes = True
    page.click(card.close_button)
    assert state(case) is InspectionState.FILED
    assert card.chip.text == word(InspectionState.FILED) and not card.close_button.isVisible()
    assert page.told == [(tr("The case is filed."), "ok")]
    page.jobs.run_write(page.panel, lambda: undo_last(case.ws))
    page.settle()
    assert state(case) is InspectionState.FINISHED
    assert card.close_button.isVisible() and card.close_button.isEnabled()


def test_what_stops_the_filing_leads_to_its_place(page: CasePage, case: MadeCase) -> None:
    misname(case)
    page.open(case.inspection.id)
    card = page.panel.closing.close_card
    page.panel.show_part(page.panel.closing)
    page.click(card.close_button)
    assert state(case) is InspectionState.FINISHED
    assert page.refused(card.problems) == ["organ:review_organ"]
    page.press(KEY.Key_Return)
    assert page.jumps == ["organ:review_organ"]


def test_a_visit_that_is_not_over_cannot_be_filed(page: CasePage, case: MadeCase) -> None:
    visit = an_inspection(case.ws, an_enterprise(case.ws, 2))
    page.open(visit.id)
    card = page.panel.closing.close_card
    page.panel.show_part(page.panel.closing)
    assert card.close_button.isVisible() and not card.close_button.isEnabled()
    inspection_moves.terminate(case.ws, visit.id, "单位已停业")
    page.panel.refresh()
    page.settle()
    assert card.close_button.isEnabled(), "one that was called off may be"


@pytest.mark.parametrize("scale", [1.0, 1.5])
def test_every_part_fits_beside_the_list_of_documents(
    page: CasePage, case: MadeCase, qapp: QApplication, scale: float
) -> None:
    theme.apply_theme(qapp, "light", scale)
    undeclare(case)
    page.open(case.inspection.id)
    for n, part in enumerate(page.panel.parts):
        page.press(KEY(KEY.Key_1 + n), Qt.KeyboardModifier.AltModifier)
        assert page.panel.tabs.currentWidget() is part
        least = page.panel.minimumSizeHint()
        assert least.width() <= 700 and least.height() <= 560, (type(part).__name__, least)
    theme.apply_theme(qapp, "light", 1.0)
