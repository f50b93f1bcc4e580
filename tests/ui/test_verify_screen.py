# SPDX-License-Identifier: MulanPSL-2.0
"""校验: the check of everything with progress and stop, what it names; papers typed and from files."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from inspector_app.domain.document import OfficialDocument
from inspector_app.operations import documents
from inspector_app.storage.database import FILE_NAME
from inspector_app.storage.driver import connect
from inspector_app.ui.jobs import Jobs
from inspector_app.ui.screens.verify_screen import VerifyScreen
from inspector_app.workspace import Workspace
from tests.helpers.after_issue import a_served_order
from tests.helpers.clock import Clock
from tests.helpers.pages_documents import Answers


@pytest.fixture
def order(unit: Workspace, clock: Clock) -> OfficialDocument:
    return a_served_order(unit, clock)


@pytest.fixture
def screen(unit: Workspace, jobs: Jobs, ask: Answers, order: OfficialDocument) -> VerifyScreen:
    made = VerifyScreen(unit, jobs, ask)
    made.resize(1200, 640)
    made.show()
    jobs.wait_idle()
    return made


def settle(jobs: Jobs, qapp: QApplication) -> None:
    jobs.wait_idle(30_000)
    qapp.processEvents()


def code_of(order: OfficialDocument) -> str:
    return str(json.loads(order.seal)["code"])


def test_before_the_first_check_it_says_so(screen: VerifyScreen) -> None:
    assert screen.card.counts.text() == "本机尚未校验过。"
    assert not screen.card.statement_button.isEnabled()


def test_all_is_well_and_the_statement_can_be_saved(
    screen: VerifyScreen, jobs: Jobs, qapp: QApplication, ask: Answers, tmp_path: Path
) -> None:
    screen.primary_action.trigger()
    settle(jobs, qapp)
    assert screen.card.band.words.text().startswith("数据完整无误")
    assert "操作记录" in screen.card.counts.text()
    assert screen.card.faults.isHidden() and screen.card.stop_button.isHidden()
    ask.targets = [tmp_path / "说明.pdf"]
    screen.card.save_statement()
    settle(jobs, qapp)
    assert (tmp_path / "说明.pdf").read_bytes().startswith(b"%PDF-")


@pytest.mark.spoils
def test_what_was_changed_outside_is_named_with_its_column(
    screen: VerifyScreen, jobs: Jobs, qapp: QApplication, unit: Workspace
) -> None:
    conn = connect(unit.folder / FILE_NAME)
    conn.execute("DROP TRIGGER IF EXISTS findings_frozen")
    conn.execute("UPDATE findings SET place = '别处'")
    conn.close()
    screen.card.start()
    settle(jobs, qapp)
    said = [screen.card.faults.item(n, 1).text() for n in range(screen.card.faults.rowCount())]
    assert any("部位" in words or "地点" in words or "place" in words for words in said), said
    assert "停止作业" in screen.card.band.words.text()


def test_a_stop_says_that_the_rest_is_not_known(screen: VerifyScreen, jobs: Jobs, qapp: QApplication) -> None:
    screen.card.start()
    screen.card.stop()
    settle(jobs, qapp)
    assert screen.card.check_button.isEnabled() and screen.card.made is None
    assert screen.card.band.words.text().startswith("校验已停止")


def test_a_typed_code_shows_the_stored_document(
    screen: VerifyScreen, jobs: Jobs, qapp: QApplication, order: OfficialDocument
) -> None:
    screen.paper.code.setText(code_of(order))
    screen.paper.check_typed()
    settle(jobs, qapp)
    assert "真实" in screen.paper.band.words.text()
    shown = {screen.paper.lines.item(n, 0).text(): screen.paper.lines.item(n, 2).text() for n in range(10)}
    assert shown["问题项数"] == "2" and shown["被检查单位"].startswith("清河县")


def test_a_paper_from_a_file(
    screen: VerifyScreen, jobs: Jobs, qapp: QApplication, ask: Answers, order: OfficialDocument, unit: Workspace,
    tmp_path: Path,
) -> None:  # fmt: skip
    path = tmp_path / "纸.pdf"
    path.write_bytes(documents.document_pdf(unit, order.id))
    screen.paper.check_file(path)
    settle(jobs, qapp)
    assert order.number in screen.paper.band.words.text() and "真实" in screen.paper.band.words.text()


def test_what_is_no_code_is_refused_in_words(screen: VerifyScreen, jobs: Jobs, qapp: QApplication) -> None:
    screen.paper.code.setText("AJ1:abc")
    screen.paper.check_typed()
    settle(jobs, qapp)
    assert "不是本程序的校验码" in screen.paper.band.words.text()
    assert screen.paper.lines.isHidden()
