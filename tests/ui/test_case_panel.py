# SPDX-License-Identifier: MulanPSL-2.0
"""案卷: the review with its reasons and jumps, another case, and what fits into the window."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from inspector_app.domain.review import RuleLevel
from inspector_app.domain.service import AttachmentKind
from inspector_app.ledgers import organs as organ_rows
from inspector_app.operations import attachments
from inspector_app.operations.review.review import review
from inspector_app.ui import theme
from inspector_app.ui.widgets.case_review_list import Group, group_word
from inspector_app.ui.widgets.document_rows import HEAD
from inspector_app.wording import tr, word
from inspector_app.workspace import Workspace
from tests.helpers.bad_case import bad_case
from tests.helpers.cases import MadeCase
from tests.helpers.clock import Clock
from tests.helpers.makers import an_enterprise, an_inspection
from tests.helpers.pages_case import (
    AVOIDANCE,
    KEY,
    CasePage,
    licence_of,
    misname,
    misname_job,
    open_now,
    passed,
    undeclare,
)
from tests.helpers.pages_documents import decode_here


@pytest.fixture
def page(case_page: CasePage) -> CasePage:
    return case_page


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
