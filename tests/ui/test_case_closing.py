# SPDX-License-Identifier: MulanPSL-2.0
"""导出、归档: the case is given out whole, stopped or refused, and filed once."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pypdfium2
import pytest
from PySide6.QtTest import QTest

from inspector_app.domain.inspection import InspectionState
from inspector_app.operations import inspection_moves
from inspector_app.operations.undo import undo_last
from inspector_app.wording import tr, word
from tests.helpers.cases import MadeCase
from tests.helpers.makers import an_enterprise, an_inspection
from tests.helpers.pages_case import (
    KEY,
    LEFT,
    CasePage,
    misname,
    state,
    undeclare,
)
from tests.helpers.pages_documents import Answers
from tests.helpers.pages_frame import Opened


@pytest.fixture
def page(case_page: CasePage) -> CasePage:
    return case_page


@pytest.fixture
def opened() -> Iterator[Opened]:
    made = Opened()
    yield made
    made.close()


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
    bound = pypdfium2.PdfDocument(target / "案卷.pdf")
    assert len(bound) == manifest["pages"] and "三十年" in bound[0].get_textpage().get_text_bounded()
    bound.close()
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
